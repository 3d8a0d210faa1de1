"""The courses in what a run read: one for each key, one for all sessions of a course.

Rules: of several items under one key, the one from the course's own page wins, else the first. Items that differ in
nothing but their start (`catalogue.offer`) are one course; it keeps the key under which it is stored already.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalogue.identity import course_id
from catalogue.offer import digest
from catalogue.raw import RawCourse
from catalogue.tables import Course, CrawlRun, RawItem, RunPage, Sighting, Snapshot


@dataclass(frozen=True, slots=True)
class Item:
    """One quoted item of a run, without its words."""

    id: int
    key: str
    digest: str
    kin: str | None
    page_url: str
    final_url: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One course that a run saw: the item that gave it, or the items of its sessions."""

    course_id: str
    key: str
    items: tuple[int, ...]
    digest: str
    kin: str | None
    page_url: str


def offers_of(session: Session, run: CrawlRun, source_name: str) -> list[Offer]:
    """Every course of the run, in the order in which it was read."""
    items = _one_of_each_key(session, _items(session, run))
    keys = {item.key: item.kin for item in items}
    stored = _stored_keys(session, run.source_id)
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.kin or f"key {item.key}"].append(item)
    return [_offer(source_name, group, _key(group, keys, stored)) for group in groups.values()]


def load_offer(offer: Offer, raws: Mapping[int, RawCourse]) -> RawCourse:
    """The offer's words: those of its first item, with the sessions of all."""
    first = raws[offer.items[0]]
    sessions = tuple(dict.fromkeys(one for item in offer.items for one in raws[item].sessions))
    return first.model_copy(update={"source_key": offer.key, "sessions": sessions})


def load_raws(session: Session, ids: Iterable[int]) -> dict[int, RawCourse]:
    """The words of these items."""
    rows = session.exec(select(RawItem.id, RawItem.raw).where(col(RawItem.id).in_(list(ids))))
    return {key or 0: RawCourse.model_validate(raw) for key, raw in rows}


def _items(session: Session, run: CrawlRun) -> list[Item]:
    query = (
        select(RawItem.id, RawItem.source_key, RawItem.digest, RawItem.kin, Snapshot.url, Snapshot.final_url)  # type: ignore[call-overload]
        .join(Snapshot, col(Snapshot.id) == col(RawItem.snapshot_id))
        .join(RunPage, col(RunPage.snapshot_id) == col(Snapshot.id))
        .where(RunPage.run_id == run.id)
        .order_by(col(RawItem.id))
    )
    return [Item(*row) for row in session.exec(query)]


def _one_of_each_key(session: Session, items: Sequence[Item]) -> list[Item]:
    by_key: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_key[item.key].append(item)
    several = [item.id for group in by_key.values() if _differ(group) for item in group]
    urls = {key: raw.url for key, raw in load_raws(session, several).items()} if several else {}
    return [next((one for one in group if _is_own_page(one, urls)), group[0]) for group in by_key.values()]


def _differ(group: Sequence[Item]) -> bool:
    return len({one.digest or one.id for one in group}) > 1


def _is_own_page(item: Item, urls: Mapping[int, str]) -> bool:
    url = _bare(urls.get(item.id, ""))
    return bool(url) and url in (_bare(item.page_url), _bare(item.final_url))


def _bare(url: str) -> str:
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")


def _stored_keys(session: Session, source_id: int) -> dict[str, str]:
    """Kin -> key of the stored course, the oldest first."""
    query = (
        select(Sighting.kin, Course.source_key)
        .join(Course, col(Course.id) == col(Sighting.course_id))
        .where(Course.source_id == source_id, col(Sighting.kin).is_not(None))
        .order_by(col(Course.first_seen_at).desc(), col(Course.id).desc())
    )
    return {kin: key for kin, key in session.exec(query) if kin}


def _key(group: Sequence[Item], keys: Mapping[str, str | None], stored: Mapping[str, str]) -> str:
    """The key that the course goes by; never one that another course of this run has."""
    kin = group[0].kin
    known = stored.get(kin) if kin else None
    if known is not None and keys.get(known, kin) == kin:
        return known
    return min(item.key for item in group)


def _offer(source_name: str, group: Sequence[Item], key: str) -> Offer:
    # The course's own item first, so that its address and page stay when sessions come and go.
    ordered = sorted(group, key=lambda item: (item.key != key, item.id))
    first, digests = ordered[0], [item.digest for item in ordered]
    # Items of an older version carry no digest, and are always looked at.
    whole = digests[0] if len(digests) == 1 else digest({"sessions": digests}) if all(digests) else ""
    return Offer(course_id(source_name, key), key, tuple(one.id for one in ordered), whole, first.kin, first.page_url)
