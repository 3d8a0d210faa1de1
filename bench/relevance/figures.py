"""The figures of a run: nDCG@10, share empty, share whose first hit is right, false friends shown."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bench.relevance.judged import Judged

DEPTH = 10
RIGHT = 2
"""A first hit of this grade or better is right, and of the best grade there is where that is lower."""


@dataclass(frozen=True)
class Figures:
    """Shares are of the queries that have a right answer; `false_friends` counts queries that showed one."""

    queries: int
    ndcg: float
    empty: float
    first_right: float
    false_friends: int


def figures(asked: Sequence[tuple[Judged, Sequence[str]]]) -> Figures:
    """Figures of the queries with the courses they were answered with, best first."""
    graded = [(query, shown) for query, shown in asked if query.grades]
    count = len(graded)
    return Figures(
        queries=count,
        ndcg=sum(ndcg(query, shown) for query, shown in graded) / count,
        empty=sum(not shown for _, shown in graded) / count,
        first_right=sum(_first_right(query, shown) for query, shown in graded) / count,
        false_friends=sum(bool(query.never & set(shown)) for query, shown in asked),
    )


def ndcg(query: Judged, shown: Sequence[str]) -> float:
    """Gain 2^grade - 1, discounted by log2 of the place, over the best order there could be."""
    best = sorted(query.grades.values(), reverse=True)
    return _gain([query.grades.get(slug, 0) for slug in shown]) / _gain(best)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def _first_right(query: Judged, shown: Sequence[str]) -> bool:
    least = min(RIGHT, max(query.grades.values()))
    return bool(shown) and query.grades.get(shown[0], 0) >= least
