"""A client that asks too often waits; nobody else does."""

import pytest
from sqlalchemy import Engine

from catalogue.index.engine import EngineAddress
from catalogue.settings import Settings
from search_api.limits import Buckets, client
from tests.search_api.conftest import running_api


def test_a_bucket_lets_a_minutes_worth_through_and_fills_again() -> None:
    buckets = Buckets(60)
    assert all(buckets.wait("a", 100.0) == 0 for _ in range(60))
    assert 0 < buckets.wait("a", 100.0) <= 1
    assert buckets.wait("b", 100.0) == 0
    assert buckets.wait("a", 101.5) == 0


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("1.1.1.1", 0, "9.9.9.9"),
        ("1.1.1.1", 1, "1.1.1.1"),
        ("6.6.6.6, 1.1.1.1", 1, "1.1.1.1"),
        ("6.6.6.6, 1.1.1.1, 2.2.2.2", 2, "1.1.1.1"),
        ("", 1, "9.9.9.9"),
    ],
)
def test_only_our_own_proxies_are_believed(forwarded: str, proxies: int, expected: str) -> None:
    scope = {"client": ("9.9.9.9", 1), "headers": [(b"x-forwarded-for", forwarded.encode())]}
    assert client(scope, proxies) == expected


@pytest.mark.engine
def test_the_api_says_429_and_when_to_come_back(sqlite: Engine, settings: Settings, address: EngineAddress) -> None:
    few = settings.model_copy(update={"rate_limit": 5})
    with running_api(few, sqlite, address) as api:
        assert {api.get("/v1/providers").status_code for _ in range(5)} == {200}
        refused = api.get("/v1/providers")
        assert refused.status_code == 429
        assert refused.headers["content-type"] == "application/problem+json"
        assert int(refused.headers["retry-after"]) >= 1
        assert refused.headers["api-version"]
        assert api.get("/health/live").status_code == 200
        assert api.get("/nl/over").status_code == 200
