"""The feed spider over real HTTP, and every sample source end to end."""

import gzip
import html
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml

from crawlers.limits import Limits
from crawlers.readers import ooapi as ooapi_reader
from crawlers.samples.render import site_of
from crawlers.samples.serve import DECLARATIONS, declarations, serving
from tests.crawlers.cases import CASES
from tests.crawlers.loopback import SMALL, Answer, Site, crawl_of, site

COLUMNS = {"Cursus": "title", "Prijs": "price_text"}
TODAY = date(2026, 11, 24)


def as_json(value: object) -> Answer:
    return Answer(json.dumps(value).encode(), content_type="application/json")


def named(text: str) -> list[dict[str, str]]:
    return [{"language": "nl-NL", "value": text}]


def offering(start: str) -> dict[str, str]:
    return {"offeringId": start, "startDate": start, "endDate": start}


def ooapi(here: Site) -> None:
    """An API with two pages of courses, no programs, and offerings of which some cannot be had."""
    page = {"hasNextPage": False, "pageNumber": 1}
    here.answers |= {
        "/": as_json({"contactEmail": "x@x.example", "specification": "v5"}),
        "/courses?pageSize=100": as_json(
            {**page, "hasNextPage": True, "items": [{"courseId": "c1", "name": named("Een")}]}
        ),
        "/courses?pageSize=100&pageNumber=2": as_json(
            {**page, "pageNumber": 2, "items": [{"courseId": "c2", "name": named("Twee")}]}
        ),
        "/programs?pageSize=100": as_json({**page, "items": []}),
        "/courses/c1/offerings": as_json({**page, "hasNextPage": True, "items": [offering("2027-01-12")]}),
        "/courses/c1/offerings?pageNumber=2": as_json({**page, "pageNumber": 2, "items": [offering("2027-02-12")]}),
    }


def test_ooapi_pages_are_joined_with_their_offerings() -> None:
    with site() as here:
        ooapi(here)
        crawled = crawl_of(here.origin + "/", format="ooapi")
    found = {course.title: [session.start_text for session in course.sessions] for course in crawled.run.courses}
    assert found == {"Een": ["2027-01-12", "2027-02-12"], "Twee": []}
    assert [(reason, status) for _, reason, _, status in crawled.run.failures] == [("http_404", 404)]


@pytest.mark.parametrize("failing", ["/courses/c1/offerings", "/courses/c1/offerings?pageNumber=2"])
def test_an_item_whose_offerings_cannot_be_had_is_left_as_it_was(failing: str) -> None:
    with site() as here:
        ooapi(here)
        here.answers[failing] = Answer(status=500)
        crawled = crawl_of(here.origin + "/", format="ooapi")
    refused = [one for reading in crawled.run.readings.values() for one in reading.refusals]
    assert [(one.reason, one.detail) for one in refused] == [("offerings_not_fetched", "c1")]
    assert [course.title for course in crawled.run.courses] == ["Twee"]
    assert crawled.run.reasons == {"http_500", "http_404"}


def test_pages_of_offerings_that_name_themselves_as_the_next_are_read_once() -> None:
    page = {"hasNextPage": True, "pageNumber": 1}
    with site() as here:
        ooapi(here)
        here.answers["/courses/c1/offerings?pageNumber=2"] = as_json({**page, "items": [offering("2027-02-12")]})
        crawled = crawl_of(here.origin + "/", format="ooapi", limits=replace(SMALL, list_pages=50))
    assert here.paths().count("/courses/c1/offerings?pageNumber=2") == 1
    assert {course.title: len(course.sessions) for course in crawled.run.courses} == {"Een": 2, "Twee": 0}


def test_an_api_that_gives_one_page_for_ever_is_named_and_left() -> None:
    items = [{"courseId": "c1", "name": named("Een"), "offerings": []}]
    with site() as here:
        same = as_json({"hasNextPage": True, "items": items})
        here.answers |= {"/courses": same, **{f"/courses?pageNumber={number}": same for number in range(60)}}
        crawled = crawl_of(here.origin + "/courses", format="ooapi")
    assert here.paths().count("/courses?pageNumber=2") == 1
    assert len(here.asked) < 5
    assert (crawled.run.reasons, {course.title for course in crawled.run.courses}) == ({"endless_pages"}, {"Een"})


def test_what_is_stored_of_ooapi_can_be_read_again_without_the_network() -> None:
    with site() as here:
        ooapi(here)
        crawled = crawl_of(here.origin + "/", format="ooapi")
    page = crawled.run.pages[f"{here.origin}/courses?pageSize=100"]
    again = ooapi_reader.read(page.body, page.final_url, page.content_type, None)  # type: ignore[arg-type]
    assert again.courses == crawled.run.readings[page.url].courses


def test_a_page_number_without_end_leads_nowhere() -> None:
    body = b'{"items": [{"courseId": "c1", "name": "Een"}], "hasNextPage": true, "pageNumber": ' + b"9" * 5000 + b"}"
    found = ooapi_reader.read(body, "https://x.example/courses", "", None)  # type: ignore[arg-type]
    assert ([course.title for course in found.courses], found.links) == (["Een"], ())


def test_offerings_are_asked_of_the_whole_id_whatever_it_is() -> None:
    body = b'{"items": [{"courseId": "s", "name": "Een"}, {"courseId": "a b/../c?d", "name": "Twee"}]}'
    asked = ooapi_reader.offerings_wanted(body, "https://x.example/courses?pageSize=100")
    below = "https://x.example/courses"
    assert asked == {"s": f"{below}/s/offerings", "a b/../c?d": f"{below}/a%20b%2F..%2Fc%3Fd/offerings"}


def test_an_edudex_directory_leads_to_its_public_programs_only() -> None:
    program = (CASES / "edudex" / "program-with-runs" / "program.xml").read_bytes()
    resource = "<programResource>{}<programId>x</programId><resourceUrl>{}</resourceUrl></programResource>"
    with site() as here, site() as other:
        listed = [("", "/a.xml"), ("<clientId>k</clientId>", "/klant.xml"), ("", f"{other.origin}/elders.xml")]
        members = "".join(resource.format(client, address) for client, address in listed)
        here.answers["/directory.xml"] = Answer(
            f"<edudexDirectory>{members}</edudexDirectory>".encode(), content_type="text/xml"
        )
        here.answers["/a.xml"] = Answer(program, content_type="text/xml", headers={"ETag": '"1"'})
        crawled = crawl_of(here.origin + "/directory.xml", format="edudex")
    assert [course.title for course in crawled.run.courses] == ["Lassen basis"]
    assert "/klant.xml" not in here.paths()
    assert other.asked == []


def test_an_unchanged_directory_still_leads_to_its_programs() -> None:
    program = (CASES / "edudex" / "program-with-runs" / "program.xml").read_bytes()
    with site() as here:
        member = (
            f"<programResource><programId>x</programId><resourceUrl>{here.origin}/a.xml</resourceUrl></programResource>"
        )
        directory = f"<edudexDirectory>{member}</edudexDirectory>".encode()
        here.answers["/directory.xml"] = lambda handler: (
            Answer(status=304)
            if "If-None-Match" in handler.headers
            else Answer(directory, content_type="text/xml", headers={"ETag": '"1"'})
        )
        here.answers["/a.xml"] = Answer(program, content_type="text/xml")
        first = crawl_of(here.origin + "/directory.xml", format="edudex")
        second = crawl_of(here.origin + "/directory.xml", format="edudex", earlier=first.run.pages)
    assert second.run.carried == [here.origin + "/directory.xml"]
    assert [course.title for course in second.run.courses] == ["Lassen basis"]
    assert second.run.failures == []


def test_a_table_that_did_not_change_is_carried_over() -> None:
    def table(handler: Any) -> Answer:
        if handler.headers.get("If-Modified-Since"):
            return Answer(status=304)
        headers = {"Last-Modified": "Mon, 02 Nov 2026 08:00:00 GMT"}
        return Answer("Cursus;Prijs\nLassen;€ 100\n".encode("cp1252"), content_type="text/csv", headers=headers)

    with site() as here:
        here.answers["/aanbod.csv"] = table
        first = crawl_of(here.origin + "/aanbod.csv", format="csv", columns=COLUMNS)
        second = crawl_of(here.origin + "/aanbod.csv", format="csv", columns=COLUMNS, earlier=first.run.pages)
    assert [(course.title, course.prices[0].text) for course in first.run.courses] == [("Lassen", "€ 100")]
    assert second.run.carried == [here.origin + "/aanbod.csv"]


def test_the_declared_address_may_move_to_another_host() -> None:
    with site() as here, site() as elsewhere:
        here.answers["/aanbod.csv"] = Answer(status=302, headers={"Location": f"{elsewhere.origin}/export.csv"})
        elsewhere.answers["/export.csv"] = Answer(b"Cursus;Prijs\nLassen;100\n", content_type="text/csv")
        crawled = crawl_of(here.origin + "/aanbod.csv", format="csv", columns=COLUMNS)
    assert [course.title for course in crawled.run.courses] == ["Lassen"]
    assert elsewhere.paths() == ["/robots.txt", "/export.csv"]


def test_a_feed_that_is_gone_is_told_and_does_not_pass_for_an_empty_one() -> None:
    with site() as here:
        crawled = crawl_of(here.origin + "/aanbod.csv", format="csv", columns=COLUMNS)
    assert [(reason, status) for _, reason, _, status in crawled.run.failures] == [("http_404", 404)]
    assert crawled.run.readings == {}


SAMPLES = [entry["name"] for entry in yaml.safe_load(DECLARATIONS.read_text(encoding="utf-8"))]


HURRIED = Limits(crawl_delay=0.02)  # One sample asks for a second between requests.

# Broken files of a sample site that hold a course all the same: a mended charset, and somebody's test course.
EXTRA = {"zilt-en-staal": 2}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_source_gives_its_courses(name: str) -> None:
    """All that its site offers to everybody; what they say is checked where the samples are normalised."""
    with serving(TODAY) as sites:
        origins = {key: one.origin for key, one in sites.items()}
        entry = next(one for one in declarations(origins) if one["name"] == name)
        crawled = crawl_of(entry["url"], format=entry["format"], columns=entry.get("columns"), limits=HURRIED)
    offered = {html.unescape(course["title"]) for course in site_of(name)["courses"] if not course.get("client")}
    assert crawled.failed is None
    assert offered <= {course.title for course in crawled.run.courses}
    assert len(crawled.run.courses) == len(offered) + EXTRA.get(name, 0)


FEED = "Cursus;Prijs\n" + "".join(f"Lassen {number};{number}\n" for number in range(2000))


@pytest.mark.parametrize(
    ("answer", "limit", "reason"),
    [
        (Answer(gzip.compress(FEED.encode()), headers={"Content-Encoding": "gzip"}), None, None),
        (Answer(gzip.compress(FEED.encode()), content_type="application/gzip"), None, None),
        (Answer(FEED.encode()), "10KB", "too_large"),
        (Answer(gzip.compress(b"0" * 50_000_000)), None, "too_large"),
        (Answer(gzip.compress(FEED.encode())[:-20]), None, "bad_compression"),
        (Answer(b"\x8b\x00", headers={"Content-Encoding": "br"}), None, "bad_compression"),
        (Answer(FEED.encode(), headers={"Content-Length": "999999"}), None, "too_large"),
        (Answer(FEED.encode(), headers={"Content-Length": "100000"}), None, "truncated"),
    ],
    ids=["gzipped answer", "gzipped file", "limit", "bomb", "damaged", "not asked for", "long", "short"],
)
def test_a_feed_in_a_file_is_unpacked_and_bounded(answer: Answer, limit: str | None, reason: str | None) -> None:
    with site() as here:
        here.answers["/aanbod.csv"] = answer
        crawled = crawl_of(here.origin + "/aanbod.csv", format="csv", columns=COLUMNS, limit=limit)
    assert crawled.run.reasons == ({reason} if reason else set())
    assert len(crawled.run.courses) == (0 if reason else 2000)
