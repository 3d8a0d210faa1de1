"""What the nodes of one page mean together: which run belongs to which course, and what each is called by (its key)."""

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
    for run in (node for node in nodes if not is_course(node) and id(node) not in taken):
        home = _home(graph, run, courses)
        if home is not None:
            home.runs.append(run)
        else:
            courses.append(Offered(run, [run]))
    return _addressed(graph, courses, page, source_url)


def runs_in(graph: Graph, course: Node) -> list[Node]:
    """Runs that a course names itself."""
    return [run for name in ("hasCourseInstance", "courseInstance") for run in graph.nodes(course.get(name))]


def _home(graph: Graph, run: Node, courses: list[Offered]) -> Offered | None:
    """The course that a run on the same page is a run of."""
    pointed = [id(node) for name in BACK for node in graph.nodes(run.get(name))]
    real = [one for one in courses if is_course(one.node)]
    for course in real:
        if id(course.node) in pointed:
            return course
    name = title_of(graph, run)
    alike = [course for course in real if name is None or title_of(graph, course.node) == name]
    alone = real if is_instance(run) and not is_event(run) and len(real) == 1 else []
    return next(iter(alike if len(alike) == 1 else alone), None)


def _addressed(graph: Graph, courses: list[Offered], page: Page, source_url: str) -> list[Offered]:
    """Each course with its key and address."""
    own = page.canonical if same_host(page.canonical, page.url) else page.url
    if len(courses) == 1:
        link = _listed_at(graph, courses[0].node, own) or own
        return [replace(courses[0], key=site_key(link, source_url), url=link)]
    links = [_link(graph, course.node, own) for course in courses]
    keys = [site_key(link, source_url) for link in links]
    titles = {
        key: {title_of(graph, one.node) for one, its in zip(courses, keys, strict=True) if its == key} for key in keys
    }
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
    found: dict[str, RawCourse] = {}
    for course in courses:
        known = found.get(course.source_key)
        if known is None:
            found[course.source_key] = course
            continue
        sessions = tuple(dict.fromkeys(known.sessions + course.sessions))
        prices = tuple(dict.fromkeys(known.prices + course.prices))
        found[course.source_key] = known.model_copy(update={"sessions": sessions, "prices": prices})
    return tuple(found.values())
