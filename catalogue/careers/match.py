"""Which careers a course leads to, with how sure that is and which words say so.

A code that names the occupation (ESCO, CREBO, ISCO), a job that is named (in the title, the certificate, or announced
in the description: "opleiding tot lasser"), and else the trade the title is about (lassen -> lasser). A named job
outweighs a trade. A career that the course's sector contradicts, that is named as audience ("VCA voor lassers") or as a
subject heading waits for an editor. A course that is not known to be technical leads nowhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from catalogue.careers.known import CareerTable, shipped
from catalogue.careers.lexicon import HBO, MAYBE, NAME, TOPIC, Found
from catalogue.careers.sectors import agree
from catalogue.careers.table import Career
from catalogue.normal import Code, NormalCourse, Route, Sector
from catalogue.normalise.studies import study_of, subject_taught
from catalogue.normalise.text import fold
from catalogue.normalise.vocabulary import WORD, signs

LINKED = 0.8
"""From this confidence on a career is shown; below it, it waits for an editor."""
MAX_READ = 1_500  # characters of the description; what somebody becomes is said at the beginning
MAX_NAMES = 3  # a title that names more jobs is an overview
ESCO_CODE, TITLE, CREBO_CODE, ANNOUNCED, CREDENTIAL = 0.98, 0.95, 0.93, 0.88, 0.85
STUDY, AT_HBO, ABOUT, ISCO_CODE = 0.86, 0.84, 0.82, 0.8
WAITS, DOUBTED = 0.65, 0.5
SURER = 0.02  # a second piece of evidence

HIGHER = re.compile(r"\b(?:bachelor|hbo|ad|associate|master|msc|bsc|hto|hts|joint degree|tweede fase)\b")
HIGHER_LEVEL = 5
# The name of a study in these words is no name of an mbo course.
ACADEMIC = re.compile(
    r"(?:technology|technologies|engineering|technologie|sciences?|informatics|computing|intelligence|architecture|architectuur)\b"
)
CRAFTS = ("7", "8")
"""ISCO major groups: craft workers and machine operators."""
# Whoever guides, sells or judges a trade does not practise it.
OTHER_ROLE = re.compile(
    r"\b(?:\w*leidinggeven\w*|\w*managers?|management|(?:ver|in)kopers?|\w*adviseurs?|praktijk(?:opleider|begeleider)s?"
    r"|trainers?|coach(?:es|ing)?|docent(?:en)?|lera(?:ar|ren)|instructeurs?|\w*ondersteuners?|examinator(?:en)?|auditors?|\w*coordinator(?:en)?"
    r"|\w*inspecteurs?|keurmeesters?|teamleiders?|ontwerpers?|calculators?|planners?|projectleiders?|\w*deskundigen?)\b"
)
YOU = r"(?:je|jij|u)"
ANNOUNCEMENT = re.compile(
    rf"\b(?:{YOU} wordt|word|word {YOU}|opleiding tot|opgeleid (?:tot|als)|op te leiden tot|opleiden tot"
    rf"|om(?:scholing|scholen|geschoold|school) (?:tot|naar)|aan de slag (?:gaan )?als|"
    rf"(?:kun|kan|kunt|ga|gaat) {YOU} (?:dan |straks |direct |meteen )?(?:werken|beginnen|starten) als"
    rf"|diploma(?: van)?|(?:na|met) [^.?!]{{3,60}} (?:ben {YOU}|bent u|mag {YOU} {YOU}))(?= )"
)
FILLERS = frozenset({
    "all", "allround", "als", "basis", "beginnend", "beginnende", "de", "echte", "een", "eerste", "erkend", "erkende",
    "ervaren", "gecertificeerd", "gecertificeerde", "gediplomeerd", "gediplomeerde", "goede", "het", "jouw", "junior",
    "mbo", "medior", "professioneel", "professionele", "round", "tot", "vakbekwaam", "vakbekwame", "veelzijdig",
    "veelzijdige", "volwaardig", "volwaardige", "zelfstandig", "zelfstandige",
})  # fmt: skip
MAX_FILLERS = 4


@dataclass(frozen=True, slots=True)
class CareerLink:
    """A career a course leads to. `confidence` 0-1; `rule` and `quote` as in `Known`."""

    career_id: str
    confidence: float
    rule: str
    quote: str

    @property
    def linked(self) -> bool:
        """Sure enough to be shown?"""
        return self.confidence >= LINKED


def link(course: NormalCourse, known: CareerTable | None = None) -> tuple[CareerLink, ...]:
    """The careers of a technical course, the surest first; never raises, whatever the text. None: those shipped."""
    known = known or shipped()
    if course.technical is None or not course.technical.value:
        return ()
    found = [*_by_codes(course.codes, known), *_by_title(course, known), *_by_credential(course, known)]
    found += _announced(course, known)
    if not any(each.linked for each in found):
        found += _by_subjects(course, known)
    return _ranked(_checked(course, each, known) for each in _jobs_first(found))


def _ranked(found: Iterable[CareerLink]) -> tuple[CareerLink, ...]:
    """One link a career, the best; further evidence makes it a little surer. Equal ones stay in order."""
    best: dict[str, CareerLink] = {}
    for each in found:
        before = best.get(each.career_id)
        if before is None:
            best[each.career_id] = each
        elif before.rule != each.rule and max(before.confidence, each.confidence) >= LINKED:
            top = max(before, each, key=lambda link: link.confidence)
            best[each.career_id] = replace(top, confidence=round(min(top.confidence + SURER, 0.99), 2))
    return tuple(sorted(best.values(), key=lambda link: -link.confidence))


def _jobs_first(found: list[CareerLink]) -> list[CareerLink]:
    """Where a job is named, other trades wait for an editor, and words of many trades say nothing more."""
    named = {each.career_id for each in found if each.linked and each.rule not in TRADES}
    if not named:
        return found
    said = [each for each in found if each.rule != "careers.maybe" or each.career_id in named]
    return [_outweighed(each) if each.rule in TRADES and each.career_id not in named else each for each in said]


def _outweighed(found: CareerLink) -> CareerLink:
    return replace(found, confidence=min(found.confidence, WAITS))


TRADES = frozenset({"careers.study", "careers.topic", "careers.topic_hbo", "careers.maybe"})


def _checked(course: NormalCourse, found: CareerLink, known: CareerTable) -> CareerLink:
    """`careers.sector`: what the course's sector contradicts waits for an editor, codes excepted. So does the craft
    whose trade a course at hbo level is about: "HTO Telecommunicatie" makes no telecom fitter.
    """
    sector = course.sector.value if course.sector else None
    if found.rule in TRADES and known[found.career_id].isco.startswith(CRAFTS) and _is_higher(course):
        return _outweighed(found)
    sure = ("careers.esco", "careers.crebo", "careers.study")
    if found.rule in sure or agree(sector, known[found.career_id].sector):
        return found
    return replace(found, confidence=min(found.confidence, DOUBTED))


def _by_codes(codes: Iterable[Code], known: CareerTable) -> Iterator[CareerLink]:
    """`careers.esco`, `careers.crebo`, and `careers.isco` where one career has the unit group."""
    for code in codes:
        if code.scheme == "esco":
            yield from _coded(known.by_esco.get(code.value.rstrip("/").rsplit("/", 1)[-1]), ESCO_CODE, code)
        elif code.scheme == "crebo":
            yield from _coded(known.by_crebo.get(code.value), CREBO_CODE, code)
        elif code.scheme == "isco":
            yield from _coded(known.by_isco.get("".join(filter(str.isdecimal, code.value))), ISCO_CODE, code)


def _coded(career: Career | None, confidence: float, code: Code) -> Iterator[CareerLink]:
    if career:
        yield CareerLink(career.id, confidence, f"careers.{code.scheme}", f"{code.scheme} {code.value}"[:200])


def _by_title(course: NormalCourse, known: CareerTable) -> list[CareerLink]:
    """`careers.title` for a job, `careers.topic` for a trade, `careers.audience` for what stands after "voor"."""
    title = fold(course.title)
    studied = list(_studied(course))
    found = [each for each in _read(course, title, known) if each.career != ANY_ENGINEER or not studied]
    subject = _subject_end(title)
    doubted = set(_doubted(title, subject, found))
    links = [_titled(course.title, each, each.start >= subject, each in doubted) for each in found]
    return [*_taught(course, title[:subject], found, known), *studied, *links]


ANY_ENGINEER = "ingenieur"
"""Says no more than the study does: a "verkeerskundig ingenieur" is a verkeerskundige."""


def _studied(course: NormalCourse) -> Iterator[CareerLink]:
    """`careers.study`: the career of the study that the title names as a whole: "Coastal Engineering". An mbo course is
    no study: its qualifications name a job.
    """
    study = study_of(course.title)
    if study and study.career and not _is_mbo(course):
        yield CareerLink(study.career, STUDY, "careers.study", course.title[:200])


def _is_mbo(course: NormalCourse) -> bool:
    mbo_route = course.route is not None and course.route.value in (Route.BBL, Route.BOL)
    return mbo_route or bool(course.level and course.level.value < HIGHER_LEVEL)


def _taught(course: NormalCourse, title: str, found: list[Found], known: CareerTable) -> Iterator[CareerLink]:
    """`careers.teacher`: "leraar ... in installatietechniek" trains teachers of the trade that follows."""
    if subject := subject_taught(course.title):
        yield CareerLink(_teacher_of(subject), ABOUT, "careers.teacher", course.title[:200])
        return
    teacher = TEACHER.search(title)
    if teacher is None or any(known[each.career or ""].sector is Sector.TECHNICAL_EDUCATION for each in found):
        return
    science = next((career for career, words in SCIENCES.items() if words.search(title, teacher.end())), None)
    fields = [
        *_taught_fields(title[teacher.end() :]),
        *(_sector_of(each, known) for each in found if each.start > teacher.start()),
    ]
    if science:
        yield CareerLink(science, ABOUT, "careers.teacher", course.title[:200])
    elif fields or (course.sector and course.sector.value is Sector.TECHNICAL_EDUCATION):
        taught = TEACHERS.get(fields[0], TEACHER_OF_TECHNOLOGY) if fields else TEACHER_OF_TECHNOLOGY
        yield CareerLink(taught, ABOUT, "careers.teacher", course.title[:200])


def _sector_of(found: Found, known: CareerTable) -> Sector:
    return known[found.career or ""].sector


FOR_SCHOOL = re.compile(
    r"^[\s,:-]*(?:(?:van|de|het|der|eerste|tweede|graad|graads|eg|tg|vho|vbo|vmbo|mbo|hbo|vo|voorbereidend|voortgezet|hoger|middelbaar"
    r"|beroepsonderwijs|onderwijs|beroeps|en|in|voor|opleiding)\b[\s,:-]*)+"
)
"""What stands between "leraar" and the subject: "leraar voorbereidend beroepsonderwijs in"."""


def _taught_fields(after: str) -> Iterator[Sector]:
    study = study_of(FOR_SCHOOL.sub("", after))
    if study and study.sector:
        yield study.sector
    yield from (sign.sector for sign in signs(after) if sign.sector in TEACHERS)


def _teacher_of(subject: str) -> str:
    """`careers.teacher` too: "Physics Education" trains teachers of physics."""
    study = study_of(subject)
    by_field = TEACHERS.get(study.sector, TEACHER_OF_TECHNOLOGY) if study and study.sector else TEACHER_OF_TECHNOLOGY
    return next((career for career, words in SCIENCES.items() if words.search(subject)), by_field)


SCIENCES = {
    "docent-natuurkunde": re.compile(r"\b(?:natuurkunde|natuurwetenschap\w*|nask|physics)\b"),
    "docent-scheikunde": re.compile(r"\b(?:scheikunde|chemistry)\b"),
}
TEACHER_OF_TECHNOLOGY = "docent-techniek"
TEACHER = re.compile(r"\b(?:docent(?:en)?|lera(?:ar|ren)|lerarenopleiding|docentenopleiding)\b")
TEACHERS = {
    Sector.ELECTRICAL: "docent-elektrotechniek",
    Sector.CONSTRUCTION: "docent-bouwtechniek",
    Sector.ICT_SOFTWARE: "docent-informatica",
    Sector.ICT_INFRASTRUCTURE_SECURITY: "docent-informatica",
    Sector.DATA: "docent-informatica",
}


def _titled(title: str, found: Found, beside: bool, doubted: bool) -> CareerLink:
    rule, confidence = SAID[found.kind]
    rule = "careers.audience" if beside else rule
    return CareerLink(
        found.career or "", min(confidence, WAITS) if beside or doubted else confidence, rule, title[:200]
    )


def _doubted(title: str, subject: int, found: list[Found]) -> Iterator[Found]:
    """More jobs than one course can be for; trades in another role's title; trades that only stand beside the first."""
    names = [each for each in found if each.kind == NAME]
    trades = [each for each in found if each.kind != NAME]
    if len({each.career for each in names}) > MAX_NAMES:
        yield from names
    role = _other_role(title[:subject], found)
    yield from (each for each in found if role is not None and (each.kind != NAME or each.start > role))
    for before, each in pairwise(trades):
        if not JOINED.fullmatch(title[before.end : each.start]) and each.career != trades[0].career:
            yield each


FOR_WHOM = re.compile(r" (?:voor|for) (?!(?:de |het )?beroep)")
JOINED = re.compile(r"\W*(?:en|of|and|&|/|,|\+)\W*")


SAID = {
    NAME: ("careers.title", TITLE),
    TOPIC: ("careers.topic", ABOUT),
    HBO: ("careers.topic_hbo", AT_HBO),
    MAYBE: ("careers.maybe", WAITS),
}


def _subject_end(title: str) -> int:
    """Where "voor ..." begins to say for whom the course is; the title's end where it does not."""
    found = FOR_WHOM.search(title)
    return len(title) if found is None or " tot " in title[found.start() :] else found.start()


def _other_role(title: str, found: list[Found]) -> int | None:
    """Where another role stands that is no part of a named job or trade ("service management"); what follows it is only
    its field.
    """
    roles = (role.start() for role in OTHER_ROLE.finditer(title))
    return next((role for role in roles if not any(each.start <= role < each.end for each in found)), None)


def _is_higher(course: NormalCourse) -> bool:
    if course.level is not None:
        return course.level.value >= HIGHER_LEVEL
    title = fold(course.title)
    return bool(HIGHER.search(title) or (ACADEMIC.search(title) and study_of(course.title)))


def _read(course: NormalCourse, title: str, known: CareerTable) -> list[Found]:
    """What the title names. One that is a discipline and no more is read as hbo: mbo qualifications name a job."""
    if _is_higher(course):
        return known.lexicon.find(title, hbo=True)
    found = known.lexicon.find(title)
    if course.level is None and len(title) <= LONGEST_DISCIPLINE and all(each.kind == MAYBE for each in found):
        as_hbo = known.lexicon.find(title, hbo=True)
        return as_hbo if _is_discipline(title, as_hbo) else found
    return found


def _is_discipline(title: str, found: list[Found]) -> bool:
    between = zip([0, *(each.end for each in found)], [*(each.start for each in found), len(title)], strict=True)
    whole = all(not title[start:end].strip() or JOINED.fullmatch(title[start:end]) for start, end in between)
    return whole and bool(found) and all(each.kind == HBO for each in found)


LONGEST_DISCIPLINE = 60  # characters


def _by_credential(course: NormalCourse, known: CareerTable) -> Iterator[CareerLink]:
    """`careers.credential`: the job that the certificate is for."""
    text = course.credential
    if text and len(text) <= 200:
        for found in known.lexicon.find(fold(text)):
            if found.kind == NAME:
                yield CareerLink(found.career or "", CREDENTIAL, "careers.credential", text)


def _by_subjects(course: NormalCourse, known: CareerTable) -> Iterator[CareerLink]:
    """`careers.subject`: what a heading of the provider says; waits for an editor."""
    for subject in course.subjects:
        for found in known.lexicon.find(fold(subject)):
            yield CareerLink(
                found.career or "", WAITS if found.kind != MAYBE else DOUBTED, "careers.subject", subject[:200]
            )


def _announced(course: NormalCourse, known: CareerTable) -> Iterator[CareerLink]:
    """`careers.announced`: "je wordt lasser", "opleiding tot zelfstandig elektromonteur"."""
    text = (course.description or "")[:MAX_READ]
    folded = fold(text)
    for said in ANNOUNCEMENT.finditer(folded):
        named = _named_after(folded, said.end(), known)
        if named:
            quote = text[said.start() : named.end] if len(text) == len(folded) else folded[said.start() : named.end]
            yield CareerLink(named.career or "", ANNOUNCED, "careers.announced", quote[-200:])


def _named_after(folded: str, start: int, known: CareerTable) -> Found | None:
    """The job named at once after an announcement, with nothing but fillers between."""
    places = list(WORD.finditer(folded, start, start + 120))
    for index, place in enumerate(places[: MAX_FILLERS + 1]):
        found = known.lexicon.name_at(folded, places, index)
        if found or place.group() not in FILLERS:
            return found
    return None
