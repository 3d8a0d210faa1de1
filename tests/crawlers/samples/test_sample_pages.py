"""What the sample sites send: counted, parsed, and compared with what a person reads on them."""

import csv
import io
import json
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import extruct
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from catalogue.declaration import SourceDeclaration
from catalogue.normal import Mode, Route, Sector, Vat
from crawlers.samples.render import SITES, Page, canonical, courses_of, euro, render, slugs
from crawlers.samples.serve import declarations
from crawlers.samples.starts import start

ORIGIN = "http://127.0.0.1:1"
TODAY = date(2026, 11, 24)
EXPECTED: dict[str, Any] = yaml.safe_load(SITES.with_name("expected.yaml").read_text(encoding="utf-8"))
SCRIPT = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)


def pages(slug: str) -> dict[str, Page]:
    return render(slug, ORIGIN, TODAY)


def text_of(page: Page) -> str:
    return page.body.decode(page.content_type.partition("charset=")[2])


def offers(slug: str) -> list[dict[str, Any]]:
    """The courses that the site really offers: no event, no client's deal, not expired."""
    courses = courses_of(slug, ORIGIN, TODAY)
    return [one for one in courses if one.get("kind") not in ("agenda", "client") and not one.get("expires")]


def provinces(slug: str, course: dict[str, Any]) -> set[str]:
    if slug == "kromzicht":  # Its file names cities only, all of them in this province.
        return {"Utrecht"} if re.search("Utrecht|Amersfoort|Nieuwegein", course["place"]) else set()
    return {place["province"] for place in course["places"]}


def test_there_are_about_150_courses_in_all_twelve_provinces() -> None:
    assert len(slugs()) >= 7
    assert sum(len(offers(slug)) for slug in slugs()) >= 140
    found = Counter(name for slug in slugs() for course in offers(slug) for name in provinces(slug, course))
    assert len(found) == 12
    assert min(found.values()) >= 2


@pytest.mark.parametrize("slug", slugs())
def test_rendering_is_pure(slug: str) -> None:
    assert pages(slug) == pages(slug)


@pytest.mark.parametrize("slug", slugs())
@settings(max_examples=12, deadline=None)
@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)), st.integers(1, 120))
def test_a_page_changes_only_when_last_modified_does(slug: str, today: date, later: int) -> None:
    before, after = render(slug, ORIGIN, today), render(slug, ORIGIN, today + timedelta(days=later))
    for path, page in after.items():
        if page.last_modified and page.last_modified == before[path].last_modified:
            assert page == before[path], path


@pytest.mark.parametrize("slug", slugs())
def test_course_slugs_are_unique_and_no_description_is_short(slug: str) -> None:
    courses = courses_of(slug, ORIGIN, TODAY)
    assert len({one["slug"] for one in courses}) == len(courses)
    assert all(len(one["text"]) > 60 for one in courses)


def test_no_text_is_used_twice() -> None:
    texts = Counter(course["text"] for slug in slugs() for course in courses_of(slug, ORIGIN, TODAY))
    assert max(texts.values()) == 1


def test_json_ld_parses_wherever_it_is_not_meant_to_be_broken() -> None:
    unreadable = []
    for slug in slugs():
        for path, page in pages(slug).items():
            for script in SCRIPT.findall(page.body.decode("utf-8", "surrogateescape")):
                try:
                    json.loads(script.encode("utf-8", "surrogateescape"))
                except ValueError:
                    unreadable.append(path)
    assert unreadable == ["/opleiding/scheepsschilder"]
    assert not SCRIPT.search(text_of(pages("zilt-en-staal")["/opleiding/scheepstimmerman"]))


@pytest.mark.parametrize("slug", slugs())
def test_json_and_xml_parse(slug: str) -> None:
    for page in pages(slug).values():
        if "json" in page.content_type:
            json.loads(page.body)
        if "xml" in page.content_type:
            etree.fromstring(page.body)


def test_graph_references_all_resolve() -> None:
    path = "/opleidingen/mig-mag-lassen-niveau-1/"
    graph = json.loads(SCRIPT.findall(text_of(pages("rijnvonk")[path]))[0])["@graph"]
    known = {node["@id"] for node in graph}
    course = next(node for node in graph if node["@type"] == "Course")
    sessions = [node for node in graph if node["@type"] == "CourseInstance"]
    assert {one["@id"] for one in course["hasCourseInstance"]} <= known
    assert {session["location"]["@id"] for session in sessions} <= known
    assert [session["startDate"] for session in sessions][:2] == ["2027-01-12", "2027-04-07"]


def test_the_microdata_site_has_courses_in_microdata_alone() -> None:
    site = pages("peelwarmte")
    assert not any(SCRIPT.search(text_of(page)) for page in site.values())
    for course in offers("peelwarmte"):
        page = text_of(site[f"/cursussen/{course['slug']}"])
        items = extruct.extract(page, syntaxes=["microdata"])["microdata"]
        found = next(item["properties"] for item in items if item["type"] == "https://schema.org/Course")
        assert found["name"] == course["title"]
        assert found["hasCourseInstance"]


def test_the_paged_list_reaches_every_course() -> None:
    found: list[str] = []
    path = "/cursussen"
    while path:
        page = text_of(pages("peelwarmte")[path])
        found += re.findall(r'<td><a href="/cursussen/([^"]+)"', page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = onward.group(1) if onward else ""
    assert found == [course["slug"] for course in offers("peelwarmte")]


@pytest.mark.parametrize("kind", ["courses", "programs"])
@pytest.mark.parametrize("size", [10, 20, 50, 100, 250])
def test_ooapi_pages_join_to_the_full_list(kind: str, size: int) -> None:
    site = pages("hogeschool-waddenveen")
    wanted = [one for one in offers("hogeschool-waddenveen") if one["kind"] == kind.removesuffix("s")]
    found, number, onward = [], 1, True
    while onward:
        key = canonical(f"/{kind}?pageNumber={number}&pageSize={size}", {"pageNumber": "1", "pageSize": "10"})
        page = json.loads(site[key].body)
        assert (page["pageNumber"], page["pageSize"], page["hasPreviousPage"]) == (number, size, number > 1)
        found += page["items"]
        number, onward = number + 1, page["hasNextPage"]
    assert [one["name"][0]["value"] for one in found] == [one["title"] for one in wanted]
    for item in found:
        uuid = item[f"{kind.removesuffix('s')}Id"]
        assert json.loads(site[f"/{kind}/{uuid}"].body) == item
        assert json.loads(site[f"/{kind}/{uuid}/offerings"].body)["items"]


def test_the_edudex_list_holds_the_same_programs_as_the_directory() -> None:
    site = pages("havenmast")
    directory = etree.fromstring(site["/edudex/directory.xml"].body)
    whole = etree.fromstring(site["/edudex/programs.xml"].body)
    names = [one.text for one in directory.iter("{*}programId")]
    assert [one.text for one in whole.iterfind("{*}program/{*}programClassification/{*}programId")] == names
    for url in directory.iterfind("{*}programResource/{*}resourceUrl"):
        assert etree.QName(etree.fromstring(site[url.text.removeprefix(ORIGIN)].body)).localname == "program"


def test_a_clients_deal_can_be_told_from_a_public_offer() -> None:
    whole = etree.fromstring(pages("havenmast")["/edudex/programs.xml"].body)
    for cost in whole.iter("{*}amount"):
        if cost.text.endswith((".11", ".22")):
            program = next(one for one in cost.iterancestors() if etree.QName(one).localname == "program")
            run = next((one for one in cost.iterancestors() if etree.QName(one).localname == "programRun"), None)
            closed = run is not None and run.findtext("{*}openTo") == "client only"
            assert closed or program.find("{*}clientId") is not None


def test_the_csv_is_windows_1252_with_semicolons() -> None:
    page = pages("kromzicht")["/export/cursusaanbod.csv"]
    assert page.content_type == "text/csv; charset=windows-1252"
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(page.body.decode("windows-1252")), delimiter=";"))
    assert len(rows) == len(offers("kromzicht"))
    assert rows[0]["Prijs"] == "€ 1.870,-"
    assert rows[0]["Startdata"] == "12-01-2027; 9 maart 2027; 08-06-2027; 14 september 2027"


def test_declarations_are_valid_and_name_every_site() -> None:
    entries = declarations(dict.fromkeys(slugs(), ORIGIN))
    assert sorted(entry["name"] for entry in entries) == slugs()
    for entry in entries:
        declared = SourceDeclaration(**entry)
        target = declared.url.removeprefix(ORIGIN)
        assert target in pages(declared.name)
    assert declarations({"rijnvonk": ORIGIN})[0]["url"] == f"{ORIGIN}/"


@pytest.mark.parametrize("slug", slugs())
def test_expected_totals_are_those_of_the_site(slug: str) -> None:
    told = EXPECTED["sites"][slug]
    names = {one["slug"] for one in offers(slug)}
    assert told["offers"] == len(names)
    assert told["technical"] == len(names) - len(told["not_technical"]) - len(told["debatable"])
    assert set(told["not_technical"]) | set(told["debatable"]) <= names


@pytest.mark.parametrize("course", EXPECTED["courses"], ids=lambda one: f"{one['source']}{one['path']}")
def test_expected_courses_are_on_the_page_that_they_name(course: dict[str, Any]) -> None:
    page = pages(course["source"])[course["path"]]
    plain = text_of(page).replace("&amp;", "&")
    assert course["title"] in plain
    assert course["provider"] in plain
    assert {price["vat"] for price in course["price"]} <= set(Vat)
    assert set(course["modes"]) <= set(Mode)
    assert course["route"] in {None, *Route}
    assert set(course["sectors"]) <= set(Sector)


@pytest.mark.parametrize("course", EXPECTED["courses"], ids=lambda one: f"{one['source']}{one['path']}")
def test_expected_starts_are_printed_by_the_source(course: dict[str, Any]) -> None:
    """Hand-written rules against the site's own data: each start day of one is a start day of the other."""
    name = course["path"].strip("/").rpartition("/")[2]
    shown = next(one for one in courses_of(course["source"], ORIGIN, TODAY) if one["slug"] == name)["starts"]
    wanted = [start(rule, TODAY) for rule in course["starts"] + course.get("past", [])]
    assert {one.first for one in shown if one.first} == {one.first for one in wanted}
    assert all(any(words in one.text for one in shown) for words in course.get("words", []))


def test_expected_holds_at_least_25_courses_and_every_site() -> None:
    assert len(EXPECTED["courses"]) >= 25
    assert {one["source"] for one in EXPECTED["courses"]} == set(slugs()) == set(EXPECTED["sites"])


@pytest.mark.parametrize(("amount", "text"), [(1870, "1.870,-"), (12.5, "12,50"), (111.11, "111,11"), (0, "0,-")])
def test_euros_are_written_the_dutch_way(amount: float, text: str) -> None:
    assert euro(amount) == text
