"""An editor's hour in a minute: over HTTP, against real crawls and the real engine."""

import re
from collections.abc import Iterator
from datetime import date

import httpx2
import pytest

from crawlers.samples.serve import declarations, serving
from tests.world import Home, soon

pytestmark = pytest.mark.engine
EMAIL, PASSWORD = "redactie@provincie.example", "een-lange-zin-als-wachtwoord"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, httpx2.Client]]:
    """A crawled source, an editor and the API; each test changes something else and leaves no other's course hidden."""
    home = Home(tmp_path_factory.mktemp("editor") / "home")
    with serving(date.today()) as sites:
        origins = {slug: site.origin for slug, site in sites.items()}
        home.declare(next(d for d in declarations(origins) if d["name"] == "rijnvonk"))
        home.run("crawl", "rijnvonk")
        home.extra["VAKWIJZER_EDITOR_PASSWORD"] = PASSWORD
        home.run("editor", "add", EMAIL)
        with home.serving() as api:
            yield home, api


def token(page: httpx2.Response) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found.group(1)


def sign_in(editor: httpx2.Client) -> None:
    form = token(editor.get("/redactie/inloggen"))
    answer = editor.post("/redactie/inloggen", data={"email": EMAIL, "password": PASSWORD, "token": form})
    assert answer.status_code == 303, answer.text


def test_an_override_is_found_within_seconds_survives_the_next_crawl_and_is_on_record(
    served: tuple[Home, httpx2.Client],
) -> None:
    crawled, api = served
    course = api.get("/v1/courses", params={"q": "MIG/MAG lassen niveau 1"}).json()["results"][0]
    editor = httpx2.Client(base_url=api.base_url, timeout=60)
    sign_in(editor)
    address = f"/redactie/opleidingen/{course['id']}"
    change = {"value": "Lassen met een kromme rug vermijden", "reason": "telefonisch bevestigd"}
    form = token(editor.get(address))
    assert editor.post(f"{address}/velden/title", data={**change, "token": form}).status_code == 303

    def title() -> str:
        found = api.get("/v1/courses", params={"q": "kromme rug"}).json()["results"]
        return str(found[0]["title"]) if found else ""

    assert soon(lambda: title() == change["value"])
    assert crawled.json("crawl", "rijnvonk")["state"] == "applied"
    assert title() == change["value"]
    assert api.get(f"/v1/courses/{course['id']}").json()["title"] == change["value"]
    journal = editor.get("/redactie/logboek").text
    assert EMAIL in journal
    assert change["reason"] in journal


def test_a_hidden_course_is_gone_within_seconds_and_back_when_shown(served: tuple[Home, httpx2.Client]) -> None:
    _, api = served
    course = api.get("/v1/courses", params={"q": "TIG"}).json()["results"][0]
    editor = httpx2.Client(base_url=api.base_url, timeout=60)
    sign_in(editor)
    address = f"/redactie/opleidingen/{course['id']}"

    def shown() -> bool:
        hits = api.get("/v1/courses", params={"q": "TIG", "pageSize": 100}).json()["results"]
        return course["id"] in [hit["id"] for hit in hits]

    for path, wanted in (("verbergen", False), ("tonen", True)):
        form = token(editor.get(address))
        answer = editor.post(f"{address}/{path}", data={"reason": "dubbel aanbod", "token": form})
        assert answer.status_code == 303, answer.text
        assert soon(lambda wanted=wanted: shown() == wanted)
        assert (api.get(f"/v1/courses/{course['id']}").status_code == 200) == wanted


def test_a_careers_new_name_is_found_within_seconds_survives_the_next_crawl_and_is_taken_back(
    served: tuple[Home, httpx2.Client],
) -> None:
    word = "vonkentrekker"
    crawled, api = served
    editor = httpx2.Client(base_url=api.base_url, timeout=60)
    sign_in(editor)
    address = "/redactie/beroepen/lasser"
    linked = api.get("/v1/courses", params={"career": "lasser"}).json()["total"]
    assert linked

    def found() -> tuple[int, list[str], list[str]]:
        """Courses by the word, careers by the word, and how the careers are called in a search's answer."""
        courses = api.get("/v1/courses", params={"q": f'"{word}"', "career": "lasser"}).json()
        careers = api.get("/v1/careers", params={"q": word}).json()["results"]
        facet = courses["facets"]["career"]
        return courses["total"], [each["label"] for each in careers], [each["label"] for each in facet[:1]]

    assert found() == (0, [], ["Lasser"])
    form = editor.get(address).text.split(f'action="{address}"')[1].split("</form>")[0]
    names = re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", form, re.S)[0]
    typed = {"label": "Vaklasser", "synonyms": f"{names}\n{word}", "sector": "metal-welding", "isco": "7212"}
    esco = re.search(r'name="esco"[^>]*value="([^"]+)"', form)
    seen = re.search(r'name="seen" value="([^"]+)"', form)
    assert esco
    assert seen
    sent = {**typed, "esco": esco[1], "esco_exact": "on", "seen": seen[1], "reason": "zo heet het nu"}
    answer = editor.post(address, data={**sent, "token": token(editor.get(address))})
    assert answer.status_code == 303, answer.text
    now = (linked, ["Vaklasser"], ["Vaklasser"])
    assert soon(lambda: found() == now), found()
    suggested = api.get("/v1/suggestions", params={"q": "vakl"}).json()["careers"]
    assert [each["label"] for each in suggested] == ["Vaklasser"]
    assert crawled.json("crawl", "rijnvonk")["state"] == "applied"
    assert found() == now
    event = re.findall(r"/redactie/logboek/(\d+)/terug", editor.get("/redactie/logboek").text)[0]
    back = {"reason": "toch niet", "token": token(editor.get("/redactie/logboek"))}
    assert editor.post(f"/redactie/logboek/{event}/terug", data=back).status_code == 303
    assert soon(lambda: found() == (0, [], ["Lasser"])), found()
