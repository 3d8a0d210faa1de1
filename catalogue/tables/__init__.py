"""All tables. SQLModel tables do not validate: what enters here was checked by a closed pydantic model before."""

from catalogue.tables.base import metadata, utcnow
from catalogue.tables.course import Course, CourseSession, CourseState, OutboxMark, Override, Provider
from catalogue.tables.people import AuditEvent, Editor, Portal
from catalogue.tables.source import CrawlRun, RawItem, Refused, RunPage, RunState, Snapshot, Source

__all__ = [
    "AuditEvent", "Course", "CourseSession", "CourseState", "CrawlRun", "Editor", "OutboxMark", "Override", "Portal",
    "Provider", "RawItem", "Refused", "RunPage", "RunState", "Snapshot", "Source", "metadata", "utcnow",
]  # fmt: skip
