"""Funding as the API and the pages give it: schemes, and what each says to a course, in words of both languages.

`course_answers` is the one function that every edge calls: the API, the pages, and whoever else answers for a course.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from pydantic.alias_generators import to_camel

from catalogue.effective import EffectiveCourse
from catalogue.funding.answer import CONFIRMED, DATES, FundingAnswer, Reason, answer, wanted
from catalogue.funding.facts import course_facts
from catalogue.funding.person import Person
from catalogue.funding.rules import Outcome
from catalogue.funding.scheme import Applicant, Condition, Disagreement, Scheme, Source, Words
from catalogue.funding.status import State, Status, confirmed, may_apply, status
from catalogue.portals.portal import PortalSettings
from search_api.i18n import Texts, texts

LANGUAGES = ("nl", "en")
ORDER = {Outcome.YES: 0, Outcome.UNKNOWN: 1, Outcome.NO: 2}
STATES = {state: place for place, state in enumerate(("open", "announced", "unknown", "closed", "ended"))}
Bilingual = dict[str, str]


def reaches(scheme: Scheme, portal: PortalSettings) -> bool:
    """Is the scheme for the whole country, or for a province of this portal?"""
    return scheme.provinces is None or portal.provinces is None or bool(set(scheme.provinces) & set(portal.provinces))


def of_portal(schemes: Mapping[str, Scheme], portal: PortalSettings, today: date) -> list[Scheme]:
    """The schemes a portal shows: what is open first, what has ended last."""
    shown = [scheme for scheme in schemes.values() if reaches(scheme, portal)]
    return sorted(shown, key=lambda scheme: (STATES[status(scheme, today).state], scheme.name.casefold()))


def unavailable(schemes: Mapping[str, Scheme], portal: PortalSettings, today: date) -> frozenset[str]:
    """Schemes that are no choice in this portal today: over by their dates, or for another province."""
    return frozenset(
        name
        for name, scheme in schemes.items()
        if may_apply(scheme, today) == Outcome.NO or not reaches(scheme, portal)
    )


def course_answers(
    schemes: Iterable[Scheme], slug: str, course: EffectiveCourse, today: date, person: Person | None = None
) -> list[dict[str, Any]]:
    """What each scheme says to the course (and the person): yes first, then what is nearest to it, ended ones last."""
    facts = course_facts(course.content) | (person.facts() if person else {})
    found = [answer(scheme, facts, today, course.content) for scheme in schemes]
    return [_answer_body(each, slug, today) for each in sorted(found, key=_nearness)]


def _nearness(found: FundingAnswer) -> tuple[int, bool, bool, int, int, str]:
    """What a person may do something with comes first: not a partnership's scheme, not one for another region."""
    scheme, open_ends = found.scheme, sum(reason.outcome != Outcome.YES for reason in found.reasons)
    apart = scheme.applicant == Applicant.PARTNERSHIP, scheme.provinces is not None
    return ORDER[found.outcome], *apart, STATES[found.status.state], open_ends, scheme.name.casefold()


def _answer_body(found: FundingAnswer, slug: str, today: date) -> dict[str, Any]:
    scheme = found.scheme
    return {
        "scheme": scheme.id,
        "name": scheme.name,
        "applicant": str(scheme.applicant),
        "answer": str(found.outcome),
        "state": str(found.status.state),
        "reasons": [_reason_body(scheme, reason, today) for reason in found.reasons],
        "wanted": [to_camel(fact.replace("-", "_")) for fact in wanted(found.reasons)],
        "amount": _words(scheme.amount.text) if scheme.amount else None,
        "leftToPay": _left(found),
        "page": f"/{slug}/regelingen/{scheme.id}",
    }


def _reason_body(scheme: Scheme, reason: Reason, today: date) -> dict[str, Any]:
    return {
        "condition": reason.condition,
        "outcome": str(reason.outcome),
        "text": _words(reason.text) if reason.text else _dated(reason.condition, scheme, today),
        "source": _source(reason.source) if reason.source else None,
        "missing": [to_camel(fact.replace("-", "_")) for fact in reason.missing],
        "ask": [_words(each) for each in reason.ask],
    }


def _left(found: FundingAnswer) -> dict[str, Any] | None:
    """What remains of the price, and the conditions that must turn out to hold."""
    left = found.left
    if left is None:
        return None
    key = "page.funding.left.one" if left.least == left.most else "page.funding.left.range"

    def written(t: Texts) -> str:
        vat = t(f"price.vat.{left.vat}")
        told = t(key, least=t.money(left.least), most=t.money(left.most))
        return told if vat.startswith("price.") else f"{told} ({vat})"

    conditions = [reason.condition for reason in found.reasons if reason.outcome == Outcome.UNKNOWN]
    return {"least": left.least, "most": left.most, "vat": str(left.vat), "text": _both(written), "if": conditions}


def scheme_body(scheme: Scheme, slug: str, today: date) -> dict[str, Any]:
    """One scheme with its state today."""
    now = status(scheme, today)
    return {
        "id": scheme.id,
        "name": scheme.name,
        "summary": _words(scheme.summary),
        "who": _words(scheme.who),
        "training": _words(scheme.training),
        "applicant": str(scheme.applicant),
        "provinces": list(scheme.provinces) if scheme.provinces is not None else None,
        "state": str(now.state),
        "stateDay": now.day and now.day.isoformat(),
        "stateText": _dated(DATES, scheme, today),
        "checkedOn": scheme.checked_on and scheme.checked_on.isoformat(),
        "confirmed": confirmed(scheme, today),
        "confirmedText": _dated(CONFIRMED, scheme, today),
        "startsOn": scheme.starts_on and scheme.starts_on.isoformat(),
        "endsOn": scheme.ends_on and scheme.ends_on.isoformat(),
        "recurring": scheme.recurring,
        "windows": [window.model_dump(mode="json") for window in scheme.windows],
        "conditions": [_condition(condition) for condition in scheme.conditions],
        "amount": _amount(scheme),
        "disagreements": [_disagreement(each) for each in scheme.disagreements],
        "sources": {key: _source(source) for key, source in scheme.sources.items()},
        "courses": f"/v1/courses?portal={slug}&funding={scheme.id}",
        "page": f"/{slug}/regelingen/{scheme.id}",
    }


def _condition(condition: Condition) -> dict[str, Any]:
    return {"id": condition.id, "text": _words(condition.text), "source": condition.source}


def _amount(scheme: Scheme) -> dict[str, Any] | None:
    amount = scheme.amount
    if amount is None:
        return None
    return {
        "text": _words(amount.text),
        "covers": str(amount.covers),
        "maxEuros": amount.max_euros,
        "source": amount.source,
    }


def _disagreement(each: Disagreement) -> dict[str, Any]:
    return {"text": _words(each.text), "sources": list(each.sources)}


def _source(source: Source) -> dict[str, Any]:
    return {"title": source.title, "url": source.url, "dated": source.dated}


def _words(words: Words) -> Bilingual:
    return {"nl": words.nl, "en": words.en}


def _both(written: Callable[[Texts], str]) -> Bilingual:
    return {lang: written(texts(lang)) for lang in LANGUAGES}


def _dated(condition: str, scheme: Scheme, today: date) -> Bilingual:
    """The words of what follows from the dates: the state, or when it was last checked."""
    if condition == CONFIRMED:
        known = "never" if scheme.checked_on is None else "yes" if confirmed(scheme, today) else "old"
        key, day = f"confirmed.{known}", scheme.checked_on
    else:
        now = status(scheme, today)
        key, day = _state_key(now, scheme, today), now.day
    return _both(lambda t: t(f"page.funding.{key}", day=t.when(day.isoformat()) if day else ""))


def _state_key(now: Status, scheme: Scheme, today: date) -> str:
    """An open window that nobody confirmed lately is told as what the sources say, not as a fact of today."""
    if now.state == State.CLOSED and scheme.recurring:
        return "state.closed.recurring"
    if now.state == State.OPEN and not confirmed(scheme, today):
        return "state.open.unconfirmed"
    return f"state.{now.state}" if now.day or now.state == State.UNKNOWN else f"state.{now.state}.undated"
