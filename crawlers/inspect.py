"""What a page or feed would give before anybody declares it a source: its data, its courses, a ready declaration."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.declaration import Format, SourceDeclaration
from catalogue.raw import Reading
from crawlers.readers import READERS, json_ld, microdata, rdfa
from crawlers.readers.graph import Graph
from crawlers.readers.keys import absolute, host_of, slug
from crawlers.readers.page import Page
from crawlers.readers.schema_org import opened
from crawlers.readers.words import decode

FEEDS: dict[Format, tuple[str, ...]] = {
    "edudex": ("schema/edudex/", "<edudexdirectory"),
    "ooapi": ("openonderwijsapi", '"courseid"', '"programid"'),
    "xcri-cap": ("xcri.org/profiles", "xcri.co.uk"),
    "rss": ("<rss", "<rdf:rdf", "www.w3.org/2005/atom"),
    "ical": ("begin:vcalendar",),
}
WORKBOOK = (b"PK\x03\x04", b"xl/")
"""How a zip begins, and the folder that is in an Excel workbook: told near its beginning or at its end."""


@dataclass(frozen=True)
class Inspection:
    """syntaxes: `json-ld`, `microdata`, `rdfa` -> how many nodes of each type; only those that the page carries.

    declaration: as an editor would store it; for pages the site's root, so that its sitemap is found. A page without
    structured data gets one to fill in: format `html`, the heading as title.
    """

    syntaxes: Mapping[str, Mapping[str, int]]
    reading: Reading
    declaration: SourceDeclaration


def inspect_page(body: bytes, url: str, content_type: str) -> Inspection:
    """What one answer holds. Pure: the caller fetches. Raises ValueError when `url` is no http(s) address."""
    page, scripts = opened(body, url, content_type)
    found = {"json-ld": _of_scripts(scripts, url), "microdata": _of_items(page), "rdfa": _of_rdfa(page)}
    declaration = SourceDeclaration(
        name=slug(host_of(url))[:63] or "source", format=_format(body, content_type), url=url
    )
    reading = READERS[declaration.format](body, url, content_type, declaration)
    if declaration.format == "schema.org":
        declaration = declaration.model_copy(update={"url": absolute("/", url)})
    if page.root is not None and any(refusal.reason == "no_structured_data" for refusal in reading.refusals):
        declaration = declaration.model_copy(update={"format": "html", "url": url, "selectors": {"title": "h1"}})
    return Inspection({name: types for name, types in found.items() if types}, reading, declaration)


def _of_scripts(scripts: list[str], url: str) -> Counter[str]:
    values = [value for value in map(json_ld.parse, scripts) if not isinstance(value, json_ld.Broken)]
    return Counter(Graph(list(values), url).types)


def _of_items(page: Page) -> Counter[str]:
    return Counter(Graph(list(microdata.nodes(page)), page.url).types)


def _of_rdfa(page: Page) -> Counter[str]:
    return Counter(Graph(list(rdfa.nodes(page)), page.url).types)


def _format(body: bytes, content_type: str) -> Format:
    """The format that the bytes look like; pages where they look like no feed."""
    if body.startswith(WORKBOOK[0]) and WORKBOOK[1] in body[:4000] + body[-4000:]:
        return "xlsx"
    start = decode(body[:4000], content_type).lower()
    if "<html" in start or "<!doctype html" in start:
        return "schema.org"
    for name, marks in FEEDS.items():
        if any(mark in start for mark in marks):
            return name
    return "csv" if "csv" in content_type.lower() else "schema.org"
