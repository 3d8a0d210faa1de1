"""Dutch labels of the values that facets and pages show (language level B1)."""

from collections.abc import Mapping

LABELS: Mapping[str, Mapping[str, str]] = {
    "sector": {
        "construction": "Bouw",
        "civil-works": "Grond-, weg- en waterbouw",
        "electrical": "Elektrotechniek",
        "installation-climate": "Installatie en klimaat",
        "metal-welding": "Metaal en lassen",
        "mechanical": "Werktuigbouw",
        "mechatronics-maintenance": "Mechatronica en onderhoud",
        "process-laboratory": "Procestechniek en laboratorium",
        "energy-grid": "Energie en netten",
        "ict-software": "ICT: software",
        "ict-infrastructure-security": "ICT: beheer en beveiliging",
        "data": "Data",
        "mobility": "Voertuigen",
        "maritime-aviation-rail": "Scheepvaart, luchtvaart en spoor",
        "technical-logistics": "Technische logistiek",
        "high-tech": "Hightech",
        "technical-education": "Lesgeven in techniek",
    },
    "level": {
        "nlqf-1": "mbo 1 / NLQF 1",
        "nlqf-2": "mbo 2 / NLQF 2",
        "nlqf-3": "mbo 3 / NLQF 3",
        "nlqf-4": "mbo 4 / NLQF 4",
        "nlqf-5": "Associate degree / NLQF 5",
        "nlqf-6": "hbo-bachelor / NLQF 6",
        "nlqf-7": "master / NLQF 7",
        "nlqf-8": "doctoraat / NLQF 8",
    },
    "mode": {
        "onsite": "Op een locatie",
        "online": "Online",
        "self-paced": "Online, in je eigen tempo",
        "blended": "Deels online, deels op locatie",
        "at-work": "Op het werk",
    },
    "route": {
        "bbl": "BBL: werken en leren",
        "bol": "BOL: school met stage",
        "derde-leerweg": "Derde leerweg: mbo op maat",
        "private": "Cursus of training",
        "hbo-part-time": "Hbo in deeltijd",
    },
    "kind": {"omscholing": "Omscholing: een nieuw vak", "bijscholing": "Bijscholing: beter in je vak"},
    "language": {"nl": "Nederlands", "en": "Engels", "de": "Duits", "fr": "Frans", "pl": "Pools"},
}


def label(group: str, value: str) -> str:
    """The Dutch label of a value; the value itself where it is its own name (places, providers)."""
    return LABELS.get(group, {}).get(value, value)
