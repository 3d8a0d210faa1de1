"""What programs of editors send and get. Records (portal, scheme, synonym) have the keys of their files."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from catalogue.careers.outlook import Outlook
from catalogue.careers.own import CareerRecord
from catalogue.editing.synonyms import SynonymRecord
from catalogue.funding.scheme import Scheme, Words
from catalogue.portals.portal import PortalSettings

Reason = Annotated[str, Field(min_length=1, max_length=500, description="Why; kept in the audit record")]
Id = Annotated[str, Field(max_length=120)]


class Sent(BaseModel):
    """Base of what is sent: closed."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)


class Told(BaseModel):
    """Base of what is answered."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Why(Sent):
    """A change that needs no more than its reason."""

    reason: Reason


class FieldChange(Sent):
    """Another value for one field of a course; null is "not known"."""

    value: Any = Field(description="As `value` of the field in the course's answer")
    reason: Reason


class CareerChange(Sent):
    """Whether a course leads to a career; null lets the rules decide."""

    accepted: bool | None
    reason: Reason


class NewCourse(Sent):
    """A course by hand, in the words of a source; the same rules read them."""

    provider: Annotated[str, Field(min_length=1, max_length=200)]
    title: Annotated[str, Field(min_length=1, max_length=300)]
    url: Annotated[str, Field(max_length=500)]
    description: Annotated[str, Field(max_length=20_000)] = ""
    start_text: Annotated[str, Field(max_length=500)] = ""
    end_text: Annotated[str, Field(max_length=500)] = ""
    place_text: Annotated[str, Field(max_length=500)] = ""
    price_text: Annotated[str, Field(max_length=500)] = ""
    level_text: Annotated[str, Field(max_length=500)] = ""
    mode_text: Annotated[str, Field(max_length=500)] = ""
    duration_text: Annotated[str, Field(max_length=500)] = ""
    language_text: Annotated[str, Field(max_length=500)] = ""
    requirements_text: Annotated[str, Field(max_length=500)] = ""
    credential_text: Annotated[str, Field(max_length=500)] = ""
    reason: Reason


class AnswerGiven(Sent):
    """One decision on one question, as it was seen."""

    subject: Id
    evidence: Annotated[str, Field(max_length=16)]


class DecisionsGiven(Sent):
    """One decision on questions of one kind: one action, taken back as one."""

    kind: Annotated[str, Field(max_length=20)]
    decision: Annotated[str, Field(max_length=20)]
    answers: Annotated[list[AnswerGiven], Field(min_length=1, max_length=500)]
    reason: Reason


class DeclarationChange(Sent):
    """A source's declaration, with the keys of its file."""

    declaration: dict[str, Any]
    reason: Reason


class PortalChange(Sent):
    """All settings of a portal, as its file has them."""

    record: PortalSettings
    reason: Reason


class Collected(Sent):
    """In which collection of chosen courses."""

    collection: Annotated[str, Field(min_length=1, max_length=80)]
    reason: Reason


class SchemeChange(Sent):
    """All of a scheme, as `vakwijzer funding set` takes it."""

    record: Scheme
    reason: Reason


class SynonymChange(Sent):
    """What courses say that is found by the word of the address."""

    says: Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=12)]
    reason: Reason


class FigureChange(Sent):
    """A figure on the chance of work."""

    outlook: Outlook
    source: Annotated[str, Field(min_length=1, max_length=200)]
    url: Annotated[str, Field(max_length=500)] | None = None
    dated: date
    reason: Reason


class CareerTextChange(Sent):
    """What somebody does in a career, in Dutch (B1) and English; null: the shipped words again."""

    record: Words | None
    reason: Reason


class CareerFactsChange(Sent):
    """A career's facts; null: the shipped ones again."""

    record: CareerRecord | None
    reason: Reason


class CareerFactsBody(Told):
    """A career's facts; `own`: an editor changed them."""

    record: CareerRecord
    own: bool


class CareerTextBody(Told):
    """What somebody does in a career; `own`: an editor wrote it."""

    record: Words | None
    own: bool


class QueueItemBody(Told):
    """One question. `facts` is the evidence, as the page shows it in words."""

    kind: str
    subject: str
    evidence: str
    course_id: str | None
    title: str
    value: int
    since: datetime
    facts: dict[str, Any]
    decisions: list[str]


class QueuePage(Told):
    """Open questions, the most valuable first."""

    total: int
    page: int
    pages: int
    counts: dict[str, int] = Field(description="Open questions by kind")
    items: list[QueueItemBody]


class DecisionsTaken(Told):
    """What became of the answers."""

    batch: str = Field(description="Takes them back together; empty for what cannot be taken back")
    decided: int
    stale: int = Field(description="Changed or gone meanwhile")
    refused: int = Field(description="Not this account's to decide")


class Reverted(Told):
    """How many events were taken back."""

    reverted: int


class CourseEntry(Told):
    """A course in the editors' list. `standing` tells why people see it or not."""

    id: str
    title: str
    provider: str
    source: str
    standing: str
    overridden: list[str]


class CourseEntries(Told):
    """A page of courses, by title."""

    total: int
    page: int
    pages: int
    results: list[CourseEntry]


class FieldBody(Told):
    """One field: what the source says, what an editor says, and the tag for a change of it."""

    crawled: Any
    own: bool
    value: Any = Field(description="What people see")
    etag: str = Field(description="For If-Match of a change of this field")


class EditedCourse(Told):
    """A course field by field."""

    id: str
    title: str
    provider: str
    source: str
    url: str
    standing: str
    fields: dict[str, FieldBody]
    careers: dict[str, bool] = Field(description="Editors' decisions: career -> it leads there or not")


class CourseMade(Told):
    """The new course."""

    id: str


class SourceBody(Told):
    """How a source is doing."""

    name: str
    state: str
    paused: bool
    approved: bool
    courses: int
    withdrawn: int
    last_run: int | None
    waiting: list[int] = Field(description="Runs that wait for a decision")
    coverage: dict[str, float]


class DeclarationBody(Told):
    """Where and how a source is read; keys that have their usual value are left out."""

    declaration: dict[str, Any]


class RunBody(Told):
    """One run of a source."""

    id: int
    source: str
    state: str
    reasons: list[str]
    counts: dict[str, int]
    decided_by: str | None


class PortalRecord(Told):
    """A portal with all its settings, and how many courses they let through."""

    slug: str
    record: PortalSettings
    courses: int


class SchemeRecord(Told):
    """A scheme as it stands."""

    record: Scheme
    state: str
    confirmed: bool


class TrialBody(Told):
    """One search before and after."""

    words: str
    searches: int
    before: int
    after: int
    new: list[str]


class SynonymBody(Told):
    """A synonym and what it does to real searches."""

    record: SynonymRecord
    trial: list[TrialBody]


class SynonymList(Told):
    """All synonyms of the editors."""

    results: list[SynonymRecord]


class PortalList(Told):
    """All portals."""

    results: list[PortalRecord]


class SchemeList(Told):
    """All schemes."""

    results: list[SchemeRecord]


class SourceList(Told):
    """All sources."""

    results: list[SourceBody]


class FigureBody(Told):
    """A figure on the chance of work, with the tag for a change of it."""

    region: str
    outlook: Outlook
    source: str
    url: str | None
    dated: date
    etag: str


class FigureList(Told):
    """The figures of a career."""

    results: list[FigureBody]


class Event(Told):
    """One line of the audit record."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    before: Any
    after: Any
    reason: str | None
    batch: str | None
    revertible: bool


class EventPage(Told):
    """A page of the audit record, the newest first."""

    total: int
    page: int
    pages: int
    results: list[Event]
