"""From a sample site's data to its pages. Pure: the same slug, origin and day give the same bytes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import NAMESPACE_URL, uuid5

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from crawlers.samples.starts import EVER, Start, start

SITES = Path(__file__).parent / "sites"
Site = dict[str, Any]
Course = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """An answer. body: bytes as sent. etag: strong, from the body. A site without validators has None for both."""

    status: int
    content_type: str
    body: bytes
    last_modified: datetime | None = None
    etag: str | None = None


def slugs() -> list[str]:
    """The sample sites, in the order of their folders."""
    return sorted(path.parent.name for path in SITES.glob("*/site.yaml"))


@cache
def site_of(slug: str) -> Site:
    """What site.yaml says. Callers must not change it."""
    site: Site = yaml.safe_load((SITES / slug / "site.yaml").read_text(encoding="utf-8"))
    return site


def render(slug: str, origin: str, today: date) -> dict[str, Page]:
    """Every answer of the site but 404: path (with the query where it matters, see `canonical`) -> Page."""
    site = site_of(slug)
    courses = courses_of(slug, origin, today)
    shared = {"site": site, "origin": origin, "today": today, "courses": courses}
    pages = {}
    for recipe in site["pages"]:
        for path, context in _instances(recipe, courses):
            key = canonical(path, site.get("query", {}))
            pages[key] = _page(slug, recipe, {**shared, **context})
    return pages | {broken["path"]: _verbatim(slug, broken) for broken in site.get("broken", [])}


def courses_of(slug: str, origin: str, today: date) -> list[Course]:
    """The courses with their defaults, their `url`, a fixed `uuid`, and `starts` resolved for `today`."""
    site = site_of(slug)
    return [_course(site, course, origin, today) for course in site["courses"]]


def canonical(target: str, query: Mapping[str, str]) -> str:
    """The key of a request: only the parameters in `query` count, and one with its default value counts as absent."""
    path, _, text = target.partition("?")
    kept = sorted((key, value) for key, value in parse_qsl(text) if key in query and value != query[key])
    return f"{path}?{urlencode(kept)}" if kept else path


def _course(site: Site, course: Course, origin: str, today: date) -> Course:
    full = {**site["defaults"], **course}
    places = full["at"] if isinstance(full["at"], list) else [full["at"]] if full["at"] else []
    starts = [_start(site, rule, today, places) for rule in full["starts"] or []]
    full["uuid"] = str(uuid5(NAMESPACE_URL, f"{site['slug']}/{full['slug']}"))
    full["url"] = origin + site["course_path"].format_map(full)
    full["places"] = [site["places"][key] for key in places]
    return full | {"starts": starts, "since": max((one.since for one in starts), default=EVER)}


def _start(site: Site, rule: Mapping[str, Any], today: date, places: list[str]) -> Start:
    """A start that names no place is at the course's only one."""
    key = rule.get("at", places[0] if len(places) == 1 else None)
    return start(rule, today, site["places"][key] if key else None)


def _instances(recipe: Mapping[str, Any], courses: list[Course]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages of one recipe: one, one per course, or one per `size` courses."""
    chosen = [one for one in courses if recipe.get("kind") in (None, one.get("kind"))]
    match recipe.get("each"):
        case "course":
            yield from ((recipe["path"].format_map(one), {"course": one}) for one in chosen)
        case "page":
            for size in recipe["sizes"]:
                yield from _paged(recipe["path"], chosen, size)
        case _:
            yield recipe["path"], {"chosen": chosen}


def _paged(path: str, chosen: list[Course], size: int) -> Iterator[tuple[str, dict[str, Any]]]:
    last = -(-len(chosen) // size)
    for page in range(1, last + 1):
        part = chosen[(page - 1) * size : page * size]
        yield path.format(page=page, size=size), {"chosen": part, "page": page, "last": last, "size": size}


def _page(slug: str, recipe: Mapping[str, Any], context: Mapping[str, Any]) -> Page:
    text = _environment(slug).get_template(recipe["template"]).render(context)
    charset = recipe.get("charset", "utf-8")
    kind = f"{recipe.get('type', 'text/html')}; charset={charset}"
    shown = [context["course"]] if "course" in context else context["courses"]
    since = max(course["since"] for course in shown)
    return _validated(site_of(slug), Page(200, kind, text.encode(charset)), since)


def _validated(site: Site, page: Page, since: date) -> Page:
    if not site.get("validators", True):
        return page
    modified = datetime.combine(since, time(), UTC)
    etag = f'"{sha256(page.body).hexdigest()[:20]}"'
    return Page(page.status, page.content_type, page.body, modified, etag)


def _verbatim(slug: str, broken: Mapping[str, Any]) -> Page:
    body = (SITES / slug / "broken" / broken["file"]).read_bytes()
    return Page(broken.get("status", 200), broken.get("type", "text/html; charset=utf-8"), body)


@cache
def _environment(slug: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(SITES / slug / "templates"),
        autoescape=select_autoescape(["html", "xml"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"json": _json, "euro": euro, "cell": _cell}
    return environment


def _json(value: object) -> Markup:
    """JSON as sites print it in a page: letters as they are, and no end tag inside the script."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("</", "<\\/"))  # noqa: S704 (our own data)


def euro(amount: float) -> str:
    """Dutch notation of euros: 1870 -> `1.870,-`, 12.5 -> `12,50`."""
    cents = int(Decimal(str(amount)) * 100)
    whole = f"{cents // 100:,}".replace(",", ".")
    return f"{whole},{cents % 100:02d}" if cents % 100 else f"{whole},-"


def _cell(value: object) -> str:
    """One cell of a semicolon-separated file, quoted only where it must be."""
    text = "" if value is None else str(value)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if any(mark in text for mark in ';"\n') else text
