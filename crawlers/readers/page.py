"""An HTML page, parsed once: its JSON-LD scripts, its links, and the words that a visitor sees."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml import etree  # type: ignore[import-untyped]

from crawlers.readers.keys import absolute
from crawlers.readers.words import decode, folded

MARKED = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # byte order marks
MAX_TEXT = 20_000  # characters of `text`
UNSEEN = {"script", "style", "noscript", "template", "head", "svg", "iframe", "select", "textarea", "button", "nav"}
AROUND = {"header", "footer", "aside"}  # left out too where the page does not mark its main part
INLINE = {"a", "abbr", "b", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"}
NAMED = ("base", "link", "script", "main", "article", "body")
PARSER = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)


@dataclass(frozen=True)
class Page:
    """A parsed page. root: the `html` element, None when the bytes hold no HTML at all."""

    url: str
    root: etree._Element | None

    @cached_property
    def base(self) -> str:
        """What relative links are seen from."""
        found = next((link for one in self._named["base"] if (link := one.get("href")) is not None), None)
        return self.url if found is None else absolute(found, self.url) or self.url

    @cached_property
    def canonical(self) -> str:
        """The page's own address as it says itself, else the one it came from."""
        named = (one for one in self._named["link"] if (one.get("rel") or "").lower() == "canonical")
        found = next((link for one in named if (link := one.get("href")) is not None), None)
        return self.url if found is None else absolute(found, self.base) or self.url

    @property
    def json_ld(self) -> Iterator[str]:
        """Text of each JSON-LD script, in the order of the page."""
        for script in self._named["script"]:
            if "ld+json" in (script.get("type") or "").lower():
                yield script.text or ""

    @property
    def links(self) -> Iterator[tuple[str, str]]:
        """(absolute address, `rel`) of each link that a crawler may follow."""
        for element in self.find("//a[@href] | //link[@rel='next' and @href]"):
            rel = (element.get("rel") or "").lower()
            address = absolute(element.get("href"), self.base)
            if address and "nofollow" not in rel:
                yield address, rel

    @cached_property
    def text(self) -> str:
        """The visible words of the main part, folded; at most 20,000 characters."""
        main = self._named["main"] or self.find("//*[@role='main']") or self._named["article"]
        body = self._named["body"]
        if len(main) == 1:
            return visible(main[0], UNSEEN)
        return visible(body[0], UNSEEN | AROUND) if body else ""

    @cached_property
    def _named(self) -> dict[str, list[etree._Element]]:
        """The elements that are looked for in every page, by tag: one walk is quicker than a path for each."""
        found: dict[str, list[etree._Element]] = {tag: [] for tag in NAMED}
        for element in () if self.root is None else self.root.iter(*NAMED):
            found[element.tag].append(element)
        return found

    def find(self, path: str) -> list[etree._Element]:
        """What an XPath finds; nothing in a page with no root."""
        return [] if self.root is None else _compiled(path)(self.root)


def parse(body: bytes, url: str, content_type: str) -> Page:
    """The page behind `body`; never raises."""
    try:
        root = etree.fromstring(_as_utf8(body, content_type), PARSER)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return Page(url, root)


@lru_cache(maxsize=256)
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path)


def _as_utf8(body: bytes, content_type: str) -> bytes:
    """The page in UTF-8 without null characters: as it came where it is that already, as most are."""
    try:
        plain = not body.startswith(MARKED) and b"\x00" not in body and bool(body.decode("utf-8") or True)
    except UnicodeDecodeError:
        plain = False
    return body if plain else decode(body, content_type).replace("\x00", "").encode("utf-8", "replace")


def visible(element: etree._Element, unseen: set[str], limit: int = MAX_TEXT) -> str:
    """The words under `element`, without what browsers do not show."""
    pieces: list[str] = []
    size = 0
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        space = "" if node.tag in INLINE else " "
        if event == "start" and node.tag in unseen:
            walk.skip_subtree()
        piece = space + (node.text or "") if event == "start" and node.tag not in unseen else ""
        if event == "end":
            piece = space + ((node.tail or "") if node is not element else "")
        pieces.append(piece)
        size += len(piece)
        if size > 4 * limit:  # White space folds away; four times is ample.
            break
    return folded("".join(pieces))[:limit].rstrip()
