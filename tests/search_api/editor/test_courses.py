"""The list and the course page: everything is shown as text, every change has its answer, nothing typed is lost."""

import html
import re

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from catalogue.database import unit_of_work
from catalogue.effective import OVERRIDABLE, check_override, effective_courses
from catalogue.normal import CostKind, EffortPer, Per, Unit, Vat
from catalogue.tables import AuditEvent, Course
from search_api.editor.asked import printable
from search_api.editor.fields import CHOICES, INPUTS, as_typed, typed_value
from search_api.editor.texts import texts
from tests.factories import add_course, known
from tests.search_api.editor.browser import Browser

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


def change(editor: Browser, course_id: str, action: str, **fields: str) -> tuple[int, str]:
    """Send one of a course's forms; gives the status and the page that is shown in the end."""
    page = f"/redactie/opleidingen/{course_id}"
    answer = editor.submit(page, f"{page}/{action}", **fields)
    if answer.status_code == 303:
        return 303, editor.get(answer.headers["location"]).text
    return answer.status_code, answer.text


def section(page: str, field: str) -> str:
    """The part of the course page about one field, as people read it."""
    found = re.search(rf'id="field-{field}">(.*?)</section>', page, re.DOTALL)
    assert found
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found.group(1))).split())


def test_the_page_shows_what_the_source_says_and_how_it_is_known(editor: Browser, course_id: str) -> None:
    page = editor.get(f"/redactie/opleidingen/{course_id}").text
    assert "Waarde van de bron Op locatie Afgeleid – regel modes.has_place : in onze praktijkhal" in section(
        page, "mode"
    )
    assert "€\u00a01.870 per opleiding, btw niet bekend" in html.unescape(page)
    assert "Staat in de bron" in section(page, "price")
    assert "Niet bekend" in section(page, "level")
    assert "De bron noemt verschillende prijzen" in page
    assert "Gelezen op" not in page, "the page that was read is the course's own"
    assert 'href="https://school.example/lassen"' in page
    assert "9 februari 2027" in page
    assert "Arnhem, Gelderland" in page


def test_an_own_value_is_shown_with_who_when_and_why(editor: Browser, course_id: str, drained: list[str]) -> None:
    fields = {"value": "1900,50", "vat": "included", "per": "course", "reason": "gebeld met de school"}
    status, page = change(editor, course_id, "velden/price", **fields)
    assert status == 303
    shown = section(page, "price")
    assert "Opgeslagen." in shown
    assert "Eigen waarde € 1.900,50 per opleiding, inclusief btw" in shown
    assert "Door Noor op" in shown
    assert "Reden: gebeld met de school" in shown
    assert drained == ["drained"]


def test_an_own_value_can_be_cleared(editor: Browser, course_id: str, drained: list[str], sqlite: Engine) -> None:
    change(editor, course_id, "velden/level", value="3", reason="folder")
    status, page = change(editor, course_id, "velden/level/wissen", reason="bron is verbeterd")
    assert status == 303
    assert "Eigen waarde Geen" in section(page, "level")
    assert len(drained) == 2
    with Session(sqlite) as session:
        assert effective_courses(session, [course_id])[0].content.level is None


def test_hiding_and_showing(editor: Browser, course_id: str, sqlite: Engine) -> None:
    _, page = change(editor, course_id, "verbergen", reason="dubbel")
    assert "Verborgen Een redacteur heeft deze opleiding verborgen. Door Noor" in section(page, "visibility")
    with Session(sqlite) as session:
        assert not effective_courses(session, [course_id])[0].published
    _, page = change(editor, course_id, "tonen", reason="toch niet")
    assert "Zichtbaar Deze opleiding staat in de portalen." in section(page, "visibility")
    with Session(sqlite) as session:
        assert effective_courses(session, [course_id])[0].published


@pytest.mark.parametrize(
    ("field", "value", "reason", "message"),
    [
        ("title", "", "r", "Vul een titel in."),
        ("title", "x" * 400, "r", "De tekst is te lang."),
        ("title", "Lassen", "", "Vul een reden in."),
        ("title", "Lassen", "x" * 501, "De reden mag niet langer zijn"),
        ("description", "a\x00b", "r", "tekens die niet mogen"),
        ("level", "9", "r", "niveau van 1 tot en met 8"),
        ("level", "hoog", "r", "niveau van 1 tot en met 8"),
        ("mode", "postduif", "r", "Kies een waarde uit de lijst."),
        ("technical", "", "r", "Kies ja of nee."),
        ("technical", "misschien", "r", "Kies ja of nee."),
        ("language", "nederlands", "r", "twee letters"),
        ("price", "op aanvraag", "r", "Schrijf het bedrag als 1870,50"),
        ("price", "1.870", "r", "Schrijf het bedrag als 1870,50"),
        ("price", "9999999", "r", "Het bedrag is te hoog."),
        ("price", "-5", "r", "Schrijf het bedrag als 1870,50"),
    ],
)
def test_bad_input_gives_the_form_again_with_what_was_typed(
    editor: Browser, course_id: str, drained: list[str], field: str, value: str, reason: str, message: str
) -> None:
    status, page = change(editor, course_id, f"velden/{field}", value=value, reason=reason)
    assert status == 400
    assert "Fout:" in page
    assert message in section(page, field)
    assert 'aria-invalid="true"' in page
    assert f'value="{reason}"' in page
    if INPUTS[field] in ("line", "price", "code"):
        assert f'value="{value}"' in page
    assert not drained


def test_the_link_of_the_error_summary_leads_to_the_input(editor: Browser, course_id: str) -> None:
    for field, value, reason in (
        ("price", "abc", "r"), ("level", "3", ""), ("technical", "", "r"), ("title", "", "r"),
    ):  # fmt: skip
        _, page = change(editor, course_id, f"velden/{field}", value=value, reason=reason)
        [target] = re.findall(r'role="alert">.*?href="#([^"]+)"', page, re.DOTALL)
        assert f'id="{target}"' in page
    _, page = change(editor, course_id, "verbergen", reason=" ")
    assert 'href="#reason-visibility"' in page


@pytest.mark.parametrize(
    "path", ["opleidingen/nietbestaand", "opleidingen/%00", "opleidingen/%27--", "opleidingen/%F0"]
)
def test_an_unknown_course_is_a_404_page(editor: Browser, path: str) -> None:
    answer = editor.get(f"/redactie/{path}")
    assert answer.status_code == 404
    assert "Opleiding niet gevonden" in answer.text
    assert editor.submit("/redactie/", f"/redactie/{path}/verbergen", reason="x").status_code == 404


@pytest.mark.parametrize("field", ["hidden", "source_key", "id", "%00"])
def test_a_field_that_editors_may_not_set_is_a_404_page(editor: Browser, course_id: str, field: str) -> None:
    path = f"/redactie/opleidingen/{course_id}/velden/{field}"
    assert editor.submit("/redactie/", path, value="x", reason="x").status_code == 404
    assert editor.submit("/redactie/", f"{path}/wissen", reason="x").status_code == 404


def test_a_script_in_any_field_is_shown_as_text(editor: Browser, sqlite: Engine) -> None:
    course_id = add_course(
        sqlite, key="/x", title=HOSTILE, description=HOSTILE, requirements=HOSTILE, credential=HOSTILE,
        provider_name=HOSTILE, audience=HOSTILE, subjects=(HOSTILE,),
        level=known(3).model_copy(update={"quote": HOSTILE}),
    )  # fmt: skip
    for field in ("title", "description", "requirements"):
        assert change(editor, course_id, f"velden/{field}", value=HOSTILE, reason=HOSTILE)[0] == 303
    change(editor, course_id, "velden/level", value=HOSTILE, reason=HOSTILE)
    pages = [f"/redactie/opleidingen/{course_id}", "/redactie/", "/redactie/logboek", f"/redactie/?q={HOSTILE}"]
    for path in pages:
        page = editor.get(path).text
        assert "&lt;script&gt;" in page, path
        assert "<script" not in page, path
        assert "<img" not in page, path


def test_a_course_from_a_feed_names_the_feed(editor: Browser, sqlite: Engine, course_id: str) -> None:
    with unit_of_work(sqlite) as session:
        session.get_one(Course, course_id).page_url = "https://school.example/feed.xml"
    assert "https://school.example/feed.xml" in editor.get(f"/redactie/opleidingen/{course_id}").text


def test_a_link_that_is_no_web_address_is_not_a_link(editor: Browser, sqlite: Engine) -> None:
    course_id = add_course(sqlite, url="javascript:alert(1)")
    page = editor.get(f"/redactie/opleidingen/{course_id}").text
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_the_list_is_searched_filtered_and_paged(editor: Browser, sqlite: Engine, course_id: str) -> None:
    for number in range(60):
        add_course(sqlite, key=f"/{number}", title=f"Zonnepanelen {number:02}", technical=None)
    page = editor.get("/redactie/?q=zonne&toon=borderline").text
    assert "60 opleidingen gevonden" in page
    assert "Pagina 1 van 2" in page
    assert 'href="?q=zonne&amp;toon=borderline&amp;pagina=2"' in page
    assert "Lasser" not in page
    assert "Lasser MIG/MAG" in editor.get("/redactie/?q=lasser").text
    assert "Geen opleidingen gevonden" in editor.get("/redactie/?q=%25").text


def test_what_a_database_refuses_to_be_asked_for_is_left_out() -> None:
    assert printable(" a\x00b\u2028 ") == "ab"


@pytest.mark.parametrize(
    "query", ["pagina=99999999999999999999", "pagina=-1", "pagina=x", "toon=x", "q=%00", "q=%F0%9F"]
)
def test_an_odd_address_gives_a_page(editor: Browser, course_id: str, query: str) -> None:
    for path in ("", "logboek"):
        assert editor.get(f"/redactie/{path}?{query}").status_code == 200
    assert editor.get(f"/redactie/logboek?opleiding=%00&{query}").status_code == 200


def test_the_journal_says_who_did_what_to_which_course_and_why(editor: Browser, course_id: str, sqlite: Engine) -> None:
    other = add_course(sqlite, key="/ander")
    change(editor, course_id, "velden/level", value="3", reason="staat in de folder")
    change(editor, other, "verbergen", reason="dubbel")
    page = editor.get(f"/redactie/logboek?opleiding={course_id}").text
    row = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.split("<tbody>")[1].split("</tr>")[0])).split())
    assert "noor@example.nl Eigen waarde gezet" in row
    assert "Niveau: Niet bekend Niveau: mbo 3 / NLQF 3 staat in de folder" in row
    assert "dubbel" not in page
    assert "dubbel" in editor.get("/redactie/logboek").text


def test_a_drain_that_fails_does_not_fail_the_edit(
    editor: Browser, course_id: str, sqlite: Engine, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    from search_api.editor.desk import Desk

    def broken(self: Desk) -> None:
        raise ConnectionError("the engine is away")

    monkeypatch.setattr(Desk, "drain", property(lambda self: broken.__get__(self)), raising=False)
    status, _ = change(editor, course_id, "velden/level", value="3", reason="folder")
    assert status == 303
    with Session(sqlite) as session:
        assert len(session.exec(select(AuditEvent).where(AuditEvent.action == "override.set")).all()) == 1


def test_the_pages_speak_english_when_asked_and_remember_it(editor: Browser, course_id: str) -> None:
    page = editor.get(f"/redactie/opleidingen/{course_id}?lang=en").text
    assert '<html lang="en">' in page
    assert "€1,870 per course, VAT not known" in html.unescape(page)
    assert "Audit log" in editor.get("/redactie/logboek").text
    assert '<html lang="nl">' in editor.get("/redactie/?lang=nl").text


def test_both_languages_have_the_same_texts_and_every_coded_value_has_words() -> None:
    dutch, english = texts("nl"), texts("en")
    assert dutch.words.keys() == english.words.keys()
    for t in (dutch, english):
        for field, choices in CHOICES.items():
            for choice in choices:
                assert t.value(field, choice) != choice
        for key in (*map("vat.{}".format, Vat), *map("per.{}".format, Per), *map("field.{}".format, OVERRIDABLE),
                    *map("unit.{}".format, Unit), *map("effort.{}".format, EffortPer),
                    *map("cost.{}".format, CostKind)):  # fmt: skip
            assert t(key)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "Lassen"), ("level", 3), ("level", None), ("technical", False), ("mode", "online"), ("language", "nl"),
     ("price", {"cents": 187_050, "vat": "excluded", "per": "year", "is_from": True}),
     ("price", {"cents": 5, "vat": "exempt", "per": "course", "is_from": False})],
)  # fmt: skip
def test_a_form_that_is_sent_as_it_came_changes_nothing(field: str, value: object) -> None:
    assert typed_value(field, as_typed(field, value)) == value


@pytest.mark.parametrize(
    ("typed", "cents"), [("1870,50", 187_050), ("1870.50", 187_050), ("€ 1870,-", 187_000), ("1.10", 110), ("0", 0)]
)
def test_an_amount_may_be_typed_the_dutch_and_the_english_way(typed: str, cents: int) -> None:
    assert typed_value("price", {"value": typed})["cents"] == cents


NEWER = [
    ("schedule", {"pick-evening": "yes", "pick-weekend": "yes"}, "’s Avonds, In het weekend"),
    ("target_groups", {"pick-women": "yes"}, "Vrouwen"),
    ("quality_marks", {"pick-nrto": "yes"}, "NRTO-keurmerk"),
    ("effort", {"value": "8", "most": "12,5", "choice": "week"}, "8 – 12,5 uur per week"),
    ("group_size", {"most": "12"}, "… – 12 deelnemers"),
    ("duration", {"value": "5", "choice": "day"}, "5 dagen"),
    ("certificate", {"value": "mbo-diploma"}, "Mbo-diploma"),
    ("workplace", {"value": "leerbedrijf"}, "erkend leerbedrijf"),
    ("deadline", {"value": "2027-01-15"}, "15 januari 2027"),
    ("extra_costs", {"cost-exam": "125,50", "vat": "exempt"}, "Examen € 125,50"),
]


def test_the_newer_fields_are_set_shown_and_verified(editor: Browser, sqlite: Engine, course_id: str) -> None:
    for field, typed, words in NEWER:
        status, page = change(editor, course_id, f"velden/{field}", reason="gebeld", **typed)
        assert status == 303, field
        assert words in section(page, field), field
    with Session(sqlite) as session:
        [course] = effective_courses(session, [course_id])
    for field, _, _ in NEWER:
        value = getattr(course.content, field)
        for known_value in value if field == "extra_costs" else (value,):
            assert (known_value.known, known_value.quote) == ("verified", "gebeld"), field
    public = texts("en")
    for field, typed, _ in NEWER:
        assert public.value(field, check_override(field, typed_value(field, typed)))
        stored = check_override(field, typed_value(field, typed))
        assert check_override(field, typed_value(field, as_typed(field, stored))) == stored, "the form starts with it"
        status, page = change(editor, course_id, f"velden/{field}", reason="toch niet bekend")
        assert (status, "Niet bekend" in page or field == "extra_costs") == (303, True)


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("effort", {"value": "12", "most": "8", "choice": "week"}, "figure_range"),
        ("effort", {"value": "0", "choice": "week"}, "figure_range"),
        ("effort", {"most": "8", "choice": "week"}, "figure"),
        ("effort", {"value": "8", "choice": "maand"}, "wrong_value"),
        ("group_size", {"value": "7,5"}, "figure"),
        ("duration", {"value": "99999", "choice": "day"}, "figure_range"),
        ("deadline", {"value": "2027-02-31"}, "date_range"),
        ("deadline", {"value": "0001-01-01"}, "date_range"),
        ("extra_costs", {"cost-exam": "veel"}, "amount"),
        ("extra_costs", {"cost-exam": "9999999,00"}, "price_range"),
        ("certificate", {"value": "zwemdiploma"}, "wrong_value"),
    ],
)
def test_what_does_not_fit_a_newer_field_is_refused_with_what_was_typed(
    editor: Browser, sqlite: Engine, course_id: str, field: str, typed: dict[str, str], problem: str
) -> None:
    status, page = change(editor, course_id, f"velden/{field}", reason="gebeld", **typed)
    assert status == 400
    assert texts("nl")(f"problem.{problem}") in html.unescape(page)
    assert 'value="gebeld"' in page
    with Session(sqlite) as session:
        assert not session.exec(select(AuditEvent).where(AuditEvent.action == "override.set")).all()
