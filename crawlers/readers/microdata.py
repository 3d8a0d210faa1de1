"""Microdata as JSON-LD nodes, so that both go through one mapping. Follows the HTML standard's property values.

Differs from the standard in one way, as search engines do: a `content` attribute counts on every element.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from crawlers.readers.keys import absolute
from crawlers.readers.page import Page, visible

Node = dict[str, Any]

ADDRESS = {"a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "video": "src", "iframe": "src"}
VALUE = {"meta": "content", "data": "value", "meter": "value", "time": "datetime"}
MAX_DEPTH = 20  # items within items
HIDDEN = {"script", "style", "template", "noscript"}


def nodes(page: Page) -> list[Node]:
    """The page's top-level items, nested items inside them."""
    items = page.find("//*[@itemscope and not(@itemprop)]")
    return [_item(element, page, 0) for element in items]


def _item(element: etree._Element, page: Page, depth: int) -> Node:
    types = (element.get("itemtype") or "").split()
    node: Node = {"@type": types}
    if element.get("itemid"):
        node["@id"] = element.get("itemid").strip()
    for child in _properties(element, page):
        value = _value(child, page, depth)
        for name in (child.get("itemprop") or "").split():
            node.setdefault(name, []).append(value)
    return node


def _properties(element: etree._Element, page: Page) -> Iterator[etree._Element]:
    """Elements that carry a property of this item: below it, not below an item inside it; then those in `itemref`."""
    yield from _below(element)
    for reference in (element.get("itemref") or "").split():
        for root in page.find(f"//*[@id={_quoted(reference)}]")[:1]:
            if root.get("itemprop"):
                yield root
            if root.get("itemscope") is None:
                yield from _below(root)


def _below(element: etree._Element) -> Iterator[etree._Element]:
    walk = etree.iterwalk(element, events=("start",))
    for _, node in walk:
        if node is element:
            continue
        if node.get("itemprop"):
            yield node
        if node.get("itemscope") is not None:
            walk.skip_subtree()


def _value(element: etree._Element, page: Page, depth: int) -> Node | str:
    if element.get("itemscope") is not None:
        return _item(element, page, depth + 1) if depth < MAX_DEPTH else ""
    if element.get("content") is not None:
        return str(element.get("content"))
    tag = str(element.tag)
    if tag in ADDRESS and element.get(ADDRESS[tag]):
        return absolute(element.get(ADDRESS[tag]), page.base) or str(element.get(ADDRESS[tag]))
    stated = element.get(VALUE[tag]) if tag in VALUE else None
    return visible(element, HIDDEN) if stated is None else str(stated)


def _quoted(text: str) -> str:
    """`text` as an XPath literal."""
    return f"'{text}'" if "'" not in text else f'"{text.replace(chr(34), "")}"'
