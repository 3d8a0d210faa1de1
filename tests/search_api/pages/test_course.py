"""The course page without a browser: all that is known and since when, courses alike, JSON-LD, and "meld een fout"."""

import json
from datetime import date, timedelta

import httpx2
import pytest
from parsel import Selector
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.normal import Duration, Per, Price, Unit, Vat
from catalogue.portals.portal import PortalSettings, set_portal
from catalogue.settings import Settings
from catalogue.tables import Course, CourseState, Signal, SignalKind, SignalState, utcnow
from search_api.i18n import texts
from search_api.pages import form_token
from tests.conftest import TODAY
from tests.factories import EDE, ROTTERDAM, add_course, known, price, session
from tests.search_api.test_course_facts import FULL

pytestmark = pytest.mark.engine
NASTY = "</script><script>alert(1)</script>&<!--"


@pytest.fixture
def ids(sqlite: Engine, settings: Settings, address: EngineAddress) -> dict[str, str]:
    made = {
        "full": add_course(sqlite, key="/full", duration=known(Duration(amount=10, unit=Unit.DAYPART)), **FULL),
        "near": add_course(sqlite, key="/near", title="Lassen in Ede", sessions=(session("2027-03-01", EDE),)),
        "far": add_course(sqlite, "west", "/far", title="Lassen ver", sessions=(session("2027-01-11", ROTTERDAM),)),
        "nasty": add_course(sqlite, key="/nasty", title=NASTY, description=NASTY, credential=NASTY),
    }
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "east", PortalSettings(name="Oost", provinces=("Gelderland",), online=False), "test")
    drain(sqlite, settings.home, address, TODAY)
    return made


def shown(api: httpx2.Client, path: str, status: int = 200) -> Selector:
    answer = api.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
    return Selector(answer.text)


def facts(page: Selector) -> dict[str, str]:
    rows = page.css(".vw-course__facts .vw-facts > div")
    return {row.css("dt::text").get(""): " ".join(row.css("dd ::text").getall()) for row in rows}


def test_the_page_shows_all_that_is_known_and_since_when(
    api: httpx2.Client, sqlite: Engine, ids: dict[str, str]
) -> None:
    with unit_of_work(sqlite) as unit:
        course = unit.get_one(Course, ids["full"])
        course.checked_at -= timedelta(days=3)
        days = (date.today() - course.checked_at.date()).days
    told = facts(shown(api, f"/nl/opleidingen/{ids['full']}"))
    assert f"{days} dagen geleden gezien bij de opleider" in told["Prijs"]
    assert "aanmelden tot en met 15 januari 2027" in told["Start"]
    assert "31 januari 2027" in told["Aanmelden tot en met"]
    assert "€ 99,50 vrij van btw" in told["Komt erbij: Examen"].replace("\u00a0", " ")
    assert "4 keer € 467,50" in told["Betalen in delen"].replace("\u00a0", " ")
    for label, words in {
        "Duur": "10 dagdelen",
        "Tijd die je kwijt bent": "8 tot 12 uur per week",
        "Wanneer": "’s Avonds, Deeltijd",
        "Wat je krijgt": "Certificaat van de branche onze inschatting",
        "Werk": "Je werkt bij een erkend leerbedrijf",
        "Baangarantie": "De opleider belooft een baan",
        "Groep": "hoogstens 12 deelnemers",
        "Speciaal voor": "Vrouwen",
        "Keurmerken": "NRTO-keurmerk, CRKBO-registratie zoals de opleider zelf zegt",
        "Soort bedrag": "Wettelijk",
    }.items():
        assert words in " ".join(told[label].split()), label
    rows = shown(api, f"/nl/opleidingen/{ids['full']}").css(".vw-table tbody tr")
    assert any("volgens de opleider" in (row.get() or "") and "dagen geleden" in (row.get() or "") for row in rows)


def test_courses_alike_are_near_first_and_inside_the_portal(api: httpx2.Client, ids: dict[str, str]) -> None:
    links = shown(api, f"/nl/opleidingen/{ids['full']}").css(".vw-card a::attr(href)").getall()
    assert links[-1] == f"/nl/opleidingen/{ids['far']}"
    assert f"/nl/opleidingen/{ids['near']}" in links
    assert f"/nl/opleidingen/{ids['full']}" not in links
    east = shown(api, f"/east/opleidingen/{ids['full']}").css(".vw-card a::attr(href)").getall()
    assert f"/east/opleidingen/{ids['near']}" in east
    assert ids["far"] not in " ".join(east)


def test_a_course_that_is_gone_names_others(api: httpx2.Client, sqlite: Engine, ids: dict[str, str]) -> None:
    with unit_of_work(sqlite) as unit:
        unit.get_one(Course, ids["full"]).state = CourseState.WITHDRAWN
    gone = shown(api, f"/nl/opleidingen/{ids['full']}", 410)
    assert f"/nl/opleidingen/{ids['near']}" in gone.css(".vw-card a::attr(href)").getall()
    assert gone.css("meta[name=robots]::attr(content)").get() == "noindex"


def json_ld(page: Selector) -> dict[str, object]:
    return json.loads(page.css("script[type='application/ld+json']::text").get(""))


def test_machines_read_the_same_course(api: httpx2.Client, ids: dict[str, str]) -> None:
    page = shown(api, f"/nl/opleidingen/{ids['full']}?from=abc")
    data = json_ld(page)
    address = f"{api.base_url}/nl/opleidingen/{ids['full']}".replace("//nl", "/nl")
    assert (data["@type"], data["@id"], data["name"]) == ("Course", address, "Lasser MIG/MAG")
    assert page.css("link[rel=canonical]::attr(href)").get() == address
    assert page.css("meta[property='og:url']::attr(content)").get() == address
    assert page.css("meta[property='og:title']::attr(content)").get() == "Lasser MIG/MAG"
    offer = data["offers"]
    assert (offer["price"], offer["priceCurrency"]) == (1870, "EUR")
    assert offer["priceSpecification"]["valueAddedTaxIncluded"] is False
    [instance] = data["hasCourseInstance"]
    assert (instance["startDate"], instance["location"]["address"]["addressCountry"]) == ("2027-02-09", "NL")
    assert "timeRequired" not in data  # a dagdeel is no ISO 8601 duration
    assert api.get("/static/social.png").headers["content-type"] == "image/png"


def test_a_price_that_is_no_price_of_the_course_is_no_offer(
    api: httpx2.Client, sqlite: Engine, ids: dict[str, str]
) -> None:
    monthly = add_course(sqlite, key="/month", price=known(Price(cents=100_00, vat=Vat.UNKNOWN, per=Per.MONTH)))
    lowest = price(500).model_copy(update={"value": Price(cents=500_00, vat=Vat.INCLUDED, is_from=True)})
    cheapest = add_course(sqlite, key="/from", price=lowest)
    assert "offers" not in json_ld(shown(api, f"/nl/opleidingen/{monthly}"))
    offer = json_ld(shown(api, f"/nl/opleidingen/{cheapest}"))["offers"]
    assert "price" not in offer
    assert offer["priceSpecification"]["minPrice"] == 500


def test_script_in_a_text_stays_text_in_head_and_json(api: httpx2.Client, ids: dict[str, str]) -> None:
    page = shown(api, f"/nl/opleidingen/{ids['nasty']}")
    own = '<script type="module" src="/static/widget/pages.js"></script>'
    assert page.css("script:not([type='application/ld+json'])").getall() == [own]
    assert json_ld(page)["name"] == NASTY
    assert page.css("h1::text").get() == NASTY
    assert page.css("meta[property='og:title']::attr(content)").get() == NASTY


def test_a_search_has_one_address_and_only_the_start_page_is_indexed(api: httpx2.Client, ids: dict[str, str]) -> None:
    found = shown(api, "/nl/?q=lassen&radius=20&near=&sort=&province=Gelderland")
    assert (found.css("link[rel=canonical]::attr(href)").get() or "").endswith("/nl/?province=Gelderland&q=lassen")
    assert found.css("meta[name=robots]::attr(content)").get() == "noindex, follow"
    assert shown(api, "/nl/").css("meta[name=robots]").get() is None


def form(api: httpx2.Client, path: str) -> dict[str, str]:
    page = shown(api, path)
    return {
        field.attrib["name"]: field.attrib.get("value", "") for field in page.css(".vw-form input:not([type=radio])")
    }


def reports(database: Engine) -> list[Signal]:
    with Session(database) as unit:
        return list(unit.exec(select(Signal).where(Signal.state == SignalState.OPEN).order_by(col(Signal.id))))


def test_a_reader_without_script_reports_a_mistake(
    api: httpx2.Client, sqlite: Engine, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = utcnow()
    link = shown(api, f"/nl/opleidingen/{ids['full']}").css(".vw-report a::attr(href)").get("")
    fields = form(api, link) | {"kind": "wrong", "text": "Prijs klopt niet"}
    assert fields["website"] == ""
    monkeypatch.setattr(form_token, "utcnow", lambda: opened + timedelta(seconds=1))
    fast = api.post("/nl/melding", data=fields)
    assert fast.status_code == 400
    assert "erg snel" in fast.text
    assert "Prijs klopt niet" in fast.text
    again = {field.attrib["name"]: field.attrib.get("value", "") for field in Selector(fast.text).css("input[name]")}
    monkeypatch.setattr(form_token, "utcnow", lambda: utcnow() + timedelta(seconds=form_token.SECONDS))
    sent = api.post("/nl/melding", data=fields | {"token": again["token"]})
    assert (sent.status_code, sent.headers["location"]) == (303, "/nl/melding/bedankt")
    assert "Bedankt" in shown(api, "/nl/melding/bedankt").get()
    [signal] = reports(sqlite)
    assert (signal.kind, signal.course_id, signal.text, signal.email) == (
        SignalKind.WRONG, ids["full"], "Prijs klopt niet", None
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"token": "x"}, 400, "Klik nog een keer"),
        ({"kind": ""}, 400, "Kies wat er aan de hand is"),
        ({"email": "geen adres"}, 400, "e-mailadres klopt niet"),
        ({"text": "x" * 2001}, 400, "te lang"),
        ({"website": "https://spam.example"}, 303, ""),
        ({"course": "none"}, 404, "bestaat niet"),
    ],
)
def test_a_form_that_is_not_right_keeps_what_was_typed_and_files_nothing(
    api: httpx2.Client,
    sqlite: Engine,
    ids: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, str],
    status: int,
    words: str,
) -> None:
    monkeypatch.setattr(form_token, "SECONDS", 0)
    fields = form(api, f"/nl/melding?course={ids['full']}") | {"kind": "wrong", "text": "Prijs <b>klopt</b> niet"}
    answer = api.post("/nl/melding", data=fields | changes)
    assert answer.status_code == status
    assert words in answer.text
    assert reports(sqlite) == []
    assert "<b>" not in answer.text
    if status == 400:
        assert Selector(answer.text).css("[role=alert]").get()
        assert answer.headers["cache-control"] == "no-store"


def test_what_a_portal_does_not_show_cannot_be_reported_on_its_page(api: httpx2.Client, ids: dict[str, str]) -> None:
    assert api.get(f"/east/melding?course={ids['far']}").status_code == 404
    assert api.get("/nowhere/melding").status_code == 404
    assert api.get("/nowhere/melding/bedankt").status_code == 404
    assert api.post("/nowhere/melding", data={"kind": "wrong"}).status_code == 404


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-24T08:00:00Z", "vandaag"),
        ("2026-11-23T23:30:00Z", "vandaag"),
        ("2026-11-23T08:00:00Z", "gisteren"),
        ("2026-11-21T08:00:00+00:00", "3 dagen geleden"),
        ("2026-05-21T08:00:00Z", "op 21 mei 2026"),
    ],
)
def test_how_long_ago_is_counted_in_dutch_days(moment: str, words: str) -> None:
    assert texts().ago(moment, TODAY) == words


def test_a_token_is_for_its_form_and_its_time_only(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    token = form_token.made(settings, "nl/abc")
    assert form_token.complaint(settings, token, "nl/abc") == "fast"
    assert form_token.complaint(settings, token, "nl/other") == "forged"
    monkeypatch.setattr(form_token, "SECONDS", 0)
    assert form_token.complaint(settings, token, "nl/abc") is None
    monkeypatch.setattr(form_token, "HOURS", -1)
    assert form_token.complaint(settings, token, "nl/abc") == "late"
