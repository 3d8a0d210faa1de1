"""An editor decides questions, one or many at once: each on record, all of them one action that can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from catalogue import audit, outbox
from catalogue.audit.change import ChangedMeanwhile, CourseNotFound, InvalidOverride, checked_reason
from catalogue.database import unit_of_work
from catalogue.portals.access import NotAllowed, require_all_portals, require_course, require_role
from catalogue.queue.follow import refresh
from catalogue.queue.kind import CourseKind, Deciding, Item, LiveKind, note
from catalogue.queue.kinds import KINDS
from catalogue.queue.read import MOST_AT_ONCE, items_by_subject
from catalogue.runs import Door, RunProblem
from catalogue.tables import Course, Editor, QueueDecision, Role, utcnow


class UnknownDecision(LookupError):
    """No such kind, or no such decision of it."""


@dataclass(frozen=True)
class Answer:
    """One decision of an editor on one question, as it was seen."""

    subject: str
    evidence: str


@dataclass(frozen=True)
class Done:
    """What became of the answers: `batch` takes them back together; `stale` had changed or were gone meanwhile."""

    batch: str
    decided: int
    stale: int
    refused: int
    """Not the editor's to decide."""


def decide(
    door: Door, kind_name: str, decision: str, answers: Sequence[Answer], reason: str, editor: Editor, today: date
) -> Done:
    """Decide these questions of one kind, `MOST_AT_ONCE` at most, in one transaction.

    Raises UnknownDecision, NotAllowed, or InvalidOverride for a reason that does not fit.
    """
    kind = KINDS.get(kind_name)
    if kind is None or decision not in kind.decisions:
        raise UnknownDecision(f"{kind_name}: {decision}")
    require_role(editor, Role.EDITOR)
    if kind.everywhere:
        require_all_portals(editor)
    reason = checked_reason(reason)
    answers = answers[:MOST_AT_ONCE]
    with Session(door.engine) as session:
        found = items_by_subject(session, kind_name, [answer.subject for answer in answers], today)
    valid = [found[a.subject] for a in answers if a.subject in found and found[a.subject].evidence == a.evidence]
    stale = len(answers) - len(valid)
    run = _apart if isinstance(kind, LiveKind) and kind.apart else _in_one
    done = run(door, kind, decision, valid, reason, editor, today)
    return replace(done, stale=done.stale + stale)


Kind = CourseKind | LiveKind


def _apart(door: Door, kind: Kind, decision: str, items: list[Item], reason: str, editor: Editor, today: date) -> Done:
    """Decisions that commit by themselves, and cannot be taken back."""
    decided = 0
    for item in items:
        with Session(door.engine) as session:
            deciding = Deciding(session, editor, reason, today, door)
            try:
                kind.decisions[decision](deciding, item)
                decided += 1
            except RunProblem:
                continue
    return Done("", decided, len(items) - decided, 0)


def _in_one(door: Door, kind: Kind, decision: str, items: list[Item], reason: str, editor: Editor, today: date) -> Done:
    decided, stale, refused = list[Item](), 0, 0
    ids = [] if kind.decisions[decision] is note else [item.course_id for item in items if item.course_id]
    # Marked first, as each change would by itself: only then are the courses read, in one go.
    with unit_of_work(door.engine) as session, audit.together(session) as batch, outbox.marked(session, ids):
        _held = session.exec(select(Course).where(col(Course.id).in_(ids))).all()
        deciding = Deciding(session, editor, reason, today, door)
        for item in items:
            try:
                _decide(deciding, kind, decision, item)
                decided.append(item)
            except NotAllowed:
                refused += 1
            except (ChangedMeanwhile, CourseNotFound, InvalidOverride, LookupError):
                stale += 1
        refresh(session, sorted({item.course_id for item in decided if item.course_id}))
    return Done(batch, len(decided), stale, refused)


def _decide(deciding: Deciding, kind: Kind, decision: str, item: Item) -> None:
    if item.course_id is not None:
        require_course(deciding.session, deciding.editor, item.course_id)
    act = kind.decisions[decision]
    act(deciding, item)
    if act is note:
        _keep(deciding, decision, item)


def _keep(deciding: Deciding, decision: str, item: Item) -> None:
    """Write down that it was answered: it stays so while the evidence is the same, whatever crawls do."""
    session, editor = deciding.session, deciding.editor
    known = session.get(QueueDecision, (item.kind, item.subject))
    before = as_json(known) if known else None
    row = known or QueueDecision(kind=item.kind, subject=item.subject, evidence="", decision="", editor_id=0)
    row.course_id, row.evidence, row.decision = item.course_id, item.evidence, decision
    row.editor_id, row.at = editor.id or 0, utcnow()
    session.add(row)
    subject = f"course:{item.course_id}" if item.course_id else f"{item.kind}:{item.subject}"
    audit.record(session, editor.email, "queue.decide", subject, before, as_json(row), deciding.reason)


def as_json(row: QueueDecision) -> dict[str, str | int | None]:
    """A decision as the audit record keeps it."""
    names = ("kind", "subject", "course_id", "evidence", "decision", "editor_id")
    return {name: getattr(row, name) for name in names}
