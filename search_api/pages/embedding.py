"""For who embeds a portal: the page that fills a frame, and the page that writes the lines to paste."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from catalogue.portals.contrast import TEXT, WHITE, contrast, parsed
from catalogue.portals.portal import PortalSettings
from search_api.i18n import languages
from search_api.pages.page import failed, known_portal, page
from search_api.problems import Problem

router = APIRouter(include_in_schema=False)
Kind = Literal["search", "course", "frame", "link"]
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
RADIUS = re.compile(r"\d{1,2}")
NAME = re.compile(r"[A-Za-z][\w-]{0,30}")
COURSE = re.compile(r"[0-9A-Za-z]{1,16}")
LANGUAGE = re.compile(r"[a-z]{2}")
TOKENS = re.compile(r"[-#:;, .%()\w]{0,300}")


@dataclass(frozen=True)
class Choice:
    """What the web editor chose; a field that cannot be used is left out and named in `wrong`."""

    kind: Kind
    language: str
    colour: str
    radius: str
    name: str
    course: str
    wrong: frozenset[str]

    @property
    def tokens(self) -> str:
        """The chosen look as design tokens, with a text colour on buttons that can be read."""
        on_colour = "#000000" if self.faint else "#ffffff"
        chosen = {
            "--vakwijzer-color-action": self.colour,
            "--vakwijzer-color-on-action": self.colour and on_colour,
            # Links in a colour that cannot be read on white stay dark: then it is for buttons only.
            "--vakwijzer-color-link": "#18212b" if self.faint else "",
            "--vakwijzer-border-radius": self.radius and f"{self.radius}px",
        }
        return "; ".join(f"{name}: {value}" for name, value in chosen.items() if value)

    @property
    def frame_query(self) -> dict[str, str]:
        """What a frame's address says of the choice."""
        return {key: value for key, value in (("lang", self.language), ("tokens", self.tokens)) if value}

    @property
    def faint(self) -> bool:
        """Would links in the chosen colour be hard to read on white?"""
        return bool(self.colour) and contrast(parsed(self.colour), WHITE) < TEXT


def choice(request: Request) -> Choice:
    """The choice that the page's URL holds."""
    given = {key: value.strip() for key, value in request.query_params.items()}
    rules = {"language": LANGUAGE, "colour": COLOUR, "radius": RADIUS, "name": NAME, "course": COURSE}
    good = {key: given.get(key, "") for key, rule in rules.items() if rule.fullmatch(given.get(key, ""))}
    kind = given.get("kind", "search")
    return Choice(
        kind=kind if kind in get_args(Kind) else "search",  # type: ignore[arg-type]
        wrong=frozenset(key for key in rules if given.get(key) and key not in good),
        **{key: good.get(key, "") for key in rules},
    )


def policy(portal: PortalSettings) -> str:
    """A frame may run the widget and nothing else, on the portal's own sites only where it names them."""
    frames = " ".join(("'self'", *portal.origins)) if portal.origins else "*"
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
        f"form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
    )


@router.get("/{slug}/inbedden")
def frame(request: Request, slug: str) -> Response:
    """The widget alone, for a site that can only paste a frame."""
    try:
        settings, shown = known_portal(request, slug)
    except Problem as problem:
        return failed(request, None, problem)
    tokens = request.query_params.get("tokens", "")
    response = page(request, "embed_frame.html", shown, tokens=tokens if TOKENS.fullmatch(tokens) else "")
    response.headers["Content-Security-Policy"] = policy(settings)
    return response


@router.get("/{slug}/insluiten")
def builder(request: Request, slug: str) -> Response:
    """The lines to paste, by choosing; a form without script."""
    try:
        settings, shown = known_portal(request, slug)
    except Problem as problem:
        return failed(request, None, problem)
    chosen = choice(request)
    api = str(request.base_url).rstrip("/")
    response = page(request, "embed_builder.html", shown, choice=chosen, api=api,
                    origins=settings.origins, languages=languages())  # fmt: skip
    response.headers["Content-Security-Policy"] += "; frame-src 'self'"
    return response


@router.get("/{slug}/insluiten/")
def builder_with_slash(slug: str) -> Response:
    """The same page for who types a slash."""
    return RedirectResponse(f"/{slug}/insluiten", 308)
