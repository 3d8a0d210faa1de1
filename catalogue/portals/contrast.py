"""Can a portal's own colours be read? Measured as WCAG 2.2 does: 1.4.3 for text, 1.4.11 for lines and focus.

Pure. The colours are resolved like search_api/static/css/tokens.css does: the portal's own token, the page's NL Design
System tokens, the default. What is written for both looks, `light-dark(…)`, is measured in both.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

TEXT, LINES = 4.5, 3.0
"""Least contrast of text (1.4.3), and of what shows where a field or the focus is (1.4.11)."""
Colour = tuple[float, float, float]
Scheme = Literal["light", "dark"]
BLACK, WHITE = (0.0, 0.0, 0.0), (255.0, 255.0, 255.0)
NAMED: dict[str, Colour] = {
    "black": BLACK, "white": WHITE, "red": (255, 0, 0), "yellow": (255, 255, 0), "blue": (0, 0, 255),
    "green": (0, 128, 0), "navy": (0, 0, 128), "teal": (0, 128, 128), "purple": (128, 0, 128),
    "maroon": (128, 0, 0), "gray": (128, 128, 128), "silver": (192, 192, 192), "orange": (255, 165, 0),
}  # fmt: skip
HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.I)
RGB = re.compile(r"rgb\(\s*(\d{1,3})(?:\s*,\s*|\s+)(\d{1,3})(?:\s*,\s*|\s+)(\d{1,3})\s*\)", re.I)
LIGHT_DARK = re.compile(r"light-dark\(\s*(?P<light>[^,()]*(?:\([^()]*\))?)\s*,\s*(?P<dark>[^,()]*(?:\([^()]*\))?)\s*\)")
NAMES: dict[str, tuple[str, ...]] = {
    "ink": ("--vakwijzer-color-text", "--utrecht-document-color", "--basis-color-default-color-document"),
    "paper": ("--vakwijzer-color-background", "--utrecht-document-background-color",
              "--basis-color-default-bg-document"),
    "link": ("--vakwijzer-color-link", "--vakwijzer-color-action", "--utrecht-link-color",
             "--basis-color-action-1-color-default"),
    "action": ("--vakwijzer-color-action", "--utrecht-button-primary-action-background-color",
               "--basis-color-action-1-inverse-bg-default"),
    "on_action": ("--vakwijzer-color-on-action", "--utrecht-button-primary-action-color",
                  "--basis-color-action-1-inverse-color-default"),
    "focus": ("--vakwijzer-color-focus", "--utrecht-focus-outline-color", "--basis-focus-outline-color"),
}  # fmt: skip
DEFAULTS = {"ink": ("#18212b", "#e9edf2"), "paper": ("#ffffff", "#14191f"), "link": ("#0b5394", "#8ec5ff"),
            "action": ("#0b5394", "#8ec5ff"), "on_action": ("#ffffff", "#0c1a29")}  # fmt: skip
"""Of the light and of the dark look; the focus has the colour of the text."""


class Unmeasured(ValueError):
    """A colour in a notation that is not measured; of a token: its name and value."""


@dataclass(frozen=True)
class Look:
    """The colours of one look, with what is mixed of them."""

    ink: Colour
    paper: Colour
    link: Colour
    action: Colour
    on_action: Colour
    focus: Colour

    @property
    def quiet(self) -> Colour:
        """Small text."""
        return mixed(self.ink, self.paper, 0.76)

    @property
    def edge(self) -> Colour:
        """The line around a field."""
        return mixed(self.ink, self.paper, 0.62)

    @property
    def soft(self) -> Colour:
        """The ground of boxes."""
        return mixed(self.ink, self.paper, 0.05)

    @property
    def pressed(self) -> Colour:
        """A button under the pointer."""
        return mixed(self.action, self.ink, 0.86)


@dataclass(frozen=True)
class Faint:
    """A pair of colours that is too faint in one look, and the token and value that would do; "" when no shade does.

    `ratio` None: `value` is a colour that cannot be measured.
    """

    pair: str
    ratio: float | None
    least: float
    scheme: Scheme
    token: str
    value: str

    @property
    def shown(self) -> str:
        """The contrast, cut off: 4.498 must not read as 4.50 and still be too little."""
        return f"{int((self.ratio or 0) * 100) / 100:.2f}"

    def __str__(self) -> str:
        if self.ratio is None:
            return f"{self.token}: '{self.value}' cannot be measured; write the colour as #rrggbb"
        told = (
            f"{PAIRS[self.pair]}: contrast {self.shown} : 1 in the {self.scheme} look, WCAG 2.2 asks {self.least} : 1"
        )
        return f"{told} ({f'set {self.token} to {self.value}' if self.value else 'choose colours further apart'})"


PAIRS = {
    "text": "text on the background", "small": "small text in a box", "edge": "the edge of a field",
    "links": "links in a box", "buttons": "text on buttons", "pressed": "text on a button under the pointer",
    "focus": "focus",
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """What must stand out from what, and the colour to change when it does not."""

    name: str
    colour: str
    pair: Callable[[Look], tuple[Colour, Colour]]
    least: float = TEXT

    def ratio(self, look: Look) -> float:
        """The contrast as it is."""
        return contrast(*self.pair(look))

    def kept(self, look: Look) -> bool:
        """Whether it is enough."""
        return self.ratio(look) >= self.least


RULES = (
    Rule("text", "ink", lambda look: (look.ink, look.paper)),
    Rule("small", "ink", lambda look: (look.quiet, look.soft)),
    Rule("edge", "ink", lambda look: (look.edge, look.paper), LINES),
    Rule("links", "link", lambda look: (look.link, look.soft)),
    Rule("buttons", "on_action", lambda look: (look.on_action, look.action)),
    Rule("pressed", "on_action", lambda look: (look.on_action, look.pressed)),
    Rule("focus", "focus", lambda look: (look.focus, look.paper), LINES),
)


def faint_colours(tokens: Mapping[str, str]) -> list[Faint]:
    """What people cannot read with these tokens, the defaults for the others, each with what would do.

    A colour that cannot be measured is named too. Empty: all can be read.
    """
    return list(dict.fromkeys(problem for scheme in schemes(tokens) for problem in _faint(tokens, scheme)))


def schemes(tokens: Mapping[str, str]) -> tuple[Scheme, ...]:
    """The looks that a portal with these tokens has: colours without `light-dark()` keep it light."""
    return ("light",) if light_only(tokens) else ("light", "dark")


def light_only(tokens: Mapping[str, str]) -> bool:
    """Colours without `light-dark()` were chosen for a light page: on a dark one nobody could read them."""
    colours = [value for name, value in tokens.items() if "color" in name and "focus" not in name]
    return any("light-dark(" not in value for value in colours)


def _faint(tokens: Mapping[str, str], scheme: Scheme) -> Iterator[Faint]:
    try:
        looks = {each: look_of(tokens, each) for each in schemes(tokens)}
    except Unmeasured as wrong:
        yield Faint("", None, TEXT, "light", *wrong.args)
        return
    told: set[str] = set()
    for rule in RULES:
        if rule.colour not in told and not rule.kept(looks[scheme]):
            told.add(rule.colour)
            value = _advice(rule.colour, looks, scheme)
            yield Faint(rule.name, rule.ratio(looks[scheme]), rule.least, scheme, NAMES[rule.colour][0], value)


def _advice(colour: str, looks: Mapping[Scheme, Look], scheme: Scheme) -> str:
    shade = mended(colour, looks[scheme])
    if shade is None:
        return ""
    both = {each: written(getattr(look, colour)) for each, look in looks.items()} | {scheme: shade}
    return "light-dark({light}, {dark})".format(**both) if len(both) == 2 else shade


def mended(colour: str, look: Look) -> str | None:
    """The nearest shade of this colour that can be read everywhere; None when neither darker nor lighter can."""
    own: Colour = getattr(look, colour)
    rules = [rule for rule in RULES if rule.colour == colour]
    for share, end in product((share / 50 for share in range(1, 51)), (BLACK, WHITE)):
        shade = written(mixed(own, end, 1 - share))
        if all(rule.kept(replace(look, **{colour: parsed(shade)})) for rule in rules):
            return shade
    return None


def look_of(tokens: Mapping[str, str], scheme: Scheme) -> Look:
    """The colours as the pages show them. Raises `Unmeasured`."""
    found = {role: _resolved(tokens, role, scheme) for role in DEFAULTS}
    focus = _own(tokens, "focus", scheme)
    return Look(**found, focus=found["ink"] if focus is None else focus)


def _resolved(tokens: Mapping[str, str], role: str, scheme: Scheme) -> Colour:
    own = _own(tokens, role, scheme)
    return parsed(DEFAULTS[role][scheme == "dark"]) if own is None else own


def _own(tokens: Mapping[str, str], role: str, scheme: Scheme) -> Colour | None:
    name = next((name for name in NAMES[role] if name in tokens), None)
    if name is None:
        return None
    value = tokens[name].strip()
    both = LIGHT_DARK.fullmatch(value)
    try:
        return parsed(both[scheme] if both else value)
    except Unmeasured as wrong:
        raise Unmeasured(name, value) from wrong


def parsed(text: str) -> Colour:
    """`#rgb`, `#rrggbb`, `rgb(…)` or a common name. Raises `Unmeasured` for any other notation."""
    value = text.strip().lower()
    if HEX.fullmatch(value):
        digits = value[1:] if len(value) == 7 else "".join(digit * 2 for digit in value[1:])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if match := RGB.fullmatch(value):
        return min(int(match[1]), 255), min(int(match[2]), 255), min(int(match[3]), 255)
    if value in NAMED:
        return NAMED[value]
    raise Unmeasured(text)


def written(colour: Colour) -> str:
    """`#rrggbb`."""
    return "#" + "".join(f"{round(part):02x}" for part in colour)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """As `color-mix(in srgb, one share, other)` does."""
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast of two colours, 1 to 21: WCAG 2.2, relative luminance."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: Colour) -> float:
    shares = [part / 255 for part in colour]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
