"""Each form of a Dutch value that a listing may have, by name: what a visitor is shown of it."""

from collections.abc import Callable

import pytest

from catalogue.raw import RawPrice, RawSession


def _value(known):
    return known and known.value


FORMS: dict[str, tuple[dict[str, str], Callable, object]] = {
    "effort": ({"effort_text": "8 uur per week"}, lambda c: c.effort is not None, True),
    "dagdelen": (
        {"duration_text": "6 dagdelen"},
        lambda c: (c.duration.value.amount, str(c.duration.value.unit)),
        (6, "daypart"),
    ),
    "SBU": (
        {"duration_text": "240 SBU"},
        lambda c: (c.duration.value.amount, str(c.duration.value.unit)),
        (240, "hour"),
    ),
    "derde leerweg": ({"route_text": "derde leerweg"}, lambda c: str(_value(c.route)), "derde-leerweg"),
    "BBL": ({"route_text": "BBL"}, lambda c: str(_value(c.route)), "bbl"),
    "BOL": ({"route_text": "bol"}, lambda c: str(_value(c.route)), "bol"),
    "hbo part-time": ({"route_text": "hbo deeltijd"}, lambda c: str(_value(c.route)), "hbo-part-time"),
    "in the company": ({"mode_text": "bij jou in het bedrijf"}, lambda c: str(_value(c.mode)), "at-work"),
    "job guarantee": (
        {"description": "Je krijgt een baangarantie."},
        lambda c: _value(c.job_guarantee) is not None,
        True,
    ),
    "no job guarantee": (
        {"description": "Wij geven geen baangarantie."},
        lambda c: bool(_value(c.job_guarantee)),
        False,
    ),
    "NRTO": ({"description": "Wij hebben het NRTO-keurmerk."}, lambda c: "NRTO" in str(c.quality_marks).upper(), True),
    "CRKBO": (
        {"description": "Wij zijn CRKBO-geregistreerd."},
        lambda c: "CRKBO" in str(c.quality_marks).upper(),
        True,
    ),
    "leerbedrijf": (
        {"description": "Je werkt bij een erkend leerbedrijf."},
        lambda c: str(_value(c.workplace)),
        "leerbedrijf",
    ),
    "evening": ({"schedule_text": "avond"}, lambda c: "evening" in str(c.schedule), True),
    "omscholing": ({"kind_text": "omscholing"}, lambda c: str(_value(c.kind)), "omscholing"),
    "group size": ({"description": "Maximaal 12 deelnemers per groep."}, lambda c: c.group_size is not None, True),
}
STARTS = {
    "doorlopend": "doorlopend",
    "in overleg": "in overleg",
    "yearly": "jaarlijks in maart",
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_read(read, form: str) -> None:
    words, shown, wanted = FORMS[form]
    words = dict(words)
    if said := words.pop("schedule_text", None):
        words["sessions"] = (RawSession(schedule_text=said),)
    assert shown(read(**words)) == wanted


@pytest.mark.parametrize("form", STARTS)
def test_a_start_that_is_no_date_becomes_a_note(read, form: str) -> None:
    (session,) = read(sessions=(RawSession(start_text=STARTS[form]),)).sessions
    assert (session.start, bool(session.start_note)) == (None, True)


DATES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "ISO": ("2027-01-12", [("2027-01-12", "day")]),
    "day first, with dashes": ("12-01-2027", [("2027-01-12", "day")]),
    "day first, with slashes": ("12/1/27", [("2027-01-12", "day")]),
    "day first, with dots": ("12.01.2027", [("2027-01-12", "day")]),
    "a year of two digits": ("12 jan '27", [("2027-01-12", "day")]),
    "in words": ("12 januari 2027", [("2027-01-12", "day")]),
    "a weekday": ("dinsdag 12 januari 2027", [("2027-01-12", "day")]),
    "a range": ("12 t/m 14 januari 2027", [("2027-01-12", "day")]),
    "several in one sentence": ("12 januari en 14 september 2027", [("2027-01-12", "day"), ("2027-09-14", "day")]),
    "two months": ("februari en september 2027", [("2027-02-01", "month"), ("2027-09-01", "month")]),
    "a month": ("eind maart 2027", [("2027-03-01", "month")]),
    "a week number": ("week 12 2027", [("2027-03-22", "week")]),
    "a season": ("voorjaar 2027", [("2027-03-01", "season")]),
    "a quarter": ("Q2 2027", [("2027-04-01", "season")]),
    "a school year": ("schooljaar 2027-2028", [("2027-08-01", "year")]),
    "an enrolment deadline beside it": ("Start 12 april 2027, aanmelden tot 1 maart 2027", [("2027-04-12", "day")]),
    "doorlopend": ("doorlopend", []),
    "in overleg": ("in overleg", []),
}  # fmt: skip
PRICES: dict[str, tuple[str, tuple[int, str, str, bool] | None]] = {
    "a whole amount": ("€ 1.870,-", (187_000, "unknown", "course", False)),
    "without VAT": ("€ 950 excl. btw", (95_000, "excluded", "course", False)),
    "with VAT": ("€ 950 incl. 21% btw", (95_000, "included", "course", False)),
    "exempt from VAT": ("€ 950 (vrijgesteld van btw)", (95_000, "exempt", "course", False)),
    "per month": ("€ 95 per maand", (9_500, "unknown", "month", False)),
    "per term": ("€ 450 per termijn", (45_000, "unknown", "term", False)),
    "per year": ("€ 1.250 per leerjaar", (125_000, "unknown", "year", False)),
    "vanaf": ("vanaf € 495", (49_500, "unknown", "course", True)),
    "a range": ("€ 350 tot € 750", (35_000, "unknown", "course", True)),
    "gratis": ("gratis", (0, "unknown", "course", False)),
    "instalments": ("3 x € 400,-", (120_000, "unknown", "course", False)),
    "exam apart": ("€ 950 excl. examen € 150", (95_000, "unknown", "course", False)),
    "material apart": ("€ 950, lesmateriaal € 85", (95_000, "unknown", "course", False)),
    "op aanvraag": ("op aanvraag", None),
    "statutory fee": ("wettelijk collegegeld", None),
}


@pytest.mark.parametrize("form", DATES)
def test_each_form_of_a_date(read, form: str) -> None:
    words, wanted = DATES[form]
    starts = [
        session.start.value for session in read(sessions=(RawSession(start_text=words),)).sessions if session.start
    ]
    assert [(start.first.isoformat(), str(start.precision)) for start in starts] == wanted


@pytest.mark.parametrize("form", PRICES)
def test_each_form_of_a_price(read, form: str) -> None:
    words, wanted = PRICES[form]
    price = _value(read(prices=(RawPrice(text=words),)).price)
    assert (price and (price.cents, str(price.vat), str(price.per), price.is_from)) == wanted


def test_costs_apart_instalments_and_the_statutory_fee_are_kept_beside_the_price(read) -> None:
    costs = read(prices=(RawPrice(text="€ 950 excl. examen € 150"),)).extra_costs
    assert [(str(cost.value.kind), cost.value.cents) for cost in costs] == [("exam", 15_000)]
    assert _value(read(prices=(RawPrice(text="3 x € 400,-"),)).instalments).times == 3
    assert _value(read(prices=(RawPrice(text="wettelijk collegegeld"),)).statutory_fee)
