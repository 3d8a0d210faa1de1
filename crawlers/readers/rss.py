"""RSS 2.0 and Atom: each item is a course with its page. A feed tells no dates of a course: `pubDate` is the news's.

Reasons: `feed_truncated`, `xml_broken`, `xml_entities`, `no_item`, `course_without_name`, `course_without_address`.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO
from xml.etree.ElementTree import Element  # only the name; defusedxml parses

from catalogue.declaration import SourceDeclaration
from catalogue.raw import MAX_DESCRIPTION, RawCourse, Reading, Refusal
from crawlers.readers.keys import absolute, site_key
from crawlers.readers.parts import Found, in_parts, whole
from crawlers.readers.words import words
from crawlers.readers.xml_feed import FeedBroken, children, elements, value, values


def read(body: bytes, url: str, content_type: str, source: SourceDeclaration) -> Reading:
    """The items of a feed. Never raises."""
    return whole(parts(BytesIO(body), url, content_type, source))


def parts(file: BinaryIO, url: str, content_type: str, source: SourceDeclaration) -> Iterator[Reading]:
    """As `read`, of a feed of any length."""
    return in_parts(_found(file, url, source), url, "no_item")


def _found(file: BinaryIO, url: str, source: SourceDeclaration) -> Iterator[Found]:
    try:
        for item in elements(file, {"item", "entry"}):
            title, link = value(item, "title", 500), _link(item, url)
            if title and link:
                yield _course(item, title, link, source)
            else:
                reason = "course_without_address" if title else "course_without_name"
                yield Refusal(reason=reason, where=url, detail=title or link or None)
    except FeedBroken as broken:
        yield Refusal(reason=broken.reason, where=url, detail=broken.detail)


def _link(item: Element, url: str) -> str:
    """RSS gives the address as text, Atom as `href` of its alternate link."""
    for link in children(item, "link"):
        stated = link.get("href") or value(link) or ""
        if link.get("rel", "alternate") == "alternate" and (address := absolute(stated, url)):
            return address
    return absolute(value(item, "guid") or "", url) if (value(item, "guid") or "").startswith("http") else ""


def _course(item: Element, title: str, link: str, source: SourceDeclaration) -> RawCourse:
    texts = ("encoded", "content", "description", "summary")
    return RawCourse(
        source_key=site_key(link, source.url),
        url=link,
        node_type="rss:item",
        title=title,
        description=next((text for name in texts if (text := value(item, name, MAX_DESCRIPTION))), None),
        subjects=_subjects(item),
    )


def _subjects(item: Element) -> tuple[str, ...]:
    """Categories: RSS gives them as text, Atom as `term`."""
    terms = [one.get("term", "") for one in children(item, "category")]
    return tuple(values(item, "category") or [words(term, 200) for term in terms if term])
