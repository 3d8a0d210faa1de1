import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.normal import How, Unit
from catalogue.normalise.durations import duration_in_text, read_duration


@pytest.mark.parametrize(
    ("said", "amount", "unit"),
    [
        ("10 weken", 10, Unit.WEEK),
        ("Duur: 2 jaar (deeltijd)", 2, Unit.YEAR),
        ("P2Y", 2, Unit.YEAR),
        ("P10W", 10, Unit.WEEK),
        ("PT40H", 40, Unit.HOUR),
        ("P1Y6M", 18, Unit.MONTH),
        ("PT90M", 1.5, Unit.HOUR),
        ("240 SBU", 240, Unit.HOUR),
        ("3 uur 45 min", 3.75, Unit.HOUR),
        ("anderhalf jaar", 1.5, Unit.YEAR),
        ("een half jaar", 6, Unit.MONTH),
        ("20 dagdelen (10 avonden)", 20, Unit.DAYPART),
        ("2 halve dagen", 2, Unit.DAYPART),
        ("één dag", 1, Unit.DAY),
        ("10 weken, 8 uur per week", 10, Unit.WEEK),
        ("8 uur per week, 10 weken", 10, Unit.WEEK),
        ("5-daagse", 5, Unit.DAY),
        ("1,5 dag", 1.5, Unit.DAY),
        ("drie maanden", 3, Unit.MONTH),
        ("12 lesavonden", 12, Unit.EVENING),
        ("60 minuten", 1, Unit.HOUR),
    ],
)
def test_a_duration_keeps_the_unit_of_the_source(said: str, amount: float, unit: Unit) -> None:
    read = read_duration(said).value
    assert read is not None
    assert (read.value.amount, read.value.unit, read.known) == (amount, unit, How.STATED)


@pytest.mark.parametrize(
    "said", ["8 uur per week", "5", "verschillend", "n.v.t.", "", "P0D", "P", "1 dag per week", "€ 10 per dag"]
)
def test_effort_and_bare_numbers_are_no_duration(said: str) -> None:
    assert read_duration(said).value is None


@pytest.mark.parametrize(
    "said", ["6-8 weken", "3 à 4 maanden", "maximaal 2 jaar", "60-75 minuten", "4+2 uur", "1 jaar of 2 jaar"]
)
def test_a_span_or_a_limit_is_flagged_not_cut(said: str) -> None:
    read = read_duration(said)
    assert read.value is None
    assert [flag.reason for flag in read.flags] == ["duration_range"]


def test_an_approximate_duration_is_inferred() -> None:
    read = read_duration("ca. 10 weken").value
    assert read is not None
    assert (read.value.amount, read.known) == (10, How.INFERRED)


@pytest.mark.parametrize(
    ("title", "text", "amount"),
    [
        ("3-daagse training lassen", "", 3),
        ("Lassen", "De opleiding duurt 10 weken.", 10),
        ("Lassen", "Je bent minstens 18 jaar.", None),
        ("Lassen", "Studieduur: 2 jaar, 1 dag per week", 2),
        ("Lassen", "Certificaat is 10 jaar geldig.", None),
        ("Lassen", "Met 3 jaar ervaring", None),
    ],
)
def test_running_text_gives_a_duration_only_where_it_speaks_of_one(title: str, text: str, amount: float | None) -> None:
    read = duration_in_text(title, text).value
    assert (read and read.value.amount) == amount


@given(
    st.integers(min_value=1, max_value=10),
    st.sampled_from(["uur", "dagen", "weken", "maanden", "jaar", "dagdelen", "avonden"]),
)
def test_a_duration_reads_back_from_every_notation(number: int, unit: str) -> None:
    letters = {
        "dagen": f"P{number}D",
        "weken": f"P{number}W",
        "maanden": f"P{number}M",
        "jaar": f"P{number}Y",
        "uur": f"PT{number}H",
    }
    for text in (
        f"{number} {unit}",
        f"Duur: {number} {unit}.",
        f"in totaal {number} {unit}",
        letters.get(unit, f"{number} {unit}"),
    ):
        read = read_duration(text).value
        assert read is not None, text
        assert read.value.amount == number


@given(st.text())
def test_no_text_raises(text: str) -> None:
    read_duration(text)
    duration_in_text(text, f"duur: {text}")
