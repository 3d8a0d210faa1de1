"""What editors pin comes first, in their portal only, and never against its rules or the person's filters."""

import asyncio
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.find import find
from catalogue.index.query import SearchQuery
from catalogue.index.search import SearchClient
from catalogue.portals.portal import PortalSettings
from tests.conftest import TODAY
from tests.factories import ARNHEM, ROTTERDAM, Route, add_course, known, session


@pytest.mark.engine
def test_pins_come_first_where_they_may(sqlite: Engine, tmp_path: Path, address: EngineAddress) -> None:
    made = {
        "las": add_course(sqlite, key="/1", title="Lasser", sessions=(session("2027-01-05", ARNHEM),)),
        "las2": add_course(sqlite, key="/2", title="Lasser", sessions=(session("2027-05-05", ARNHEM),)),
        "kraan": add_course(sqlite, key="/3", title="Kraanmachinist", route=known(Route.BBL)),
        "far": add_course(sqlite, key="/4", title="Lasser haven", sessions=(session("2027-02-05", ROTTERDAM),)),
    }
    drain(sqlite, tmp_path, address, TODAY)
    names = {course: name for name, course in made.items()}
    pins = {"lasser": (made["kraan"], made["las2"], made["far"])}
    east = PortalSettings(name="east", provinces=("Gelderland",), online=False, pins=pins)

    def ask(q: str, portal: PortalSettings = east, **keys) -> list[tuple[str, bool]]:
        hits = asyncio.run(found(address, SearchQuery(q=q, **keys), portal))
        return [(names[hit["courseId"]], bool(hit.get("pinned"))) for hit in hits]

    assert ask("lasser") == [("kraan", True), ("las2", True), ("las", False)]
    assert ask("cursus lasser") == ask("lasser"), "the same words"
    assert ask("lasser", page=2, page_size=1) == [], "the second hit was pinned on page one"
    assert ask("lasser", selected={"route": ("bbl",)}) == [("kraan", True)]
    assert ask("lasser", sort="start") == [("las", False), ("las2", False)]
    assert ask("lassen")[0] == ("las", False), "other words"
    elsewhere = PortalSettings(name="all")
    assert ask("lasser", elsewhere)[0] == ("las", False)


async def found(address: EngineAddress, query: SearchQuery, portal: PortalSettings) -> list[dict]:
    client = SearchClient(address)
    try:
        return list((await find(client, query, portal, TODAY)).results[0]["hits"])
    finally:
        await client.close()


@pytest.mark.parametrize("pins", [{"lasser": ["a"] * 4}, {"lasser": ['" OR 1']}])
def test_a_portals_pins_are_few_and_ids(pins: dict) -> None:
    with pytest.raises(ValidationError, match="lasser"):
        PortalSettings(name="x", pins=pins)
