from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.normal import How, PartialDate, Precision
from catalogue.normalise.announcements import starts_in_text
from catalogue.normalise.starts import Starts, read_date, read_starts

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
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]


def spans(read: Starts) -> list[tuple[str, str]]:
    return [(run.start.value.first.isoformat(), run.end.value.last.isoformat() if run.end else "") for run in read.runs]


@pytest.mark.parametrize(
    ("said", "runs"),
    [
        ("12-01-2027", [("2027-01-12", "")]),
        ("12/1/27", [("2027-01-12", "")]),
        ("12.01.2027", [("2027-01-12", "")]),
        ("2027-01-12", [("2027-01-12", "")]),
        ("2027-01-12T09:00:00+01:00", [("2027-01-12", "")]),
        ("2027-01-12T23:30:00Z", [("2027-01-13", "")]),
        ("20270112T090000Z", [("2027-01-12", "")]),
        ("start 12 januari 2027", [("2027-01-12", "")]),
        ("12 jan. '27", [("2027-01-12", "")]),
        ("January 12th, 2027", [("2027-01-12", "")]),
        ("dinsdag 12 januari 2027", [("2027-01-12", "")]),
        ("do 14 jan 2027", [("2027-01-14", "")]),
        ("1 sept. 2027", [("2027-09-01", "")]),
        ("12 t/m 16 april 2027", [("2027-04-12", "2027-04-16")]),
        ("12-16 april 2027", [("2027-04-12", "2027-04-16")]),
        ("maandag 12 t/m vrijdag 16 april 2027", [("2027-04-12", "2027-04-16")]),
        ("12-01-2027 09:00 - 14-01-2027 17:00", [("2027-01-12", "2027-01-14")]),
        ("14 december t/m 8 januari 2027", [("2026-12-14", "2027-01-08")]),
        ("van 12 januari 2027 tot 3 maart 2027", [("2027-01-12", "2027-03-03")]),
        ("12 en 19 januari 2027", [("2027-01-12", ""), ("2027-01-19", "")]),
        ("12, 19 en 26 januari 2027", [("2027-01-12", ""), ("2027-01-19", ""), ("2027-01-26", "")]),
        ("12 januari 2027 en 3 maart", [("2027-01-12", ""), ("2027-03-03", "")]),
        ("7 december 2026 en 11 januari", [("2026-12-07", ""), ("2027-01-11", "")]),
        ("lesdagen: 12, 19 en 26 januari 2027", [("2027-01-12", "2027-01-26")]),
        ("Startdata 2027: 12 januari, 3 maart en 4 mei", [("2027-01-12", ""), ("2027-03-03", ""), ("2027-05-04", "")]),
        ("Startdatum: 12 januari 2027, inschrijven tot 1 januari 2027", [("2027-01-12", "")]),
    ],
)
def test_days_are_read_in_dutch_and_english_notation(said: str, runs: list[tuple[str, str]]) -> None:
    assert spans(read_starts(said, TODAY)) == runs


@pytest.mark.parametrize(
    ("said", "first", "last", "precision"),
    [
        ("januari 2027", "2027-01-01", "2027-01-31", Precision.MONTH),
        ("start eind maart 2027", "2027-03-01", "2027-03-31", Precision.MONTH),
        ("2027-09", "2027-09-01", "2027-09-30", Precision.MONTH),
        ("09-2027", "2027-09-01", "2027-09-30", Precision.MONTH),
        ("week 12 2027", "2027-03-22", "2027-03-28", Precision.WEEK),
        ("2027-W12", "2027-03-22", "2027-03-28", Precision.WEEK),
        ("voorjaar 2027", "2027-03-01", "2027-05-31", Precision.SEASON),
        ("winter 2026-2027", "2026-12-01", "2027-02-28", Precision.SEASON),
        ("eerste kwartaal van 2027", "2027-01-01", "2027-03-31", Precision.SEASON),
        ("schooljaar 2026-2027", "2026-08-01", "2027-07-31", Precision.YEAR),
        ("academisch jaar 2026/27", "2026-09-01", "2027-08-31", Precision.YEAR),
        ("2027", "2027-01-01", "2027-12-31", Precision.YEAR),
    ],
)
def test_a_vague_date_keeps_its_precision(said: str, first: str, last: str, precision: Precision) -> None:
    (run,) = read_starts(said, TODAY).runs
    assert run.start.value == PartialDate(
        first=date.fromisoformat(first), last=date.fromisoformat(last), precision=precision
    )


@pytest.mark.parametrize(
    "said",
    [
        "in overleg",
        "doorlopend",
        "op aanvraag",
        "elke maandag",
        "jaarlijks februari en september",
        "september",
        "2 x per jaar in maart & in september",
    ],
)
def test_words_that_name_no_date_become_a_note(said: str) -> None:
    read = read_starts(said, TODAY)
    assert (read.runs, read.note, read.flags) == ((), said, ())


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("31 februari 2027", "date_impossible"),
        ("13/13/2027", "date_impossible"),
        ("week 53 2027", "date_impossible"),
        ("2027-02-30", "date_impossible"),
        ("1970-01-01", "date_out_of_range"),
        ("2099-12-31", "date_out_of_range"),
        ("winter 2027", "date_ambiguous"),
        ("maandag 12 januari 2027", "weekday_disagrees"),
        ("maandag 12 januari", "date_without_year"),
        ("12 november", "date_without_year"),
        ("cursus 40-12", "date_unreadable"),
    ],
)
def test_a_date_that_cannot_be_meant_is_flagged_not_guessed(said: str, reason: str) -> None:
    read = read_starts(said, TODAY)
    assert read.runs == ()
    assert [flag.reason for flag in read.flags] == [reason]


@pytest.mark.parametrize("said", ["dinsdag 12 januari", "start 12 januari"])
def test_a_missing_year_is_the_next_occurrence_and_inferred(said: str) -> None:
    (run,) = read_starts(said, TODAY).runs
    assert (run.start.value.first, run.start.known) == (date(2027, 1, 12), How.INFERRED)


def test_a_deadline_is_never_a_start() -> None:
    read = read_starts("Start 12 januari 2027, inschrijven uiterlijk 1 januari 2027", TODAY)
    assert read.deadline is not None
    assert read.deadline.value.first == date(2027, 1, 1)
    assert spans(read) == [("2027-01-12", "")]


@pytest.mark.parametrize(
    "said",
    [
        "Bijgewerkt op 12-01-2027. Kosten € 400.",
        "Open dag op 3 december 2026.",
        "Onze school is gestart in 1998.",
        "Je begint met 12 weken theorie",
        "De cursus duurt 40 uur.",
        "Examen op 3 maart 2027.",
    ],
)
def test_running_text_gives_a_start_only_after_words_that_announce_one(said: str) -> None:
    assert starts_in_text(said, TODAY).runs == ()


def test_a_start_announced_in_running_text_is_inferred() -> None:
    (run,) = starts_in_text("De opleiding start op 12 januari 2027. Open dag: 3 december 2026.", TODAY).runs
    assert (run.start.value.first, run.start.known) == (date(2027, 1, 12), How.INFERRED)


def test_an_end_without_a_year_follows_its_start() -> None:
    read = read_date("3 maart", TODAY, "end", date(2027, 1, 12)).value
    assert read is not None
    assert read.value.first == date(2027, 3, 3)


days = st.dates(min_value=date(2024, 1, 1), max_value=date(2033, 12, 31))


@given(days)
def test_a_day_reads_back_from_every_notation(day: date) -> None:
    month, weekday = day.month - 1, DAYS[day.weekday()]
    for text in (
        day.isoformat(),
        f"{day:%d-%m-%Y}",
        f"{day.day}/{day.month}/{day:%y}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {MONTHS[month]} {day.year}",
        f"{weekday} {day.day} {MONTHS[month]} {day.year}",
        f"{day.day} {SHORT[month]}. '{day:%y}",
        f"{ENGLISH[month]} {day.day}, {day.year}",
        f"Start: {weekday[:2]} {day.day} {SHORT[month]} {day.year}",
        f"{day:%Y%m%d}T120000Z",
        f"{day.isoformat()}T12:00:00+01:00",
    ):
        assert spans(read_starts(text, TODAY)) == [(day.isoformat(), "")], text


@given(days, st.integers(min_value=1, max_value=60))
def test_a_range_reads_back_as_start_and_end(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    for text in (
        f"{first:%d-%m-%Y} t/m {last:%d-%m-%Y}",
        f"{first.day} {MONTHS[first.month - 1]} t/m {last.day} {MONTHS[last.month - 1]} {last.year}",
        f"{first.day} {MONTHS[first.month - 1]} {first.year} tot {last.day} {MONTHS[last.month - 1]} {last.year}",
    ):
        assert spans(read_starts(text, TODAY)) == [(first.isoformat(), last.isoformat())], text


@given(days)
def test_a_week_reads_back_as_its_seven_days(day: date) -> None:
    year, week, _ = day.isocalendar()
    (run,) = read_starts(f"week {week} {year}", TODAY).runs
    assert (run.start.value.first.isocalendar()[:2], run.start.value.precision) == ((year, week), Precision.WEEK)


@given(st.text(alphabet=st.characters(exclude_categories=["Nd", "Cs"])))
def test_a_text_without_digits_has_no_date(text: str) -> None:
    assert read_starts(text, TODAY).runs == ()
    assert starts_in_text(text, TODAY).runs == ()


@given(st.text())
def test_no_text_raises(text: str) -> None:
    read_starts(text, TODAY)
    read_starts(f"start {text} januari 2027", TODAY)
    read_date(text, TODAY, "end")
    starts_in_text(f"start {text}", TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "De informatiebijeenkomst begint op 12 januari 2027 om 19.00 uur.",
        "Het examen begint op 12 januari 2027.",
        "De subsidie start op 1 maart 2027.",
        "De inschrijving start op 1 februari 2027.",
        "Kom naar de open dag op 12 maart 2027!",
        "Laatst bijgewerkt: 3 mei 2026.",
        "Aanmelden vóór 1 februari 2027.",
        "Starten kan iedere eerste maandag van de maand.",
        "Ons bedrijf begon op 12 mei 2001 met lascursussen.",
    ],
)
def test_what_is_no_lesson_gives_no_start(text: str) -> None:
    assert starts_in_text(text, TODAY).runs == ()


def test_a_day_before_its_verb_is_the_start_of_the_course() -> None:
    (run,) = starts_in_text("Op 12 januari 2027 start de opleiding.", TODAY).runs
    assert run.start.value.first == date(2027, 1, 12)
    assert starts_in_text("Op 12 januari 2027 start de nieuwe wetgeving.", TODAY).runs == ()
