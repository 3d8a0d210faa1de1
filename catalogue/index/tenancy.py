"""A portal's rules as a filter of the engine, and the same rules on one document. A test holds the two together."""

from catalogue.index.documents import CourseDocument
from catalogue.portals.portal import PortalSettings, Rule

RULES = (("sectors", "sector"), ("routes", "route"), ("sources", "source"), ("providers", "provider"))


def quote(value: str) -> str:
    """A value as the engine's filter language takes it; nothing in it can end the string."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def one_of(attribute: str, values: object) -> str:
    """`attribute IN [...]`; an empty list lets nothing through."""
    return f"{attribute} IN [{', '.join(quote(str(v)) for v in sorted(values))}]"  # type: ignore[call-overload]


def portal_filter(portal: PortalSettings) -> list[str]:
    """Filters that all must hold for a document to be seen in this portal."""
    filters = [_rule(attribute, rule) for name, attribute in RULES if (rule := getattr(portal, name))]
    if portal.languages is not None:
        filters.append(one_of("language", portal.languages))
    if portal.hidden:
        filters.append(f"NOT {one_of('courseId', portal.hidden)}")
    return [*filters, *_where(portal)]


def _rule(attribute: str, rule: Rule) -> str:
    if rule.allow is not None:
        return one_of(attribute, rule.allow)
    return f"NOT {one_of(attribute, rule.named)}"


def _where(portal: PortalSettings) -> list[str]:
    placeless = "(place IS NULL AND province IS NULL)"
    rules = (("province", portal.provinces), ("region", portal.regions))
    inside = [one_of(attribute, values) for attribute, values in rules if values is not None]
    if not inside:
        return [] if portal.online else [f"NOT {placeless}"]
    return [f"({rule} OR {placeless})" for rule in inside] if portal.online else inside


def permits(portal: PortalSettings, document: CourseDocument) -> bool:
    """May this portal show this document?"""
    rules = all(rule.permits(getattr(document, attr)) for name, attr in RULES if (rule := getattr(portal, name)))
    spoken = portal.languages is None or document.language in portal.languages
    if document.courseId in portal.hidden:
        return False
    return rules and spoken and permits_place(portal, document.place, document.province, document.region)


def permits_place(portal: PortalSettings, place: str | None, province: str | None, region: str | None) -> bool:
    """May this portal show what is held here?"""
    if place is None and province is None:
        return portal.online
    in_province = portal.provinces is None or province in portal.provinces
    return in_province and (portal.regions is None or region in portal.regions)
