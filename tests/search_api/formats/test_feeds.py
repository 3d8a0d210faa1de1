"""Any search as a feed: whole, safe to open, with no day that nobody named."""

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree

import feedparser
import httpx2
import icalendar
import pytest
from sqlalchemy import Engine

from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.settings import Settings
from search_api.formats.feed_formats import cell, fold
from tests.conftest import TODAY
from tests.factories import ARNHEM, ROTTERDAM, add_course, session


@pytest.fixture
def filled(sqlite: Engine, settings: Settings, address: EngineAddress) -> None:
    add_course(sqlite, key="/a", title="=HYPERLINK(1) lassen & <b>zo</b>", sessions=(session("2027-02-09", ARNHEM),))
    add_course(sqlite, key="/b", title="Lassen, basis; deel 1", sessions=(session(None, ROTTERDAM, note="in overleg"),))
    drain(sqlite, settings.home, address, TODAY)


@pytest.mark.engine
def test_a_search_is_a_feed_in_each_format(api: httpx2.Client, filled: None) -> None:
    feed = {kind: api.get("/v1/courses/feed", params={"q": "lassen", "format": kind}) for kind in FORMATS}
    assert {kind: answer.headers["content-type"].split(";")[0] for kind, answer in feed.items()} == FORMATS
    titles = [item.findtext("title") for item in ElementTree.fromstring(feed["rss"].text).iter("item")]
    assert sorted(map(str, titles)) == ["=HYPERLINK(1) lassen & <b>zo</b>", "Lassen, basis; deel 1"]
    rows = list(csv.DictReader(io.StringIO(feed["csv"].text.removeprefix("\ufeff"))))
    assert {row["title"] for row in rows} == {"'=HYPERLINK(1) lassen & <b>zo</b>", "Lassen, basis; deel 1"}
    events = feed["ics"].text
    assert events.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20270209\r\n" in events
    listed = json.loads(feed["jsonld"].text)
    assert (listed["@type"], listed["numberOfItems"]) == ("ItemList", 2)


@pytest.mark.engine
def test_a_feed_leads_to_the_page_with_the_same_search(api: httpx2.Client, filled: None) -> None:
    asked = "/v1/courses/feed?portal=nl&format=rss&q=lassen&province=Gelderland&province=Utrecht&pageSize=5"
    page = ElementTree.fromstring(api.get(asked).text).findtext("channel/link") or ""
    assert page.removeprefix(str(api.base_url).rstrip("/")) == "/nl/?q=lassen&province=Gelderland&province=Utrecht"
    assert api.get(page).status_code == 200


@pytest.mark.engine
def test_other_people_s_readers_find_each_feed_well_formed(api: httpx2.Client, filled: None) -> None:
    rss = feedparser.parse(api.get("/v1/courses/feed?format=rss").content)
    assert (rss.bozo, rss.version) == (False, "rss20")
    assert all(rss.feed.get(name) for name in ("title", "link", "description"))  # RSS 2.0 demands these
    assert len({entry.id for entry in rss.entries}) == len(rss.entries) == 2
    text = api.get("/v1/courses/feed?format=ics").content
    assert max(map(len, text.split(b"\r\n"))) <= 75  # RFC 5545, 3.1
    calendar = icalendar.Calendar.from_ical(text)
    assert (calendar["VERSION"], bool(calendar["PRODID"]), calendar.errors) == ("2.0", True, [])
    [event] = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == date(2027, 2, 9)
    assert all(event[name] for name in ("UID", "DTSTAMP", "SUMMARY", "URL"))
    assert not event.errors


@pytest.mark.engine
def test_a_feed_keeps_to_filters_and_portal(api: httpx2.Client, filled: None) -> None:
    answer = api.get("/v1/courses/feed?format=csv&province=Gelderland")
    assert "HYPERLINK" in answer.text
    assert "basis" not in answer.text
    assert api.get("/v1/courses/feed?portal=nowhere").status_code == 404
    assert api.get("/v1/courses/feed?format=pdf").status_code == 400


FORMATS = {
    "rss": "application/rss+xml",
    "ics": "text/calendar",
    "csv": "text/csv",
    "jsonld": "application/ld+json",
}


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@SUM", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text).startswith("'")


def test_long_lines_are_folded_between_characters() -> None:
    folded = fold("SUMMARY:" + "é" * 100)
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert folded.replace("\r\n ", "").rstrip() == "SUMMARY:" + "é" * 100
