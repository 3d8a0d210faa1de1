"""Courses that an editor makes by hand, for a provider without a website worth crawling.

They belong to a source of their own, `hand:<provider>`, which no crawl reads and no crawl therefore withdraws. What was
typed goes through the normaliser and the portals' rules as the words of any source do, and is kept as a snapshot. A
course that is there already is left as it is: its fields are changed in the course editor. Each course is an event of
the audit record, all of one import in one batch; taking that back withdraws them, making them again brings them back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from catalogue import audit
from catalogue.audit.change import InvalidOverride, checked_reason
from catalogue.declaration import HAND, SourceDeclaration
from catalogue.duplicates.owners import link_duplicates
from catalogue.identity import course_id, slug
from catalogue.normal import NormalCourse
from catalogue.normalise import normalise
from catalogue.offer import digest
from catalogue.portals.access import require_all_portals
from catalogue.queue.follow import refresh
from catalogue.raw import RawCourse, Reading, Refusal
from catalogue.recipe import valid_until
from catalogue.runs.ingest import Applying, content_hash, store
from catalogue.runs.offers import Offer
from catalogue.runs.opted_out import OptedOut, refuse_opted_out
from catalogue.snapshots import keep
from catalogue.sources.registry import declare
from catalogue.tables import (
    Course,
    CourseState,
    CrawlRun,
    Editor,
    RawItem,
    RunItem,
    RunPage,
    RunState,
    Snapshot,
    Source,
    utcnow,
)  # fmt: skip

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ADDRESS = re.compile(r"https?://[^/\s]+\S*")
MAX_PROVIDER = 100  # characters


class InvalidCourse(ValueError):
    """What was typed cannot be a course. `field` is the form's field; `message` names what is asked.

    `message` is `provider_missing`, `address`, `opted_out`, `reason_missing`, `reason_too_long`, `exists`,
    `nothing_new`, or a reason of the normaliser (`no_title`, `open_day`).
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Proposal:
    """One course as it would be stored. `outcome`: `new`, `restored`, `exists` or `refused` (`reason` says why)."""

    id: str
    raw: RawCourse
    outcome: str
    content: NormalCourse | None = None
    reason: str = ""

    @property
    def taken(self) -> bool:
        """Whether it would be stored."""
        return self.outcome in ("new", "restored")


def own_key(raw: RawCourse) -> str:
    """A key for a course that was typed: the same words are the same course, another start or place is another."""
    words = raw.model_dump(mode="json", exclude_defaults=True, exclude={"source_key"})
    return f"{slug(raw.title)}-{digest(words)[:8]}"


def declaration_of(provider: str, url: str) -> SourceDeclaration:
    """The declaration of a provider's own source. Raises InvalidCourse."""
    name = " ".join(provider.split())
    if not name or len(name) > MAX_PROVIDER or not name.isprintable():
        raise InvalidCourse("provider", "provider_missing")
    if not ADDRESS.fullmatch(url):
        raise InvalidCourse("url", "address")
    return SourceDeclaration(name=f"{HAND}{slug(name)[:50]}", format="hand", url=url, provider=name)


def propose(session: Session, declaration: SourceDeclaration, raws: Sequence[RawCourse]) -> list[Proposal]:
    """What would become of these courses. Stores nothing."""
    ids = [course_id(declaration.name, raw.source_key) for raw in raws]
    rows = session.exec(select(Course.id, Course.state).where(col(Course.id).in_(ids)))
    states: dict[str, str] = {key: str(state) for key, state in rows}
    return [_proposal(key, raw, declaration, states.get(key)) for key, raw in zip(ids, raws, strict=True)]


def _proposal(key: str, raw: RawCourse, declaration: SourceDeclaration, state: str | None) -> Proposal:
    if raw.provider_name and slug(raw.provider_name) != slug(declaration.provider or ""):
        return Proposal(key, raw, "refused", reason="other_provider")
    if not ADDRESS.fullmatch(raw.url):
        return Proposal(key, raw, "refused", reason="address")
    found = normalise(raw, declaration, utcnow().astimezone(AMSTERDAM).date())
    if isinstance(found, Refusal):
        return Proposal(key, raw, "refused", reason=found.reason)
    if state == CourseState.ACTIVE:
        return Proposal(key, raw, "exists", found)
    return Proposal(key, raw, "restored" if state else "new", found)


def make_one(session: Session, home: Path, provider: str, raw: RawCourse, reason: str, editor: Editor) -> str:
    """Store one typed course and give its id. Raises InvalidCourse or NotAllowed; flushes, never commits."""
    declaration = declaration_of(provider, raw.url)
    proposal = propose(session, declaration, [raw])[0]
    if not proposal.taken:
        raise InvalidCourse("title", proposal.reason or proposal.outcome)
    make(session, home, declaration, [proposal], reason, editor)
    return proposal.id


def make(
    session: Session,
    home: Path,
    declaration: SourceDeclaration,
    proposals: Sequence[Proposal],
    reason: str,
    editor: Editor,
) -> str:
    """Store the proposals that are new or back; gives the batch under which they are taken back together.

    Raises InvalidCourse or NotAllowed. Flushes, never commits.
    """
    require_all_portals(editor)
    why, taken = _reason(reason), [one for one in proposals if one.taken]
    if not taken:
        raise InvalidCourse("file", "nothing_new")
    source = _source(session, declaration)
    run = CrawlRun(source_id=source.id or 0, state=RunState.APPLIED, started_at=utcnow(), finished_at=utcnow())
    run.counts, run.changes, run.decided_by = {"items": len(taken)}, {"new": len(taken)}, editor.email
    session.add(run)
    session.flush()
    where, items = _keep(session, home, run, source, taken)
    offers = {one.id: Offer(one.id, one.raw.source_key, (), "", None, where) for one in taken}
    store(session, Applying(source, run, offers), items)
    ids = [one.id for one in taken]
    link_duplicates(session, ids)
    refresh(session, ids)
    return _record(session, taken, why, editor)


def _reason(reason: str) -> str:
    try:
        return checked_reason(reason)
    except InvalidOverride as error:
        raise InvalidCourse(error.field, error.message) from error


def _source(session: Session, declaration: SourceDeclaration) -> Source:
    """The provider's own source, new where there is none. Paused for good: there is nothing to crawl."""
    source = session.exec(select(Source).where(Source.name == declaration.name)).first()
    asked = source or Source(name=declaration.name, declaration=declaration.model_dump(mode="json"))
    try:
        refuse_opted_out(session, asked)
    except OptedOut as wish:
        raise InvalidCourse("provider", "opted_out") from wish
    if source is None:
        source = declare(session, declaration)
        source.paused = True
        session.flush()
    return source


def _keep(
    session: Session, home: Path, run: CrawlRun, source: Source, taken: Sequence[Proposal]
) -> tuple[str, list[RunItem]]:
    """Keep what was typed as a snapshot of the run; gives its address and what the run stores."""
    body = Reading(courses=tuple(one.raw for one in taken)).model_dump_json(exclude_defaults=True).encode()
    body_hash, at = keep(home, body), run.started_at
    where = f"{source.name}/{body_hash[:12]}"
    kept = Snapshot(
        source_id=source.id or 0, url=where, final_url=where, content_type="application/json", body_hash=body_hash,
        size=len(body), fetched_at=at, read_at=at,
    )  # fmt: skip
    session.add(kept)
    session.flush()
    session.add(RunPage(run_id=run.id or 0, url=where, outcome="read", snapshot_id=kept.id))
    return where, [_item(session, run, kept, one) for one in taken]


def _item(session: Session, run: CrawlRun, kept: Snapshot, one: Proposal) -> RunItem:
    words = one.raw.model_dump(mode="json", exclude_defaults=True)
    session.add(RawItem(snapshot_id=kept.id or 0, source_key=one.raw.source_key, raw=words, digest=digest(words)))
    until = valid_until(one.raw, run.started_at.astimezone(AMSTERDAM).date())
    item = RunItem(run_id=run.id or 0, course_id=one.id, outcome=one.outcome)
    item.normal, item.valid_until = _normal(one), until
    session.add(item)
    return item


def _normal(one: Proposal) -> dict[str, Any] | None:
    return one.content.model_dump(mode="json") if one.content else None


def _record(session: Session, taken: Sequence[Proposal], why: str, editor: Editor) -> str:
    with audit.together(session) as batch:
        for one in taken:
            after = {"title": one.raw.title, "content": content_hash(normal) if (normal := _normal(one)) else ""}
            audit.record(session, editor.email, "course.create", f"course:{one.id}", None, after, why)
    return batch
