"""The dump holds what the portal `nl` shows, whole, in both forms, and nothing of who opted out."""

import gzip
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.opendata import build as building
from catalogue.opendata.build import build
from catalogue.opendata.course import OpenCourse, is_open
from catalogue.opendata.parquet import COLUMNS
from catalogue.opendata.served import LINES, PARQUET, BuildRuns, current
from catalogue.sources.optout import opt_out
from catalogue.sources.registry import find_source
from tests.factories import MOMENT, add_course, known, price


def lines(home: Path) -> list[dict]:
    folder, _ = current(home)
    return [json.loads(line) for line in gzip.open(folder / LINES)]


def licensed(database: Engine, source: str, licence: str) -> None:
    with unit_of_work(database) as session:
        row = find_source(session, source)
        row.declaration = {**row.declaration, "licence": licence}
        session.add(row)


def test_both_forms_hold_the_same_published_courses(database: Engine, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(building, "CHUNK", 2)  # so that there are several
    ids = [add_course(database, key=f"/{number}", price=price(100.5)) for number in range(5)]
    add_course(database, key="/kok", technical=known(False))
    facts = build(database, tmp_path, MOMENT)
    assert facts.courses == 5
    assert [line["id"] for line in lines(tmp_path)] == sorted(ids)
    assert lines(tmp_path)[0]["sessions"] == [{"start": "2027-02-09", "place": "Arnhem", "province": "Gelderland"}]
    folder, _ = current(tmp_path)
    table = duckdb.sql(f"SELECT id, price, sessions[1].place, known['price'] FROM '{folder / PARQUET}'").fetchall()
    assert table == [(course, 100.5, "Arnhem", "stated") for course in sorted(ids)]


def test_the_facts_tell_size_and_checksum_of_each_file(sqlite: Engine, tmp_path: Path) -> None:
    add_course(sqlite)
    facts = build(sqlite, tmp_path, MOMENT)
    folder, read = current(tmp_path)
    assert read == facts
    assert {file.name for file in facts.files} == {LINES, PARQUET}
    for file in facts.files:
        content = (folder / file.name).read_bytes()
        assert (file.bytes, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_provider_that_opted_out_is_not_in_it(database: Engine, tmp_path: Path) -> None:
    add_course(database, "school", "/a")
    kept = add_course(database, "other", "/b")
    with unit_of_work(database) as session:
        opt_out(session, "school", "asked", "editor")
    build(database, tmp_path, MOMENT)
    assert [line["id"] for line in lines(tmp_path)] == [kept]


def test_a_description_is_in_it_only_under_an_open_licence(sqlite: Engine, tmp_path: Path) -> None:
    add_course(sqlite, "free", "/a")
    add_course(sqlite, "closed", "/b")
    licensed(sqlite, "free", "CC BY 4.0")
    build(sqlite, tmp_path, MOMENT)
    told = {line["source"]: (line["description"], line["licence"]) for line in lines(tmp_path)}
    assert told == {"free": ("Je leert lassen.", "CC BY 4.0"), "closed": (None, None)}


@pytest.mark.parametrize(
    ("licence", "free"),
    [("CC0-1.0", True), ("CC BY 4.0", True), ("cc-by-sa-4.0", True), ("CC BY-NC 4.0", False), ("CC-BY-ND", False),
     ("toestemming per e-mail", False), (None, False)],
)  # fmt: skip
def test_which_licences_are_open(licence: str | None, free: bool) -> None:
    assert is_open(licence) is free


def test_a_build_that_fails_leaves_the_dump_as_it_was(sqlite: Engine, tmp_path: Path, monkeypatch) -> None:
    add_course(sqlite)
    build(sqlite, tmp_path, MOMENT)
    monkeypatch.setattr(building, "write_parquet", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(sqlite, tmp_path, MOMENT + timedelta(days=1))
    assert current(tmp_path)[1].modified == MOMENT
    assert len(list((tmp_path / "open-data").iterdir())) == 2, "the dump and the link to it"


def test_two_builds_at_once_do_not_mix(sqlite: Engine, tmp_path: Path, monkeypatch) -> None:
    course = add_course(sqlite)
    write = building.write_parquet

    def meanwhile(*paths: Path) -> None:
        with pytest.raises(BuildRuns, match="being built already"):
            build(sqlite, tmp_path, MOMENT + timedelta(days=1))
        write(*paths)

    monkeypatch.setattr(building, "write_parquet", meanwhile)
    facts = build(sqlite, tmp_path, MOMENT)
    assert (facts.modified, [line["id"] for line in lines(tmp_path)]) == (MOMENT, [course])


def test_the_dump_before_stays_for_who_is_reading_it_and_older_ones_go(sqlite: Engine, tmp_path: Path) -> None:
    for day in range(4):
        build(sqlite, tmp_path, MOMENT + timedelta(days=day))
    folders = [each.name for each in (tmp_path / "open-data").iterdir() if not each.is_symlink()]
    assert len(folders) == 2


def test_the_columns_are_the_fields() -> None:
    assert list(COLUMNS) == list(OpenCourse.model_fields)
