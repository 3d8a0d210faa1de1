"""The demo's portals are what an editor would copy: their rules hold and their tokens change something."""

import re
from pathlib import Path

import pytest
import yaml

from catalogue.portals import PortalSettings
from tests.conftest import ROOT

FILES = sorted((ROOT / "vakwijzer" / "demo" / "portals").glob("*.yaml"))
READ = set(re.findall(r"--vakwijzer-[a-z-]+", (ROOT / "search_api/static/css/tokens.css").read_text("utf-8")))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_token_of_a_demo_portal_is_one_that_the_style_sheet_reads(file: Path) -> None:
    settings = PortalSettings.model_validate(yaml.safe_load(file.read_text("utf-8")))
    assert settings.tokens
    assert set(settings.tokens) - READ == set()
