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
    "wall_maintenance": "a notice of maintenance, or of an error of the site",
    "wall_soft_404": "'not found', told with status 200",
    "wall_empty_shell": "an empty page that a script would fill",
}
"""Every wall with its meaning."""

MAX_BODY = 300_000  # bytes that are looked at: a wall says what it is at once
SHORT = 1500  # characters of visible text; a wall has little to say
BARE = 250  # characters; below it a page has no content of its own
NOTHING = 15  # characters; below it there is nothing at all
MAX_LINKS = 8  # of a page that only asks for consent

UNSEEN = re.compile(r"<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
# Each pattern is bounded: a page can be made to keep an unbounded one busy for minutes.
TAG = re.compile(r"<[^<>]*>")
HEADING = re.compile(r"<(title|h1)\b[^<>]{0,300}>(.{0,400}?)</\1\s{0,9}>", re.I | re.S)
TITLE = re.compile(r"<(title)\b[^<>]{0,300}>(.{0,400}?)</title\s{0,9}>", re.I | re.S)
H1 = re.compile(r"<h1\b", re.I)
LINK = re.compile(r"<a\b[^<>]{0,300}\bhref", re.I)
PASSWORD = re.compile(r"<input\b[^<>]{0,300}\btype\s{0,9}=\s{0,9}[\"']?password", re.I)
CHALLENGE = re.compile(r"cf-challenge|challenge-platform|cf-turnstile|g-recaptcha|h-captcha|captcha-delivery", re.I)
ROBOT = re.compile(
    r"just a moment|attention required|are you (?:a |an )?(?:human|robot)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|checking your browser|(?:ben|bent) (?:je|u) (?:een )?(?:mens|robot)|geen robot (?:bent|ben)|unusual traffic"
    r"|ongewoon verkeer|access denied|toegang geweigerd|request blocked|verzoek geblokkeerd"
    r"|(?:je|u) (?:een )?mens (?:bent|ben)|(?:robot|bot) (?:check|controle)|you (?:were|are) a (?:ro)?bot"
    r"|not a robot|request (?:rejected|unsuccessful)|pardon our interruption|\b403 forbidden|\btoo many requests"
    r"|te veel (?:aan|ver)(?:vragen|zoeken)|(?:are|been) blocked",
    re.I,
)
LOGIN = re.compile(
    r"^\W*(?:log[\s-]?in|inloggen|sign[\s-]?in|aanmelden|log in op .{1,60}|inloggen (?:op|bij|voor) .{1,60}"
    r"|sign in to .{1,60}|je moet (?:eerst )?inloggen.*|u moet (?:eerst )?inloggen.*|please (?:log|sign) in.*)"
    r"\W*(?:$|[|–—-])",
    re.I,
)
LOGIN_TEXT = re.compile(
    r"\b(?:moet|dient) (?:eerst )?(?:ingelogd|aangemeld) (?:zijn|te zijn)"
    r"|\b(?:log|meld je|meld u) (?:eerst )?(?:in|aan) (?:met|om)\b"
    r"|\b(?:inloggen|aanmelden) (?:met|om|bij) (?:je|uw|jouw|een|verder|deze|door)\b"
    r"|\bkies je (?:instelling|organisatie)\b|\b(?:log|sign) in (?:to|with) "
    r"|\bmust be (?:logged|signed) in\b|\balleen voor (?:leden|ingelogde)",
    re.I,
)
LOGIN_PATH = re.compile(r"/(?:log-?in|inloggen|sign-?in|aanmelden|sso|saml2?|oauth2?|auth)(?:[/.]|$)", re.I)
CONSENT = re.compile(
    r"cookie|toestemming|consent|before you continue|voordat (?:je|u) verder ?gaat|privacy[\s-]?(?:gate|instellingen)",
    re.I,
)
CONSENT_TEXT = re.compile(r"cookie|toestemming|consent|privacyverklaring|persoonsgegevens|\bpartners\b", re.I)
AGREES = re.compile(
    r"accepteer|accepteren|akkoord|toestaan|weigeren|accept (?:all|cookies)|i agree|instemmen|voorkeuren", re.I
)
CONSENT_PATH = re.compile(r"/(?:cookie-?wall|cookie-?consent|consent|privacy-?gate)(?:[/.]|$)", re.I)
# "Onderhoud" alone is a trade that is taught: the words must speak of the site.
MAINTENANCE = re.compile(
    r"(?:gepland|wegens|vanwege|in|onder) onderhoud\W*(?:$|\||aan|van de (?:web)?site|bezig)|onderhoudswerkzaamheden"
    r"|(?:site|website|webshop|pagina|systeem) (?:is|wordt) .{0,40}(?:onderhoud|onderhouden)"
    r"|(?:under|down for|scheduled|site|undergoing) maintenance|tijdelijk (?:niet beschikbaar|buiten gebruik|offline)"
    r"|temporarily (?:unavailable|down|offline)|we zijn zo (?:weer )?terug|(?:we'll )?be (?:right )?back soon"
    r"|be right back|service (?:temporarily )?unavailable|(?:site|pagina) in (?:aanbouw|onderhoud)|under construction"
    r"|^\W*(?:technische storing|even geduld|coming soon|binnenkort online)\W*(?:$|a\.?u\.?b)"
    r"|er (?:is|ging) iets (?:fout|mis)|(?:is|heeft zich) een (?:technische )?fout (?:opgetreden|voorgedaan)"
    r"|(?:internal )?server error|application error|error establishing|something went wrong|an error (?:has )?occurred",
    re.I,
)
SITE = r"(?:web-?)?(?:site|shop|pagina|portaal|portal)"
SITE_IS_AWAY = re.compile(
    rf"\b{SITE} .{{0,60}}(?:onderhoud|storing|niet (?:beschikbaar|bereikbaar)|offline|maintenance|unavailable)"
    rf"|\b(?:onderhoud|storing)\b.{{0,40}} (?:aan|van|op) (?:de|onze|deze) {SITE}"
    rf"|\bwerken aan (?:de|onze|deze) {SITE}\b",
    re.I,
)
NOT_FOUND = re.compile(
    r"^\W*(?:error|fout|foutmelding)?\W*404\b|pagina (?:is )?niet (?:meer )?(?:gevonden|beschikbaar)|page not found"
    r"|(?:bestaat|bestaan) niet(?: \(?meer\)?)?\W*(?:$|\|)"
    r"|(?:page|pagina) (?:no longer|doesn't|does not|can(?:no|')t) "
    r"|niet gevonden\W*(?:$|[|–—-])|not found\W*(?:$|[|–—-])|oeps|oops"
    r"|(?:kunnen|konden|kon|kan) (?:deze|de) pagina.{0,40} niet (?:terug)?vinden"
    r"|pagina.{0,40} (?:niet (?:meer )?worden gevonden|niet (?:meer )?bestaat|is (?:verwijderd|verdwenen|verplaatst))"
    r"|\b(?:opleiding|cursus|training|workshop|module)\b.{0,20} niet (?:meer|langer) (?:beschikbaar|aangeboden)",
    re.I,
)
SHELL = re.compile(
    r"<(?:div|main|section|body)\b[^<>]{0,300}\bid\s{0,9}=\s{0,9}[\"']?(?:root|app|__next|__nuxt|___gatsby|svelte|q-app)\b"
    r"|<app-root\b|<[a-z]+\b[^<>]{0,300}\bng-app\b",
    re.I,
)
NO_SCRIPT = re.compile(r"<noscript\b.{0,300}?\bjavascript", re.I | re.S)
SCRIPT = re.compile(r"<script\b", re.I)


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

    @cached_property
    def body(self) -> str:
        """The visible words without the title."""
        return self.text.removeprefix(_words(match[2]) if (match := TITLE.search(self.source)) else "").strip()

    @property
    def is_short(self) -> bool:
        """Whether it has as little to say as a wall has."""
        return len(self.text) < SHORT

    @property
    def is_bare(self) -> bool:
        """Whether it has no content of its own."""
        return len(self.text) < BARE


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
    told = look.says(ROBOT) or bool(ROBOT.search(look.text))
    return look.is_short and (told or (look.is_bare and bool(CHALLENGE.search(look.source))))


def _is_login(look: Look) -> bool:
    if PASSWORD.search(look.source) and (LOGIN_PATH.search(look.path) or look.says(LOGIN)):
        return True
    return look.is_short and (look.says(LOGIN) or bool(LOGIN_TEXT.search(look.text)))


def _is_consent(look: Look) -> bool:
    if CONSENT_PATH.search(look.path):
        return True
    # A banner stands on a page with words and links of its own; a wall is all there is.
    alone = len(LINK.findall(look.source)) <= MAX_LINKS
    asks = alone and bool(CONSENT_TEXT.search(look.text)) and bool(AGREES.search(look.text))
    return look.is_short and (look.says(CONSENT) or asks)


def _is_maintenance(look: Look) -> bool:
    return look.is_short and (look.says(MAINTENANCE) or bool(SITE_IS_AWAY.search(look.text)))


def _is_soft_404(look: Look) -> bool:
    return look.says(NOT_FOUND)


def _is_empty_shell(look: Look) -> bool:
    # A page that a server filled has a heading, however short it is.
    if not look.is_bare or not SCRIPT.search(look.source) or H1.search(look.source):
        return False
    return len(look.body) < NOTHING or bool(SHELL.search(look.source) or NO_SCRIPT.search(look.source))


CHECKS: dict[str, Callable[[Look], bool]] = {
    "wall_captcha": _is_captcha, "wall_login": _is_login, "wall_consent": _is_consent,
    "wall_maintenance": _is_maintenance, "wall_soft_404": _is_soft_404, "wall_empty_shell": _is_empty_shell,
}  # fmt: skip
