"""A funding scheme as the fields of a form, and back. Its conditions are shown, not changed: they are rules as well."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

from catalogue.audit.change import InvalidOverride
from catalogue.declaration import Province
from catalogue.funding.scheme import Scheme
from search_api.editor.forms import lines, ticked, ticks

TEXTS = ("summary", "who", "training")
"""Parts of a scheme in Dutch and English."""
DATES = ("starts_on", "ends_on")
FLAGS = ("ended", "recurring")
PROVINCES: tuple[str, ...] = get_args(Province)
OPEN = "..."
"""Stands for a last day that is not known."""
DISPUTED = "?"


def scheme_of(form: Mapping[str, str], held: Scheme, today: date) -> Scheme:
    """What was typed over what is held. Raises ValidationError, or InvalidOverride for a line that is not whole."""
    typed: dict[str, Any] = {
        "name": form.get("name", "").strip(),
        **{part: {lang: form.get(f"{part}-{lang}", "").strip() for lang in ("nl", "en")} for part in TEXTS},
        **{day: form.get(day, "").strip() or None for day in DATES},
        **{flag: flag in form for flag in FLAGS},
        "provinces": ticked(form, "provinces", PROVINCES) or None,
        "windows": [_window(line) for line in lines(form.get("windows", ""))],
        "sources": dict(_source(line) for line in lines(form.get("sources", ""))),
        "checked_on": today if "checked" in form else held.checked_on,
    }
    return Scheme.model_validate(held.model_dump() | typed)


def _window(line: str) -> dict[str, Any]:
    """`2027-01-04 2027-03-31 rvo`; `...` for an end that is not known, ` ?` at the end where sources disagree."""
    parts = line.split()
    if len(parts) not in (3, 4) or (len(parts) == 4 and parts[3] != DISPUTED):
        raise InvalidOverride("windows", "window")
    try:
        first = date.fromisoformat(parts[0])
        last = None if parts[1] == OPEN else date.fromisoformat(parts[1])
    except ValueError as error:
        raise InvalidOverride("windows", "window") from error
    return {"first": first, "last": last, "source": parts[2], "disputed": len(parts) == 4}


def _source(line: str) -> tuple[str, dict[str, Any]]:
    """`rvo | Title of the page | https://… | 2026-10`; address and date may be left out."""
    parts = [part.strip() for part in line.split("|")]
    if not 2 <= len(parts) <= 4 or not parts[0]:
        raise InvalidOverride("sources", "source_line")
    title, url, dated = [*parts[1:], "", ""][:3]
    return parts[0], {"title": title, "url": url or None, "dated": dated or None}


def typed_of(scheme: Scheme) -> dict[str, str]:
    """The other way: the fields that a form starts with."""
    days = {day: str(getattr(scheme, day) or "") for day in DATES}
    texts = {f"{part}-{lang}": getattr(getattr(scheme, part), lang) for part in TEXTS for lang in ("nl", "en")}
    flags = {flag: "on" for flag in FLAGS if getattr(scheme, flag)}
    windows = [
        f"{one.first} {one.last or OPEN} {one.source}{f' {DISPUTED}' if one.disputed else ''}" for one in scheme.windows
    ]
    sources = [_line((key, one.title, one.url, one.dated)) for key, one in scheme.sources.items()]
    told = {"name": scheme.name, "windows": "\n".join(windows), "sources": "\n".join(sources)}
    return {**told, **texts, **days, **flags, **ticks("provinces", scheme.provinces)}


def _line(parts: Sequence[str | None]) -> str:
    """The parts between bars, without empty ones at the end."""
    return " | ".join(part or "" for part in parts).rstrip(" |")
