"""The stored page that a course was read from, as plain text: what the source said, in its own words."""

from fastapi import APIRouter
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from catalogue.runs import Door
from catalogue.snapshots import SnapshotMissing, load
from catalogue.tables import Course, Snapshot
from search_api.editor.desk import Desk
from search_api.editor.guard import PageError

MOST = 2_000_000  # bytes; nobody reads a feed of gigabytes in a browser
MOST_STORED = 20_000_000


def add_routes(router: APIRouter, desk: Desk, door: Door) -> None:
    """`/opleidingen/{id}/momentopname`. The router lets only editors in."""

    @router.get("/opleidingen/{course_id}/momentopname")
    def snapshot(request: Request, course_id: str) -> Response:
        with Session(desk.engine) as session:
            found = _latest(session, course_id)
        if found is None or found.size > MOST_STORED:
            raise PageError(404, "no_snapshot")
        try:
            body = load(door.home, found.body_hash)
        except SnapshotMissing as gone:
            raise PageError(404, "no_snapshot") from gone
        # As text, never as a page: what a crawl fetched must not run here.
        head = f"{found.final_url}\n{found.fetched_at.isoformat()}\n\n"
        return PlainTextResponse(head + body[:MOST].decode("utf-8", "replace"))


def _latest(session: Session, course_id: str) -> Snapshot | None:
    course = session.get(Course, course_id) if course_id.isalnum() else None
    if course is None:
        raise PageError(404, "no_course")
    mine = select(Snapshot).where(Snapshot.source_id == course.source_id, Snapshot.url == course.page_url)
    return session.exec(mine.order_by(col(Snapshot.id).desc())).first()
