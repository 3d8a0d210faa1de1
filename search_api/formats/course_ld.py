"""One course as schema.org JSON-LD: `Course` with its `CourseInstance`s and `Offer`. Only what is known, nothing more.

What schema.org has no exact word for is left out: a week or a season is no date, a price per month is not the course's.
"""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

MOST_TEXT = 5000
UNITS = {"hour": "PT{}H", "day": "P{}D", "week": "P{}W", "month": "P{}M", "year": "P{}Y"}
MODES = {"onsite": "Onsite", "at-work": "Onsite", "online": "Online", "self-paced": "Online", "blended": "Blended"}
DATED = {"day", "month", "year"}
"""Precisions that ISO 8601 writes as a date."""


def course_ld(course: Mapping[str, Any], address: str) -> dict[str, Any]:
    """`course` as `GET /v1/courses/{id}` gives it, `address` of its page."""
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "Course",
            "@id": address,
            "url": address,
            "name": course["title"],
            "description": (course["description"] or f"{course['title']}, {course['provider']}")[:MOST_TEXT],
            "provider": {"@type": "Organization", "name": course["provider"]},
            "inLanguage": course["language"],
            "educationalLevel": course["labels"].get("level"),
            "educationalCredentialAwarded": course["credential"] or course["labels"].get("certificate"),
            "coursePrerequisites": course["requirements"],
            "timeRequired": _duration(course["duration"]),
            "offers": _offer(course["priceDetails"], course["url"]),
            "hasCourseInstance": _instances(course),
            "dateModified": course["changedAt"],
        }
    )


def script(data: Mapping[str, Any]) -> Markup:
    """As text for a script element, which nothing in it can end."""
    written = json.dumps(data, ensure_ascii=False)
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _instances(course: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = [_instance(course, session) for session in course["sessions"]]
    if not found and course["mode"]:
        found = [{"@type": "CourseInstance", "courseMode": _modes(course["mode"]), "courseWorkload": _workload(course)}]
    return [_known(each) for each in found]


def _instance(course: Mapping[str, Any], session: Mapping[str, Any]) -> dict[str, Any]:
    span = session["startDetails"]
    return {
        "@type": "CourseInstance",
        "courseMode": _modes([session["mode"]] if session["mode"] else course["mode"]),
        "startDate": session["start"] if span and span["precision"] in DATED and "/" not in session["start"] else None,
        "endDate": session["end"] if session["end"] and not set(session["end"]) & {"/", "W"} else None,
        "courseWorkload": _workload(course),
        "inLanguage": session["language"],
        "location": _place(session),
        "offers": _offer(session["priceDetails"], session["url"] or course["url"]),
    }


def _modes(modes: list[str]) -> list[str] | None:
    return list(dict.fromkeys(MODES[mode] for mode in modes)) or None


def _place(session: Mapping[str, Any]) -> dict[str, Any] | None:
    if not session["place"]:
        return None
    address = {"addressLocality": session["place"], "addressRegion": session["province"], "addressCountry": "NL"}
    return {"@type": "Place", "name": session["place"], "address": _known({"@type": "PostalAddress", **address})}


def _offer(price: Mapping[str, Any] | None, url: str) -> dict[str, Any] | None:
    if price is None or price["per"] != "course":
        return None
    vat = {"included": True, "excluded": False}.get(price["vat"])
    amount = {"minPrice" if price["isFrom"] else "price": price["amount"], "priceCurrency": "EUR"}
    offer = {"@type": "Offer", "url": url, "category": "Paid" if price["amount"] else "Free"}
    if not price["isFrom"] and vat is None:
        return {**offer, **amount}
    specification = _known({"@type": "PriceSpecification", **amount, "valueAddedTaxIncluded": vat})
    plain = {} if price["isFrom"] else amount
    return {**offer, **plain, "priceSpecification": specification}


def _duration(duration: Mapping[str, Any] | None) -> str | None:
    """ISO 8601; None for a unit it does not have (a dagdeel, an evening)."""
    pattern = UNITS.get(duration["unit"]) if duration else None
    return pattern.format(f"{duration['amount']:g}") if duration and pattern else None


def _workload(course: Mapping[str, Any]) -> str | None:
    effort = course["effort"]
    if effort and effort["per"] == "course":
        return f"PT{effort['hours']:g}H"
    return _duration(course["duration"])


def _known(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, [], "")}
