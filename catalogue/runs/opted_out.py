"""A provider's wish not to be listed, as runs obey it: none begins, and none that is under way or waits is applied."""

from urllib.parse import urlsplit

from sqlalchemy import ColumnElement
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
    wish = opt_out_of(session, source)
    return f"source '{source.name}' is not crawled: its provider {_told(wish)}" if wish else None


def wish_at(session: Session, url: str) -> str | None:
    """When and why the provider at the host of `url` asked not to be crawled; None when it did not."""
    wish = _first(session, OptOut.host == bare_host(url))
    return f"its provider {_told(wish)}" if wish else None


def opt_out_of(session: Session, source: Source) -> OptOut | None:
    """The wish that holds for this source: of its name, or of its host."""
    return _first(session, OptOut.name == source.name, OptOut.host == host_of(source))


def unwanted_hosts(session: Session) -> frozenset[str]:
    """Hosts that are not asked, each as `bare_host` gives it."""
    return frozenset(session.exec(select(OptOut.host)))


def _first(session: Session, *where: ColumnElement[bool] | bool) -> OptOut | None:
    return session.exec(select(OptOut).where(or_(*where)).order_by(col(OptOut.id))).first()


def _told(wish: OptOut) -> str:
    return f"opted out on {wish.created_at:%Y-%m-%d}: {wish.reason} (host {wish.host})"


def host_of(source: Source) -> str:
    """The `bare_host` of the source's address."""
    return bare_host(SourceDeclaration.model_validate(source.declaration).url)


def bare_host(url: str) -> str:
    """The host of an address, however it is written: in lower case, without `www.`, port and final dot."""
    return (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
