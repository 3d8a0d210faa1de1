"""All careers as one table, with what is looked up in it: the shipped ones, or those with editors' changes on top."""

from collections.abc import Mapping
from functools import cache, cached_property

from catalogue.careers.lexicon import Lexicon
from catalogue.careers.table import Career, careers, hidden_words
from catalogue.normalise.text import fold
from catalogue.normalise.vocabulary import WORD


class CareerTable:
    """Career id -> career, in the order of the shipped table. Two tables with the same careers are the same object."""

    def __init__(self, known: Mapping[str, Career]) -> None:
        self.careers = known

    def __getitem__(self, career_id: str) -> Career:
        return self.careers[career_id]

    def named(self, name: str) -> str | None:
        """The id of the career that has this name, label or plural, and nothing besides; None for any other text."""
        folded = fold(name)
        places = list(WORD.finditer(folded))
        found = self.lexicon.name_at(folded, places, 0) if places else None
        return found.career if found and (found.start, found.end) == (places[0].start(), places[-1].end()) else None

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of all careers."""
        return Lexicon(self.careers.values(), hidden_words())

    @cached_property
    def by_esco(self) -> Mapping[str, Career]:
        """Last part of an ESCO URI -> the career that is this occupation."""
        return {career.esco.rsplit("/", 1)[-1]: career for career in self.careers.values() if career.esco_exact}

    @cached_property
    def by_crebo(self) -> Mapping[str, Career]:
        """CREBO code -> the career its qualification names."""
        return {code: career for career in self.careers.values() for code in career.crebo}

    @cached_property
    def by_isco(self) -> Mapping[str, Career]:
        """ISCO unit group -> its career, where there is just one."""
        groups: dict[str, list[Career]] = {}
        for career in self.careers.values():
            groups.setdefault(career.isco, []).append(career)
        return {isco: found[0] for isco, found in groups.items() if len(found) == 1}


@cache
def shipped() -> CareerTable:
    """The careers that come with this version of the software."""
    return CareerTable(careers())
