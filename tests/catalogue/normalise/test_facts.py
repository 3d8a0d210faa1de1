"""Facts that a text gives by name, and the table of runs on a page."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.normal import How, Kind, Mode, Unit
from catalogue.normalise.agendas import sessions_in_text
from catalogue.normalise.facts import facts
from catalogue.normalise.languages import language_in_text
from catalogue.normalise.modes import mode_in_text
from catalogue.normalise.routes import read_kind

TODAY = date(2025, 5, 9)
AGENDA = (
    "Datum Tijd Cursus Locatie Prijs za, 24 mei 07:30 - 10:30 Lassen (basis) Geldrop €150,00 12 Inschrijven "
    "wo, 10 sep. 08:00 - 16:00 Lassen VOL Oss €225,00 Volgeboekt "
    "do, 2 okt. 08:00 - 16:00 Lassen Wijk en Aalburg €225,00 Inschrijven"
)


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("Startdatum: 12 januari 2027 Duur: 10 weken", "start", "12 januari 2027"),
        ("Startdatum: 12 januari 2027 Duur: 10 weken", "duration", "10 weken"),
        ("Total course duration in hrs.: 16 Number of lessons: 3", "duration", "16 hrs"),
        ("Start date: 24:01:2023 End date: 25:01:2023", "start", "24-01-2023"),
        ("In class/online: In class Min. number of students: 10", "mode", "In class"),
        ("Date 13 September 2023 Time 13:00-17:00 Location Eindhoven Event organiser X", "place", "Eindhoven"),
        (
            "Date Thursday 26 October 2023 Time 15:00 Explanation Mail Address Witte Singel 27 2311 BG Leiden Room 1",
            "place",
            "Witte Singel 27 2311 BG Leiden",
        ),
        ("Kosten: € 950,- excl. btw. Er is koffie.", "price", "€ 950,- excl. btw"),
    ],
)
def test_a_fact_ends_where_the_next_begins(text: str, field: str, words: str) -> None:
    assert facts(text)[field] == words


@pytest.mark.parametrize("text", ["Je leert drie dingen: lassen", "Location is everything", "Wat kost het?"])
def test_a_text_without_named_facts_gives_none(text: str) -> None:
    assert facts(text) == {}


def test_facts_fill_in_what_the_fields_leave_out_and_are_inferred(read) -> None:
    course = read(
        description="Startdatum: 12 januari 2027. Duur: 10 weken. Vorm: klassikaal. Locatie: Arnhem. Kosten: € 950"
    )
    (session,) = course.sessions
    assert (session.start.value.first, session.start.known) == (date(2027, 1, 12), How.INFERRED)
    assert (session.place.value.name, session.place.rule) == ("Arnhem", "facts.place")
    assert (course.duration.value.amount, course.duration.value.unit) == (10, Unit.WEEK)
    assert (course.mode.value, course.price.value.cents) == (Mode.ONSITE, 95_000)


def test_a_field_of_the_source_beats_a_fact_in_the_text(read) -> None:
    course = read(duration_text="8 weken", description="Duur: 10 weken. Vorm: online.", mode_text="klassikaal")
    assert (course.duration.value.amount, course.mode.value) == (8, Mode.ONSITE)


def test_each_row_of_a_page_s_table_is_a_session_with_its_place(read) -> None:
    sessions = sessions_in_text(AGENDA, TODAY)
    assert [(s.start.value.first, s.place.value.name) for s in sessions if s.start and s.place] == [
        (date(2025, 5, 24), "Geldrop"),
        (date(2025, 9, 10), "Oss"),
        (date(2025, 10, 2), "Wijk en Aalburg"),
    ]


def test_one_row_without_a_head_is_no_table() -> None:
    assert sessions_in_text("Open dag: za, 24 mei 10:00 - 14:00 in Geldrop", TODAY) == ()


def test_a_combination_is_blended_and_a_choice_is_not() -> None:
    known = mode_in_text("Een combinatie van e-learning en praktijktraining.")
    assert known is not None
    assert known.value is Mode.BLENDED
    assert mode_in_text("Online of klassikaal") is None


def test_getting_and_renewing_together_is_no_upskilling() -> None:
    assert read_kind(None, "VCA behalen - herhalen", "") is None
    known = read_kind(None, "Lading zekeren", "", ("Verplicht nascholing",))
    assert known is not None
    assert known.value is Kind.BIJSCHOLING


@pytest.mark.parametrize(("text", "code"), [("Veilig werken met de heftruck", "nl"), ("AI for the people", "en")])
def test_two_common_words_tell_the_language_of_a_title(text: str, code: str) -> None:
    known = language_in_text(text)
    assert known is not None
    assert known.value == code


@pytest.mark.parametrize("text", ["Lassen", "Data", "Python the de"])
def test_a_title_with_too_few_words_tells_no_language(text: str) -> None:
    assert language_in_text(text) is None


@given(st.text())
def test_no_text_raises(text: str) -> None:
    facts(text)
    sessions_in_text(text, TODAY)
