"""The work queue for programs: what is open, decided one or many at once, and taken back."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from catalogue.editing.revert import revert_batch
from catalogue.queue.decide import Answer, decide
from catalogue.queue.kind import Item
from catalogue.queue.kinds import KINDS
from catalogue.queue.read import counts, open_items
from catalogue.runs import Door
from search_api.editor_api import models
from search_api.editor_api.access import Asking, changing, reading, working
from search_api.services import services, today
from search_api.v1 import models as public

router = APIRouter()
Page = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/queue", operation_id="listQueue", summary="What needs an editor", responses=public.problems(400, 401))
def queue(
    request: Request, who: Asking, queue_kind: Annotated[str | None, Query(alias="queueKind", max_length=20)] = None,
    page: Page = 1,
) -> models.QueuePage:  # fmt: skip
    """Open questions of one kind, or of all, the most valuable first."""
    with reading(request) as session:
        found, by_kind = open_items(session, queue_kind, today(), page), counts(session, today())
    items = [_item(item) for item in found.items]
    return models.QueuePage(total=found.total, page=found.page, pages=found.pages, counts=by_kind, items=items)


def _item(item: Item) -> models.QueueItemBody:
    return models.QueueItemBody(
        kind=item.kind, subject=item.subject, evidence=item.evidence, course_id=item.course_id, title=item.title,
        value=item.value, since=item.since, facts=dict(item.facts), decisions=list(KINDS[item.kind].decisions),
    )  # fmt: skip


@router.post(
    "/queue/decisions",
    operation_id="decideQueue",
    summary="Decide questions of one kind",
    responses=public.problems(400, 401, 403),
)
def decisions(request: Request, who: Asking, body: models.DecisionsGiven) -> models.DecisionsTaken:
    """What changed since it was seen (another `evidence`) is left alone and counted as stale."""
    service = services(request)
    door = Door(service.database, service.settings.home)
    answers = [Answer(one.subject, one.evidence) for one in body.answers]
    with working(request, who):
        done = decide(door, body.kind, body.decision, answers, body.reason, who.editor, today())
    return models.DecisionsTaken(batch=done.batch, decided=done.decided, stale=done.stale, refused=done.refused)


@router.post(
    "/actions/{batch}/revert",
    operation_id="revertAction",
    summary="Take back all of one action",
    responses=public.problems(400, 401, 403, 404, 409, 412),
)
def revert(
    request: Request, who: Asking, batch: Annotated[str, Path(max_length=32)], body: models.Why
) -> models.Reverted:
    """All of it, or nothing when something changed since."""
    with changing(request, who) as session:
        return models.Reverted(reverted=revert_batch(session, batch, body.reason, who.editor))
