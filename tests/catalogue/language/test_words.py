"""Dutch words of the trades: what is one word, what is a family, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.language.attendance import attendance
from catalogue.language.compounds import joined, parts
from catalogue.language.expand import kin, mentioned, near_forms, synonyms
from catalogue.language.inflection import forms, key
from catalogue.language.lexicon import lexicon, no_typos
from catalogue.language.rewrite import asked, rewritten
from catalogue.language.text import words


@pytest.mark.parametrize(
    ("compound", "expected"),
    [
        ("heftruckchauffeur", ("heftruck", "chauffeur")),
        ("lasopleiding", ("las", "opleiding")),
        ("torenkraanmachinist", ("toren", "kraan", "machinist")),
        ("waterstoftechniek", ("waterstof", "techniek")),
        ("elektrodelassen", ("elektrode", "lassen")),
        ("magazijnautomatisering", ("magazijn", "automatisering")),
        ("spouwmuurisolatie", ("spouw", "muur", "isolatie")),
        ("veiligheidscursus", ("veiligheid", "cursus")),
        ("binnenvaartschipper", ("binnen", "vaart", "schipper")),
        ("webdeveloper", ("web", "developer")),
        ("lasinstructeur", ("las", "instructeur")),
    ],
)
def test_a_compound_has_its_parts(compound: str, expected: tuple[str, ...]) -> None:
    assert parts(compound) == expected


@pytest.mark.parametrize(
    "word", ["belasting", "dakloos", "plastic", "glas", "pompoen", "klassiek", "ballast", "massage"]
)
def test_a_false_friend_has_no_parts(word: str) -> None:
    assert parts(word) == ()


def test_neighbouring_parts_are_words_too() -> None:
    assert {"torenkraan", "kraanmachinist", "kraan"} <= set(joined("torenkraanmachinist"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("laadpaal", "laadpalen"), ("pomp", "pompen"), ("kraan", "kranen"), ("flens", "flenzen"), ("huis", "huizen"),
     ("sensor", "sensoren"),
     ("metselen", "metselaar"), ("frezen", "frezer"), ("isoleren", "isolatie"), ("programmeren", "programmeur")],
)  # fmt: skip
def test_forms_of_one_word_lead_to_each_other(one: str, other: str) -> None:
    assert other in forms(one)
    assert one in forms(other)


@pytest.mark.parametrize(
    ("one", "other"), [("lassen", "last"), ("dak", "dakloos"), ("pomp", "pompoen"), ("las", "les")]
)
def test_words_of_another_meaning_share_nothing(one: str, other: str) -> None:
    assert key(one) != key(other)
    assert other not in {*near_forms([one]), *kin([one])}


@pytest.mark.parametrize(
    ("woman", "trade"),
    [("lasster", "lasser"), ("metselaarster", "metselaar"), ("elektromonteuse", "elektromonteur"),
     ("torenkraanmachiniste", "torenkraanmachinist"), ("freesster", "frezer"), ("autotechnica", "autotechnicus")],
)  # fmt: skip
def test_a_woman_s_name_of_a_trade_asks_for_the_trade(woman: str, trade: str) -> None:
    assert rewritten(woman) == rewritten(trade)


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Lasopleiding BBL", "lasser"),
        ("Allround lasser", "lassen"),
        ("Metselen niveau 1", "metselaar"),
        ("Elektromonteur worden", "monteur"),
        ("Warmtepomp plaatsen", "pomp"),
        ("PLC programmeren", "programmeur"),
        ("Timmerman", "timmeren"),
    ],
)
def test_a_title_is_found_by_the_family_of_its_words(title: str, typed: str) -> None:
    assert typed in {*near_forms([title]), *kin([title])}


def test_a_synonym_is_what_people_type_for_what_a_course_says() -> None:
    assert "elektricien" in synonyms(["Monteur elektrotechnische installaties"])
    assert "elektricien" not in synonyms(["Monteur mechatronica"])


def test_a_text_for_monteurs_is_no_course_for_a_monteur() -> None:
    assert "monteur" not in mentioned("Voor monteurs die pompen reviseren")
    assert "pomp" in mentioned("Voor monteurs die pompen reviseren")
    assert "lassen" in mentioned("Je leert ook lassen en solderen")


@pytest.mark.parametrize(
    ("one", "other"),
    [("zij-instromer", "zijinstromer"), ("cv-ketel", "cv ketel"), ("NEN3140", "nen 3140"),
     ("electromonteur", "elektromonteur"),
     ("MIG/MAG", "mig mag"), ("F-gassen", "fgassen"), ("Programmeren in .NET", "programmeren in dotnet")],
)  # fmt: skip
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_signs_that_make_a_name_stay_with_it() -> None:
    assert words("C++, C# of C") == ["c++", "c#", "of", "c"]


def test_a_search_keeps_what_is_told_and_drops_what_is_not() -> None:
    assert rewritten("ik wil een cursus timmerman").strip() == "timmerman"
    assert rewritten("cursus").strip() == "cursus"
    assert rewritten("lascursus").strip() == "las"
    assert rewritten("warmtepompinstallateur").split() == ["warmtepomp", "installateur"]


def test_a_code_is_searched_as_one() -> None:
    assert rewritten("nen 3140 cursus").strip() == '"nen 3140"'


def test_no_word_of_a_trade_is_kept_from_its_typing_errors() -> None:
    assert not no_typos() & set(lexicon().families)
    assert {"pompoen", "lasten"} <= no_typos()


def test_evenings_are_known_from_what_a_course_says() -> None:
    assert attendance(["TIG-lassen", "12 avonden van 3 uur"]) == ["evening"]
    assert attendance(["In drie zaterdagen"]) == ["weekend"]
    assert attendance(["Neem je boek mee; 's avonds kun je oefenen"]) == []


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    rewritten(text)
    near_forms([text])
    kin([text])
    mentioned(text)


@pytest.mark.parametrize(
    ("q", "words", "trades_first"),
    [
        ("zonder ervaring lasser worden", "lasser zonder ervaring", True),
        ("lasser", "lasser", False),
        ("lassen bij mij in de buurt", "lassen", False),
        ("leraar techniek", "leraar techniek", False),
        ("volwassenen elektricien", "elektricien volwassenen", True),
        ("kranenmonteur", "kranen monteur", True),
        ("glasvezelmonteur", "glasvezel monteur", True),
        ("monteur glasvezel", "glasvezel monteur", True),
        ("beginner monteur", "monteur beginner", True),
        ("zij-instromer ict", "ict zijinstromer", True),
        ("drone piloot", "drone piloot", False),
        ("wegenbouw", "wegen bouw", True),
        ("kantoor bouw", "bouw kantoor", True),
        ("daken leggen", "daken", False),
        ("besturen", "besturen", False),
    ],
)
def test_what_says_most_leads(q: str, words: str, trades_first: bool) -> None:
    found = asked(q)
    assert (found.words.strip(), found.trades_first) == (words, trades_first)


def test_of_a_compound_the_role_is_what_is_left_to_look_for() -> None:
    assert asked("glasvezelmonteur").role == "monteur"
    assert asked("monteur").role == ""
