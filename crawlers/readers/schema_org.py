"""Pages with schema.org data: JSON-LD first, then microdata where JSON-LD gave no course, then RDFa.

One page holds one course, several, or none. A page with none is refused with a name, so that a site that
stopped saying what it offers is seen and not taken for an empty one:

* `not_html`: neither a page nor a JSON-LD document;
* `no_structured_data`: a page without JSON-LD, microdata or RDFa items;
* `no_course_in_structured_data`: data, but no course in it; the detail lists the types;
* `json_ld_broken`, `json_ld_too_deep`: a script that even a tolerant reading cannot parse, with its place;
* `too_many_items`: more nodes than are read (`graph.MAX_NODES`); those before are read;
* `course_without_name`, `cancelled`: a course that was left out. Others on the page are read.
"""

from collections import Counter
from collections.abc import Iterator

from catalogue.declaration import SourceDeclaration
from catalogue.raw import RawCourse, Reading, Refusal
from crawlers.readers import json_ld, microdata, rdfa
from crawlers.readers.graph import MAX_NODES, Graph, Node, types_of
from crawlers.readers.keys import absolute
from crawlers.readers.page import Page, parse
from crawlers.readers.schema_course import course_of, title_of
from crawlers.readers.schema_page import joined, offers_of
from crawlers.readers.schema_sessions import is_cancelled
from crawlers.readers.words import decode

JSON_STARTS = ("{", "[")


def read(body: bytes, url: str, content_type: str, source: SourceDeclaration) -> Reading:
    """The courses of one page; `links` are the members of an ItemList. Never raises."""
    page, scripts = opened(body, url, content_type)
    if page.root is None and not scripts:
        return Reading(refusals=(Refusal(reason="not_html", where=url),))
    values = [json_ld.parse(script) for script in scripts if script.strip()]
    broken = tuple(_broken(value, url) for value in values if isinstance(value, json_ld.Broken))
    graph = Graph([value for value in values if not isinstance(value, json_ld.Broken)], page.base)
    for syntax in (microdata, rdfa):
        if not graph.offered:
            graph = _with(syntax.nodes(page), graph, page)
    courses, refused = _courses(graph, page, source)
    empty = () if courses or refused or broken else (_nothing(graph, url),)
    cut = (Refusal(reason="too_many_items", where=url, detail=f"read up to {MAX_NODES} nodes"),) if graph.is_cut else ()
    return Reading(courses=courses, refusals=broken + cut + refused + empty, links=_listed(graph, page))


def opened(body: bytes, url: str, content_type: str) -> tuple[Page, list[str]]:
    """The page with its JSON-LD scripts; a JSON document is its own script."""
    start = decode(body[:64], content_type).lstrip()[:1]
    if "json" in content_type.lower() or start in JSON_STARTS:
        return Page(url, None), [decode(body, content_type)]
    page = parse(body, url, content_type)
    return page, list(page.json_ld)


def _with(found: list[Node], graph: Graph, page: Page) -> Graph:
    return Graph([*graph.roots, *found], page.base) if found else graph


def _courses(graph: Graph, page: Page, source: SourceDeclaration) -> tuple[tuple[RawCourse, ...], tuple[Refusal, ...]]:
    offers = offers_of(graph, page, source.url)
    page_text = page.text if len(offers) == 1 else None
    refused = {id(one): refusal for one in offers if (refusal := _refused(graph, one.node, one.key, page.url))}
    taken = [one for one in offers if id(one) not in refused]
    return joined(course_of(graph, one, page_text) for one in taken), tuple(refused.values())


def _refused(graph: Graph, node: Node, key: str, url: str) -> Refusal | None:
    title = title_of(graph, node)
    if title is None:
        return Refusal(reason="course_without_name", where=url, detail=key or graph.id_of(node) or None)
    return Refusal(reason="cancelled", where=url, detail=title) if is_cancelled(graph, node) else None


def _broken(broken: json_ld.Broken, url: str) -> Refusal:
    detail = f"{broken.message} ({broken.where})" if broken.where else broken.message
    return Refusal(reason="json_ld_too_deep" if broken.deep else "json_ld_broken", where=url, detail=detail)


def _nothing(graph: Graph, url: str) -> Refusal:
    if not graph.types:
        return Refusal(reason="no_structured_data", where=url)
    counted = ", ".join(f"{name} {count}" for name, count in sorted(Counter(graph.types).items()))
    return Refusal(reason="no_course_in_structured_data", where=url, detail=counted[:500])


def _listed(graph: Graph, page: Page) -> tuple[str, ...]:
    """Addresses of the members of an ItemList: where a list page says its course pages are."""
    lists = [node for node in graph.roots if "ItemList" in types_of(node)]
    found = [
        address
        for node in lists
        for member in graph.nodes(node.get("itemListElement"))
        for address in _address(member, page)
    ]
    return tuple(dict.fromkeys(found))


def _address(member: Node, page: Page) -> Iterator[str]:
    item = member.get("item")
    link = member.get("url") or (item.get("url") or item.get("@id") if isinstance(item, dict) else item)
    if isinstance(link, str) and (address := absolute(link, page.base)):
        yield address
