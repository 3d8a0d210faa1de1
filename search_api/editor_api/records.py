"""Portals, schemes, synonyms, careers and figures for programs: whole records, each with a tag for its change."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session, col, select

from catalogue.audit.change import InvalidOverride
from catalogue.audit.records import version
from catalogue.careers.about import duties
from catalogue.careers.care import set_career
from catalogue.careers.known import shipped
from catalogue.careers.outlook import OutlookRow
from catalogue.careers.outlook_care import as_record, drop_figure, figure, set_figure
from catalogue.careers.own import career_table, record_of
from catalogue.careers.table import careers
from catalogue.careers.text_care import own_texts, set_text
from catalogue.editing.synonyms import SynonymRecord, all_synonyms, drop_synonym, set_synonym, synonym, tried
from catalogue.funding.care import change_scheme, confirm_scheme
from catalogue.funding.scheme import Scheme
from catalogue.funding.status import confirmed, status
from catalogue.funding.store import schemes
from catalogue.portals.care import add_portal, change_portal
from catalogue.portals.count import count_shown
from catalogue.portals.courses import change_in
from catalogue.portals.portal import PortalSettings, all_portals, find_portal
from catalogue.tables import CareerOutlook
from search_api.editor_api import models
from search_api.editor_api.access import ETAG, NEW, Asking, IfMatch, changing, reading, seen, tagged
from search_api.problems import Problem, built
from search_api.services import today
from search_api.v1 import models as public
from search_api.v1.portals import check_collections

router = APIRouter()
Slug = Annotated[str, Path(max_length=63)]
Typed = Annotated[str, Path(max_length=60)]
CareerId = Annotated[str, Path(max_length=80)]
Region = Annotated[str, Path(max_length=80)]
CourseId = Annotated[str, Path(max_length=16)]
CollectionName = Annotated[str, Query(min_length=1, max_length=80)]
Reason = Annotated[str, Query(min_length=1, max_length=500)]
CHANGE = {204: {"headers": ETAG}, **public.problems(400, 401, 403, 404, 412, 428)}
ONE = {200: {"headers": ETAG}, **public.problems(400, 401, 404)}


def _tag(response: Response, record: BaseModel | None) -> None:
    response.headers.update(tagged(version(record)))


def _done(record: BaseModel | None) -> Response:
    return Response(status_code=204, headers=tagged(version(record)))


@router.get("/portals", operation_id="listEditedPortals", summary="All portals with their settings",
            responses=public.problems(401))  # fmt: skip
def portals(request: Request, who: Asking) -> models.PortalList:
    """Each with the number of courses that its rules let through."""
    with reading(request) as session:
        return models.PortalList(results=[_portal(session, slug, one) for slug, one in all_portals(session).items()])


def _portal(session: Session, slug: str, settings: PortalSettings) -> models.PortalRecord:
    return models.PortalRecord(slug=slug, record=settings, courses=count_shown(session, settings))


@router.get("/portals/{slug}", operation_id="getEditedPortal", summary="A portal with all its settings", responses=ONE)
def portal(request: Request, response: Response, who: Asking, slug: Slug) -> models.PortalRecord:
    """Its rules, looks and texts."""
    with reading(request) as session:
        found = find_portal(session, slug)
        if found is None:
            raise LookupError(f"portal {slug}")
        _tag(response, found)
        return _portal(session, slug, found)


@router.put("/portals/{slug}", operation_id="setPortal", summary="Replace or add a portal", status_code=204,
            responses=CHANGE)  # fmt: skip
def put_portal(
    request: Request, who: Asking, slug: Slug, body: models.PortalChange, if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """Holds at once. `If-None-Match: *` adds a portal."""
    try:
        check_collections(body.record)
    except ValueError as wrong:
        raise Problem(400, str(wrong), [{"field": "record.collections", "message": str(wrong)}]) from wrong
    with changing(request, who) as session:
        if request.headers.get("if-none-match") == NEW:
            add_portal(session, slug, body.record, body.reason, who.editor)
        else:
            change_portal(session, slug, body.record, body.reason, who.editor, seen(if_match))
    return _done(body.record)


@router.put("/portals/{slug}/collected-courses/{course_id}", operation_id="collectCourse",
            summary="Put a course in a portal's collection", status_code=204,
            responses=public.problems(400, 401, 403, 404))  # fmt: skip
def collect(request: Request, who: Asking, slug: Slug, course_id: CourseId, body: models.Collected) -> Response:
    """At the end of the chosen courses. Other changes of the portal stay as they are, so no tag is needed."""
    with changing(request, who) as session:
        change_in(session, "collect", slug, course_id, body.collection, body.reason, who.editor)
    return Response(status_code=204)


@router.delete("/portals/{slug}/collected-courses/{course_id}", operation_id="dropCollectedCourse",
               summary="Take a course out of a portal's collection", status_code=204,
               responses=public.problems(400, 401, 403, 404))  # fmt: skip
def drop_collected(
    request: Request, who: Asking, slug: Slug, course_id: CourseId, collection: CollectionName, reason: Reason
) -> Response:
    """The last chosen course stays: without it there would be no collection."""
    with changing(request, who) as session:
        change_in(session, "drop", slug, course_id, collection, reason, who.editor)
    return Response(status_code=204)


@router.get("/funding-schemes", operation_id="listEditedSchemes", summary="All funding schemes",
            responses=public.problems(401))  # fmt: skip
def all_schemes(request: Request, who: Asking) -> models.SchemeList:
    """Each as it stands, and whether somebody checked it lately."""
    with reading(request) as session:
        return models.SchemeList(results=[_scheme(one) for one in schemes(session).values()])


def _scheme(scheme: Scheme) -> models.SchemeRecord:
    state = str(status(scheme, today()).state)
    return models.SchemeRecord(record=scheme, state=state, confirmed=confirmed(scheme, today()))


@router.get("/funding-schemes/{scheme_id}", operation_id="getEditedScheme", summary="A funding scheme", responses=ONE)
def scheme(request: Request, response: Response, who: Asking, scheme_id: Slug) -> models.SchemeRecord:
    """All of its record."""
    with reading(request) as session:
        found = schemes(session).get(scheme_id)
    if found is None:
        raise Problem(404, f"There is no funding scheme '{scheme_id}'.")
    _tag(response, found)
    return _scheme(found)


@router.put("/funding-schemes/{scheme_id}", operation_id="setScheme", summary="Change a funding scheme",
            status_code=204, responses=CHANGE)  # fmt: skip
def put_scheme(
    request: Request, who: Asking, scheme_id: Slug, body: models.SchemeChange, if_match: IfMatch = None
) -> Response:
    """A new version; the older ones are kept."""
    if body.record.id != scheme_id:
        raise Problem(400, "record.id: not the scheme of the address", [{"field": "record.id", "message": scheme_id}])
    with changing(request, who) as session:
        change_scheme(session, body.record, today(), body.reason, who.editor, seen(if_match))
    return _done(body.record)


@router.post("/funding-schemes/{scheme_id}/confirm", operation_id="confirmScheme",
             summary="Say that a scheme was held against its source today", status_code=204,
             responses=CHANGE)  # fmt: skip
def confirm(request: Request, who: Asking, scheme_id: Slug, body: models.Why, if_match: IfMatch = None) -> Response:
    """And that all of it is right."""
    with changing(request, who) as session:
        confirm_scheme(session, scheme_id, today(), body.reason, who.editor, seen(if_match))
        return _done(schemes(session)[scheme_id])


@router.get("/synonyms", operation_id="listSynonyms", summary="All synonyms of the editors",
            responses=public.problems(401))  # fmt: skip
def synonyms(request: Request, who: Asking) -> models.SynonymList:
    """What people type and what courses say."""
    with reading(request) as session:
        return models.SynonymList(results=list(all_synonyms(session).values()))


@router.get("/synonyms/{typed}", operation_id="getSynonym", summary="A synonym, tried on real searches",
            responses=ONE)  # fmt: skip
def one_synonym(
    request: Request, response: Response, who: Asking, typed: Typed,
    says: Annotated[list[str], Query(max_length=12, default_factory=list, description="Tried instead of what stands")],
) -> models.SynonymBody:  # fmt: skip
    """With `says` it need not exist: it shows what would be found before and after."""
    with reading(request) as session:
        held = synonym(session, _synonym(typed, ["x"]).typed)
        record = _synonym(typed, says) if says else held
        if record is None:
            raise LookupError(f"synonym {typed}")
        _tag(response, held)
        trial = [models.TrialBody.model_validate(one, from_attributes=True) for one in tried(session, record)]
    return models.SynonymBody(record=record, trial=trial)


def _synonym(typed: str, says: list[str]) -> SynonymRecord:
    return built(SynonymRecord, typed=typed, says=tuple(says))


@router.put("/synonyms/{typed}", operation_id="setSynonym", summary="Make a synonym live", status_code=204,
            responses=CHANGE)  # fmt: skip
def put_synonym(
    request: Request, who: Asking, typed: Typed, body: models.SynonymChange, if_match: IfMatch = None
) -> Response:
    """The ETag is that of `GET`, where it may be tried first with `says`."""
    record = _synonym(typed, body.says)
    with changing(request, who) as session:
        set_synonym(session, record, body.reason, who.editor, seen(if_match))
    return _done(record)


@router.delete("/synonyms/{typed}", operation_id="dropSynonym", summary="Take a synonym away", status_code=204,
               responses=CHANGE)  # fmt: skip
def delete_synonym(request: Request, who: Asking, typed: Typed, reason: Reason, if_match: IfMatch = None) -> Response:
    """It works no more within seconds."""
    with changing(request, who) as session:
        drop_synonym(session, _synonym(typed, ["x"]).typed, reason, who.editor, seen(if_match))
    return _done(None)


@router.get("/careers/{career_id}", operation_id="getEditedCareer", summary="A career's names, sector and codes",
            responses=ONE)  # fmt: skip
def career(request: Request, response: Response, who: Asking, career_id: CareerId) -> models.CareerFactsBody:
    """As they stand, with what editors changed of them."""
    _known(career_id)
    with reading(request) as session:
        held = career_table(session)[career_id]
    _tag(response, record_of(held))
    return models.CareerFactsBody(record=record_of(held), own=held != shipped()[career_id])


@router.put("/careers/{career_id}", operation_id="setCareer", summary="Change a career's names, sector and codes",
            status_code=204, responses=CHANGE)  # fmt: skip
def put_career(
    request: Request, who: Asking, career_id: CareerId, body: models.CareerFactsChange, if_match: IfMatch = None
) -> Response:
    """Found so within seconds, and in later crawls too. A label that is replaced is found while it is a synonym."""
    _known(career_id)
    with changing(request, who) as session:
        set_career(session, career_id, body.record, body.reason, who.editor, seen(if_match))
        return _done(record_of(career_table(session)[career_id]))


@router.get("/careers/{career_id}/text", operation_id="getCareerText", summary="What somebody does in a career",
            responses=ONE)  # fmt: skip
def career_text(request: Request, response: Response, who: Asking, career_id: CareerId) -> models.CareerTextBody:
    """In an editor's words, or those that are shipped."""
    _known(career_id)
    with reading(request) as session:
        own = own_texts(session).get(career_id)
    _tag(response, own)
    return models.CareerTextBody(record=own or duties().get(career_id), own=own is not None)


@router.put("/careers/{career_id}/text", operation_id="setCareerText", summary="Set what somebody does in a career",
            status_code=204, responses=CHANGE)  # fmt: skip
def put_text(
    request: Request, who: Asking, career_id: CareerId, body: models.CareerTextChange, if_match: IfMatch = None
) -> Response:
    """Null: the shipped words again."""
    _known(career_id)
    with changing(request, who) as session:
        set_text(session, career_id, body.record, body.reason, who.editor, seen(if_match))
    return _done(body.record)


@router.get("/careers/{career_id}/outlooks", operation_id="listFigures", summary="Figures on the chance of work",
            responses=public.problems(400, 401, 404))  # fmt: skip
def figures(request: Request, who: Asking, career_id: CareerId) -> models.FigureList:
    """By labour-market region."""
    _known(career_id)
    with reading(request) as session:
        rows = session.exec(select(CareerOutlook).where(CareerOutlook.career_id == career_id).order_by(
            col(CareerOutlook.region))).all()  # fmt: skip
    return models.FigureList(results=[_figure(as_record(row)) for row in rows])


def _known(career_id: str) -> None:
    if career_id not in careers():
        raise Problem(404, f"There is no career '{career_id}'.")


def _figure(row: OutlookRow) -> models.FigureBody:
    told = row.model_dump(exclude={"career"})
    return models.FigureBody(**told, etag=tagged(version(row))["ETag"])


@router.put("/careers/{career_id}/outlooks/{region}", operation_id="setFigure", summary="Set a figure",
            status_code=204, responses=CHANGE)  # fmt: skip
def put_figure(
    request: Request, who: Asking, career_id: CareerId, region: Region, body: models.FigureChange,
    if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """Add one with `If-None-Match: *`; replace one with the tag it was told with."""
    _known(career_id)
    row = built(OutlookRow, career=career_id, region=region, **body.model_dump(exclude={"reason"}))
    fresh = request.headers.get("if-none-match") == NEW
    with changing(request, who) as session:
        if fresh and figure(session, career_id, region) is not None:
            raise InvalidOverride("region", "exists")
        set_figure(session, row, today(), body.reason, who.editor, version(None) if fresh else seen(if_match))
    return _done(row)


@router.delete("/careers/{career_id}/outlooks/{region}", operation_id="dropFigure", summary="Take a figure away",
               status_code=204, responses=CHANGE)  # fmt: skip
def delete_figure(
    request: Request, who: Asking, career_id: CareerId, region: Region, reason: Reason, if_match: IfMatch = None
) -> Response:
    """The career's page shows it no more."""
    _known(career_id)
    with changing(request, who) as session:
        drop_figure(session, career_id, region, reason, who.editor, seen(if_match))
    return _done(None)
