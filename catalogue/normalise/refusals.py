"""What is not a course, each with a named reason. The reasons are data: `REASONS`."""

import re
from collections.abc import Callable
from datetime import date

from catalogue.normalise.amounts import amounts, bare_amount
from catalogue.normalise.starts import read_date
from catalogue.raw import RawCourse

REASONS = {
    "no_title": "no title, or one without letters",
    "test_course": "a provider's own test entry",
    "news": "a news article or blog post",
    "job_vacancy": "a job vacancy",
    "open_day": "an open day, trial lesson day or school visit",
    "information_meeting": "an information evening or session about courses",
    "webinar": "a free or informational webinar, not an online training",
    "event_not_training": "a schema.org event without a word that makes it a training",
    "expired": "the source's own last day of validity has passed",
    "event_past": "an event whose dates have all passed",
}
"""Every refusal reason of the normaliser with its meaning."""

TEST = re.compile(
    r"^\W*(?:test|dummy|voorbeeld|demo)[\s_-]*(?:cursus|opleiding|course|product|pagina|training|item|programma"
    r"|event)?[\s_-]*\d*\W*$"
    r"|\btest(?:cursus|opleiding|product|pagina|course|programma)\b|\blorem ipsum\b|\b(?:niet|do not) (?:boeken"
    r"|inschrijven"
    r"|gebruiken|publiceren|verwijderen|book)\b|\btest test\b|^\W*(?:test\s*:|test\s+[-–—]\s|asdf|xxx)"
    r"|[(\[]test[)\]]|(?-i:[a-z]\W+TEST\W*$)|\b(?:cursus|opleiding|training) test\b[\s\d]*$"
    r"|^\W*(?:kopie van|copy of)\b|^\W*(?:template|sjabloon)\W+(?:cursus|opleiding|training|course)\b",
    re.I,
)
NEWS_TITLE = re.compile(
    r"^\s*(?:nieuws|nieuwsbericht|blog|persbericht|nieuwsbrief|news)\s*[:|]"
    r"|^\s*(?:nieuwsbrief|persbericht|podcast|terugblik|ervaringsverhaal|interview met|in de media)\b",
    re.I,
)
VACANCY = re.compile(
    r"\bvacatures?\b(?!\s*(?:tekst|schrijven))|\bwij zoeken\b|\bgezocht\s*[:!]"
    r"|\bkom (?:jij )?(?:bij ons )?werken\b|\bjob opening\b|^\W*stage(?:plek|plaats)\b",
    re.I,
)
OPEN_DAY = re.compile(
    r"\bopen[\s-]?(?:dag|dagen|avond|avonden|middag|ochtend|huis|day|days|lesdag|lesavond)\b|\bopendag\w*"
    r"|\bmeelopen (?:bij|met)\b|\b(?:kijk|doe|ori[eë]ntatie)-?(?:dag|dagen|middag|avond)\b"
    r"|\b(?:beroepen|banen|carri[eè]re|opleidingen|studie)(?:markt|beurs)\b|\bkennismakings(?:dag"
    r"|avond|middag|les)\b|\bproefstuder\w*|\bproefles\w*|\bmeeloop(?:dag|les)\w*|\bstudiekeuze(?:dag|avond)\b",
    re.I,
)
INFORMATION = re.compile(
    r"\b(?:online\s)?(?:informatie|info|voorlichtings)[\s-]?(?:avond|bijeenkomst|sessie|middag|ochtend|webinar"
    r"|moment|dag|markt|session|meeting)\w*|\bkennismakingsgesprek\w*"
    # "Journalistiek en voorlichting" is a subject.
    r"|(?<!\ben )(?<!& )(?<!, )\bvoorlichting\b(?!\s(?:en|geven)\b|\s&)"
    r"|\b(?:inloop)?spreekuur\b|\binloop(?:avond|middag|ochtend|moment|dag)\b|^\W*open inloop\b|\bq\s?&\s?a\b"
    r"|\binformation (?:session|meeting|evening)\b",
    re.I,
)
WEBINAR = re.compile(r"\bweb(?:inar|cast)s?\b", re.I)
NEWS_TYPES = ("newsarticle", "article", "blogposting", "blog", "report")
TRAINING_EVENTS = ("educationevent", "courseinstance")
TRAINING = re.compile(
    r"cursus|training|opleiding|workshop|\bcourses?\b|masterclass|leergang|bootcamp|nascholing|bijscholing"
    r"|omscholing|e-?learning|\btutorial|certificering|\bcertificaat|\bexamen|\bles(?:sen)?\b"
    r"|summer school|winter school|\bschool\b|lespakket|\bmodule\b|practicum|traineeship|carpentr|\bleren\b"
    r"|\blearn\b|\bintroduction\b|\badvanced\b|\bbeginners?\b|\bbasics\b|\bvoor gevorderden\b|basisveiligheid|\bvca\b",
    re.I,
)
TRAINING_TEXT = re.compile(
    r"\b(?:deze|this|onze|our) (?:\w+ )?(?:cursus|training|opleiding|workshop|masterclass|course|leergang"
    r"|bootcamp)\b|\b(?:je|u|jij) leert\b|\byou(?:'ll| will) learn\b"
    r"|\bdeelnemers leren\b|\bparticipants (?:will )?learn\b|\bleerdoelen\b|\blearning (?:outcomes|objectives"
    r"|goals)\b|\bhands-on\b",
    re.I,
)


def reason(raw: RawCourse, title: str | None, description: str, today: date) -> tuple[str, str] | None:
    """Name and words of the first reason that holds, in the order of `REASONS`; None for a course."""
    if title is None or not re.search(r"[^\W\d_]", title):
        return "no_title", (title or "")[:200]
    for name, holds in CHECKS.items():
        if holds(raw, title, description, today):
            return name, title[:200]
    return None


def _is_test(raw: RawCourse, title: str, description: str, today: date) -> bool:
    return bool(TEST.search(title)) or description.lower().startswith("lorem ipsum")


def _is_news(raw: RawCourse, title: str, description: str, today: date) -> bool:
    return raw.node_type.lower() in NEWS_TYPES or bool(NEWS_TITLE.search(title))


def _is_vacancy(raw: RawCourse, title: str, description: str, today: date) -> bool:
    return raw.node_type.lower() == "jobposting" or bool(VACANCY.search(title))


def _is_open_day(raw: RawCourse, title: str, description: str, today: date) -> bool:
    return bool(OPEN_DAY.search(title))


def _is_information(raw: RawCourse, title: str, description: str, today: date) -> bool:
    return bool(INFORMATION.search(title)) and not re.search(r"webinar", title, re.I)


def _is_webinar(raw: RawCourse, title: str, description: str, today: date) -> bool:
    return bool(WEBINAR.search(title)) and not _is_paid(raw)


def _is_paid(raw: RawCourse) -> bool:
    prices = [*raw.prices, *(session.price for session in raw.sessions if session.price)]
    found = [amount for price in prices for amount in (*amounts(price.text), bare_amount(price.text)) if amount]
    return any(amount.cents > 0 for amount in found)


def is_event(raw: RawCourse) -> bool:
    """Whether the source calls it an event: schema.org `Event` or one of its kinds, except those of training."""
    kind = raw.node_type.lower().rpartition(":")[2].rpartition("/")[2]
    return kind.endswith("event") and kind not in TRAINING_EVENTS


def _is_no_training(raw: RawCourse, title: str, description: str, today: date) -> bool:
    return is_event(raw) and not TRAINING.search(title) and not TRAINING_TEXT.search(description)


def _is_expired(raw: RawCourse, title: str, description: str, today: date) -> bool:
    last = read_date(raw.expires_text, today, "expires").value
    return last is not None and last.value.last < today


def _is_past(raw: RawCourse, title: str, description: str, today: date) -> bool:
    """All sessions of an event name a last day, and each lies before today."""
    if not raw.node_type.lower().endswith("event"):
        return False
    ends = [read_date(session.end_text or session.start_text, today, "end").value for session in raw.sessions]
    return bool(ends) and all(end is not None and end.value.last < today for end in ends)


CHECKS: dict[str, Callable[[RawCourse, str, str, date], bool]] = {
    "test_course": _is_test, "news": _is_news, "job_vacancy": _is_vacancy, "open_day": _is_open_day,
    "information_meeting": _is_information, "webinar": _is_webinar, "event_not_training": _is_no_training,
    "expired": _is_expired, "event_past": _is_past,
}  # fmt: skip
