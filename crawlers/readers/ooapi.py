"""OOAPI v5 and v6: pages of courses and programs, each with its offerings put beside it.

The API gives offerings apart: `/courses/{id}/offerings` in v5, `/courses/{id}/course-offerings` and
`/programmes/{id}/programme-offerings` in v6. The spider fetches them and `join`s them into the page as
`offerings` of each item, so that one stored document holds all that a replay needs; `read` stays a function of bytes.
`links` is the next page; of an API's root document, its courses and programs.
Reasons: `feed_truncated` (items before the break are read), `json_broken`, `no_items`, `course_without_name`,
`course_without_id`, `offerings_not_fetched` (of this item the API gave none, for a failure of its own).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from catalogue.declaration import SourceDeclaration
from catalogue.raw import RawCourse, Reading, Refusal
from crawlers.readers.json_ld import DECODER, Broken, parse
from crawlers.readers.ooapi_item import course_of, id_of, is_v6, kind_of, title_of
from crawlers.readers.words import decode

Item = dict[str, Any]

PAGE_SIZE = 100  # what we ask; servers may give fewer
DIGITS = 9  # of a page's number; a longer one is none
NOT_FETCHED = "vakwijzer:offeringsNotFetched"  # our own mark in a stored item
LISTS = ("courses", "programs")
LISTS_OF_V6 = ("courses", "programmes")


def read(body: bytes, url: str, content_type: str, source: SourceDeclaration) -> Reading:
    """The courses of one page with their offerings. Never raises."""
    document, refusals = _document(body, url)
    courses: dict[str, RawCourse] = {}
    for number, item in enumerate(_items(document)):
        if reason := _refusal(item):
            refusals.append(Refusal(reason=reason, where=url, detail=id_of(item) or f"item {number}"))
            continue
        course = course_of(item, url)
        courses.setdefault(course.source_key, course)
    links = tuple(_links(document, url))
    if not (courses or refusals or links or _is_page(document)):
        refusals.append(Refusal(reason="no_items", where=url))
    return Reading(courses=tuple(courses.values()), refusals=tuple(refusals), links=links)


def _refusal(item: Item) -> str | None:
    if not id_of(item):
        return "course_without_id"
    if NOT_FETCHED in item:
        return "offerings_not_fetched"
    return None if title_of(item) else "course_without_name"


def offerings_wanted(body: bytes, url: str) -> dict[str, str]:
    """Item id -> address of its offerings, for items that do not carry them."""
    document, _ = _document(body, url)
    found = {id_of(item): _offerings_address(item, url) for item in _items(document) if "offerings" not in item}
    return {key: address for key, address in found.items() if key}


def join(body: bytes, offerings: Mapping[str, list[Any] | None]) -> bytes:
    """The page with `offerings` beside each item; the bytes as they are when nothing is to be added.

    None: they could not be had. Such an item is marked, and not read: without its starts it would be another course.
    """
    document, refusals = _document(body, "")
    if refusals or not offerings:
        return body
    for item in _items(document):
        if id_of(item) in offerings:
            found = offerings[id_of(item)]
            item |= {NOT_FETCHED: True} if found is None else {"offerings": found}
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")


def items_of(body: bytes) -> list[Any]:
    """The items of any OOAPI page, here of offerings; empty when it is none."""
    return list(_items(_document(body, "")[0]))


def next_page(body: bytes, url: str) -> str | None:
    """Address of the next page; None on the last."""
    return _following(_document(body, url)[0], url)


def _document(body: bytes, url: str) -> tuple[object, list[Refusal]]:
    text = decode(body, "application/json")
    document = parse(text)
    if not isinstance(document, Broken):
        return document, []
    complete = list(_complete_items(text))
    reason = "feed_truncated" if complete or text.lstrip()[:1] in ("{", "[") else "json_broken"
    detail = f"{document.message} ({document.where})" if document.where else document.message
    return {"items": complete}, [Refusal(reason=reason, where=url, detail=detail)]


def _complete_items(text: str) -> Iterator[Item]:
    """Items that end before the text breaks off."""
    place = text.find("[", max(text.find('"items"'), 0)) + 1
    while place and (start := text.find("{", place)) >= 0:
        try:
            item, place = DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            return
        yield item


def _is_page(document: object) -> bool:
    return isinstance(document, dict) and isinstance(document.get("items"), list)


def _items(document: object) -> Iterator[Item]:
    listed = document.get("items") if isinstance(document, dict) else document
    found = listed if isinstance(listed, list) else [document]
    yield from (item for item in found if isinstance(item, dict) and (listed is found or kind_of(item)))


def _links(document: object, url: str) -> Iterator[str]:
    if isinstance(document, dict) and "items" not in document and not kind_of(document) and "specification" in document:
        lists = LISTS_OF_V6 if _speaks_v6(document, url) else LISTS
        yield from (_with_query(_below(url, name), {"pageSize": str(PAGE_SIZE)}) for name in lists)
    if following := _following(document, url):
        yield following


def _speaks_v6(service: dict[str, Any], url: str) -> bool:
    """By the address, by the specification that it names, or by an endpoint that only version 6 has."""
    told = f"{urlsplit(url).path} {service.get('specification')}"
    return "v6" in told or '"/programmes' in json.dumps(service.get("supportedEndpoints"))


def _following(document: object, url: str) -> str | None:
    if not isinstance(document, dict) or document.get("hasNextPage") is not True:
        return None
    query = dict(parse_qsl(urlsplit(url).query))
    number = str(document.get("pageNumber") or query.get("pageNumber") or "1")
    if not number.isdecimal() or len(number) > DIGITS:
        return None
    return _with_query(url, {**query, "pageNumber": str(int(number) + 1)})


def _offerings_address(item: Item, url: str) -> str:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    key = quote(id_of(item), safe="")
    own = path if path.endswith(f"/{key}") else f"{path}/{key}"
    name = f"{kind_of(item)}-offerings" if is_v6(item) or "/v6/" in path else "offerings"
    return urlunsplit((parts.scheme, parts.netloc, f"{own}/{name}", "", ""))


def _below(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/{name}", "", ""))


def _with_query(url: str, query: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
