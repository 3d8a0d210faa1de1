"""When sources are crawled: spread, outside the hour that clocks jump over, and made up for when missed."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.cadence import AMSTERDAM, InvalidCadence, next_start, trigger_for

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=AMSTERDAM)
CADENCES = ("hourly", "daily", "weekly", "30 2 * * *", "*/10 * * * *", "0 2 29 3 *")
names = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)


def fires(name: str, cadence: str, since: datetime, count: int) -> list[datetime]:
    """The next `count` starts, as the scheduler asks for them."""
    trigger, moments, moment = trigger_for(name, cadence), [], since
    for _ in range(count):
        following = trigger.get_next_fire_time(moment, moment)
        assert following is not None
        moment = following
        moments.append(moment)
    return moments


def local(moments: list[datetime], form: str) -> list[str]:
    return [moment.astimezone(AMSTERDAM).strftime(form) for moment in moments]


@pytest.mark.parametrize("cadence", CADENCES)
@pytest.mark.parametrize("day", [datetime(2027, 3, 27, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)])
@given(name=names)
def test_nothing_starts_between_two_and_three_nor_twice(cadence: str, day: datetime, name: str) -> None:
    moments = fires(name, cadence, day, 30)
    assert "02" not in local(moments, "%H")
    assert moments == sorted(set(moments))


@given(name=names)
def test_a_cadence_means_what_it_says(name: str) -> None:
    hours = [b - a for a, b in zip(fires(name, "hourly", NOON, 9), fires(name, "hourly", NOON, 10)[1:], strict=True)]
    assert set(hours) == {timedelta(hours=1)}
    assert len(set(local(fires(name, "daily", NOON, 9), "%H:%M"))) == 1
    assert len(set(local(fires(name, "daily", NOON, 9), "%d"))) == 9
    assert len(set(local(fires(name, "weekly", NOON, 9), "%a %H:%M"))) == 1
    assert len(set(local(fires(name, "weekly", NOON, 9), "%V"))) == 9


def test_sources_are_spread_and_each_keeps_its_time() -> None:
    first = [fires(f"bron-{number}", "daily", NOON, 1)[0] for number in range(500)]
    assert max(Counter(first).values()) <= 4
    assert len(set(local(first, "%H"))) == 23
    assert len(set(local([fires(f"bron-{n}", "weekly", NOON, 1)[0] for n in range(100)], "%a"))) == 7
    # Written down once: the slot must be the same in each process, on each machine, after each upgrade.
    assert local(fires("lasschool", "daily", NOON, 1), "%H:%M") == ["12:38"]


@pytest.mark.parametrize(
    ("expression", "days"),
    [("0 6 * * 0", "Sun"), ("0 6 * * 7", "Sun"), ("0 6 * * 1", "Mon"), ("0 6 * * 1-5", "Mon Tue Wed Thu Fri"),
     ("0 6 * * 5-7", "Fri Sat Sun"), ("0 6 * * 0-6", "Mon Tue Wed Thu Fri Sat Sun"), ("0 6 * * 1,3", "Mon Wed"),
     ("0 6 * * */2", "Tue Thu Sat Sun"), ("0 6 * * mon-wed", "Mon Tue Wed"), ("0 6 * * sun", "Sun")],
)  # fmt: skip
def test_weekdays_are_a_crontabs(expression: str, days: str) -> None:
    moments = fires("bron", expression, datetime(2026, 11, 22, 12, 0, tzinfo=AMSTERDAM), len(days.split()))
    assert local(moments, "%a") == days.split()
    assert set(local(moments, "%H:%M")) == {"06:00"}


@pytest.mark.parametrize("cadence", ["", "yearly", "* * * *", "* * * * * *", "61 * * * *", "a b c d e", "0 6 * * 8"])
def test_a_cadence_that_is_none_is_refused(cadence: str) -> None:
    with pytest.raises(InvalidCadence, match="cadence"):
        trigger_for("bron", cadence)


def test_a_missed_start_is_made_up_for_at_once_and_only_once() -> None:
    assert next_start("bron", "daily", NOON - timedelta(days=30), NOON) == NOON
    [tomorrow] = fires("bron", "daily", NOON, 1)
    assert next_start("bron", "daily", NOON, NOON) == tomorrow


def test_a_source_that_was_crawled_while_the_clock_was_ahead_is_crawled_again_in_time() -> None:
    assert next_start("bron", "daily", NOON + timedelta(days=3650), NOON) == next_start("bron", "daily", NOON, NOON)


def test_a_start_that_is_made_up_for_waits_until_three() -> None:
    night = datetime(2026, 11, 24, 2, 20, tzinfo=AMSTERDAM)
    starts = next_start("bron", "hourly", night - timedelta(days=3), night)
    assert starts == datetime(2026, 11, 24, 3, 20, tzinfo=AMSTERDAM)


def test_an_expression_that_never_comes_has_no_start() -> None:
    assert next_start("bron", "0 6 30 2 *", NOON, NOON) is None
