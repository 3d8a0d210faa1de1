"""All kinds of questions. A new one is a module and a line here."""

from collections.abc import Mapping

from catalogue.queue.career import CAREER
from catalogue.queue.contradiction import CONTRADICTION
from catalogue.queue.dead_link import DEAD_LINK
from catalogue.queue.duplicate import DUPLICATE
from catalogue.queue.kind import CourseKind, LiveKind
from catalogue.queue.missing import MISSING
from catalogue.queue.overdue import OVERDUE
from catalogue.queue.override import OVERRIDE
from catalogue.queue.report import REPORT
from catalogue.queue.run import RUN
from catalogue.queue.scheme import SCHEME
from catalogue.queue.technical import TECHNICAL
from catalogue.queue.wording import WORDING

COURSE_KINDS: Mapping[str, CourseKind] = {
    kind.name: kind for kind in (OVERRIDE, CONTRADICTION, TECHNICAL, CAREER, WORDING, MISSING)
}
LIVE_KINDS: Mapping[str, LiveKind] = {kind.name: kind for kind in (RUN, REPORT, SCHEME, DEAD_LINK, OVERDUE, DUPLICATE)}
ALL: tuple[CourseKind | LiveKind, ...] = (*COURSE_KINDS.values(), *LIVE_KINDS.values())
KINDS: Mapping[str, CourseKind | LiveKind] = {kind.name: kind for kind in sorted(ALL, key=lambda each: -each.harm)}
"""By name, the most harmful first."""
