"""The sample catalogue, crawled as the demo crawls it, in a home of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import yaml
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.database import connect, migrate
from catalogue.effective import EffectiveCourse, effective_courses
from catalogue.settings import Settings
from catalogue.tables import Course
from crawlers.samples.render import site_of, slugs
from crawlers.samples.serve import declarations, serving

FOR_SAMPLES = {"VAKWIJZER_ALLOW_PRIVATE_HOSTS": "1", "VAKWIJZER_CRAWL_DELAY": "0"}


def settings_of(home: Path) -> Settings:
    """Nothing of the machine's own settings."""
    return Settings(VAKWIJZER_HOME=home, DATABASE_URL=None, MEILI_URL=None)


def course_slugs() -> frozenset[str]:
    """Every course that the sample sites describe."""
    return frozenset(course["slug"] for site in slugs() for course in site_of(site)["courses"])


def fill(home: Path, today: date) -> None:
    """Crawl all sample sites into `home`; does nothing when it was filled before."""
    done = home / "filled"
    if done.exists():
        return
    home.mkdir(parents=True, exist_ok=True)
    with serving(today) as sites:
        for declaration in declarations({slug: site.origin for slug, site in sites.items()}):
            file = home / f"{declaration['name']}.yaml"
            file.write_text(yaml.safe_dump(declaration, allow_unicode=True), encoding="utf-8")
            _command(home, "source", "add", declaration["name"], "--declaration", str(file))
            _command(home, "crawl", declaration["name"])
    done.touch()


def _command(home: Path, *arguments: str) -> None:
    environment = {**os.environ, **FOR_SAMPLES, "VAKWIJZER_HOME": str(home)}
    command = [sys.executable, "-m", "vakwijzer", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True, stdin=subprocess.DEVNULL)


@contextmanager
def database(home: Path) -> Iterator[Engine]:
    """The filled database, with the tables of this version."""
    opened = connect(settings_of(home))
    try:
        migrate(opened, home)
        yield opened
    finally:
        opened.dispose()


def courses(opened: Engine) -> list[EffectiveCourse]:
    """All courses but those that are clearly not technical: an editor may publish the doubtful ones."""
    with Session(opened) as session:
        found = effective_courses(session, session.exec(select(Course.id)).all())
    return [c for c in found if not c.withdrawn and (c.content.technical is None or c.content.technical.value)]


def slug_of(url: str) -> str:
    """The last step of a course's page."""
    return url.rstrip("/").rsplit("/", 1)[-1]
