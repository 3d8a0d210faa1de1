"""Make the pictures of the editors' handbook anew, from a product with work in it: `make handbook-pictures`.

Each is what an editor sees at 1280 pixels, as a WebP of at most 60 kB; Chromium itself writes them. Look at them before
they are committed: a test holds the handbook to them, nobody but a person sees whether they are right.
"""

import base64
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.editor_work import CROPS, course_id, crawl_sources, database_of, store_questions
from tests.browser.widget.widget_browser import chromium
from tests.e2e.test_bad_input import Site
from tests.world import Home

PICTURES = Path(__file__).parents[1] / "docs" / "pictures" / "redactie"
MOST = 60_000  # bytes
EMAIL, PASSWORD = "noor@provincie.example", "een-lange-zin-als-wachtwoord"
LIST = """Naam;Prijs (excl. btw);Startdatum;Plaats;Link
TIG-lassen basis;1870;12-01-2027;Zwolle;https://vonk.example/tig
MIG/MAG-lassen;1450;09-02-2027;Arnhem;https://vonk.example/mig
Open dag techniek;0;;;https://vonk.example/open
"""
TO_WEBP = """async ([source, quality]) => {
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas.toDataURL("image/webp", quality);
}"""


def main() -> None:
    """Start the product, walk through it, and write the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, site() as provider:
        home = Home(Path(folder) / "home")
        courses = furnished(home, provider)
        with home.serving() as api, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            page = opened(browser, str(api.base_url))
            for name, show in shows(courses, provider, Path(folder)).items():
                show(page)
                write(browser, page, name)
            browser.close()


@contextmanager
def site() -> Iterator[Site]:
    """A provider's site."""
    with Site() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def furnished(home: Home, provider: Site) -> str:
    """Crawl, store questions, and let a source change under an own price; gives that course."""
    crawl_sources(home, provider)
    database = database_of(home)
    store_questions(database, date.today())
    home.extra["VAKWIJZER_EDITOR_PASSWORD"] = PASSWORD
    home.run("editor", "add", EMAIL, "--name", "Noor de Vries")
    portal = home.path.parent / "oost.yaml"
    for provinces in ("Gelderland", "Gelderland, Overijssel"):
        portal.write_text(f"name: Leren in het Oosten\nprovinces: [{provinces}]\n", "utf-8")
        home.run("portal", "set", "oost", "--file", str(portal))
    course = course_id(database, f"Lassen van {CROPS[0]}")
    database.dispose()
    return course


def opened(browser: Browser, base: str) -> Page:
    """A page in which the editor is signed in."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=base).new_page()
    page.goto("/redactie/")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "inloggen" not in address)
    return page


def shows(course: str, provider: Site, folder: Path) -> Mapping[str, Callable[[Page], None]]:
    """Name of the picture -> how the page comes to show it."""
    there = f"/redactie/opleidingen/{course}"
    (folder / "lijst.csv").write_text(LIST, "utf-8")

    def own_price(page: Page) -> None:
        page.goto(there)
        page.locator("#field-price summary").first.click()
        page.fill("#value-price", "1250")
        page.fill("#reason-price", "telefonisch bevestigd")
        page.locator("#field-price").scroll_into_view_if_needed()

    def listed(page: Page) -> None:
        page.goto("/redactie/invoer")
        page.fill("#provider", "Smederij De Vonk")
        page.fill("#url", "https://vonk.example/")
        page.set_input_files("#file", folder / "lijst.csv")
        page.locator("form.stack button").click()
        page.wait_for_url("**/invoer/*")

    def looked(page: Page) -> None:
        page.goto("/redactie/bronnen/nieuw")
        page.fill("#url", f"{provider.origin}/cursus/1")
        page.locator("form.search button").click()
        page.locator("#declare").wait_for()
        page.evaluate("document.querySelector('main h2').scrollIntoView()")

    def renamed(page: Page) -> None:
        page.goto("/redactie/beroepen/lasser")
        page.locator("main summary").first.click()
        page.fill("#label", "Vaklasser")
        page.fill("#facts-reason", "zo noemt de branche het nu")
        page.evaluate("document.querySelector('main summary').scrollIntoView()")

    def at(address: str) -> Callable[[Page], None]:
        return lambda page: (page.goto(address), None)[1]

    return {
        "tweede-stap": at("/redactie/account/code"), "te-doen": at("/redactie/werk?soort=run"),
        "vraag": at("/redactie/werk?soort=contradiction"), "opleiding": at(there), "eigen-waarde": own_price,
        "per-portaal": at(f"{there}/portalen"), "zelf-invoeren": at("/redactie/nieuw"), "bestand": listed,
        "bron-toevoegen": looked, "bron": at("/redactie/bronnen/lasschool"), "portaal": at("/redactie/portalen/oost"),
        "beroep": renamed, "logboek": at("/redactie/logboek"),
    }  # fmt: skip


def write(browser: Browser, page: Page, name: str) -> None:
    """What the page shows, as WebP: as good as fits in `MOST` bytes."""
    taken = "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()
    empty = browser.new_page()
    for quality in (0.85, 0.7, 0.5, 0.3):
        body = base64.b64decode(empty.evaluate(TO_WEBP, [taken, quality]).partition(",")[2])
        if len(body) <= MOST:
            break
    empty.close()
    (PICTURES / f"{name}.webp").write_bytes(body)
    print(f"{name}.webp: {len(body)} bytes")


if __name__ == "__main__":
    main()
