"""A real agenda of a training firm, as the one list that such a firm would export: each run with its course's name."""

import json
from typing import Any

import pytest

from catalogue.declaration import SourceDeclaration
from catalogue.raw import RawCourse
from crawlers.readers import READERS
from tests.crawlers.real_files import A_COURSES, ABSENT

FOLDER = A_COURSES / "frissestart"
COLUMNS = {
    "cursus_id": "key",
    "naam": "title",
    "link": "url",
    "datum": "start_text",
    "begintijd": "schedule_text",
    "eindtijd": "schedule_text",
    "verkoopprijs": "price_text",
    "branche": "subjects",
}

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason=ABSENT)


def rows() -> list[dict[str, Any]]:
    """Runs and courses, kept in two files there, joined by the course's id."""
    runs = json.loads((FOLDER / "opleidingen.json").read_text(encoding="utf-8"))
    courses = {one["id"]: one for one in json.loads((FOLDER / "cursus_details.json").read_text(encoding="utf-8"))}
    return [{**courses[run["cursus_id"]], **run} for run in runs]


def courses() -> dict[str, RawCourse]:
    source = SourceDeclaration(
        name="frissestart", format="csv", url="https://opleidingen.frissestart.nl/", columns=COLUMNS
    )
    reading = READERS["csv"](json.dumps(rows()).encode(), source.url, "application/json", source)
    assert reading.refusals == ()
    return {course.source_key: course for course in reading.courses}


def test_every_run_is_a_session_of_its_course() -> None:
    found = courses()
    assert len(found) == 29
    assert sum(len(course.sessions) for course in found.values()) == len(
        {tuple(sorted(row.items())) for row in rows_told()}
    )


def rows_told() -> list[dict[str, str]]:
    """What of each run a session can tell; the place has a number there and no name."""
    kept = ("cursus_id", "datum", "begintijd", "eindtijd")
    return [{name: row[name] for name in kept} for row in rows()]


def test_a_course_says_what_the_agenda_says() -> None:
    course = courses()["53"]
    assert course.title == next(row["naam"] for row in rows() if row["cursus_id"] == "53")
    assert (course.sessions[0].start_text, course.sessions[0].schedule_text) == ("2025-05-16", "08:00:00 16:00:00")
    assert "275.00" in [price.text for price in course.prices]
    assert "Logistiek" in course.subjects
