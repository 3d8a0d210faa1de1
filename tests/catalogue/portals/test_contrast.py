"""A portal's colours are measured as WCAG 2.2 does, in each look, and what would do is said."""

import re

import pytest

from catalogue.portals.contrast import BLACK, DEFAULTS, NAMES, WHITE, contrast, faint_colours, parsed
from tests.conftest import ROOT

CSS = ROOT / "search_api" / "static" / "css" / "tokens.css"
ROLES = {"ink": "--vw-ink", "paper": "--vw-paper", "link": "--vw-link", "action": "--vw-action",
         "on_action": "--vw-on-action", "focus": "--vw-focus"}  # fmt: skip


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(parsed("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)
    assert contrast(parsed("rgb(119, 119, 119)"), parsed("white")) == pytest.approx(4.48, abs=0.01)
    assert parsed("#0a3") == parsed("#00AA33")


@pytest.mark.parametrize("role", ROLES)
def test_colours_are_looked_up_as_the_style_sheet_does(role: str) -> None:
    rule = re.search(rf"{ROLES[role]}: var\((.*?)\);", CSS.read_text("utf-8"), re.S)
    assert rule
    assert tuple(re.findall(r"--(?:vakwijzer|utrecht|basis)-[\w-]+", rule[1])) == NAMES[role]
    if role in DEFAULTS:
        assert "light-dark({}, {})".format(*DEFAULTS[role]) in rule[1]


@pytest.mark.parametrize("tokens", [
    {},
    {"--vakwijzer-border-radius": "0"},
    {"--vakwijzer-color-action": "#7a1f5c"},
    {"--vakwijzer-color-action": "light-dark(#7a1f5c, #f5a8d8)"},
    {"--vakwijzer-color-action": "#ffd400", "--vakwijzer-color-on-action": "#000", "--vakwijzer-color-link": "#18212b"},
])  # fmt: skip
def test_colours_that_can_be_read_are_not_spoken_of(tokens: dict[str, str]) -> None:
    assert faint_colours(tokens) == []


@pytest.mark.parametrize(("tokens", "words", "ratio", "token"), [
    ({"--vakwijzer-color-action": "#ffd400"}, "text on buttons", "1.43 : 1", "--vakwijzer-color-on-action"),
    ({"--utrecht-link-color": "#8ab4f8"}, "links in a box", "1.9", "--vakwijzer-color-link"),
    ({"--vakwijzer-color-text": "#888"}, "text on the background", "3.54 : 1", "--vakwijzer-color-text"),
    ({"--vakwijzer-color-text": "#6b6b6b"}, "small text in a box", "3.", "--vakwijzer-color-text"),
    ({"--vakwijzer-color-focus": "#ffe"}, "focus", "1.0", "--vakwijzer-color-focus"),
    ({"--vakwijzer-color-link": "light-dark(#0b5394, #0b5394)"}, "in the dark look", "2.", "--vakwijzer-color-link"),
    ({"--vakwijzer-color-background": "#223344"}, "text on the background", "1.", "--vakwijzer-color-text"),
])  # fmt: skip
def test_a_faint_colour_is_named_with_its_contrast_and_what_would_do(
    tokens: dict[str, str], words: str, ratio: str, token: str
) -> None:
    [told] = [each for each in map(str, faint_colours(tokens)) if words in each]
    assert f"contrast {ratio}" in told
    advised = re.search(rf"set {token} to (#[0-9a-f]{{6}}|light-dark\([^)]*\))", told)
    assert advised
    still = [str(each) for each in faint_colours({**tokens, token: advised[1]})]
    assert told not in still
    assert not any(token in each for each in still), "what is advised is enough"


def test_a_colour_that_cannot_be_measured_is_said_and_is_no_fault() -> None:
    [told] = map(str, faint_colours({"--vakwijzer-color-action": "oklch(40% 0.2 260)"}))
    assert "cannot be measured" in told
    assert "#rrggbb" in told
