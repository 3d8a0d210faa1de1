"""One offer through all steps: `RawCourse` -> `NormalCourse`, or a refusal with its reason.

Order: text, refusals, mode, sessions, price, then level, route, kind, language, duration, technical with sector, and
what the offer says beside its subject (schedule, effort, group, certificate, for whom, work, marks, costs, deadline).
Each step is a function of the source's words; none reads the clock or another course.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from catalogue.declaration import SourceDeclaration
from catalogue.normal import Code, Duration, Flag, How, Known, Mode, NormalCourse, NormalSession, Price
from catalogue.normalise.agendas import sessions_in_text
from catalogue.normalise.audiences import read_target_groups
from catalogue.normalise.certificates import read_certificate
from catalogue.normalise.costs import read_extra_costs, read_instalments, read_statutory_fee
from catalogue.normalise.deadlines import before_start, deadline_in_text
from catalogue.normalise.duration_text import duration_of_pieces
from catalogue.normalise.durations import duration_in_text, duration_of_schedule, read_duration
from catalogue.normalise.efforts import read_effort
from catalogue.normalise.facts import facts
from catalogue.normalise.groups import read_group_size
from catalogue.normalise.languages import language_in_text, read_language
from catalogue.normalise.levels import level_in_text, level_in_title, level_of_codes, read_level
from catalogue.normalise.marks import read_quality_marks
from catalogue.normalise.modes import (
    mode_in_text,
    mode_in_title,
    mode_of_named_place,
    mode_of_pieces,
    read_mode,
    without_hours,
)
from catalogue.normalise.outcome import Outcome
from catalogue.normalise.places import place_in_title
from catalogue.normalise.price_text import contradiction, price_in_text, prices_in_text, with_vat_of
from catalogue.normalise.prices import course_price, offered_price, read_price
from catalogue.normalise.refusals import reason
from catalogue.normalise.routes import read_kind, read_route
from catalogue.normalise.schedules import read_schedule
from catalogue.normalise.sessions import ELSEWHERE, MAX_FIELD, Sessions, Setting, read_sessions, with_runs
from catalogue.normalise.starts import as_one_run, read_date
from catalogue.normalise.technical import judge
from catalogue.normalise.text import MAX_TITLE, plain
from catalogue.normalise.told import by_name, in_mode, place_told, placed, starts_told
from catalogue.normalise.wording import wording_flags
from catalogue.normalise.workplaces import read_job_guarantee, read_workplace
from catalogue.raw import RawCourse, RawPrice, RawSession, Refusal

MAX_WORDS = 2_000  # characters of requirements, audience and credential


@dataclass(frozen=True)
class Words:
    """The course's texts as a reader sees them."""

    title: str
    description: str
    page: str

    @property
    def all(self) -> str:
        """Title, description and page in one text."""
        return f"{self.title}. {self.description} {self.page}"

    @property
    def running(self) -> str:
        """The description, else the page's text: what rules for running text read."""
        return self.description if len(self.description) > 80 or not self.page else f"{self.description} {self.page}"

    @cached_property
    def told(self) -> dict[str, str]:
        """What the text tells by name ("Duur: 10 weken"): it fills in what the source's own fields leave out."""
        return facts(f"{self.description} {self.page}" if self.description not in self.page else self.page)


def normalise(raw: RawCourse, source: SourceDeclaration, today: date) -> NormalCourse | Refusal:
    """The course with typed values and flags, or why it is none. Never raises, whatever the text."""
    title = plain(raw.title, MAX_TITLE)
    description = plain(raw.description) or ""
    refused = reason(raw, title, description, today)
    if refused or title is None:
        name, words = refused or ("no_title", "")
        return Refusal(reason=name, where=f"{raw.url} {raw.source_key}", detail=words or None)
    return _course(raw, source, Words(title, description, plain(raw.page_text) or ""), today)


def _course(raw: RawCourse, source: SourceDeclaration, words: Words, today: date) -> NormalCourse:
    mode = _mode(raw, words)
    mode = Outcome(without_hours(mode.value, _on_time(raw, words)), mode.flags)
    duration = _duration(raw, words)
    sessions = _sessions(raw, source, words, mode.value, duration.value, today)
    price = _price(raw, sessions.found, words)
    level = _level(raw, words)
    language = _language(raw, sessions.found, words)
    # Flags of `expires` are left out: sources write 2099 for "no end".
    expires = read_date(plain(raw.expires_text, MAX_FIELD), today, "expires").value
    subjects = tuple(dict.fromkeys(subject for each in raw.subjects if (subject := plain(each, 200))))
    verdict = judge(words.title, subjects, words.running, raw.codes)
    offer = _offer(raw, words, today)
    parts = (mode, sessions, price, level, language, duration, verdict)
    return NormalCourse(
        source_key=raw.source_key,
        url=raw.url,
        title=words.title,
        description=words.description or None,
        provider_name=plain(raw.provider_name, 200) or source.provider,
        level=level.value,
        mode=mode.value or (None if mode.flags else _mode_of(sessions.found)),
        route=read_route(plain(raw.route_text, MAX_FIELD), words.title, words.description),
        kind=read_kind(plain(raw.kind_text, MAX_FIELD), words.title, words.description, subjects),
        language=language.value,
        duration=duration.value,
        price=price.value,
        technical=verdict.technical,
        sector=verdict.sector,
        credential=plain(raw.credential_text, MAX_WORDS),
        requirements=plain(raw.requirements_text, MAX_WORDS),
        audience=plain(raw.audience_text, MAX_WORDS),
        expires=expires.value.last if expires else None,
        codes=tuple(
            Code(scheme=code.scheme.lower(), value=code.value.strip()) for code in raw.codes if code.value.strip()
        ),
        subjects=subjects,
        sessions=before_start(words.running, sessions.found),
        **offer,
        flags=tuple(dict.fromkeys((*(flag for part in parts for flag in part.flags), *_wording(language, words)))),
    )


def _wording(language: Outcome[Known[str]], words: Words) -> tuple[Flag, ...]:
    """Flags on how a Dutch text is written; other languages have other words."""
    dutch = language.value is not None and language.value.value == "nl"
    return wording_flags(words.title, words.running) if dutch else ()


def _offer(raw: RawCourse, words: Words, today: date) -> dict[str, Any]:
    """What the offer says beside its subject: schedule, effort, group, certificate, for whom, work, marks, costs."""
    said = words.running
    everything = f"{words.title}. {said}"
    credential, audience = plain(raw.credential_text, MAX_WORDS), plain(raw.audience_text, MAX_WORDS)
    price_texts = tuple(text for price in raw.prices if (text := plain(price.text, MAX_FIELD)))
    schedules = dict.fromkeys((*(one.schedule_text for one in raw.sessions), raw.route_text, raw.mode_text))
    return {
        "schedule": read_schedule([plain(text, MAX_FIELD) for text in schedules], words.title, said),
        "effort": read_effort(plain(raw.effort_text, MAX_FIELD), plain(raw.duration_text, MAX_FIELD), said),
        "group_size": read_group_size(everything),
        "certificate": read_certificate(credential, said),
        "target_groups": read_target_groups(audience, words.title, said),
        "workplace": read_workplace(" ".join((everything, *price_texts))),
        "job_guarantee": read_job_guarantee(everything),
        "quality_marks": read_quality_marks(everything),
        "statutory_fee": read_statutory_fee((*price_texts, said)),
        "instalments": read_instalments((*price_texts, said)),
        "extra_costs": read_extra_costs(raw.prices, (*price_texts, said)),
        "deadline": deadline_in_text(said, today),
    }


def _mode(raw: RawCourse, words: Words) -> Outcome[Known[Mode]]:
    own = read_mode(plain(raw.mode_text, MAX_FIELD))
    if own.value or own.flags:
        return own
    named = read_mode(words.told.get("mode"))
    if named.value or named.flags:
        return Outcome(by_name(named, "mode"), named.flags)
    placed = mode_of_named_place(words.told.get("place"))
    if placed.value or placed.flags:
        return placed
    in_title = mode_in_title(words.title)
    in_text = mode_in_text(words.running) or mode_of_pieces(words.running)
    return in_title if in_title.value else Outcome(in_text, in_title.flags)


def _on_time(raw: RawCourse, words: Words) -> str:
    """What is said of when one learns: the sessions' own words and the text."""
    said = (one.start_text or one.schedule_text or "" for one in raw.sessions[:20])
    return " ".join((plain(" ".join(said), MAX_FIELD) or "", words.running[:MAX_WORDS]))


def _mode_of(sessions: Iterable[NormalSession]) -> Known[Mode] | None:
    """`modes.of_sessions`: the mode that all sessions share; inferred."""
    modes = [session.mode for session in sessions]
    if not modes or any(mode is None or modes[0] is None or mode.value != modes[0].value for mode in modes):
        return None
    return modes[0] and modes[0].model_copy(update={"known": How.INFERRED, "rule": "modes.of_sessions"})


def _sessions(
    raw: RawCourse,
    source: SourceDeclaration,
    words: Words,
    mode: Known[Mode] | None,
    duration: Known[Duration] | None,
    today: date,
) -> Sessions:
    """The source's sessions; with at most one of them and no start, the starts that the text announces."""
    title_place = place_in_title(words.title, source.province or "").value
    setting = Setting(today, source.province, mode, words.all, title_place, duration.value if duration else None)
    read = read_sessions(raw.sessions, setting)
    told_place = None if mode and mode.value in ELSEWHERE else place_told(words.told, words.running, source.province)
    if any(session.start or session.start_note for session in read.found) or len(read.found) > 1:
        return Sessions(placed(read, told_place, words.running), read.flags)
    if not read.found and (listed := sessions_in_text(f"{words.description} {words.page}", today)):
        return Sessions(tuple(in_mode(session, mode, words.running) for session in listed), read.flags)
    announced = starts_told(words.told, words.running, today)
    runs = as_one_run(announced.runs, setting.duration)
    has_place = title_place or told_place or (source.province and not (mode and mode.value in ELSEWHERE))
    if not read.found and not runs and not has_place:
        return read
    bare = read if read.found else read_sessions((RawSession(),), setting)
    base = placed(bare, told_place, words.running)[0]
    base = base.model_copy(update={"deadline": base.deadline or announced.deadline})
    return Sessions(tuple(with_runs(base, runs)), read.flags)


def _price(raw: RawCourse, sessions: Iterable[NormalSession], words: Words) -> Outcome[Known[Price]]:
    """The course's own price, else the lowest of its sessions, else the only one its text names."""
    own = offered_price(raw.prices, words.all)
    price = course_price(own, (session.price for session in sessions))
    if price is None:
        named = read_price(RawPrice(text=words.told.get("price", "")), words.all)
        return Outcome(by_name(named, "price") or price_in_text(words.running).value, own.flags)
    in_text = prices_in_text(f"{words.description} {words.page}" if words.page else words.description)
    return Outcome(with_vat_of(price, in_text), (*own.flags, *contradiction(price, in_text)))


def _level(raw: RawCourse, words: Words) -> Outcome[Known[int]]:
    """Code, level field, credential, title: the first that names a level."""
    if by_code := level_of_codes(raw.codes):
        return Outcome(by_code)
    flags: tuple[Flag, ...] = ()
    for text, field in ((raw.level_text, "level"), (raw.credential_text, "credential")):
        read = read_level(plain(text, MAX_FIELD), field, words.title)
        if read.value:
            return Outcome(read.value, flags)
        flags = (*flags, *read.flags)
    if flags:
        return Outcome(flags=flags)
    return Outcome(level_in_title(words.title).value or level_in_text(words.running, words.title))


def _language(raw: RawCourse, sessions: Iterable[NormalSession], words: Words) -> Outcome[Known[str]]:
    """The field, else the language all sessions share, else what the text says or is written in."""
    own = read_language(plain(raw.language_text, MAX_FIELD))
    if own.value:
        return own
    if named := by_name(read_language(words.told.get("language")), "language"):
        return Outcome(named, own.flags)
    languages = {session.language.value: session.language for session in sessions if session.language}
    if len(languages) == 1:
        return Outcome(next(iter(languages.values())), own.flags)
    return Outcome(None if languages else language_in_text(f"{words.title}. {words.running}"), own.flags)


def _duration(raw: RawCourse, words: Words) -> Outcome[Known[Duration]]:
    read = read_duration(plain(raw.duration_text, MAX_FIELD))
    if read.value or read.flags:
        return read
    named = read_duration(words.told.get("duration"))
    if named.value or named.flags:
        return Outcome(by_name(named, "duration"), named.flags)
    by_roster = duration_of_schedule(words.told.get("schedule"))
    if by_roster:
        return Outcome(by_roster)
    read = duration_in_text(words.title, words.running)
    return read if read.value or read.flags else Outcome(duration_of_pieces(words.title, words.running))
