"""What is indexed beside a course's own words, so that people find it by theirs.

The nearest relation first, in the order of the text: the engine counts an earlier word for more.
"""

from collections.abc import Iterable, Iterator

from catalogue.language.compounds import joined
from catalogue.language.inflection import forms, inflections
from catalogue.language.lexicon import family, lexicon
from catalogue.language.text import words


def near_forms(texts: Iterable[str]) -> list[str]:
    """Each word in this project's spelling, its parts, and the inflections of both."""
    return _unique(form for word in _telling(texts) for part in (word, *joined(word)) for form in _inflected(part))


def kin(texts: Iterable[str]) -> list[str]:
    """The families of the words and their parts, with the verbs, makers and activities that rules can make."""
    near = set(near_forms(texts))
    far = (form for word in _telling(texts) for part in (word, *joined(word)) for form in _related(part))
    return [form for form in _unique(far) if form not in near]


def synonyms(texts: Iterable[str]) -> list[str]:
    """What people type for what these texts say, by the lexicon's synonyms."""
    texts = list(texts)
    said = {*near_forms(texts), *kin(texts)}
    typed = [name for name, phrases in lexicon().synonyms.items() if any(_says(said, phrase) for phrase in phrases)]
    return _unique(form for name in typed for word in words(name) for form in _inflected(word))


def mentioned(description: str) -> list[str]:
    """Families of the trade words in a running text. Heads are left out: "voor monteurs" makes no course for it."""
    lists = lexicon()
    said = {part for word in words(description) for part in (word, *joined(word)) if part in lists.families}
    found = {form for part in said for relative in family(part) for form in (relative, part)}
    return sorted(found - {form for head in lists.heads for form in inflections(head)})


def _telling(texts: Iterable[str]) -> Iterator[str]:
    return (word for text in texts for word in words(text) if word not in lexicon().fillers)


def _inflected(word: str) -> list[str]:
    return [word, *sorted(inflections(word) - {word})]


def _related(part: str) -> Iterator[str]:
    for relative in sorted(family(part)):
        yield from _inflected(relative)
    yield from sorted(forms(part))


def _says(said: set[str], phrase: str) -> bool:
    return all(word in said for word in words(phrase))


def _unique(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
