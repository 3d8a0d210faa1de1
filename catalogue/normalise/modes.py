"""How a course is delivered: on site, online, self-paced, blended, at work.

Words for two ways joined by "en" or "combinatie" are blended; joined by "of" they are a choice, which is flagged.
"E-learning" alone is online: whether the hours are fixed is not told; `without_hours` looks for words that tell.
"""

import re
from functools import lru_cache

from catalogue.normal import How, Known, Mode
from catalogue.normalise.fragments import fragments
from catalogue.normalise.outcome import Outcome, around, clip, flag

Read = Outcome[Known[Mode]]

WORDS: tuple[tuple[Mode, re.Pattern[str]], ...] = tuple(
    (mode, re.compile(pattern, re.I))
    for mode, pattern in (
        (Mode.BLENDED,
            r"\bblended\b|\bhybride?\b|MixedEventAttendanceMode|\bcombinatie van (?:online|klassikaal|e-?learning"
            r"|fysiek)|\bdeels (?:online|klassikaal|fysiek)"),
        (Mode.AT_WORK,
            r"\bin-?\s?company\b|\bbij (?:u|jou|je|uw|jullie) (?:in|op)(?: het| de)? (?:bedrijf|organisatie|werk\w*"
            r"|locatie)|\bop de werk(?:vloer|plek)\b"
                       r"|\bop (?:uw|jouw|jullie) (?:eigen )?(?:locatie|bedrijf)|\bmaatwerk op locatie\b"
                       r"|\bsituated\b|\bworkplace\b|\bwork-based\b"),
        (Mode.SELF_PACED,
            r"\bzelfstudie\b|\beigen tempo\b|\bself-?\s?(?:paced|study)\b|\bthuisstudie\b|\bhome study\b"
            r"|\bzelfstandig (?:online|te volgen)\b|\bop je eigen moment\b|\bon demand\b|\basynchro\w*"),
        (Mode.ONLINE,
            r"\bonline\b|OnlineEventAttendanceMode|\be-?\s?learning\b|\bafstands(?:onderwijs|leren)\b"
            r"|\bop afstand\b|\bdistance(?:-|\s)?(?:learning|education)?\b|\bvirtual classroom\b|\bvirtue(?:el"
            r"|le)\b"
                      r"|\bremote\b|\bwebinar\w*|\b(?:via|ms) teams\b|\bmicrosoft teams\b|(?<!\bop )\bzoom\b"
                      r"|\blive ?stream\b|VirtualLocation"),
        (Mode.ONSITE,
            r"\bklassikaal\b|\bin[- ]class(?:es)?\b|\bon-?\s?(?:site|campus)\b|OfflineEventAttendanceMode"
            r"|\bfysiek\b|\bcontactonderwijs\b"
            r"|\bop (?:de |onze )?(?:(?:les|trainings|cursus)?locatie|school|campus)\b|(?<!virtual )\bclassroom\b"
                      r"|\bface-?\s?to-?\s?face\b|\bin[- ]person\b|\bpraktijkdag\w*|\bpraktijkles\w*"
                      r"|\bregulier klaslokaal\b|\boffline\b|\blecture-based\b|\bpresential\b"),
    )
)  # fmt: skip
WORDS_OF = dict(WORDS)
CHOICE = re.compile(r"\b(?:of|or|naar keuze|keuze uit)\b|/", re.I)
# "online leeromgeving" and "schrijf je online in" say nothing of the delivery.
ASIDE = re.compile(
    r"\bonline\s+(?:leer\w*|leeromgeving|platform|portal\w*|examen|toets\w*|inschrij\w*|aanmeld\w*|boek\w*"
    r"|marketing|retail\w*|shop\w*|adverteren|intake|media|handel|identity|veiligheid"
    r"|community|presence|omgeving|materiaal|reputatie|communicatie|verkoop|betalen)|\b(?:inschrijven|aanmelden"
    r"|schrijf je|meld je|koop|bestel|boek)\W+(?:\w+\W+){0,2}online\b"
    r"|\bhybrid[ea]?\s+(?:auto|voertuig|warmte|docent|en elektrisch|aandrijv|cloud|voert|pomp)\w*"
    r"|\bhybride?\b(?=\s+(?:docent|werken|cloud|organisatie))|\bzoom-?in\b|\bblended finance\b|\bremote sensing\b",
    re.I,
)


@lru_cache(maxsize=1_024)  # the offers of a site share a few fields
def read_mode(text: str | None, field: str = "mode", known: How = How.STATED, rule: str = "modes.field") -> Read:
    """The mode a text names; two ways that exclude each other without "en" are a choice."""
    if not text or not text.strip():
        return Outcome()
    seen = ASIDE.sub(" ", text)
    found = [(mode, match) for mode, pattern in WORDS if (match := pattern.search(seen))]
    if not found:
        return Outcome()
    quote = clip(text) if known is How.STATED else around(seen, *found[0][1].span())
    return _decided([mode for mode, _ in found], seen, quote, field, known, rule)


def _decided(modes: list[Mode], text: str, quote: str, field: str, known: How, rule: str) -> Read:
    ways = {Mode.ONLINE if mode is Mode.SELF_PACED else mode for mode in modes}
    if len(ways) == 1 or modes[0] is Mode.BLENDED:
        return Outcome(Known[Mode](value=modes[0], known=known, rule=rule, quote=quote))
    if CHOICE.search(text):
        return Outcome(flags=(flag("mode_choice", field, quote),))
    if ways == {Mode.ONLINE, Mode.ONSITE}:
        return Outcome(Known[Mode](value=Mode.BLENDED, known=How.INFERRED, rule="modes.both", quote=quote))
    # At the employer's and somewhere else: two offers in one, nothing that the words decide.
    return Outcome(flags=(flag("mode_choice", field, quote),))


AT_WORK_SUBJECT = re.compile(r"\bop de werk(?:vloer|plek)\b", re.I)
"""In a title it is what the course is about: "Nederlands op de werkvloer"."""


def mode_in_title(title: str) -> Read:
    """`modes.in_title`: "(e-learning)", "online cursus", "klassikaal" in the title; inferred."""
    read = read_mode(AT_WORK_SUBJECT.sub(" ", title), known=How.INFERRED, rule="modes.in_title")
    return Outcome(read.value)


OWN_PACE = re.compile(
    r"\b(?:(?:in|op) (?:je|jouw|uw) eigen (?:tempo|moment)|wanneer (?:je|jij|u) wilt?|op elk(?: gewenst)? moment"
    r"|(?:direct|meteen) (?:starten|beginnen)|doorlopend|24/7|\d+ (?:weken|maanden) toegang"
    r"|(?:je|u) (?:mag|hebt) er (?:een|\w+) (?:jaar|maanden) over)\b",
    re.I,
)


WHOLLY = re.compile(
    r"\b(?:asynchrone?|asynchronous|on[- ]demand|self-paced),?\s(?:\w+,?\s){0,2}(?:cursus|training|opleiding|programma"
    r"|course|learning experience|program(?:me)?)\b|\b(?:volledig|geheel|helemaal) in (?:je|jouw|uw) eigen tempo\b",
    re.I,
)
LIVE = re.compile(r"\b(?:live|sessies?|bijeenkomst(?:en)?|virtual classroom|webinars?|lesdag(?:en)?|sessions?)\b", re.I)


def without_hours(mode: Known[Mode] | None, text: str) -> Known[Mode] | None:
    """`modes.own_pace`: e-learning of which the text says that one chooses one's own time is self-paced; inferred.

    What is only called online needs plainer words: the whole course asynchronous, and nothing live.
    """
    if mode is None or mode.value is not Mode.ONLINE:
        return mode
    by_module = re.search(r"e-?\s?learning", mode.quote, re.I)
    match = OWN_PACE.search(text) if by_module else None if LIVE.search(text) else WHOLLY.search(text)
    if match is None:
        return mode
    quote = clip(f"{mode.quote} ↔ {around(text, *match.span())}")
    return Known[Mode](value=Mode.SELF_PACED, known=How.INFERRED, rule="modes.own_pace", quote=quote)


COMBINED = re.compile(
    r"\bblended(?:\slearning\b|\straining|\scursus|\sopleiding|\svorm|:)"
    r"|\b(?:e-?learning|online (?:lessen|modules|theorie))\b[^.;]{0,30}(?:\ben|\bmet|\bplus|\+) (?:\w+ )?"
    r"(?:klassikale|fysieke)\b"
    r"|\bcombinatie van (?:een )?(?:online|klassika\w+|e-?learning|fysiek\w*)[^.;]{0,40}\ben\b",
    re.I,
)


MEETINGS = r"(?:sessies|lessen|bijeenkomsten|workshops|colleges|sessions?|classes|lessons|meetings)\b"
BESIDES = re.compile(
    r"\b(?:klassikale?|fysieke?|on campus)\b[^.;]{0,60}\b(?:en|met|and|with) (?!geen\b)(?:\w+ )?online " + MEETINGS,
    re.I,
)
COUNTED = re.compile(
    r"\b(?:\d+|twee|drie|vier|vijf|zes|acht|tien|two|three|four|five|six) (?:live )?online " + MEETINGS, re.I
)
ELSEWHERE = re.compile(r"\bpraktijk|\bklassika|\bfysiek|\bbijkopen\b|\boptione|\boptional", re.I)


COMBINES = ("ombinatie", "lended", "learning", "nline")
AT_YOURS = re.compile(
    r"\b(?:vindt|vinden|wordt|worden|geven|verzorgen|komen|is|zijn|volg(?:t|en)?)\b(?P<between>[^.;!?]{0,50}?)"
    r"\bbij (?:jou|jouw|u|uw|je|jullie) (?:in|op)(?: het| de| uw| jouw| eigen)? "
    r"(?:bedrijf|organisatie|locatie|werk\w*)",
    re.I,
)
OFFERED = re.compile(r"\b(?:ook|kan|kunnen|mogelijk\w*|desgewenst|eventueel|of|baan|werkgever|contract)\b", re.I)
"""Beside "bij u in het bedrijf" these say that it is one way of several, or no lesson."""
BY_VIDEO = re.compile(
    r"\b(?:\w*les(?:sen)?|\w*cursus|\w*training|\w*opleiding|\w*bijeenkomst(?:en)?|webinars?)\b[^.;!?]{0,40}"
    r"\b(?:via|in) (?:ms |microsoft )?(?:teams|zoom)\b",
    re.I,
)
THEORY_ONLINE = re.compile(r"\btheorie\w*\b[^.;!?]{0,25}\bonline\b[^.;!?]{0,15}\ben\b[^.;!?]{0,20}\bpraktijk", re.I)


def mode_in_text(text: str) -> Known[Mode] | None:
    """`modes.in_text`: "een combinatie van e-learning en praktijktraining", "klassikale lessen met online sessies".

    "3 online sessies" makes it online where the text has no word for a place; other words of a text say too little.
    """
    match = COMBINED.search(text) if any(word in text for word in COMBINES) else None
    mode = Mode.BLENDED
    if match is None and "online " in text:
        match = BESIDES.search(text)
        if match is None and (match := COUNTED.search(text)):
            mode = Mode.ONLINE
            if _is_elsewhere(text):
                return None
        match = match or THEORY_ONLINE.search(text)
    if match is None:
        return _told_in_text(text)
    return _as_told(mode, text, match)


def _told_in_text(text: str) -> Known[Mode] | None:
    """`modes.in_text` too: "de training vindt plaats bij u in het bedrijf", "de lessen volg je via Teams"."""
    for mode, pattern, hint in ((Mode.AT_WORK, AT_YOURS, " bij "), (Mode.ONLINE, BY_VIDEO, " via ")):
        match = pattern.search(text) if hint in text else None
        sentence = re.split(r"[.;!?] ", text[match.start() : match.end() + 60])[0] if match else ""
        if match and not OFFERED.search(sentence) and not (mode is Mode.ONLINE and _is_elsewhere(text)):
            return _as_told(mode, text, match)
    return None


def _is_elsewhere(text: str) -> bool:
    return bool(ELSEWHERE.search(text)) or any(WORDS_OF[other].search(text) for other in (Mode.ONSITE, Mode.AT_WORK))


def _as_told(mode: Mode, text: str, match: re.Match[str]) -> Known[Mode]:
    return Known[Mode](value=mode, known=How.INFERRED, rule="modes.in_text", quote=around(text, *match.span()))


PIECE = re.compile(
    r"(?P<words>(?:volledig |geheel |live )?(?:online|klassikaal)|blended(?: learning)?|zelfstudie|e-?learning"
    r"|thuisstudie|klassikaal en online|online en klassikaal|hybride)"
    r"(?:\s(?:cursus|training|opleiding|lessen|met begeleiding|te volgen|via teams|via zoom))?",
    re.I,
)


PIECE_HINTS = (
    "online",
    "klassikaal",
    "blended",
    "zelfstudie",
    "learning",
    "thuisstudie",
    "hybride",
)


def mode_of_pieces(text: str) -> Known[Mode] | None:
    """`modes.piece`: a piece of the text that is nothing but the mode: "12 weken, live online, € 950"; inferred.

    Two pieces that differ are a choice or two offers: neither.
    """
    lowered = text.lower()
    told = fragments(text) if any(hint in lowered for hint in PIECE_HINTS) else ()
    pieces = (PIECE.fullmatch(piece) for piece in told)
    reads = [read_mode(match["words"], known=How.INFERRED, rule="modes.piece").value for match in pieces if match]
    return reads[0] if reads and len({read.value for read in reads if read}) == 1 else None


def mode_of_venue(name: str | None) -> Known[Mode] | None:
    """`modes.venue`: a venue that is called "Online" or "Bij u in het bedrijf"."""
    if not name or len(name) > 60:
        return None
    read = read_mode(name, known=How.STATED, rule="modes.venue")
    return read.value if read.value and read.value.value is not Mode.ONSITE else None


ROOM = re.compile(
    r"\w*(?:zaal|lokaal|gebouw|werkplaats|praktijkhal|praktijkruimte)\b|\b(?:campus|lab|laboratorium|auditorium|room"
    r"|lecture hall|building|practicum\w*|hotel|congrescentrum|conference cent(?:er|re))\b",
    re.I,
)
NO_ROOM = re.compile(
    r"\b(?:online|virtu\w+|digita\w+|(?<!\bop )zoom|teams|nader|n\.?t\.?b|t\.?b\.?[ad]|chat|break-?out)\b", re.I
)


def mode_of_address(name: str, has_address: bool, quote: str) -> Known[Mode] | None:
    """`modes.address`: a venue that we cannot place, but that has a street or postcode, or is a room; inferred."""
    physical = (has_address or ROOM.search(name)) and not NO_ROOM.search(name)
    return Known[Mode](value=Mode.ONSITE, known=How.INFERRED, rule="modes.address", quote=quote) if physical else None


PLACE_ONLINE = re.compile(
    r"(?:live )?online(?:\s?\([^)]*\))?(?=\W*$|\s(?-i:[A-Z][a-z]+\s[a-z]))|bij (?:u|jou|je|uw|jullie)\b", re.I
)
ONLINE_BESIDE = re.compile(r"\b(?:online|thuis)\b", re.I)


def mode_of_named_place(words: str | None) -> Read:
    """`modes.named_place`: "Locatie: online", "Locatie: bij u in het bedrijf"; "Ede of online" is a choice."""
    if not words:
        return Outcome()
    if PLACE_ONLINE.match(words):
        read = read_mode(words[:60], known=How.INFERRED, rule="modes.named_place")
        return read if read.value else Outcome()
    beside = ONLINE_BESIDE.search(words[:40])
    return Outcome(flags=(flag("mode_choice", "mode", words),)) if beside else Outcome()


AT_A_DISTANCE = re.compile(
    r"\b(?:online|e-?\s?learning|blended|hybride?|zelfstudie|op afstand|webinars?|virtue\w+|thuis)\b", re.I
)


def mode_of_told_place(text: str, quote: str) -> Known[Mode] | None:
    """`modes.has_place` for a place out of the running text: only where the text has no word for learning elsewhere."""
    return None if AT_A_DISTANCE.search(ASIDE.sub(" ", text)) else mode_of_place(True, quote)


def mode_of_place(has_place: bool, quote: str) -> Known[Mode] | None:
    """`modes.has_place`: a session with a place and no word on its mode is on site; inferred."""
    return (
        Known[Mode](value=Mode.ONSITE, known=How.INFERRED, rule="modes.has_place", quote=quote) if has_place else None
    )
