"""Sources and their runs for programs."""

import json
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.audit.change import checked_reason
from catalogue.declaration import SourceDeclaration
from catalogue.portals.access import require_all_portals
from catalogue.runs import Door, reject, release
from catalogue.runs.reasons import stored
from catalogue.sources.approval import approve
from catalogue.sources.declaring import add_source, change_declaration, read_declaration, version
from catalogue.sources.pausing import set_paused
from catalogue.sources.registry import all_sources, find_source
from catalogue.sources.run_now import ask_crawl
from catalogue.sources.scorecard import scorecard
from catalogue.tables import CrawlRun, Source, utcnow
from search_api.editor.commands import Commands
from search_api.editor_api import models
from search_api.editor_api.access import ETAG, NEW, Asking, Caller, IfMatch, changing, reading, seen, tagged, working
from search_api.problems import bad_field
from search_api.services import services
from search_api.v1 import models as public

router = APIRouter()
Name = Annotated[str, Path(max_length=63)]
RunId = Annotated[int, Path(ge=1, le=2_000_000_000)]
Decide = Callable[[Door, int, str, str | None], CrawlRun]


@router.get("/sources", operation_id="listSources", summary="All sources and how they do",
            responses=public.problems(401))  # fmt: skip
def sources(request: Request, who: Asking) -> models.SourceList:
    """Each with its courses, its last run and the runs that wait for a decision."""
    with reading(request) as session:
        return models.SourceList(results=[_source(session, source) for source in all_sources(session)])


def _source(session: Session, source: Source) -> models.SourceBody:
    card = scorecard(session, source, utcnow())
    return models.SourceBody(
        name=source.name, state=card.state, paused=source.paused, approved=source.approved, courses=card.courses,
        withdrawn=card.withdrawn, last_run=card.last_run, waiting=list(card.waiting), coverage=card.coverage,
    )  # fmt: skip


@router.get("/sources/{source}/declaration", operation_id="getDeclaration", summary="A source's declaration",
            responses={200: {"headers": ETAG}, **public.problems(400, 401, 404)})  # fmt: skip
def declaration(request: Request, response: Response, who: Asking, source: Name) -> models.DeclarationBody:
    """Where and how it is read."""
    with reading(request) as session:
        held = find_source(session, source)
    response.headers.update(tagged(version(held)))
    kept = SourceDeclaration.model_validate(held.declaration)
    return models.DeclarationBody(declaration=kept.model_dump(mode="json", exclude_defaults=True))


@router.put("/sources/{source}/declaration", operation_id="setDeclaration", summary="Change or add a source",
            status_code=204, responses={204: {"headers": ETAG}, **public.problems(400, 401, 403, 404, 409, 412, 428)},
            )  # fmt: skip
def declare(
    request: Request, who: Asking, source: Name, body: models.DeclarationChange, if_match: IfMatch = None
) -> Response:
    """Holds from the next crawl. `If-None-Match: *` adds a source, which publishes only when it is approved."""
    if body.declaration.get("name", source) != source:
        raise bad_field("declaration.name", "not the source of the address")
    with changing(request, who) as session:
        told = read_declaration(json.dumps({"name": source, **body.declaration}))
        if request.headers.get("if-none-match") == NEW:
            add_source(session, told, body.reason, who.editor)
        else:
            change_declaration(session, source, told, body.reason, who.editor, seen(if_match))
        return Response(status_code=204, headers=tagged(version(find_source(session, source))))


@router.post("/sources/{source}/approve", operation_id="approveSource", summary="Let a source publish", status_code=204,
             responses=public.problems(400, 401, 403, 404))  # fmt: skip
def approval(request: Request, who: Asking, source: Name, body: models.Why) -> Response:
    """Its courses are shown from now on, those of later crawls too."""
    with changing(request, who) as session:
        require_all_portals(who.editor)
        approve(session, source, who.editor.email, checked_reason(body.reason))
    return Response(status_code=204)


@router.post("/sources/{source}/pause", operation_id="pauseSource", summary="Crawl it no more for now",
             status_code=204, responses=public.problems(400, 401, 403, 404))  # fmt: skip
def pause(request: Request, who: Asking, source: Name, body: models.Why) -> Response:
    """No crawl of it starts until it is resumed; its courses stay."""
    return _paused(request, who, source, True, body.reason)


@router.post("/sources/{source}/resume", operation_id="resumeSource", summary="Crawl it again", status_code=204,
             responses=public.problems(400, 401, 403, 404))  # fmt: skip
def resume(request: Request, who: Asking, source: Name, body: models.Why) -> Response:
    """From now on it is crawled on its schedule."""
    return _paused(request, who, source, False, body.reason)


@router.post("/sources/{source}/runs", operation_id="startRun", summary="Crawl it now", status_code=202,
             response_class=Response, responses=public.problems(400, 401, 403, 404, 409))  # fmt: skip
def start(request: Request, who: Asking, source: Name) -> Response:
    """In a process of its own; how it went is told of the source."""
    settings = services(request).settings
    with changing(request, who) as session:
        ask_crawl(session, settings.home, source, who.editor)
    Commands(settings).start("crawl", source)
    return Response(status_code=202)


def _paused(request: Request, who: Caller, source: str, paused: bool, reason: str) -> Response:
    with changing(request, who) as session:
        set_paused(session, source, paused, reason, who.editor)
    return Response(status_code=204)


@router.get("/runs/{run_id}", operation_id="getRun", summary="One run and why it waits",
            responses=public.problems(400, 401, 404))  # fmt: skip
def run(request: Request, who: Asking, run_id: RunId) -> models.RunBody:
    """Its state, its figures, and the reasons of the judge."""
    with reading(request) as session:
        found = session.get(CrawlRun, run_id)
        if found is None:
            raise LookupError(f"run {run_id}")
        source = session.get_one(Source, found.source_id).name
    return models.RunBody(
        id=run_id, source=source, state=str(found.state), reasons=[str(one) for one in stored(found.reasons)],
        counts=found.counts, decided_by=found.decided_by,
    )  # fmt: skip


@router.post("/runs/{run_id}/release", operation_id="releaseRun", summary="Take what a waiting run found",
             status_code=204, responses=public.problems(400, 401, 403, 409))  # fmt: skip
def let_go(request: Request, who: Asking, run_id: RunId, body: models.Why) -> Response:
    """The source really changed so."""
    return _decided(request, who, run_id, body.reason, release)


@router.post("/runs/{run_id}/reject", operation_id="rejectRun", summary="Drop what a waiting run found",
             status_code=204, responses=public.problems(400, 401, 403, 409))  # fmt: skip
def turn_down(request: Request, who: Asking, run_id: RunId, body: models.Why) -> Response:
    """The run is wrong; the last good data stays."""
    return _decided(request, who, run_id, body.reason, reject)


def _decided(request: Request, who: Caller, run_id: int, reason: str, decide: Decide) -> Response:
    service = services(request)
    with working(request, who):
        require_all_portals(who.editor)
        decide(Door(service.database, service.settings.home), run_id, who.editor.email, checked_reason(reason))
    return Response(status_code=204)
