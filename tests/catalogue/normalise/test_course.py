import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.declaration import SourceDeclaration
from catalogue.normal import How, Mode, NormalCourse
from catalogue.normalise import FLAGS, REASONS, normalise
from catalogue.normalise.prices import read_price
from catalogue.raw import RawCode, RawCourse, RawPlace, RawPrice, RawSession

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT / "../shared/data"
SOURCE = SourceDeclaration(name="source", format="csv", url="https://provider.example")
TODAY = date(2026, 11, 24)
Read = Callable[..., Any]


def test_several_starts_in_one_text_are_several_sessions(read: Read) -> None:
    place = RawPlace(locality="Arnhem")
    course = read(sessions=(RawSession(start_text="12 januari en 3 maart 2027", place=place),))
    assert [session.start.value.first for session in course.sessions] == [date(2027, 1, 12), date(2027, 3, 3)]
    assert {session.place.value.name for session in course.sessions} == {"Arnhem"}


def test_an_end_before_its_start_is_left_out_and_flagged(read: Read) -> None:
    course = read(sessions=(RawSession(start_text="12-03-2027", end_text="12-01-2027"),))
    assert course.sessions[0].end is None
    assert "end_before_start" in {flag.reason for flag in course.flags}


def test_the_page_contradicting_the_price_keeps_the_structured_price_and_flags_it(read: Read) -> None:
    course = read(prices=(RawPrice(text="100", currency="EUR"),), description="De kosten zijn € 1.000 per persoon.")
    assert course.price.value.cents == 10_000
    assert "price_contradiction" in {flag.reason for flag in course.flags}


def test_the_page_naming_the_same_price_tells_its_vat(read: Read) -> None:
    course = read(prices=(RawPrice(text="1870.00", currency="EUR"),), description="Kosten: € 1.870,- excl. btw.")
    assert (course.price.value.cents, course.price.value.vat, course.flags) == (187_000, "excluded", ())


def test_the_lowest_session_price_is_the_course_s_from_price(read: Read) -> None:
    sessions = tuple(
        RawSession(start_text=f"1{day}-01-2027", price=RawPrice(text=text))
        for day, text in enumerate(("€ 900", "€ 800"))
    )
    course = read(sessions=sessions)
    assert (course.price.value.cents, course.price.value.is_from) == (80_000, True)


def test_the_source_s_province_fills_in_only_where_no_place_is_named(read: Read) -> None:
    assert read(province="Gelderland").sessions[0].place.value.province == "Gelderland"
    assert read(province="Gelderland", mode_text="online").sessions == ()
    named = read(province="Gelderland", sessions=(RawSession(place=RawPlace(locality="Zwolle")),))
    assert named.sessions[0].place.value.province == "Overijssel"
    abroad = read(province="Gelderland", sessions=(RawSession(place=RawPlace(locality="Antwerpen")),))
    assert abroad.sessions[0].place is None


def test_a_session_with_a_place_is_on_site_and_that_is_inferred(read: Read) -> None:
    course = read(sessions=(RawSession(place=RawPlace(locality="Arnhem")),))
    assert (course.mode.value, course.mode.known) == (Mode.ONSITE, How.INFERRED)


def test_text_without_values_gives_none(read: Read) -> None:
    course = read("Lassen", description="Een vak apart voor wie van vuur en staal houdt.")
    unknown = (
        "level", "mode", "route", "kind", "duration", "price", "expires", "credential", "schedule", "effort",
        "group_size", "certificate", "target_groups", "workplace", "job_guarantee", "quality_marks",
        "statutory_fee", "instalments", "deadline",
    )  # fmt: skip
    assert [getattr(course, name) for name in unknown] == [None] * len(unknown)
    assert course.sessions == ()


texts = st.text(max_size=60)
maybe = st.none() | texts
prices = st.builds(RawPrice, text=texts, currency=maybe, vat_text=maybe)
places = st.builds(
    RawPlace, name=maybe, street=maybe, postal_code=maybe, locality=maybe, latitude=maybe, longitude=maybe
)
sessions = st.builds(
    RawSession, start_text=maybe, end_text=maybe, deadline_text=maybe, mode_text=maybe, place=places, price=prices
)
courses = st.builds(
    RawCourse,
    source_key=texts,
    url=texts,
    node_type=st.sampled_from(["Course", "Event"]),
    title=texts,
    description=maybe,
    level_text=maybe,
    mode_text=maybe,
    route_text=maybe,
    duration_text=maybe,
    language_text=maybe,
    expires_text=maybe,
    page_text=maybe,
    prices=st.lists(prices, max_size=2).map(tuple),
    sessions=st.lists(sessions, max_size=2).map(tuple),
    codes=st.lists(st.builds(RawCode, scheme=st.just("crebo"), value=texts), max_size=1).map(tuple),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(courses)
def test_no_course_raises_and_every_flag_has_a_known_reason(raw: RawCourse) -> None:
    course = normalise(raw, SOURCE, TODAY)
    if isinstance(course, NormalCourse):
        assert {flag.reason for flag in course.flags} <= set(FLAGS)


def test_five_megabytes_of_text_are_read(read: Read) -> None:
    assert isinstance(
        read("Lassen", description="start 12 januari € 5 in Arnhem, " * 160_000, page_text="<b" * 2_500_000),
        NormalCourse,
    )


SUBJECTS = (
    "agendas|amounts|audiences|certificates|costs|dates|deadlines|durations|efforts|facts|groups|kinds|languages|levels|marks|modes"
    "|places|routes|schedules|sectors|technical|workplaces"
)


def literals(pattern: str) -> set[str]:
    modules = (ROOT / "catalogue" / "normalise").glob("*.py")
    return {name for module in modules for name in re.findall(pattern, module.read_text(encoding="utf-8"))}


def test_the_manual_has_every_rule_flag_and_reason() -> None:
    manual = (ROOT / "docs" / "normaliser.md").read_text(encoding="utf-8")
    rules = literals(rf"\"((?:{SUBJECTS})\.(?!yaml)[a-z_]+)\"")
    missing = sorted(name for name in rules | set(FLAGS) | set(REASONS) if f"`{name}`" not in manual)
    assert rules
    assert missing == []


ROW = re.compile(r"^\| (?P<rules>`[a-z]+\.[a-z_*]+`(?:, `[a-z]+\.[a-z_*]+`)*) \| (?P<example>.+?) \|", re.M)


def test_the_manual_has_an_example_of_every_rule_also_of_those_that_only_leave_out() -> None:
    manual = (ROOT / "docs" / "normaliser.md").read_text(encoding="utf-8")
    rows = {rule: row["example"] for row in ROW.finditer(manual) for rule in re.findall(r"`([^`]+)`", row["rules"])}
    told = literals(rf"[\"`]((?:{SUBJECTS})\.(?!yaml|py)[a-z_]+)[\"`]")
    assert sorted(rule for rule in told if rule not in rows and not rule.startswith("facts.")) == []
    assert sorted(rule for rule, example in rows.items() if "`" not in example) == []
    assert sorted(rule for rule in rows if rule not in told and "*" not in rule and ".vat_" not in rule) == []


def test_the_manual_of_careers_has_every_rule() -> None:
    manual = (ROOT / "docs" / "careers.md").read_text(encoding="utf-8")
    modules = (ROOT / "catalogue" / "careers").glob("*.py")
    rules = {
        rule for module in modules for rule in re.findall(r"\"(careers\.(?!csv)[a-z_]+)\"", module.read_text("utf-8"))
    }
    assert sorted(rule for rule in rules if f"`{rule}`" not in manual) == []
    assert rules


def test_amounts_reported_from_live_pages_are_read() -> None:
    cases = SHARED / "A_courses/vu_professionals/hard_cases_from_live_site.json"
    if not cases.exists():
        pytest.skip(f"the real files are not here: {cases}")
    for case in json.loads(cases.read_text(encoding="utf-8")):
        expected = case["expect"].get("amount") or case["expect"].get("min")
        if expected:
            price = read_price(RawPrice(text=case["text"])).value
            assert price is not None, case["case"]
            assert price.value.cents == expected * 100, case["case"]


def test_runs_of_a_real_agenda_keep_their_day_and_price() -> None:
    agenda = SHARED / "A_courses/frissestart/opleidingen.json"
    if not agenda.exists():
        pytest.skip(f"the real files are not here: {agenda}")
    for run in json.loads(agenda.read_text(encoding="utf-8")):
        session = RawSession(start_text=run["datum"], price=RawPrice(text=run["verkoopprijs"]))
        raw = RawCourse(
            source_key=run["id"],
            url="https://provider.example",
            node_type="csv:row",
            title="Heftruck",
            sessions=(session,),
        )
        course = normalise(raw, SOURCE, date(2025, 5, 27))
        assert isinstance(course, NormalCourse)
        (only,) = course.sessions
        assert only.start is not None
        assert only.price is not None
        assert (only.start.value.first.isoformat(), only.price.value.cents) == (
            run["datum"],
            round(float(run["verkoopprijs"]) * 100),
        )
