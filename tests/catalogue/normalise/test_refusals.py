from collections.abc import Callable
from typing import Any

import pytest

from catalogue.normalise import REASONS
from catalogue.raw import RawPrice, RawSession, Refusal

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("title", "words", "reason"),
    [
        ("", {}, "no_title"),
        ("<b></b>", {}, "no_title"),
        ("123 -", {}, "no_title"),
        ("Test", {}, "test_course"),
        ("Testcursus 2", {}, "test_course"),
        ("TEST cursus - niet inschrijven", {}, "test_course"),
        ("Lassen (niet boeken)", {}, "test_course"),
        ("Lassen TEST", {}, "test_course"),
        ("[TEST] Lassen niveau 1", {}, "test_course"),
        ("Kopie van Lassen niveau 1", {}, "test_course"),
        ("Persbericht nieuwe opleiding", {}, "news"),
        ("Oriëntatiedag techniek", {}, "open_day"),
        ("Banenmarkt techniek", {}, "open_day"),
        ("Kennismakingsgesprek", {}, "information_meeting"),
        ("Nieuws: nieuwe werkplaats", {}, "news"),
        ("Nieuwe werkplaats", {"node_type": "NewsArticle"}, "news"),
        ("Vacature docent lassen", {}, "job_vacancy"),
        ("Docent lassen", {"node_type": "JobPosting"}, "job_vacancy"),
        ("Open dag techniek", {}, "open_day"),
        ("Meeloopdag lassen", {}, "open_day"),
        ("Informatieavond omscholing techniek", {}, "information_meeting"),
        ("Voorlichting over de lasopleiding", {}, "information_meeting"),
        ("Online voorlichting techniek", {}, "information_meeting"),
        ("Gratis webinar warmtepompen", {}, "webinar"),
        ("Jaarcongres techniek", {"node_type": "Event"}, "event_not_training"),
        ("Lassen", {"expires_text": "2026-01-01"}, "expired"),
        ("Training lassen", {"node_type": "Event", "sessions": (RawSession(start_text="2026-01-12"),)}, "event_past"),
    ],
)
def test_what_is_no_course_is_refused_with_its_reason(
    read: Read, title: str, words: dict[str, Any], reason: str
) -> None:
    refusal = read(title, **words)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == reason
    assert reason in REASONS


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Software testen", {}),
        ("Test engineer", {}),
        ("Testtechniek", {}),
        ("Test- en inspectietechniek", {}),
        ("Kennismaking met PLC", {}),
        ("Installaties testen", {}),
        ("Online training lassen", {}),
        ("Webinarreeks lastechniek", {"prices": (RawPrice(text="€ 395"),)}),
        ("Training lassen", {"node_type": "Event"}),
        ("Lassen", {"node_type": "EducationEvent"}),
        ("Lassen", {"expires_text": "2027-01-01"}),
        ("Lassen", {"sessions": (RawSession(start_text="2026-01-12"),)}),
        ("Vacatureteksten schrijven", {}),
        ("Journalistiek en voorlichting", {}),
        ("Communicatie, voorlichting en techniek", {}),
        ("Voorlichting geven over veilig werken", {}),
        ("Lassen op maat", {"expires_text": "onbekend"}),
        (
            "Training lassen",
            {
                "node_type": "Event",
                "sessions": (RawSession(start_text="2026-01-12"), RawSession(start_text="2027-01-12")),
            },
        ),
    ],
)
def test_a_course_is_not_refused(read: Read, title: str, words: dict[str, Any]) -> None:
    assert not isinstance(read(title, **words), Refusal)
