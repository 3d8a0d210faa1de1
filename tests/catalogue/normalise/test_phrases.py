"""Phrases of running text that tell mode, duration and kind, each beside its look-alikes that do not."""

import pytest

from catalogue.normal import Kind, Mode, Unit
from catalogue.normalise.durations import duration_in_text, read_duration
from catalogue.normalise.facts import facts
from catalogue.normalise.routes import read_kind, read_route
from catalogue.raw import RawPlace, RawSession


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Klassikaal/online: klassikaal Aantal lessen: 4", Mode.ONSITE),
        ("Class/online: In class Self paced: no", Mode.ONSITE),
        ("Online/fysiek: online Taal: Nederlands", Mode.ONLINE),
        ("Datum: 9 oktober 2027 Locatie: online Kosten: € 100", Mode.ONLINE),
        ("Date Monday 9 October 2023 Time 14:00 Address Online Managing your data is essential.", Mode.ONLINE),
        ("Locatie: Bij u in het bedrijf", Mode.AT_WORK),
        ("Klassikale lessen in Ede, met twee online sessies.", Mode.BLENDED),
        ("Fysieke bijeenkomsten, aangevuld met online lessen.", Mode.BLENDED),
        ("Je volgt 3 online sessies van 2 uur.", Mode.ONLINE),
        ("Tijdens vijf online bijeenkomsten leer je rekenen.", Mode.ONLINE),
        ("Locatie: Ede of online", None),
        ("Locatie: Online en Utrecht", None),
        ("Klassikale lessen of online sessies.", None),
        ("Klassikale lessen in een online leeromgeving.", None),
        ("Na afloop kun je nog 3 online sessies bijkopen voor op de werkvloer.", None),
        ("3 online lessen en 2 praktijkdagen.", None),
        ("Deze cursus bestaat uit 4 online modules.", None),
    ],
)
def test_a_text_tells_the_mode_where_it_speaks_of_the_delivery(read, text: str, mode: Mode | None) -> None:
    course = read(description=text)
    assert (course.mode and course.mode.value) == mode


@pytest.mark.parametrize(
    ("place", "mode"),
    [
        (RawPlace(name="Practicumlokaal 3"), Mode.ONSITE),
        (RawPlace(name="Lili's Proto Lab"), Mode.ONSITE),
        (RawPlace(name="Acton", postal_code="2601"), Mode.ONSITE),
        (RawPlace(name="Nader te bepalen"), None),
        (RawPlace(name="Zie website"), None),
        (RawPlace(name="Virtual lab"), None),
        (RawPlace(name="Online collegezaal"), Mode.ONLINE),
    ],
)
def test_a_room_or_an_address_is_a_place_to_go_to(read, place: RawPlace, mode: Mode | None) -> None:
    course = read(sessions=(RawSession(start_text="12 januari 2027", place=place),))
    assert (course.mode and course.mode.value) == mode


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("In this on-demand, asynchronous learning experience you learn.", Mode.SELF_PACED),
        ("Je volgt deze cursus volledig in je eigen tempo.", Mode.SELF_PACED),
        ("Na de live les is er een asynchrone training.", Mode.ONLINE),
        ("Met on-demand video's.", Mode.ONLINE),
        ("Je maakt de opdrachten in je eigen tempo.", Mode.ONLINE),
    ],
)
def test_an_online_course_without_hours_is_self_paced(read, text: str, mode: Mode) -> None:
    assert read(mode_text="online", description=text).mode.value is mode


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("In 10 weken leer je lassen.", 10, Unit.WEEK),
        ("In slechts vijf dagen word je heftruckchauffeur.", 5, Unit.DAY),
        ("In twee maanden tijd behaal je het certificaat.", 2, Unit.MONTH),
        ("In just one hour, we'll help you.", 1, Unit.HOUR),
        ("In one week, the bootcamp will teach you.", 1, Unit.WEEK),
        ("Gedurende 6 weken volg je lessen.", 6, Unit.WEEK),
        ("During 4 intensive days, participants work.", 4, Unit.DAY),
        ("Over the course of two weeks, specialists teach.", 2, Unit.WEEK),
        ('This "First steps" two-day course is for all.', 2, Unit.DAY),
        ("Gedurende 10 weken loop je stage.", None, None),
        ("In 2 dagen per week leer je lassen.", None, None),
        ("Een hersteltijd: in 3 weken leer je weer lopen.", None, None),
        ("In 2026 leer je lassen.", None, None),
        ("In 5 dagen krijg je bericht.", None, None),
        ("Gedurende 2 jaar heb je toegang.", None, None),
        ("Duur: 2 sessies van 3 uur", None, None),
        ("Duur: 10 x 3 uur", None, None),
        ("Duur: 2 sessies van 3 uur. Onderdeel 1. Duur: 1 uur", None, None),
    ],
)
def test_an_opening_sentence_tells_the_duration(text: str, amount: float | None, unit: Unit | None) -> None:
    read = duration_in_text("Lassen", text).value
    assert (read and read.value.amount, read and read.value.unit) == (amount, unit)


@pytest.mark.parametrize(
    ("said", "amount", "unit"),
    [
        ("6 bijeenkomsten van 3 uur", None, None),
        ("10 x 2,5 uur", None, None),
        ("6 lessen van 2 uur (3 weken)", 3, Unit.WEEK),
        ("één sessie van 2,5 uur", 2.5, Unit.HOUR),
        ("9 semanas", 9, Unit.WEEK),
        ("12 meses", 12, Unit.MONTH),
        ("P1DT6H", None, None),
    ],
)
def test_a_part_of_a_course_is_not_its_length(said: str, amount: float | None, unit: Unit | None) -> None:
    read = read_duration(said).value
    assert (read and read.value.amount, read and read.value.unit) == (amount, unit)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("Totale cursusduur in uren: 18 Aantal lessen: 4", 18, Unit.HOUR),
        ("Cursusduur in dagen: 3", 3, Unit.DAY),
        ("Aantal lesavonden: 8", 8, Unit.EVENING),
        ("Schedule info: 5 days Number of lessons: N/A", 5, Unit.DAY),
        ("Rooster: 3 dagen Taal: Nederlands", 3, Unit.DAY),
        ("Rooster: 3 dagen per week", None, None),
        ("Rooster: elke 2 weken op dinsdag", None, None),
    ],
)
def test_a_named_fact_tells_the_duration(read, text: str, amount: float | None, unit: Unit | None) -> None:
    found = read(description=text).duration
    assert (found and found.value.amount, found and found.value.unit) == (amount, unit)


def test_a_roster_ends_the_fact_before_it() -> None:
    assert facts("Taal: Nederlands Rooster: vr 12/1")["language"] == "Nederlands"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Voldoet u aan de eisen voor Code 95 nascholing (7 uur)?", Kind.BIJSCHOLING),
        ("Deze dag telt mee voor uw verplichte nascholing.", Kind.BIJSCHOLING),
        ("De training is erkend als nascholing.", Kind.BIJSCHOLING),
        ("Bekijk ook ons aanbod voor code 95 nascholing.", None),
        ("Telt niet mee voor de nascholing.", None),
        ("Voor nascholing gaat u naar een ander.", None),
        ("Voldoet aan de eisen voor code 95 nascholing, behalen en herhalen.", None),
    ],
)
def test_far_in_a_text_only_a_credit_tells_the_kind(text: str, kind: Kind | None) -> None:
    found = read_kind(None, "Vervoer", "Wij vervoeren veel en vaak. " * 50 + text)
    assert (found and found.value) == kind


@pytest.mark.parametrize(
    "title",
    ["Lassen (PE-punten)", "Permanente educatie", "Refresher lassen", "Zij-instroom", "Herhaling", "Carrièreswitch"],
)
def test_no_word_for_the_kind_in_a_title_is_passed_over(title: str) -> None:
    assert read_kind(None, title, "") is not None


@pytest.mark.parametrize(
    "title",
    ["Lasser ovo", "Overig onderwijs", "Particulier lassen", "Brancheopleiding", "Contractonderwijs", "HBO deeltijd"],
)
def test_no_word_for_the_route_in_a_title_is_passed_over(title: str) -> None:
    assert read_route(None, title, "") is not None
