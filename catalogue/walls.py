"""Walls: pages that answer 200 and are no page of the site. A wall is named, for it is not emptiness.

Only for pages that gave no course: a page with courses is never a wall, whatever else stands on it. The signs are
the general ones of Dutch and English sites; none is tuned to one site.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from catalogue.crawl import Fetched

WALLS = {
    "wall_captcha": "a question whether we are a robot",
    "wall_login": "a page to log in",
    "wall_consent": "a question about cookies or consent instead of the page",
    "wall_maintenance": "a notice of maintenance",
    "wall_soft_404": "'not found', told with status 200",
    "wall_empty_shell": "an empty page that a script would fill",
}
"""Every wall with its meaning."""

MAX_BODY = 300_000  # bytes that are looked at: a wall says what it is at once
SHORT = 1500  # characters of visible text; a wall has little to say
BARE = 250  # characters; below it a page has no content of its own

UNSEEN = re.compile(r"<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
# Each pattern is bounded: a page can be made to keep an unbounded one busy for minutes.
TAG = re.compile(r"<[^<>]*>")
HEADING = re.compile(r"<(title|h1)\b[^<>]{0,300}>(.{0,400}?)</\1\s{0,9}>", re.I | re.S)
PASSWORD = re.compile(r"<input\b[^<>]{0,300}\btype\s{0,9}=\s{0,9}[\"']?password", re.I)
CHALLENGE = re.compile(r"cf-challenge|challenge-platform|cf-turnstile|g-recaptcha|h-captcha|captcha-delivery", re.I)
ROBOT = re.compile(
    r"just a moment|attention required|are you (?:a |an )?(?:human|robot)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|checking your browser|(?:ben|bent) (?:je|u) (?:een )?(?:mens|robot)|geen robot (?:bent|ben)|unusual traffic"
    r"|ongewoon verkeer|access denied|toegang geweigerd|request blocked|verzoek geblokkeerd",
    re.I,
)
LOGIN = re.compile(
    r"^\W*(?:log[\s-]?in|inloggen|sign[\s-]?in|aanmelden|log in op .{1,60}|inloggen (?:op|bij|voor) .{1,60}"
    r"|sign in to .{1,60}|je moet (?:eerst )?inloggen.*|u moet (?:eerst )?inloggen.*|please (?:log|sign) in.*)"
    r"\W*(?:$|[|–—-])",
    re.I,
)
LOGIN_PATH = re.compile(r"/(?:log-?in|inloggen|sign-?in|aanmelden|sso|saml2?|oauth2?|auth)(?:[/.]|$)", re.I)
CONSENT = re.compile(
    r"cookie|toestemming|consent|before you continue|voordat (?:je|u) verder ?gaat|privacy-?(?:gate|instellingen)", re.I
)
CONSENT_PATH = re.compile(r"/(?:cookie-?wall|cookie-?consent|consent|privacy-?gate)(?:[/.]|$)", re.I)
# "Onderhoud" alone is a trade that is taught: the words must speak of the site.
MAINTENANCE = re.compile(
    r"(?:gepland|wegens|vanwege|in|onder) onderhoud\W*(?:$|\||aan|van de (?:web)?site|bezig)|onderhoudswerkzaamheden"
    r"|(?:site|website|webshop|pagina|systeem) (?:is|wordt) .{0,40}(?:onderhoud|onderhouden)"
    r"|(?:under|down for|scheduled|site|undergoing) maintenance|tijdelijk (?:niet beschikbaar|buiten gebruik|offline)"
    r"|temporarily (?:unavailable|down|offline)|we zijn zo (?:weer )?terug|(?:we'll )?be (?:right )?back soon"
    r"|be right back|service unavailable",
    re.I,
)
NOT_FOUND = re.compile(
    r"^\W*(?:error|fout|foutmelding)?\W*404\b|pagina (?:is )?niet (?:meer )?(?:gevonden|beschikbaar)|page not found"
    r"|(?:bestaat|bestaan) niet(?: meer)?\W*(?:$|\|)|(?:page|pagina) (?:no longer|doesn't|does not|can(?:no|')t) "
    r"|niet gevonden\W*(?:$|[|–—-])|not found\W*(?:$|[|–—-])|kunnen (?:deze|de) pagina niet vinden|oeps|oops",
    re.I,
)
SHELL = re.compile(
    r"<(?:div|main|app-root|body)\b[^<>]{0,300}\bid\s{0,9}=\s{0,9}[\"']?(?:root|app|__next|__nuxt|___gatsby|svelte)\b[^<>]{0,300}>\s{0,99}</"
    r"|<app-root\b[^<>]{0,300}>\s{0,99}</",
    re.I,
)
NO_SCRIPT = re.compile(
    r"<noscript\b.{0,300}?(?:enable|need|requires?|turn on|schakel|activeer|inschakelen|aanzetten|nodig)",
    re.I | re.S,
)


@dataclass(frozen=True)
class Look:
    """What a page shows at first sight."""

    source: str
    path: str

    @cached_property
    def text(self) -> str:
        """The visible words, folded."""
        return _words(UNSEEN.sub(" ", self.source))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The title and the main headings: what the page says it is."""
        return tuple(_words(match[2]) for match in HEADING.finditer(self.source))

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Whether its title or a main heading says so; without any, the beginning of its text."""
        return any(pattern.search(words) for words in self.headings or (self.text[:200],))


def wall(page: Fetched) -> str | None:
    """Name of the wall that this answer is (a key of `WALLS`); None for a page of the site, and for what is no HTML."""
    body = page.body[:MAX_BODY]
    if not _is_html(page.content_type, body):
        return None
    look = Look(body.decode("utf-8", "replace"), urlsplit(page.final_url).path)
    return next((name for name, holds in CHECKS.items() if holds(look)), None)


def _is_html(content_type: str, body: bytes) -> bool:
    return "html" in content_type.lower() and not body.lstrip().startswith((b"<?xml", b"<urlset", b"<sitemapindex"))


def _words(source: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", source)).split())


def _is_captcha(look: Look) -> bool:
    short = len(look.text) < SHORT
    return short and (look.says(ROBOT) or bool(ROBOT.search(look.text)) or (_bare(look) and _challenges(look)))


def _challenges(look: Look) -> bool:
    return bool(CHALLENGE.search(look.source))


def _is_login(look: Look) -> bool:
    if PASSWORD.search(look.source):
        return bool(LOGIN_PATH.search(look.path)) or look.says(LOGIN)
    return len(look.text) < SHORT and look.says(LOGIN)


def _is_consent(look: Look) -> bool:
    if CONSENT_PATH.search(look.path):
        return True
    # A banner stands on a page with words of its own; a wall is all there is.
    return len(look.text) < SHORT and look.says(CONSENT)


def _is_maintenance(look: Look) -> bool:
    return len(look.text) < SHORT and look.says(MAINTENANCE)


def _is_soft_404(look: Look) -> bool:
    return look.says(NOT_FOUND)


def _is_empty_shell(look: Look) -> bool:
    scripted = bool(re.search(r"<script\b", look.source, re.I))
    return _bare(look) and scripted and bool(SHELL.search(look.source) or NO_SCRIPT.search(look.source))


def _bare(look: Look) -> bool:
    return len(look.text) < BARE


CHECKS: dict[str, Callable[[Look], bool]] = {
    "wall_captcha": _is_captcha, "wall_login": _is_login, "wall_consent": _is_consent,
    "wall_maintenance": _is_maintenance, "wall_soft_404": _is_soft_404, "wall_empty_shell": _is_empty_shell,
}  # fmt: skip
