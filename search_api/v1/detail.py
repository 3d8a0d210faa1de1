"""One course as the API gives it: every value with how it is known, only the sessions the portal may show."""

from datetime import date
from typing import Any

from pydantic.alias_generators import to_camel

from catalogue.effective import TEXT_FIELDS, EffectiveCourse
from catalogue.index.answer import next_start, start_text
from catalogue.index.documents import card, draft_documents, price_details, town
from catalogue.index.facts import further_facts
from catalogue.index.tenancy import permits, permits_place
from catalogue.normal import How, Known, NormalSession, PartialDate
from catalogue.portals.portal import PortalSettings
from search_api.i18n import texts

PROVENANCE = ("level", "mode", "route", "kind", "language", "duration", "price", "technical", "sector", "schedule",
              "effort", "group_size", "certificate", "target_groups", "workplace", "job_guarantee", "quality_marks",
              "statutory_fee", "instalments", "deadline")  # fmt: skip
LABELLED = ("sector", "level", "route", "kind", "language", "certificate", "workplace")
SESSION_PROVENANCE = ("start", "end", "deadline", "mode", "place", "price", "language")


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
        **further_facts(content),
        "deadline": _date(content.deadline),
        "codes": [code.model_dump() for code in content.codes],
        "nextStart": start and start_text(start),
        "nextStartDetails": start and {key: start[key] for key in ("first", "last", "precision")},
        "startNote": next((short["note"] for _, short in shown if short["note"]), None) if start is None else None,
        "places": _unique(short["place"] for _, short in shown),
        "province": _unique(short["province"] for _, short in shown),
        "sessions": [_session(session) for session in sorted((session for session, _ in shown), key=_first_day)],
        "careers": career_links(course),
        "provenance": provenance(course),
        "source": course.source_name,
        "checkedAt": course.checked_at.isoformat(timespec="seconds"),
        "changedAt": course.changed_at.isoformat(timespec="seconds"),
    }


def provenance(course: EffectiveCourse) -> list[dict[str, str]]:
    """How and since when each value is known: `{field, known, rule, quote, at}`.

    `at` is when the provider's words were last seen, or when an editor set the value. An editor's value has no quote.
    """
    content = course.content
    values = [(name, value) for name in PROVENANCE if (value := getattr(content, name)) is not None]
    values += [(f"{each.value.kind}_costs", each) for each in content.extra_costs]
    own = [name for name in TEXT_FIELDS if name in course.verified_at]
    return [_origin(course, name, value) for name, value in values] + [_own_text(course, name) for name in own]


def _origin(course: EffectiveCourse, name: str, value: Known[Any]) -> dict[str, str]:
    at = course.verified_at.get(name, course.checked_at).isoformat(timespec="seconds")
    known, quote = str(value.known), value.source_words
    return {"field": to_camel(name), "known": known, "rule": value.rule, "quote": quote, "at": at}


def _own_text(course: EffectiveCourse, name: str) -> dict[str, str]:
    at = course.verified_at[name].isoformat(timespec="seconds")
    return {"field": name, "known": str(How.VERIFIED), "rule": "editor", "quote": "", "at": at}


def career_links(course: EffectiveCourse) -> list[dict[str, Any]]:
    """The careers it leads to, the surest first: `{id, label, confidence, rule, quote}`; no quote of an editor's."""
    return [
        {
            "id": link.career_id,
            "label": course.known_careers[link.career_id].label,
            "confidence": link.confidence,
            "rule": link.rule,
            "quote": "" if link.rule == "editor" else link.quote,
        }
        for link in course.careers
    ]


def _first_day(session: NormalSession) -> date:
    """What a reader looks for comes first: the first start; a session without a date is last."""
    return session.start.value.first if session.start else date.max


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
        "region": place.region if place else None,
        "language": session.language.value if session.language else None,
        "price": session.price.value.cents / 100 if session.price else None,
        "priceDetails": price_details(session.price),
        "url": session.url,
        "known": {
            name: str(value.known) for name in SESSION_PROVENANCE if (value := getattr(session, name)) is not None
        },
    }


def _date(known: Known[PartialDate] | None) -> str | None:
    return start_text(known.value.model_dump(mode="json")) if known else None


def _unique(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
