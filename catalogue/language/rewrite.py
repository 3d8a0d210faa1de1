"""A person's words as the engine is asked them: one spelling, compounds in parts, fillers left out."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from catalogue.language.compounds import largest
from catalogue.language.lexicon import lexicon
from catalogue.language.text import words

CODE_WORD = re.compile(r"[a-z]{2,4}")
CODE_NUMBER = re.compile(r"\d{2,5}")
TRADE, UNKNOWN, SHARED, WISH = range(4)
"""How much a word says: a trade, what may be one, what many trades share ("monteur"), a wish ("beginner")."""


@dataclass(frozen=True)
class Asked:
    """The engine's words. `trades_first`: whoever must leave words out leaves out the last.

    `leading`: those of them that are not left out; all where they say as much.
    `role`: what is left to look for where nothing has the words before it: the monteur of a "glasvezelmonteur".
    """

    words: str
    leading: str = ""
    trades_first: bool = False
    role: str = ""


@lru_cache(maxsize=4096)
def asked(q: str) -> Asked:
    """The engine's query for `q`. Codes are quoted, so that nothing else answers to them; empty stays empty.

    The words that say most come first and lead, the others may be missing: of "zonder ervaring lasser" the lasser, of a
    "glasvezelmonteur" the glasvezel.
    """
    plain = [part for word in words(q) for part in _in_parts(_trade_of(word))]
    telling = [part for part in plain if part.word not in lexicon().fillers] or plain
    most = min((part.says for part in telling), default=TRADE)
    first = [part.word for part in telling if part.says == most]
    others = [part.word for part in telling if part.says != most and part.word not in lexicon().deeds]
    found, leading = (" ".join(_with_codes(some)) for some in ([*first, *others], first))
    # After a space the engine takes the last word as whole: "last" is not the beginning of "lastoevoegmateriaal".
    ending = " " if telling and _whole((others or first)[-1]) else ""
    return Asked(
        found + ending,
        leading + " " if others else found + ending,
        bool(others),
        " ".join(word for word in others if word in lexicon().roles),
    )


@dataclass(frozen=True)
class _Part:
    """A word of the query, or a part of one that is a compound."""

    word: str
    whole: bool

    @property
    def says(self) -> int:
        """How much, from TRADE on."""
        if self.word in lexicon().wishes:
            return WISH
        if _is_trade(self.word) or (self.whole and self.word in lexicon().sector_names):
            return TRADE
        return SHARED if self.word in _shared() else UNKNOWN


@cache
def _shared() -> frozenset[str]:
    return lexicon().roles | lexicon().deeds | lexicon().heads


def rewritten(q: str) -> str:
    """The words of `asked`."""
    return asked(q).words


def _is_trade(word: str) -> bool:
    """A head that is a synonym too ("techniek") says too little to lead the others, as a role does."""
    named = word in lexicon().synonyms and word not in lexicon().heads
    return (named or word in lexicon().families) and word not in lexicon().roles | lexicon().deeds


def _trade_of(word: str) -> str:
    """Courses rarely say torenkraanmachiniste: the word that they use."""
    called = max((form for form in lexicon().women if word.endswith(form)), key=len, default="")
    return word.removesuffix(called) + lexicon().women[called] if called else word


def _in_parts(word: str, whole: bool = True) -> tuple[_Part, ...]:
    sides = () if word in lexicon().families else largest(word)
    shorter = (_in_parts(side, False) if len(side) < len(word) else (_Part(side, False),) for side in sides)
    return tuple(part for parts in shorter for part in parts) or (_Part(word, whole),)


def _whole(word: str) -> bool:
    return len(word) <= 4 or word in lexicon().families


def _with_codes(telling: list[str]) -> list[str]:
    """`nen 3140` -> `"nen 3140"`."""
    found: list[str] = []
    for word in telling:
        if found and CODE_NUMBER.fullmatch(word) and CODE_WORD.fullmatch(found[-1]):
            found[-1] = f'"{found[-1]} {word}"'
        else:
            found.append(word)
    return found
