"""From a page to `vakwijzer explain`: what contradicts itself or cannot be is kept, flagged and explained."""

import json
from typing import Any

import pytest
from sqlmodel import Session, select

from catalogue.database import connect
from catalogue.effective import effective_courses
from catalogue.settings import Settings
from catalogue.tables import Course
from tests.e2e.test_bad_input import Site, site  # noqa: F401
from tests.world import Home

pytestmark = pytest.mark.engine


def page(title: str, body: str, **words: Any) -> bytes:
    """A page with one course as JSON-LD, and what a visitor reads below it."""
    course = {"@context": "https://schema.org", "@type": "Course", "name": title, **words}
    data = f'<script type="application/ld+json">{json.dumps(course)}</script>'
    return f"{data}<h1>{title}</h1><main><p>{body}</p></main>".encode()


def offers(price: str) -> dict[str, Any]:
    return {"offers": {"@type": "Offer", "price": price, "priceCurrency": "EUR"}}


def run(start: str, end: str | None = None) -> dict[str, Any]:
    return {"hasCourseInstance": {"@type": "CourseInstance", "startDate": start, "endDate": end}}


TEXT = "Je leert in onze werkplaats een vak met je handen, en je werkt met gereedschap van nu. "
PAGES: dict[str, tuple[bytes, str | None]] = {
    "Lassen basis": (
        page("Lassen basis", f"{TEXT} De kosten zijn € 1.000 per persoon.", **offers("100")),
        "price_contradiction",
    ),
    "Frezen basis": (page("Frezen basis", TEXT, **run("2027-02-31")), "date_impossible"),
    "Timmeren basis": (page("Timmeren basis", TEXT, **offers("-5")), "amount_negative"),
    "Metselen basis": (page("Metselen basis", TEXT, **run("2027-03-12", "2027-03-01")), "end_before_start"),
    "Stukadoor": (page("Stukadoor", TEXT, **run("1970-01-01")), "date_out_of_range"),
    "Dakdekker": (page("Dakdekker", TEXT, **run("2099-12-31")), "date_out_of_range"),
    "Loodgieter": (page("Loodgieter", TEXT, inLanguage="Klingon"), "language_unknown"),
    "Automonteur 🔧": (page("Automonteur 🔧", TEXT, description="<b>Sleutelen</b> 🚗 Специалист"), None),
}


def flagged(home: Home) -> dict[str, tuple[str, set[str]]]:
    """Title -> id and reasons of the flags, of every course in this home's catalogue."""
    database = connect(Settings(VAKWIJZER_HOME=home.path, DATABASE_URL=None))
    with Session(database) as session:
        courses = effective_courses(session, session.exec(select(Course.id)).all())
        return {one.content.title: (one.id, {flag.reason for flag in one.content.flags}) for one in courses}


def test_doubtful_offers_are_kept_flagged_and_explained(home: Home, site: Site) -> None:  # noqa: F811
    site.pages = {f"/cursus/{number}": (200, "text/html", body) for number, (body, _) in enumerate(PAGES.values())}
    urls = "".join(f"<url><loc>{site.origin}{path}</loc></url>" for path in site.pages)
    xmlns = "http://www.sitemaps.org/schemas/sitemap/0.9"
    site.pages["/sitemap.xml"] = (200, "application/xml", f'<urlset xmlns="{xmlns}">{urls}</urlset>'.encode())
    site.pages["/robots.txt"] = (200, "text/plain", f"Sitemap: {site.origin}/sitemap.xml".encode())
    home.run("source", "add", "school", "--url", f"{site.origin}/", "--province", "Gelderland")
    home.run("crawl", "school")
    told = flagged(home)
    assert set(told) == set(PAGES)
    for title, (_, reason) in PAGES.items():
        assert reason is None or reason in told[title][1], title
    rows = {row["field"]: row for row in home.json("explain", told["Lassen basis"][0])}
    assert rows["price"]["value"]["cents"] == 10_000
    assert "100" in rows["flag:price_contradiction"]["quote"]
    assert "€ 1.000" in rows["flag:price_contradiction"]["quote"]
