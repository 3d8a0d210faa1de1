"""Search results written as RSS 2.0, iCalendar (RFC 5545), CSV (RFC 4180) and schema.org JSON-LD. Pure."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from xml.sax.saxutils import escape

COLUMNS = ("id", "title", "provider", "url", "sector", "level", "mode", "route", "kind", "language", "price",
           "nextStart", "places", "province")  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
LINE = 75  # octets in one line of a calendar


@dataclass(frozen=True)
class Feed:
    """A title, the page with the same search, the site's address, and summaries as `GET /v1/courses` gives them."""

    title: str
    url: str
    base: str
    results: Sequence[dict[str, Any]]

    def page(self, hit: dict[str, Any]) -> str:
        """Address of the course's page in the portal."""
        return self.base + str(hit["page"])


def rss(feed: Feed) -> str:
    """RSS 2.0."""
    items = "".join(_item(feed, hit) for hit in feed.results)
    head = (
        f"<title>{_xml(feed.title)}</title><link>{_xml(feed.url)}</link><description>{_xml(feed.title)}</description>"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>{head}{items}</channel></rss>\n'


def _item(feed: Feed, hit: dict[str, Any]) -> str:
    address = _xml(feed.page(hit))
    text = _xml(f"{hit['provider']}. {hit['summary'] or ''}".strip())
    return (
        f'<item><title>{_xml(hit["title"])}</title><link>{address}</link><guid isPermaLink="false">{hit["id"]}</guid>'
        f"<description>{text}</description></item>"
    )


def _xml(text: str) -> str:
    return escape("".join(sign for sign in text if sign >= " " or sign in "\n\t"))


def ical(feed: Feed) -> str:
    """One whole-day event for each next start of which the day is known: a month is no day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vakwijzer//NL", f"X-WR-CALNAME:{_value(feed.title)}"]
    for hit in feed.results:
        details = hit["nextStartDetails"]
        if details and details["precision"] == "day":
            lines += _event(feed, hit, date.fromisoformat(details["first"]))
    return "".join(fold(line) for line in [*lines, "END:VCALENDAR"])


def _event(feed: Feed, hit: dict[str, Any], day: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{hit['id']}-{day:%Y%m%d}@vakwijzer"
    yield f"DTSTAMP:{day:%Y%m%d}T000000Z"  # the same feed twice is the same text
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_value(hit['title'] + ' (' + hit['provider'] + ')')}"
    yield f"LOCATION:{_value(', '.join(hit['places']))}"
    yield f"URL:{feed.page(hit)}"
    yield "END:VEVENT"


def _value(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def fold(line: str) -> str:
    """The line with its end, broken where it is longer than `LINE` octets, never within a character."""
    parts, room = [""], LINE
    for sign in line:
        size = len(sign.encode())
        if size > room:
            parts.append(" ")
            room = LINE - 1
        parts[-1] += sign
        room -= size
    return "\r\n".join(parts) + "\r\n"


def csv_text(feed: Feed) -> str:
    """A header and a row for each course, with a mark so that spreadsheets read UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([cell(hit[name]) for name in COLUMNS] for hit in feed.results)
    return "\ufeff" + text.getvalue()


def cell(value: Any) -> str:
    """A value that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return "'" + text if text.startswith(FORMULA) else text


def json_ld(feed: Feed) -> str:
    """A schema.org `ItemList` of `Course`."""
    items = [
        {"@type": "ListItem", "position": number, "url": feed.page(hit), "item": _course(hit)}
        for number, hit in enumerate(feed.results, 1)
    ]
    head = {"@context": "https://schema.org", "@type": "ItemList", "name": feed.title, "numberOfItems": len(items)}
    # The answer may be put inside a script element.
    return json.dumps({**head, "itemListElement": items}, ensure_ascii=False).replace("</", "<\\/")


def _course(hit: dict[str, Any]) -> dict[str, Any]:
    course = {
        "@type": "Course",
        "name": hit["title"],
        "url": hit["url"],
        "description": hit["summary"] or hit["title"],
        "provider": {"@type": "Organization", "name": hit["provider"]},
        "inLanguage": hit["language"],
    }
    if hit["price"] is not None:
        course["offers"] = {"@type": "Offer", "price": hit["price"], "priceCurrency": "EUR", "category": "Paid"}
    return {name: value for name, value in course.items() if value is not None}
