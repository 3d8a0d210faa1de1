"""Each reader gives exactly what a person reads in the input."""

import json
from collections import Counter
from pathlib import Path

import pytest

from crawlers.readers import READERS
from tests.crawlers.cases import CASES, folders, read_case


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_reader_gives_what_the_input_says(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert read_case(folder) == expected


def test_every_case_folder_is_run() -> None:
    kept = {path for path in CASES.glob("*/*") if path.is_dir() and path.parent.name in READERS}
    assert kept == set(folders())


def test_every_format_has_three_cases() -> None:
    counted = Counter(folder.parent.name for folder in folders())
    assert {name: counted[name] for name in READERS if counted[name] < 3} == {}
