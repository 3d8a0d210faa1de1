"""No form from elsewhere is obeyed, and no answer can be framed, cached or scripted."""

import re

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.tables import AuditEvent, Override
from search_api.editor.guard import MAX_BODY
from tests.search_api.editor.browser import SAME_ORIGIN, Browser
from tests.search_api.editor.routes import paths


def unchanged(database: Engine) -> bool:
    with Session(database) as session:
        return not session.exec(select(Override)).all() and len(session.exec(select(AuditEvent)).all()) == 1


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        (None, SAME_ORIGIN),
        ("", SAME_ORIGIN),
        ("geraden", SAME_ORIGIN),
        ("right", {"origin": "https://evil.example"}),
        ("right", {"origin": "null"}),
        ("right", {"origin": "http://testserver.evil.example"}),
        ("right", {"origin": "http://testserver:81"}),
        ("right", {"sec-fetch-site": "cross-site"}),
        ("right", {"sec-fetch-site": "same-site", "origin": "http://testserver"}),
        ("right", {"sec-fetch-site": "none"}),
    ],
)
def test_a_forged_form_is_403_and_does_nothing_whatever_form_it_is(
    editor: Browser, app: FastAPI, sqlite: Engine, course_id: str, token: str | None, headers: dict[str, str]
) -> None:
    given = editor.token("/redactie/") if token == "right" else token
    forms = [path for method, path in paths(app, course_id) if method == "POST"]
    assert f"/redactie/opleidingen/{course_id}/verbergen" in forms
    for path in forms:
        data = {"reason": "x", "value": "Gekaapt"} | ({} if given is None else {"token": given})
        answer = editor.post(path, data, headers)
        assert answer.status_code == 403, path
        assert "niet meer geldig" in answer.text
    assert unchanged(sqlite)
    assert editor.get("/redactie/").status_code == 200, "still signed in"


def test_the_token_of_another_session_is_refused(editor: Browser, app: FastAPI, course_id: str) -> None:
    from starlette.testclient import TestClient

    stranger = Browser(TestClient(app))
    data = {"token": stranger.token("/redactie/inloggen"), "reason": "x"}
    assert editor.post(f"/redactie/opleidingen/{course_id}/verbergen", data, SAME_ORIGIN).status_code == 403


def test_a_form_without_being_signed_in_leads_to_the_door(browser: Browser, sqlite: Engine, course_id: str) -> None:
    answer = browser.submit("/redactie/inloggen", f"/redactie/opleidingen/{course_id}/verbergen", reason="x")
    assert (answer.status_code, answer.headers["location"]) == (303, "/redactie/inloggen")
    assert unchanged(sqlite)


def test_a_form_that_is_too_large_is_not_read(editor: Browser, course_id: str) -> None:
    path = f"/redactie/opleidingen/{course_id}/velden/description"
    answer = editor.submit("/redactie/", path, value="x" * MAX_BODY, reason="x")
    assert answer.status_code == 413
    assert "Te veel tekst" in answer.text
    chunks = editor.client.post(path, content=iter([b"token=x"]), headers=SAME_ORIGIN)
    assert chunks.status_code == 411


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=x", "multipart/form-data", "text/plain"])
def test_a_form_that_is_no_form_is_refused_with_a_page(editor: Browser, content_type: str) -> None:
    headers = SAME_ORIGIN | {"content-type": content_type}
    answer = editor.client.post("/redactie/uitloggen", content=b"--x\r\nbroken", headers=headers)
    assert answer.status_code in (400, 403)
    assert "<h1>" in answer.text


def test_an_upload_is_refused(editor: Browser) -> None:
    files = {"token": ("token.txt", b"x" * 100)}
    answer = editor.client.post("/redactie/uitloggen", files=files, headers=SAME_ORIGIN)
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["inloggen", "", "logboek", "opleidingen/{course_id}", "opleidingen/nee", "nergens"])
def test_each_page_carries_the_headers(editor: Browser, course_id: str, path: str) -> None:
    headers = editor.get("/redactie/" + path.format(course_id=course_id)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'",
        "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip


def test_the_pages_have_no_script_and_no_style_inside_them(editor: Browser, course_id: str) -> None:
    for path in ("", "werk", "logboek", f"opleidingen/{course_id}"):
        page = editor.get(f"/redactie/{path}").text
        assert page.count("<script") == page.count('<script src="/static/redactie/')
        assert not re.search(r"<[^>]*\son\w+=", page)
        assert "style=" not in page
        assert "<style" not in page


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_no_other_method_is_answered(editor: Browser, course_id: str, method: str) -> None:
    assert editor.client.request(method, f"/redactie/opleidingen/{course_id}/verbergen").status_code == 405
