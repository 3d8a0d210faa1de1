"""What an offer says beside its subject: schedule, effort, group, certificate, for whom, work, marks, costs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.normal import (
    Certificate,
    CostKind,
    Effort,
    EffortPer,
    How,
    QualityMark,
    Schedule,
    TargetGroup,
    Workplace,
)
from catalogue.normalise.audiences import read_target_groups
from catalogue.normalise.certificates import read_certificate
from catalogue.normalise.costs import read_extra_costs, read_instalments, read_statutory_fee
from catalogue.normalise.deadlines import deadline_in_text
from catalogue.normalise.efforts import read_effort
from catalogue.normalise.groups import read_group_size
from catalogue.normalise.marks import read_quality_marks
from catalogue.normalise.schedules import read_schedule
from catalogue.normalise.workplaces import read_job_guarantee, read_workplace
from catalogue.raw import RawPlace, RawPrice, RawSession

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("field", "title", "text", "expected"),
    [
        ("dinsdagavond 19.00-22.00", "", "", [Schedule.EVENING]),
        ("19:00 - 22:00", "", "", [Schedule.EVENING]),
        ("09.00-16.30 uur", "", "", [Schedule.DAY]),
        ("voltijd", "", "", [Schedule.FULL_TIME]),
        ("deeltijd, avond", "", "", [Schedule.EVENING, Schedule.PART_TIME]),
        (None, "Lasser (avondopleiding)", "", [Schedule.EVENING]),
        (None, "", "De lessen zijn op zaterdag in Arnhem.", [Schedule.WEEKEND]),
        (None, "", "De opleiding wordt overdag gegeven.", [Schedule.DAY]),
        (None, "", "Een deeltijdopleiding van twee jaar.", [Schedule.PART_TIME]),
        (None, "", "In zes avonden leer je de basis.", [Schedule.EVENING]),
    ],
)
def test_a_schedule_is_read_from_field_title_or_text(field, title, text, expected) -> None:
    known = read_schedule([field], title, text)
    assert known is not None
    assert list(known.value) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Naast een fulltime baan goed te doen.",
        "Je werkt parttime bij een installateur.",
        "Kom naar de informatieavond.",
        "Wij zijn bereikbaar in het weekend.",
        "Een voltijd dienstverband na afloop.",
        "Vanavond",
    ],
)
def test_a_job_or_opening_hours_are_no_schedule(text: str) -> None:
    assert read_schedule([], "", text) is None


@pytest.mark.parametrize(
    ("field", "duration", "text", "expected"),
    [
        ("8 uur per week", None, "", Effort(hours=8, per=EffortPer.WEEK)),
        ("8 tot 12 uur per week", None, "", Effort(hours=8, most=12, per=EffortPer.WEEK)),
        (None, "26 weken, 6 uur per week", "", Effort(hours=6, per=EffortPer.WEEK)),
        ("240 SBU", None, "", Effort(hours=240, per=EffortPer.COURSE)),
        ("Studiebelasting: 1.600 uur", None, "", Effort(hours=1600, per=EffortPer.COURSE)),
        ("5 EC", None, "", Effort(hours=140, per=EffortPer.COURSE)),
        (None, None, "Reken op 6 uur studie per week.", Effort(hours=6, per=EffortPer.WEEK)),
        (None, None, "De zelfstudie kost 4-6 uur per week.", Effort(hours=4, most=6, per=EffortPer.WEEK)),
        (None, None, "De studielast is 280 uur.", Effort(hours=280, per=EffortPer.COURSE)),
    ],
)
def test_effort_is_hours_a_week_or_the_whole_load(field, duration, text, expected) -> None:
    known = read_effort(field, duration, text)
    assert known is not None
    assert known.value == expected


@pytest.mark.parametrize(
    "text",
    ["Je werkt 32 uur per week bij het leerbedrijf.", "Een contract van 36 uur per week.", "De cursus kost € 240."],
)
def test_hours_of_work_are_no_effort(text: str) -> None:
    assert read_effort(None, None, text) is None


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Maximaal 12 deelnemers.", None, 12),
        ("Voor groepen van vier tot tien personen.", 4, 10),
        ("Groepsgrootte: 8-12", 8, 12),
        ("Minimaal 6 en maximaal 12 deelnemers per groep", 6, 12),
        ("De groepsgrootte is maximaal 10.", None, 10),
        ("Gaat door bij minimaal 6 deelnemers", 6, None),
    ],
)
def test_a_group_has_bounds(text: str, least: int | None, most: int | None) -> None:
    known = read_group_size(text)
    assert known is not None
    assert (known.value.least, known.value.most) == (least, most)


@pytest.mark.parametrize("text", ["Al 5.000 deelnemers gingen je voor.", "Groepen van 12 tot 4 personen", "Groep 8"])
def test_other_numbers_of_people_are_no_group(text: str) -> None:
    assert read_group_size(text) is None


@pytest.mark.parametrize(
    ("credential", "text", "expected"),
    [
        ("Mbo-diploma niveau 3", "", Certificate.MBO_DIPLOMA),
        ("mbo-certificaat", "", Certificate.MBO_CERTIFICATE),
        ("Praktijkverklaring", "", Certificate.PRACTICE_STATEMENT),
        ("Certificaat VCA Basis", "", Certificate.SECTOR_CERTIFICATE),
        ("Associate degree", "", Certificate.ASSOCIATE_DEGREE),
        ("Bewijs van deelname", "", Certificate.ATTENDANCE),
        (None, "Na afloop ontvang je een certificaat.", Certificate.CERTIFICATE),
        (None, "Je sluit af met een praktijkverklaring.", Certificate.PRACTICE_STATEMENT),
        (None, "Je behaalt het mbo-diploma.", Certificate.MBO_DIPLOMA),
    ],
)
def test_what_one_has_in_hand_afterwards(credential, text, expected) -> None:
    known = read_certificate(credential, text)
    assert known is not None
    assert known.value is expected


@pytest.mark.parametrize("text", ["Vereist is een mbo-diploma.", "Je hebt een geldig VCA-certificaat.", "Diploma's"])
def test_an_entry_requirement_is_no_certificate(text: str) -> None:
    assert read_certificate(None, text) is None


@pytest.mark.parametrize(
    ("field", "title", "text", "expected"),
    [
        (None, "Kennismaken met lassen - voor vrouwen", "", [TargetGroup.WOMEN]),
        ("vrouwen, statushouders", "", "", [TargetGroup.WOMEN, TargetGroup.NEWCOMERS]),
        (None, "", "Speciaal voor statushouders die in de techniek willen werken.", [TargetGroup.NEWCOMERS]),
        (None, "", "Word hybride docent naast je werk.", [TargetGroup.HYBRID_TEACHERS]),
    ],
)
def test_a_group_that_a_course_is_made_for(field, title, text, expected) -> None:
    known = read_target_groups(field, title, text)
    assert known is not None
    assert list(known.value) == expected


@pytest.mark.parametrize("text", ["Voor mannen en vrouwen.", "Voor vrouwen en mannen.", "Onze docent is een vrouw."])
def test_for_everybody_is_no_target_group(text: str) -> None:
    assert read_target_groups(None, "", text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Je werkt vier dagen bij een erkend leerbedrijf.", Workplace.LEERBEDRIJF),
        ("Je bent direct in dienst bij een installateur.", Workplace.EMPLOYER),
        ("Je hebt geen leerbedrijf nodig.", None),
        ("Wat verdien je als monteur?", None),
    ],
)
def test_a_leerbedrijf_or_employer_only_when_stated(text: str, expected: Workplace | None) -> None:
    known = read_workplace(text)
    assert (known and known.value) == expected


@pytest.mark.parametrize(
    ("text", "promised"),
    [("Met baangarantie!", True), ("Wij geven geen baangarantie.", False), ("Grote kans op een baan", False)],
)
def test_a_chance_of_work_is_no_promise(text: str, promised: bool) -> None:
    assert (read_job_guarantee(text) is not None) is promised


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wij zijn lid van NRTO en CRKBO-geregistreerd.", [QualityMark.NRTO, QualityMark.CRKBO]),
        ("Een erkende opleiding van twee jaar.", [QualityMark.RECOGNISED]),
    ],
)
def test_a_mark_only_when_stated(text: str, expected: list[QualityMark]) -> None:
    known = read_quality_marks(text)
    assert known is not None
    assert list(known.value) == expected
    assert known.known is not How.VERIFIED


@pytest.mark.parametrize("text", ["Dit is geen erkende opleiding.", "Bij een erkend leerbedrijf", "Een bekende naam"])
def test_a_mark_that_is_denied_or_another_s_is_none(text: str) -> None:
    assert read_quality_marks(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "cents"),
    [
        ("De kosten zijn € 950,-. Examenkosten: € 150,-.", CostKind.EXAM, 15_000),
        ("€ 950 excl. btw. Lesmateriaal kost € 85,50", CostKind.MATERIAL, 8_550),
        ("Prijs € 950. Inschrijfgeld € 35", CostKind.REGISTRATION, 3_500),
    ],
)
def test_exam_material_and_registration_are_kept_apart(text: str, kind: CostKind, cents: int) -> None:
    (cost,) = read_extra_costs((), [text])
    assert (cost.value.kind, cost.value.cents) == (kind, cents)


def test_a_price_that_the_source_calls_exam_is_an_extra_cost() -> None:
    (cost,) = read_extra_costs([RawPrice(text="150.00", category="exam"), RawPrice(text="950")], [])
    assert (cost.value.kind, cost.value.cents, cost.known) == (CostKind.EXAM, 15_000, How.STATED)


@pytest.mark.parametrize("text", ["€ 950 inclusief examen", "Herexamen € 95", "De opleiding kost € 950"])
def test_what_is_included_or_a_resit_is_no_extra_cost(text: str) -> None:
    assert read_extra_costs((), [text]) == ()


def test_instalments_are_kept_beside_the_price() -> None:
    known = read_instalments(["3 x € 400,- (totaal € 1.150)"])
    assert known is not None
    assert (known.value.times, known.value.cents) == (3, 40_000)


def test_the_fee_that_law_sets_is_known_without_an_amount() -> None:
    assert read_statutory_fee(["Je betaalt het wettelijk collegegeld."]) is not None
    assert read_statutory_fee(["Je betaalt € 950."]) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Aanmelden kan tot 1 december 2026.", date(2026, 12, 1)),
        ("Schrijf je uiterlijk 15 januari 2027 in.", None),
        ("Inschrijven uiterlijk 15-01-2027", date(2027, 1, 15)),
        ("Deadline voor aanmelding: uiterlijk 3 maart 2027", date(2027, 3, 3)),
        ("Aanmelden kan vanaf 1 december 2026.", None),
        ("Wees er snel bij: vol is vol.", None),
    ],
)
def test_a_deadline_in_the_text(text: str, day: date | None) -> None:
    known = deadline_in_text(text, TODAY)
    assert (known and known.value.last) == day


def test_so_long_before_the_start_gives_each_dated_session_its_deadline(read) -> None:
    sessions = tuple(
        RawSession(start_text=text, place=RawPlace(locality="Arnhem")) for text in ("29-01-2027", "mei 2027")
    )
    course = read(sessions=sessions, description="Aanmelden kan tot twee weken voor de start van de opleiding.")
    deadlines = [session.deadline and session.deadline.value.first for session in course.sessions]
    assert deadlines == [date(2027, 1, 15), None]


@given(st.text())
def test_no_text_raises_and_letters_alone_give_no_amounts(text: str) -> None:
    read_schedule([text], text, text)
    read_effort(text, text, text)
    read_group_size(text)
    read_certificate(text, text)
    read_target_groups(text, text, text)
    read_quality_marks(text)
    deadline_in_text(text, TODAY)
    assert read_workplace(text) is None or text.strip()
    letters = "".join(letter for letter in text if not letter.isnumeric())
    assert (read_instalments([letters]), read_extra_costs((), [letters])) == (None, ())
