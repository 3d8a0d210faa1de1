"""Replay, scorecard, links and opt-out as a person types them, on a site that really answers."""

import pytest

from tests.e2e.test_bad_input import Site, one_line, site
from tests.world import Home

pytestmark = [pytest.mark.engine, pytest.mark.slow]
__all__ = ["site"]


def test_a_source_is_looked_after_from_the_command_line(home: Home, site: Site) -> None:
    site.offer(4)
    home.run("source", "add", "school", "--url", f"{site.origin}/")
    one_line(home.run("replay", "school", status=1), "school", "vakwijzer crawl school")
    home.run("crawl", "school")
    site.pages = {}
    assert home.json("replay", "school")["counts"] == {"same": 4}
    card = home.json("source", "scorecard", "school")[0]
    assert (card["state"], card["courses"], card["dead_links"]) == ("applied", 4, [])
    links = home.json("source", "check-links", "school", "--limit", "1")
    assert [(link["outcome"], link["misses"]) for link in links] == [("http_404", 1)]
    home.run("source", "optout", "school", "--reason", "asked by mail")
    one_line(home.run("crawl", "school", status=1), "school", "opted out", "asked by mail")
    assert home.json("index", "check")["documents"] == 0
