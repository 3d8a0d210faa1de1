"""A provider's wish not to be listed, as runs obey it: none begins, and none that is under way or waits is applied."""

from urllib.parse import urlsplit

from sqlmodel import Session, col, or_, select

from catalogue.declaration import SourceDeclaration
from catalogue.runs.door import RunProblem
from catalogue.tables import OptOut, Source


class OptedOut(RunProblem):
    """The provider asked not to be crawled; the text says when and why."""


def refuse_opted_out(session: Session, source: Source) -> None:
    """Raises `OptedOut` when a provider asked not to be crawled under this name or at this host."""
    if told := wish_of(session, source):
        raise OptedOut(told)


def wish_of(session: Session, source: Source) -> str | None:
    """When and why the provider of this name or host asked not to be crawled; None when it did not."""
    query = select(OptOut).where(or_(OptOut.name == source.name, OptOut.host == host_of(source)))
    wish = session.exec(query.order_by(col(OptOut.id))).first()
    if wish is None:
        return None
    asked = f"{wish.created_at:%Y-%m-%d}: {wish.reason}"
    return f"source '{source.name}' is not crawled: its provider opted out on {asked} (host {wish.host})"


def host_of(source: Source) -> str:
    """The host of the source's address, without `www.`."""
    url = SourceDeclaration.model_validate(source.declaration).url
    return (urlsplit(url).hostname or "").removeprefix("www.")
