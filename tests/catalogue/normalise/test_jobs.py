"""A title that is the name of a technical occupation, and nothing besides."""

import pytest

from catalogue.careers.table import Career, careers
from catalogue.normal import Sector
from catalogue.normalise.jobs import job_of
from catalogue.normalise.technical import judge

DOUBTFUL = {"wegafzetter"}  # a traffic controller beside the one who closes off roads


@pytest.mark.parametrize("career", [each for each in careers().values() if each.id not in DOUBTFUL], ids=lambda c: c.id)
def test_the_label_of_each_career_is_technical_with_its_sector(career: Career) -> None:
    verdict = judge(career.label, (), "", ())
    assert verdict.technical is not None
    assert verdict.technical.value
    assert verdict.sector is not None
    assert verdict.sector.value is career.sector


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Word chipontwerper", Sector.HIGH_TECH),
        ("Opleiding tot natuursteenbewerker", Sector.CONSTRUCTION),
        ("Allround natuursteenbewerker (mbo 3)", Sector.CONSTRUCTION),
        ("Industrieel lakverwerker BBL niveau 2", Sector.METAL_WELDING),
        ("Poedercoater / industrieel lakspuiter", Sector.METAL_WELDING),
        ("Heftruck chauffeur", Sector.TECHNICAL_LOGISTICS),
        ("Database administrator", Sector.ICT_INFRASTRUCTURE_SECURITY),
        ("Technisch Specialist Personenauto's", Sector.MOBILITY),
    ],
)
def test_what_calls_it_a_course_or_gives_its_level_may_stand_beside(title: str, sector: Sector) -> None:
    verdict = judge(title, (), "", ())
    assert verdict.technical is not None
    assert verdict.technical.value
    assert verdict.sector is not None
    assert verdict.sector.value is sector


@pytest.mark.parametrize(
    "title",
    [
        "IT manager", "Scrum master", "Product owner", "Projectleider", "Ondernemer",
        "Communicatie voor chipontwerpers",
        "Energiecoach", "Schoonmaker in verschillende omgevingen", "Glazenwasser", "Meubelstoffeerder", "Kok", "",
    ],
)  # fmt: skip
def test_who_manages_sells_or_does_something_else_has_no_technical_job(title: str) -> None:
    assert job_of(title) is None
    technical = judge(title, (), "", ()).technical
    assert not (technical and technical.value)


def test_a_job_over_a_text_of_other_fields_waits_for_an_editor() -> None:
    assert judge("Chipontwerper", (), "Marketing en leiderschap voor je loopbaan als verkoper.", ()).technical is None
