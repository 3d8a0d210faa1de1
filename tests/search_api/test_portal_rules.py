"""Every rule of a portal against every public path, with the engine and without it.

The paths come from the application's own routes: a new path is tried too, and one that needs something this test does
not know fails it. Each rule has a portal of its own, bound by that rule alone, and a course it must not show.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from starlette.routing import BaseRoute

from catalogue.database import unit_of_work
from catalogue.identity import course_id
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.normal import Place
from catalogue.portals.portal import Collection, PortalSettings, Rule, set_portal
from catalogue.settings import Settings
from search_api.app import create_app
from search_api.formats.ooapi_course import uuid_of
from tests.conftest import TODAY
from tests.factories import ZWOLLE, Route, Sector, add_course, known, session
from tests.search_api.conftest import running_api

pytestmark = pytest.mark.engine
SLUIS = Place(name="Maassluis", municipality="Maassluis", province="Zuid-Holland", region="Rijnmond",
              latitude=51.92, longitude=4.25)  # fmt: skip
TOLD = ("Zeldzame lasrobotcursus", "Verweg Opleidingen", "western", "Maassluis")
"""Words that only the foreign courses have."""
EXEMPT = {
    "/": "leads to the national portal",
    "/health/live": "tells of no course",
    "/health/ready": "tells of no course",
    "/v1/openapi.json": "describes the API",
    "/widget/v1/{name}": "the widget's files",
    "/widget/v1/texts/{lang}.json": "the widget's words",
    "/mcp": "has its own test: tests/search_api/test_assistants.py",
    "/open-data/catalog.jsonld": "the whole country's open data, by name of the file",
    "/open-data/{name}": "the whole country's open data, by name of the file",
}
SILENT = {"/v1/signals", "/{slug}/insluiten/", "/v1/suggestions", "/{slug}/berichten/bevestig/{token}",
          "/{slug}/berichten/stop/{token}"}  # fmt: skip
"""Paths that need not succeed: a report on a foreign course is refused, one leads on, one needs the engine, and two
need a signed link (tests/search_api/test_alerts.py has what they say)."""
KEYS = {"q": "lasrobot", "near": "Rotterdam", "provider": "western-foreign", "career": "lasser"}
"""Query keys that each path is tried with, where it knows them; the search page knows them all."""
NEEDED = {"/v1/suggestions": {"q": "zeld"}}


def allow(*values: str) -> Rule:
    return Rule(allow=frozenset(values))


def deny(*values: str) -> Rule:
    return Rule(deny=frozenset(values))


RULES: Mapping[str, Mapping[str, Any]] = {
    "provinces": {"provinces": ("Overijssel",), "online": False},
    "provinces-online": {"provinces": ("Overijssel",)},
    "regions": {"regions": ("IJsselvechtstreek",), "online": False},
    "placed": {"online": False, "provinces": ("Overijssel", "Gelderland")},
    "sectors-allowed": {"sectors": allow("metal-welding")},
    "sectors-denied": {"sectors": deny("data")},
    "routes-allowed": {"routes": allow("bbl")},
    "routes-denied": {"routes": deny("private")},
    "sources-allowed": {"sources": allow("eastern")},
    "sources-denied": {"sources": deny("western")},
    "providers-allowed": {"providers": allow("eastern-own", "eastern-half")},
    "providers-denied": {"providers": deny("western-foreign")},
    "languages": {"languages": ("nl",)},
    "hidden": {"hidden": (course_id("western", "/foreign"),)},
}


def test_each_rule_of_a_portal_is_tried() -> None:
    looks = {"name", "origins", "tokens", "contact", "texts", "collections", "pins"}
    tried = {field for rules in RULES.values() for field in rules}
    assert set(PortalSettings.model_fields) - looks == tried


@dataclass(frozen=True)
class Case:
    """What the portals must not tell of."""

    foreign: str
    own: str


@pytest.fixture
def case(sqlite: Engine, settings: Settings, address: EngineAddress) -> Case:
    ours = {"route": known(Route.BBL), "language": known("nl"), "sector": known(Sector.METAL_WELDING)}
    theirs = {"route": known(Route.PRIVATE), "language": known("en"), "sector": known(Sector.DATA)}
    own = add_course(sqlite, "eastern", "/own", title="Eigen lascursus", **ours,
                     provider_name="Dichtbij School", sessions=(session("2027-03-01", ZWOLLE),))  # fmt: skip
    foreign = add_course(sqlite, "western", "/foreign", title=TOLD[0], **theirs, provider_name=TOLD[1],
                         description=TOLD[0], sessions=(session("2027-02-09", SLUIS),))  # fmt: skip
    # A course in two provinces: the portal shows it, and says nothing of its other place.
    add_course(sqlite, "eastern", "/half", title="Lasser op twee plekken", **ours, provider_name="Dichtbij School",
               sessions=(session("2027-03-01", ZWOLLE), session("2027-02-01", SLUIS)))  # fmt: skip
    with unit_of_work(sqlite) as unit:
        for slug, rules in RULES.items():
            pins = {"": (foreign,), "lasrobot": (foreign,)}  # editors may pin what a rule keeps out afterwards
            chosen = (Collection(name="Gekozen", courses=(foreign, own)), Collection(name="Data", search={"q": "data"}))
            settings_ = PortalSettings(name=f"Portaal {slug}", pins=pins, collections=chosen, **rules)
            set_portal(unit, slug, settings_, actor="test")
    drain(sqlite, settings.home, address, TODAY)
    return Case(foreign, own)


def routes(found: list[BaseRoute]) -> Iterator[APIRoute]:
    for route in found:
        if inner := getattr(route, "original_router", None):
            yield from routes(inner.routes)
        elif isinstance(route, APIRoute) and not route.endpoint.__module__.startswith("search_api.editor"):
            yield route


def public(app: FastAPI) -> list[APIRoute]:
    """Every public path; those under `EXEMPT` are left out."""
    found = [route for route in routes(app.routes) if route.path not in EXEMPT]
    assert len(found) > 20
    return found


def requests(route: APIRoute, slug: str, case: Case) -> Iterator[dict[str, Any]]:
    """What a reader of the portal may ask of this path, in several ways."""
    names = {parameter.alias for parameter in route.dependant.query_params}
    for group in route.dependant.query_params:
        names |= {
            field.alias or name for name, field in getattr(group.field_info.annotation, "model_fields", {}).items()
        }
    page = "slug" in parameters(route)
    base = {**NEEDED.get(route.path, {}), **({} if page or route.path == "/v1/portals/{slug}" else {"portal": slug})}
    assert page or "portal" in names, f"{route.path} does not ask for which portal"
    for values in paths(route, slug, case):
        url = route.path.format(**values)
        for method in (route.methods or set()) & {"GET", "POST"}:
            if method == "POST":
                sent = body(route.path, case)
                yield {"method": "POST", "url": url, **sent, "params": base | sent.get("params", {})}
                continue
            tried = KEYS if route.path == "/{slug}/" else {key: KEYS[key] for key in KEYS if key in names}
            for keys in ({}, *({name: value} for name, value in tried.items())):
                yield {"method": "GET", "url": url, "params": {**base, **keys}}
            if page:
                named = {"course": case.foreign, "id": [case.foreign, case.own], "course_id": case.foreign}
                yield {"method": "GET", "url": url, "params": named}


def parameters(route: APIRoute) -> list[str]:
    return re.findall(r"\{(\w+)", route.path)


VALUES = {
    "course_id": ("foreign", "own"),
    "course_uuid": ("foreign", "own"),
    "career_id": ("lasser",),
    "scheme_id": ("stap",),
    "search_id": ("0" * 16,),
    "token": ("unsigned",),
    "number": ("1", "2", "9"),
}


def paths(route: APIRoute, slug: str, case: Case) -> Iterator[dict[str, str]]:
    """Values for the parts of the path; a part of a new name fails here."""
    other = [name for name in parameters(route) if name != "slug"]
    assert len(other) <= 1, f"{route.path}: say what to put in its parts"
    if not other:
        yield {"slug": slug}
    for value in VALUES[other[0]] if other else ():
        given = getattr(case, value, value)
        yield {"slug": slug, other[0]: uuid_of(given) if other[0] == "course_uuid" else given}


def body(path: str, case: Case) -> dict[str, Any]:
    """What is posted; a new path that takes a POST fails here."""
    return {
        "/v1/signals": {"json": {"kind": "wrong", "courseId": case.foreign}},
        "/v1/courses/{course_id}/funding-answers": {"json": {}},
        "/v1/searches/{search_id}/openings": {"params": {"course": case.foreign}},
        "/{slug}/opleidingen/{course_id}/wie-betaalt-mee": {"data": {}},
        "/{slug}/berichten": {"data": {"email": "a@b.example", "search": "", "token": "x"}},
        "/{slug}/berichten/bevestig/{token}": {"data": {}},
        "/{slug}/berichten/stop/{token}": {"data": {"List-Unsubscribe": "One-Click"}},
        "/{slug}/melding": {"data": {"kind": "wrong", "course": case.foreign, "token": "x"}},
    }[path]


def told(answer: httpx2.Response, case: Case, asked: dict[str, Any]) -> list[str]:
    """What an answer says that it must not; what was asked may be said again."""
    words = [word for word in (*TOLD, *([uuid_of(case.foreign)] if answer.is_success else [])) if word in answer.text]
    if answer.is_success and case.foreign in answer.text:
        words.append(case.foreign)
    return [word for word in words if word not in str(asked["params"]).replace("western-foreign", "western")]


@pytest.fixture(params=["engine", "database"])
def served(
    request: pytest.FixtureRequest, sqlite: Engine, settings: Settings, address: EngineAddress, case: Case
) -> Iterator[tuple[httpx2.Client, list[APIRoute]]]:
    """The API over the real engine, and over an engine that does not answer."""
    if request.param == "database":
        address = EngineAddress("http://127.0.0.1:9", address.key)
    chosen = settings.model_copy(update={"engine_budget": 5, "rate_limit": 0})
    with running_api(chosen, sqlite, address) as client:
        assert client.get("/v1/courses").json()["degraded"] is (request.param == "database")
        yield client, public(create_app(chosen, sqlite, address))


def test_no_public_path_tells_of_what_a_rule_keeps_out(
    served: tuple[httpx2.Client, list[APIRoute]], case: Case
) -> None:
    client, found = served
    tells_all(client, case)
    wrong, answered = [], set()
    for slug in RULES:
        for route in found:
            for asked in requests(route, slug, case):
                answer = client.request(**asked)
                assert answer.status_code < 500 or answer.status_code == 503, (asked, answer.text)
                if answer.is_success:
                    answered.add(route.path)
                wrong += [(slug, asked, word) for word in told(answer, case, asked) if not shown_there(slug, word)]
    assert {(slug, asked["url"], word) for slug, asked, word in wrong} == set()
    assert {route.path for route in found} - answered <= SILENT


def shown_there(slug: str, word: str) -> bool:
    """Only a rule on places hides a place: elsewhere the course in two provinces is shown whole."""
    return word == "Maassluis" and not {"provinces", "regions"} & set(RULES[slug])


def tells_all(client: httpx2.Client, case: Case) -> None:
    """The whole country's portal tells what the others must not: the words are really there to be told."""
    for path in (f"/v1/courses/{case.foreign}", "/v1/courses?q=lasrobotcursus", "/v1/courses/feed",
                 f"/nl/opleidingen/{case.foreign}", "/nl/?q=lasrobotcursus"):  # fmt: skip
        assert TOLD[0] in client.get(path).text, path
    for path in ("/v1/courses/changes", "/nl/sitemap.xml"):
        assert case.foreign in client.get(path).text, path


def test_what_is_counted_is_what_is_shown(api: httpx2.Client, case: Case) -> None:
    for slug in RULES:
        found = api.get("/v1/courses", params={"portal": slug}).json()
        assert found["total"] == len(found["results"]) == 2
        assert all(row["count"] <= 2 for rows in found["facets"].values() for row in rows)
        careers = api.get("/v1/careers", params={"portal": slug}).json()["results"]
        assert {each["id"]: each["count"] for each in careers}["lasser"] <= 2
        providers = api.get("/v1/providers", params={"portal": slug}).json()["results"]
        assert sum(each["courses"] for each in providers) == 2
