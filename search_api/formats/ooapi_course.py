"""A course as OOAPI v5 (Open Education API) gives it. Pure. What is not known is left out, or called undetermined."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from catalogue.effective import EffectiveCourse
from catalogue.index.documents import town
from catalogue.index.tenancy import permits_place
from catalogue.normal import Mode, NormalSession, Place, Price, Unit, Vat
from catalogue.portals.portal import PortalSettings

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
LENGTH = 13
"""A course's id is this many letters of base 32: 65 bits, which a UUID of version 8 holds whole."""
LANGUAGES = {"nl": "nld", "en": "eng", "de": "deu", "fr": "fra"}
UNDETERMINED = "und"  # ISO 639-2
LEVELS = {number: f"secondary vocational education {number}" for number in range(1, 5)} | {
    5: "associate degree", 6: "bachelor", 7: "master", 8: "doctoral",
}  # fmt: skip
MODES = {
    Mode.ONSITE: "on campus", Mode.ONLINE: "online", Mode.SELF_PACED: "distance-learning", Mode.BLENDED: "hybrid",
    Mode.AT_WORK: "situated",
}  # fmt: skip
DURATIONS = {Unit.HOUR: "PT{}H", Unit.DAY: "P{}D", Unit.WEEK: "P{}W", Unit.MONTH: "P{}M", Unit.YEAR: "P{}Y"}


def uuid_of(course_id: str, number: int = 0) -> str:
    """The UUID of a course, or of its session `number` (from 1). Raises ValueError for what is no course id."""
    if len(course_id) != LENGTH:
        raise ValueError(f"'{course_id}' is no course id")
    value = 0
    for letter in course_id:
        value = value * 32 + LETTERS.index(letter)
    return str(UUID(int=_spread(value << 40 | number)))


def id_of(text: str) -> tuple[str, int]:
    """The course id and the session's number (0: the course) of a UUID. Raises ValueError for any other UUID."""
    found = UUID(text).int
    value = _gathered(found)
    if _spread(value) != found or value >> 40 >= 32**LENGTH:
        raise ValueError("no course has this UUID")
    number, letters = value & (1 << 40) - 1, ""
    value >>= 40
    for _ in range(LENGTH):
        value, place = divmod(value, 32)
        letters = LETTERS[place] + letters
    return letters, number


def _spread(value: int) -> int:
    """122 bits of our own in a UUID of version 8 (RFC 9562)."""
    return value >> 74 << 80 | 8 << 76 | (value >> 62 & 0xFFF) << 64 | 2 << 62 | value & (1 << 62) - 1


def _gathered(value: int) -> int:
    return value >> 80 << 74 | (value >> 64 & 0xFFF) << 62 | value & (1 << 62) - 1


def course(found: EffectiveCourse) -> dict[str, Any]:
    """One `Course`."""
    content = found.content
    language = _language(content.language.value if content.language else None)
    modes = [MODES[content.mode.value]] if content.mode else None
    codes = [{"codeType": f"x-{code.scheme}", "code": code.value} for code in content.codes]
    body = {
        "courseId": uuid_of(found.id),
        "primaryCode": {"codeType": "identifier", "code": found.id},
        "name": _said(content.title),
        "abbreviation": found.id,
        "description": _said(content.description or content.title),
        "teachingLanguage": language,
        "level": LEVELS[content.level.value] if content.level else "undefined",
        "modeOfDelivery": modes,
        "duration": _duration(content.duration.value.amount, content.duration.value.unit) if content.duration else None,
        "admissionRequirements": _said(content.requirements) if content.requirements else None,
        "link": content.url,
        "otherCodes": codes or None,
    }
    return {name: value for name, value in body.items() if value is not None}


def offerings(found: EffectiveCourse, portal: PortalSettings) -> Iterator[dict[str, Any]]:
    """A `CourseOffering` for each session that the portal shows and whose first and last day are known: a month is no
    day."""
    for number, session in enumerate(found.content.sessions, 1):
        place = session.place.value if session.place else None
        first, last = _day(session, "start"), _day(session, "end")
        if first and last and _inside(portal, place):
            yield _offering(found, session, number, (first, last), place)


def _inside(portal: PortalSettings, place: Place | None) -> bool:
    if place is None:
        return permits_place(portal, None, None, None)
    return permits_place(portal, town(place), place.province, place.region)


def _offering(
    found: EffectiveCourse, session: NormalSession, number: int, days: tuple[date, date], place: Place | None
) -> dict[str, Any]:
    content, own = found.content, course(found)
    price = session.price or content.price
    deadline = _day(session, "deadline")
    body = {
        "offeringId": uuid_of(found.id, number),
        "primaryCode": {"codeType": "offeringCode", "code": f"{found.id}-{number}"},
        "offeringType": "course",
        "name": own["name"],
        "description": own["description"],
        "teachingLanguage": _language(session.language.value) if session.language else own["teachingLanguage"],
        "modeOfDelivery": [MODES[session.mode.value]] if session.mode else own.get("modeOfDelivery"),
        "resultExpected": False,
        "startDate": days[0].isoformat(),
        "endDate": days[1].isoformat(),
        "enrollEndDate": deadline and deadline.isoformat(),
        "addresses": [_address(place)] if place else None,
        "priceInformation": [_cost(price.value)] if price else None,
        "link": session.url or content.url,
        "course": own["courseId"],
    }
    return {name: value for name, value in body.items() if value is not None}


def _said(text: str) -> list[dict[str, str]]:
    # The texts are the provider's; their language is not known, only that the pages are Dutch.
    return [{"language": "nl-NL", "value": text}]


def _language(code: str | None) -> str:
    return LANGUAGES.get(code or "", UNDETERMINED)


def _duration(amount: float, unit: Unit) -> str | None:
    pattern = DURATIONS.get(unit)
    return pattern.format(int(amount)) if pattern and amount == int(amount) else None


def _day(session: NormalSession, name: str) -> date | None:
    known = getattr(session, name)
    span = known.value if known else None
    return span.first if span and span.first == span.last else None


def _address(place: Place) -> dict[str, Any]:
    body: dict[str, Any] = {"addressType": "teaching", "city": place.name, "countryCode": "NL"}
    if place.latitude is not None and place.longitude is not None:
        body["geolocation"] = {"latitude": place.latitude, "longitude": place.longitude}
    return body


def _cost(price: Price) -> dict[str, str]:
    amount = f"{price.cents / 100:.2f}"
    key = "amountWithoutVat" if price.vat == Vat.EXCLUDED else "amount"
    return {"costType": "total costs", key: amount, "currency": "EUR"}
