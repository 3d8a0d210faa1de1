"""A label's offer, out of the real files and through the real readers.

What has no reader of its own (the answers of the RIO register, a WordPress dump) is laid out as rows first, word for
word, and then read as a table.
"""

import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bench.truth.labelled import UNDECIDED, Label
from bench.truth.rows import TABLES, agenda, listed, names, register, wordpress
from catalogue.declaration import SourceDeclaration
from catalogue.raw import RawCourse
from crawlers.readers import READERS

A_COURSES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "A_courses"
ABSENT = f"the real files are not here: {A_COURSES}"

SOURCE_URL = "https://truth.example/"
AI_LIST = {"Titel": "title", "Doelgroep": "audience_text", "Tijdsduur": "duration_text", "Kosten": "price_text",
           "Link": "url", "Aanbieder": "provider_name"}  # fmt: skip
SEARCH = {"Id": "key", "Title": "title", "SearchableContent": "description", "Url": "url"}
SEARCH_TEXTS = ("IntroText", "SearchableContent")
OWN = {name: name for name in (
    "key", "title", "description", "url", "start_text", "end_text", "deadline_text", "schedule_text", "price_text",
    "subjects", "level_text", "mode_text", "route_text", "duration_text", "effort_text", "language_text",
    "credential_text", "provider_name", "audience_text",
)}  # fmt: skip
SELECTORS = {"title": "h1", "description": "article, main, body"}
WRITTEN = {"frissestart": date(2025, 5, 9), "ai_geletterdheid": date(2025, 5, 30), "rio": date(2022, 3, 1),
           "tess_vcr_dutch/vu_material": date(2022, 1, 1), "vu_professionals": date(2026, 9, 7),
           "xcri_cap": date(2012, 8, 30)}  # fmt: skip
"""The day a file was written, which the normaliser takes for today (the files' own manifest)."""


def offer(label: Label) -> tuple[RawCourse | None, SourceDeclaration, date]:
    """The offer, or None where no reader finds it, with its source and its day."""
    courses, source = _courses(label.file)
    return _located(courses, label), source, _day(label.file)


def _day(file: str) -> date:
    return next((day for folder, day in WRITTEN.items() if file.startswith(folder)), date(2020, 1, 1))


@cache
def _courses(file: str) -> tuple[tuple[RawCourse, ...], SourceDeclaration]:
    path = A_COURSES / file
    for fits, read in KINDS:
        if fits(file):
            return read(path)
    return (), _source("csv")


def _source(form: str, **extra: Any) -> SourceDeclaration:
    return SourceDeclaration(name="truth", format=form, url=SOURCE_URL, **extra)


Read = tuple[tuple[RawCourse, ...], SourceDeclaration]


def _read(form: str, body: bytes, kind: str, url: str = SOURCE_URL, **extra: Any) -> Read:
    source = _source(form, **extra)
    return READERS[form](body, url, kind, source).courses, source


def _table(rows: list[dict[str, Any]]) -> Read:
    present = {name for row in rows for name in row}
    columns = {name: field for name, field in OWN.items() if name in present}
    return _read("csv", json.dumps(rows).encode(), "application/json", columns=columns)


def _search(path: Path) -> Read:
    """A page's introduction stands in a field of its own there, above the rest of its text."""
    rows = json.loads(path.read_text(encoding="utf-8"))["value"]
    for row in rows:
        row["SearchableContent"] = " ".join(text for name in SEARCH_TEXTS if (text := row.get(name)))
    return _read("csv", json.dumps(rows).encode(), "application/json", columns=SEARCH)


def _ai_list(path: Path) -> Read:
    return _read("csv", path.read_bytes(), "text/csv", columns=AI_LIST)


def _page(path: Path) -> Read:
    url = _recorded().get(str(path.relative_to(A_COURSES)), f"{SOURCE_URL}{path.name}")
    found = _read("schema.org", path.read_bytes(), "text/html", url)
    return found if found[0] else _read("html", path.read_bytes(), "text/html", url, selectors=SELECTORS)


@cache
def _recorded() -> dict[str, str]:
    index = json.loads((A_COURSES / "tess_vcr_dutch" / "index.json").read_text(encoding="utf-8"))
    return {f"tess_vcr_dutch/{one['file']}": one["url"] for one in index}


def _linked(path: Path) -> Read:
    return _read("schema.org", path.read_bytes(), "application/ld+json", f"{SOURCE_URL}{path.name}")


def _ooapi(path: Path) -> Read:
    return _read("ooapi", path.read_bytes(), "application/json", f"{SOURCE_URL}{path.name}")


def _xml(path: Path) -> Read:
    for form in ("xcri-cap", "rss"):
        found = _read(form, path.read_bytes(), "application/xml")
        if found[0]:
            return found
    return (), _source("rss")


def _calendar(path: Path) -> Read:
    return _read("ical", path.read_bytes(), "text/calendar")


KINDS: tuple[tuple[Callable[[str], object], Callable[[Path], Read]], ...] = (
    (re.compile(r"frissestart/wp_pages").match, lambda path: _table(wordpress(path))),
    (re.compile(r"frissestart/").match, lambda path: _table(agenda(path.parent))),
    (re.compile(r"ai_geletterdheid/.*csv$").match, _ai_list),
    (re.compile(r"rio/").match, lambda path: _table(register(path))),
    (re.compile(r".*vu_material/.*json$").match, _search),
    (re.compile(r"ooapi/").match, _ooapi),
    (
        re.compile("|".join(TABLES)).match,
        lambda path: _table(listed(path, str(path.relative_to(A_COURSES)))),
    ),
    (re.compile(r".*\.yml$").match, lambda path: _table(names(path))),
    (re.compile(r".*\.(?:json|jsonld)$").match, _linked),
    (re.compile(r".*\.csv$").match, lambda path: _read("csv", path.read_bytes(), "text/csv")),
    (re.compile(r".*\.ics$").match, _calendar),
    (re.compile(r".*\.xml$").match, _xml),
    (re.compile(r".*\.html?$").match, _page),
)


def _located(courses: tuple[RawCourse, ...], label: Label) -> RawCourse | None:
    """By key or address, else by title (of several with that title the one at the row or index), else by row or index
    alone, else the only one.
    """
    wanted = {str(value) for name, value in label.locator.items() if name not in ("row", "index", "note", "name_in")}
    for course in courses:
        if course.source_key in wanted or course.url in wanted:
            return course
    for course in courses:
        if any(len(one) > 7 and (one in course.source_key or one in course.url) for one in wanted):
            return course
    titled = [course for course in courses if _words(course.title) == _words(str(label.facts.get("title")))]
    numbered = _by_number(courses, label)
    if titled:
        return numbered if numbered in titled else titled[0]
    untitled = label.facts.get("title") in (None, UNDECIDED)
    return numbered or (courses[0] if len(courses) == 1 and untitled else None)


def _by_number(courses: tuple[RawCourse, ...], label: Label) -> RawCourse | None:
    row, index = label.locator.get("row"), label.locator.get("index")
    number = row - 1 if isinstance(row, int) else index
    return courses[number] if isinstance(number, int) and number < len(courses) else None


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", html.unescape(text).lower()))


FILE = re.compile(r"\.(?:json|jsonld|csv|html?|ics|xml|yml)$")
NO_OFFERS = re.compile(r"(?:index|expected|hard_cases)\S*json|v5-spec/|sitemaps/|edudex/|lheo/|validation")


def offers_of(file: str) -> tuple[RawCourse, ...]:
    """All offers of one file below `A_COURSES`; none where the file has none."""
    return () if NO_OFFERS.search(file) or not FILE.search(file) else _courses(file)[0]


def all_offers(limit: int) -> Iterator[tuple[RawCourse, SourceDeclaration, date]]:
    """Offers of every kind of file, for measuring speed."""
    given = 0
    for path in sorted(A_COURSES.rglob("*")):
        file = str(path.relative_to(A_COURSES))
        if path.suffix == ".yml":  # names without a text take no time
            continue
        for course in offers_of(file)[: limit - given]:
            given += 1
            yield course, _courses(file)[1], _day(file)
