"""A long feed gives what a short one does, in parts and in bounded memory."""

from io import BytesIO
from pathlib import Path

import pytest
import yaml

from catalogue.declaration import SourceDeclaration
from crawlers.readers import READERS, STREAMS, parts, table_stream
from crawlers.readers.xml_feed import MAX_ELEMENT
from tests.crawlers.cases import CASES, read_case, shown

LONG = [folder for name in STREAMS for folder in sorted((CASES / name).iterdir())]


def source_of(folder: Path) -> tuple[dict[str, str], SourceDeclaration]:
    case = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    url = case.get("source_url", case["url"])
    given = {"name": "case", "format": folder.parent.name, "url": url, "columns": case.get("columns", {})}
    return case, SourceDeclaration.model_validate(given)


@pytest.mark.parametrize("folder", LONG, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_in_parts_a_feed_gives_what_it_gives_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case, source = source_of(folder)
    monkeypatch.setattr(parts, "PART", 1)
    file = BytesIO((folder / case["input"]).read_bytes())
    found = STREAMS[source.format](file, case["url"], case["content_type"], source)
    assert shown(parts.whole(found)) == read_case(folder)


@pytest.mark.parametrize("folder", sorted((CASES / "csv").iterdir()), ids=lambda folder: folder.name)
def test_a_table_sorted_on_disk_gives_what_one_in_memory_gives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case, source = source_of(folder)
    monkeypatch.setattr(table_stream, "BATCH", 2)
    file = BytesIO((folder / case["input"]).read_bytes())
    found = shown(parts.whole(table_stream.parts(file, case["url"], case["content_type"], source, in_memory=1)))
    expected = read_case(folder)
    if file.getvalue().lstrip()[:1] in (b"[", b"{"):
        assert [one["reason"] for one in found["refusals"]] == ["too_large"]
        return
    assert found.get("courses") == expected.get("courses")
    assert sorted(map(str, found.get("refusals", []))) == sorted(map(str, expected.get("refusals", [])))


def test_an_element_without_an_end_is_named_and_what_came_before_is_kept() -> None:
    source = SourceDeclaration(name="x", format="rss", url="https://x.example/rss")
    item = b"<item><title>A</title><link>https://x.example/a</link></item>"
    for endless in (b"<item>" + b"<a/>" * MAX_ELEMENT, b"<item><title>" + b"a" * 3 * MAX_ELEMENT):
        found = parts.whole(STREAMS["rss"](BytesIO(b"<rss>" + item + endless), source.url, "text/xml", source))
        assert [course.title for course in found.courses] == ["A"]
        assert [refusal.reason for refusal in found.refusals] == ["item_too_large"]


def test_what_is_refused_is_told_up_to_a_bound_and_counted_beyond() -> None:
    source = SourceDeclaration(name="x", format="rss", url="https://x.example/rss")
    body = b"<rss>" + b"<item><title>A</title></item>" * 1500 + b"</rss>"
    found = READERS["rss"](body, source.url, "text/xml", source)
    assert (len(found.refusals), found.refusals[-1].detail) == (1001, "500 more were refused")


@pytest.mark.parametrize(("rows", "titles"), [("A;1\nB;2\nC", ["A", "B"]), ("A\nB\nC", ["A", "B", "C"]), ("A", [])])
def test_only_a_last_row_that_is_shorter_than_all_others_is_half_a_row(rows: str, titles: list[str]) -> None:
    source = SourceDeclaration(name="x", format="csv", url="https://x.example/", columns={"Titel": "title"})
    found = READERS["csv"](f"Titel;Prijs\n{rows}".encode(), "https://x.example/", "", source)
    assert [course.title for course in found.courses] == titles
