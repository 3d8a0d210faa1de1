"""Saved pages of real providers: courses as the page says, or a refusal with a name."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from catalogue.declaration import SourceDeclaration
from catalogue.raw import RawCourse, RawPlace, RawSession, Reading
from crawlers.readers.schema_org import read
from tests.crawlers.real_files import A_COURSES, ABSENT, pages

EXPECTED: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).resolve().parents[1] / "cases" / "real" / "expected.yaml").read_text(encoding="utf-8")
)
PAGES = pages()

pytestmark = pytest.mark.skipif(not PAGES, reason=ABSENT)


def reading_of(file: str) -> Reading:
    url, content_type = PAGES[file]
    return read(
        (A_COURSES / file).read_bytes(), url, content_type, SourceDeclaration(name="real", format="schema.org", url=url)
    )


def place_words(place: RawPlace | None) -> str | None:
    """The place on one line, as expected.yaml writes it."""
    if place is None:
        return None
    town = " ".join(filter(None, (place.postal_code, place.locality)))
    return ", ".join(filter(None, (place.name, place.street, town, place.country)))


def told(course: RawCourse, session: RawSession) -> dict[str, str | None]:
    """What a person would say of one session of a course."""
    price = session.price or (course.prices[0] if course.prices else None)
    return {
        "title": course.title,
        "start": session.start_text,
        "end": session.end_text,
        "place": place_words(session.place),
        "price": f"{price.text} {price.currency}" if price else None,
        "mode": session.mode_text,
        "provider": course.provider_name,
        "url": course.url,
    }


@pytest.mark.parametrize("page", EXPECTED, ids=lambda page: page["file"])
def test_reader_gives_what_the_page_says(page: dict[str, Any]) -> None:
    reading = reading_of(page["file"])
    if "reason" in page:
        assert [refusal.reason for refusal in reading.refusals] == [page["reason"]]
        assert reading.courses == ()
        return
    assert page.get("count", len(reading.courses)) == len(reading.courses)
    found = [told(course, session) for course in reading.courses for session in course.sessions]
    for expected in page["courses"]:
        assert expected in [{key: one[key] for key in expected} for one in found]


@pytest.mark.parametrize("file", PAGES)
def test_every_saved_page_gives_courses_or_a_named_reason(file: str) -> None:
    reading = reading_of(file)
    assert reading.courses or reading.refusals
    assert all(course.title and course.sessions for course in reading.courses)


def test_at_least_twenty_pages_are_checked_by_hand() -> None:
    assert sum("courses" in page for page in EXPECTED) >= 20
