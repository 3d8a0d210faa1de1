"""Pages without structured data, read by the CSS selectors of the declaration.

A page on which `links` finds something is a list: its links are given, and a course only where `courses` says where one
is. Elsewhere the page is one course. Nothing is guessed: a field without a selector stays empty.
Reasons: `not_html`, `selectors_without_match` (the detail names them; without a title there is no course).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from catalogue.declaration import SourceDeclaration
from catalogue.raw import MAX_DESCRIPTION, RawCode, RawCourse, RawPlace, RawPrice, RawSession, Reading, Refusal
from catalogue.selectors import COURSE_TEXTS, selector
from crawlers.readers.keys import absolute, same_host, same_site, site_key, slug
from crawlers.readers.page import Page, parse, visible
from crawlers.readers.words import folded

HIDDEN = {"script", "style", "template", "noscript"}
CODES = {"code": "course-code", "crebo": "crebo"}
SHORT = 5000  # characters of a field that is no description


@dataclass
class Part:
    """One element of a page and the selectors that are looked for in it. matched: those that found something."""

    element: etree._Element
    selectors: dict[str, str]
    matched: set[str] = field(default_factory=set)

    def elements(self, name: str) -> list[etree._Element]:
        """What the selector called `name` finds here."""
        if name not in self.selectors:
            return []
        found: list[etree._Element] = self.element.xpath(selector(self.selectors[name]).xpath)
        if found:
            self.matched.add(name)
        return found

    def all(self, name: str, limit: int = SHORT) -> list[str]:
        """The words of each element that it finds; empty ones are left out."""
        meant = selector(self.selectors[name]) if name in self.selectors else None
        found = [_words(one, meant.attribute, meant.own_text, limit) for one in self.elements(name)] if meant else []
        return [text for text in found if text]

    def one(self, name: str, limit: int = SHORT) -> str | None:
        """The words of the first that has any."""
        return next(iter(self.all(name, limit)), None)


def read(body: bytes, url: str, content_type: str, source: SourceDeclaration) -> Reading:
    """The courses of one page. Never raises."""
    page = parse(body, url, content_type)
    if page.root is None:
        return Reading(refusals=(Refusal(reason="not_html", where=url),))
    links = tuple(dict.fromkeys(_links(page, source)))
    whole = Part(page.root, source.selectors)
    several = "courses" in source.selectors
    parts = [Part(one, source.selectors) for one in whole.elements("courses")] if several else [whole]
    if several and not parts and not links:
        return Reading(refusals=(Refusal(reason="selectors_without_match", where=url, detail="courses"),))
    if links and not several:
        return Reading(links=links)
    found: dict[str, RawCourse] = {}
    for course in (_course(part, page, source) for part in parts):
        if course is not None:
            found.setdefault(course.source_key, course)
    return Reading(courses=tuple(found.values()), refusals=_unmatched(parts, source, url), links=links)


def _links(page: Page, source: SourceDeclaration) -> Iterator[str]:
    """Addresses of course pages on this site; a link inside or at the element that `links` finds."""
    for element in page.find(selector(source.links).xpath) if source.links else []:
        link = element if element.get("href") is not None else next(iter(element.xpath(".//a[@href]")), None)
        address = absolute(link.get("href"), page.base) if link is not None else ""
        if address and same_site(address, page.url):
            yield address


def _unmatched(parts: list[Part], source: SourceDeclaration, url: str) -> tuple[Refusal, ...]:
    """Selectors that found nothing in any course of the page, in one refusal."""
    matched = {name for part in parts for name in part.matched}
    absent = [name for name in source.selectors if name not in matched | {"courses"}]
    if not absent:
        return ()
    return (Refusal(reason="selectors_without_match", where=url, detail=", ".join(absent)[:500]),)


def _course(part: Part, page: Page, source: SourceDeclaration) -> RawCourse | None:
    texts = {name: part.one(name) for name in COURSE_TEXTS}
    prices = [RawPrice(text=text, vat_text=part.one("vat_text")) for text in part.all("price_text")[:1]]
    title, sessions = part.one("title", 500), tuple(dict.fromkeys(_sessions(part)))
    link = _link(part, page)
    course = {
        "node_type": "html:page",
        "description": " ".join(part.all("description", MAX_DESCRIPTION))[:MAX_DESCRIPTION] or None,
        "subjects": tuple(dict.fromkeys(part.all("subjects"))),
        "codes": tuple(RawCode(scheme=scheme, value=code) for name, scheme in CODES.items() for code in part.all(name)),
        "prices": tuple(prices),
        "sessions": sessions,
        "page_text": page.text or None if part.element is page.root else None,
    }
    if title is None:
        return None
    return RawCourse(source_key=_key(link, title, page, source), url=link or page.url, title=title, **texts, **course)


def _link(part: Part, page: Page) -> str:
    """The course's own page: what `url` finds; the page itself where it is one course; else nothing."""
    for element in part.elements("url"):
        if address := absolute(element.get("href") or _words(element, None, False, SHORT), page.base):
            return address
    if part.element is not page.root:
        return ""
    return page.canonical if same_host(page.canonical, page.url) else page.url


def _key(link: str, title: str, page: Page, source: SourceDeclaration) -> str:
    return site_key(link, source.url) if link else f"{site_key(page.url, source.url)}#{slug(title) or title}"[:500]


def _sessions(part: Part) -> Iterator[RawSession]:
    """One for each element that `sessions` finds; without that selector, one for each start on the page."""
    if "sessions" in part.selectors:
        yield from _listed([Part(element, part.selectors) for element in part.elements("sessions")], part)
        return
    starts: list[str | None] = [*part.all("start_text")] or [None]
    yield from (one for start in starts if (one := _session(part, start)) != RawSession())


def _listed(inside: list[Part], part: Part) -> Iterator[RawSession]:
    """The session in each of these elements. What none of them has, such as a place told once, is looked for around."""
    told = [_session(one, one.one("start_text")) for one in inside]
    matched = {name for one in inside for name in one.matched}
    around = Part(part.element, {name: path for name, path in part.selectors.items() if name not in matched})
    shared = _session(around, None)
    part.matched |= matched | around.matched
    for one, session in zip(inside, told, strict=True):
        bare = RawSession(start_text=_words(one.element, None, False, 1000) or None)
        own = bare if session == RawSession() else session
        yield shared.model_copy(update={name: value for name, value in own if value is not None})


def _session(part: Part, start: str | None) -> RawSession:
    price = part.one("session_price_text")
    return RawSession(
        start_text=start,
        end_text=part.one("end_text"),
        deadline_text=part.one("deadline_text"),
        schedule_text=part.one("schedule_text"),
        place=_place(part),
        price=RawPrice(text=price) if price else None,
    )


def _place(part: Part) -> RawPlace | None:
    place = RawPlace(
        name=part.one("place_text"),
        street=part.one("street"),
        postal_code=part.one("postal_code"),
        locality=part.one("locality"),
    )
    return None if place == RawPlace() else place


def _words(element: etree._Element, attribute: str | None, own_text: bool, limit: int) -> str:
    if attribute:
        return folded(element.get(attribute) or "")[:limit]
    if own_text:
        own = [element.text or "", *(child.tail or "" for child in element)]
        return folded(" ".join(own))[:limit]
    if element.tag == "meta":
        return folded(element.get("content") or "")[:limit]
    return visible(element, HIDDEN, limit)
