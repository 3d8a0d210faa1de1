"""What a course asks of the learner: hours a week, or the whole study load (SBU, EC).

Hours of work for an employer ("je werkt 32 uur per week") are no effort for the course.
"""

import re

from catalogue.normal import Effort, EffortPer, How, Known
from catalogue.normalise.outcome import around

NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
UNTIL = r"\s?(?:-|–|à|tot(?:\sen\smet)?|t/m|of|to)\s?"
HOURS = r"(?:uren|uur|u|hours?|hrs?|klokuren|studie-?uren|lesuren)"
WEEKLY = re.compile(
    rf"(?<![\w.,€])(?P<hours>{NUMBER})(?:{UNTIL}(?P<most>{NUMBER}))?\s?{HOURS}\s?(?:studie|les|zelfstudie|thuisstudie"
    rf"|huiswerk|werk)?\s?(?:per|/|in de|a|p\.?|p\s?/)\s?(?:week|w)\b",
    re.I,
)
WHOLE = re.compile(
    rf"(?<![\w.,€])(?P<hours>\d{{1,2}}\.\d{{3}}|{NUMBER})\s?(?:SBU|SLU"
    rf"|studielasturen|studiebelastings?uren|uren studiebelasting"
    rf"|uur studiebelasting|uur studielast)\b"
    rf"|\b(?:studiebelasting|studielast|SBU|study load)\b[^\d.;€]{{0,25}}(?P<after>\d{{1,2}}\.\d{{3}}|{NUMBER})"
    rf"\s?(?:{HOURS}|SBU)?(?![\w%€]|\s?(?:EC|ECTS|credits|dagen|weken)\b|\s?{HOURS}\s?(?:per|/))",
    re.I,
)
CREDITS = re.compile(r"(?<![\w.,€])(?P<credits>\d{1,3}(?:[.,]\d)?)\s?(?:EC(?:TS)?s?|studiepunten|credits)\b", re.I)
HOURS_IN_CREDIT = 28
"""WHW art. 7.4: 60 credits are 1,680 hours."""
STUDY = re.compile(
    r"\b(?:stud\w+|zelfstudie|thuisstudie|huiswerk|les|lessen|tijdsinvestering|tijdsbesteding|besteed\w*|kwijt"
    r"|cursus\w*|opleiding\w*|training\w*|studielast|inspanning|effort|study\w*|course)\b",
    re.I,
)
WORK = re.compile(
    r"\b(?:werk|werkt|werken|werkweek|werkend|baan|contract|dienstverband|leerbedrijf|arbeids\w*|salaris|in dienst"
    r"|minimaal werkzaam|work)\b",
    re.I,
)
IN_TEXT = (
    "per week",
    "/week",
    "sbu",
    "studiebelast",
    "studielast",
    "in de week",
    "study load",
    " p.w",
    " p/w",
    "slu",
    "/ week",
)


def read_effort(field: str | None, duration: str | None, text: str) -> Known[Effort] | None:
    """The effort in its own field, beside the duration, or in the text."""
    for words, how in ((field, How.STATED), (duration, How.STATED)):
        if words and (found := _weekly(words, False) or _whole(words) or (_credits(words) if words is field else None)):
            value, rule, match = found
            how = How.INFERRED if rule == "efforts.credits" else how
            return Known[Effort](value=value, known=how, rule=rule, quote=around(words, *match.span()))
    lowered = text.lower()
    if not any(word in lowered for word in IN_TEXT):
        return None
    found = _weekly(text, True) or _whole(text)
    if found is None:
        return None
    value, rule, match = found
    return Known[Effort](value=value, known=How.INFERRED, rule=f"{rule}_in_text", quote=around(text, *match.span()))


Found = tuple[Effort, str, re.Match[str]]


def _weekly(text: str, running: bool) -> Found | None:
    """`efforts.weekly`, `efforts.weekly_in_text`: "8 uur per week", "8 tot 12 uur per week"."""
    for match in WEEKLY.finditer(text):
        if running and not _is_study(text, match):
            continue
        hours, most = _number(match["hours"]), _number(match["most"])
        if hours and hours <= 60 and (most is None or hours < most <= 60):
            return Effort(hours=hours, most=most, per=EffortPer.WEEK), "efforts.weekly", match
    return None


def _is_study(text: str, match: re.Match[str]) -> bool:
    """The nearest clause speaks of studying, and not of working."""
    before = re.split(r"[.;!?] |•|\|", text[max(0, match.start() - 70) : match.start()])[-1]
    after = re.split(r"[.;!?,] |•|\|", text[match.end() : match.end() + 50])[0]
    clause = f"{before} {match.group()} {after}"
    return bool(STUDY.search(clause)) and not WORK.search(clause)


def _whole(text: str) -> Found | None:
    """`efforts.whole`, `efforts.whole_in_text`: "240 SBU", "studiebelasting: 240 uur"."""
    match = WHOLE.search(text)
    hours = _number(match["hours"] or match["after"]) if match else None
    if match is None or not hours or hours > 10_000:
        return None
    return Effort(hours=hours, per=EffortPer.COURSE), "efforts.whole", match


def _credits(text: str) -> Found | None:
    """`efforts.credits`: "5 EC" in the effort field is 140 hours; inferred."""
    match = CREDITS.search(text)
    credits = _number(match["credits"]) if match else None
    if match is None or not credits or credits > 300:
        return None
    return Effort(hours=credits * HOURS_IN_CREDIT, per=EffortPer.COURSE), "efforts.credits", match


def _number(word: str | None) -> float | None:
    if not word:
        return None
    return float(re.sub(r"\.(?=\d{3}$)", "", word).replace(",", "."))
