"""What the nodes of one page mean together: which run belongs to which course, and what each is called by (its key)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from catalogue.raw import RawCourse
from crawlers.readers.graph import Graph, Node, is_course, is_event, is_instance
from crawlers.readers.keys import same_host, site_key, slug, split
from crawlers.readers.page import Page
from crawlers.readers.schema_course import Offered, title_of
from crawlers.readers.schema_values import said, web_address

BACK = ("isPartOf", "course", "about", "superEvent", "subjectOf", "workFeatured")  # from a run to its course


def offers_of(graph: Graph, page: Page, source_url: str) -> list[Offered]:
    """The courses of a page with their runs, key and address. Runs that belong to none are courses themselves."""
    nodes = graph.offered
    courses = [Offered(node, runs_in(graph, node)) for node in nodes if is_course(node)]
    taken = {id(run) for course in courses for run in course.runs}
    homes, alone = _Homes(graph, courses), []
    for run in (node for node in nodes if not is_course(node) and id(node) not in taken):
        if (home := homes.of(run)) is not None:
            home.runs.append(run)
        else:
            alone.append(Offered(run, [run]))
    return _addressed(graph, courses + alone, page, source_url)


def runs_in(graph: Graph, course: Node) -> list[Node]:
    """Runs that a course names itself."""
    return [run for name in ("hasCourseInstance", "courseInstance") for run in graph.nodes(course.get(name))]


class _Homes:
    """The courses of a page, for the runs beside them."""

    def __init__(self, graph: Graph, courses: list[Offered]) -> None:
        self._graph = graph
        self._courses = courses
        self._by_node = {id(course.node): course for course in reversed(courses)}
        self._by_name: dict[str | None, list[Offered]] = defaultdict(list)
        for course in courses:
            self._by_name[title_of(graph, course.node)].append(course)

    def of(self, run: Node) -> Offered | None:
        """The course that `run` is a run of: the one it points to, else the only one of its name, else the only one."""
        pointed = [id(node) for name in BACK for node in self._graph.nodes(run.get(name))]
        if home := next((self._by_node[one] for one in pointed if one in self._by_node), None):
            return home
        name = title_of(self._graph, run)
        alike = self._courses if name is None else self._by_name.get(name, [])
        alone = self._courses if is_instance(run) and not is_event(run) else []
        return next((found[0] for found in (alike, alone) if len(found) == 1), None)


def _addressed(graph: Graph, courses: list[Offered], page: Page, source_url: str) -> list[Offered]:
    """Each course with its key and address."""
    own = page.canonical if same_host(page.canonical, page.url) else page.url
    if len(courses) == 1:
        link = _listed_at(graph, courses[0].node, own) or own
        return [replace(courses[0], key=site_key(link, source_url), url=link)]
    links = [_link(graph, course.node, own) for course in courses]
    keys = [site_key(link, source_url) for link in links]
    titles: dict[str, set[str | None]] = defaultdict(set)
    for one, key in zip(courses, keys, strict=True):
        titles[key].add(title_of(graph, one.node))
    page_key = site_key(own, source_url)
    return [
        replace(
            one, url=link, key=_told_apart(graph, one.node, key) if key == page_key or len(titles[key]) > 1 else key
        )
        for one, link, key in zip(courses, links, keys, strict=True)
    ]


def _listed_at(graph: Graph, node: Node, own: str) -> str | None:
    """The address of a list page's only course: one below the page. Any other `url` may be the home page or a form."""
    link = web_address(graph, node, "url")
    below = split(own).path.rstrip("/") + "/"
    return (
        link
        if link and same_host(link, own) and len(split(link).path) > len(below) and split(link).path.startswith(below)
        else None
    )


def _link(graph: Graph, node: Node, own: str) -> str:
    """The course's own address: its `url`, else an `@id` that is one; the page where neither leads to a page."""
    link = web_address(graph, node, "url", "mainEntityOfPage", "@id") or own
    return own if split(link).path in ("", "/") and not split(link).query else link


def _told_apart(graph: Graph, node: Node, key: str) -> str:
    """A key that several courses share, with the course's own code, fragment or name."""
    fragment = split(graph.id_of(node)).fragment
    code = said(graph, node.get("courseCode")) or said(graph, node.get("identifier"))
    return f"{key}#{slug(code) or fragment or slug(title_of(graph, node) or '')}"


def joined(courses: Iterable[RawCourse]) -> tuple[RawCourse, ...]:
    """Courses with one key as one course with all sessions: a calendar repeats a training for each date."""
    found: dict[str, list[RawCourse]] = defaultdict(list)
    for course in courses:
        found[course.source_key].append(course)
    return tuple(_one_of(same) if len(same) > 1 else same[0] for same in found.values())


def _one_of(same: list[RawCourse]) -> RawCourse:
    sessions = tuple(dict.fromkeys(session for course in same for session in course.sessions))
    prices = tuple(dict.fromkeys(price for course in same for price in course.prices))
    return same[0].model_copy(update={"sessions": sessions, "prices": prices})
