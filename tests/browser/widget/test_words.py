"""The words that pages and widget share."""

import json
import re
from pathlib import Path

import pytest

from search_api.i18n import FOLDER, languages, texts

ROOT = Path(__file__).parents[3] / "search_api"
BUILT = re.compile(r"""["'`]([a-z]+\.(?:[a-zA-Z-]+\.)*)(?:["'] [~+]|\$?\{)""")
"""The beginning of a key that is put together: `"facet." ~ name`, `f"date.{season}"`."""


def keys(lang: str) -> set[str]:
    return set(json.loads((FOLDER / f"{lang}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("lang", languages())
def test_every_language_has_every_text(lang: str):
    assert keys(lang) == keys("nl")


def test_no_text_is_unused_and_none_is_missing():
    files = [
        *ROOT.glob("templates/public/*.html"),
        *ROOT.glob("widget/src/**/*.js"),
        *ROOT.glob("*.py"),
        *FOLDER.glob("*.py"),
    ]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    said = {key.removesuffix(".one").removesuffix(".other") for key in keys("nl")}
    built = tuple(BUILT.findall(source))
    quoted = set(re.findall(r"""["'`]([a-z]+(?:\.[a-zA-Z-]+)+)["'`]""", source))
    assert {key for key in said if not key.startswith(built) and not quoted & {key, key.rpartition(".")[0]}} == set()
    asked = set(re.findall(r"""(?:say|count|\bt)\(\s*["']([a-z]+(?:\.[a-zA-Z]+)+)["']""", source))
    assert asked - said == set()


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2027-02-09", "9 februari 2027"),
        ("2027-02", "februari 2027"),
        ("2027-W12", "week 12 van 2027"),
        ("2027-03/2027-05", "voorjaar 2027"),
        ("2027-12/2028-02", "winter 2027-2028"),
        ("2027-02/2027-03", "februari 2027 tot en met maart 2027"),
        ("2027", "2027"),
        ("in overleg", "in overleg"),
    ],
)
def test_a_date_is_never_more_exact_than_it_is(iso: str, words: str):
    assert texts().when(iso) == words


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (None, "Prijs niet bekend"),
        ({"amount": 0}, "Gratis"),
        ({"amount": 1870.0, "vat": "excluded", "per": "course"}, "€\u00a01.870 excl. btw"),
        ({"amount": 12.5, "vat": "included", "per": "month", "isFrom": True}, "vanaf €\u00a012,50 per maand incl. btw"),
        ({"amount": 1234567.0, "vat": "unknown"}, "€\u00a01.234.567"),
    ],
)
def test_a_price_says_what_it_covers(details, words: str):
    assert texts().price(details) == words


def test_a_moment_is_shown_as_the_dutch_day():
    assert texts().day("2027-01-31T23:30:00Z") == "1 februari 2027"


def test_an_unknown_language_is_dutch():
    assert texts("xx").lang == "nl"
