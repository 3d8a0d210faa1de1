"""A run is judged by its own pages and by what its source gave before."""

from dataclasses import replace

from catalogue.runs import judge
from catalogue.runs.judge import Baseline, RunFigures
from catalogue.runs.reasons import TEXTS, Reason, because


def failures(figures: RunFigures) -> list[str]:
    return [str(reason) for reason in judge.failures(figures)]


def suspicions(figures: RunFigures) -> list[str]:
    return [str(reason) for reason in judge.suspicions(figures)]


def test_a_run_without_an_answer_is_a_failure_that_says_what_came_instead() -> None:
    assert failures(RunFigures({"timeout": 2, "http_500": 1})) == ["no page answered (1 x http_500, 2 x timeout)"]


def test_a_first_run_without_a_course_is_a_failure() -> None:
    assert failures(RunFigures({"read": 5})) == ["no course found on any page"]


def test_a_run_that_loses_all_courses_is_suspect_not_a_failure() -> None:
    figures = RunFigures({"read": 5}, items=0, offered_before=2, missing=2)
    assert failures(figures) == []
    assert suspicions(figures) == ["no course found, though there were before"]


def test_a_third_of_the_courses_may_go_missing_and_no_more() -> None:
    assert suspicions(RunFigures({"read": 9}, items=8, offered_before=12, missing=4)) == []
    told = suspicions(RunFigures({"read": 9}, items=7, offered_before=12, missing=5))
    assert told == ["5 of 12 courses offered before are missing"]


def test_a_small_provider_may_drop_two_courses() -> None:
    assert suspicions(RunFigures({"read": 1}, items=1, offered_before=3, missing=2)) == []


def test_failing_pages_make_a_run_suspect_above_a_fifth() -> None:
    assert suspicions(RunFigures({"read": 8, "http_500": 2}, items=8, offered_before=8)) == []
    assert suspicions(RunFigures({"read": 7, "http_500": 3}, items=7, offered_before=7)) == ["3 of 10 pages failed"]


def test_gone_pages_are_answers_and_count_apart_from_failures() -> None:
    assert suspicions(RunFigures({"read": 8, "http_404": 1, "http_500": 1}, items=8, offered_before=9)) == []
    told = suspicions(RunFigures({"unchanged": 7, "http_404": 2, "http_410": 1}, items=7, offered_before=9))
    assert told == ["3 of 10 pages are gone (404 or 410)"]


def usual(**coverage: float) -> tuple[Baseline, ...]:
    return (Baseline(40, coverage, 0.05),) * 3


def test_lost_prices_or_starts_make_a_run_suspect() -> None:
    figures = RunFigures({"read": 40}, items=40, offered_before=40, coverage={"price": 0.9, "start": 0.1},
                         history=usual(price=0.9, start=0.8))  # fmt: skip
    assert suspicions(figures) == ["10% of the courses have a start, where 80% is usual"]


def test_small_drift_of_coverage_and_a_small_source_are_not_suspect() -> None:
    drift = RunFigures({"read": 40}, items=40, offered_before=40, coverage={"price": 0.7}, history=usual(price=0.9))
    assert suspicions(drift) == []
    small = RunFigures({"read": 3}, items=3, offered_before=3, coverage={"price": 0.0}, history=usual(price=1.0)[:1])
    assert suspicions(replace(small, history=(Baseline(3, {"price": 1.0}),))) == []


def test_one_bad_run_in_the_history_is_no_baseline() -> None:
    history = (Baseline(40, {"price": 0.0}), *usual(price=1.0))
    figures = RunFigures({"read": 40}, items=40, offered_before=40, coverage={"price": 0.0}, history=history)
    assert suspicions(figures) == ["0% of the courses have a price, where 100% is usual"]


def test_a_first_run_has_no_history_to_be_held_against() -> None:
    assert suspicions(RunFigures({"read": 4}, items=4, coverage={})) == []


def test_everything_changed_at_once_is_suspect_where_little_changes() -> None:
    figures = RunFigures({"read": 40}, items=40, offered_before=40, changed=39, history=usual())
    assert suspicions(figures) == ["39 of 40 courses changed at once, which is not usual for this source"]
    lively = tuple(replace(one, changed_share=0.9) for one in usual())
    assert suspicions(replace(figures, history=lively)) == []
    assert suspicions(replace(figures, changed=20)) == []


def test_far_more_or_far_fewer_courses_than_usual_are_suspect() -> None:
    more = RunFigures({"read": 200}, items=200, offered_before=40, history=usual())
    assert suspicions(more) == ["200 courses where 40 are usual"]
    fewer = RunFigures({"read": 20}, items=20, offered_before=20, history=usual())
    assert suspicions(fewer) == ["20 courses where 40 are usual"]


def test_many_walls_are_named() -> None:
    figures = RunFigures({"read": 10}, items=7, offered_before=9, missing=2, walls={"wall_captcha": 3})
    assert suspicions(figures) == ["3 of 10 pages are a wall (3 x wall_captcha)"]
    assert suspicions(replace(figures, walls={"wall_soft_404": 1})) == []
    nothing = RunFigures({"read": 2}, walls={"wall_login": 2})
    assert failures(nothing) == ["no course found on any page (2 x wall_login)"]


def test_courses_that_all_expire_at_once_are_suspect() -> None:
    figures = RunFigures({"read": 10}, items=3, offered_before=10, refused_before=7)
    assert suspicions(figures) == ["7 of 10 courses offered before are refused now"]


def test_a_reason_is_a_code_with_figures_that_any_language_can_tell() -> None:
    figures = RunFigures({"read": 10}, items=7, offered_before=9, missing=2, walls={"wall_captcha": 3})
    (reason,) = judge.suspicions(figures)
    assert reason == because("pages_are_walls", count=3, whole=10, outcomes={"wall_captcha": 3})
    assert Reason.model_validate_json(reason.model_dump_json()) == reason
    told = reason.told("{count} van {whole}: {outcomes}", {"wall_captcha": "robotvraag"})
    assert told == "3 van 10: 3 x robotvraag"
    assert {"pages_are_walls", "no_course_but_walls", "all_courses_gone_but_walls"} <= TEXTS.keys()
