"""EDU-DEX: the Dutch exchange of training offers (XML; program and directory XSD 1.8).

A directory gives links to its programs; a program document, or several in one document, gives courses. What is made
for one client is never read: programs and resources with a `clientId`, runs that are open to `client only`, discounts.
`orgUnitId` and contact persons are left where they are. Runs that are cancelled or closed for application are left out.
Reasons: `feed_truncated`, `xml_broken`, `xml_entities`, `item_too_large`, `no_program`, `client_specific`,
`not_published`, `course_without_name`, `program_without_id`.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO
from xml.etree.ElementTree import Element  # only the name; defusedxml parses

from catalogue.declaration import SourceDeclaration
from catalogue.raw import MAX_DESCRIPTION, RawCode, RawCourse, Reading, Refusal
from crawlers.readers.edudex_runs import costs_of, sessions_of
from crawlers.readers.keys import absolute, is_web
from crawlers.readers.parts import Found, in_parts, whole
from crawlers.readers.xml_feed import FeedBroken, at, children, elements, local, value, values

NOTHING = {"none", ""}  # EDU-DEX's words for "does not apply"
RESOURCES = {"programResource", "subDirectory"}


def read(body: bytes, url: str, content_type: str, source: SourceDeclaration) -> Reading:
    """The programs of a document, or the links of a directory. Never raises."""
    return whole(parts(BytesIO(body), url, content_type, source))


def parts(file: BinaryIO, url: str, content_type: str, source: SourceDeclaration) -> Iterator[Reading]:
    """As `read`, of a feed of any length."""
    return in_parts(_found(file, url), url, "no_program")


def _found(file: BinaryIO, url: str) -> Iterator[Found]:
    try:
        for element in elements(file, {"program", *RESOURCES}):
            if local(element) == "program":
                yield from _taken(element, url)
            elif not children(element, "clientId"):
                yield from _addresses(element, url)
    except FeedBroken as broken:
        yield Refusal(reason=broken.reason, where=url, detail=broken.detail)


def _addresses(element: Element, url: str) -> list[str]:
    """`resourceUrl` of a resource; a sub-directory may give its address as its own text."""
    stated = value(element, "resourceUrl") or value(element)
    link = absolute(stated, url) if stated else ""
    return [link] if link else []


def _taken(program: Element, url: str) -> Iterator[Found]:
    if not (children(program, "programClassification") or children(program, "programDescriptions")):
        return  # `studyLoad/program` and `cost/period` use the same word
    key = value(program, "programClassification/programId") or value(program, "programClassification/programUUID")
    reason = _refusal(program, key)
    if reason is None and key is not None:
        yield _course(program, key, url)
    else:
        yield Refusal(reason=reason or "program_without_id", where=url, detail=key)


def _refusal(program: Element, key: str | None) -> str | None:
    if children(program, "clientId"):
        return "client_specific"
    if value(program, "inPublication") == "false":
        return "not_published"
    if key is None:
        return "program_without_id"
    return None if value(program, "programDescriptions/programName") else "course_without_name"


def _course(program: Element, key: str, url: str) -> RawCourse:
    kind, told = at(program, "programClassification"), at(program, "programDescriptions")
    described = ("programDescriptionText", "programDescriptionHtml", "programSummaryText", "programSummaryHtml")
    return RawCourse(
        source_key=f"program/{key}",
        url=_page(told, url),
        node_type="edudex:program",
        title=value(told, "programName", 500) or "",
        description=next((text for name in described if (text := value(told, name, MAX_DESCRIPTION))), None),
        level_text=_level(program),
        mode_text=_mode(program),
        route_text=_joined(values(at(program, "programExternalAcknowledgements/creboRegistration"), "learningPath")),
        kind_text=value(kind, "programType"),
        duration_text=_duration(kind),
        effort_text=_effort(program),
        language_text=_joined(_languages(program)),
        credential_text=_meant(value(kind, "degree")),
        requirements_text=_requirements(program),
        audience_text=_subject(told, "student profile"),
        expires_text=value(program, "expires"),
        subjects=_subjects(program),
        codes=_codes(program),
        prices=costs_of(program),
        sessions=sessions_of(program),
    )


def _page(told: Element | None, url: str) -> str:
    """The provider's own page; the feed's site where none is given."""
    stated = value(told, "webLink") or value(told, "courseSiteLink") or ""
    return stated if is_web(stated) else absolute("/", url)


def _meant(text: str | None) -> str | None:
    return None if text is None or text.lower() in NOTHING else text


def _joined(found: list[str]) -> str | None:
    return "; ".join(found) or None


def _level(program: Element) -> str | None:
    """`programLevel`, and the registered NLQF level where there is one: `mbo niveau 3; NLQF 3`."""
    registered = value(program, "programExternalAcknowledgements/nlqfRegistration/nlqfLevel")
    stated = _meant(value(program, "programClassification/programLevel"))
    return _joined([part for part in (stated, f"NLQF {registered}" if registered else None) if part])


def _mode(program: Element) -> str | None:
    """`programForm`s, `fullyOnline`, and where the basic profile says it takes place."""
    kind = at(program, "programClassification")
    online = ["fullyOnline"] if value(kind, "fullyOnline") in ("true", "1") else []
    return _joined([*values(kind, "programForm"), *online, *values(at(program, "programBasicProfile"), "location")])


def _duration(kind: Element | None) -> str | None:
    """The number with its unit: `5 day`."""
    duration = at(kind, "programDuration")
    unit = (duration.get("unit") if duration is not None else None) or value(duration, "unit")
    number = value(duration, "value") or value(duration)
    return f"{number} {unit}" if number and unit and unit not in number else number


def _effort(program: Element) -> str | None:
    """`studyLoad` is in hours, in total and per week."""
    load = at(program, "programCurriculum/studyLoad")
    total, weekly = value(load, "program"), value(load, "week")
    return _joined([f"{total} uur"] * bool(total) + [f"{weekly} uur per week"] * bool(weekly))


def _languages(program: Element) -> list[str]:
    found = children(at(program, "programCurriculum"), "instructionLanguage")
    return [code for one in found if (code := value(one, "languageCode") or value(one))]


def _requirements(program: Element) -> str | None:
    needed = children(at(program, "programClassification"), "applicationRequirement")
    told = [value(one, "requirementDescription", 5000) or value(one, "requirementSummary", 5000) for one in needed]
    levels = [level for level in values(at(program, "programAdmission"), "requiredLevel") if _meant(level)]
    return _joined([*(text for text in told if text), *levels])


def _subject(told: Element | None, name: str) -> str | None:
    for one in children(told, "subjectText"):
        if value(one, "subject") == name:
            return value(one, "descriptionText", 5000) or value(one, "summaryText", 5000)
    return None


def _subjects(program: Element) -> tuple[str, ...]:
    listed = value(program, "programDescriptions/searchword") or ""
    parts = [part.strip() for part in listed.replace(";", ",").split(",")]
    return tuple(
        dict.fromkeys([part for part in parts if part] + values(at(program, "programClassification"), "theme"))
    )


def _codes(program: Element) -> tuple[RawCode, ...]:
    kind, known = at(program, "programClassification"), at(program, "programExternalAcknowledgements")
    crebo = [
        *values(kind, "creboCode"),
        *(code for one in children(known, "creboRegistration") for code in values(one, "creboCode")),
    ]
    croho = [
        *values(kind, "crohoCode"),
        *(code for one in children(known, "crohoRegistration") for code in values(one, "crohoCode")),
    ]
    found = [RawCode(scheme="crebo", value=code) for code in crebo] + [
        RawCode(scheme="croho", value=code) for code in croho
    ]
    found += [RawCode(scheme="rio", value=code) for code in values(known, "rioRegistration")]
    return tuple(dict.fromkeys(found))
