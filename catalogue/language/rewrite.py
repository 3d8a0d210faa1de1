"""A person's words as the engine is asked them: one spelling, compounds in parts, fillers left out."""

import re

from catalogue.language.compounds import largest
from catalogue.language.lexicon import lexicon
from catalogue.language.text import words

CODE_WORD = re.compile(r"[a-z]{2,4}")
CODE_NUMBER = re.compile(r"\d{2,5}")


def rewritten(q: str) -> str:
    """The engine's query for `q`. Codes are quoted, so that nothing else answers to them; empty stays empty."""
    plain = [part for word in words(q) for part in _in_parts(word)]
    telling = [word for word in plain if word not in lexicon().fillers] or plain
    asked = " ".join(_with_codes(telling))
    # After a space the engine takes the last word as whole: "last" is not the beginning of "lastoevoegmateriaal".
    return asked + " " if telling and _whole(telling[-1]) else asked


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
