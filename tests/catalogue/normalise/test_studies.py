"""Bare names of studies: technical by their head word, and not by a technical word that only stands beside it."""

import pytest

from catalogue.careers.table import careers
from catalogue.normal import Sector
from catalogue.normalise.studies import Study, study_of, words
from catalogue.normalise.technical import judge

TECHNICAL: dict[str, Sector | None] = {
    "Informatics": Sector.ICT_SOFTWARE,
    "Bedrijfsinformatica": Sector.ICT_SOFTWARE,
    "Applied Computing": Sector.ICT_SOFTWARE,
    "Cloud Computing": Sector.ICT_INFRASTRUCTURE_SECURITY,
    "Parallel and Distributed Computing": Sector.ICT_SOFTWARE,
    "Technische informatica": Sector.ICT_SOFTWARE,
    "Computer Technology": Sector.ICT_SOFTWARE,
    "Information Technology": Sector.ICT_SOFTWARE,
    "Informatietechnologie": Sector.ICT_SOFTWARE,
    "Informatiekunde": Sector.ICT_SOFTWARE,
    "Game Development": Sector.ICT_SOFTWARE,
    "Bachelor Kunstmatige Intelligentie": Sector.DATA,
    "Master of Science in Artificial Intelligence": Sector.DATA,
    "Cognitive Artificial Intelligence": Sector.DATA,
    "Telematica": Sector.ICT_INFRASTRUCTURE_SECURITY,
    "Network Technology": Sector.ICT_INFRASTRUCTURE_SECURITY,
    "Opleiding systems engineer ICT": None,
    "IT engineer": Sector.ICT_INFRASTRUCTURE_SECURITY,
    "Maritime Technology": Sector.MARITIME_AVIATION_RAIL,
    "Marine and Offshore Technology": Sector.MARITIME_AVIATION_RAIL,
    "Aerospace Engineering": Sector.MARITIME_AVIATION_RAIL,
    "Aeronautical Engineering": Sector.MARITIME_AVIATION_RAIL,
    "Luchtvaarttechnologie": Sector.MARITIME_AVIATION_RAIL,
    "Aviation Engineering": Sector.MARITIME_AVIATION_RAIL,
    "Naval Architecture": Sector.MARITIME_AVIATION_RAIL,
    "Automotive Engineering": Sector.MOBILITY,
    "Voertuigtechnologie": Sector.MOBILITY,
    "Nanotechnology": Sector.HIGH_TECH,
    "Nano Technology": Sector.HIGH_TECH,
    "Applied Physics": Sector.HIGH_TECH,
    "Technische natuurkunde": Sector.HIGH_TECH,
    "Biomedical Technology": Sector.HIGH_TECH,
    "Sensor Technology": Sector.HIGH_TECH,
    "Biotechnology (joint degree)": Sector.PROCESS_LABORATORY,
    "Bio Technology": Sector.PROCESS_LABORATORY,
    "Biochemie": Sector.PROCESS_LABORATORY,
    "Chemische technologie": Sector.PROCESS_LABORATORY,
    "Food Technology": Sector.PROCESS_LABORATORY,
    "Water Technology": Sector.PROCESS_LABORATORY,
    "Life Sciences": Sector.PROCESS_LABORATORY,
    "Scheikunde": Sector.PROCESS_LABORATORY,
    "Natuurkunde en Scheikunde": Sector.PROCESS_LABORATORY,
    "Materials Technology": Sector.MECHANICAL,
    "Manufacturing Technology": Sector.MECHANICAL,
    "Materials Science": Sector.MECHANICAL,
    "Automation Technology": Sector.MECHATRONICS_MAINTENANCE,
    "Energy Technology": Sector.ENERGY_GRID,
    "Nuclear Technology": Sector.ENERGY_GRID,
    "Electronic Technology": Sector.ELECTRICAL,
    "Bouwtechnologie": Sector.CONSTRUCTION,
    "Building Technology": Sector.CONSTRUCTION,
    "Architectuur": Sector.CONSTRUCTION,
    "Master of Architecture": Sector.CONSTRUCTION,
    "Geodesie": Sector.CIVIL_WORKS,
    "Mijnbouwkunde": Sector.CIVIL_WORKS,
    "Welding Technology": Sector.METAL_WELDING,
    "Climate Technology": Sector.INSTALLATION_CLIMATE,
    "Science and Technology": None,
    "Industrieel ontwerpen": Sector.MECHANICAL,
    "Stedenbouw": Sector.CONSTRUCTION,
    "Architecture, Urbanism and Building Sciences": Sector.CONSTRUCTION,
    "Plantenbiotechnologie": Sector.PROCESS_LABORATORY,
    "Bio-medical Engineering": Sector.HIGH_TECH,
    "Lucht- en ruimtevaarttechniek": Sector.MARITIME_AVIATION_RAIL,
    "Cultuurtechniek": Sector.CIVIL_WORKS,
    "Computational Science": Sector.ICT_SOFTWARE,
    "Chemistry and Education": Sector.TECHNICAL_EDUCATION,
    "Natuurkunde en educatie": Sector.TECHNICAL_EDUCATION,
    "Informatica Didactiek": Sector.TECHNICAL_EDUCATION,
    "Geographical Information Sciences": Sector.DATA,
    "Toegepaste statistiek / Applied Statistics": Sector.DATA,
    "Toegepaste wiskunde": Sector.DATA,
    "Mens en Techniek": None,
    "Radiochemie": Sector.PROCESS_LABORATORY,
    "Green Chemistry": Sector.PROCESS_LABORATORY,
    "Sustainable Molecular Science and Technology": Sector.PROCESS_LABORATORY,
    "Procesautomatisering": Sector.PROCESS_LABORATORY,
    "Sterkstroomtechniek": Sector.ELECTRICAL,
    "Energiesystemen": Sector.ENERGY_GRID,
    "Geo-resource Engineering": Sector.CIVIL_WORKS,
    "Rail Systems Engineering": Sector.MARITIME_AVIATION_RAIL,
    "Embedded Systems Engineering": Sector.ICT_SOFTWARE,
    "Medical Informatics": Sector.ICT_SOFTWARE,
    "Architecture, Building and Planning": Sector.CONSTRUCTION,
    "Post-hbo Energietechniek": Sector.ENERGY_GRID,
    "Werktuigbouwkunde deeltijd": Sector.MECHANICAL,
    "Hoger Technisch Onderwijs Elektrotechniek": Sector.ELECTRICAL,
    "Leraar tg in technische beroepen": Sector.TECHNICAL_EDUCATION,
    "Onderwijsondersteuner technisch beroepsonderwijs": Sector.TECHNICAL_EDUCATION,
    "Lerarenopleiding scheikunde": Sector.TECHNICAL_EDUCATION,
    "Aandrijf- en besturingstechniek": Sector.MECHATRONICS_MAINTENANCE,
    "Elektrotechniek - Energietechniek": Sector.ELECTRICAL,
    "Robotica en automatisering": Sector.MECHATRONICS_MAINTENANCE,
    "Bachelor of Engineering": Sector.MECHANICAL,
    "ICT & Cyber Security": Sector.ICT_INFRASTRUCTURE_SECURITY,
    "Environmental Engineering": Sector.PROCESS_LABORATORY,
    "Biomolecular Engineering": Sector.PROCESS_LABORATORY,
    "Thermochemical Engineering": Sector.MECHANICAL,
    "Bedrijfskundige informatica / Business Informatics": Sector.ICT_SOFTWARE,
    "Systeemprogrammering": Sector.ICT_SOFTWARE,
    "Medical Laboratory Sciences": Sector.PROCESS_LABORATORY,
    "Academie van bouwkunst": Sector.CONSTRUCTION,
    "Taal, spraak en informatica": Sector.ICT_SOFTWARE,
    "Energie- en milieuwetenschappen": Sector.ENERGY_GRID,
    "Land- en Watermanagement": Sector.CIVIL_WORKS,
    "Leraar tweede graad (ten behoeve van het m.b.o.) in schilderen": Sector.TECHNICAL_EDUCATION,
}

OTHER = [
    "Technology Management", "Management of Technology", "Technology Policy", "Law and Technology",
    "History of Technology", "Economics of Technology", "Philosophy of Science and Technology",
    "Science, Technology and Society", "Technology Law", "Educational Technology", "Onderwijstechnologie",
    "Learning Technologies", "Instructional Technology", "Health Technology", "Medical Technology", "Zorgtechnologie",
    "Creative Technology", "Music Technology", "Fashion and Textile Technologies", "Taal- en spraaktechnologie",
    "Financial Technology", "Sports Technology", "Legal Technology", "Human Technology", "Art and Technology",
    "Kunst en Technologie", "Design and Technology", "Engineering and Policy Analysis", "Engineering Management",
    "Aviation Management", "Aviation Law", "Maritime Law", "Automotive Business", "Telecommunication Management",
    "Artificial Intelligence and Law", "Artificial Intelligence in Healthcare",
    "Introduction to Artificial Intelligence for Teachers", "Ethics of Artificial Intelligence",
    "Philosophy of Physics", "History of Architecture", "Landscape Architecture", "Landschapsarchitectuur",
    "Interieurarchitectuur", "Interior Architecture", "Architectuurgeschiedenis", "Schildertechniek",
    "Verkooptechniek", "Gesprekstechniek", "Massagetechniek", "Zangtechniek", "Zwemtechniek", "Ademtechniek",
    "Food Business", "Food and Agribusiness", "Agribusiness en technologie management", "Data Driven Business",
    "Game Art", "Environmental Sciences", "Information Law", "Science Communication", "Educational Sciences",
    "Business and Technology", "Technology Entrepreneurship", "Political Science", "Social Sciences",
    "Master your Technology", "Economie van de technologie", "Wetenschapsfilosofie", "Cultuurwetenschappen",
    "Management Science", "Food Design", "Environmental Systems", "Production Design", "Information Design",
    "Technische bedrijfskunde", "Technisch management", "Environmental Chemistry and Ethics", "Mens en Maatschappij",
    "Maritieme archeologie", "Cybercriminologie", "Netwerkorganisaties", "Leraar tg in consumptieve techniek",
    "Leraar in verkooptechniek", "Milieukunde", "Marine Systems", "Interieurarchitectuur", "Dierkunde",
    "Letterkunde", "Wiskunde", "Cultuur en wetenschap", "Taal en techniek", "Economie en techniek",
    "Marine and Environmental Sciences",
    "Leraar in economie", "Docenten in beweging", "Kunst AB-CD", "Textile Design",
    "Leraar in schilderen en tekenen", "Biomedical Sciences", "Bewegingswetenschappen",
]  # fmt: skip


@pytest.mark.parametrize(("title", "sector"), TECHNICAL.items())
def test_the_name_of_a_technical_study_is_technical_with_its_sector(title: str, sector: Sector | None) -> None:
    verdict = judge(title, (), "", ())
    assert verdict.technical is not None
    assert verdict.technical.value
    if sector is not None:
        assert verdict.sector is not None
        assert verdict.sector.value is sector


@pytest.mark.parametrize("title", OTHER)
def test_a_technical_word_that_is_not_the_head_of_the_name_does_not_reach_the_portal(title: str) -> None:
    technical = judge(title, (), "", ()).technical
    assert not (technical and technical.value)


def test_a_sentence_is_no_name_and_of_joined_parts_each_must_be_known() -> None:
    assert study_of("Marine Technology") is not None
    for title in ("Marine Technology: what is it?", "How to use marine technology", "Poetry and Marine Technology", ""):
        assert study_of(title) is None


def test_a_study_leads_to_the_career_of_its_field_and_of_joined_ones_the_first() -> None:
    said = {
        "Coastal Engineering": "civiel-ingenieur",
        "Master of Science in Photonics": "fotonica-ingenieur",
        "Process and Energy Technology": "procesingenieur",
        "ICT & Cyber Security": "cybersecurityspecialist",
        "European Data Engineering": "data-engineer",
        "Technology": None,
        "Informatica": "softwareontwikkelaar",
        "ICT": None,
    }
    assert {title: (study_of(title) or Study(None, "")).career for title in said} == said


def test_every_family_names_a_career_of_the_table() -> None:
    table = words()
    named = {
        f.career for each in (table.fields, table.broad, table.heads, table.stems, table.names) for f in each.values()
    }
    assert named - {None} <= set(careers())


def test_a_name_over_a_text_of_other_fields_waits_for_an_editor() -> None:
    text = "For marketing and for your leadership; no code is written."
    assert judge("Artificial Intelligence", (), text, ()).technical is None
    assert judge("Artificial Intelligence", (), "", ()).technical is not None
