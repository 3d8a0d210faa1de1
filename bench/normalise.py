"""Offers a second per core through all steps of the normaliser, in CPU time.

    python -m bench.normalise

The offers are real ones where the real files are beside the checkout, else the pages of the sample providers' kind.
Also told: the share of offers for which dateparser was asked (0.3 ms a call), and what the word lists cost to load.
"""

import json
import sys
import time
import tracemalloc
from datetime import date
from unittest import mock

from bench.truth.offers import A_COURSES, all_offers
from catalogue.declaration import SourceDeclaration
from catalogue.normalise import normalise, starts
from catalogue.normalise.gazetteer import nearest, rows, towns
from catalogue.normalise.jobs import jobs
from catalogue.normalise.levels import qualifications
from catalogue.normalise.studies import words
from catalogue.normalise.vocabulary import vocabulary
from catalogue.raw import RawCourse, RawPlace, RawPrice, RawSession

LEAST_A_SECOND = 1_000
LONGEST_LOAD, LARGEST_LOAD = 1.0, 150 * 2**20  # seconds, bytes
OFFERS, ROUNDS = 2_000, 2
TABLES = (vocabulary, rows, towns, qualifications, words, jobs)
Offer = tuple[RawCourse, SourceDeclaration, date]


def made(count: int) -> list[Offer]:
    """Offers with the fields of a common page, for where the real files are not."""
    source = SourceDeclaration(name="bench", format="csv", url="https://provider.example", province="Gelderland")
    return [(_made(number), source, date(2026, 11, 24)) for number in range(count)]


def _made(number: int) -> RawCourse:
    places = ("Arnhem", "6811 AB Arnhem", "ROC Rijn IJssel Arnhem", "Nijmegen")
    session = RawSession(
        start_text=f"{number % 27 + 1} januari 2027",
        place=RawPlace(locality=places[number % 4]),
        mode_text="klassikaal",
    )
    return RawCourse(
        source_key=str(number), url=f"https://provider.example/{number}", node_type="Course",
        title=f"Lasser MIG/MAG niveau {number % 4 + 1}", duration_text="10 weken", sessions=(session,),
        description=f"Je leert lassen met {number} soorten staal. De kosten zijn € 1.870,- excl. btw. "
        + "Na afloop weet je hoe je een naad voorbereidt, last en keurt. " * 10,
        prices=(RawPrice(text="€ 1.870,- excl. btw"),),
    )  # fmt: skip


def load() -> tuple[float, int]:
    """Seconds and bytes that loading of all tables and word lists takes."""
    for table in TABLES:
        table.cache_clear()
    tracemalloc.start()
    for table in TABLES:
        table()
    nearest(52.0, 5.9)
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    for table in TABLES:
        table.cache_clear()
    began = time.process_time()
    for table in TABLES:
        table()
    return time.process_time() - began, size


def rate(offers: list[Offer]) -> float:
    """Offers a second of CPU time: the best of some rounds over the same offers, so with warm caches."""
    best = 0.0
    for _ in range(ROUNDS):
        began = time.process_time()
        for raw, source, day in offers:
            normalise(raw, source, day)
        best = max(best, len(offers) / (time.process_time() - began))
    return best


def asked(offers: list[Offer]) -> float:
    """Share of the offers for which dateparser was asked."""
    reached = 0
    for raw, source, day in offers:
        with mock.patch.object(starts, "_by_dateparser", wraps=starts._by_dateparser) as parser:
            normalise(raw, source, day)
        reached += parser.called
    return reached / len(offers)


def measure() -> dict[str, float]:
    """All figures by name."""
    offers = list(all_offers(OFFERS)) if A_COURSES.exists() else made(OFFERS)
    seconds, size = load()
    characters = sum(len(raw.description or "") + len(raw.page_text or "") for raw, _, _ in offers)
    return {
        "offers": len(offers), "characters_per_offer": round(characters / len(offers)),
        "offers_per_second": round(rate(offers)), "made_offers_per_second": round(rate(made(OFFERS))),
        "dateparser_share": round(asked(offers), 4), "load_seconds": round(seconds, 3),
        "load_megabytes": round(size / 2**20, 1),
    }  # fmt: skip


def main() -> int:
    """Print the figures; 1 when a target is missed."""
    figures = measure()
    print(json.dumps(figures, indent=2))
    slow = figures["offers_per_second"] < LEAST_A_SECOND
    heavy = figures["load_seconds"] > LONGEST_LOAD or figures["load_megabytes"] * 2**20 > LARGEST_LOAD
    if slow or heavy:
        print(f"missed: at least {LEAST_A_SECOND} offers/s, load under {LONGEST_LOAD} s and 150 MB", file=sys.stderr)
    return int(slow or heavy)


if __name__ == "__main__":
    sys.exit(main())
