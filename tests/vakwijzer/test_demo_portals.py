"""The demo's portals are what an editor would copy: their rules hold and their tokens change something."""

import re
from pathlib import Path

import pytest
import yaml

from catalogue.portals.contrast import faint_colours
from catalogue.portals.portal import PortalSettings
from search_api.v1.portals import check_collections
from tests.conftest import ROOT
from vakwijzer.demo.site import SITES, files

FILES = sorted((ROOT / "vakwijzer" / "demo" / "portals").glob("*.yaml"))
READ = set(re.findall(r"--vakwijzer-[a-z-]+", (ROOT / "search_api/static/css/tokens.css").read_text("utf-8")))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_token_of_a_demo_portal_is_one_that_the_style_sheet_reads(file: Path) -> None:
    settings = PortalSettings.model_validate(yaml.safe_load(file.read_text("utf-8")))
    assert settings.tokens
    assert set(settings.tokens) - READ == set()
    assert faint_colours(settings.tokens) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_demo_portal_pins_searches_that_work_and_has_a_site_of_its_own_look(file: Path) -> None:
    settings = PortalSettings.model_validate(yaml.safe_load(file.read_text("utf-8")))
    check_collections(settings)
    assert settings.collections
    held = files("https://api.example", {"slug": file.stem, "name": settings.name})
    html = held["/"][1].decode()
    assert '<script type="module" src="https://api.example/widget/v1/vakwijzer.js"></script>' in html
    assert f'<vakwijzer-search portal="{file.stem}" api="https://api.example"></vakwijzer-search>' in html
    assert held["/style.css"][1] == (SITES / f"{file.stem}.css").read_bytes()


def test_the_demo_portals_differ_in_rules_and_look() -> None:
    portals = [PortalSettings.model_validate(yaml.safe_load(file.read_text("utf-8"))) for file in FILES]
    assert len(portals) == 3
    assert len({portal.provinces for portal in portals}) == 3
    assert len({portal.tokens["--vakwijzer-color-action"] for portal in portals}) == 3
    assert {portal.online for portal in portals} == {True, False}
