"""Funding: a test per condition and per edge of a window, each with its source, and what must hold for any input."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from catalogue.funding.answer import answer, excluded
from catalogue.funding.facts import course_facts
from catalogue.funding.person import Person, regions
from catalogue.funding.rules import Outcome
from catalogue.funding.scheme import Check, EmployerSector, Fact, Scheme, Window
from catalogue.funding.status import FRESH_DAYS, State, Status, confirmed, status
from catalogue.funding.store import shipped
from catalogue.normal import Certificate, Duration, How, NormalCourse, Route, Schedule, Unit
from tests.conftest import TODAY
from tests.factories import Vat, content, known, price

SCHEMES = {scheme.id: scheme for scheme in shipped()}
YES, NO, UNKNOWN = Outcome.YES, Outcome.NO, Outcome.UNKNOWN


def scheme(name: str, **changes: Any) -> Scheme:
    return Scheme.model_validate({**SCHEMES[name].model_dump(), **changes})


def fresh(name: str, day: date = TODAY) -> Scheme:
    return scheme(name, checked_on=day)


def outcomes(found: Scheme, course: NormalCourse, day: date = TODAY, **person: Any) -> dict[str, Outcome]:
    asked = answer(found, course_facts(course) | Person(**person).facts(), day)
    return {"all": asked.outcome, **{reason.condition: reason.outcome for reason in asked.reasons}}


BBL = content(route=known(Route.BBL), level=known(2))
BOL = content(route=known(Route.BOL), level=known(4), schedule=known((Schedule.FULL_TIME,)))
HBO = content(route=known(Route.HBO_PART_TIME), level=known(6), certificate=known(Certificate.BACHELOR))
THIRD = content(route=known(Route.DERDE_LEERWEG), duration=known(Duration(amount=40, unit=Unit.WEEK)))
PRIVATE = content(route=known(Route.PRIVATE), level=known(3))
BARE = content()


# The dates, each with the source that names it.


DATES = [
    ("stap", "2022-02-28", State.ANNOUNCED),  # EDU-DEX 2022: from 1 March 2022
    ("stap", "2023-12-31", State.UNKNOWN),
    ("stap", "2024-01-01", State.ENDED),  # DOMAIN: ended 1-1-2024
    ("nl-leert-door", "2022-12-31", State.UNKNOWN),  # DOMAIN: ended 31-12-2022
    ("nl-leert-door", "2023-01-01", State.ENDED),
    ("omscholing-ict-techniek", "2022-12-01", State.UNKNOWN),  # E_funding: valid until 2022-12-01
    ("omscholing-ict-techniek", "2022-12-02", State.ENDED),
    ("praktijkleren", "2026-06-01", State.ANNOUNCED),  # DOMAIN: 2 June to 17 September 2026
    ("praktijkleren", "2026-06-02", State.OPEN),
    ("praktijkleren", "2026-09-17", State.OPEN),
    ("praktijkleren", "2026-09-18", State.CLOSED),
    ("praktijkleren-3e-leerweg", "2024-01-12", State.OPEN),  # Deltion 2023
    ("praktijkleren-3e-leerweg", "2024-01-13", State.ANNOUNCED),
    ("praktijkleren-3e-leerweg", "2025-11-03", State.UNKNOWN),  # DOMAIN: one source has it, another does not
    ("praktijkleren-3e-leerweg", "2025-11-29", State.CLOSED),
    ("slim-scholing", "2025-03-09", State.ANNOUNCED),  # Rijksoverheid 2025: from 10 March 2025
    ("slim-scholing", "2026-11-24", State.UNKNOWN),  # DOMAIN: sources disagree on the 2026 window
    ("slim-scholing", "2028-01-01", State.ENDED),  # E_funding: until the end of 2027
    ("levenlanglerenkrediet", "2017-08-31", State.ANNOUNCED),  # E_funding: from 1 September 2017
    ("levenlanglerenkrediet", "2026-11-24", State.OPEN),  # no end date is known
    ("ooc-2021", "2021-12-31", State.OPEN),
    ("ooc-2021", "2022-01-01", State.ENDED),
    ("oom-ptt", "2014-01-01", State.ENDED),
    ("sectorplannen-2015", "2026-11-24", State.ENDED),  # ended, on a day that no source names
    ("stap", "2022-03-01", State.UNKNOWN),  # it exists; no source names the rounds
    ("omscholing-ict-techniek", "2021-08-31", State.ANNOUNCED),  # Staatscourant 2021, 35043: from 1 September 2021
    ("omscholing-ict-techniek", "2021-09-01", State.UNKNOWN),
    ("praktijkleren-3e-leerweg", "2021-08-24", State.ANNOUNCED),  # Staatscourant 2021, 49161: from 25 August 2021
    ("praktijkleren-3e-leerweg", "2021-08-25", State.ANNOUNCED),
    ("praktijkleren-3e-leerweg", "2023-11-30", State.ANNOUNCED),  # Deltion 2023: 1 December to 12 January
    ("praktijkleren-3e-leerweg", "2023-12-01", State.OPEN),
    ("praktijkleren-3e-leerweg", "2025-11-02", State.ANNOUNCED),
    ("praktijkleren-3e-leerweg", "2025-11-28", State.UNKNOWN),
    ("slim-scholing", "2025-03-10", State.UNKNOWN),  # the window is in dispute
    ("slim-scholing", "2027-12-31", State.UNKNOWN),
    ("slim-mkb", "2020-03-01", State.ANNOUNCED),  # Consultancy.nl 2020: from 2 March 2020
    ("slim-mkb", "2020-03-02", State.UNKNOWN),
    ("slim-samenwerking", "2019-12-31", State.ANNOUNCED),  # KHN 2020: from 2020
    ("slim-samenwerking", "2020-01-01", State.UNKNOWN),
    ("levenlanglerenkrediet", "2017-09-01", State.OPEN),
    ("twents-fonds", "2018-12-31", State.ANNOUNCED),  # SER: since 2019
    ("twents-fonds", "2019-01-01", State.OPEN),
    ("oom-ptt", "2013-12-31", State.UNKNOWN),  # ATO: for 2013
    ("ooc-2021", "2020-12-31", State.ANNOUNCED),  # OOC: for 2021
    ("ooc-2021", "2021-01-01", State.OPEN),
]


@pytest.mark.parametrize(("name", "day", "state"), DATES)
def test_a_scheme_changes_on_the_day_its_source_names(name: str, day: str, state: State) -> None:
    assert status(SCHEMES[name], date.fromisoformat(day)).state == state


def test_a_record_is_confirmed_for_sixty_days_and_not_from_the_future() -> None:
    found = fresh("praktijkleren")
    ages = {days: confirmed(found, TODAY + timedelta(days=days)) for days in (-1, 0, FRESH_DAYS, FRESH_DAYS + 1)}
    assert ages == {-1: False, 0: True, 60: True, 61: False}


def test_nothing_that_is_shipped_counts_as_confirmed() -> None:
    assert not [name for name, found in SCHEMES.items() if found.checked_on]


def test_a_closed_scheme_is_no_only_while_that_was_lately_checked() -> None:
    assert outcomes(fresh("praktijkleren-3e-leerweg"), THIRD)["dates"] == NO
    assert outcomes(SCHEMES["praktijkleren-3e-leerweg"], THIRD)["dates"] == UNKNOWN
    assert outcomes(fresh("praktijkleren"), BBL)["dates"] == UNKNOWN  # it comes back each year


# The conditions, each with the source that names it.


CONDITIONS: list[tuple[str, str, NormalCourse, dict[str, Any], Outcome]] = [
    # Subsidieregeling praktijkleren, articles 4 and 6: bbl; hbo with work in the trade.
    ("praktijkleren", "route", BBL, {}, YES),
    ("praktijkleren", "route", BOL, {}, NO),
    ("praktijkleren", "route", PRIVATE, {}, NO),
    ("praktijkleren", "route", HBO, {}, UNKNOWN),
    ("praktijkleren", "route", BARE, {}, UNKNOWN),
    ("praktijkleren", "placement", BBL, {}, YES),
    ("praktijkleren", "placement", HBO, {}, UNKNOWN),
    # Staatscourant 2021, 49161: derde leerweg, at most 40 weeks, job seekers.
    ("praktijkleren-3e-leerweg", "route", THIRD, {}, YES),
    ("praktijkleren-3e-leerweg", "route", BBL, {}, NO),
    ("praktijkleren-3e-leerweg", "length", THIRD, {}, YES),
    ("praktijkleren-3e-leerweg", "length", content(duration=known(Duration(amount=41, unit=Unit.WEEK))), {}, NO),
    ("praktijkleren-3e-leerweg", "length", content(duration=known(Duration(amount=9, unit=Unit.DAY))), {}, UNKNOWN),
    ("praktijkleren-3e-leerweg", "person", THIRD, {"employed": False}, YES),
    ("praktijkleren-3e-leerweg", "person", THIRD, {"employed": True}, UNKNOWN),
    # DUO, Rijksoverheid: hbo or university, or bol in full time, so not bbl; age 56 or 57.
    ("levenlanglerenkrediet", "course", HBO, {}, YES),
    ("levenlanglerenkrediet", "course", BOL, {}, YES),
    ("levenlanglerenkrediet", "course", BBL, {}, NO),
    ("levenlanglerenkrediet", "course", THIRD, {}, NO),
    ("levenlanglerenkrediet", "course", PRIVATE, {}, NO),
    ("levenlanglerenkrediet", "course", content(route=known(Route.BOL)), {}, UNKNOWN),
    ("levenlanglerenkrediet", "course", BARE, {}, UNKNOWN),
    ("levenlanglerenkrediet", "age", HBO, {"age": 55}, YES),
    ("levenlanglerenkrediet", "age", HBO, {"age": 56}, UNKNOWN),
    ("levenlanglerenkrediet", "age", HBO, {"age": 57}, NO),
    ("levenlanglerenkrediet", "age", HBO, {}, UNKNOWN),
    ("levenlanglerenkrediet", "not-paid", HBO, {"paid_by_others": True}, NO),
    ("levenlanglerenkrediet", "not-paid", HBO, {"paid_by_others": False}, YES),
    # DOMAIN: the employer applies, an NLQF level and a development path are needed.
    ("slim-scholing", "employed", BBL, {"employed": False}, NO),
    ("slim-scholing", "employed", BBL, {"employed": True}, YES),
    ("slim-scholing", "level", BBL, {}, YES),
    ("slim-scholing", "level", HBO, {}, UNKNOWN),
    ("slim-scholing", "level", content(level=known(2, How.INFERRED)), {}, UNKNOWN),
    ("slim-scholing", "development-path", BBL, {}, UNKNOWN),
    # Learning Peaks: not for courses themselves.
    ("slim-mkb", "no-courses", PRIVATE, {}, NO),
    ("slim-mkb", "no-courses", THIRD, {}, YES),
    # DOMAIN: bound to the employer's collective agreement, not to the sector of the course.
    ("oo-fonds", "cao", BARE, {"employer_sector": EmployerSector.METAL_WORKING}, YES),
    ("oo-fonds", "cao", BARE, {}, UNKNOWN),
    ("oo-fonds", "employed", BARE, {"employer_sector": EmployerSector.OTHER}, YES),
    ("soob", "cao", BARE, {"employer_sector": EmployerSector.CONSTRUCTION}, NO),
    ("soob", "cao", BARE, {"employer_sector": EmployerSector.TRANSPORT}, YES),
    ("oom-ptt", "cao", BARE, {"employer_sector": EmployerSector.METAL_WORKING}, YES),
    ("ooc-2021", "route", BBL, {}, NO),
    # SER: who lives or works in Twente, up to mbo 4.
    ("twents-fonds", "twente", BBL, {"region": "Twente"}, YES),
    ("twents-fonds", "twente", BBL, {"region": "Achterhoek"}, UNKNOWN),
    ("twents-fonds", "level", HBO, {}, NO),
    ("overijssels-vakmanschap", "overijssel", BBL, {"region": "Twente"}, YES),
    ("stap", "age", BARE, {"age": 17}, NO),
    ("stap", "age", BARE, {"age": 18}, YES),
    # What no fact of ours tells stays unknown, and says whom to ask.
    ("stap", "register", BARE, {"age": 42}, UNKNOWN),  # EDU-DEX: the course was in the register
    ("nl-leert-door", "offered", BARE, {}, UNKNOWN),  # DOMAIN
    ("slim-mkb", "sme", THIRD, {"employed": True}, UNKNOWN),  # Consultancy.nl 2020
    ("slim-samenwerking", "partnership", BARE, {}, UNKNOWN),  # KHN 2020
    ("omscholing-ict-techniek", "new-trade", BARE, {"employed": True}, UNKNOWN),  # Staatscourant 2021, 35043
    ("praktijkleren-3e-leerweg", "no-stacking", THIRD, {"paid_by_others": False}, UNKNOWN),  # Staatscourant 49161
    ("twents-fonds", "plan", BBL, {"region": "Twente"}, UNKNOWN),  # IKBINDR
    ("overijssels-vakmanschap", "exists", BBL, {}, UNKNOWN),  # Hart van Enschede
    ("oo-fonds", "fund", BBL, {"employer_sector": EmployerSector.CONSTRUCTION}, UNKNOWN),  # DOMAIN
    ("oom-ptt", "plan", BARE, {"employer_sector": EmployerSector.METAL_WORKING}, UNKNOWN),  # ATO
    ("soob", "fund", BARE, {"employer_sector": EmployerSector.TRANSPORT}, UNKNOWN),  # FrisseStart
    ("sectorplannen-2015", "plan", BARE, {}, UNKNOWN),  # BWBR0035840
    # Consultancy.nl 2020, RVO 2021: the employer applies.
    ("slim-mkb", "employed", THIRD, {"employed": True}, YES),
    ("slim-mkb", "employed", THIRD, {"employed": False}, NO),
    ("slim-mkb", "employed", THIRD, {}, UNKNOWN),
    ("omscholing-ict-techniek", "employed", BARE, {"employed": True}, YES),
    ("omscholing-ict-techniek", "employed", BARE, {"employed": False}, NO),
    ("omscholing-ict-techniek", "employed", BARE, {}, UNKNOWN),
    # OOC 2021: car body firms; no bbl, bol or hbo.
    ("ooc-2021", "cao", PRIVATE, {"employer_sector": EmployerSector.BODY_REPAIR}, YES),
    ("ooc-2021", "cao", PRIVATE, {"employer_sector": EmployerSector.TRANSPORT}, NO),
    ("ooc-2021", "cao", PRIVATE, {}, UNKNOWN),
    ("ooc-2021", "route", PRIVATE, {}, YES),
]


@pytest.mark.parametrize(("name", "condition", "course", "person", "outcome"), CONDITIONS)
def test_a_condition_says_what_its_source_says(
    name: str, condition: str, course: NormalCourse, person: dict[str, Any], outcome: Outcome
) -> None:
    assert outcomes(SCHEMES[name], course, **person)[condition] == outcome


@pytest.mark.parametrize(
    "rule",
    [
        {"fact": "province", "at_least": 3},
        {"fact": "level", "one_of": ["4"]},
        {"fact": "age", "at_least": 18, "none_of": ["x"]},
        {"fact": "employed", "one_of": ["yes"]},
        {"fact": "route", "none_of": [True]},
    ],
    ids=lambda rule: rule["fact"],
)
def test_a_rule_that_could_only_give_an_untrue_answer_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=f"the test of '{rule['fact']}' takes"):
        Check.model_validate(rule)


def test_a_window_is_open_no_longer_than_its_scheme_exists() -> None:
    window = Window(first=date(2026, 1, 1), last=date(2027, 12, 31), source="x")
    found = SCHEMES["praktijkleren"].model_copy(
        update={"starts_on": None, "ends_on": date(2027, 1, 31), "windows": (window,)}
    )
    assert status(found, TODAY) == Status(State.OPEN, date(2027, 1, 31))


def test_no_condition_and_no_edge_of_a_window_goes_without_a_test() -> None:
    said = {(name, condition) for name, condition, *_ in CONDITIONS}
    assert [(n, c.id) for n, found in SCHEMES.items() for c in found.conditions if (n, c.id) not in said] == []
    days = {(name, date.fromisoformat(day)) for name, day, _ in DATES}
    edges = {(name, day) for name, found in SCHEMES.items() for day in around(found)}
    assert sorted(edges - days) == []


def around(found: Scheme) -> set[date]:
    """The days on which the dates of a scheme make a difference, and the day on the other side of each."""
    first = [found.starts_on, *(window.first for window in found.windows)]
    last = [found.ends_on, *(window.last for window in found.windows)]
    step = timedelta(days=1)
    return {each for day in first if day for each in (day - step, day)} | {
        each for day in last if day for each in (day, day + step)
    }


def test_what_is_open_confirmed_and_meets_every_condition_is_yes() -> None:
    assert outcomes(fresh("praktijkleren", date(2026, 9, 1)), BBL, date(2026, 9, 1))["all"] == YES
    loan = {"age": 40, "paid_by_others": False}
    assert outcomes(fresh("levenlanglerenkrediet"), HBO, **loan)["all"] == YES
    assert outcomes(SCHEMES["levenlanglerenkrediet"], HBO, **loan)["all"] == UNKNOWN
    assert outcomes(fresh("levenlanglerenkrediet"), HBO, age=40)["all"] == UNKNOWN


def test_an_answer_names_what_would_settle_it() -> None:
    asked = {reason.condition: reason for reason in answer(fresh("levenlanglerenkrediet"), {}, TODAY).reasons}
    assert asked["age"].missing == (Fact.AGE,)
    assert asked["age"].source
    assert Fact.LEVEL in asked["course"].missing
    path = {reason.condition: reason for reason in answer(SCHEMES["slim-scholing"], {}, TODAY).reasons}
    assert "ontwikkelpad" in path["development-path"].ask[0].nl


# For any input.

FACTS: dict[Fact, st.SearchStrategy[Any]] = {
    Fact.ROUTE: st.sampled_from([str(route) for route in Route]),
    Fact.LEVEL: st.integers(1, 8),
    Fact.CERTIFICATE: st.sampled_from([str(each) for each in Certificate]),
    Fact.FULL_TIME: st.booleans(),
    Fact.WEEKS: st.floats(0.1, 300),
    Fact.EMPLOYED: st.booleans(),
    Fact.EMPLOYER_SECTOR: st.sampled_from([str(sector) for sector in EmployerSector]),
    Fact.AGE: st.integers(0, 120),
    Fact.PROVINCE: st.sampled_from(["Overijssel", "Zeeland"]),
    Fact.REGION: st.sampled_from(sorted(regions())),
    Fact.EDUCATION: st.integers(1, 8),
    Fact.PAID_BY_OTHERS: st.booleans(),
}
KNOWN = st.fixed_dictionaries({}, optional=FACTS)
DAYS = st.dates(date(2013, 1, 1), date(2030, 12, 31))
ANY = st.sampled_from(sorted(SCHEMES))
CHECKED = st.none() | DAYS


@given(name=ANY, facts=KNOWN, day=DAYS, checked=CHECKED)
def test_nothing_makes_an_ended_or_unconfirmed_scheme_a_yes(
    name: str, facts: dict[Fact, Any], day: date, checked: date | None
) -> None:
    found = scheme(name, checked_on=checked)
    asked = answer(found, facts, day).outcome
    if status(found, day).state == State.ENDED:
        assert asked == NO
    if checked is None or not timedelta(0) <= day - checked <= timedelta(days=60):
        assert asked != YES


@given(name=ANY, facts=KNOWN, day=DAYS, checked=CHECKED, data=st.data())
def test_less_knowledge_never_gives_another_answer_only_unknown(
    name: str, facts: dict[Fact, Any], day: date, checked: date | None, data: st.DataObject
) -> None:
    found = scheme(name, checked_on=checked)
    forgotten = data.draw(st.sets(st.sampled_from(sorted(facts)))) if facts else set()
    less = {fact: value for fact, value in facts.items() if fact not in forgotten}
    assert answer(found, less, day).outcome in (UNKNOWN, answer(found, facts, day).outcome)
    assert not excluded(found, less) or excluded(found, facts)


@given(name=ANY, facts=KNOWN, day=DAYS)
def test_what_the_facts_exclude_is_no_on_every_day(name: str, facts: dict[Fact, Any], day: date) -> None:
    assert not excluded(SCHEMES[name], facts) or answer(SCHEMES[name], facts, day).outcome == NO


# What is left to pay.


def left(name: str, euros: float, level: int | None = None, **changes: Any) -> tuple[int, int] | None:
    course = content(price=price(euros, Vat.EXCLUDED), level=level and known(level), **changes)
    found = answer(scheme(name, ends_on=None), course_facts(course), TODAY, course).left
    return found and (found.least, found.most)


def test_what_is_left_is_a_range_where_the_shares_differ_or_are_not_known() -> None:
    assert left("slim-scholing", 1000, 2) == (100, 100)  # 90% in both sources
    assert left("slim-scholing", 1000, 3) == (100, 500)  # 90% or 50%
    assert left("slim-scholing", 1000, 4) == (500, 600)  # 50% or 40%
    assert left("slim-scholing", 1000) == (100, 600)
    assert left("oom-ptt", 1000) == (500, 500)
    assert left("oom-ptt", 4000) == (3250, 3250)  # at most € 750


def test_nothing_is_reckoned_where_the_scheme_does_not_lower_the_price() -> None:
    assert left("praktijkleren", 1000, 2) is None
    assert left("levenlanglerenkrediet", 1000, 6) is None
    assert left("soob", 1000) is None
    assert answer(SCHEMES["slim-scholing"], {}, TODAY, content()).left is None
    stap = content(price=price(1000))
    assert answer(SCHEMES["stap"], course_facts(stap), TODAY, stap).left is None
