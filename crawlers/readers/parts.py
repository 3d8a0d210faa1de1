"""What a long feed gives, in parts that fit in memory: the feeds' readers yield one thing at a time."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from catalogue.raw import RawCourse, Reading, Refusal

PART = 200  # things per part
MAX_ITEMS = 200_000  # courses of one feed; a feed with more is read up to there
MAX_REFUSALS = 1000  # of one feed; what goes beyond is counted

Found = RawCourse | Refusal | str
"""A course, a refusal, or the address of a further document."""


def in_parts(found: Iterable[Found], where: str, nothing: str) -> Iterator[Reading]:
    """Readings of at most `PART` things each: one course per key, the first.

    nothing: the reason that is given when there is none.
    """
    bounded = _Bounded(where)
    things = chain(bounded.courses(bounded.refusals(found)), bounded.told(nothing))
    while part := list(islice(things, PART)):
        yield _reading(part)


def whole(parts: Iterable[Reading]) -> Reading:
    """All parts as one reading, for feeds that fit in memory."""
    all_parts = list(parts)
    return Reading(
        courses=tuple(course for part in all_parts for course in part.courses),
        refusals=tuple(refusal for part in all_parts for refusal in part.refusals),
        links=tuple(dict.fromkeys(link for part in all_parts for link in part.links)),
    )


class _Bounded:
    """Lets things through up to the bounds, and tells afterwards what went beyond."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._keys: set[str] = set()
        self._refused = 0
        self._empty = True

    def refusals(self, found: Iterable[Found]) -> Iterator[Found]:
        for thing in found:
            self._empty = False
            self._refused += isinstance(thing, Refusal)
            if not isinstance(thing, Refusal) or self._refused <= MAX_REFUSALS:
                yield thing

    def courses(self, found: Iterable[Found]) -> Iterator[Found]:
        for thing in found:
            if isinstance(thing, RawCourse):
                if thing.source_key in self._keys:
                    continue
                if len(self._keys) >= MAX_ITEMS:
                    yield Refusal(reason="too_many_items", where=self._where, detail=f"read up to {MAX_ITEMS}")
                    return
                self._keys.add(thing.source_key)
            yield thing

    def told(self, nothing: str) -> Iterator[Found]:
        if self._empty:
            yield Refusal(reason=nothing, where=self._where)
        elif self._refused > MAX_REFUSALS:
            more = self._refused - MAX_REFUSALS
            yield Refusal(reason="more_refused", where=self._where, detail=f"{more} more were refused")


def _reading(part: list[Found]) -> Reading:
    return Reading(
        courses=tuple(one for one in part if isinstance(one, RawCourse)),
        refusals=tuple(one for one in part if isinstance(one, Refusal)),
        links=tuple(one for one in part if isinstance(one, str)),
    )
