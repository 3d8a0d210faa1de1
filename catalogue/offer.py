"""What tells one offer from another: the hash of its words, and the hash of all its words but its start.

Rule: items of one source that differ in nothing but key, address and the start of their sessions are sessions of one
course. Title, level, price, place, text, everything else must be equal, and each must name a start of its own:
otherwise nothing says that they are one course.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

ITS_OWN = ("source_key", "url", "sessions")
"""What a session of a course may have of its own, beside the words of its start."""
OF_THE_START = ("start_text", "end_text", "deadline_text", "schedule_text", "url")


def digest(raw: Mapping[str, Any]) -> str:
    """32 hex digits, equal for equal words."""
    return hashlib.blake2b(orjson.dumps(raw, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def kin(raw: Mapping[str, Any]) -> str | None:
    """32 hex digits, equal for items that are sessions of one course; None when it names no start."""
    sessions = raw.get("sessions") or []
    if not sessions or not all(session.get("start_text") for session in sessions):
        return None
    shared = {name: value for name, value in raw.items() if name not in ITS_OWN}
    places = [{name: value for name, value in one.items() if name not in OF_THE_START} for one in sessions]
    # Two sessions at one place and one at that place are the same course.
    return digest({**shared, "sessions": sorted({digest(one) for one in places})})
