"""Each flag by name: an offer that raises it, its row in `explain`, and its text for editors in both languages."""

import json
from datetime import UTC, datetime

import pytest

from catalogue.effective import EffectiveCourse
from catalogue.explain import explain_course
from catalogue.normal import Flag, NormalCourse
from catalogue.normalise import FLAGS
from catalogue.raw import RawCode, RawPlace, RawPrice, RawSession, Refusal
from tests.conftest import ROOT
from vakwijzer.commands.explain import _with_meaning

TEXTS = ROOT / "search_api" / "templates" / "redactie" / "texts"
HARD = (
    "De ontwikkeling van arbeidsmarktgerichte competenties en de inzetbaarheid van medewerkers in organisaties is met"
    " de implementatie van kwaliteitsverbeterende leertrajecten voor het management een verantwoordelijkheid. "
)


def price(text: str, **words: str) -> dict[str, object]:
    return {"prices": (RawPrice(text=text, **words),)}


def start(text: str, end: str | None = None) -> dict[str, object]:
    return {"sessions": (RawSession(start_text=text, end_text=end),)}


def place(**words: str) -> dict[str, object]:
    return {"sessions": (RawSession(place=RawPlace(**words)),)}


RAISED: dict[str, dict[str, object]] = {
    "amount_absurd": price("€ 123.456"),
    "amount_negative": price("-5"),
    "amount_notation_ambiguous": price("1.250"),
    "amount_unreadable": price("tarief 3b"),
    "amounts_several": price("Jaar 1: € 2.500, jaar 2: € 2.600"),
    "date_ambiguous": start("winter 2027"),
    "date_impossible": start("31 februari 2027"),
    "date_out_of_range": start("01-01-2099"),
    "date_unreadable": start("groep 3 van de rij"),
    "date_without_year": start("woensdag 12 januari"),
    "duration_range": {"duration_text": "6-8 weken"},
    "end_before_start": start("12-03-2027", "01-03-2027"),
    "language_unknown": {"language_text": "Klingon"},
    "levels_several": {"level_text": "mbo 2-4"},
    "mode_choice": {"mode_text": "klassikaal of online"},
    "place_abroad": place(locality="Antwerpen"),
    "place_ambiguous": place(locality="Hengelo"),
    "place_contradiction": place(postal_code="1012 AB", locality="Maastricht"),
    "place_several": place(locality="Arnhem, Zwolle"),
    "place_unknown": place(locality="Verweggistan"),
    "price_contradiction": price("100") | {"description": "De kosten zijn € 1.000 per persoon."},
    "price_not_euro": price("400", currency="USD"),
    "price_per_unit": price("€ 85 per uur"),
    "price_zero_placeholder": price("0.00"),
    "technical_contradiction": {"codes": (RawCode(scheme="isced-f", value="0912"),)},
    "wording_gendered": {
        "description": "Word jij onze nieuwe vakman? Je leert in de werkplaats hoe je staal last en vijlt."
    },
    "wording_hard": {"description": HARD * 5},
    "wording_jargon": {"description": "Je tekent een POK met het bedrijf waar je gaat werken en leren in de week."},
    "weekday_disagrees": start("maandag 12 januari 2027"),
}


def test_there_is_an_offer_for_each_flag() -> None:
    assert set(RAISED) == set(FLAGS)


@pytest.mark.parametrize("reason", RAISED)
def test_each_flag_is_raised_by_name_and_explained_with_the_words_that_raised_it(read, reason: str) -> None:
    course = read(**RAISED[reason])
    assert isinstance(course, NormalCourse)
    rows = [row for row in explained(course) if row["field"] == f"flag:{reason}"]
    assert rows, [flag.reason for flag in course.flags]
    assert all(row["quote"] and row["value"] for row in rows)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_editors_read_each_flag_in_their_own_words(language: str) -> None:
    texts = json.loads((TEXTS / f"{language}.json").read_text(encoding="utf-8"))
    assert [reason for reason in FLAGS if not texts.get(f"flag.{reason}")] == []


def explained(course: NormalCourse) -> list[dict[str, object]]:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    return explain_course(EffectiveCourse("1", "source", None, "provider", course, True, False, now, now))


def test_every_flag_of_a_course_is_a_row(read) -> None:
    flags = tuple(Flag(reason=reason, field="price", quote=reason) for reason in FLAGS)
    shown = [
        row["rule"] for row in explained(read().model_copy(update={"flags": flags})) if "flag:" in str(row["field"])
    ]
    assert shown == list(FLAGS)


def test_the_command_line_says_what_a_flag_means(read) -> None:
    (row,) = (row for row in explained(read(**RAISED["amount_negative"])) if row["field"] == "flag:amount_negative")
    assert _with_meaning(row)["value"] == "price: a price below zero"


BAD_INPUT: dict[str, tuple[dict[str, object], str | None, str]] = {
    "empty texts": ({"description": "", "sessions": (RawSession(start_text=""),)} | price(""), None, "price"),
    "five megabytes": ({"description": "Lassen. " * 650_000}, None, "price"),
    "two prices": (RAISED["price_contradiction"], "price_contradiction", ""),
    "31 February": (start("31 februari 2027"), "date_impossible", "sessions"),
    "a price below zero": (price("€ -5,00"), "amount_negative", "price"),
    "an end before its start": (start("12-03-2027", "01-03-2027"), "end_before_start", ""),
    "the year 1970": (start("1970-01-01T00:00:00Z"), "date_out_of_range", "sessions"),
    "the year 2099": (start("31-12-2099"), "date_out_of_range", "sessions"),
    "HTML in fields": (price("<b onclick=x>€ -5</b>"), "amount_negative", "price"),
    "emoji": (price("💶 tarief 3b") | {"description": "🔥 Lassen 👩‍🏭"}, "amount_unreadable", "price"),
    "another language": (
        {"language_text": "tlhIngan Hol", "description": "Специалист 溶接 لحام"},
        "language_unknown",
        "language",
    ),
}


@pytest.mark.parametrize("kind", BAD_INPUT)
def test_bad_input_is_flagged_by_name_and_never_guessed(read, kind: str) -> None:
    words, reason, unknown = BAD_INPUT[kind]
    course = read(**words)
    assert isinstance(course, NormalCourse)
    assert reason is None or reason in {flag.reason for flag in course.flags}
    shown = [session.start for session in course.sessions if session.start] if unknown == "sessions" else None
    assert not (shown if unknown == "sessions" else unknown and getattr(course, unknown))


@pytest.mark.parametrize("title", ["", " ", "😀", "<p></p>", "---"])
def test_an_offer_without_a_title_is_refused_by_name(read, title: str) -> None:
    refused = read(title)
    assert isinstance(refused, Refusal)
    assert refused.reason == "no_title"
