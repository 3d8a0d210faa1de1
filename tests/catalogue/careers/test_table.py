"""The careers themselves: whole, unique, technical."""

import re
from collections import Counter

import pytest

from catalogue.careers.known import shipped
from catalogue.careers.table import Career, careers, from_row, to_row
from catalogue.identity import slug
from catalogue.normal import Sector
from catalogue.normalise.levels import qualifications

CAREERS = list(careers().values())
NOT_TECHNICAL = re.compile(
    r"\b(?:kok|koks|slager|bakker|banketbakker|kapper|kleermaker|naai\w*|wever|spinner|textiel\w*|leder\w*|schoen\w*|voeding\w*"
    r"|verzorgende|verpleeg\w*|pedagog\w*|brouw\w*|zuivel\w*|vlees\w*|kledin\w*|stoffeerder|beul|apotheker\w*|bedienende)\b"
)


def test_there_are_at_least_250_careers_in_every_sector() -> None:
    assert len(CAREERS) >= 250
    counts = Counter(career.sector for career in CAREERS)
    assert all(counts[sector] >= 5 for sector in Sector), counts


@pytest.mark.parametrize("career", CAREERS, ids=lambda career: career.id)
def test_a_career_is_whole(career: Career) -> None:
    assert career.id == slug(career.id)
    assert career.label == career.label.strip()
    assert not career.label[0].islower()
    assert re.fullmatch(r"\d{4}", career.isco)
    assert career.esco.startswith("http://data.europa.eu/esco/occupation/")
    assert isinstance(career.sector, Sector)
    assert career.label.lower() not in career.synonyms
    assert from_row(to_row(career)) == career


def test_ids_labels_and_exact_occupations_are_used_once() -> None:
    for values in (
        [career.id for career in CAREERS],
        [career.label.lower() for career in CAREERS],
        [career.esco for career in CAREERS if career.esco_exact],
        [code for career in CAREERS for code in career.crebo],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_no_word_leads_to_two_careers() -> None:
    used = Counter(
        (pattern.lower(), kind == "hbo")
        for career in CAREERS
        for kind in ("names", "words", "maybe", "hbo")
        for pattern in set(getattr(career, kind))
    )
    assert [pattern for pattern, count in used.items() if count > 1] == []


def test_no_food_textile_or_care() -> None:
    wrong = [c.label for c in CAREERS if NOT_TECHNICAL.search(" ".join([c.label, *c.names]).lower())]
    assert wrong == []
    care = [c.id for c in CAREERS if c.isco.startswith(("815", "816", "751", "753", "512", "32", "22", "53"))]
    assert care == ["orthopedisch-technoloog"]  # makes and fits aids; cares for nobody


def test_a_level_comes_from_a_qualification_only() -> None:
    for career in CAREERS:
        for qualification in career.qualifications:
            assert qualifications()[qualification.crebo].level == qualification.level
    assert [q.level for q in careers()["lasser"].qualifications]
    assert careers()["data-scientist"].qualifications == ()


@pytest.mark.parametrize(
    ("said", "career"),
    [
        ("elektricien", "elektromonteur"),
        ("Elektro-monteur", "elektromonteur"),
        ("elektromonteurs", "elektromonteur"),
        ("loodgieter", "loodgieter"),
        ("cvmonteur", "cv-monteur"),
        ("lassers", "lasser"),
        ("heftruckchauffeur", "heftruckchauffeur"),
        ("kraanmachinist", "kraanmachinist"),
        ("programmeur", "softwareontwikkelaar"),
        ("zij-instromer techniekdocent", "docent-techniek"),
        ("timmerlieden", "timmerman"),
        ("data scientists", "data-scientist"),
        ("kok", None),
        ("monteur", None),
        ("", None),
    ],
)
def test_people_find_a_career_by_the_name_they_use(said: str, career: str | None) -> None:
    assert shipped().named(said) == career


def test_every_label_and_synonym_names_its_own_career() -> None:
    wrong = {
        (career.id, name): lexicon_answer
        for career in CAREERS
        for name in (career.label, *career.synonyms)
        if (lexicon_answer := shipped().named(name)) not in (career.id,)
    }
    assert wrong == {}


def test_the_words_in_a_word_count_only_with_a_known_tail() -> None:
    said = {
        word: [f.career for f in shipped().lexicon.find(word)]
        for word in ("lasopleiding", "lastig", "lasagne", "lasten")
    }
    assert said == {"lasopleiding": ["lasser"], "lastig": [], "lasagne": [], "lasten": []}
