"""By which version of settings, words and documents an index was made, kept in the engine beside it.

A newer version of the software makes other documents of the same courses, and an engine that lost its data holds none:
both are noticed when a process starts, and every course is marked, so that the index follows while people search.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError
from sqlalchemy import Engine
from sqlmodel import select

from catalogue import outbox
from catalogue.database import unit_of_work
from catalogue.index.client import ensure_index, finish, open_client
from catalogue.index.engine import EngineAddress
from catalogue.index.schema import INDEX
from catalogue.tables import Course

RECIPES = "recipes"
CATALOGUE = Path(__file__).parents[1]
MADE_BY = ("effective.py", "index/schema.py", "index/documents.py", "index/circle.py", "index/facts.py",
           "language/*.py", "data/trades.yaml", "data/no_typos.txt", "data/careers.csv")  # fmt: skip


@cache
def recipe() -> str:
    """Of this version: a hash of the files that say what documents and settings are."""
    told = hashlib.blake2b(digest_size=8)
    for path in _files():
        told.update(path.read_bytes())
    return told.hexdigest()


def _files() -> Iterator[Path]:
    return (path for pattern in MADE_BY for path in sorted(CATALOGUE.glob(pattern)))


def note(engine: Client) -> None:
    """The live index is made by this version."""
    ensure_index(engine, RECIPES, {}, "id")
    finish(engine, [engine.index(RECIPES).add_documents([{"id": INDEX, "recipe": recipe()}])])


def same_version(engine: Client) -> bool | None:
    """Was the live index made by this version? None where nothing tells."""
    try:
        return bool(engine.index(RECIPES).get_document(INDEX).recipe == recipe())
    except MeilisearchApiError as error:
        if error.code in ("index_not_found", "document_not_found"):
            return None
        raise


def renew(database: Engine, engine: Client) -> int:
    """Mark every course where the index is not of this version; gives how many. Done again after a crash in between."""
    if same_version(engine):
        return 0
    with unit_of_work(database) as session:
        ids = session.exec(select(Course.id)).all()
        outbox.mark(session, ids)
    note(engine)
    return len(ids)


def follow_version(database: Engine, address: EngineAddress) -> int:
    """`renew` from an address. Raises `EngineUnavailable` or `TaskFailed`."""
    with open_client(address) as engine:
        return renew(database, engine)
