"""A person or an adjective belongs to a study by its ending; where no such study is known, nothing is technical."""

import pytest

from catalogue.normal import Sector
from catalogue.normalise.studies import Study, study_of
from catalogue.normalise.study_forms import forms_of
from catalogue.normalise.technical import judge

# A known study -> what belongs to it.
FAMILIES = {
    "verkeerskunde": ["verkeerskundige", "verkeerskundig medewerker", "verkeerskundig ingenieur"],
    "elektrotechniek": ["elektrotechnicus", "elektrotechnici", "elektrotechnisch ontwerper"],
    "chemie": ["chemicus", "technisch chemicus", "chemisch onderzoek", "chemist"],
    "biochemie": ["biochemicus", "biochemisch onderzoeker", "biochemische"],
    "werktuigbouwkunde": ["werktuigbouwkundige", "werktuigbouwkundig tekenaar", "werktuigbouwkundig constructeur"],
    "scheepsbouwkunde": ["scheepsbouwkundige", "scheepsbouwkundig tekenaar", "scheepsbouwer"],
    "informatica": ["informaticus", "technisch informaticus", "informatici"],
    "mechatronica": ["mechatronicus", "mechatronisch ontwerp"],
    "milieutechnologie": ["milieutechnoloog", "milieutechnologisch medewerker"],
    "microbiologie": ["microbioloog", "microbiologisch onderzoek"],
    "hydrologie": ["hydroloog", "hydrologisch adviseur"],
    "civil engineering": ["civil engineer"],
    "chemical technology": ["chemical technologist"],
    "chemistry": ["chemist"],
}  # fmt: skip
# The same endings and roles, of subjects that are not technical.
OTHER = [
    "taalkundige", "bestuurskundig medewerker", "bedrijfskundige", "letterkundige", "tuinbouwkundige",
    "landbouwkundige", "verpleegkundig specialist", "historicus", "politicus", "criticus", "musicus", "psycholoog",
    "psychologisch onderzoek", "socioloog", "zangtechniek", "zangtechnisch adviseur",
    "verpleegtechnisch medewerker", "juridisch adviseur", "akkerbouwer", "landbouwer", "tuinbouwer",
    "customer engineer", "political scientist", "statistisch assistent", "klimaatkunde", "meetkundige", "opticus",
    "alchemie", "graanbouw", "olieverftechniek", "kennisleer", "radioprogrammering", "bewegingsleer",
    "technisch medewerker", "technische bedrijfskunde", "verkeerspsychologie", "verkeersregelaar",
    "sociale technologie", "chemie in relaties", "bouwen aan vertrouwen", "netwerken",
    "architectuur van organisaties", "productiemanager mijnbouw", "autobedrijfsmanagement", "voertuigverkoop",
    "visagietechniek", "audiovisuele vormgeving", "bodemkunde", "service design", "communication design",
    "meubelontwerp", "cyberpesten", "medische psychologie", "clinical psychology", "nuclear medicine",
    "industrial engineering and management", "technology management",
]  # fmt: skip


@pytest.mark.parametrize("study", FAMILIES)
def test_who_belongs_to_a_known_study_has_its_sector(study: str) -> None:
    known = study_of(study)
    assert known is not None
    for name in FAMILIES[study]:
        found = study_of(name)
        assert found is not None, name
        assert found.sector is known.sector, name


@pytest.mark.parametrize("title", OTHER)
def test_the_same_endings_make_nothing_else_technical(title: str) -> None:
    technical = judge(title, (), "", ()).technical
    assert not (technical and technical.value)


def test_the_endings_alone_relate_and_know_no_field() -> None:
    assert list(forms_of("bloemkundig medewerker")) == ["bloemkunde"]
    assert next(forms_of("technisch chemicus")) == "technische chemie"
    assert list(forms_of("lasser")) == []


def test_whoever_works_for_engineers_is_not_called_one() -> None:
    verdict = study_of("elektrotechnisch medewerker")
    assert verdict is not None
    assert verdict.career is None
    engineer = study_of("elektrotechnisch constructeur")
    assert engineer is not None
    assert engineer.career == "elektrotechnisch-ingenieur"


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Elektrotechnische bedrijfskunde", Sector.ELECTRICAL),
        ("Bouwkundige bedrijfskunde", Sector.CONSTRUCTION),
        ("Scheepsbouwkundige bedrijfskunde", Sector.MARITIME_AVIATION_RAIL),
    ],
)
def test_business_of_one_technical_field_is_for_its_business_engineer(title: str, sector: Sector) -> None:
    found = study_of(title)
    assert found is not None
    assert (found.sector, found.career) == (sector, "technisch-bedrijfskundige")
    assert study_of("Bestuurskundige bedrijfskunde") is None


@pytest.mark.parametrize(
    "kind", ["HTO", "HTS", "MTS", "LTS", "UTS", "B", "Kort HBO", "Post-HBO", "Ad", "Vakopleiding", "Leergang"]
)
def test_the_kind_of_programme_says_nothing_of_the_subject(kind: str) -> None:
    technical = study_of(f"{kind} Verkeerskunde")
    assert technical is not None
    assert technical.sector is Sector.CIVIL_WORKS
    assert study_of(f"{kind} Bestuurskunde") is None
    assert study_of(kind) is None


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Tunnelbouwkunde", Sector.CIVIL_WORKS),
        ("Matrijzenbouw", Sector.METAL_WELDING),
        ("Energiesysteemtechniek", Sector.ENERGY_GRID),
        ("Verkeersontwerp", Sector.CIVIL_WORKS),
        ("Verkeers- en vervoerstechniek", Sector.CIVIL_WORKS),
        ("Bouwdatatechnologie", Sector.CONSTRUCTION),
        ("Medical Microbiology", Sector.PROCESS_LABORATORY),
        ("Bouwwetenschap", Sector.CONSTRUCTION),
    ],
)
def test_a_compound_is_about_its_known_first_part(title: str, sector: Sector) -> None:
    found = study_of(title)
    assert found is not None
    assert found.sector is sector


def test_management_beside_the_engineering_of_one_field_leaves_it_technical() -> None:
    found = study_of("Chemical Engineering and Management")
    assert found is not None
    assert found.sector is Sector.PROCESS_LABORATORY
    assert study_of("Technology and Management") is None
    assert study_of("Informatica en beheer") is None


def test_technique_in_general_is_a_study_and_a_part_that_is_no_word_is_none() -> None:
    assert study_of("Techniek") == Study(None, "techniek")
    assert study_of("Algemene techniek") is not None
    assert study_of("Bouwdatatechniek") is None
    assert study_of("Okchemie") is None
    assert study_of("Teamleider energy technology") is None
