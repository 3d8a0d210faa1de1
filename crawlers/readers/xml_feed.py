"""XML feeds, element by element: what was complete before a break is read, entities are refused, nothing is fetched.

No more is held than the element at hand and `MAX_ELEMENT` bytes, however long the feed is.
"""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError  # only the names; defusedxml parses

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from crawlers.readers.words import words

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MAX_ELEMENT = 4 * 1024 * 1024  # bytes without one element of the feed coming to its end
CUT_SHORT = {3, 5, 6}  # expat: no element found, unclosed token, partial character


class FeedBroken(Exception):
    """The feed cannot be read on. reason: `feed_truncated`, `xml_broken`, `xml_entities`, `item_too_large`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class _Bounded:
    """A file that stops giving when nothing came to its end for too long."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """As a file's."""
        if self.since > MAX_ELEMENT:
            raise FeedBroken("item_too_large", f"over {MAX_ELEMENT} bytes in one element")
        chunk = self._file.read(size)
        self.since += len(chunk)
        return chunk


def elements(file: BinaryIO, names: set[str]) -> Iterator[Element]:
    """Each complete element with one of these local names and in none of them, emptied after use. Raises FeedBroken."""
    bounded = _Bounded(file)
    try:
        yield from _complete(bounded, names)
    except ParseError as error:
        raise FeedBroken("feed_truncated" if error.code in CUT_SHORT else "xml_broken", str(error)) from error
    except DefusedXmlException as error:
        raise FeedBroken("xml_entities", type(error).__name__) from error
    except (ValueError, LookupError, RecursionError) as error:  # an encoding that no codec knows
        raise FeedBroken("xml_broken", str(error)[:200]) from error


def _complete(bounded: _Bounded, names: set[str]) -> Iterator[Element]:
    """As `elements`. What ended outside every wanted element is thrown away, so that memory stays flat."""
    open_elements: list[Element] = []
    inside = 0
    for event, element in iterparse(bounded, events=("start", "end"), forbid_dtd=False, forbid_entities=True):
        wanted = local(element) in names
        if event == "start":
            open_elements.append(element)
            inside += wanted
            continue
        open_elements.pop()
        inside -= wanted
        if inside == 0:
            if wanted:
                yield element
            bounded.since = 0
            if open_elements:
                open_elements[-1].remove(element)
            element.clear()


def local(element: Element) -> str:
    """Name without namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element | None, name: str) -> list[Element]:
    """Children with this local name; none of an absent element."""
    return [] if element is None else [child for child in element if local(child) == name]


def at(element: Element | None, path: str) -> Element | None:
    """The first descendant along `a/b/c`."""
    for name in path.split("/"):
        element = next(iter(children(element, name)), None)
    return element


def value(element: Element | None, path: str = "", limit: int = 1000) -> str | None:
    """Words of the element at `path`, in Dutch where it is given in several languages; None when absent or empty."""
    parent, _, name = path.rpartition("/")
    holder = at(element, parent) if parent else element
    found = children(holder, name) if name else [element] if element is not None else []
    best = sorted(found, key=lambda one: not (one.get(LANG) or "nl").lower().startswith("nl"))
    return next((said for one in best if (said := words("".join(one.itertext()), limit))), None)


def values(element: Element | None, name: str) -> list[str]:
    """Words of all children with this name, without repeats."""
    found = [words("".join(child.itertext()), 1000) for child in children(element, name)]
    return list(dict.fromkeys(one for one in found if one))
