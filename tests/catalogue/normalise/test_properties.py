"""Whatever Dutch notation a date, amount or duration is written in, it reads back as itself; bad input is named."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.normal import Duration, NormalCourse, Unit
from catalogue.normalise.amounts import AMOUNT, amounts, marked
from catalogue.normalise.dates import DATE, dates_in
from catalogue.normalise.durations import read_duration
from catalogue.normalise.prices import read_price
from catalogue.normalise.starts import read_starts
from catalogue.raw import RawPlace, RawPrice, RawSession, Refusal

TODAY = date(2026, 11, 24)
MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
SHORT = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]

coming = st.dates(min_value=date(2026, 12, 1), max_value=date(2031, 12, 31))
notations = st.sampled_from(
    [
        lambda d: d.isoformat(),
        lambda d: f"{d:%d-%m-%Y}",
        lambda d: f"{d.day}-{d.month}-{d.year}",
        lambda d: f"{d:%d/%m/%Y}",
        lambda d: f"{d:%d.%m.%Y}",
        lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
        lambda d: f"{d.day} {SHORT[d.month - 1]}. {d.year}",
        lambda d: f"{d.day} {SHORT[d.month - 1]} '{d:%y}",
        lambda d: f"{DAYS[d.weekday()]} {d.day} {MONTHS[d.month - 1]} {d.year}",
        lambda d: f"{DAYS[d.weekday()][:2]} {d.day} {MONTHS[d.month - 1]} {d.year}",
        lambda d: f"Start: {d.day} {MONTHS[d.month - 1].upper()} {d.year}",
        lambda d: f"{d:%Y%m%dT090000Z}",
    ]
)


pieces = st.sampled_from(
    [*MONTHS, *SHORT, *DAYS, "academisch jaar", "eerste kwartaal van", "week", "najaar", "of", "t/m", "’27", "2027",
     "12", "1e", "Q3", "'27", "1 t/m", "12.01.27", "kalenderweek 5 van", "2027/28",
     "2027-02-12T09:00:00Z", "20270212", "12-1-2027", "lassen", "in kleine groepen", "x" * 90, "٣"]
)  # fmt: skip


@given(st.lists(st.tuples(pieces, st.sampled_from([" ", ", ", "-", "/", ". ", " " * 50])), max_size=25))
def test_looking_around_digits_finds_every_date_that_looking_everywhere_finds(parts) -> None:
    text = "".join(word + space for word, space in parts)
    assert [one.span() for one in dates_in(text)] == [one.span() for one in DATE.finditer(text)]


sums = st.sampled_from(
    [
        "€",
        "EUR",
        "euro",
        "Euro",
        "1.870",
        "1870",
        "12",
        "1 870",
        "1,250.00",
        ",-",
        ", -",
        ".-",
        "€ 5",
        "-5",
        "voor",
        "x" * 40,
        "٣",
    ]
)


@given(st.lists(st.tuples(sums, st.sampled_from([" ", ", ", "-", "/", ". ", "", " " * 40])), max_size=25))
def test_looking_around_marks_finds_every_amount_that_looking_everywhere_finds(parts) -> None:
    text = "".join(word + space for word, space in parts)
    assert [one.span() for one in marked(text)] == [one.span() for one in AMOUNT.finditer(text)]


@given(coming, notations)
def test_a_date_reads_back_as_itself(day: date, notation) -> None:
    (run,) = read_starts(notation(day), TODAY).runs
    assert (run.start.value.first, run.start.value.last) == (day, day)


@given(coming, st.integers(min_value=1, max_value=200), st.sampled_from([" t/m ", " - ", " tot en met "]))
def test_a_range_of_dates_reads_back_as_start_and_end(day: date, days: int, link: str) -> None:
    end = day + timedelta(days=days)
    text = link.join(f"{one.day} {MONTHS[one.month - 1]} {one.year}" for one in (day, end))
    (run,) = read_starts(text, TODAY).runs
    assert run.end is not None
    assert (run.start.value.first, run.end.value.last) == (day, end)


def _dutch(cents: int) -> str:
    return f"{cents // 100:,}".replace(",", ".") + (f",{cents % 100:02d}" if cents % 100 else ",-")


def _plain(cents: int) -> str:
    return f"{cents // 100}" + (f",{cents % 100:02d}" if cents % 100 else "")


money = st.integers(min_value=100, max_value=9_999_999)
written = st.sampled_from(
    [
        lambda c: f"€ {_dutch(c)}",
        lambda c: f"€{_dutch(c)}",
        lambda c: f"EUR {_dutch(c)}",
        lambda c: f"€ {_plain(c)}",
        lambda c: f"{_plain(c)} euro",
        lambda c: f"EUR {c / 100:,.2f}",
        lambda c: f"€ {_dutch(c)} excl. btw",
        lambda c: f"Kosten: € {_dutch(c)} per deelnemer",
    ]
)


@given(money, written)
def test_an_amount_reads_back_as_itself(cents: int, notation) -> None:
    price = read_price(RawPrice(text=notation(cents))).value
    assert price is not None
    assert price.value.cents == cents


UNITS = {
    Unit.HOUR: ("uur", "uren"), Unit.DAYPART: ("dagdelen",), Unit.DAY: ("dagen", "lesdagen"), Unit.WEEK: ("weken",),
    Unit.MONTH: ("maanden",), Unit.EVENING: ("avonden",),
}  # fmt: skip


@given(st.integers(min_value=2, max_value=50), st.sampled_from([(u, w) for u, words in UNITS.items() for w in words]))
def test_a_duration_reads_back_as_itself(number: int, unit: tuple[Unit, str]) -> None:
    for text in (f"{number} {unit[1]}", f"Duur: {number} {unit[1]}", f"{number} {unit[1].upper()}."):
        known = read_duration(text).value
        assert known is not None
        assert known.value == Duration(amount=number, unit=unit[0])


@given(st.text(alphabet=st.characters(exclude_categories=["N"]), max_size=200))
def test_text_without_a_number_has_no_amount(text: str) -> None:
    assert amounts(text) == ()


VALUES = ("level", "price", "duration", "effort", "group_size", "instalments", "deadline")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["je", "leert", "lassen", "en", "vijlen", "in", "een", "klas", "van", "staal", "met", "vuur", ",", "."]
        ),
        max_size=80,
    )
)
def test_no_step_invents_a_value(read, words: list[str]) -> None:
    course = read("Lassen", description=" ".join(words))
    assert [name for name in VALUES if getattr(course, name) is not None] == []
    assert course.sessions == ()
    assert course.extra_costs == ()


BAD = [
    ({"prices": (RawPrice(text="100"),), "description": "De kosten zijn € 1.000 per persoon."}, "price_contradiction"),
    ({"sessions": (RawSession(start_text="31 februari 2027"),)}, "date_impossible"),
    ({"sessions": (RawSession(start_text="01-01-1970"),)}, "date_out_of_range"),
    ({"sessions": (RawSession(start_text="01-01-2099"),)}, "date_out_of_range"),
    ({"sessions": (RawSession(start_text="12-03-2027", end_text="01-03-2027"),)}, "end_before_start"),
    ({"sessions": (RawSession(start_text="maandag 12 januari 2027"),)}, "weekday_disagrees"),
    ({"prices": (RawPrice(text="-5"),)}, "amount_negative"),
    ({"prices": (RawPrice(text="€ 12 miljoen 4"),)}, None),
    ({"prices": (RawPrice(text="$ 400"),)}, "price_not_euro"),
    ({"sessions": (RawSession(place=RawPlace(locality="Antwerpen")),)}, "place_abroad"),
    ({"sessions": (RawSession(place=RawPlace(postal_code="1012 AB", locality="Maastricht")),)}, "place_contradiction"),
    ({"duration_text": "6-8 weken"}, "duration_range"),
    ({"language_text": "Klingon"}, "language_unknown"),
    ({"description": "<b onmouseover=alert(1)>€ 5</b> 😀 Специалист 溶接 لحام"}, None),
]


@pytest.mark.parametrize(("words", "reason"), BAD)
def test_bad_input_is_flagged_by_name_and_never_fatal(read, words, reason: str | None) -> None:
    course = read(**words)
    assert isinstance(course, NormalCourse)
    assert reason is None or reason in {flag.reason for flag in course.flags}


@pytest.mark.parametrize("title", ["", "   ", "😀", "<p></p>", "---"])
def test_a_title_without_letters_is_refused(read, title: str) -> None:
    refused = read(title)
    assert isinstance(refused, Refusal)
    assert refused.reason == "no_title"


@pytest.mark.parametrize(
    "piece",
    [
        "12 januari ", "€ 5 ", "a", "1", ":", "Duur: ", "(", "<b>", "&amp;", "za, 24 mei 07:30 ", "aanmelden kan tot ",
        "maximaal 12 deelnemers ", "voor vrouwen ", "10 weken ", "Je ontvangt een ", "kosten ", "\u200b", "de ",
        "€ 1.1", "1-", "start ", "avond ",
    ],
)  # fmt: skip
def test_five_megabytes_of_anything_take_bounded_time(read, piece: str) -> None:
    text = piece * (5_000_000 // len(piece))
    began = time.process_time()
    read("Lassen", description=text, page_text=text, sessions=(RawSession(start_text=text, schedule_text=text),))
    assert time.process_time() - began < 5
