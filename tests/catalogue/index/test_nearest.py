"""The order of distance, asked of the real engine page by page."""

import asyncio
import random
from pathlib import Path

import pytest
from sqlalchemy import Engine

from catalogue.geo import distance_km
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.index.nearest import results_of
from catalogue.index.query import Near, SearchQuery
from catalogue.index.search import SearchClient
from catalogue.portals.portal import PortalSettings
from tests.conftest import TODAY
from tests.factories import ARNHEM, add_course, session

pytestmark = pytest.mark.engine
HERE = Near(51.985, 5.899, 60, "Arnhem")
ANYWHERE = PortalSettings(name="all")


async def pages(address: EngineAddress, size: int, count: int) -> list[tuple[str, int]]:
    client = SearchClient(address)
    try:
        query = SearchQuery(near=HERE, sort="distance", page_size=size)
        found = [await results_of(client, SearchQuery(**{**vars(query), "page": page}), ANYWHERE)
                 for page in range(1, count + 1)]  # fmt: skip
        return [(hit["courseId"], results[0]["totalHits"]) for results in found for hit in results[0]["hits"]]
    finally:
        await client.close()


@pytest.mark.parametrize("few", [0, 300])
def test_pages_follow_each_other_in_the_order_of_the_nearest_place(
    sqlite: Engine, tmp_path: Path, address: EngineAddress, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    draw, away = random.Random(5), {}
    for number in range(30):
        spots = [(HERE.latitude + draw.gauss(0, 0.2), HERE.longitude + draw.gauss(0, 0.3)) for _ in range(2)]
        places = [ARNHEM.model_copy(update={"name": f"p{n}", "latitude": spot[0], "longitude": spot[1]})
                  for n, spot in enumerate(spots)]  # fmt: skip
        course = add_course(sqlite, "s", f"/{number}", sessions=[session("2027-02-09", place) for place in places])
        away[course] = min(distance_km((HERE.latitude, HERE.longitude), spot) for spot in spots)
    drain(sqlite, tmp_path, address, TODAY)
    monkeypatch.setattr("catalogue.index.nearest.FEW", few)
    expected = sorted((course for course, distance in away.items() if distance <= HERE.radius), key=lambda c: away[c])
    assert asyncio.run(pages(address, size=4, count=8)) == [(course, len(expected)) for course in expected]
    assert len(expected) > 20
