"""A career's facts, as an editor changes them: its name, its other names, its sector and its codes. Never commits."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, String, cast, or_
from sqlmodel import Session, col, select

from catalogue import audit, outbox
from catalogue.audit.change import InvalidOverride, checked_reason
from catalogue.audit.records import hold, refuse_controls, refuse_stale, stored
from catalogue.careers.known import CareerTable, shipped
from catalogue.careers.lexicon import forms
from catalogue.careers.own import CareerRecord, career_table, own_parts, record_of, said, with_record
from catalogue.careers.table import Career, hidden_words
from catalogue.normalise.text import fold
from catalogue.portals.access import require_all_portals
from catalogue.tables import Course, Editor, Listing, OwnCareer, QueueItem


def set_career(
    session: Session, career_id: str, record: CareerRecord | None, reason: str, editor: Editor, seen: str | None
) -> None:
    """Other facts, or with None the shipped ones again. Every course that they concern is marked for the index.

    Raises NotAllowed, ChangedMeanwhile or InvalidOverride (`name_taken`, `name_elsewhere`, `nothing_changed`).
    """
    require_all_portals(editor)
    hold(session, "careers")  # of all: two careers must not get one name at the same moment
    known = career_table(session)
    held, as_shipped = known[career_id], shipped()[career_id]
    refuse_stale(record_of(held), seen)
    wanted = record or record_of(as_shipped)
    if wanted == record_of(held):
        raise InvalidOverride("record", "nothing_changed")
    refuse_controls(wanted)
    new = as_shipped if wanted == record_of(as_shipped) else with_record(as_shipped, wanted)
    _refuse_taken(known, new)
    _store(session, career_id, wanted)
    sides = (stored(record_of(held)), stored(wanted))
    audit.record(session, editor.email, "career.set", f"career:{career_id}", *sides, checked_reason(reason))
    outbox.mark(session, _concerned(session, held, new))


def _store(session: Session, career_id: str, record: CareerRecord) -> None:
    own = own_parts(career_id, record)
    row = session.get(OwnCareer, career_id)
    if row and not own:
        session.delete(row)
    elif own:
        session.merge(OwnCareer(career_id=career_id, own=own))
    session.flush()


def _refuse_taken(known: CareerTable, new: Career) -> None:
    """Raises InvalidOverride when one of its names is another career's, or says something else."""
    others = [each for each in known.careers.values() if each.id != new.id]
    taken = {said(word): each.label for each in others for word in _words(each)}
    hidden = {said(word) for word in hidden_words()}
    changed = CareerTable({**known.careers, new.id: new})
    for part, names in (("label", (new.label,)), ("synonyms", new.synonyms)):
        for name in names:
            if said(name) in taken:
                raise InvalidOverride(part, "name_taken", f"{name} ({taken[said(name)]})")
            if said(name) in hidden or changed.named(name) != new.id:
                raise InvalidOverride(part, "name_elsewhere", name)


def _words(career: Career) -> Iterable[str]:
    return (career.label, *career.names, *career.esco_names, *career.words, *career.maybe)


def _concerned(session: Session, held: Career, new: Career) -> set[str]:
    """Courses that lead to the career, wait for an editor to say so, or say a name or code that came or went."""
    linked = select(Listing.course_id).where(col(Listing.career).contains(f",{held.id},", autoescape=True))
    asked = col(QueueItem.subject).endswith(f":{held.id}", autoescape=True)
    waiting = select(QueueItem.course_id).where(QueueItem.kind == "career", asked)
    found = {*session.exec(linked), *(course_id for course_id in session.exec(waiting) if course_id)}
    told = [*_told_names(held, new), *_told_codes(held, new)]
    return found.union(session.exec(select(Course.id).where(or_(*told)))) if told else found


def _told_names(held: Career, new: Career) -> list[ColumnElement[bool]]:
    """Conditions on the courses that say a name which came or went, in any of its forms."""
    names = {held.label, *held.synonyms} ^ {new.label, *new.synonyms}
    spelled = {form.lower() for name in names for each in (name, fold(name)) for form in forms(each)}
    # What holds a longer form holds the shorter one.
    least = [each for each in spelled if not any(other in each for other in spelled - {each})]
    return [_says(each) for each in sorted(least)]


def _says(name: str) -> ColumnElement[bool]:
    """The course says it somewhere; between its words there may be a hyphen as well."""
    pattern = "_".join(part.replace("%", "_") for part in name.replace("-", " ").split())
    return cast(col(Course.normal), String).ilike(f"%{pattern}%")


def _told_codes(held: Career, new: Career) -> list[ColumnElement[bool]]:
    """Conditions on the courses that name a code which came or went."""
    codes = [("isco", code) for code in {held.isco} ^ {new.isco}]
    if (held.esco, held.esco_exact) != (new.esco, new.esco_exact):
        codes += [("esco", uri.rsplit("/", 1)[-1]) for uri in {held.esco, new.esco}]
    normal = cast(col(Course.normal), String)
    return [normal.like(f'%"{scheme}"%{code}%') for scheme, code in codes]
