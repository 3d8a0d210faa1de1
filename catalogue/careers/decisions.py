"""The careers of a course as people see them: the computed links with the editors' decisions on top."""

from collections.abc import Iterable, Sequence

from catalogue.careers.match import CareerLink
from catalogue.careers.table import careers
from catalogue.tables import CareerDecision

CERTAIN = 1.0


def decided(links: Sequence[CareerLink], decisions: Iterable[CareerDecision]) -> tuple[CareerLink, ...]:
    """Accepted careers first (`editor`, with the reason as quote), rejected ones gone, the others as computed.

    A decision about a career that is no longer in the table is passed over.
    """
    known = [decision for decision in decisions if decision.career_id in careers()]
    settled = {decision.career_id for decision in known}
    order = {link.career_id: number for number, link in enumerate(links)}
    yes = [decision for decision in known if decision.accepted]
    yes.sort(key=lambda decision: (order.get(decision.career_id, len(order)), decision.career_id))
    accepted = [CareerLink(decision.career_id, CERTAIN, "editor", decision.reason[:200]) for decision in yes]
    return (*accepted, *(link for link in links if link.career_id not in settled))
