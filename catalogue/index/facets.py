"""Each facet in one place: its name in the API, the engine's attribute, and what it is counted by."""

from dataclasses import dataclass

from pydantic.alias_generators import to_snake

COURSE = "courseId"


@dataclass(frozen=True)
class Facet:
    """`distinct`: the attribute whose values are counted, so that a course with several places counts once."""

    name: str
    attribute: str
    distinct: str = COURSE

    @property
    def column(self) -> str:
        """The attribute's column in the search in the database."""
        return to_snake(self.attribute)

    def value(self, engine_value: str) -> str:
        """The API's value of an engine's value."""
        return f"nlqf-{engine_value}" if self.name == "level" else engine_value

    def engine_value(self, value: str) -> str:
        """The engine's value of an API's value."""
        return value.removeprefix("nlqf-") if self.name == "level" else value


FACETS: tuple[Facet, ...] = (
    # Counted by course and province: a course in two provinces counts in both.
    Facet("province", "province", distinct="courseProvince"),
    Facet("sector", "sector"),
    Facet("career", "career"),
    Facet("provider", "provider"),
    Facet("level", "level"),
    Facet("mode", "mode"),
    Facet("route", "route"),
    Facet("kind", "kind"),
    Facet("language", "language"),
    Facet("schedule", "schedule"),
    Facet("targetGroup", "targetGroups"),
    Facet("workplace", "workplace"),
    Facet("jobGuarantee", "jobGuarantee"),
    Facet("funding", "funding"),
)
BY_NAME = {facet.name: facet for facet in FACETS}
