"""From bytes to words, and from a source's words to quoted text.

`decode` finds the letters behind the bytes; `words` folds one value into one line without tags and entities.
Both are total: any input gives a result, and text that PostgreSQL or UTF-8 cannot hold never leaves them.
"""

import codecs
import html
import re
from functools import lru_cache
from typing import BinaryIO

from catalogue.raw import MAX_DESCRIPTION

LONGEST = 10 * MAX_DESCRIPTION  # characters of markup looked at for one value
MEANT_BY_LATIN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"}  # browsers read cp1252 for these
CHUNK = 1024 * 1024  # bytes of a long text looked at together
MIXED = "vakwijzer.mixed"  # how Python is told to decode: see `_mixed`
EVERY_BYTE = bytes(range(256))
PLAIN = rb"C:\nieuw\u0041 +AGE- &amp; <p>"
"""What an encoding of text on the web leaves as it is, and one of Python's own or an old machine's does not."""
HALF = b"\xc2\xc3\xe2"
"""First bytes of nearly all that Dutch has in UTF-8: one that stands alone is what is left of such a letter."""
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
DROPPED = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
INLINE = re.compile(r"</?(?:a|abbr|b|em|i|font|mark|small|span|strong|sub|sup|u|wbr)\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z!?][^<>]*>", re.IGNORECASE)
UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\u00ad]")
LEAD = re.compile(rb"[\xc2-\xf4]")  # first byte of a UTF-8 sequence
SURROGATE = re.compile("[\ud800-\udfff]")


def words(text: str, limit: int = MAX_DESCRIPTION) -> str:
    """The words of `text` on one line: entities decoded, tags stripped, white space folded, cut at `limit`."""
    text = text[:LONGEST]
    for _ in range(3):  # Some systems escape what was escaped already: `&amp;lt;p&amp;gt;`.
        if "<" not in text and "&" not in text:
            break
        before, text = text, html.unescape(without_tags(text))
        if text == before:
            break
    return folded(without_tags(text))[:limit].rstrip()


def without_tags(text: str) -> str:
    """`text` without scripts and tags; a tag that breaks the line leaves a space."""
    return TAG.sub(" ", INLINE.sub("", DROPPED.sub(" ", text))) if "<" in text else text


def folded(text: str) -> str:
    """`text` with each run of white space as one space, and without characters that a database refuses."""
    plain = " ".join(text.split())
    # What Python calls printable holds neither, and nearly every text is: a third of the time of reading a page.
    return plain if plain.isprintable() else SURROGATE.sub("\ufffd", UNHOLDABLE.sub("", plain))


def decode(body: bytes, content_type: str = "") -> str:
    """The text of `body`. A byte order mark wins; bytes that are UTF-8 are UTF-8 whatever their label says."""
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if body[:100].count(0) > 20:  # UTF-16 without its mark: every second byte of Latin text is zero
        return body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode(_legacy(body, content_type), MIXED)


def encoding_of(file: BinaryIO, content_type: str = "") -> tuple[str, int]:
    """The encoding of a long text and the length of its mark, by the rules of `decode`. Reads the file to its end."""
    file.seek(0)
    start = file.read(CHUNK)
    for mark, encoding in BOMS:
        if start.startswith(mark):
            return encoding, len(mark)
    if start[:100].count(0) > 20:
        return ("utf-16-le" if start[1:2] == b"\0" else "utf-16-be"), 0
    checker, chunk = codecs.getincrementaldecoder("utf-8")(), start
    try:
        while chunk:
            checker.decode(chunk)
            chunk = file.read(CHUNK)
        return "utf-8", 0
    except UnicodeDecodeError:
        return _legacy(start + chunk, content_type), 0


def _mixed(problem: UnicodeError) -> tuple[str, int]:
    """A letter of cp1252 in a text that else is UTF-8, as two systems make it together; what is cut off is U+FFFD."""
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    wrong = problem.object[problem.start : problem.end]
    alone = problem.encoding == "utf-8" and len(wrong) == 1 and wrong not in HALF
    return (wrong.decode("cp1252", "replace") if alone else "\ufffd"), problem.end


codecs.register_error(MIXED, _mixed)


def _label(body: bytes, content_type: str) -> str:
    """The encoding that the header or the first kilobyte names, as Python's codec name; cp1252 when none is usable."""
    found = CHARSET.search(content_type) or DECLARED.search(body[:1024])
    name = found.group(1) if found else b""
    label = (name.decode("ascii", "replace") if isinstance(name, bytes) else name).lower()
    return _encoding("cp1252" if label in MEANT_BY_LATIN else label)


@lru_cache(maxsize=64)
def _encoding(label: str) -> str:
    """Python's name of an encoding of text on the web, in which any byte can be read; cp1252 for what is none:
    `punycode`, `unicode_escape`, `utf-7`, `cp037`, and `utf-16` for bytes that are not (`decode` knows those that are).
    """
    try:
        EVERY_BYTE.decode(label, MIXED)
        usable = PLAIN.decode(label, MIXED) == PLAIN.decode("ascii")
    except (LookupError, UnicodeError):
        return "cp1252"
    return codecs.lookup(label).name if usable else "cp1252"


def _legacy(sample: bytes, content_type: str) -> str:
    return _likely(sample, _label(sample, content_type))


def _likely(body: bytes, label: str) -> str:
    """For what is not quite UTF-8: the label's encoding, unless the bytes are UTF-8 with a little damage."""
    damage = body.decode("utf-8", "replace").count("\ufffd")
    good = len(LEAD.findall(body)) - damage  # sequences that did decode
    if good > damage:
        return "utf-8"
    return "cp1252" if label == "utf-8" else label
