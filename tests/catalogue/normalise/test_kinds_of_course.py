"""Level, mode, route, kind and language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.normal import Kind, Mode, Route
from catalogue.normalise.languages import language_in_text, read_language
from catalogue.normalise.levels import level_in_title, level_of_codes, qualifications, read_level
from catalogue.normalise.modes import mode_in_title, read_mode
from catalogue.normalise.routes import read_kind, read_route
from catalogue.raw import RawCode


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("mbo 3", 3),
        ("mbo niveau 3", 3),
        ("mbo-niveau 4", 4),
        ("niveau 3", 3),
        ("3", 3),
        ("NLQF 5", 5),
        ("EQF 4", 4),
        ("Associate degree", 5),
        ("Ad", 5),
        ("hbo-bachelor", 6),
        ("hbo", 6),
        ("bachelor", 6),
        ("master", 7),
        ("mbo niveau 4 / NLQF 4", 4),
        ("mbo", None),
        ("B1", None),
        ("post-hbo", None),
        ("minimaal mbo 2 vereist", None),
        ("vooropleiding mbo 4", None),
        ("hbo werk- en denkniveau", None),
        ("mbo/hbo", None),
        ("mbo 2-4", None),
        ("", None),
        ("niet van toepassing", None),
        ("Scrum master", None),
    ],
)
def test_a_level_field_gives_an_nlqf_level_or_nothing(said: str, level: int | None) -> None:
    read = read_level(said).value
    assert (read and read.value) == level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Monteur mbo 3", 3),
        ("Allround lasser (mbo niveau 3)", 3),
        ("Werktuigbouwkunde Ad", 5),
        ("HBO ICT deeltijd", 6),
        ("MIG/MAG niveau 2", None),
        ("Excel niveau 2", None),
        ("Nederlands B1", None),
        ("Scrum Master", None),
        ("Masterclass lassen", None),
        ("Docent mbo 3", None),
        ("Van mbo 4 naar hbo", None),
        ("Kort HBO Marketing", None),
        ("Kort-HBO Hotelmanagement", None),
        ("Educational Sciences (research master)", 7),
        ("Master Digitale Technologie", 7),
        ("Master Strafrecht", 7),
        ("Pre-research master", None),
        ("Master Product Design", 7),
        ("Master Robotica", 7),
        ("Master Circulaire Economie", 7),
        ("Duale master Verpleegkunde", 7),
        ("Post-initiële master Vastgoed", 7),
        ("Executive masterclass", None),
        ("Master Data Management", None),
        ("Master Excel in een dag", None),
        ("Programmeren op hbo-niveau", None),
        ("Master Your Technology", None),
        ("Master je techniek", None),
    ],
)
def test_a_title_gives_a_level_only_of_the_course_itself(title: str, level: int | None) -> None:
    read = level_in_title(title).value
    assert (read and read.value) == level


def test_a_number_alone_is_no_level_for_a_subject_with_its_own_scale() -> None:
    assert read_level("niveau 2", title="MIG/MAG lassen").value is None


def test_every_crebo_code_gives_the_level_of_its_qualification() -> None:
    for code, qualification in qualifications().items():
        read = level_of_codes([RawCode(scheme="crebo", value=code)])
        assert read is not None
        assert read.value == qualification.level
        assert 1 <= read.value <= 4


@pytest.mark.parametrize(
    ("said", "mode"),
    [
        ("online", Mode.ONLINE),
        ("klassikaal", Mode.ONSITE),
        ("online en klassikaal", Mode.BLENDED),
        ("blended", Mode.BLENDED),
        ("hybride", Mode.BLENDED),
        ("OnlineEventAttendanceMode", Mode.ONLINE),
        ("https://schema.org/MixedEventAttendanceMode", Mode.BLENDED),
        ("e-learning", Mode.ONLINE),
        ("zelfstudie", Mode.SELF_PACED),
        ("in eigen tempo, online", Mode.SELF_PACED),
        ("incompany", Mode.AT_WORK),
        ("bij u in het bedrijf", Mode.AT_WORK),
        ("onsite", Mode.ONSITE),
        ("virtual classroom", Mode.ONLINE),
        ("e-learning + praktijkdag", Mode.BLENDED),
        ("part-time", None),
        ("online inschrijven", None),
        ("", None),
    ],
)
def test_a_mode_is_read_in_the_words_of_the_field(said: str, mode: Mode | None) -> None:
    read = read_mode(said).value
    assert (read and read.value) == mode


@pytest.mark.parametrize("said", ["klassikaal of online", "online/klassikaal", "klassikaal, incompany"])
def test_a_choice_of_modes_is_flagged(said: str) -> None:
    read = read_mode(said)
    assert read.value is None
    assert [flag.reason for flag in read.flags] == ["mode_choice"]


@pytest.mark.parametrize(
    "title", ["Online marketing", "Hybride docent techniek", "Onderhoud hybride voertuigen", "Remote sensing"]
)
def test_a_subject_is_no_mode(title: str) -> None:
    assert mode_in_title(title).value is None


@pytest.mark.parametrize(
    ("field", "title", "route"),
    [
        ("bbl", "", Route.BBL),
        ("BOL", "", Route.BOL),
        ("bol of bbl", "", None),
        ("derde leerweg", "", Route.DERDE_LEERWEG),
        (None, "Monteur (BBL)", Route.BBL),
        (None, "hbo bachelor deeltijd", Route.HBO_PART_TIME),
        (None, "Met een bol in de hand", None),
    ],
)
def test_a_route_is_named_or_unknown(field: str | None, title: str, route: Route | None) -> None:
    read = read_route(field, title, "")
    assert (read and read.value) == route


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Omscholing tot elektromonteur", Kind.OMSCHOLING),
        ("VCA herhaling", Kind.BIJSCHOLING),
        ("Om- en bijscholing", Kind.BIJSCHOLING),
        ("Lassen", None),
    ],
)
def test_a_kind_is_named_or_unknown(title: str, kind: Kind | None) -> None:
    read = read_kind(None, title, "")
    assert (read and read.value) == kind


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("nl", "nl"),
        ("nl-NL", "nl"),
        ("Nederlands", "nl"),
        ("Dutch", "nl"),
        ("en-GB", "en"),
        ("Nederlands, Engels", None),
    ],
)
def test_a_language_field_gives_one_language_or_none(said: str, code: str | None) -> None:
    read = read_language(said).value
    assert (read and read.value) == code


def test_words_on_the_teaching_language_beat_the_language_of_the_text() -> None:
    text = (
        "De cursus wordt gegeven in het Engels. "
        + "Je leert de basis van het vak en je werkt met de machines die bij ons staan. " * 3
    )
    said = language_in_text(text)
    assert said is not None
    assert (said.value, said.rule) == ("en", "languages.said")


@given(st.text())
def test_no_text_raises(text: str) -> None:
    read_level(text)
    level_in_title(text)
    read_mode(text)
    read_route(text, text, text)
    read_kind(text, text, text)
    read_language(text)
    language_in_text(text)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Je leert in je eigen tempo.", Mode.SELF_PACED),
        ("Met 6 maanden toegang tot de lessen.", Mode.SELF_PACED),
        ("Elke dinsdag om 19 uur met een docent.", Mode.ONLINE),
    ],
)
def test_e_learning_without_fixed_hours_is_self_paced(read, text: str, mode: Mode) -> None:
    course = read(mode_text="e-learning", description=text)
    assert course.mode.value is mode
