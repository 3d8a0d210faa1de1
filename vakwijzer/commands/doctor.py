"""`vakwijzer doctor`: what is missing on this machine, and how to mend it."""

import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from catalogue.database import connect
from catalogue.index.engine import EngineUnavailable, engine, find_binary
from catalogue.settings import Settings
from vakwijzer.context import notes, read_settings, stop

WIDGET = Path(__file__).parents[2] / "search_api" / "static" / "widget" / "vakwijzer.js"
ENOUGH_DISK = 2 << 30  # bytes


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` None: it is fine. Not `needed`: only a part of the product misses it."""

    what: str
    state: str
    mend: str | None = None
    needed: bool = True


def doctor() -> None:
    """Look at this machine: what is there, what is missing, and how to mend it. Exits 1 when something needed is."""
    settings = read_settings()
    findings = [check(settings) for check in CHECKS]
    for found in findings:
        sign = "ok     " if found.mend is None else ("MISSING" if found.needed else "missing")
        notes.print(f"{sign}  {found.what}: {found.state}", markup=False, soft_wrap=True)
        if found.mend:
            notes.print(f"         -> {found.mend}", markup=False, soft_wrap=True)
    missing = [found.what for found in findings if found.mend and found.needed]
    if missing:
        stop(f"not ready: {', '.join(missing)}")


def _python(_settings: Settings) -> Finding:
    version = sys.version.split()[0]
    return Finding("Python", version, None if sys.version_info >= (3, 11) else "install Python 3.11 or newer")


def _home(settings: Settings) -> Finding:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        probe = settings.home / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as refused:
        return Finding(
            "data folder", f"{settings.home} ({refused.strerror})", "set VAKWIJZER_HOME to a writable folder"
        )
    free = shutil.disk_usage(settings.home).free
    mend = None if free > ENOUGH_DISK else "make room: 2 GB keeps crawls and the index going"
    return Finding("data folder", f"{settings.home.resolve()}, {free >> 30} GB free", mend)


def _database(settings: Settings) -> Finding:
    try:
        database = connect(settings)
        with database.connect() as connection:
            connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError) as problem:
        return Finding("database", str(problem).splitlines()[0], "correct DATABASE_URL, or unset it to use SQLite")
    return Finding("database", database.url.render_as_string(hide_password=True))


def _engine(settings: Settings) -> Finding:
    try:
        where = settings.meili_url or str(find_binary())
        with engine(settings):
            return Finding("search engine", where)
    except EngineUnavailable as problem:
        return Finding("search engine", str(problem), "run `make setup`, or set MEILI_URL and MEILI_MASTER_KEY")


def _port(settings: Settings) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as refused:
            return Finding("port", f"{settings.port} ({refused.strerror})", "set PORT, or use --port", needed=False)
    return Finding("port", f"{settings.port} is free")


def _widget(_settings: Settings) -> Finding:
    mend = None if WIDGET.exists() else "run `make widget` (needs npm, or `make setup` brings one)"
    return Finding("widget", "built" if WIDGET.exists() else "not built", mend, needed=False)


def _browser(_settings: Settings) -> Finding:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    mend = None if found else "apt-get install chromium (only the browser tests need it)"
    return Finding("Chromium", found or "none", mend, needed=False)


CHECKS: tuple[Callable[[Settings], Finding], ...] = (_python, _home, _database, _engine, _port, _widget, _browser)
