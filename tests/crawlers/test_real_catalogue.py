"""A real XCRI-CAP feed reads whole: as many courses and presentations as it has."""

import pytest

from catalogue.declaration import SourceDeclaration
from crawlers.readers import READERS
from tests.crawlers.real_files import A_COURSES, ABSENT

FEED = A_COURSES / "xcri_cap" / "ou-conversion.xml"

pytestmark = pytest.mark.skipif(not FEED.exists(), reason=ABSENT)


def test_every_course_and_presentation_of_a_real_feed_is_read() -> None:
    source = SourceDeclaration(name="ou", format="xcri-cap", url="http://www.open.ac.uk/xcri.xml")
    reading = READERS["xcri-cap"](FEED.read_bytes(), source.url, "text/xml", source)
    assert reading.refusals == ()
    assert len(reading.courses) == 965
    assert sum(len(course.sessions) for course in reading.courses) == 1034


def test_a_course_says_what_the_feed_says() -> None:
    source = SourceDeclaration(name="ou", format="xcri-cap", url="http://www.open.ac.uk/xcri.xml")
    reading = READERS["xcri-cap"](FEED.read_bytes(), source.url, "text/xml", source)
    course = next(one for one in reading.courses if one.title.startswith("Making sense of things"))
    assert [code.value for code in course.codes] == ["A151"]
    assert course.provider_name == "The Open University"
    assert "cultural studies" in course.subjects
