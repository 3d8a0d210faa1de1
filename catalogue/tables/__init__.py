"""All tables. SQLModel tables do not validate: what enters here was checked by a closed pydantic model before."""

from catalogue.tables.base import metadata, utcnow
from catalogue.tables.career import CareerDecision
from catalogue.tables.change import CourseChange
from catalogue.tables.course import (
    Course,
    CourseSession,
    CourseState,
    LinkCheck,
    OutboxMark,
    Override,
    Provider,
    Sighting,
)
from catalogue.tables.funding import FundingVersion
    "Attempt", "AuditEvent", "CareerDecision", "CareerOutlook", "Course", "CourseChange", "CourseSession",
    "CourseState", "CrawlRun", "Editor", "FundingVersion", "LinkCheck", "Listing", "OptOut", "OutboxMark", "Override",
    "Portal", "Provider", "RawItem", "Refused", "Role", "RunItem", "RunPage", "RunState", "SearchDay", "SearchOpening",
    "Sighting", "Signal", "SignalKind", "SignalState", "Snapshot", "Source", "metadata", "utcnow",
from catalogue.tables.people import Attempt, AuditEvent, Editor, Portal, Role
from catalogue.tables.search import SearchDay, SearchOpening
from catalogue.tables.signal import Signal, SignalKind, SignalState
from catalogue.tables.source import (
    CrawlRun,
    OptOut,
    RawItem,
    Refused,
    RunItem,
    RunPage,
    RunState,
    Snapshot,
    Source,
)

__all__ = [
<<<<<<< HEAD
    "Attempt", "AuditEvent", "CareerDecision", "CareerOutlook", "Course", "CourseChange", "CourseSession",
    "CourseState", "CrawlRun", "Editor", "FundingVersion", "LinkCheck", "OptOut", "OutboxMark", "Override", "Portal",
    "Provider", "RawItem", "Refused", "Role", "RunItem", "RunPage", "RunState", "SearchDay", "SearchOpening",
    "Sighting", "Signal", "SignalKind", "SignalState", "Snapshot", "Source", "metadata", "utcnow",
=======
    "Attempt", "AuditEvent", "CareerDecision", "Course", "CourseChange", "CourseSession", "CourseState", "CrawlRun",
    "Editor", "FundingVersion", "LinkCheck", "Listing", "OptOut", "OutboxMark", "Override", "Portal", "Provider",
    "RawItem", "Refused", "Role", "RunItem", "RunPage", "RunState", "SearchDay", "SearchOpening", "Sighting", "Signal",
    "SignalKind", "SignalState", "Snapshot", "Source", "metadata", "utcnow",
>>>>>>> 3a894c0 (While the engine is away the database answers at speed: a listing in columns, words understood, facets counted)
]  # fmt: skip
