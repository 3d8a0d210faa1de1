"""When normalising the same words again cannot give anything else: then it is left out.

The content of a course follows from its words, the normaliser, the source's declaration, and the day ("12 januari"
without a year, a last day of validity that passes). A course whose words, recipe and day allow it is not normalised
again.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from catalogue.declaration import SourceDeclaration
from catalogue.normalise.dates import scan
from catalogue.raw import RawCourse

CODE = ("normalise/**/*.py", "normal.py", "raw.py", "data/**/*")
OF_THE_CRAWL = {"url", "spider", "contact", "licence", "delay", "cadence", "expectations", "aggregator"}
"""Keys of a declaration that say nothing of what words mean."""
DIGIT = re.compile(r"\d")


@cache
def normaliser_version() -> str:
    """Hash of the normaliser's code and data as installed: no number that somebody must remember to raise."""
    here, found = Path(__file__).parent, hashlib.blake2b(digest_size=16)
    for file in sorted({file for pattern in CODE for file in here.glob(pattern) if file.is_file()}):
        found.update(file.relative_to(here).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def recipe(declaration: SourceDeclaration) -> str:
    """32 hex digits, equal while normaliser and declaration are the same."""
    made = f"{normaliser_version()} {declaration.model_dump_json(exclude=OF_THE_CRAWL)}"
    return hashlib.blake2b(made.encode(), digest_size=16).hexdigest()


def valid_until(raw: RawCourse, today: date) -> date:
    """The last day on which these words surely mean what they mean today; at most the end of the year.

    A date without a year, or a date field that no rule reads, is read from today: valid for this day only. A date
    that lies ahead is valid until it has passed.
    """
    last = date(today.year, 12, 31)
    for text, is_date in _texts(raw):
        tokens = scan(text, today)
        if is_date and not tokens and DIGIT.search(text):
            return today
        for token in tokens:
            if token.span is None and token.problem is None:
                return today
            if token.span and token.span.last >= today:
                last = min(last, token.span.last)
    return last


def _texts(raw: RawCourse) -> Iterator[tuple[str, bool]]:
    """Each text that may name a date, once, with whether it is a date's own field."""
    for session in raw.sessions:
        yield from ((text, True) for text in (session.start_text, session.end_text, session.deadline_text) if text)
        yield from ((text, False) for text in (session.schedule_text,) if text)
    if raw.expires_text:
        yield raw.expires_text, True
    yield from ((text, False) for text in (raw.title, raw.description, raw.page_text) if text)
