"""A province's own sign-in, with a provider over real HTTP: only what it signed for this very sign-in is believed."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import yaml
from fastapi import FastAPI
from joserfc.jwk import RSAKey
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.middleware.sessions import SessionMiddleware
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from catalogue.database import unit_of_work
from catalogue.people.accounts import add_editor
from catalogue.people.identities import link_account
from catalogue.settings import Settings
from catalogue.tables import AuditEvent, Editor, Role
from search_api.editor import editor_router, session_middleware_options
from tests.search_api.editor.browser import Browser
from tests.search_api.editor.oidc_provider import CLIENT, SECRET, OidcServer, serving

THERE, PUBLIC = "/redactie/inloggen/met/gelderland", "http://testserver"
LONG_AGO = 1_700_000_000  # November 2023; not the clock's hour: the workers of one run must name this case alike


@pytest.fixture
def provider() -> Iterator[OidcServer]:
    with serving() as server:
        yield server


@pytest.fixture
def fresh(provider: OidcServer, sqlite: Engine, settings: Settings) -> Callable[[], Browser]:
    """New browsers on an installation that a province can sign in to, with a second factor obliged for the others."""
    told = {
        "name": "gelderland", "label": "Provincie Gelderland", "issuer": provider.issuer, "client_id": CLIENT,
        "client_secret": SECRET, "rights": {
            "beheer": {"role": "administrator"}, "redactie": {"role": "editor", "portals": ["gelderland"]},
        },
    }  # fmt: skip
    file = settings.home / "oidc.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump([told]))
    ours = settings.model_copy(update={"oidc_file": file, "public_url": PUBLIC})
    app = FastAPI(redirect_slashes=False)
    app.add_middleware(SessionMiddleware, **session_middleware_options(ours))
    app.include_router(editor_router(sqlite, lambda: None, ours))
    return lambda: Browser(TestClient(app))


@pytest.fixture
def visitor(fresh: Callable[[], Browser]) -> Browser:
    return fresh()


def went(browser: Browser, query: str = "") -> str:
    """Go to the provider and be approved there; gives the address to come back to."""
    away = browser.get(THERE + query)
    assert away.status_code == 303, away.text
    return str(httpx2.get(away.headers["location"], follow_redirects=False).headers["location"]).removeprefix(PUBLIC)


def accounts(database: Engine) -> dict[str, Editor]:
    with Session(database) as session:
        return {each.email: each for each in session.exec(select(Editor))}


def test_somebody_of_the_province_comes_in_with_the_rights_that_it_gives(
    visitor: Browser, provider: OidcServer, sqlite: Engine
) -> None:
    assert "Inloggen met Provincie Gelderland" in visitor.get("/redactie/inloggen").text
    answer = visitor.get(went(visitor, "?next=/redactie/bronnen"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/redactie/bronnen")
    assert "Els" in visitor.get("/redactie/").text
    made = accounts(sqlite)["els@provincie.example"]
    assert (made.role, made.portals) == (Role.EDITOR, ["gelderland"])
    provider.person["groups"] = ["iets anders", "beheer"]
    assert visitor.get(went(visitor)).status_code == 303
    now = accounts(sqlite)["els@provincie.example"]
    assert (now.id, now.role, now.portals) == (made.id, Role.ADMINISTRATOR, None)
    with Session(sqlite) as session:
        told = [(event.action, event.actor) for event in session.exec(select(AuditEvent))]
    assert ("editor.link", provider.issuer) in told
    assert ("editor.access", provider.issuer) in told


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "van-een-andere-keer"}, {"nonce": None}, {"iss": "https://evil.example"}, {"iss": None},
        {"aud": "een-ander-programma"}, {"aud": None}, {"aud": [CLIENT, "ander"]}, {"azp": "ander"},
        {"exp": LONG_AGO}, {"exp": None}, {"iat": None}, {"sub": None}, {"sub": ""}, {"sub": 5},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_is_not_for_us_and_for_now_is_refused(
    visitor: Browser, provider: OidcServer, sqlite: Engine, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    answer = visitor.get(went(visitor))
    assert answer.status_code == 400
    assert "Inloggen is niet gelukt" in answer.text
    assert visitor.get("/redactie/").status_code == 303
    assert accounts(sqlite) == {}


@pytest.mark.parametrize("alg", ["none", "HS256", "stranger"])
def test_a_token_that_the_provider_did_not_sign_is_refused(visitor: Browser, provider: OidcServer, alg: str) -> None:
    if alg == "stranger":
        provider.key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
    else:
        provider.alg = alg
    assert visitor.get(went(visitor)).status_code == 400
    assert visitor.get("/redactie/").status_code == 303


def test_a_new_key_of_the_provider_is_fetched(visitor: Browser, provider: OidcServer) -> None:
    assert visitor.get(went(visitor)).status_code == 303
    provider.good_key = provider.key = RSAKey.generate_key(2048, {"kid": "two"}, private=True)
    assert visitor.get(went(visitor)).status_code == 303


def test_coming_back_is_only_for_the_browser_that_went_and_only_once(
    fresh: Callable[[], Browser], visitor: Browser
) -> None:
    back = went(visitor)
    assert fresh().get(back).status_code == 400, "somebody else's link signs nobody in"
    assert visitor.get(back.replace("state=", "state=x")).status_code == 400
    assert visitor.get(back).status_code == 400, "a wrong state ends the attempt"
    back = went(visitor)
    assert visitor.get(f"{back}&iss=https%3A%2F%2Fevil.example").status_code == 400
    back = went(visitor)
    assert visitor.get(back).status_code == 303
    assert visitor.get(back).status_code == 400
    for odd in ("", "?error=access_denied", "?code=x&state=", "?code=" + "x" * 9000):
        assert visitor.get(f"/redactie/inloggen/terug{odd}").status_code == 400


def test_nobody_takes_over_an_account_by_its_e_mail_address(
    visitor: Browser, provider: OidcServer, sqlite: Engine
) -> None:
    with unit_of_work(sqlite) as session:
        noor = add_editor(session, "noor@example.nl", "Noor", "lange-zin-met-water", role=Role.ADMINISTRATOR)
    provider.person |= {"email": "NOOR@example.nl", "email_verified": True}
    answer = visitor.get(went(visitor))
    assert answer.status_code == 403
    assert "Er is al een account" in answer.text
    with unit_of_work(sqlite) as session:
        link_account(session, session.get_one(Editor, noor.id), provider.issuer, "p-1", "test")
        provider.person["groups"] = ["beheer"]
    assert visitor.get(went(visitor)).status_code == 303
    provider.person["email"] = "heel-anders@example.nl"
    assert visitor.get(went(visitor)).status_code == 303, "the subject counts, not the address"
    assert list(accounts(sqlite)) == ["noor@example.nl"]


def test_who_has_no_role_or_a_closed_account_stays_outside(
    visitor: Browser, provider: OidcServer, sqlite: Engine
) -> None:
    for groups in ([], ["koffie"], None, "redactie-niet", {"redactie": 1}):
        provider.person["groups"] = groups
        assert visitor.get(went(visitor)).status_code == 403
    assert accounts(sqlite) == {}
    provider.person |= {"groups": ["redactie"], "email": "geen adres"}
    assert visitor.get(went(visitor)).status_code == 403
    provider.person["email"] = "els@provincie.example"
    assert visitor.get(went(visitor)).status_code == 303
    with unit_of_work(sqlite) as session:
        session.exec(select(Editor)).one().active = False
    assert visitor.get("/redactie/").status_code == 303
    assert visitor.get(went(visitor)).status_code == 403


def test_a_planted_session_is_worth_nothing_after_signing_in(fresh: Callable[[], Browser]) -> None:
    attacker, victim = fresh(), fresh()
    attacker.get("/redactie/inloggen")
    planted = attacker.client.cookies["vakwijzer_redactie"]
    victim.client.cookies.set("vakwijzer_redactie", planted, domain="testserver.local", path="/redactie")
    back = went(victim)
    assert victim.get(back).status_code == 303
    assert attacker.get("/redactie/").status_code == 303
    token = attacker.token("/redactie/inloggen")
    assert victim.post("/redactie/uitloggen", {"token": token}).status_code == 403


def test_signing_in_never_leads_to_another_place(visitor: Browser) -> None:
    for evil in ("https://evil.example/", "//evil.example", "/redactie//evil.example", "/\\evil.example", "/nl/"):
        answer = visitor.get(went(visitor, f"?next={evil}"))
        assert answer.headers["location"] == "/redactie/"


def test_no_code_token_or_secret_is_logged_or_told(
    visitor: Browser, provider: OidcServer, capfd: pytest.CaptureFixture[str]
) -> None:
    with capture_logs() as logs:
        visitor.get(went(visitor))
        provider.claims = {"nonce": "x"}
        refused = visitor.get(went(visitor))
    said = repr(logs) + refused.text + "".join(capfd.readouterr())
    assert "provider_sign_in_refused" in said
    assert all(secret not in said for secret in (*provider.issued, SECRET))


@pytest.mark.parametrize(
    "lie", [{"issuer": "https://evil.example"}, {"authorization_endpoint": "ftp://x"}, {"token_endpoint": None},
            {"jwks_uri": "http://127.0.0.1:9/"}], ids=str
)  # fmt: skip
def test_a_provider_that_is_away_or_lies_about_itself_is_told_kindly(
    visitor: Browser, provider: OidcServer, lie: dict[str, Any]
) -> None:
    provider.metadata = lie
    away = visitor.get(THERE)
    answer = away if away.status_code == 400 else visitor.get(went(visitor))
    assert answer.status_code == 400
    assert "Probeer het opnieuw" in answer.text


def test_an_unknown_provider_is_a_404_page(visitor: Browser) -> None:
    assert visitor.get("/redactie/inloggen/met/nergens").status_code == 404


def test_signing_out_ends_the_session_and_offers_the_provider_way_out(visitor: Browser, provider: OidcServer) -> None:
    visitor.get(went(visitor))
    cookie = visitor.client.cookies["vakwijzer_redactie"]
    left = visitor.submit("/redactie/", "/redactie/uitloggen")
    assert left.headers["location"] == "/redactie/inloggen?uit=gelderland"
    assert "Ook uitloggen bij Provincie Gelderland" in visitor.get(left.headers["location"]).text
    out = urlsplit(visitor.get(f"{THERE}/uit").headers["location"])
    assert f"{out.scheme}://{out.netloc}{out.path}" == f"{provider.issuer}/out"
    assert parse_qs(out.query)["post_logout_redirect_uri"] == [f"{PUBLIC}/redactie/inloggen"]
    visitor.client.cookies.set("vakwijzer_redactie", cookie, domain="testserver.local", path="/redactie")
    assert visitor.get("/redactie/").status_code == 303, "a copied cookie is worth nothing"
