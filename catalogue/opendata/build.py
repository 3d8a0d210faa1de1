"""Build the dump beside the one that is served, then put it in its place: whole or not at all, in bounded memory."""

import gzip
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue.declaration import SourceDeclaration
from catalogue.effective import effective_courses
from catalogue.locks import held
from catalogue.opendata.course import OpenCourse, open_course
from catalogue.opendata.parquet import write_parquet
from catalogue.opendata.served import FACTS, FOLDER, LINES, PARQUET, BuildRuns, Facts, File
from catalogue.portals.portal import NATIONAL, PortalSettings, find_portal
from catalogue.portals.shown import joined, shown
from catalogue.runs.opted_out import host_of, unwanted_hosts
from catalogue.tables import Course, OptOut, Source

CHUNK = 500  # courses held at once


def build(database: Engine, home: Path, now: datetime) -> Facts:
    """Write a new dump under `home/open-data` and serve it from now on. What fails leaves the old one as it was.

    Raises BuildRuns: of two at once the one that ends first would throw away what the other writes.
    """
    with held(home, "open-data") as mine:
        if not mine:
            raise BuildRuns("the open data are being built already: wait until that ends")
        return _build(database, home / FOLDER, now)


def _build(database: Engine, root: Path, now: datetime) -> Facts:
    fresh = root / f"{now:%Y%m%dT%H%M%S%f}"
    fresh.mkdir(parents=True)
    try:
        count = _write_lines(database, fresh / LINES)
        write_parquet(fresh / LINES, fresh / PARQUET)
        files = tuple(_file(fresh / name) for name in (LINES, PARQUET))
        facts = Facts(modified=now, courses=count, files=files)
        (fresh / FACTS).write_bytes(facts.model_dump_json().encode())
    except BaseException:
        shutil.rmtree(fresh)
        raise
    _serve(root, fresh)
    return facts


def _serve(root: Path, fresh: Path) -> None:
    """Point `current` to the new folder in one step. The one before stays for who is reading it."""
    link = root / "current"
    before = link.resolve().name if link.exists() else None
    made = root / f".{fresh.name}"
    made.symlink_to(fresh.name)
    os.replace(made, link)
    for folder in root.iterdir():
        if folder.is_dir() and not folder.is_symlink() and folder.name not in (fresh.name, before):
            shutil.rmtree(folder)


def _write_lines(database: Engine, path: Path) -> int:
    count = 0
    with Session(database) as session, gzip.open(path, "wb", compresslevel=6) as out:
        for course in open_courses(session):
            out.write(orjson.dumps(course.model_dump(mode="json")) + b"\n")
            count += 1
    return count


def open_courses(session: Session) -> Iterator[OpenCourse]:
    """Every course of the portal `nl` in the order of its id, but those of a provider that opted out."""
    portal = find_portal(session, NATIONAL)
    assert portal is not None  # noqa: S101  (it is built in)
    licences = _licences(session)
    last = ""
    while ids := _ids(session, portal, list(licences), last):
        courses = {course.id: course for course in effective_courses(session, ids)}
        for course_id in ids:
            if course := courses.get(course_id):
                yield open_course(course, portal, licences[course.source_name])
        session.expunge_all()
        last = ids[-1]


def _ids(session: Session, portal: PortalSettings, sources: list[str], after: str) -> list[str]:
    wanted = joined(select(Course.id)).where(shown(portal), col(Source.name).in_(sources), col(Course.id) > after)
    return list(session.exec(wanted.order_by(col(Course.id)).limit(CHUNK)))


def _licences(session: Session) -> Mapping[str, str | None]:
    """Source -> licence, without the sources of providers that asked not to be listed."""
    names, hosts = set(session.exec(select(OptOut.name))), unwanted_hosts(session)
    sources = session.exec(select(Source)).all()
    kept = [source for source in sources if source.name not in names and host_of(source) not in hosts]
    return {each.name: SourceDeclaration.model_validate(each.declaration).licence for each in kept}


def _file(path: Path) -> File:
    with path.open("rb") as content:
        digest: Any = hashlib.file_digest(content, "sha256")
    return File(name=path.name, bytes=path.stat().st_size, sha256=digest.hexdigest())
