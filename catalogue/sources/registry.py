"""The registry of sources."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from catalogue.declaration import SourceDeclaration
from catalogue.tables import Source


class UnknownSource(LookupError):
    """No source has this name."""

    def __init__(self, name: str, known: Sequence[str]):
        listed = ", ".join(known) or "none yet; add one with `vakwijzer source add`"
        super().__init__(f"unknown source '{name}' (known: {listed})")


def declare(session: Session, declaration: SourceDeclaration, *, approved: bool = True) -> Source:
    """Add the source, or give an existing one of that name its new declaration (approval stays as it was)."""
    source = session.exec(select(Source).where(Source.name == declaration.name)).first()
    if source is None:
        source = Source(name=declaration.name, declaration={}, approved=approved)
    source.declaration = declaration.model_dump(mode="json")
    session.add(source)
    session.flush()
    return source


def all_sources(session: Session) -> Sequence[Source]:
    """Every source by name."""
    return session.exec(select(Source).order_by(col(Source.name))).all()


def find_source(session: Session, name: str) -> Source:
    """The source of this name. Raises `UnknownSource` that lists the known ones."""
    source = session.exec(select(Source).where(Source.name == name)).first()
    if source is None:
        raise UnknownSource(name, [s.name for s in all_sources(session)])
    return source
