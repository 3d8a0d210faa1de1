"""The editors' API: all that the pages do, with a token that opens no more than its account."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue.database import unit_of_work
from catalogue.funding.store import schemes
from catalogue.index.engine import EngineAddress
from catalogue.people.accounts import add_editor
from catalogue.people.tokens import make_token
from catalogue.portals.portal import PortalSettings, find_portal, set_portal
from catalogue.queue.follow import refresh
from catalogue.settings import Settings
from catalogue.tables import ApiToken, AuditEvent, Editor, Override, Role, Scope, utcnow
from search_api.app import create_app
from search_api.editor.commands import Commands
from search_api.openapi import openapi_document, operations
from tests.factories import ZWOLLE, add_course, price, session

API = "/v1/editor"
FIGURE = {"outlook": "tight", "source": "UWV", "dated": "2026-09-30"}
WHY = {"reason": "gebeld met de school"}
Ask = Callable[..., httpx2.Response]


@pytest.fixture
def client(sqlite: Engine, settings: Settings) -> Iterator[TestClient]:
    """The whole application; the engine is away, which editors must not notice."""
    app = create_app(settings.model_copy(update={"rate_limit": 0}), sqlite, EngineAddress("http://127.0.0.1:9", "k"))
    with TestClient(app) as client:
        yield client


@pytest.fixture
def token(sqlite: Engine) -> Callable[..., str]:
    """A token of somebody with this role and these portals."""

    def made(role: Role = Role.EDITOR, *portals: str, scope: Scope = Scope.WRITE) -> str:
        with unit_of_work(sqlite) as unit:
            number = len(unit.exec(select(Editor)).all())
            account = Editor(email=f"p{number}@example.nl", name="P", password_hash="!", role=role)
            account.portals = list(portals) or None
            unit.add(account)
            unit.flush()
            return make_token(unit, account, "sync", scope, utcnow() + timedelta(days=1), "test")

    return made


@pytest.fixture
def ask(client: TestClient, token: Callable[..., str]) -> Ask:
    return asking(client, token())


def asking(client: TestClient, token: str) -> Ask:
    def ask(method: str, path: str, tag: str | None = None, **more: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {token}", **({"If-Match": tag} if tag else {}), **more.pop("headers", {})}
        answer: Any = client.request(method, API + path, headers=headers, **more)
        return answer

    return ask


@pytest.fixture
def course_id(sqlite: Engine) -> str:
    return add_course(sqlite, price=price(1870))


@pytest.fixture
def portals(sqlite: Engine) -> None:
    with unit_of_work(sqlite) as unit:
        for slug, province in (("gelderland", "Gelderland"), ("overijssel", "Overijssel")):
            set_portal(unit, slug, PortalSettings(name=province, provinces=(province,), online=False), "test")


def last(database: Engine) -> AuditEvent:
    with Session(database) as unit:
        return unit.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc())).all()[0]


def tag_of(ask: Ask, path: str) -> str:
    return str(ask("GET", path).headers["etag"])


def test_nothing_opens_without_a_token_and_each_route_says_so(client: TestClient, course_id: str) -> None:
    document = openapi_document(client.app, "x@example.nl")  # type: ignore[arg-type]
    blank = {"career_id": "lasser", "region": "Food Valley", "course_id": course_id, "run_id": "1", "event_id": "1"}
    paths = [(path, method) for path, each in document["paths"].items() if path.startswith(API) for method in each]
    assert len(paths) >= 25
    for path, method in paths:
        address = re.sub(r"{(.*?)}", lambda name: blank.get(name[1], "x"), path)
        for headers in ({}, {"Authorization": "Bearer vakwijzer_geraden"}, {"Authorization": "Basic eDp5"}):
            answer = client.request(method, address, headers=headers, json=WHY)
            assert answer.status_code in (400, 401), (method, address, answer.status_code)
            if method == "get":
                assert answer.status_code == 401
                assert answer.headers["www-authenticate"] == "Bearer"
    assert all("security" in operation for path, operation in operations(document) if path.startswith(API))


def test_a_token_that_ended_or_was_revoked_or_whose_account_closed_opens_nothing(
    client: TestClient, token: Callable[..., str], sqlite: Engine
) -> None:
    for spoil in ("ended", "revoked", "closed"):
        secret = token()
        ask = asking(client, secret)
        assert ask("GET", "/portals").status_code == 200
        with unit_of_work(sqlite) as unit:
            row = unit.exec(select(ApiToken).order_by(col(ApiToken.id).desc())).all()[0]
            if spoil == "ended":
                row.ends_at = utcnow() - timedelta(seconds=1)
            elif spoil == "revoked":
                row.revoked_at = utcnow()
            else:
                unit.get_one(Editor, row.editor_id).active = False
            assert secret not in row.model_dump_json(), "only a hash is kept"
        assert ask("GET", "/portals").status_code == 401, spoil


def test_a_reading_token_changes_nothing_and_neither_does_a_viewers(
    client: TestClient, token: Callable[..., str], sqlite: Engine, course_id: str
) -> None:
    for secret in (token(Role.ADMINISTRATOR, scope=Scope.READ), token(Role.VIEWER)):
        ask = asking(client, secret)
        before = last(sqlite).id
        tag = ask("GET", f"/courses/{course_id}").json()["fields"]["level"]["etag"]
        portal = {"record": {"name": "Gekaapt"}, **WHY}
        for method, path, body in (
            ("PUT", f"/courses/{course_id}/fields/level", {"value": 3, **WHY}),
            ("PUT", "/portals/nl", portal),
            ("POST", "/sources/school/pause", WHY),
            ("PUT", "/synonyms/x", {"says": ["y"], **WHY}),
            ("POST", "/runs/1/release", WHY),
            ("POST", "/queue/decisions", {"kind": "technical", "decision": "yes", "answers": [
                {"subject": course_id, "evidence": "x"}], **WHY}),
        ):  # fmt: skip
            answer = ask(method, path, tag, json=body)
            assert answer.status_code in (400, 403), (path, answer.status_code)
            assert answer.headers["content-type"] == "application/problem+json"
        assert last(sqlite).id == before


def test_an_editor_of_another_portal_is_refused(
    client: TestClient, token: Callable[..., str], sqlite: Engine, course_id: str, portals: None
) -> None:
    stranger = asking(client, token(Role.EDITOR, "overijssel"))
    before = last(sqlite).id
    tag = stranger("GET", f"/courses/{course_id}").json()["fields"]["level"]["etag"]
    for method, path, body in (
        ("PUT", f"/courses/{course_id}/fields/level", {"value": 3, **WHY}),
        ("PUT", f"/courses/{course_id}/careers/lasser", {"accepted": False, **WHY}),
        ("PUT", "/portals/gelderland", {"record": {"name": "Gekaapt"}, **WHY}),
        ("PUT", "/portals/overijssel", {"record": {"name": "Ruimer"}, **WHY}),
        ("PUT", "/careers/lasser/outlooks/Food Valley", FIGURE | WHY),
        ("PUT", "/synonyms/x", {"says": ["y"], **WHY}),
        ("POST", "/sources/school/pause", WHY),
        ("POST", "/runs/1/reject", WHY),
        ("POST", "/courses", {"provider": "P", "title": "T", "url": "https://p.example/t", **WHY}),
    ):  # fmt: skip
        tagged = tag_of(stranger, path) if path.startswith("/portals") else tag
        assert stranger(method, path, tagged, json=body).status_code == 403, path
    assert last(sqlite).id == before
    own = add_course(sqlite, key="/zwolle", sessions=(session("2027-02-09", ZWOLLE),))
    tag = stranger("GET", f"/courses/{own}").json()["fields"]["level"]["etag"]
    assert stranger("PUT", f"/courses/{own}/fields/level", tag, json={"value": 3, **WHY}).status_code == 204


def test_a_field_is_set_and_dropped_and_never_overwritten_unseen(ask: Ask, sqlite: Engine, course_id: str) -> None:
    path = f"/courses/{course_id}/fields/level"
    tag = ask("GET", f"/courses/{course_id}").json()["fields"]["level"]["etag"]
    assert ask("PUT", path, json={"value": 3, **WHY}).status_code == 428
    done = ask("PUT", path, tag, json={"value": 3, **WHY})
    assert done.status_code == 204
    assert ask("PUT", path, tag, json={"value": 4, **WHY}).status_code == 412
    field = ask("GET", f"/courses/{course_id}").json()["fields"]["level"]
    assert field == {"crawled": None, "own": True, "value": 3, "etag": done.headers["etag"]}
    event = last(sqlite)
    assert (event.action, event.actor, event.reason) == ("override.set", "p0@example.nl (token sync)", WHY["reason"])
    wrong = ask("PUT", path, field["etag"], json={"value": 99, **WHY})
    assert wrong.status_code == 400
    assert wrong.json()["errors"] == [{"field": "level", "message": "level_range"}]
    assert ask("PUT", f"/courses/{course_id}/fields/bestaat-niet", "x", json={"value": 1, **WHY}).status_code == 400
    assert ask("DELETE", path, field["etag"], params=WHY).status_code == 204
    with Session(sqlite) as unit:
        assert unit.exec(select(Override)).all() == []


def test_courses_are_found_made_hidden_and_shown(ask: Ask, sqlite: Engine) -> None:
    new = {"provider": "Smederij De Vonk", "title": "MIG/MAG-lassen niveau 2", "url": "https://vonk.example/lassen",
           "priceText": "€ 1.870 exclusief btw", "levelText": "mbo 2", **WHY}  # fmt: skip
    made = ask("POST", "/courses", json=new)
    assert made.status_code == 201, made.text
    course_id = made.json()["id"]
    assert ask("POST", "/courses", json=new).status_code == 400
    assert ask("GET", "/courses", params={"q": "vonk"}).json()["results"][0]["id"] == course_id
    tag = ask("GET", f"/courses/{course_id}").json()["fields"]["hidden"]["etag"]
    hidden = ask("PUT", f"/courses/{course_id}/fields/hidden", tag, json={"value": True, **WHY})
    assert ask("GET", f"/courses/{course_id}").json()["standing"] == "hidden"
    assert ask("DELETE", f"/courses/{course_id}/fields/hidden", hidden.headers["etag"], params=WHY).status_code == 204
    assert ask("GET", f"/courses/{course_id}").json()["standing"] == "published"


@pytest.mark.parametrize("query", ["queuekind=technical", "queueKind=technical&queueKind=missing"])
def test_a_key_that_is_unknown_or_given_twice_is_refused_and_not_passed_over(ask: Ask, query: str) -> None:
    refused = ask("GET", f"/queue?{query}")
    assert refused.status_code == 400
    assert query.partition("=")[0] in refused.json()["detail"]


def test_a_career_is_decided_for_a_course(ask: Ask, course_id: str) -> None:
    path = f"/courses/{course_id}/careers/lasser"
    assert ask("PUT", path, json={"accepted": False, **WHY}).status_code == 204
    assert ask("GET", f"/courses/{course_id}").json()["careers"] == {"lasser": False}
    assert ask("PUT", path, json={"accepted": None, **WHY}).status_code == 204
    assert ask("PUT", f"/courses/{course_id}/careers/nergens", json={"accepted": True, **WHY}).status_code == 404


def test_the_queue_is_decided_and_taken_back(ask: Ask, sqlite: Engine) -> None:
    ids = [add_course(sqlite, key=f"/{number}", technical=None) for number in range(2)]
    with unit_of_work(sqlite) as unit:
        refresh(unit, ids)
    listed = ask("GET", "/queue", params={"queueKind": "technical"}).json()
    assert listed["total"] == 2
    item = listed["items"][0]
    answers = [{"subject": item["subject"], "evidence": item["evidence"]}, {"subject": ids[1], "evidence": "oud"}]
    body = {"kind": "technical", "decision": item["decisions"][0], "answers": answers, **WHY}
    done = ask("POST", "/queue/decisions", json=body).json()
    assert (done["decided"], done["stale"]) == (1, 1)
    assert ask("POST", "/queue/decisions", json={**body, "decision": "toveren"}).status_code == 400
    assert ask("POST", f"/actions/{done['batch']}/revert", json=WHY).json()["reverted"] >= 1
    assert ask("POST", "/actions/nergens/revert", json=WHY).status_code == 404


def test_sources_are_paused_and_runs_answered(ask: Ask, course_id: str) -> None:
    assert ask("POST", "/sources/school/pause", json=WHY).status_code == 204
    assert ask("GET", "/sources").json()["results"][0]["paused"] is True
    assert ask("POST", "/sources/school/resume", json=WHY).status_code == 204
    assert ask("POST", "/sources/nergens/pause", json=WHY).status_code == 404
    assert ask("GET", "/runs/1").status_code == 404
    assert ask("POST", "/runs/1/release", json=WHY).status_code == 409


def test_a_source_is_added_changed_and_approved(ask: Ask, sqlite: Engine) -> None:
    path, fresh = "/sources/vonk/declaration", {"headers": {"If-None-Match": "*"}}
    declared = {"format": "schema.org", "url": "https://vonk.example/", "provider": "Smederij De Vonk"}
    assert ask("PUT", path, json={"declaration": declared, **WHY}).status_code == 428
    assert ask("PUT", path, json={"declaration": declared, **WHY}, **fresh).status_code == 204
    assert ask("PUT", path, json={"declaration": declared, **WHY}, **fresh).status_code == 400, "there is one already"
    answer = ask("GET", path)
    assert answer.json()["declaration"] == {"name": "vonk", **declared}
    [source] = ask("GET", "/sources").json()["results"]
    assert (source["name"], source["approved"]) == ("vonk", False)
    changed = {**declared, "cadence": "weekly"}
    assert ask("PUT", path, answer.headers["etag"], json={"declaration": changed, **WHY}).status_code == 204
    assert ask("PUT", path, answer.headers["etag"], json={"declaration": declared, **WHY}).status_code == 412
    odd: list[dict[str, Any]] = [{"format": "toverij"}, {"name": "ander"}, {"cadence": "soms"}, {"extra": 10**30}]
    for wrong in (*odd, {"provider": "Vonk\x00"}, {"contact": "bel\x07"}):
        refused = ask("PUT", path, tag_of(ask, path), json={"declaration": changed | wrong, **WHY})
        assert refused.status_code == 400, wrong
        assert next(iter(wrong)) in refused.json()["detail"]
    assert ask("POST", "/sources/vonk/approve", json=WHY).status_code == 204
    assert ask("GET", "/sources").json()["results"][0]["approved"] is True
    assert last(sqlite).action == "source.approve"
    assert ask("GET", "/sources/nergens/declaration").status_code == 404


def test_a_script_in_a_careers_name_is_shown_as_text(ask: Ask, client: TestClient) -> None:
    path, hostile = "/careers/lasser", "</script><script>alert(1)</script>"
    record = {**ask("GET", path).json()["record"], "label": hostile, "synonyms": [f"lasser {hostile}"]}
    assert ask("PUT", path, tag_of(ask, path), json={"record": record, **WHY}).status_code == 204
    for page in ("/nl/beroepen/", "/nl/beroepen/lasser", "/nl/beroepen/?q=lasser"):
        shown = client.get(page).text
        assert "alert(1)" in shown, page
        assert "<script>alert" not in shown, page


def test_a_source_is_crawled_now_by_a_command_of_its_own(
    ask: Ask, course_id: str, sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(Commands, "start", lambda _, *words: started.append(words))
    assert ask("POST", "/sources/school/runs").status_code == 202
    assert ask("POST", "/sources/nergens/runs").status_code == 404
    assert started == [("crawl", "school")]
    assert last(sqlite).action == "source.crawl"


def test_a_portal_is_changed_with_its_tag_and_taken_back(ask: Ask, sqlite: Engine, portals: None) -> None:
    answer = ask("GET", "/portals/gelderland")
    record = answer.json()["record"]
    new = {**record, "languages": ["nl"]}
    done = ask("PUT", "/portals/gelderland", answer.headers["etag"], json={"record": new, **WHY})
    assert done.status_code == 204, done.text
    assert ask("GET", "/portals/gelderland").headers["etag"] == done.headers["etag"]
    assert ask("PUT", "/portals/gelderland", answer.headers["etag"], json={"record": record, **WHY}).status_code == 412
    wrong = {**record, "collections": [{"name": "X", "search": {"sector": "nergens"}}]}
    assert ask("PUT", "/portals/gelderland", done.headers["etag"], json={"record": wrong, **WHY}).status_code == 400
    assert ask("POST", f"/audit-events/{last(sqlite).id}/revert", json=WHY).status_code == 200
    with Session(sqlite) as unit:
        assert find_portal(unit, "gelderland") == PortalSettings.model_validate(record)
    assert ask("GET", "/audit-events", params={"q": "portal.set"}).json()["total"] >= 4


def test_schemes_synonyms_and_figures_are_changed_with_their_tags(ask: Ask, sqlite: Engine) -> None:
    with Session(sqlite) as unit:
        scheme = next(iter(schemes(unit).values()))
    path = f"/funding-schemes/{scheme.id}"
    record = {**ask("GET", path).json()["record"], "ends_on": "2031-12-31"}
    assert ask("PUT", path, tag_of(ask, path), json={"record": record, **WHY}).status_code == 204
    assert ask("POST", f"{path}/confirm", tag_of(ask, path), json=WHY).status_code == 204
    assert ask("GET", path).json()["confirmed"] is True
    trial = ask("GET", "/synonyms/argonwerk", params={"says": "tig"})
    assert trial.json()["trial"][0]["words"] == "argonwerk"
    assert ask("PUT", "/synonyms/argonwerk", trial.headers["etag"], json={"says": ["tig"], **WHY}).status_code == 204
    assert ask("GET", "/synonyms").json()["results"] == [{"typed": "argonwerk", "says": ["tig"]}]
    dropped = ask("DELETE", "/synonyms/argonwerk", tag_of(ask, "/synonyms/argonwerk"), params=WHY)
    assert dropped.status_code == 204
    figure = FIGURE | WHY
    place = "/careers/lasser/outlooks/Food%20Valley"
    fresh = {"headers": {"If-None-Match": "*"}}
    assert ask("PUT", place, json=figure, **fresh).status_code == 204
    assert ask("PUT", place, json=figure, **fresh).status_code == 400, "there is one already"
    told = ask("GET", "/careers/lasser/outlooks").json()["results"][0]
    assert ask("DELETE", place, told["etag"], params=WHY).status_code == 204


def test_a_careers_text_is_changed_and_seen_by_everybody(ask: Ask, client: TestClient) -> None:
    path = "/careers/lasser/text"
    words = {"nl": "Je verbindt metaal.", "en": "You join metal."}
    assert ask("GET", path).json()["own"] is False
    assert ask("PUT", path, tag_of(ask, path), json={"record": words, **WHY}).status_code == 204
    assert client.get("/v1/careers/lasser").json()["description"] == words
    assert ask("PUT", path, tag_of(ask, path), json={"record": None, **WHY}).status_code == 204
    assert ask("GET", path).json()["own"] is False


def test_a_careers_facts_are_changed_refused_and_given_back(ask: Ask, client: TestClient) -> None:
    path = "/careers/lasser"
    answer = ask("GET", path).json()
    assert answer["own"] is False
    record = {**answer["record"], "label": "Vaklasser", "synonyms": [*answer["record"]["synonyms"], "vonkentrekker"]}
    tag = tag_of(ask, path)
    assert ask("PUT", path, json={"record": record, **WHY}).status_code == 428
    assert ask("PUT", path, tag, json={"record": record, **WHY}).status_code == 204
    assert ask("GET", path).json() == {"record": record, "own": True}
    assert ask("PUT", path, tag, json={"record": None, **WHY}).status_code == 412
    for wrong in ({"label": ""}, {"label": "Metselaar"}, {"isco": "7"}, {"sector": "koken"}, {"level": 3}):
        refused = ask("PUT", path, tag_of(ask, path), json={"record": record | wrong, **WHY})
        assert refused.status_code == 400, wrong
        assert next(iter(wrong)) in refused.json()["detail"]
    assert ask("PUT", path, tag_of(ask, path), json={"record": None, **WHY}).status_code == 204
    assert ask("GET", path).json() == answer
    assert ask("GET", "/careers/nergens").status_code == 404


def test_one_course_is_put_in_a_collection_and_taken_out(
    client: TestClient, token: Callable[..., str], sqlite: Engine, course_id: str, portals: None
) -> None:
    ask = asking(client, token(Role.EDITOR, "gelderland"))
    chosen = add_course(sqlite, key="/eerste")
    settings = {"name": "Gelderland", "collections": [{"name": "Begin hier", "courses": (chosen,)}]}
    with unit_of_work(sqlite) as unit:
        set_portal(unit, "gelderland", PortalSettings.model_validate(settings), "test")
    path, begin = f"/portals/gelderland/collected-courses/{course_id}", {"collection": "Begin hier", **WHY}

    def courses() -> tuple[str, ...]:
        with Session(sqlite) as unit:
            held = find_portal(unit, "gelderland")
            return held.collections[0].courses if held else ()

    assert ask("PUT", path, json=begin).status_code == 204
    assert courses() == (chosen, course_id)
    assert ask("PUT", path, json={**begin, "collection": "Nergens"}).status_code == 400
    assert ask("DELETE", path, params=begin).status_code == 204
    assert courses() == (chosen,)
    assert ask("PUT", "/portals/gelderland/collected-courses/nergens", json=begin).status_code == 404
    assert ask("PUT", f"/portals/nergens/collected-courses/{course_id}", json=begin).status_code in (403, 404)
    assert ask("PUT", f"/portals/overijssel/collected-courses/{course_id}", json=begin).status_code == 403


def test_no_answer_is_kept_and_no_body_is_too_large(ask: Ask, course_id: str) -> None:
    answer = ask("GET", f"/courses/{course_id}")
    assert answer.headers["cache-control"] == "no-store"
    assert ask("POST", "/courses", content=b"x" * (600 * 1024)).status_code == 413


def test_a_token_is_made_for_an_account_and_never_stored(sqlite: Engine) -> None:
    with unit_of_work(sqlite) as unit:
        noor = add_editor(unit, "noor@example.nl", "Noor", "lange-zin-met-water")
        secret = make_token(unit, noor, "sync", Scope.READ, utcnow() + timedelta(days=30), "test")
        with pytest.raises(ValueError, match="within"):
            make_token(unit, noor, "te lang", Scope.READ, utcnow() + timedelta(days=900), "test")
    assert secret not in last(sqlite).model_dump_json()


def test_no_token_reaches_accounts(client: TestClient) -> None:
    """On purpose (docs/security.md): what leaks must not be able to make more of itself."""
    document = openapi_document(client.app, "x@example.nl")  # type: ignore[arg-type]
    told = [path for path in document["paths"] if path.startswith(API)]
    assert not [path for path in told if re.search("account|editors|password|token|people", path)]


LIST = "Wat;Kosten;Link\nTIG-lassen basis;1870;https://vonk.example/tig\nOpen dag techniek;0;https://vonk.example/o\n"
UPLOAD = "/uploads?providerName=Smederij+De+Vonk&website=https://vonk.example/&fileName=lijst.csv"


def test_a_table_is_sent_mapped_looked_at_imported_and_taken_back(ask: Ask, sqlite: Engine, here: None) -> None:
    sent = ask("POST", UPLOAD, content=LIST.encode(), headers={"Content-Type": "text/csv"})
    assert sent.status_code == 201, sent.text
    assert (sent.json()["name"], sent.json()["format"]) == ("lijst.csv", "csv")
    address = f"/uploads/{sent.json()['id']}"
    table = ask("GET", address).json()
    assert (table["header"], table["courses"]) == (["Wat", "Kosten", "Link"], []), "no column is the title"
    assert ask("PUT", f"{address}/columns", json={"columns": {"Prijs": "title"}}).status_code == 400
    assert ask("PUT", f"{address}/columns", json={"columns": {"Wat": "password"}}).status_code == 400
    chosen = {"columns": {"Wat": "title", "Kosten": "price_text", "Link": "url"}}
    seen = ask("PUT", f"{address}/columns", json=chosen).json()
    assert seen == ask("GET", address).json()
    assert seen["counts"] == {"new": 1, "restored": 0, "exists": 0, "refused": 1}
    assert {(row["title"], row["outcome"]) for row in seen["courses"]} == {
        ("TIG-lassen basis", "new"), ("Open dag techniek", "refused")}  # fmt: skip
    assert ask("GET", "/courses?q=TIG").json()["total"] == 0, "nothing is stored by looking"
    assert ask("POST", f"{address}/courses", json={"reason": " "}).status_code == 400
    made = ask("POST", f"{address}/courses", json=WHY)
    assert (made.status_code, made.json()["made"]) == (201, 1), made.text
    assert last(sqlite).actor.endswith("(token sync)")
    assert ask("GET", "/courses?q=TIG").json()["results"][0]["standing"] == "published"
    assert ask("GET", address).status_code == 404, "it was imported"
    assert ask("POST", f"/actions/{made.json()['batch']}/revert", json=WHY).json() == {"reverted": 1}
    assert ask("GET", "/courses?q=TIG").json()["results"][0]["standing"] == "withdrawn"


def test_a_table_is_for_its_own_account_with_a_right_to_all_portals(
    ask: Ask, client: TestClient, token: Callable[..., str], portals: None, here: None, settings: Settings
) -> None:
    mine = ask("POST", UPLOAD, content=LIST.encode()).json()["id"]
    assert asking(client, token())("GET", f"/uploads/{mine}").status_code == 404
    for other in (token(Role.EDITOR, "gelderland"), token(Role.VIEWER), token(scope=Scope.READ)):
        assert asking(client, other)("POST", UPLOAD, content=LIST.encode()).status_code == 403
    kept = list((settings.home / "uploads").iterdir())
    assert len(kept) == 1


def test_a_table_that_is_none_or_too_large_is_refused_with_why(ask: Ask, here: None) -> None:
    assert ask("POST", UPLOAD, content=b"").status_code == 400
    assert ask("POST", UPLOAD.replace("https://vonk", "ftp://vonk"), content=b"a").json()["errors"][0]["field"] == "url"
    sent = ask("POST", UPLOAD, content=b"PK\x03\x04broken").json()
    broken = ask("GET", f"/uploads/{sent['id']}").json()
    assert (broken["format"], broken["courses"]) == ("xlsx", [])
    assert broken["refused"][0]["reason"]
    assert ask("POST", f"/uploads/{broken['id']}/courses", json=WHY).status_code == 400
    large = {"Content-Length": str(1024**3)}
    assert ask("POST", UPLOAD, content=b"a", headers=large).status_code == 413
