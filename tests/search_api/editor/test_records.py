"""Schemes, careers and search words as forms: tried, told what is wrong, on record and taken back."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalogue.careers.known import shipped as shipped_careers
from catalogue.careers.outlook_care import figure
from catalogue.careers.own import career_table, record_of
from catalogue.careers.table import careers
from catalogue.careers.text_care import own_texts
from catalogue.database import unit_of_work
from catalogue.editing.synonyms import SynonymRecord, all_synonyms, tried
from catalogue.effective import effective_courses
from catalogue.funding.scheme import Scheme
from catalogue.funding.store import schemes, shipped
from catalogue.index.documents import documents
from catalogue.index.query import SearchQuery
from catalogue.portals.portal import NATIONAL_SETTINGS
from catalogue.search.fallback import found
from catalogue.settings import Settings
from catalogue.tables import AuditEvent, CareerDecision, OutboxMark, SearchDay
from search_api.editor.career_form import typed_of as career_typed
from search_api.editor.scheme_form import scheme_of, typed_of
from search_api.services import today
from tests.conftest import TODAY
from tests.factories import add_course, follow_without_engine
from tests.search_api.editor.browser import Browser

SCHEMES, CAREERS, SYNONYMS = "/redactie/regelingen", "/redactie/beroepen", "/redactie/zoekwoorden"
FIGURE = {"region": "Food Valley", "outlook": "tight", "source": "UWV", "dated": "2026-09-30", "reason": "nieuw cijfer"}


def seen(page: str, form: str = "<main") -> str:
    """The version that a form was filled in beside; `form` is in its opening tag."""
    return page.split(form)[1].split('name="seen" value="')[1].split('"')[0]


def figure_seen(page: str) -> str:
    return seen(page, '/kans"')


def last(database: Engine, action: str) -> AuditEvent:
    with Session(database) as unit:
        mine = select(AuditEvent).where(AuditEvent.action == action).order_by(col(AuditEvent.id).desc())
        return unit.exec(mine).first() or AuditEvent(actor="", action="", subject="")


def take_back(editor: Browser, event: AuditEvent) -> int:
    back = f"/redactie/logboek/{event.id}/terug"
    return int(editor.submit("/redactie/logboek", back, reason="toch niet").status_code)


@pytest.mark.parametrize("scheme", shipped(), ids=lambda scheme: scheme.id)
def test_a_scheme_that_is_sent_back_as_it_came_says_the_same(scheme: Scheme) -> None:
    assert scheme_of(typed_of(scheme), scheme, TODAY) == scheme


def test_a_scheme_is_changed_confirmed_and_taken_back(editor: Browser, sqlite: Engine) -> None:
    with Session(sqlite) as unit:
        scheme = next(iter(schemes(unit).values()))
    page = f"{SCHEMES}/{scheme.id}"
    typed = {**typed_of(scheme), "ends_on": "2031-12-31", "reason": "staat op de site"}
    assert editor.submit(page, page, seen=seen(editor.get(page).text), **typed).status_code == 303
    with Session(sqlite) as unit:
        assert schemes(unit)[scheme.id].ends_on == date(2031, 12, 31)
    confirmed = editor.submit(page, f"{page}/klopt", seen=seen(editor.get(page).text), reason="vergeleken")
    assert confirmed.status_code == 303
    with Session(sqlite) as unit:
        assert schemes(unit)[scheme.id].checked_on == today()
    assert "2031-12-31" in editor.get(page).text
    assert take_back(editor, last(sqlite, "funding.set")) == 303
    with Session(sqlite) as unit:
        assert schemes(unit)[scheme.id].checked_on == scheme.checked_on


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"windows": "2027-03-01 2027-01-01 rvo"}, "Dit klopt niet"),
        ({"windows": "vanaf maart"}, "Schrijf op elke regel: eerste dag"),
        ({"sources": "alleen een naam"}, "korte naam | titel"),
        ({"sources": ""}, "bron"),
        ({"starts_on": "morgen"}, "Kies een dag"),
        ({"who-nl": ""}, "Vul dit in"),
        ({"reason": ""}, "Vul een reden in"),
        ({"name": "Met\x00nul"}, "tekens die niet mogen"),
    ],
)
def test_a_scheme_that_does_not_fit_is_told_and_stays_typed(
    editor: Browser, sqlite: Engine, wrong: dict[str, str], told: str
) -> None:
    with Session(sqlite) as unit:
        scheme = next(iter(schemes(unit).values()))
    page = f"{SCHEMES}/{scheme.id}"
    typed = {**typed_of(scheme), "summary-nl": "Zo typte ik het.", "reason": "x", **wrong}
    answer = editor.submit(page, page, seen=seen(editor.get(page).text), **typed)
    assert answer.status_code == 400
    assert told in answer.text
    assert "Zo typte ik het." in answer.text
    with Session(sqlite) as unit:
        assert schemes(unit)[scheme.id] == scheme


def test_who_saw_an_older_scheme_is_told(editor: Browser, sqlite: Engine) -> None:
    with Session(sqlite) as unit:
        scheme = next(iter(schemes(unit).values()))
    page = f"{SCHEMES}/{scheme.id}"
    old = seen(editor.get(page).text)
    assert editor.submit(page, f"{page}/klopt", seen=old, reason="vergeleken").status_code == 303
    late = editor.submit(page, page, seen=old, **{**typed_of(scheme), "name": "Anders", "reason": "x"})
    assert late.status_code == 409
    assert "Een collega heeft dit intussen veranderd" in late.text


def test_a_figure_is_set_replaced_taken_away_and_taken_back(editor: Browser, sqlite: Engine) -> None:
    page = f"{CAREERS}/lasser"
    assert editor.submit(page, f"{page}/kans", seen=figure_seen(editor.get(page).text), **FIGURE).status_code == 303
    blind = editor.submit(
        page, f"{page}/kans", seen=figure_seen(editor.get(page).text), **{**FIGURE, "outlook": "loose"}
    )
    assert blind.status_code == 409, "a figure that was not on the page is not overwritten"
    opened = f"{page}?regio=Food+Valley"
    mine = {"seen": figure_seen(editor.get(opened).text), "opened": "Food Valley"}
    assert editor.submit(opened, f"{page}/kans", **mine, **{**FIGURE, "outlook": "average"}).status_code == 303
    mine["seen"] = figure_seen(editor.get(opened).text)
    assert editor.submit(opened, f"{page}/kans", **mine, **FIGURE, drop="1").status_code == 303
    with Session(sqlite) as unit:
        assert figure(unit, "lasser", "Food Valley") is None
    assert take_back(editor, last(sqlite, "outlook.set")) == 303
    with Session(sqlite) as unit:
        kept = figure(unit, "lasser", "Food Valley")
    assert kept is not None
    assert kept.outlook == "average"


@pytest.mark.parametrize("wrong", [{"region": ""}, {"region": "Mars"}, {"outlook": "goed"}, {"dated": "2099-01-01"},
                                   {"url": "javascript:alert(1)"}, {"source": ""}])  # fmt: skip
def test_a_figure_that_does_not_fit_is_told(editor: Browser, sqlite: Engine, wrong: dict[str, str]) -> None:
    page = f"{CAREERS}/lasser"
    answer = editor.submit(page, f"{page}/kans", seen=figure_seen(editor.get(page).text), **{**FIGURE, **wrong})
    assert answer.status_code == 400
    assert "nieuw cijfer" in answer.text
    assert last(sqlite, "outlook.set").id is None


def test_a_course_is_linked_to_a_career_from_its_address(editor: Browser, sqlite: Engine, course_id: str) -> None:
    page = f"{CAREERS}/lasser"
    fields = {"course": f"https://vakwijzer.example/nl/opleidingen/{course_id}?from=x", "decision": "reject"}
    assert editor.submit(page, f"{page}/opleiding", **fields, reason="dit is solderen").status_code == 303
    with Session(sqlite) as unit:
        assert unit.get_one(CareerDecision, (course_id, "lasser")).accepted is False
    assert "dit is solderen" in editor.get(page).text
    nowhere = editor.submit(page, f"{page}/opleiding", course="nergens", reason="x")
    assert nowhere.status_code == 400
    assert "Deze opleiding is er niet" in nowhere.text


def test_a_synonym_is_tried_on_real_searches_before_it_goes_live(
    editor: Browser, sqlite: Engine, settings: Settings
) -> None:
    course = add_course(sqlite, key="/tig", title="TIG-lassen gevorderd")
    add_course(sqlite, key="/bouw", title="Metselaar")
    follow_without_engine(sqlite, settings.home, TODAY)
    with unit_of_work(sqlite) as unit:
        told = {"portal": "nl", "filters": {}, "total": 0, "without_result": 0}
        unit.add(SearchDay(day=TODAY, search="a", words="argonwerk", searches=4, **told))
        unit.add(SearchDay(day=TODAY, search="b", words="argonwerk gevorderd", searches=9, **told))
        unit.add(SearchDay(day=TODAY, search="c", words="argonwerker", searches=2, **told))
    fields = {"typed": "Argonwerk", "says": "tig", "reason": "zo noemen zij het"}
    hasty = editor.submit(SYNONYMS, SYNONYMS, **fields, live="1")
    assert hasty.status_code == 400
    assert "Probeer dit eerst" in hasty.text
    assert "TIG-lassen gevorderd" in hasty.text
    with Session(sqlite) as unit:
        assert all_synonyms(unit) == {}
        trial = tried(unit, SynonymRecord(typed="argonwerk", says=("tig",)))
    assert [(each.words, each.searches, each.before, each.after) for each in trial] == [
        ("argonwerk", 0, 0, 1), ("argonwerk gevorderd", 9, 0, 1)]  # fmt: skip
    token = hasty.text.split('name="tried" value="')[1].split('"')[0]
    live = editor.submit(SYNONYMS, SYNONYMS, **fields, live="1", tried=token, seen=seen(hasty.text))
    assert live.status_code == 303, live.text
    with Session(sqlite) as unit:
        assert unit.get(OutboxMark, course), "the index follows"
        assert "argonwerk" in documents(effective_courses(unit, [course])[0], TODAY)[0].typed
    follow_without_engine(sqlite, settings.home, TODAY)
    with Session(sqlite) as unit:
        assert found(unit, SearchQuery(q="argonwerk "), NATIONAL_SETTINGS) == [course]
    assert take_back(editor, last(sqlite, "synonym.set")) == 303
    follow_without_engine(sqlite, settings.home, TODAY)
    with Session(sqlite) as unit:
        assert found(unit, SearchQuery(q="argonwerk "), NATIONAL_SETTINGS) == []


def test_a_synonym_that_says_nothing_is_told(editor: Browser) -> None:
    for wrong in ({"typed": "", "says": "tig"}, {"typed": "!!", "says": "tig"}, {"typed": "x", "says": ""}):
        assert editor.submit(SYNONYMS, SYNONYMS, **wrong).status_code == 400
    assert editor.submit(SYNONYMS, f"{SYNONYMS}/weg", typed="nergens", seen="").status_code in (404, 409)


def test_what_somebody_does_is_told_in_own_words_and_given_back(editor: Browser, sqlite: Engine) -> None:
    page = f"{CAREERS}/lasser"

    def tag() -> str:
        return seen(editor.get(page).text, '/tekst"')

    words = {"nl": "Je verbindt metaal.", "en": "You join metal."}
    assert editor.submit(page, f"{page}/tekst", seen=tag(), reason="korter", **words).status_code == 303
    assert "Je verbindt metaal." in editor.get(page).text
    half = editor.submit(page, f"{page}/tekst", seen=tag(), reason="x", nl="Alleen Nederlands", en="")
    assert half.status_code == 400
    assert "Alleen Nederlands" in half.text
    assert editor.submit(page, f"{page}/tekst", seen="oud", reason="x", **words | {"nl": "Te laat."}).status_code == 409
    assert take_back(editor, last(sqlite, "career.text")) == 303
    with Session(sqlite) as unit:
        assert own_texts(unit) == {}


def test_a_career_gets_another_name_that_keeps_the_old_one_as_a_search_word(editor: Browser, sqlite: Engine) -> None:
    page = f"{CAREERS}/lasser"
    held = record_of(careers()["lasser"])

    def tag() -> str:
        return seen(editor.get(page).text, '/lasser" class')

    typed = {**career_typed(held), "label": "Vaklasser", "reason": "zo heet het nu"}
    assert editor.submit(page, page, seen=tag(), **typed).status_code == 303
    shown = editor.get(page).text
    assert "<h1>Vaklasser</h1>" in shown
    assert "Terug naar onze eigen gegevens" in shown
    assert "Vaklasser" in editor.get(CAREERS).text
    with Session(sqlite) as unit:
        assert record_of(career_table(unit)["lasser"]).synonyms == (*held.synonyms, "lasser")
    late = editor.submit(page, page, seen="oud", **typed | {"label": "Te laat"})
    assert late.status_code == 409
    assert "Te laat" in late.text
    assert editor.submit(page, page, seen=tag(), reason="toch niet", shipped="1").status_code == 303
    with Session(sqlite) as unit:
        assert career_table(unit) is shipped_careers()
    assert take_back(editor, last(sqlite, "career.set")) == 303
    assert "<h1>Vaklasser</h1>" in editor.get(page).text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"label": ""}, "Schrijf een woord"),
        ({"label": "Metselaar"}, "Metselaar (Metselaar): Deze naam hoort al bij een ander beroep"),
        ({"synonyms": "las*"}, "Gebruik geen * of +"),
        ({"sector": "koken"}, "Kies er een"),
        ({"isco": "72"}, "Schrijf vier cijfers"),
        ({"esco": "javascript:alert(1)"}, "Dit is geen adres van een beroep bij ESCO"),
        ({"reason": ""}, "Vul een reden in"),
    ],
)
def test_a_career_that_does_not_fit_is_told_and_stays_typed(
    editor: Browser, sqlite: Engine, wrong: dict[str, str], told: str
) -> None:
    page = f"{CAREERS}/lasser"
    typed = {**career_typed(record_of(careers()["lasser"])), "label": "Zo typte ik het", "reason": "x", **wrong}
    answer = editor.submit(page, page, seen=seen(editor.get(page).text, '/lasser" class'), **typed)
    assert answer.status_code == 400
    assert told in answer.text
    assert "label" in wrong or "Zo typte ik het" in answer.text
    with Session(sqlite) as unit:
        assert career_table(unit) is shipped_careers()


def test_the_log_calls_a_career_what_editors_call_it(editor: Browser) -> None:
    page = f"{CAREERS}/lasser"
    held = record_of(careers()["lasser"])
    renamed = {**career_typed(held), "label": "Vaklasser", "reason": "zo heet het nu"}
    assert editor.submit(page, page, seen=seen(editor.get(page).text, '/lasser" class'), **renamed).status_code == 303
    assert '<a href="/redactie/beroepen/lasser">Beroep Vaklasser</a>' in editor.get("/redactie/logboek").text
