"""Each form of a Dutch value that a listing may have, by name: what a visitor is shown of it."""

from collections.abc import Callable

import pytest

from catalogue.raw import RawSession


def _value(known):
    return known and known.value


FORMS: dict[str, tuple[dict[str, str], Callable, object]] = {
    "effort": ({"effort_text": "8 uur per week"}, lambda c: c.effort is not None, True),
    "dagdelen": (
        {"duration_text": "6 dagdelen"},
        lambda c: (c.duration.value.amount, str(c.duration.value.unit)),
        (6, "daypart"),
    ),
    "SBU": (
        {"duration_text": "240 SBU"},
        lambda c: (c.duration.value.amount, str(c.duration.value.unit)),
        (240, "hour"),
    ),
    "derde leerweg": ({"route_text": "derde leerweg"}, lambda c: str(_value(c.route)), "derde-leerweg"),
    "BBL": ({"route_text": "BBL"}, lambda c: str(_value(c.route)), "bbl"),
    "BOL": ({"route_text": "bol"}, lambda c: str(_value(c.route)), "bol"),
    "hbo part-time": ({"route_text": "hbo deeltijd"}, lambda c: str(_value(c.route)), "hbo-part-time"),
    "in the company": ({"mode_text": "bij jou in het bedrijf"}, lambda c: str(_value(c.mode)), "at-work"),
    "job guarantee": (
        {"description": "Je krijgt een baangarantie."},
        lambda c: _value(c.job_guarantee) is not None,
        True,
    ),
    "no job guarantee": (
        {"description": "Wij geven geen baangarantie."},
        lambda c: bool(_value(c.job_guarantee)),
        False,
    ),
    "NRTO": ({"description": "Wij hebben het NRTO-keurmerk."}, lambda c: "NRTO" in str(c.quality_marks).upper(), True),
    "CRKBO": (
        {"description": "Wij zijn CRKBO-geregistreerd."},
        lambda c: "CRKBO" in str(c.quality_marks).upper(),
        True,
    ),
    "leerbedrijf": (
        {"description": "Je werkt bij een erkend leerbedrijf."},
        lambda c: str(_value(c.workplace)),
        "leerbedrijf",
    ),
    "evening": ({"schedule_text": "avond"}, lambda c: "evening" in str(c.schedule), True),
    "omscholing": ({"kind_text": "omscholing"}, lambda c: str(_value(c.kind)), "omscholing"),
    "group size": ({"description": "Maximaal 12 deelnemers per groep."}, lambda c: c.group_size is not None, True),
}
STARTS = {
    "doorlopend": "doorlopend",
    "in overleg": "in overleg",
    "yearly": "jaarlijks in maart",
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_read(read, form: str) -> None:
    words, shown, wanted = FORMS[form]
    words = dict(words)
    if said := words.pop("schedule_text", None):
        words["sessions"] = (RawSession(schedule_text=said),)
    assert shown(read(**words)) == wanted


@pytest.mark.parametrize("form", STARTS)
def test_a_start_that_is_no_date_becomes_a_note(read, form: str) -> None:
    (session,) = read(sessions=(RawSession(start_text=STARTS[form]),)).sessions
    assert (session.start, bool(session.start_note)) == (None, True)
