from catalogue.judge import RunFigures, failures, suspicions


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
