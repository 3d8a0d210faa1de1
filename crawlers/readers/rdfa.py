"""RDFa Lite as JSON-LD nodes, so that all three syntaxes go through one mapping.

Read are `typeof`, `property`, `resource` and what holds a value (`content`, `href`, `src`, `datetime`, the words).
Names lose their prefix where the graph is made, so `vocab` and `prefix` need no look-up; nothing is ever fetched.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from crawlers.readers.keys import absolute
from crawlers.readers.page import Page, visible

Node = dict[str, Any]

LINKS = ("href", "src", "resource")
MAX_DEPTH = 20  # items within items
HIDDEN = {"script", "style", "template", "noscript"}


def nodes(page: Page) -> list[Node]:
    """The page's typed items that are no property of another; items inside them within."""
    if page.root is None or not page.find("//@vocab | //@typeof[contains(., ':')]"):
        return []
    items = page.find("//*[@typeof]")
    return [_item(one, page, 0) for one in items if one.get("property") is None or _outer(one) is None]


def _outer(element: etree._Element) -> etree._Element | None:
    """The item that an element is in."""
    return next((one for one in element.iterancestors() if one.get("typeof") is not None), None)


def _item(element: etree._Element, page: Page, depth: int) -> Node:
    node: Node = {"@type": (element.get("typeof") or "").split()}
    own = element.get("resource") or element.get("about")
    if own:
        node["@id"] = own.strip()
    for child in _below(element):
        value = _value(child, page, depth)
        for name in (child.get("property") or "").split():
            node.setdefault(name, []).append(value)
    return node


def _below(element: etree._Element) -> Iterator[etree._Element]:
    """Elements with a property of this item: below it, and not below an item inside it."""
    walk = etree.iterwalk(element, events=("start",))
    for _, node in walk:
        if node is element:
            continue
        if node.get("property"):
            yield node
        if node.get("typeof") is not None:
            walk.skip_subtree()


def _value(element: etree._Element, page: Page, depth: int) -> Node | str:
    if element.get("typeof") is not None:
        return _item(element, page, depth + 1) if depth < MAX_DEPTH else ""
    if element.get("content") is not None:
        return str(element.get("content"))
    for name in LINKS:
        if link := element.get(name):
            return absolute(link, page.base) or str(link)
    return str(element.get("datetime") or visible(element, HIDDEN))
