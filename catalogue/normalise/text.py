"""Text as a reader sees it.

`text.plain`: tags stripped, entities decoded (also when encoded twice), invisible characters dropped, white space
folded. Only names of HTML elements count as tags, so `vector<int>` and `a < b` stay.
"""

import html
import re
import unicodedata

from catalogue.raw import MAX_DESCRIPTION

MAX_TITLE = 300
MAX_INPUT = 200_000  # characters that are looked at; markup may be longer than what it says

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
HIDDEN = re.compile(r"<(script|style|noscript|template)\b[^<>]*>.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)", re.S | re.I)
TAG = re.compile(
    r"</?(?:a|abbr|article|aside|b|blockquote|body|br|button|center|cite|code|dd|del|details|div|dl|dt|em|figcaption"
    r"|figure|font|footer|form|h[1-6]|header|hr|html|i|iframe|img|input|ins|label|li|main|mark|nav|o:p|ol|p|picture|pre"
    r"|q|s|section|small|source|span|strong|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|video"
    r"|wbr)(?=[\s/>])[^<>]*>",
    re.I,
)
CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
INLINE = re.compile(r"</?(?:a|abbr|b|em|font|i|mark|small|span|strong|sub|sup|u|wbr)(?=[\s/>])[^<>]*>", re.I)
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MARKS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""Diacritics, once a letter is taken apart."""
SURROGATE = re.compile(r"[\ud800-\udfff]")


def plain(text: str | None, limit: int = MAX_DESCRIPTION) -> str | None:
    """The visible text, at most `limit` characters; None when nothing is left."""
    if not text:
        return None
    seen = text[:MAX_INPUT]
    if "<" in seen or "&" in seen:
        seen = _without_markup(seen)
    if not seen.isascii():
        seen = unicodedata.normalize("NFC", SURROGATE.sub("", seen))
    if not seen.isprintable() or "  " in seen or seen.startswith(" "):  # of all white space only a space is printable
        seen = " ".join(seen.split())
    if not seen.isprintable():
        seen = " ".join(INVISIBLE.sub("", seen).split())
    return seen[:limit].rstrip() or None


def _without_markup(text: str) -> str:
    """Strip and decode until nothing changes, three times at most (`&amp;lt;p&amp;gt;` needs all of them)."""
    for _ in range(3):
        before = text
        text = TAG.sub(" ", INLINE.sub("", HIDDEN.sub(" ", CDATA.sub(" ", text))))
        text = ENTITY.sub(lambda match: html.unescape(match.group()), text)
        if text == before:
            break
    return TAG.sub(" ", INLINE.sub("", text))


def fold(text: str) -> str:
    """Lower case without diacritics, for comparing: `Súdwest-Fryslân` -> `sudwest-fryslan`."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return MARKS.sub("", decomposed).replace("’", "'")
