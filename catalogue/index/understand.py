"""What a person's words ask for beside a subject: "lasser arnhem avond" is lasser, near Arnhem, in the evening.

Pure. Each rule reads one kind of words and gives one filter. A filter that was chosen already is not touched, a word
that may be something else ("Bergen", the 3140 of NEN 3140) stays a word, and what stands in double quotes is taken as
it stands.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from catalogue.index.labels import MONTHS, Label, in_month
from catalogue.index.query import Near, SearchQuery
from catalogue.index.understood_places import place_words, province_words
from catalogue.language.lexicon import lexicon
from catalogue.language.text import words

LITERAL = re.compile(r'\s*"(?P<words>[^"]*)"\s*')
NOISE = re.compile(r"(?:^|\s)(?:in|te|bij|rond|regio|omgeving|nabij|buurt van|provincie|de|euro)(?=\s*$)", re.I)
AGE = (
    r"(?<![\w-])(?:(?:ik )?ben )?(?:boven(?: de)? |ouder dan |vanaf |van )?(?:1[6-9]|[2-7]\d)"
    r"(?: ?\+(?!\w)|[ -]?plus(?:sers?)?(?!\w)| ?jaar(?: oud)?(?!\w)|[ -]?jarigen?(?!\w))"
    r"|(?<!\w)ben (?:1[6-9]|[2-7]\d)(?!\w)"
)
NEW_TO_IT = re.compile(
    r"(?<![\w-])(?:(?:zonder|geen|weinig|met weinig|nog geen) (?:enige |werk|voor|praktijk)?"
    r"(?:ervaring|voorkennis|kennis|vooropleiding|diploma'?s?|papieren)(?: nodig| vereist)?"
    r"|without (?:any )?(?:experience|diploma))(?!\w)",
    re.I,
)
"""Who starts from nothing looks for a beginner's course; a text that says "ervaring" mostly asks for it."""
WHO = (
    r"(?<![\w-])(?:voor |als )?(?:volwassene[nr]?|ouderen|senioren|werk(?:lozen?|zoekenden?)|zij ?instappers?)(?!\w)"
    r"|(?<![\w-])op latere leeftijd(?!\w)|(?<![\w-])(?:iets )?met (?:mijn|m'n|je|de) handen(?!\w)"
    r"|(?<![\w-])(?:carri[eè]re|loopbaan) ?(?:switch|verandering|overstap)(?!\w)"
)
ABOUT_ME = re.compile("|".join((AGE, WHO)), re.I)
"""Who is asking: no course is for it, and a course that says `50` says something else."""
NUMBERS = {"een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6}
DAYS = {"dag": 1, "week": 7, "weken": 7, "maand": 30.5, "jaar": 365.25}
ONLINE = ("online", "self-paced")
AT_HOME = (
    r"online|e-?learning|thuis(?:studie|cursus|onderwijs)|zelfstudie|(?:van ?uit|van) huis(?: uit)?|op afstand|"
    r"afstands(?:onderwijs|leren)|via (?:het )?internet|thuis (?:leren|studeren|volgen)|(?:leren|studeren) thuis|"
    r"thuis(?=\s*$)"
)
WORK_AND_LEARN = r"werken (?:en|&) leren|leren (?:en|&) werken|werkend leren|leer-?(?:werk)?baan|leer-?werkplek"
IN_ENGLISH = r"in het engels|engelstalige?|(?:taught )?in english|english(?:[- ](?:spoken|taught))?"
GUARANTEE = r"(?:met )?(?:een )?(?:(?:baan|werk) ?garantie|garantie op (?:een )?(?:baan|werk)|gegarandeerde baan)"


@dataclass(frozen=True)
class Filter:
    """One filter that was read: the query key and value that would ask for it, a label, and the person's own words."""

    key: str
    value: str
    label: Label
    words: str
    change: Callable[[SearchQuery], SearchQuery] = field(compare=False, repr=False)

    def body(self) -> dict[str, Any]:
        """As the answer tells it."""
        return {"key": self.key, "value": self.value, **self.label.body(), "words": self.words}


@dataclass(frozen=True)
class Understood:
    """The search to carry out, and what was read from its words."""

    query: SearchQuery
    filters: tuple[Filter, ...] = ()
    typed: str = ""


def understand(query: SearchQuery, today: date) -> Understood:
    """The words' filters applied to `query`; the words that are left are its `q`."""
    quoted = LITERAL.fullmatch(query.q)
    if quoted:
        return Understood(replace(query, q=quoted["words"].strip(), literal=True), typed=query.q)
    rest = query.q
    found: list[Filter] = []
    for rule in RULES:
        for read, span in rule(rest, today):
            if _chosen(query, read.key) or any(read.key == other.key for other in found):
                continue
            found.append(read)
            rest = f"{rest[: span[0]].rstrip()} {rest[span[1] :].lstrip()}".strip()
            break
    rest = NOISE.sub("", rest).strip(" ,") if found else rest
    rest = NEW_TO_IT.sub("beginner", rest)
    rest = _telling(" ".join(ABOUT_ME.sub(" ", rest).split()) if ABOUT_ME.search(rest) else rest)
    return Understood(applied(replace(query, q=rest), found), tuple(found), query.q)


def _telling(rest: str) -> str:
    """Nothing where only fillers are left ("cursus in de"): whoever asks for no subject asks for all of them."""
    left = words(rest)
    return "" if left and all(word in lexicon().fillers for word in left) else rest


def applied(query: SearchQuery, filters: list[Filter] | tuple[Filter, ...]) -> SearchQuery:
    """`query` with these filters."""
    for each in filters:
        query = each.change(query)
    return query


def _chosen(query: SearchQuery, key: str) -> bool:
    chosen = {"near": query.near, "maxPrice": query.max_price, "startFrom": query.start_from or query.start_until,
              "startUntil": query.start_from or query.start_until}  # fmt: skip
    if key in ("near", "province") and (query.near or query.selected.get("province")):
        return True
    held: Any = chosen.get(key)
    return (held is not None and held != ()) or bool(query.selected.get(key))


Found = Iterator[tuple[Filter, tuple[int, int]]]
Rule = Callable[[str, date], Found]


def _select(key: str, values: tuple[str, ...]) -> Callable[[SearchQuery], SearchQuery]:
    return lambda query: replace(query, selected={**query.selected, key: values})


def _word_rule(key: str, pattern: str, read: Callable[[re.Match[str]], tuple[tuple[str, ...], Label]]) -> Rule:
    """A rule for a facet: the pattern's match as (values, label)."""
    compiled = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.I)

    def rule(text: str, _today: date) -> Found:
        for match in compiled.finditer(text):
            values, label = read(match)
            yield Filter(key, values[0], label, match.group(), _select(key, values)), match.span()

    return rule


def _free(text: str, _today: date) -> Found:
    """`gratis`, `kosteloos`, `zonder kosten`."""
    for match in re.finditer(r"(?<!\w)(?:gratis|kosteloos|kosteloze|zonder kosten)(?!\w)", text, re.I):
        yield _price(0, Label("Gratis", "Free"), match), match.span()


PRICE = re.compile(
    r"(?<!\w)(?:onder|tot|max(?:imaal|\.)?|hoogstens|minder dan|goedkoper dan)\s+(?:de\s+)?"
    r"(?:(?:€|eur|euro)\s*(?P<a>\d[\d.]*)|(?P<b>\d[\d.]*)\s*(?:,-\s*)?(?:€|eur|euro))(?:,-)?(?!\w)",
    re.I,
)


def _highest_price(text: str, _today: date) -> Found:
    """`onder 1000 euro`, `max € 1.500`."""
    for match in PRICE.finditer(text):
        amount = int((match["a"] or match["b"]).replace(".", ""))
        label = Label(f"Tot € {amount:,}".replace(",", "."), f"Up to €{amount:,}")
        yield _price(amount, label, match), match.span()


def _price(amount: int, label: Label, match: re.Match[str]) -> Filter:
    return Filter("maxPrice", str(amount), label, match.group(), lambda query: replace(query, max_price=float(amount)))


WITHIN = re.compile(
    r"(?<!\w)binnen\s+(\d{1,2}|een|twee|drie|vier|vijf|zes)\s+(dag|week|weken|maand|jaar)(?:en)?(?!\w)", re.I
)


def _within(text: str, today: date) -> Found:
    """`binnen 3 maanden`: starts from today."""
    for match in WITHIN.finditer(text):
        count = NUMBERS.get(match[1].lower()) or int(match[1])
        last = today + timedelta(days=round(count * DAYS[match[2].lower()]))
        label = Label(f"Start voor {last:%d-%m-%Y}", f"Starts before {last:%d-%m-%Y}")
        yield _starts("startUntil", today, last, label, match), match.span()


MONTH = re.compile(
    rf"(?<!\w)(?:(?:in|start(?: in)?|begin(?: in)?)\s+(?P<month>{'|'.join(MONTHS)})(?:\s+(?P<year>20\d\d))?"
    rf"|(?P<named>{'|'.join(MONTHS)})\s+(?P<of>20\d\d))(?!\w)",
    re.I,
)


def _month(text: str, today: date) -> Found:
    """`in september`: the coming one; `september 2027`. A month that is over is nothing to start in."""
    for match in MONTH.finditer(text):
        name, told = (match["month"] or match["named"]).lower(), match["year"] or match["of"]
        number = MONTHS.index(name) + 1
        year = int(told) if told else today.year + (number < today.month)
        first = date(year, number, 1)
        last = _month_on(first, 1) - timedelta(days=1)
        if last < today:
            continue
        label = in_month("Start in", "Starts in", number, year)
        yield _starts("startFrom", max(first, today), last, label, match), match.span()


FROM_MONTH = re.compile(rf"(?<!\w)(?:vanaf|na)\s+(?:begin\s+|1\s+)?({'|'.join(MONTHS)})(?:\s+(20\d\d))?(?!\w)", re.I)


def _from_month(text: str, today: date) -> Found:
    """`vanaf januari`, `na augustus`: the coming one, and later."""
    for match in FROM_MONTH.finditer(text):
        number = MONTHS.index(match[1].lower()) + 1
        year = int(match[2]) if match[2] else today.year + (number < today.month)
        first = date(year, number, 1)
        if match.group().lower().startswith("na"):
            first = date(year + number // 12, number % 12 + 1, 1)
        label = in_month("Start vanaf", "Starts from", first.month, first.year)
        yield _starts("startFrom", max(first, today), None, label, match), match.span()


UNITS = {"maand": "month", "jaar": "year"}
COMING = re.compile(r"(?<!\w)(deze|dit|komende|komend|volgende|volgend)\s+(maand|jaar)(?!\w)", re.I)


def _coming(text: str, today: date) -> Found:
    """`deze maand`, `volgend jaar`: by the calendar."""
    for match in COMING.finditer(text):
        months, whole = (12, today.month - 1) if match[2].lower() == "jaar" else (1, 0)
        later = months if match[1].lower()[0] in "vk" else 0
        first = _month_on(date(today.year, today.month - whole, 1), later)
        last = _month_on(first, months) - timedelta(days=1)
        which = "next" if later else "this"
        label = Label(f"Start {match.group().lower()}", f"Starts {which} {UNITS[match[2].lower()]}")
        yield _starts("startFrom", max(first, today), last, label, match), match.span()


def _month_on(first: date, months: int) -> date:
    """The first of the month so many months on."""
    year, month = divmod(first.month - 1 + months, 12)
    return date(first.year + year, month + 1, 1)


def _starts(key: str, first: date, last: date | None, label: Label, match: re.Match[str]) -> Filter:
    value = (first if key == "startFrom" or last is None else last).isoformat()
    return Filter(key, value, label, match.group(), lambda query: replace(query, start_from=first, start_until=last))


SCHEDULE = {
    ("evening",): (
        Label("Avond", "Evening"),
        r"(?:in de |op de )?avond(?:en|s|uren|cursus(?:sen)?|opleiding(?:en)?|training|school|les(?:sen)?)?|'?s avonds",
    ),
    ("weekend",): (
        Label("Weekend", "Weekend"),
        r"(?:in het |in |tijdens het )?weekend(?:en|cursus|opleiding)?|(?:op )?(?:zaterdag|zondag)(?:en)?",
    ),
    ("day", "full-time"): (
        Label("Overdag", "Daytime"),
        r"overdag|dag(?:opleiding|cursus|school)(?:en|sen)?|door ?de ?week|doordeweeks",
    ),
    ("part-time",): (
        Label("Deeltijd", "Part-time"),
        r"(?:in )?deeltijd(?:opleiding(?:en)?|studie|cursus)?|part-?\s?time",
    ),
    ("full-time",): (
        Label("Voltijd", "Full-time"),
        r"(?:in )?voltijd(?:opleiding(?:en)?|studie|cursus)?|full-?\s?time",
    ),
    ("evening", "weekend", "part-time"): (
        Label("Naast je werk", "Beside your job"),
        r"naast (?:(?:je|mijn|m'n|het|een|uw) )?(?:werk|baan)",
    ),
}


def _schedule(text: str, _today: date) -> Found:
    """`avond`, `avondcursus`, `zaterdag`, `overdag`, `deeltijd`, `naast mijn werk`."""
    for values, (label, pattern) in SCHEDULE.items():
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.I):
            yield Filter("schedule", values[0], label, match.group(), _select("schedule", values)), match.span()


KM = r"(?P<km>\d{1,3})\s*(?:km|kilometer)(?!\w)"
KM_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:binnen|max(?:imaal|\.)?|hooguit|(?:in )?(?:een )?straal)\s+)?(?:van\s+)?{KM}"
    r"\s*(?:vanaf|van|rondom|rond|om|bij|uit)?\s*$",
    re.I,
)
KM_AFTER = re.compile(rf"^\s*(?:en omgeving|\+|binnen|straal(?: van)?)?\s*{KM}", re.I)
FARTHEST = 200  # km; more is the whole country


def _near(text: str, _today: date) -> Found:
    """`arnhem`, `6811 AB`; with `binnen 30 km van` before it or `30 km` after it."""
    for match, near in place_words(text):
        start, end = match.span()
        before, after = KM_BEFORE.search(text[:start]), KM_AFTER.match(text[end:])
        if told := before or after:
            near = replace(near, radius=min(max(float(told["km"]), 1), FARTHEST))
            start, end = (before.start(), end) if before else (start, end + told.end())
        label = Label(f"Binnen {near.radius:.0f} km van {near.label}", f"Within {near.radius:.0f} km of {near.label}")
        yield Filter("near", near.label, label, text[start:end], _at(near)), (start, end)


def _at(near: Near) -> Callable[[SearchQuery], SearchQuery]:
    return lambda query: replace(query, near=near)


def _same(name: str) -> Label:
    """A name of the Dutch system that English has no other for."""
    return Label(name, name)


def _province(text: str, _today: date) -> Found:
    for match, province in province_words(text):
        yield (
            Filter("province", province, _same(province), match.group(), _select("province", (province,))),
            match.span(),
        )


RULES: tuple[Rule, ...] = (
    _highest_price,
    _free,
    _within,
    _from_month,
    _month,
    _coming,
    _word_rule("level", r"mbo[- ]?(?:niveau[- ]?)?([1-4])", lambda m: ((f"nlqf-{m[1]}",), _same(f"Mbo {m[1]}"))),
    _word_rule(
        "level",
        r"niveau[- ]?[1-4](?=[ ,-]+(?:bbl|bol)\b)|(?<=bbl )niveau[- ]?[1-4]|(?<=bol )niveau[- ]?[1-4]",
        lambda m: ((f"nlqf-{m[0][-1]}",), _same(f"Mbo {m[0][-1]}")),
    ),
    _word_rule("level", r"entree(?:opleiding|niveau)", lambda m: (("nlqf-1",), _same("Mbo 1 (entree)"))),
    _word_rule("level", r"nlqf[- ]?([1-8])", lambda m: ((f"nlqf-{m[1]}",), _same(f"NLQF {m[1]}"))),
    _word_rule("level", r"associate degree", lambda m: (("nlqf-5",), _same("Associate degree"))),
    _word_rule("level", r"hbo(?:[- ]bachelor)?", lambda m: (("nlqf-6",), _same("Hbo"))),
    _word_rule("route", r"bbl|bol", lambda m: ((m[0].lower(),), _same(m[0].upper()))),
    _word_rule("route", WORK_AND_LEARN, lambda m: (("bbl",), Label("BBL (werken en leren)", "BBL (work and learn)"))),
    _word_rule(
        "route", r"derde leerweg", lambda m: (("derde-leerweg",), Label("Derde leerweg", "Third route (derde leerweg)"))
    ),
    _word_rule("mode", AT_HOME, lambda m: (ONLINE, _same("Online"))),
    _word_rule("mode", r"klassikaal", lambda m: (("onsite", "blended"), Label("Klassikaal", "In a classroom"))),
    _word_rule(
        "mode", r"in-?\s?company|op de werkvloer", lambda m: (("at-work",), Label("Bij het bedrijf", "At the company"))
    ),
    _word_rule("jobGuarantee", GUARANTEE, lambda m: (("true",), Label("Baangarantie", "Job guarantee"))),
    _word_rule(
        "kind",
        r"omscholing(?:straject)?|omscholen(?: tot| naar)?",
        lambda m: (("omscholing",), Label("Omscholing", "Retraining")),
    ),
    _word_rule(
        "kind", r"bijscholing|bijscholen", lambda m: (("bijscholing",), Label("Bijscholing", "Further training"))
    ),
    _word_rule("language", IN_ENGLISH, lambda m: (("en",), Label("In het Engels", "In English"))),
    _schedule,
    _province,
    _near,
)
