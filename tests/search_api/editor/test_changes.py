"""What a change on record says to a person: part by part, in the words of the pages."""

from typing import Any

import pytest
from sqlalchemy import Engine

from catalogue.audit import record
from catalogue.careers.known import shipped
from catalogue.database import unit_of_work
from catalogue.portals.portal import PortalSettings, Rule
from catalogue.tables import AuditEvent
from search_api.editor.changes import parts_of
from search_api.editor.texts import texts
from tests.search_api.editor.browser import Browser

EAST = PortalSettings(name="Oost", provinces=("Gelderland",), sectors=Rule(allow=frozenset({"metal-welding"})))
WIDER = EAST.model_copy(update={"provinces": ("Gelderland", "Overijssel"), "online": False, "sectors": None,
                                "texts": {"title": "Welkom"}})  # fmt: skip
PRICE = {"cents": 187000, "vat": "excluded", "per": "course", "is_from": False}
VIEWER = {"role": "viewer", "portals": ["oost"], "active": True}
ANSWER = {"kind": "technical", "subject": "x", "course_id": "x", "evidence": "0f", "decision": "yes", "editor_id": 1}
SIDES: list[tuple[str, Any, Any, list[tuple[str, str, str]]]] = [
    ("portal.set", EAST.model_dump(mode="json"), WIDER.model_dump(mode="json"), [
        ("Provincies", "Gelderland", "Gelderland, Overijssel"),
        ("Ook opleidingen zonder plaats, zoals online", "Ja", "Nee"),
        ("Richtingen: alleen deze", "Metaal en lassen", "Geen"), ("Teksten: Titel", "Geen", "Welkom")]),
    ("override.set", {"field": "level", "value": 3, "own": False}, {"field": "level", "value": 4, "own": True},
     [("Niveau", "mbo 3 / NLQF 3", "mbo 4 / NLQF 4")]),
    ("override.keep", {"field": "price", "base": {"value": PRICE}}, {"field": "price", "base": {"value": None}},
     [("Prijs", "€\xa01.870 per opleiding, exclusief btw", "Niet bekend")]),
    ("career.accept", {"field": "career", "value": "lasser", "accepted": None},
     {"field": "career", "value": "lasser", "accepted": True}, [("Lasser", "Geen", "hoort erbij")]),
    ("queue.decide", None, ANSWER, [("Soort vraag", "", "Technisch?"), ("Besluit", "", "Technisch")]),
    ("editor.access", VIEWER, {"role": "editor", "portals": None, "active": True},
     [("Rol", "Kijker", "Redacteur"), ("Portalen", "oost", "alle portalen")]),
    ("run.release", "quarantined", "applied", [("", "wacht op een besluit", "verwerkt")]),
    ("source.pause", False, True, [("", "Nee", "Ja")]),
    ("signal.settle", "open", "done", [("", "open", "afgehandeld")]),
    ("source.crawl", None, None, []),
    ("synonym.set", None, {"typed": "argonwerk", "says": ["tig"]},
     [("Wie dit typt", "", "argonwerk"), ("vindt ook opleidingen die dit zeggen", "", "tig")]),
    ("token.make", None, {"ends": "2027-11-25T22:59:00+00:00"}, [("Laatste dag", "", "25-11-2027 23:59")]),
    ("portal.collect", {"collections": [{"name": "Begin"}, {"name": "Weg"}]},
     {"collections": [{"name": "Begin"}, {"name": "Nieuw"}]},
     [("Collecties", "weg: Naam: Weg", "erbij: Naam: Nieuw")]),
    ("career.set", {"synonyms": list("abcdef")}, {"synonyms": list("abcdeg")},
     [("Zoekwoorden: andere namen", "weg: f", "erbij: g")]),
]  # fmt: skip


@pytest.mark.parametrize(("action", "before", "after", "told"), SIDES, ids=[each[0] for each in SIDES])
def test_a_change_is_told_part_by_part(action: str, before: Any, after: Any, told: list[tuple[str, str, str]]) -> None:
    event = AuditEvent(actor="a", action=action, subject="x:1", before=before, after=after)
    parts = [(each.key, each.before, each.after) for each in parts_of(event, texts("nl"), shipped())]
    assert sorted(parts) == sorted(told)


def test_the_log_shows_no_change_as_a_program_keeps_it(editor: Browser, sqlite: Engine) -> None:
    with unit_of_work(sqlite) as unit:
        for action, before, after, _ in SIDES:
            record(unit, "noor@example.nl", action, "portal:oost", before, after, "afspraak")
        record(unit, "command line", "portal.set", "portal:nieuw", None, EAST.model_dump(mode="json"), None)
    page = editor.get("/redactie/logboek").text
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    assert "Gelderland, Overijssel" in table
    assert '<a href="/redactie/portalen/oost">Portaal oost</a>' in table
    assert "op de server" in table
    for raw in ("{", "[", "&#34;", "metal-welding", "quarantined"):
        assert raw not in table
