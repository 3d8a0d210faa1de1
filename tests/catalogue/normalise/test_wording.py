"""How a listing is written is flagged for editors, with the words that raise it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.normalise.wording import readability, unexplained, wording_flags


def raised(text: str, reason: str) -> str:
    """The words that raise the flag; empty when it is not raised."""
    return "".join(flag.quote for flag in wording_flags("Lassen", text) if flag.reason == reason)


EASY = "Je leert lassen. Je werkt met staal. Een docent helpt je. Je oefent elke week. Dat is leuk. " * 6
HARD = (
    "De kwalificatie-eisen betreffende de installatietechnische werkzaamheden veronderstellen "
    "verantwoordelijkheid voor de "
    "geïntegreerde systeemontwikkeling binnen multidisciplinaire "
    "samenwerkingsverbanden en organisatieontwikkelingstrajecten. "
) * 8


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Word jij onze nieuwe vakman?", "vakman"),
        ("Stoere en gedreven winnaars gezocht.", "stoere, gedreven, winnaars"),
        ("Een gedreven team.", ""),
        ("Een stoere, zorgzame en hartelijke groep.", ""),
        ("Een training voor vrouwen in de techniek.", ""),
    ],
)
def test_words_for_one_sex_are_found_and_one_coded_word_is_not_enough(text: str, words: str) -> None:
    assert raised(text, "wording_gendered") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Je tekent een POK met het bedrijf.", ("POK",)),
        ("Je tekent een praktijkovereenkomst (POK). De POK duurt een jaar.", ()),
        ("De POK (praktijkovereenkomst) duurt een jaar.", ()),
        ("POK staat voor praktijkovereenkomst.", ()),
        ("Je leert op het mbo of hbo, in de ICT.", ()),
    ],
)
def test_an_abbreviation_counts_until_it_is_explained(text: str, words: tuple[str, ...]) -> None:
    assert unexplained("Lassen", text) == words


def test_words_of_the_trade_of_education_are_jargon() -> None:
    assert raised("Volgens het kwalificatiedossier.", "wording_jargon") == "kwalificatiedossier"


def test_what_the_title_names_is_no_jargon() -> None:
    assert unexplained("NEN 3140 VOP", "Als VOP werk je volgens NEN 3140.") == ()


def test_readability_is_the_formula_of_douma() -> None:
    read = readability(EASY)
    assert read is not None
    assert read.words_per_sentence == pytest.approx(3.6)
    assert read.score == pytest.approx(206.835 - 0.93 * read.words_per_sentence - 77 * read.syllables_per_word, abs=1)
    assert readability("Te kort.") is None


def test_a_hard_text_is_flagged_with_its_figures_and_an_easy_one_is_not() -> None:
    (flag,) = wording_flags("Lassen", HARD)
    assert (flag.reason, flag.field) == ("wording_hard", "description")
    assert flag.quote.startswith("Flesch-Douma ")
    assert wording_flags("Lassen", EASY) == ()


@given(st.text(), st.text())
def test_no_text_raises(title: str, text: str) -> None:
    wording_flags(title, text)
