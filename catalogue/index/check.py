"""Do database and index agree? Compared document by document, by id and by hash."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.index.client import open_client
from catalogue.index.documents import documents
from catalogue.index.engine import EngineAddress
from catalogue.index.rebuild import chunks
from catalogue.index.recipe import same_version
from catalogue.index.schema import INDEX

PAGE = 5000


@dataclass(frozen=True)
class Difference:
    """Document ids that the index lacks, holds in an old version, or holds though nothing asks for them."""

    documents: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]
    extra: tuple[str, ...]
    same_version: bool | None
    """Was it made by this version of settings, words and documents? None where nothing tells."""

    @property
    def agrees(self) -> bool:
        """True when there is no difference."""
        return self.same_version is not False and not (self.missing or self.stale or self.extra)


def check(database: Engine, address: EngineAddress, today: date) -> Difference:
    """Compare everything. Marks not yet drained show up as differences, as they should."""
    with Session(database) as session:
        wanted = {doc.id: doc.version for some in chunks(session) for c in some for doc in documents(c, today)}
    with open_client(address) as engine:
        held, same = dict(_held(engine)), same_version(engine)
    return Difference(
        documents=len(wanted),
        missing=tuple(sorted(wanted.keys() - held.keys())),
        stale=tuple(sorted(key for key in wanted.keys() & held.keys() if wanted[key] != held[key])),
        extra=tuple(sorted(held.keys() - wanted.keys())),
        same_version=same,
    )


def _held(engine: Client) -> Iterator[tuple[str, str]]:
    offset = 0
    while True:
        try:
            page = engine.index(INDEX).get_documents({"fields": ["id", "version"], "limit": PAGE, "offset": offset})
        except MeilisearchApiError as error:
            if error.code == "index_not_found":
                return
            raise
        for document in page.results:
            yield document.id, document.version
        offset += PAGE
        if offset >= page.total:
            return
