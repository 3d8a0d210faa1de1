"""Runs of a course: CourseInstance, Schedule, Place, and a programme or event that carries its own dates."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from catalogue.raw import MAX_SESSIONS, RawPlace, RawPrice, RawSession
from crawlers.readers.graph import Graph, Node, items, types_of
from crawlers.readers.schema_offers import prices_of
from crawlers.readers.schema_values import said, text, texts, web_address

CANCELLED = ("EventCancelled", "EventPostponed")
SCHEDULES = ("courseSchedule", "eventSchedule", "schedule")
TELLS_WHEN = ("startDate", "endDate", "location", "applicationDeadline", *SCHEDULES)
SCHEDULE_WORDS = ("repeatFrequency", "repeatCount", "byDay", "byMonth", "startTime", "endTime", "duration")


def sessions_of(graph: Graph, run: Node, own_price: bool = True) -> tuple[RawSession, ...]:
    """The sessions of one run: one per start date and physical place; none when it is cancelled or tells nothing.

    own_price: False where the run is the course itself, whose prices are told once.
    """
    if is_cancelled(graph, run):
        return ()
    places, virtual = _places(graph, run.get("location") or _of_provider(graph, run))
    schedules = [one for name in SCHEDULES for one in graph.nodes(run.get(name))]
    price = prices_of(graph, run)[:1] if own_price else ()
    told = [_session(graph, run, some, virtual, bool(places), price) for some in _by_start(graph, run, schedules)]
    dated = [told[0].model_copy(update=dates) for dates in _dates(graph, run)] or told
    somewhere: list[RawPlace | None] = [*places] or [None]
    everywhere = (one.model_copy(update={"place": place}) for one in dated for place in somewhere)
    found = dict.fromkeys(islice(everywhere, MAX_SESSIONS))
    return tuple(one for one in found if one != RawSession())


def _dates(graph: Graph, run: Node) -> list[dict[str, str | None]]:
    """Each start of a run that lists several, with its end where as many ends are listed."""
    starts, ends = texts(graph, run.get("startDate")), texts(graph, run.get("endDate"))
    if len(starts) < 2:
        return []
    paired = ends if len(ends) == len(starts) else [None] * len(starts)
    return [{"start_text": start, "end_text": end} for start, end in zip(starts, paired, strict=True)]


def _by_start(graph: Graph, run: Node, schedules: list[Node]) -> list[list[Node]]:
    """The schedules of each start. Several are one start's days where the run names its start, or they end together."""
    starts: dict[str | None, list[Node]] = defaultdict(list)
    for one in schedules:
        starts[text(graph, one, "startDate")].append(one)
    ends = {text(graph, one, "endDate") for one in schedules}
    together = len(ends) == 1 and None not in ends
    if text(graph, run, "startDate") or None in starts or len(starts) < 2 or together:
        return [schedules]
    return list(starts.values())


def _of_provider(graph: Graph, run: Node) -> list[object]:
    """Locations that a programme names with its provider: schools list there where it can be followed."""
    return [place for one in graph.nodes(run.get("provider")) for place in items(one.get("location"))]


def is_cancelled(graph: Graph, node: Node) -> bool:
    """Whether the source says that it will not be held on the date it gives."""
    status = text(graph, node, "eventStatus") or ""
    return any(word in status for word in CANCELLED)


def tells_when(node: Node) -> bool:
    """Whether a course node carries dates or a place itself."""
    return any(items(node.get(name)) for name in TELLS_WHEN)


def _session(
    graph: Graph, run: Node, schedules: list[Node], virtual: bool, onsite: bool, prices: tuple[RawPrice, ...]
) -> RawSession:
    first = schedules[0] if schedules else {}
    return RawSession(
        start_text=text(graph, run, "startDate") or text(graph, first, "startDate"),
        end_text=text(graph, run, "endDate") or text(graph, first, "endDate"),
        deadline_text=text(graph, run, "applicationDeadline"),
        schedule_text=_schedule(graph, run, schedules),
        mode_text=text(graph, run, "courseMode", "eventAttendanceMode") or _mode(virtual, onsite),
        price=prices[0] if prices else None,
        language_text=text(graph, run, "inLanguage"),
        url=web_address(graph, run, "url"),
    )


def _mode(virtual: bool, onsite: bool) -> str | None:
    """The kind of place as the source types it, where it names no mode."""
    return ("Place; VirtualLocation" if onsite else "VirtualLocation") if virtual else None


def _schedule(graph: Graph, run: Node, schedules: list[Node]) -> str | None:
    """`P1W Tuesday 19:00 22:00`, or the words of a schedule given as text."""
    said_so = ["; ".join(texts(graph, run.get(name))) for name in SCHEDULES] if not schedules else []
    told = [" ".join(filter(None, (text(graph, one, name) for name in SCHEDULE_WORDS))) for one in schedules]
    days = text(graph, run, "dayOfWeek"), text(graph, run, "timeOfDay")
    return "; ".join(dict.fromkeys(filter(None, [*said_so, *told, *days]))) or None


def _places(graph: Graph, value: object) -> tuple[list[RawPlace], bool]:
    """Physical places, and whether a VirtualLocation is among them."""
    resolved = [graph.resolve(one) for one in items(value)]
    physical = [one for one in resolved if not _is_virtual(one)]
    places = dict.fromkeys(place for one in physical for place in _place(graph, one))
    return list(places), len(physical) < len(resolved)


def _is_virtual(place: object) -> bool:
    return isinstance(place, dict) and "VirtualLocation" in types_of(place)


def _place(graph: Graph, value: object) -> Iterator[RawPlace]:
    place = _of_node(graph, value) if isinstance(value, dict) else RawPlace(name=said(graph, value) or None)
    if place != RawPlace():
        yield place


def _of_node(graph: Graph, node: Node) -> RawPlace:
    is_address = "PostalAddress" in types_of(node)
    address = node if is_address else next(iter(graph.nodes(node.get("address"))), {})
    geo = next(iter(graph.nodes(node.get("geo"))), node)
    return RawPlace(
        name=text(graph, node, "name"),
        street=text(graph, address, "streetAddress") or (None if address else text(graph, node, "address")),
        postal_code=text(graph, address, "postalCode"),
        locality=text(graph, address, "addressLocality"),
        region=text(graph, address, "addressRegion"),
        country=text(graph, address, "addressCountry"),
        latitude=text(graph, geo, "latitude"),
        longitude=text(graph, geo, "longitude"),
    )
