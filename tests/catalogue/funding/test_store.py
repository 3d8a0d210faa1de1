"""Schemes in the database: every version is kept, and what an editor changed is the editors' own."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, delete
from sqlmodel import Session, col, func, select

from catalogue import outbox
from catalogue.database import migrate, unit_of_work
from catalogue.effective import effective_courses
from catalogue.funding import store
from catalogue.funding.scheme import Scheme
from catalogue.funding.store import FundingProblem, UnknownScheme, confirm, load_shipped, schemes, set_scheme, versions
from catalogue.settings import Settings
from catalogue.tables import AuditEvent, FundingVersion, OutboxMark
from tests.conftest import TODAY
from tests.factories import Route, add_course, known

WORDS = {"nl": "a", "en": "b"}


def test_the_shipped_schemes_are_there_after_migrating_and_only_once(database: Engine, settings: Settings) -> None:
    migrate(database, settings.home)
    with Session(database) as unit:
        assert schemes(unit) == {scheme.id: scheme for scheme in store.shipped()}
        assert unit.exec(select(func.count()).select_from(FundingVersion)).one() == len(store.shipped()) == 16


def test_an_editors_change_outlives_what_is_shipped_and_the_older_version_is_kept(database: Engine) -> None:
    with unit_of_work(database) as unit:
        confirm(unit, "praktijkleren", TODAY, "noor@example.nl", "https://www.rvo.nl/ nagekeken")
        load_shipped(unit)
    with Session(database) as unit:
        assert schemes(unit)["praktijkleren"].checked_on == TODAY
        newest = versions(unit, 1)[0]
        assert (newest.scheme.id, newest.actor) == ("praktijkleren", "noor@example.nl")
        held = unit.exec(select(FundingVersion).where(FundingVersion.scheme_id == "praktijkleren")).all()
        assert len(held) == 2
        assert unit.exec(select(AuditEvent.action).where(AuditEvent.subject == "funding:praktijkleren")).all() == [
            "funding.set"
        ]


def test_a_shipped_change_replaces_an_untouched_record(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = [s.model_copy(update={"name": "Nieuwe naam"}) if s.id == "soob" else s for s in store.shipped()]
    monkeypatch.setattr(store, "shipped", lambda: tuple(changed))
    with unit_of_work(database) as unit:
        assert load_shipped(unit) == 1
        assert schemes(unit)["soob"].name == "Nieuwe naam"


def test_other_rules_mark_the_courses_and_a_new_date_does_not(database: Engine) -> None:
    course = add_course(database, route=known(Route.BBL))
    with unit_of_work(database) as unit:
        unit.execute(delete(OutboxMark))
        confirm(unit, "praktijkleren", TODAY, "e", "nagekeken")
        assert outbox.waiting(unit) == 0
        assert "praktijkleren" in effective_courses(unit, [course])[0].funding
        found = schemes(unit)["praktijkleren"].model_dump()
        found["conditions"][0]["rule"] = {"fact": "route", "one_of": ["bol"]}
        set_scheme(unit, Scheme.model_validate(found), TODAY, "e", "de wet veranderde")
        assert unit.exec(select(col(OutboxMark.course_id))).all() == [course]
        assert "praktijkleren" not in effective_courses(unit, [course])[0].funding


def test_a_change_that_does_not_fit_is_refused_with_the_reason(sqlite: Engine) -> None:
    with Session(sqlite) as unit:
        found = schemes(unit)["soob"]
        with pytest.raises(UnknownScheme, match="'none'"):
            confirm(unit, "none", TODAY, "e", "r")
        with pytest.raises(FundingProblem, match="nothing changed"):
            set_scheme(unit, found, TODAY, "e", "r")
        with pytest.raises(FundingProblem, match="say why"):
            confirm(unit, "soob", TODAY, "e", "  ")
        late = found.model_copy(update={"checked_on": TODAY + timedelta(days=1)})
        with pytest.raises(FundingProblem, match="future"):
            set_scheme(unit, late, TODAY, "e", "r")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"starts_on": date(2027, 1, 2), "ends_on": date(2027, 1, 1)}, "ends .* before it starts"),
        ({"windows": [{"first": "2027-02-01", "last": "2027-01-01", "source": "frissestart"}]}, "before it opens"),
        ({"windows": [{"first": "2027-02-01", "source": "nobody"}]}, "unknown source: nobody"),
        ({"conditions": []}, "at least 1"),
        ({"conditions": [{"id": "x", "text": WORDS, "rule": {"fact": "age"}, "source": "frissestart"}]},
         "names no value"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)  # fmt: skip
def test_a_record_that_makes_no_sense_is_refused(change: dict[str, object], complaint: str) -> None:
    soob = next(scheme for scheme in store.shipped() if scheme.id == "soob")
    with pytest.raises(ValueError, match=complaint):
        Scheme.model_validate({**soob.model_dump(), **change})
