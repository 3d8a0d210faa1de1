"""A person's words as the engine is asked them: one spelling, compounds in parts, fillers left out."""

import re
from dataclasses import dataclass
from functools import lru_cache

from catalogue.language.compounds import largest
from catalogue.language.lexicon import lexicon
from catalogue.language.text import words

CODE_WORD = re.compile(r"[a-z]{2,4}")
CODE_NUMBER = re.compile(r"\d{2,5}")


@dataclass(frozen=True)
class Asked:
    """The engine's words. `trades_first`: whoever must leave words out leaves out the last."""

    words: str
    trades_first: bool = False


@lru_cache(maxsize=4096)
def asked(q: str) -> Asked:
    """The engine's query for `q`. Codes are quoted, so that nothing else answers to them; empty stays empty.

    Among words of a trade and others ("zonder ervaring lasser") the trade's come first: they are what is looked for.
    """
    plain = [part for word in words(q) for part in _in_parts(_trade_of(word))]
    telling = [word for word in plain if word not in lexicon().fillers] or plain
    trades = [word for word in telling if _is_trade(word)]
    others = [word for word in telling if not _is_trade(word)]
    mixed = bool(trades and others)
    found = " ".join(_with_codes([*trades, *others] if mixed else telling))
    # After a space the engine takes the last word as whole: "last" is not the beginning of "lastoevoegmateriaal".
    return Asked(found + " " if telling and _whole((others or telling)[-1]) else found, mixed)


def rewritten(q: str) -> str:
    """The words of `asked`."""
    return asked(q).words


def _is_trade(word: str) -> bool:
    """A role ("monteur") or a head that is a synonym too ("techniek") says too little to lead the others."""
    named = word in lexicon().synonyms and word not in lexicon().heads
    return (named or word in lexicon().families) and word not in lexicon().roles


def _trade_of(word: str) -> str:
    """Courses rarely say torenkraanmachiniste: the word that they use."""
    called = max((form for form in lexicon().women if word.endswith(form)), key=len, default="")
    return word.removesuffix(called) + lexicon().women[called] if called else word


def _in_parts(word: str) -> tuple[str, ...]:
    if word in lexicon().families:
        return (word,)
    sides = largest(word)
    return tuple(part for side in sides for part in (_in_parts(side) if len(side) < len(word) else (side,))) or (word,)


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
