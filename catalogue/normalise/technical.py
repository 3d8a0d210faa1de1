"""Technical or not, and which sector, with the words that decided it.

Codes first (CREBO domain, ISCED-F, ISCO), else the words of title, subjects and description. The title weighs most.
None means borderline: an editor decides.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from catalogue.normal import Flag, How, Known, Sector
from catalogue.normalise.jobs import job_of
from catalogue.normalise.languages import is_dutch
from catalogue.normalise.outcome import clip, flag
from catalogue.normalise.studies import SCIENCE, study_of, subject_taught
from catalogue.normalise.technical_codes import Coded, by_codes
from catalogue.normalise.text import fold
from catalogue.normalise.vocabulary import AGAINST, AMBIGUOUS, IGNORED, STRONG, WEAK, Sign, meaning, signs
from catalogue.raw import RawCode

MAX_READ = 2_500  # characters of a description; what a course is about stands at its beginning
ENOUGH_TEXT = 150  # characters of description without any technical word: not technical, rather than unknown


@dataclass(frozen=True, slots=True)
class Verdict:
    """`technical` None: borderline. `sector` only for a technical course."""

    technical: Known[bool] | None = None
    sector: Known[Sector] | None = None
    flags: tuple[Flag, ...] = ()


def judge(title: str, subjects: Iterable[str], description: str, codes: Iterable[RawCode]) -> Verdict:
    """The verdict on one course."""
    in_title = signs(fold(JOINED.sub(" ", title)))
    in_subjects = _of_subjects(tuple(subjects))
    in_text = signs(fold(description[:MAX_READ]))
    by_code = by_codes(codes)
    if by_code is None:
        return _by_words(title, in_title, in_subjects, in_text, description)
    if by_code.technical is False and _strong(in_title) and not _against(in_title):
        return Verdict(flags=(flag("technical_contradiction", "technical", f"{by_code.quote} ↔ {title}"),))
    return _from_code(by_code, in_title, in_subjects, in_text)


def _of_subjects(subjects: tuple[str, ...]) -> list[Sign]:
    """`technical.few_subjects`: where fewer than a third of a provider's headings are technical, none of them counts
    for more than a weak word: a faculty's name stands above all that the faculty does.
    """
    found = [signs(fold(subject)) for subject in subjects]
    telling = sum(
        any(sign.kind in (STRONG, AMBIGUOUS) or (sign.kind == WEAK and sign.sector) for sign in each) for each in found
    )
    together = [sign for each in found for sign in each]
    if telling * 3 >= len(found):
        return together
    return [replace(sign, kind=WEAK) if sign.kind in (STRONG, AMBIGUOUS) else sign for sign in together]


def _from_code(code: Coded, title: list[Sign], subjects: list[Sign], text: list[Sign]) -> Verdict:
    if code.technical is None:
        borderline = _by_words(code.quote, title, subjects, text, "")
        return borderline if borderline.technical and borderline.technical.value else Verdict()
    technical = Known[bool](value=code.technical, known=How.INFERRED, rule=code.rule, quote=clip(code.quote))
    if not code.technical:
        return Verdict(technical)
    if said := _sector(title, subjects, text):
        return Verdict(technical, said)
    if code.sector is None:
        return Verdict(technical)
    sector = Known[Sector](value=code.sector, known=How.INFERRED, rule=code.rule, quote=clip(code.quote))
    return Verdict(technical, sector)


def _strong(found: list[Sign]) -> list[Sign]:
    return [sign for sign in found if sign.kind in (STRONG, AMBIGUOUS)]


def _weak(found: list[Sign]) -> list[Sign]:
    return [sign for sign in found if sign.kind == WEAK]


def _against(found: list[Sign]) -> list[Sign]:
    return [sign for sign in found if sign.kind == AGAINST]


def _by_words(
    title: str, in_title: list[Sign], in_subjects: list[Sign], in_text: list[Sign], description: str
) -> Verdict:
    """`technical.title`, `technical.subjects`, `technical.text` and the rules against, in that order."""
    technical = _decided(in_title, in_subjects, in_text, description, title)
    if technical and technical.rule == "technical.teacher":
        sector = Sector.TECHNICAL_EDUCATION
        return Verdict(
            technical, Known[Sector](**technical.model_dump() | {"value": sector, "rule": "sectors.teacher"})
        )
    if technical is None or not technical.value:
        return Verdict(technical)
    # "AI voor IT-professionals" is about AI: whom it is for decides only where the subject names no sector.
    subject = _subject(in_title, title)
    told = subject if any(sign.sector for sign in subject) else in_title
    # "Machine learning met Python": what is learnt stands before its tool.
    tool = WITH_TOOL.search(fold(title))
    before = [sign for sign in told if tool and sign.start < tool.start()]
    told = before if any(sign.sector for sign in _strong(before)) else told
    return Verdict(technical, _of_job(title) or _of_study(title) or _sector(told, in_subjects, in_text))


def _of_job(title: str) -> Known[Sector] | None:
    """`sectors.job`: the sector of the occupation that the title is the name of."""
    job = job_of(title)
    if job is None or job.sector is None:
        return None
    return Known[Sector](value=job.sector, known=How.INFERRED, rule="sectors.job", quote=clip(job.name))


def _of_study(title: str) -> Known[Sector] | None:
    """`sectors.study`: the sector of the study that the name is as a whole."""
    study = study_of(title)
    if study is None or study.sector is None:
        return None
    return Known[Sector](value=study.sector, known=How.INFERRED, rule="sectors.study", quote=clip(study.words))


def _decided(
    title: list[Sign], subjects: list[Sign], text: list[Sign], description: str, words: str
) -> Known[bool] | None:
    if teacher := _teacher(title, words):
        return teacher
    subject = _subject(title, words)
    if _strong(subject) and not _against(subject):
        aside = _is_aside(words, subjects) or _is_tool(subject, title, description) or _is_managed(subject, description)
        return None if aside else _known(True, "technical.title", _strong(subject))
    if name := _named(words):
        doubted = _is_aside(words, subjects) or (_distinct(_against(text)) > 1 and not _strong(text))
        return None if doubted else name
    if _against(title):
        return _with_words_against(title, subjects, text)
    if _strong(title):
        theirs = _is_theirs(subject, title)
        for_them = theirs or FOR_TRADE.match(fold(words)) or _strong(subjects) or _distinct(_strong(text)) > 1
        return _known(True, "technical.title", _strong(title)) if for_them else None
    if _weak(title):
        return None if _is_tool(subject, title, description) else _backed(_weak(title), subjects, text)
    if any(sign.sector for sign in _strong(subjects)) and not _against(subjects):
        return _known(True, "technical.subjects", _strong(subjects))
    return _without_title(subjects, text, description, words)


def _named(words: str) -> Known[bool] | None:
    """`technical.study`, `technical.job`: the title as a whole is the name of a technical study or job."""
    if study := study_of(words):
        return _inferred("technical.study", study.words)
    job = job_of(words)
    return _inferred("technical.job", job.name) if job else None


def _teacher(title: list[Sign], words: str) -> Known[bool] | None:
    if _teaches(title, words):
        return _known(True, "technical.teacher", [*_strong(title), *_weak(title)])
    return _inferred("technical.teacher", words) if subject_taught(words) else None


def _backed(weak: list[Sign], subjects: list[Sign], text: list[Sign]) -> Known[bool] | None:
    """`technical.title_backed`: a weak word needs a strong subject, two strong words of the text, or another weak one.

    Of two weak words one must name a sector: "techniek en veiligheid" says too little.
    """
    beside = [*_strong(subjects), *_strong(text)]
    together = _distinct(weak) > 1 and any(sign.sector for sign in weak)
    enough = together or _strong(subjects) or _distinct(beside) > 1
    return _known(True, "technical.title_backed", [*weak, *beside]) if enough else None


JOINED = re.compile(r"(?<=[a-z])(?=[A-Z]{2})")
"""Where two words are written as one: "LabICT"."""
# After these words a title says for whom or in which field it is used, not what is learnt.
FOR_WHOM = re.compile(
    r" (?:voor|for) | in (?:de |het |the )?(?=zorg|health|gezondheid|medi|landbouw|agricul|onderwijs)"
)


FOR_TRADE = re.compile(
    r"\W*(?:(?:de|het|een|basis|allround|vervolg|verkorte?|praktijk|intensieve|online|complete|erkende|theorie)?[\s-]*)*"
    r"(?:basis|vervolg|praktijk|vak|bbl-?|instroom|omscholings|start)?(?:cursus|opleiding|training|workshop|leergang|leertraject"
    r"|traject|scholing|course|bootcamp|nascholing|bijscholing|omscholing|e-?learning|masterclass|introductie)\s(?:voor|for)\s"
)
"""Nothing but "cursus voor": what follows is then the trade that is learnt."""
WITH_TOOL = re.compile(r" (?:using|with|met|met behulp van|door middel van) ")
ELSEWHERE = re.compile(
    r" in (?:de |het |the )?(?:zorg|gezondheidszorg|healthcare|onderwijs|klas|education|health care)\b"
)
MANAGING = ("business", "management", "leadership", "leiderschap", "strateg", "executive")


def _is_aside(title: str, subjects: list[Sign]) -> bool:
    """`technical.aside`: technology in care or in the classroom, or filed under management alone: an editor decides."""
    filed = [sign for sign in subjects if sign.kind != AGAINST or not sign.word.startswith(MANAGING)]
    return bool(ELSEWHERE.search(fold(title))) or bool(subjects and not filed)


RESEARCH = re.compile(
    r"\b(?:research methods?|methods course|onderzoeksmethod\w+|onderzoeksvaardig\w+"
    r"|(?:quanti|quali|kwanti|kwali)tatie?ve? (?:and|or|and/or|en|of) (?:quanti|quali|kwanti|kwali)tatie?ve?"
    r"|(?:psychological|social|survey|psychologische|sociale) (?:science )?(?:data|gegevens|statisti\w+))\b",
    re.I,
)


def _is_theirs(subject: list[Sign], title: list[Sign]) -> bool:
    """`technical.theirs`: "AI voor IT-professionals" deepens their own field."""
    return any(sign.sector in NEIGHBOURS for sign in subject) and all(
        sign.sector in NEIGHBOURS for sign in _strong(title)
    )


def _is_tool(subject: list[Sign], title: list[Sign], description: str) -> bool:
    """`technical.tool`: data as the tool of another profession ("Data-analyse voor HR") or of research in a field that
    is not technical ("research methods"): an editor decides.
    """
    if not subject or any(sign.sector is not Sector.DATA for sign in subject):
        return False
    analysis = all(re.match(r"data.?analy", sign.word) for sign in subject)
    for_others = analysis and _against(title) and not [sign for sign in _strong(title) if sign not in subject]
    return bool(for_others or RESEARCH.search(description, 0, MAX_READ))


MANAGED = re.compile(
    r"\b(?:stakeholder|opdrachtgever|commissioning|management of|projectmanagement|project management|change management"
    r"|verandermanagement|business case|governance|draagvlak|besluitvorming|decision making|adoptie)"
)


def _is_managed(subject: list[Sign], description: str) -> bool:
    """`technical.managed`: "ICT" and no clearer word in the title, over a text on projects and stakeholders."""
    vague = all(sign.kind == AMBIGUOUS and sign.sector in NEIGHBOURS for sign in subject if sign.kind != WEAK)
    return vague and len(set(MANAGED.findall(fold(description[:MAX_READ])))) > 1


def _subject(found: list[Sign], title: str) -> list[Sign]:
    """What stands before "voor": in "VCA voor leidinggevenden" the rest says for whom it is."""
    beyond = FOR_WHOM.search(fold(title))
    return [sign for sign in found if beyond is None or sign.start < beyond.start()]


TEACHER = re.compile(
    r"\b(?:docent|docenten|leraar|leraren|lerarenopleiding|docentenopleiding|teacher|vakleerkracht|onderwijsondersteuner)\b.*?(?=\S)"
)


VOCATIONAL = re.compile(r"\b(?:v?m\.?b\.?o\b|vbo\b|lts\b|beroepsonderwijs)")
CRAFTS = (Sector.CONSTRUCTION, Sector.METAL_WELDING, Sector.INSTALLATION_CLIMATE, Sector.MOBILITY, Sector.MECHANICAL)
"""At a vocational school a word that says little elsewhere names the trade: "leraar mbo in schilderen"."""
TECHNICAL_SUBJECT = re.compile(r"\b(?<!consumptieve )(?:techn\w+|\w{3,}techniek(?:en)?)\b")


def _names_technique(folded: str, start: int) -> bool:
    """A technical subject, and no skill that is called a technique: "zangtechniek"."""
    said = (meaning(match.group()) for match in TECHNICAL_SUBJECT.finditer(folded, start))
    return any(each is None or each[0] not in (IGNORED, AGAINST) for each in said)


def _teaches(title: list[Sign], words: str) -> bool:
    """`technical.teacher`: a teacher's title that names a technical subject or a natural science: "leraar techniek"."""
    folded = fold(words)
    match = TEACHER.search(folded)
    after = [sign for sign in title if match and sign.start > match.start()]
    named = bool(_strong(after)) or bool(match and _names_technique(folded, match.end()) and not _against(after))
    trade = VOCATIONAL.search(folded) and any(sign.sector in CRAFTS for sign in after) and not _against(after)
    return named or bool(trade) or bool(match and SCIENCE.search(folded, match.end()))


def _with_words_against(title: list[Sign], subjects: list[Sign], text: list[Sign]) -> Known[bool] | None:
    """`technical.title_against`: "leidinggeven" is not technical; "leidinggeven in de techniek" is borderline."""
    technical = _strong(title) or _weak(title) or _strong(subjects) or _distinct(_strong(text)) > 1
    return None if technical else _known(False, "technical.title_against", _against(title))


def _without_title(subjects: list[Sign], text: list[Sign], description: str, words: str) -> Known[bool] | None:
    """`technical.text` needs three different words of one sector; `technical.no_words` a Dutch text long enough to have
    held one.

    The lists know too little of other languages for their silence to mean anything.
    """
    strong, against = _strong(text), _against([*subjects, *text])
    if _of_one_sector(strong) >= 3 and _distinct(strong) > _distinct(against):
        return _known(True, "technical.text", strong)
    if strong or _weak(subjects):
        return None
    if against and _distinct(against) >= 2:
        return _known(False, "technical.text_against", against)
    if len(description) >= ENOUGH_TEXT and not _weak(text) and is_dutch(description):
        return Known[bool](value=False, known=How.INFERRED, rule="technical.no_words", quote=clip(words))
    return None


ICT = Sector.ICT_SOFTWARE
NEIGHBOURS = (Sector.ICT_SOFTWARE, Sector.ICT_INFRASTRUCTURE_SECURITY, Sector.DATA)


def _of_one_sector(found: list[Sign]) -> int:
    """How many different words point to the sector that most of them point to."""
    words = {
        (sign.word, ICT if sign.sector in NEIGHBOURS else sign.sector) for sign in found if sign.word != "engineering"
    }
    score = Counter(sector for _, sector in words if sector)
    return max(score.values(), default=0) + sum(not sector for _, sector in words) if score else 0


def _distinct(found: list[Sign]) -> int:
    return len({sign.word for sign in found})


def _known(value: bool, rule: str, found: list[Sign]) -> Known[bool]:
    return Known[bool](value=value, known=How.INFERRED, rule=rule, quote=_words(found))


def _inferred(rule: str, quote: str) -> Known[bool]:
    return Known[bool](value=True, known=How.INFERRED, rule=rule, quote=clip(quote))


def _words(found: list[Sign]) -> str:
    return clip(", ".join(dict.fromkeys(sign.word for sign in found)))


WEIGHT = {STRONG: 3, AMBIGUOUS: 1, WEAK: 1}
ENOUGH_POINTS = 6  # two strong words, where the title itself names no sector


def _sector(title: list[Sign], subjects: list[Sign], text: list[Sign]) -> Known[Sector] | None:
    """`sectors.words`: the sector most words of the title point to; without one, the subjects and text decide.

    `sectors.ambiguous`: a word such as "hydraulisch" alone in the title gives way to one clear word of the text.
    """
    everything, doubtful = [*title, *subjects, *text], any(sign.kind == AMBIGUOUS for sign in title)
    best = _best(title, 2) or _best([*title, *subjects], 3) or _best(everything, 3 if doubtful else ENOUGH_POINTS)
    best = best or _first_of(title) or _best(title, 1)
    if best is None:
        return None
    decisive = [sign for sign in (*title, *subjects, *text) if sign.sector is best]
    return Known[Sector](value=best, known=How.INFERRED, rule="sectors.words", quote=_words(decisive))


def _first_of(title: list[Sign]) -> Sector | None:
    """`sectors.first`: of two clear words that a title joins, the first: "Elektrotechniek/Energietechniek"."""
    return next((sign.sector for sign in title if sign.kind == STRONG and sign.sector), None)


def _best(found: list[Sign], least: int) -> Sector | None:
    """The one sector with most points. Maintenance is an activity: at a tie, what is maintained decides."""
    score: Counter[Sector] = Counter()
    for _, sector, kind in {(sign.word, sign.sector, sign.kind) for sign in found}:
        if sector is not None:
            score[sector] += WEIGHT.get(kind, 0)
    # Whoever trains teachers of a trade teaches teaching, whatever the trade.
    if score[Sector.TECHNICAL_EDUCATION]:
        return Sector.TECHNICAL_EDUCATION
    top = [sector for sector, points in score.items() if points == max(score.values()) and points >= least]
    if len(top) == 2 and Sector.MECHATRONICS_MAINTENANCE in top:
        top.remove(Sector.MECHATRONICS_MAINTENANCE)
    return top[0] if len(top) == 1 else None
