"""One course as the API gives it: every value with how it is known, only the sessions the portal may show."""

from datetime import date
from typing import Any

from catalogue.careers.table import careers
from catalogue.effective import EffectiveCourse
from catalogue.index.answer import next_start, start_text
from catalogue.index.documents import card, draft_documents, price_details, town
from catalogue.index.tenancy import permits, permits_place
from catalogue.normal import Known, NormalSession, PartialDate
from catalogue.portals import PortalSettings
from search_api.i18n import texts

PROVENANCE = ("level", "mode", "route", "kind", "language", "duration", "price", "technical", "sector")
LABELLED = ("sector", "level", "route", "kind", "language")


def visible(portal: PortalSettings, course: EffectiveCourse, day: date) -> bool:
    """May this portal show this course (published or not) at one of its places?"""
    return any(permits(portal, document) for document in draft_documents(course, day))


def detail(portal: PortalSettings, course: EffectiveCourse, day: date) -> dict[str, Any]:
    """The body of `GET /v1/courses/{id}`."""
    content = course.content
    brief = card(course)
    shown = [
        (session, short)
        for session, short in zip(content.sessions, brief.pop("sessions"), strict=True)
        if permits_place(portal, short["place"], short["province"], short["region"])
    ]
    start = next_start([short for _, short in shown], day)
    return {
        **brief,
        "labels": {name: texts().label(name, brief[name]) for name in LABELLED if brief[name]},
        "description": content.description,
        "requirements": content.requirements,
        "credential": content.credential,
        "audience": content.audience,
        "duration": content.duration.value.model_dump(mode="json") if content.duration else None,
        "codes": [code.model_dump() for code in content.codes],
        "nextStart": start and start_text(start),
        "nextStartDetails": start and {key: start[key] for key in ("first", "last", "precision")},
        "startNote": next((short["note"] for _, short in shown if short["note"]), None) if start is None else None,
        "places": _unique(short["place"] for _, short in shown),
        "province": _unique(short["province"] for _, short in shown),
        "sessions": [_session(session) for session, _ in shown],
        "careers": career_links(course),
        "provenance": provenance(course),
        "source": course.source_name,
        "checkedAt": course.checked_at.isoformat(timespec="seconds"),
        "changedAt": course.changed_at.isoformat(timespec="seconds"),
    }


def provenance(course: EffectiveCourse) -> list[dict[str, str]]:
    """How each value is known: `{field, known, rule, quote}`."""
    return [
        {"field": name, "known": str(value.known), "rule": value.rule, "quote": value.quote}
        for name in PROVENANCE
        if (value := getattr(course.content, name)) is not None
    ]


def career_links(course: EffectiveCourse) -> list[dict[str, Any]]:
    """The careers it leads to, the surest first: `{id, label, confidence, rule, quote}`."""
    return [
        {
            "id": link.career_id,
            "label": careers()[link.career_id].label,
            "confidence": link.confidence,
            "rule": link.rule,
            "quote": link.quote,
        }
        for link in course.careers
    ]


def _session(session: NormalSession) -> dict[str, Any]:
    place = session.place.value if session.place else None
    return {
        "start": _date(session.start),
        "startDetails": session.start.value.model_dump(mode="json") if session.start else None,
        "end": _date(session.end),
        "deadline": _date(session.deadline),
        "startNote": session.start_note,
        "schedule": session.schedule,
        "mode": str(session.mode.value) if session.mode else None,
        "place": town(place),
        "municipality": place.municipality if place else None,
        "province": place.province if place else None,
        "price": session.price.value.cents / 100 if session.price else None,
        "priceDetails": price_details(session.price),
        "url": session.url,
    }


def _date(known: Known[PartialDate] | None) -> str | None:
    return start_text(known.value.model_dump(mode="json")) if known else None


def _unique(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
