"""Take back what somebody did, from the audit record. Taking back is a change itself: on record, with a reason.

Nothing is taken back when the thing has changed since: then somebody decided anew, and that is not undone unseen.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlmodel import Session, col, select

from catalogue import audit, curation, outbox
from catalogue.audit.change import ChangedMeanwhile, checked_reason
from catalogue.audit.records import version
from catalogue.careers.care import set_career
from catalogue.careers.outlook import OutlookRow
from catalogue.careers.outlook_care import drop_figure, set_figure
from catalogue.careers.own import CareerRecord
from catalogue.careers.text_care import set_text
from catalogue.curation import crawled_value
from catalogue.declaration import SourceDeclaration
from catalogue.duplicates.care import restore_pair, said
from catalogue.duplicates.owners import link_duplicates
from catalogue.editing.synonyms import SynonymRecord, drop_synonym, set_synonym
from catalogue.funding.care import change_scheme
from catalogue.funding.scheme import Scheme, Words
from catalogue.people.care import access_of, set_access
from catalogue.portals.access import require_all_portals, require_course, require_portal, require_role
from catalogue.portals.care import change_portal
from catalogue.portals.portal import PortalSettings
from catalogue.queue.decide import as_json
from catalogue.queue.follow import refresh
from catalogue.runs.withdrawal import withdraw
from catalogue.sources.declaring import ACTION, change_declaration
from catalogue.sources.pausing import set_paused
from catalogue.sources.registry import find_source
from catalogue.tables import (
    AuditEvent,
    CareerDecision,
    Course,
    CourseState,
    Editor,
    Override,
    QueueDecision,
    Role,
    Signal,
    SignalState,
    utcnow,
)  # fmt: skip

Revert = Callable[[Session, AuditEvent, str, Editor], None]


class Irreversible(ValueError):
    """This event cannot be taken back: a crawl that was released has been stored, a sign-in secret is gone."""


def can_revert(event: AuditEvent) -> bool:
    """Whether `revert` knows how."""
    return event.action in REVERTS


def revert(session: Session, event_id: int, reason: str, editor: Editor) -> None:
    """Take back one event. Raises LookupError, Irreversible, ChangedMeanwhile, NotAllowed or InvalidOverride."""
    event = session.get(AuditEvent, event_id)
    if event is None:
        raise LookupError(f"no event {event_id}")
    _take_back(session, event, reason, editor)
    refresh(session, _courses([event]))


def _take_back(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    require_role(editor, Role.EDITOR)
    _require(session, event, editor)
    if event.action not in REVERTS:
        raise Irreversible(event.action)
    REVERTS[event.action](session, event, checked_reason(reason), editor)


def _courses(events: Iterable[AuditEvent]) -> list[str]:
    """Ids of the courses that these events are about."""
    return sorted({_course(event) for event in events if event.subject.startswith("course:")})


def _require(session: Session, event: AuditEvent, editor: Editor) -> None:
    """Who may not change the thing may not take a change of it back."""
    kind, _, key = event.subject.partition(":")
    if kind == "course":
        require_course(session, editor, key)
    elif kind == "portal":
        require_portal(editor, key)
    else:
        require_all_portals(editor, Role.ADMINISTRATOR if kind == "editor" else Role.EDITOR)


def revert_batch(session: Session, batch: str, reason: str, editor: Editor) -> int:
    """Take back all events of one action, the last first, or none of them; gives how many. Raises as `revert`."""
    events = events_of(session, batch)
    if not events:
        raise LookupError(f"no action {batch!r}")
    # An answer that was only noted changed nothing that the index holds.
    changed = _courses(event for event in events if event.action != "queue.decide")
    with audit.together(session), outbox.marked(session, changed):
        _held = session.exec(select(Course).where(col(Course.id).in_(changed))).all()  # read in one go
        for event in events:
            _take_back(session, event, reason, editor)
    refresh(session, _courses(events))
    return len(events)


def events_of(session: Session, batch: str) -> Sequence[AuditEvent]:
    """The events of one action, the last first."""
    mine = select(AuditEvent).where(AuditEvent.batch == batch) if batch else None
    return session.exec(mine.order_by(col(AuditEvent.id).desc())).all() if mine is not None else ()


def _override(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    course_id, before, after = _course(event), event.before, event.after
    course, field, override = curation.field_state(session, course_id, after["field"])
    now = (override.value, True) if override else (crawled_value(course.normal, field), False)
    # A crawled value may be another by now; what counts is that nobody has set one since.
    if now[1] != after["own"] or (now[1] and now[0] != after["value"]):
        raise ChangedMeanwhile(field)
    seen = curation.version(course, field, override)
    if before["own"]:
        curation.set_override(session, course_id, field, before["value"], reason, editor, seen)
    elif override is not None:
        curation.clear_override(session, course_id, field, reason, editor, seen)


def _kept(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    course_id, field = _course(event), event.after["field"]
    rows = select(Override).where(Override.course_id == course_id, Override.field == field)
    override = session.exec(rows).one_or_none()
    if override is None or override.base != event.after["base"]:
        raise ChangedMeanwhile(field)
    override.base = event.before["base"]
    session.add(override)
    _record(session, event, reason, editor)


def _career(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    course_id, career = _course(event), event.after["value"]
    row = session.get(CareerDecision, (course_id, career))
    if (row.accepted if row else None) != event.after["accepted"]:
        raise ChangedMeanwhile("career")
    before = event.before["accepted"]
    if before is None:
        curation.clear_career(session, course_id, career, reason, editor)
    else:
        change = curation.accept_career if before else curation.reject_career
        change(session, course_id, career, reason, editor)


def _answered(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    row = session.get(QueueDecision, (event.after["kind"], event.after["subject"]))
    if row is None or as_json(row) != event.after:
        raise ChangedMeanwhile("queue")
    session.delete(row)
    session.flush()
    if event.before:
        session.add(QueueDecision(**event.before))
    _record(session, event, reason, editor)


def _settled(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    signal = session.get(Signal, int(event.subject.partition(":")[2]))
    if signal is None or signal.state != event.after:
        raise ChangedMeanwhile("signal")
    signal.state, signal.decided_by, signal.decided_at = SignalState(event.before), editor.email, utcnow()
    session.add(signal)
    _record(session, event, reason, editor)


def _portal(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    slug = event.subject.partition(":")[2]
    if event.before is None:
        raise Irreversible("a portal that others may use already is not taken away")
    seen = version(PortalSettings.model_validate(event.after))
    change_portal(session, slug, PortalSettings.model_validate(event.before), reason, editor, seen)


def _scheme(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    if event.before is None:
        raise Irreversible("a scheme that was added is not taken away; end it instead")
    seen = version(Scheme.model_validate(event.after))
    change_scheme(session, Scheme.model_validate(event.before), utcnow().date(), reason, editor, seen)


def _synonym(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    seen = version(SynonymRecord.model_validate(event.after) if event.after else None)
    if event.before is None:
        drop_synonym(session, event.subject.partition(":")[2], reason, editor, seen)
    else:
        set_synonym(session, SynonymRecord.model_validate(event.before), reason, editor, seen)


def _career_facts(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    seen, before = version(CareerRecord.model_validate(event.after)), CareerRecord.model_validate(event.before)
    set_career(session, event.subject.partition(":")[2], before, reason, editor, seen)


def _career_text(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    seen = version(Words.model_validate(event.after) if event.after else None)
    before = Words.model_validate(event.before) if event.before else None
    set_text(session, event.subject.partition(":")[2], before, reason, editor, seen)


def _figure(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    seen = version(OutlookRow.model_validate(event.after) if event.after else None)
    if event.before is None:
        _, career, region = event.subject.split(":", 2)
        drop_figure(session, career, region, reason, editor, seen)
    else:
        set_figure(session, OutlookRow.model_validate(event.before), utcnow().date(), reason, editor, seen)


def _paused(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    name = event.subject.partition(":")[2]
    if find_source(session, name).paused != event.after:
        raise ChangedMeanwhile("source")
    set_paused(session, name, event.before, reason, editor)


def _declared(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    name = event.subject.partition(":")[2]
    if find_source(session, name).declaration != event.after:
        raise ChangedMeanwhile("declaration")
    if event.before is None:
        raise Irreversible("a source that was added is not taken away; pause it instead")
    change_declaration(session, name, SourceDeclaration.model_validate(event.before), reason, editor)


def _duplicate(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    if said(session, event.subject) != event.after["same"]:
        raise ChangedMeanwhile("duplicate")
    before = event.before["same"] if event.before else None
    ids = restore_pair(session, event.subject, before)
    # "Not the same" linked nothing: the pair is asked again as soon as the word is gone.
    if event.after["same"] or before:
        link_duplicates(session, ids)
    _record(session, event, reason, editor)


def _access(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    person = session.get_one(Editor, int(event.subject.partition(":")[2]))
    if access_of(person) != event.after:
        raise ChangedMeanwhile("access")
    before = event.before
    set_access(session, person, Role(before["role"]), before["portals"], before["active"], editor.email, reason)


def _made(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    """A course made by hand is withdrawn; making it again brings it back, with what editors changed of it."""
    require_all_portals(editor)
    course = session.get_one(Course, _course(event))
    if course.state != CourseState.ACTIVE or course.content_hash != event.after["content"]:
        raise ChangedMeanwhile("course")
    withdraw(session, [(course, reason)], editor.email)
    link_duplicates(session, [course.id])


def _course(event: AuditEvent) -> str:
    return event.subject.partition(":")[2]


def _record(session: Session, event: AuditEvent, reason: str, editor: Editor) -> None:
    audit.record(session, editor.email, event.action, event.subject, event.after, event.before, reason)


REVERTS: Mapping[str, Revert] = {
    "override.set": _override, "override.clear": _override, "override.keep": _kept, "career.accept": _career,
    "career.reject": _career, "career.clear": _career, "queue.decide": _answered, "signal.settle": _settled,
    "portal.set": _portal, "source.pause": _paused, "funding.set": _scheme, "editor.access": _access,
    "duplicate.decide": _duplicate,
    "course.create": _made, "synonym.set": _synonym, "outlook.set": _figure,
    "career.text": _career_text, "career.set": _career_facts, ACTION: _declared,
}  # fmt: skip
