"""All tables. SQLModel tables do not validate: what enters here was checked by a closed pydantic model before."""

from catalogue.tables.alert import Alert, AlertCourse
from catalogue.tables.base import metadata, utcnow
from catalogue.tables.career import CareerDecision, CareerText, OwnCareer
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
from catalogue.tables.duplicate import DuplicateDecision, DuplicateSuspect
from catalogue.tables.funding import FundingVersion
from catalogue.tables.listing import Listing, ListingProfile
from catalogue.tables.outlook import CareerOutlook
from catalogue.tables.people import Attempt, AuditEvent, Editor, Portal, Role, SignInIdentity
from catalogue.tables.queue import QueueDecision, QueueItem
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
from catalogue.tables.synonym import Synonym
from catalogue.tables.token import ApiToken, Scope

__all__ = [
    "Alert",
    "AlertCourse",
    "ApiToken",
    "Attempt",
    "AuditEvent",
    "CareerDecision",
    "CareerOutlook", "CareerText",
    "Course",
    "CourseChange",
    "CourseSession",
    "CourseState",
    "CrawlRun",
    "DuplicateDecision",
    "DuplicateSuspect",
    "Editor",
    "FundingVersion",
    "LinkCheck",
    "Listing",
    "ListingProfile",
    "OptOut",
    "OutboxMark",
    "Override",
    "OwnCareer",
    "Portal",
    "Provider",
    "QueueDecision",
    "QueueItem",
    "RawItem",
    "Refused",
    "Role",
    "RunItem",
    "RunPage",
    "RunState",
    "Scope",
    "SearchDay",
    "SearchOpening",
    "Sighting",
    "SignInIdentity",
    "Signal",
    "SignalKind",
    "SignalState",
    "Snapshot",
    "Source",
    "Synonym",
    "metadata",
    "utcnow",
]  # fmt: skip
