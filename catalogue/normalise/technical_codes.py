"""What the codes of an offer say of being technical: CREBO domain, ISCED-F field, ISCO group."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.normal import Sector
from catalogue.normalise.levels import Qualification, qualifications
from catalogue.raw import RawCode

# Domains of the CREBO register, with the sector where a whole domain is one.
CREBO_DOMAINS: dict[str, Sector | None] = {
    "79000": None, "79010": Sector.CONSTRUCTION, "79020": None, "79050": None, "79060": Sector.MOBILITY,
}  # fmt: skip
CREBO_BORDERLINE = ("79030", "79040", "79070")
"""Crafts and laboratory, media and design, transport and shipping: partly technical. So is the dossier Entree."""
CREBO_OTHER = frozenset({
    "Schoonmaak en Glazenwassen", "Assistent schoonmaak", "Meubels stofferen", "Meubelstoffeerder", "Woningstofferen",
    "Woningstoffeerder", "Verkoop Mobiliteitsbranche", "Logistiek vakman",
})  # fmt: skip
"""Dossiers in a technical domain that are no technical work: cleaning, upholstery, sales."""
ISCED: dict[str, Sector | None] = {
    "06": None, "061": None, "0611": Sector.ICT_INFRASTRUCTURE_SECURITY, "0612": Sector.ICT_INFRASTRUCTURE_SECURITY,
    "0613": Sector.ICT_SOFTWARE, "07": None, "0711": Sector.PROCESS_LABORATORY, "0722": None, "0724": None,
    "0731": Sector.CONSTRUCTION,
}  # fmt: skip
ISCED_BORDERLINE = ("011", "05", "0721", "0723", "1041")
"""Teacher training, natural sciences, food, textile, transport services: technical only where the words say so."""
ISCO: dict[str, Sector | None] = {
    "214": None, "215": None, "25": None, "251": Sector.ICT_SOFTWARE, "252": Sector.ICT_INFRASTRUCTURE_SECURITY,
    "311": None, "313": None, "315": Sector.MARITIME_AVIATION_RAIL, "35": Sector.ICT_INFRASTRUCTURE_SECURITY,
    "71": None, "711": Sector.CONSTRUCTION, "7126": Sector.INSTALLATION_CLIMATE, "7127": Sector.INSTALLATION_CLIMATE,
    "713": Sector.CONSTRUCTION, "72": None, "721": Sector.METAL_WELDING, "722": Sector.METAL_WELDING,
    "7231": Sector.MOBILITY, "723": Sector.MECHATRONICS_MAINTENANCE, "74": Sector.ELECTRICAL, "81": None, "82": None,
    "834": Sector.TECHNICAL_LOGISTICS,
}  # fmt: skip
ISCO_BORDERLINE = ("21", "23", "31", "73", "75", "83", "93", "133", "134")


@dataclass(frozen=True, slots=True)
class Coded:
    """What a code says: `technical` None where its field is partly technical."""

    technical: bool | None
    sector: Sector | None
    rule: str
    quote: str


def by_codes(codes: Iterable[RawCode]) -> Coded | None:
    """What the first technical code says, else the first one; None without a code that is known."""
    found = [coded for code in codes if (coded := _by_code(code.scheme.lower(), code.value.strip()))]
    return next((coded for coded in found if coded.technical), found[0] if found else None)


def _by_code(scheme: str, value: str) -> Coded | None:
    """`technical.crebo`, `technical.isced` (fields 06 and 07), `technical.isco`: the longest known beginning counts."""
    if scheme == "crebo" and (qualification := qualifications().get(value)):
        technical, sector = of_qualification(qualification)
        return Coded(technical, sector, "technical.crebo", f"crebo {value} {qualification.name}")
    digits = "".join(letter for letter in value if letter.isdigit())
    if scheme == "isced-f" and len(digits) >= 2:
        return _by_prefix(digits, ISCED, ISCED_BORDERLINE, "technical.isced", f"isced-f {value}")
    if scheme == "isco" and len(digits) >= 2:
        return _by_prefix(digits, ISCO, ISCO_BORDERLINE, "technical.isco", f"isco {value}")
    return None


def of_qualification(qualification: Qualification) -> tuple[bool | None, Sector | None]:
    """Whether an mbo qualification is technical, and its sector where its whole domain is one."""
    domain = qualification.domain
    if qualification.dossier in CREBO_OTHER:
        return False, None
    if domain in CREBO_BORDERLINE or qualification.dossier == "Entree":
        return None, None
    return domain in CREBO_DOMAINS, CREBO_DOMAINS.get(domain)


def _by_prefix(
    digits: str, known: dict[str, Sector | None], borderline: tuple[str, ...], rule: str, quote: str
) -> Coded:
    for size in range(len(digits), 1, -1):
        if digits[:size] in known:
            return Coded(True, known[digits[:size]], rule, quote)
        if digits[:size] in borderline:
            return Coded(None, None, rule, quote)
    return Coded(False, None, rule, quote)
