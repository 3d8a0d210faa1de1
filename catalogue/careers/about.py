"""What is known of a career beside its names: what somebody does, and which careers lie near it."""

from functools import cache, lru_cache
from pathlib import Path

import yaml

from catalogue.careers.known import CareerTable
from catalogue.careers.sectors import agree
from catalogue.careers.table import Career
from catalogue.funding.scheme import Words

TEXTS = Path(__file__).parents[1] / "data" / "career_texts.yaml"
RELATED = 6


@cache
def duties() -> dict[str, Words]:
    """Career id -> what somebody does. Careers without a text are not in it: no duties are made up."""
    rows = yaml.load(TEXTS.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return {career: Words.model_validate(words) for career, words in rows.items()}


@lru_cache(maxsize=1000)
def related(known: CareerTable, career_id: str) -> tuple[Career, ...]:
    """Careers of the same or a neighbouring ISCO-08 group whose sectors go together, the nearest first."""
    own = known[career_id]
    near = [(kin, each) for each in known.careers.values() if (kin := _kin(own, each)) and each.id != career_id]
    return tuple(each for _, each in sorted(near, key=lambda pair: (-pair[0], pair[1].label))[:RELATED])


def _kin(own: Career, other: Career) -> int:
    """0: far apart. ISCO digits that agree from the left (at least two), and one more within a sector."""
    shared = next((size for size in (4, 3, 2) if own.isco[:size] == other.isco[:size]), 0)
    if not shared or not agree(own.sector, other.sector):
        return 0
    return 2 * shared + (3 if own.sector == other.sector else 0)
