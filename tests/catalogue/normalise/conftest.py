"""A course and a source to put words in."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import settings

from catalogue.declaration import SourceDeclaration
from catalogue.normal import NormalCourse
from catalogue.normalise import normalise
from catalogue.raw import RawCourse, Refusal

# A busy machine is no fault of the rule under test.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

TODAY = date(2026, 11, 24)


@pytest.fixture
def read() -> Callable[..., NormalCourse | Refusal]:
    """Normalise a course with the given words; `province` goes to the source."""

    def _read(title: str = "Lasser", province: Any = None, **words: Any) -> NormalCourse | Refusal:
        source = SourceDeclaration(name="source", format="csv", url="https://provider.example", province=province)
        words = {"source_key": "1", "url": "https://provider.example/1", "node_type": "Course"} | words
        return normalise(RawCourse(title=title, **words), source, TODAY)

    return _read
