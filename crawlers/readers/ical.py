"""iCalendar (RFC 5545): each VEVENT is an event; whether it is a training is the normaliser's question.

Dates in basic notation become the same dates in extended notation (`20270112T190000` -> `2027-01-12T19:00:00`). Events
with one address, or one name where they have none, are one course with several sessions.
Reasons: `not_a_calendar`, `no_event`, `feed_truncated` (the last event has no end), `course_without_name`, `cancelled`.
"""

import re
from collections.abc import Iterator

from catalogue.declaration import SourceDeclaration
from catalogue.raw import MAX_DESCRIPTION, RawCourse, RawPlace, RawSession, Reading, Refusal
from crawlers.readers.keys import absolute, site_key, slug
from crawlers.readers.schema_page import joined
from crawlers.readers.words import decode, words

Event = dict[str, str]

FOLD = re.compile(r"\r?\n[ \t]")
BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?(Z?)")
ESCAPED = re.compile(r"\\([nN\\;,])")


def read(body: bytes, url: str, content_type: str, source: SourceDeclaration) -> Reading:
    """The events of a calendar. Never raises."""
    text = FOLD.sub("", decode(body, content_type))
    if "BEGIN:VCALENDAR" not in text[:2000]:
        return Reading(refusals=(Refusal(reason="not_a_calendar", where=url),))
    events = list(_events(text))
    named = [(event, reason) for event in events if (reason := _reason(event))]
    refusals = [Refusal(reason=reason, where=url, detail=event.get("UID")) for event, reason in named]
    if text.count("BEGIN:VEVENT") > len(events):
        refusals.append(Refusal(reason="feed_truncated", where=url, detail="the last event has no end"))
    if not events and not refusals:
        refusals.append(Refusal(reason="no_event", where=url))
    taken = [_course(event, url, source) for event in events if not _reason(event)]
    return Reading(courses=joined(taken), refusals=tuple(refusals))


def _events(text: str) -> Iterator[Event]:
    """Properties of each complete event by name; of a repeated one the first; nested alarms are skipped."""
    event: Event | None = None
    inside = 0
    for line in text.splitlines():
        name, _, value = line.partition(":")
        name = name.partition(";")[0].strip().upper()
        if name == "BEGIN" and value.strip() == "VEVENT":
            event, inside = {}, 0
        elif event is not None and name in ("BEGIN", "END") and value.strip() != "VEVENT":
            inside += 1 if name == "BEGIN" else -1
        elif event is not None and name == "END":
            yield event
            event = None
        elif event is not None and inside == 0:
            event.setdefault(name, value)


def _reason(event: Event) -> str | None:
    if event.get("STATUS", "").strip().upper() == "CANCELLED":
        return "cancelled"
    return None if _said(event, "SUMMARY") else "course_without_name"


def _course(event: Event, url: str, source: SourceDeclaration) -> RawCourse:
    link = absolute(event.get("URL", ""), url)
    title = _said(event, "SUMMARY", 500)
    place = _said(event, "LOCATION")
    session = RawSession(
        start_text=_date(event, "DTSTART"),
        end_text=_date(event, "DTEND"),
        schedule_text=_said(event, "RRULE") or None,
        place=RawPlace(name=place) if place else None,
    )
    return RawCourse(
        source_key=site_key(link, source.url) if link else (slug(title) or event.get("UID") or title)[:400],
        url=link or absolute("/", url),
        node_type="Event",
        title=title,
        description=_said(event, "DESCRIPTION", MAX_DESCRIPTION) or None,
        subjects=tuple(part.strip() for part in _said(event, "CATEGORIES").split(",") if part.strip()),
        sessions=() if session == RawSession() else (session,),
    )


def _said(event: Event, name: str, limit: int = 1000) -> str:
    return words(ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], event.get(name, "")), limit)


def _date(event: Event, name: str) -> str | None:
    """The date in extended notation; a date that is not in basic notation as it stands."""
    stated = event.get(name, "").strip()
    found = BASIC.fullmatch(stated)
    if found is None:
        return words(stated, 100) or None
    year, month, day, hour, minute, second, zone = found.groups()
    return f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second}{zone}" if hour else "")
