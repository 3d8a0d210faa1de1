"""XCRI-CAP 1.2: catalogues of courses with their presentations (runs), as British institutions publish them.

Texts stand beside machine-readable attributes (`<start dtf="2027-01-12">12 January`): a date's attribute is taken, as
it is the more exact of two things that the source says. Reasons: `feed_truncated`, `xml_broken`, `xml_entities`,
`item_too_large`, `no_course`, `course_without_name`, `course_without_id`.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO
from xml.etree.ElementTree import Element  # only the name; defusedxml parses

from catalogue.declaration import SourceDeclaration
from catalogue.raw import MAX_DESCRIPTION, RawCode, RawCourse, RawPlace, RawPrice, RawSession, Reading, Refusal
from crawlers.readers.keys import absolute, is_web, site_key
from crawlers.readers.parts import Found, in_parts, whole
from crawlers.readers.xml_feed import FeedBroken, at, children, elements, local, value, values


def read(body: bytes, url: str, content_type: str, source: SourceDeclaration) -> Reading:
    """The courses of a catalogue. Never raises."""
    return whole(parts(BytesIO(body), url, content_type, source))


def parts(file: BinaryIO, url: str, content_type: str, source: SourceDeclaration) -> Iterator[Reading]:
    """As `read`, of a catalogue of any length."""
    return in_parts(_found(file, url, source), url, "no_course")


def _found(file: BinaryIO, url: str, source: SourceDeclaration) -> Iterator[Found]:
    provider: str | None = None
    try:
        for element in elements(file, {"course", "title"}):
            if local(element) == "title":
                provider = value(element)
                continue
            key, title = _key(element, source), value(element, "title", 500)
            if key and title:
                yield _course(element, key, title, provider, url)
            else:
                reason = "course_without_name" if key else "course_without_id"
                yield Refusal(reason=reason, where=url, detail=key or title)
    except FeedBroken as broken:
        yield Refusal(reason=broken.reason, where=url, detail=broken.detail)


def _key(course: Element, source: SourceDeclaration) -> str | None:
    """The first identifier, which the standard makes an address; else the internal one."""
    stated = value(course, "identifier")
    return site_key(stated, source.url) if stated and is_web(stated) else stated


def _course(course: Element, key: str, title: str, provider: str | None, url: str) -> RawCourse:
    runs = children(course, "presentation")
    link = value(course, "url") or value(course, "identifier") or ""
    return RawCourse(
        source_key=key,
        url=link if is_web(link) else absolute("/", url),
        node_type="xcri:course",
        title=title,
        description=value(course, "description", MAX_DESCRIPTION) or value(course, "abstract", MAX_DESCRIPTION),
        provider_name=provider,
        level_text=value(course, "qualification/educationLevel") or value(course, "level"),
        mode_text=_shared(runs, "attendanceMode"),
        route_text=_shared(runs, "studyMode"),
        duration_text=_shared(runs, "duration"),
        effort_text=_credit(course),
        credential_text=value(course, "qualification/title"),
        requirements_text=value(course, "prerequisite", MAX_DESCRIPTION),
        subjects=tuple(values(course, "subject")),
        codes=_codes(course),
        prices=tuple(dict.fromkeys(price for run in runs if (price := _price(run)) is not None)),
        sessions=tuple(dict.fromkeys(one for run in runs if (one := _session(run)) != RawSession())),
    )


def _shared(runs: list[Element], name: str) -> str | None:
    """What all presentations that tell it agree on."""
    told = {said for run in runs if (said := value(run, name))}
    return told.pop() if len(told) == 1 else None


def _credit(course: Element) -> str | None:
    """The first credit with its scheme: `30 SCQF`."""
    credit = at(course, "credit")
    parts = [value(credit, "value"), value(credit, "scheme")]
    return " ".join(part for part in parts if part) or None


def _codes(course: Element) -> tuple[RawCode, ...]:
    """Identifiers that are no addresses."""
    stated = [code for code in values(course, "identifier") if not is_web(code)]
    return tuple(RawCode(scheme="course-code", value=code) for code in stated)


def _price(run: Element) -> RawPrice | None:
    said = value(run, "cost")
    return RawPrice(text=said) if said else None


def _session(run: Element) -> RawSession:
    return RawSession(
        start_text=_date(run, "start"),
        end_text=_date(run, "end"),
        deadline_text=_date(run, "applyUntil"),
        schedule_text=value(run, "attendancePattern"),
        mode_text=value(run, "attendanceMode"),
        place=_place(run),
        price=_price(run),
        language_text=value(run, "languageOfInstruction"),
    )


def _date(run: Element, name: str) -> str | None:
    element = at(run, name)
    stated = element.get("dtf") if element is not None else None
    return stated or value(run, name)


def _place(run: Element) -> RawPlace | None:
    """The venue's location; the venue's name where it says no more."""
    venue = at(run, "venue/provider")
    location = at(venue, "location")
    place = RawPlace(
        name=value(venue, "title"),
        street=value(location, "street") or value(location, "address"),
        postal_code=value(location, "postcode"),
        locality=value(location, "town"),
    )
    return None if place == RawPlace() else place
