"""Nodes of a page as one graph: types and property names without prefixes, references resolved, courses found."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

Node = dict[str, Any]

MAX_NODES = 20_000  # per page; a page with more is read up to there
COURSE_TYPES = {"Course", "EducationalOccupationalProgram", "WorkBasedProgram"}
INSTANCE_TYPE = "CourseInstance"
# Properties that lead away from what a page offers: what it resembles, needs or belongs to.
AWAY = {
    "competencyRequired", "coursePrerequisites", "exampleOfWork", "isPartOf", "isRelatedTo", "isSimilarTo", "mentions",
    "programPrerequisites", "recordedAt", "recordedIn", "subjectOf", "superEvent", "workExample", "workFeatured",
}  # fmt: skip


def types_of(node: Node) -> list[str]:
    """Type names without prefix: `https://schema.org/Course`, `schema:Course` and `Course` are all `Course`."""
    stated = node.get("@type")
    if isinstance(stated, str):
        return [_local(stated)] if stated else []
    return [_local(name) for name in items(stated) if isinstance(name, str)]


def is_event(node: Node) -> bool:
    """Whether a node is an Event of any kind; a CourseInstance counts as one only where it says so too."""
    return any(name.endswith("Event") for name in types_of(node))


def is_course(node: Node) -> bool:
    """Whether a node is a course or a programme."""
    return not COURSE_TYPES.isdisjoint(types_of(node))


def is_instance(node: Node) -> bool:
    """Whether a node is one run of a course."""
    return INSTANCE_TYPE in types_of(node)


def is_offer(node: Node) -> bool:
    """Whether a node is a course, a run of one, or an event."""
    return any(name in COURSE_TYPES or name == INSTANCE_TYPE or name.endswith("Event") for name in types_of(node))


def items(value: object) -> list[Any]:
    """A JSON-LD value as a list: absent, one or several; `@list` and `@set` opened."""
    if isinstance(value, dict) and not value.keys().isdisjoint(("@list", "@set")):
        value = value.get("@list", value.get("@set"))
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


class Graph:
    """All nodes of one page. Built without recursion: depth is the page's choice, not ours."""

    def __init__(self, roots: list[Any], base: str) -> None:
        """roots: parsed JSON-LD values or microdata items. base: what relative `@id`s are seen from."""
        self.base = base
        self._by_id: dict[str, Node] = {}
        self._offers: list[Node] = []
        self._adopted: set[int] = set()
        self.types: list[str] = []
        self.is_cut = False
        """Whether the page has more than `MAX_NODES` nodes."""
        self.roots = [node for root in roots for node in self._adopt(root)]

    def resolve(self, value: object) -> object:
        """`value`, or the one node that has its `@id`."""
        reference = value.get("@id") if isinstance(value, dict) else value
        if isinstance(reference, str) and self._by_id and (reference is not value or _may_be_id(reference)):
            return self._by_id.get(self.id_of({"@id": reference}), value)
        return value

    def nodes(self, value: object) -> list[Node]:
        """The nodes among the values of a property, references resolved."""
        return [node for node in map(self.resolve, items(value)) if isinstance(node, dict)]

    def offers_of(self, node: Node) -> list[Node]:
        """Offers that name this node as what they offer, as a catalogue does."""
        return self._offers_by_item.get(id(node), [])

    @cached_property
    def _offers_by_item(self) -> dict[int, list[Node]]:
        found: dict[int, list[Node]] = defaultdict(list)
        for offer in self._offers:
            for item in dict.fromkeys(map(id, self.nodes(offer["itemOffered"]))):
                found[item].append(offer)
        return found

    def id_of(self, node: Node) -> str:
        """Absolute `@id`; empty when it has none."""
        name = node.get("@id")
        if not isinstance(name, str) or not name.strip():
            return ""
        if name.startswith(("http://", "https://")):  # nearly all; joining costs more than the rest of the reading
            return name.strip()
        try:
            return name if name.startswith("_:") else urljoin(self.base, name.strip())
        except ValueError:
            return name

    @cached_property
    def offered(self) -> tuple[Node, ...]:
        """Courses, programmes, runs and events that this page is about; not those inside another one."""
        return tuple(self._offered())

    def _offered(self) -> Iterator[Node]:
        stack, seen = list(reversed(self.roots)), set()
        while stack:
            node = stack.pop()
            if id(node) in seen or id(node) not in self._adopted:
                continue
            seen.add(id(node))
            if is_offer(node):
                yield node
                continue
            values = [value for name, value in node.items() if name not in AWAY and isinstance(value, dict | list)]
            stack.extend(reversed([child for value in values for child in self.nodes(value)]))

    def _adopt(self, root: object) -> list[Node]:
        """Clean every node below `root` in the page's order, index those with an `@id`, and return the top ones."""
        top = [node for value in items(root) for node in self._opened(value)]
        stack = top[::-1]
        while stack and not self.is_cut:
            node = stack.pop()
            if id(node) in self._adopted:
                continue
            self.is_cut = len(self._adopted) == MAX_NODES
            if not self.is_cut:
                self._take(node)
                stack.extend([one for value in node.values() for one in items(value) if isinstance(one, dict)][::-1])
        return [self._by_id.get(self.id_of(node), node) for node in top]

    def _take(self, node: Node) -> None:
        self._adopted.add(id(node))
        self._clean(node)
        self._index(node)
        if "itemOffered" in node:
            self._offers.append(node)

    def _opened(self, value: object) -> list[Node]:
        if not isinstance(value, dict):
            return []
        members = [node for node in items(value.pop("@graph", None)) if isinstance(node, dict)]
        return members + ([value] if value.keys() - {"@context", "@id"} else [])

    def _clean(self, node: Node) -> None:
        """Property names without prefix, in place."""
        for name in [name for name in node if ":" in name or "/" in name]:
            node.setdefault(_local(name), node.pop(name))
        self.types.extend(types_of(node) or ([] if "@id" in node or "@value" in node else ["(untyped)"]))

    def _index(self, node: Node) -> None:
        """One node per `@id`: what two say of it is joined, the first word stands."""
        name = self.id_of(node)
        if not name or len(node) == 1:
            return
        known = self._by_id.setdefault(name, node)
        if known is not node:
            for key, value in node.items():
                known.setdefault(key, value)


def _may_be_id(text: str) -> bool:
    """Whether a plain string can be a reference: sites write `"provider": "#org"`."""
    return text.startswith(("#", "/", "_:", "http"))


def _local(name: str) -> str:
    """`http://schema.org/Course` -> `Course`; `schema:Course` -> `Course`."""
    if name.isalpha():
        return name
    return name.strip().rstrip("/#").rpartition("/")[2].rpartition("#")[2].rpartition(":")[2] or name
