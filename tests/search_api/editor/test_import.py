"""A provider's list: uploaded, columns named, looked at, imported, taken back; a bad file is refused with why."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue.settings import Settings
from catalogue.tables import AuditEvent, Course, CourseState, Role
from crawlers.readers.table_course import FIELDS as READ
from search_api.editor.guard import MAX_UPLOAD
from search_api.editor.tables import FIELDS
from search_api.editor.texts import LANGUAGES, texts
from tests.search_api.editor.browser import SAME_ORIGIN, Browser

INVOER = "/redactie/invoer"
LIST = """Wat;Kosten (excl. btw);Startdatum;Plaats;Link
TIG-lassen basis;1870;12-01-2027;Zwolle;https://vonk.example/tig
TIG-lassen basis;1870;09-02-2027;Arnhem;https://vonk.example/tig
MIG/MAG-lassen;=cmd|' /C calc'!A0;;;https://vonk.example/mig
Open dag techniek;0;;;https://vonk.example/open
<script>alert(1)</script> lassen;90;;;javascript:alert(1)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home without a name of its own in the environment: the command in its own process must find it all the same."""
    return Settings(VAKWIJZER_HOME=tmp_path / "home", DATABASE_URL=None, MEILI_URL=None)


def upload(editor: Browser, body: bytes, name: str = "lijst.csv", **fields: str) -> Any:
    data = {"token": editor.token(INVOER), "provider": "Smederij De Vonk", "url": "https://vonk.example/"} | fields
    files = {"file": (name, body)}
    return editor.client.post(INVOER, data=data, files=files, headers=SAME_ORIGIN, follow_redirects=False)


def uploaded(editor: Browser, body: bytes, name: str = "lijst.csv") -> str:
    answer = upload(editor, body, name)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def active(database: Engine) -> list[str]:
    with Session(database) as session:
        mine = select(Course.title).where(Course.state == CourseState.ACTIVE).order_by(col(Course.title))
        return list(session.exec(mine))


def test_a_list_is_mapped_looked_at_imported_and_taken_back(editor: Browser, sqlite: Engine, here: None) -> None:
    address = uploaded(editor, LIST.encode())
    page = editor.get(address).text
    assert "Geen kolom is de titel" in page
    assert active(sqlite) == []
    mapped = {"column-0": "title", "column-1": "price_text", "column-2": "start_text", "column-3": "place_text"}
    mapped |= {"column-4": "url"}
    assert editor.submit(address, address, do="look", **mapped).status_code == 303
    page = editor.get(address).text
    assert "3 nieuw, 0 weer terug, 0 al bekend, 1 niet overgenomen" in page
    assert "<script>alert" not in page
    assert "en nog 1 keer" in page
    assert active(sqlite) == []
    without = editor.submit(address, address, do="import", reason=" ", **mapped)
    assert without.status_code == 400
    assert "Vul een reden in" in without.text
    done = editor.submit(address, address, do="import", reason="lijst van de smederij", **mapped)
    assert done.status_code == 303, done.text
    assert {"TIG-lassen basis", "MIG/MAG-lassen"} <= set(active(sqlite))
    assert len(active(sqlite)) == 3
    after = editor.get(done.headers["location"]).text
    batch = re.search(r'name="batch" value="(\w+)"', after)
    assert batch
    with Session(sqlite) as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.batch == batch[1])).all()
    assert {event.action for event in events} == {"course.create"}
    assert {event.reason for event in events} == {"lijst van de smederij"}
    assert editor.get(address).status_code == 404, "the file is gone when it was imported"
    back = editor.submit("/redactie/werk", "/redactie/werk/ongedaan", batch=batch[1])
    assert back.status_code == 303
    assert active(sqlite) == []


def workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (("Titel", "Prijs", "Link"), ("Verspanen", 1200, "https://vonk.example/v")):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def imported(editor: Browser) -> Any:
    address = uploaded(editor, workbook(), "lijst.xlsx")
    columns = {"column-0": "title", "column-1": "price_text", "column-2": "url", "reason": "lijst", "do": "import"}
    return editor.post(address, {"token": editor.token("/redactie/account"), **columns}, SAME_ORIGIN)


def test_a_workbook_is_read_in_a_process_of_its_own(editor: Browser, sqlite: Engine) -> None:
    assert imported(editor).status_code == 303
    assert active(sqlite) == ["Verspanen"]


def test_a_second_import_leaves_what_is_there(editor: Browser, sqlite: Engine, here: None) -> None:
    assert imported(editor).status_code == 303
    again = imported(editor)
    assert again.status_code == 400
    assert "0 nieuw, 0 weer terug, 1 al bekend" in again.text
    assert active(sqlite) == ["Verspanen"]


def test_a_file_in_which_nothing_is_read_says_so(editor: Browser, here: None) -> None:
    assert "Kies een bestand" in upload(editor, b"").text
    assert "Dit is geen tabel" in editor.get(uploaded(editor, b"<!doctype html><p>lassen")).text
    assert "stuk of te groot" in editor.get(uploaded(editor, b"PK\x03\x04broken")).text
    assert "vonden we geen opleiding" in editor.get(uploaded(editor, b"a" * 3_000_000)).text


def test_a_gigabyte_is_refused_before_it_is_read(editor: Browser, browser: Browser, settings: Settings) -> None:
    def never() -> Any:
        raise AssertionError("the body was read")
        yield b""

    headers = SAME_ORIGIN | {"content-type": "multipart/form-data; boundary=x", "content-length": str(1024**3)}
    answer = editor.client.post(INVOER, content=never(), headers=headers)
    assert answer.status_code == 413
    assert "hoogstens 20 MB" in answer.text
    assert not (settings.home / "uploads").exists()


def test_who_is_not_signed_in_cannot_send_a_file(new_browser: Callable[[], Browser]) -> None:
    stranger = new_browser()
    headers = SAME_ORIGIN | {"content-type": "multipart/form-data; boundary=x", "content-length": str(MAX_UPLOAD)}
    assert stranger.client.post(INVOER, content=b"--x", headers=headers).status_code == 413


def test_another_editors_file_and_a_made_up_one_are_not_there(editor: Browser, person: Callable[..., Browser]) -> None:
    address = uploaded(editor, LIST.encode())
    other = person(Role.ADMINISTRATOR)
    for path in (address, f"{INVOER}/{'0' * 32}", f"{INVOER}/..%2f..%2fsession.key"):
        assert other.get(path).status_code == 404


def test_a_column_is_a_field_that_the_readers_know_and_has_words() -> None:
    assert set(FIELDS) <= READ
    for language in LANGUAGES:
        assert {f"import.field.{name}" for name in FIELDS} <= texts(language).words.keys()
