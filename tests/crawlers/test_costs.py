"""What a page may cost: twice as much of it takes twice the work, and what is made to keep a reader busy ends."""

import json
import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from types import FrameType

import pytest
from openpyxl import Workbook

from catalogue.declaration import Format, SourceDeclaration
from catalogue.raw import MAX_SESSIONS, Reading
from crawlers.readers import READERS, graph
from crawlers.readers.json_ld import Broken, parse
from crawlers.readers.microdata import MAX_VALUES, nodes
from crawlers.readers.page import parse as parsed

URL = "https://x.example/aanbod"


def read(name: Format, body: bytes) -> Reading:
    return READERS[name](body, URL, "", SourceDeclaration(name="x", format=name, url=URL))


def page(*nodes: object) -> bytes:
    return f'<html><script type="application/ld+json">{json.dumps(nodes)}</script></html>'.encode()


def course(number: int, **more: object) -> dict[str, object]:
    return {"@type": "Course", "@id": f"#c{number}", "name": f"Cursus {number}", **more}


def run(**more: object) -> dict[str, object]:
    return {"@type": "CourseInstance", **more}


def offer(number: int) -> dict[str, object]:
    return {"@type": "Offer", "price": "1", "itemOffered": {"@id": f"#c{number}"}}


def schedules(count: int) -> list[dict[str, str]]:
    return [{"@type": "Schedule", "startDate": f"2027-{one}", "endDate": f"2028-{one}"} for one in range(count)]


def calendar(count: int) -> bytes:
    events = "".join(f"BEGIN:VEVENT\nSUMMARY:Lassen\nDTSTART:{one}\nEND:VEVENT\n" for one in range(count))
    return f"BEGIN:VCALENDAR\n{events}END:VCALENDAR".encode()


LONG: dict[str, tuple[Format, Callable[[int], bytes]]] = {
    "courses": ("schema.org", lambda count: page(*map(course, range(count)))),
    "offers of a catalogue": (
        "schema.org", lambda count: page(*map(course, range(count)), *map(offer, range(count))),
    ),
    "runs beside their courses": (
        "schema.org",
        lambda count: page(*map(course, range(count)), *(run(name=f"Cursus {one}") for one in range(count))),
    ),
    "schedules of a run": (
        "schema.org", lambda count: page(course(1, hasCourseInstance=run(courseSchedule=schedules(count)))),
    ),
    "dates of one training": ("ical", calendar),
}  # fmt: skip


def calls(work: Callable[[], object]) -> int:
    """How many functions are called: what a piece of work costs, the same on each machine."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", LONG)
def test_twice_as_long_costs_twice_as_much(name: str) -> None:
    reader, made = LONG[name]
    short, long = (calls(partial(read, reader, made(count))) for count in (100, 200))
    assert long < 2.5 * short


def item(name: str, *refers: str) -> str:
    scope = f'itemscope itemtype="https://schema.org/Course" itemref="{" ".join(refers)}"'
    return f"<div {scope}><i itemprop=name>{name}</i></div>"


def part(name: str, *refers: str) -> str:
    return f'<div id={name} itemprop=about itemscope itemref="{" ".join(refers)}"></div>'


@pytest.mark.parametrize(
    "parts",
    [
        [part("a", "a", "b"), part("b", "a", "b")],
        [part(f"{name}{one}", f"a{one + 1}", f"b{one + 1}") for one in range(40) for name in "ab"],
    ],
    ids=["items that hold themselves", "items that all hold the next two"],
)
def test_microdata_that_refers_in_circles_is_read_once(parts: list[str]) -> None:
    body = "".join(["<html><body>", item("Lassen", "a", "b", "a0", "b0"), *parts])
    assert [one.title for one in read("schema.org", body.encode()).courses] == ["Lassen"]


def test_values_that_many_items_share_are_read_up_to_a_bound() -> None:
    shared = "<div id=s>" + "<i itemprop=keywords>x</i>" * 1000 + "</div>"
    found = nodes(parsed(("<html><body>" + item("Lassen", "s") * 200 + shared).encode(), URL, "text/html"))
    assert sum(len(one.get("keywords", [])) + len(one.get("name", [])) for one in found) == MAX_VALUES


@pytest.mark.parametrize("end", ["", "\\"])
def test_json_of_quotes_without_an_end_is_broken_at_once(end: str) -> None:
    assert isinstance(parse("x" + '\\"' * 300_000 + end), Broken)


@pytest.mark.parametrize(
    "filler", [{"name": "Locatie"}, {"@id": "#plek", "telephone": "1"}, {"@type": ["Thing", "Place", "School"]}]
)
def test_nodes_are_read_up_to_a_bound_in_the_order_of_the_page(
    filler: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "MAX_NODES", 100)
    whole = read("schema.org", page(course(0), *([filler] * 98), course(1)))
    cut = read("schema.org", page(course(0), *([filler] * 99), course(1)))
    assert [one.title for one in whole.courses] == ["Cursus 0", "Cursus 1"]
    assert whole.refusals == ()
    assert [one.title for one in cut.courses] == ["Cursus 0"]
    assert [one.reason for one in cut.refusals] == ["too_many_items"]


def test_of_two_words_for_one_thing_the_first_on_the_page_stands() -> None:
    reading = read("schema.org", page(course(0), {"@id": "#c0", "name": "Later", "description": "Je leert lassen."}))
    assert [(one.title, one.description) for one in reading.courses] == [("Cursus 0", "Je leert lassen.")]


def test_starts_and_places_are_not_multiplied_without_end() -> None:
    many = run(startDate=[f"2027-{one}" for one in range(1000)], location=[f"Hal {one}" for one in range(1000)])
    (found,) = read("schema.org", page(course(1, hasCourseInstance=many))).courses
    assert len(found.sessions) == MAX_SESSIONS


def test_a_stray_cell_in_the_last_column_does_not_make_a_workbook_endless() -> None:
    book = Workbook()
    book.active.append(["Titel"])  # type: ignore[union-attr]
    book.active.append(["Lassen"])  # type: ignore[union-attr]
    book.active["XFD150000"] = "x"  # type: ignore[index]
    body = BytesIO()
    book.save(body)
    assert [one.title for one in read("xlsx", body.getvalue()).courses] == ["Lassen"]
