"""An editor's hour in a minute: signed in with a second factor, every kind of question cleared by keyboard."""

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pyotp
import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from catalogue.queue.kinds import KINDS
from tests.browser.editor_work import CROPS, course_id, crawl_sources, database_of, offer, store_questions
from tests.e2e.test_bad_input import Site, site
from tests.world import Home, soon

pytestmark = [pytest.mark.browser, pytest.mark.engine, pytest.mark.slow]
__all__ = ["site"]
EMAIL, PASSWORD = "noor@provincie.example", "een-lange-zin-als-wachtwoord"
PORTAL = {"name": "Leren in het Oosten", "provinces": ["Gelderland", "Overijssel"]}
Api = httpx2.Client


@pytest.fixture
def at_work(home: Home, site: Site, tmp_path: Path) -> Iterator[tuple[Api, Engine]]:
    """The product with work for an hour."""
    crawl_sources(home, site)
    database = database_of(home)
    store_questions(database, date.today())
    home.extra["VAKWIJZER_EDITOR_PASSWORD"] = PASSWORD
    home.run("editor", "add", EMAIL, "--name", "Noor de Vries")
    (tmp_path / "oost.yaml").write_text(json.dumps(PORTAL))
    home.run("portal", "set", "oost", "--file", str(tmp_path / "oost.yaml"))
    with home.serving() as api:
        yield api, database
    database.dispose()


@pytest.fixture
def page(browser: Browser, at_work: tuple[Api, Engine]) -> Iterator[Page]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=str(at_work[0].base_url)).new_page()
    opened.set_default_timeout(30_000)
    yield opened
    opened.context.close()


def picture(page: Page, folder: Path, name: str) -> None:
    folder.mkdir(exist_ok=True)
    page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


def with_second_factor(page: Page) -> None:
    """Sign in, set the second step up, and sign in again with it."""
    page.goto("/redactie/")
    password(page)
    page.goto("/redactie/account/code")
    app = pyotp.TOTP(page.locator("main code").inner_text())
    page.fill("#code", app.now())
    page.keyboard.press("Enter")
    page.locator(".codes").wait_for()
    with page.expect_navigation():
        page.get_by_role("button", name="Uitloggen").press("Enter")
    page.goto("/redactie/werk")
    password(page)
    page.locator("#code").fill(app.at(int(time.time()) + 30))  # the next code: the first one was used
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Te doen").wait_for()


def password(page: Page) -> None:
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "inloggen?" not in url)


def set_price(page: Page, course: str, euros: str) -> None:
    """Give a course a price of one's own, without a mouse."""
    page.goto(f"/redactie/opleidingen/{course}")
    page.locator("#field-price summary").first.press("Enter")
    page.locator("#value-price").fill(euros)
    page.locator("#reason-price").fill("telefonisch bevestigd")
    page.keyboard.press("Enter")
    page.wait_for_url("**gedaan=set**")


def clear_two(page: Page, kind: str, folder: Path) -> None:
    """Decide two questions of a kind with one key each: the usual answer, and the other one."""
    page.goto(f"/redactie/werk?soort={kind}")
    picture(page, folder, f"werk-{kind}")
    open_before = page.locator("[data-item]").count()
    assert open_before >= 2, kind
    for key in ("1", str(len(KINDS[kind].decisions))):
        page.keyboard.press("j") if page.locator("[data-item]:focus").count() == 0 else None
        page.keyboard.press(key)
        page.wait_for_url("**besloten=1**")
        page.goto(f"/redactie/werk?soort={kind}")
    assert page.locator("[data-item]").count() == open_before - 2, kind


def resolve_difference(page: Page, course: str, folder: Path) -> None:
    """On the course: the source then, the source now, and ours; ours is kept."""
    page.goto(f"/redactie/opleidingen/{course}#field-price")
    warning = page.locator("#field-price .warn")
    assert all(euros in warning.inner_text() for euros in ("1.002", "1.502", "1.250")), warning.inner_text()
    picture(page, folder, "verschil")
    page.locator("#keep-reason-price").fill("de lijst op de site is van vorig jaar")
    page.keyboard.press("Enter")
    page.wait_for_url("**gedaan=kept**")


def test_an_editors_hour(page: Page, at_work: tuple[Api, Engine], home: Home, site: Site, tmp_path: Path) -> None:
    api, database = at_work
    pictures = tmp_path / "pictures"
    with_second_factor(page)
    courses = [course_id(database, f"Lassen van {crop}") for crop in CROPS[:3]]
    for course in courses:
        set_price(page, course, "1250")
    assert soon(lambda: detail(api, courses[2])["price"] == 1250)
    offer(site, 1500)
    home.run("crawl", "lasschool")
    resolve_difference(page, courses[2], pictures)
    page.goto("/redactie/werk")
    picture(page, pictures, "werk")
    for kind in KINDS:
        clear_two(page, kind, pictures)
    seen_by_everybody(api, database, courses)
    make_by_hand(page, pictures)
    by_hand = ("Autogeen lassen van buizen", "Robotlassen basis", "Robotlassen vervolg")
    assert soon(lambda: all(title in found(api, title) for title in by_hand))
    in_arnhem = course_id(database, "Techniek voor iedereen 0")
    assert shown(api, in_arnhem, "oost")
    change_rule(page, pictures)
    assert soon(lambda: not shown(api, in_arnhem, "oost"))
    assert shown(api, in_arnhem, "nl")
    on_record(page, pictures)


def make_by_hand(page: Page, folder: Path) -> None:
    """One course typed, and two from a list."""
    page.goto("/redactie/nieuw")
    typed = {"provider": "Smederij De Vonk", "title": "Autogeen lassen van buizen", "url": "https://vonk.example/smeden",
             "place_text": "Zwolle", "price_text": "€ 90 inclusief btw", "reason": "folder"}  # fmt: skip
    for field, value in typed.items():
        page.fill(f"#{field}", value)
    page.keyboard.press("Enter")
    page.wait_for_url("**gedaan=made**")
    picture(page, folder, "zelf-gemaakt")
    page.goto("/redactie/invoer")
    page.fill("#provider", "Smederij De Vonk")
    page.fill("#url", "https://vonk.example/")
    listed = b"Naam;Prijs;Plaats\nRobotlassen basis;120;Zwolle\nRobotlassen vervolg;140;Zwolle\n"
    page.set_input_files("#file", {"name": "lijst.csv", "mimeType": "text/csv", "buffer": listed})
    page.get_by_role("button", name="Bekijk het bestand").press("Enter")
    page.locator("#reason").fill("lijst van de smederij")
    picture(page, folder, "bestand")
    page.get_by_role("button", name="Maak deze opleidingen (2)").press("Enter")
    page.wait_for_url("**gemaakt=2**")


def found(api: Api, words: str) -> list[str]:
    """Titles that a search finds."""
    return [one["title"] for one in api.get("/v1/courses", params={"q": words}).json()["results"]]


def change_rule(page: Page, folder: Path) -> None:
    """The portal shows Gelderland no more."""
    page.goto("/redactie/portalen/oost")
    page.get_by_label("Gelderland", exact=True).press("Space")
    page.locator("#reason").fill("afspraak met de provincie")
    picture(page, folder, "portaal")
    page.get_by_role("button", name="Opslaan").press("Enter")
    page.wait_for_url("**gedaan=set**")


def detail(api: Api, course: str) -> dict[str, Any]:
    found: dict[str, Any] = api.get(f"/v1/courses/{course}").json()
    return found


def shown(api: Api, course: str, portal: str) -> bool:
    """Whether the portal has the course, in search and by itself."""
    alone = api.get(f"/v1/courses/{course}", params={"portal": portal}).status_code == 200
    found = api.get("/v1/courses", params={"portal": portal, "q": "techniek voor iedereen"}).json()["results"]
    return alone or course in [one["id"] for one in found]


def seen_by_everybody(api: Api, database: Engine, courses: list[str]) -> None:
    """What was decided is what the API says."""
    assert soon(lambda: detail(api, courses[2])["price"] == 1250), "kept"
    both = sorted(detail(api, course)["price"] for course in courses[:2])
    assert both[0] == 1250, "kept in the queue"
    assert both[1] in (1500, 1501), "the source's was taken in the queue"


def on_record(page: Page, pictures: Path) -> None:
    """The audit record has each decision, by whom, with a reason."""
    page.goto("/redactie/logboek")
    picture(page, pictures, "logboek")
    events = page.request.get("/redactie/logboek.json").json()
    mine = [event for event in events if event["actor"] == EMAIL]
    done = {event["action"] for event in mine}
    wanted = {"override.set", "override.keep", "override.clear", "queue.decide", "signal.settle", "career.accept",
              "career.reject", "duplicate.decide", "run.release", "run.reject", "source.pause",
              "portal.set", "course.create"}  # fmt: skip
    assert wanted <= done, wanted - done
    assert all(event["reason"] for event in mine if event["action"] in wanted)
