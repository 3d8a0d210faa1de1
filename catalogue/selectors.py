"""CSS selectors of a declaration: which fields there are, and what a selector means.

`h1` takes the words of each element that it finds; `.prijs::text` only what stands in the element itself and not in
those inside it; `a.brochure::attr(href)` an attribute. `sessions` and `courses` name elements: one for each session of
a course, and, where one page holds several courses, one for each course; their fields are looked for inside them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError

CONTAINERS = ("courses", "sessions")
SESSION_FIELDS = (
    "start_text", "end_text", "deadline_text", "schedule_text", "place_text", "street", "postal_code", "locality",
    "session_price_text",
)  # fmt: skip
COURSE_TEXTS = (
    "provider_name", "level_text", "mode_text", "route_text", "kind_text", "duration_text", "effort_text",
    "language_text", "credential_text", "requirements_text", "audience_text", "expires_text",
)  # fmt: skip
COURSE_FIELDS = ("title", "description", "url", "price_text", "vat_text", "subjects", "code", "crebo", *COURSE_TEXTS)
FIELDS = frozenset({*CONTAINERS, *SESSION_FIELDS, *COURSE_FIELDS})
TAIL = re.compile(r"::(?:(text)|attr\(([\w:-]+)\))$")


@dataclass(frozen=True)
class Selector:
    """A selector, ready to use. xpath: finds the elements, below and including where it starts."""

    xpath: str
    own_text: bool = False
    attribute: str | None = None


@lru_cache(maxsize=1024)
def selector(css: str) -> Selector:
    """What `css` means. Raises ValueError with a line for a person."""
    tail = TAIL.search(css.strip())
    plain = css.strip()[: tail.start()] if tail else css.strip()
    if not plain or "::" in plain:
        raise ValueError(f"'{css}': write a CSS selector, with ::text or ::attr(name) after it where needed")
    try:
        xpath = HTMLTranslator().css_to_xpath(plain, prefix="descendant-or-self::")
    except SelectorError as wrong:
        raise ValueError(f"'{css}' is no CSS selector: {wrong}") from wrong
    return Selector(xpath, bool(tail and tail.group(1)), tail.group(2) if tail else None)


def checked(selectors: Mapping[str, str]) -> None:
    """Raises ValueError that names each wrong field and selector, and says what is allowed."""
    problems = [f"{name} is no field" for name in selectors if name not in FIELDS | {"links"}]
    if problems:
        problems.append(f"choose from {', '.join(sorted(FIELDS))}")
    for name, css in selectors.items():
        try:
            found = selector(css)
        except ValueError as wrong:
            problems.append(f"{name}: {wrong}")
            continue
        if name in (*CONTAINERS, "links") and (found.own_text or found.attribute):
            problems.append(f"{name} names elements: leave out ::text and ::attr()")
    if problems:
        raise ValueError("selectors: " + "; ".join(problems))
