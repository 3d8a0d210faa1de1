"""From one schema.org node to one RawCourse: the only mapping, for JSON-LD and microdata alike."""

from dataclasses import dataclass

from catalogue.raw import MAX_DESCRIPTION, RawCode, RawCourse, RawPrice, RawSession
from crawlers.readers.graph import Graph, Node, items, types_of
from crawlers.readers.schema_offers import prices_of
from crawlers.readers.schema_sessions import sessions_of, tells_when
from crawlers.readers.schema_values import said, text, texts, web_address

PROVIDERS = ("provider", "organizer", "offeredBy", "organization")
CREDENTIALS = ("educationalCredentialAwarded", "occupationalCredentialAwarded")
SCHEMES = ("crebo", "croho", "isced", "isco", "esco", "rio")


@dataclass(frozen=True)
class Offered:
    """A course of a page with the runs that belong to it. key and url are the page's decision."""

    node: Node
    runs: list[Node]
    key: str = ""
    url: str = ""


def title_of(graph: Graph, node: Node) -> str | None:
    """What a course is called; None when it has no name."""
    return text(graph, node, "name", "headline", "title", limit=500)


def course_of(graph: Graph, offered: Offered, page_text: str | None) -> RawCourse:
    """The node in the words of its source. The node must have a name (`title_of`)."""
    node = offered.node
    provider = _provider(graph, node)
    return RawCourse(
        source_key=offered.key,
        url=offered.url,
        node_type=_type(node),
        title=title_of(graph, node) or "",
        description=text(graph, node, "description", "abstract", limit=MAX_DESCRIPTION),
        provider_name=title_of(graph, provider),
        provider_url=web_address(graph, provider, "url", "sameAs"),
        level_text=text(graph, node, "educationalLevel") or _credential(graph, node, "educationalLevel"),
        mode_text=text(graph, node, "courseMode", "educationalProgramMode", "eventAttendanceMode"),
        route_text=text(graph, node, "programType"),
        kind_text=text(graph, node, "learningResourceType", "category"),
        duration_text=_of_any(graph, offered, "timeRequired", "timeToComplete", "duration"),
        effort_text=_of_any(graph, offered, "courseWorkload", "numberOfCredits"),
        language_text=text(graph, node, "inLanguage"),
        credential_text=text(graph, node, *CREDENTIALS),
        requirements_text=text(graph, node, "coursePrerequisites", "programPrerequisites", limit=MAX_DESCRIPTION),
        audience_text=_audience(graph, node),
        subjects=_subjects(graph, node),
        codes=_codes(graph, node),
        prices=_prices(graph, offered),
        sessions=_sessions(graph, offered),
        page_text=page_text or None,
    )


def _provider(graph: Graph, node: Node) -> Node:
    """Who offers it; never a person, whose name is no business of a portal."""
    values = [graph.resolve(one) for name in PROVIDERS for one in items(node.get(name))]
    named = [one if isinstance(one, dict) else {"name": one} for one in values]
    return next((one for one in named if "Person" not in types_of(one)), {})


def _prices(graph: Graph, offered: Offered) -> tuple[RawPrice, ...]:
    """The course's own prices; those of its runs where one run has several, since a session holds only one."""
    told = [prices_of(graph, run) for run in offered.runs if run is not offered.node]
    several = [price for prices in told for price in prices] if any(len(prices) > 1 for prices in told) else []
    return tuple(dict.fromkeys([*prices_of(graph, offered.node), *several]))


def _type(node: Node) -> str:
    names = types_of(node)
    return next((name for name in names if name in ("Course", "CourseInstance")), names[0])


def _of_any(graph: Graph, offered: Offered, *properties: str) -> str | None:
    """A property of the course, else the one that all its runs agree on."""
    own = text(graph, offered.node, *properties)
    told = {text(graph, run, *properties) for run in offered.runs}
    return own or (told.pop() if len(told) == 1 else None)


def _sessions(graph: Graph, offered: Offered) -> tuple[RawSession, ...]:
    found = [session for run in offered.runs for session in sessions_of(graph, run, own_price=run is not offered.node)]
    if not offered.runs and tells_when(offered.node):
        found = list(sessions_of(graph, offered.node, own_price=False))
    here = [one.model_copy(update={"url": None}) if one.url == offered.url else one for one in found]
    return tuple(dict.fromkeys(here))


def _credential(graph: Graph, node: Node, name: str) -> str | None:
    awarded = [one for credential in CREDENTIALS for one in graph.nodes(node.get(credential))]
    return next((found for one in awarded if (found := text(graph, one, name))), None)


def _audience(graph: Graph, node: Node) -> str | None:
    for one in graph.nodes(node.get("audience")):
        if found := text(graph, one, "educationalRole", "audienceType", "name"):
            return found
    return text(graph, node, "audience", "typicalAgeRange")


def _subjects(graph: Graph, node: Node) -> tuple[str, ...]:
    listed = [part.strip() for value in texts(graph, node.get("keywords")) for part in value.split(",")]
    about = [value for name in ("about", "articleSection") for value in texts(graph, node.get(name))]
    return tuple(dict.fromkeys(one for one in listed + about if one))


def _codes(graph: Graph, node: Node) -> tuple[RawCode, ...]:
    found = [RawCode(scheme="course-code", value=value) for value in texts(graph, node.get("courseCode"))]
    for one in map(graph.resolve, items(node.get("identifier"))):
        scheme = said(graph, one.get("propertyID")).lower() if isinstance(one, dict) else ""
        value = (
            said(graph, one.get("value")) or said(graph, one.get("@value"))
            if isinstance(one, dict)
            else said(graph, one)
        )
        known = next((name for name in SCHEMES if name in scheme), "identifier")
        if value and not value.startswith("http"):
            found.append(RawCode(scheme=known, value=value))
    return tuple(dict.fromkeys(found))
