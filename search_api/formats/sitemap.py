"""`/{portal}/sitemap.xml`: the pages of a portal's courses, for search engines."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from xml.sax.saxutils import escape

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from sqlmodel import Session, col, func, select

from catalogue.portals.portal import PortalSettings
from catalogue.portals.shown import joined, shown
from catalogue.tables import Course
from search_api.services import services
from search_api.tenancy import portal_settings

router = APIRouter(include_in_schema=False)
MOST = 40_000  # addresses in one file; the protocol allows 50,000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
Part = Annotated[int | None, Query(ge=1, le=1000)]


@router.get("/{slug}/sitemap.xml")
def sitemap(request: Request, slug: Annotated[str, Path(max_length=63)], part: Part = None) -> Response:
    """The courses' pages; from `MOST` courses on, an index of parts."""
    portal = portal_settings(request, slug)
    base = str(request.base_url).rstrip("/") + f"/{slug}"
    with Session(services(request).database) as session:
        count = session.exec(joined(select(func.count())).where(shown(portal))).one()
        if part is None and count > MOST:
            lines = _parts(f"{base}/sitemap.xml", -(-count // MOST))
            return _xml("sitemapindex", lines)
        return _xml("urlset", _pages(session, portal, base, part or 1))


def _parts(address: str, count: int) -> Iterator[str]:
    return (f"<sitemap><loc>{escape(address)}?part={number}</loc></sitemap>" for number in range(1, count + 1))


def _pages(session: Session, portal: PortalSettings, base: str, part: int) -> Iterator[str]:
    rows = joined(select(Course.id, Course.changed_at)).where(shown(portal)).order_by(col(Course.id))
    if part == 1:
        yield f"<url><loc>{escape(base)}/</loc></url>"
    for course_id, changed_at in session.exec(rows.limit(MOST).offset((part - 1) * MOST)):
        yield _page(f"{base}/opleidingen/{course_id}", changed_at)


def _page(address: str, changed_at: datetime) -> str:
    return f"<url><loc>{escape(address)}</loc><lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod></url>"


def _xml(root: str, lines: Iterator[str]) -> Response:
    body = "\n".join(lines)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n{body}\n</{root}>\n'
    return Response(text, media_type="application/xml", headers={"Cache-Control": "public, max-age=300"})
