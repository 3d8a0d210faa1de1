"""A short title tells its language only when its words do."""

import pytest

from catalogue.normalise.languages import language_in_text


@pytest.mark.parametrize(
    "title",
    [
        "U16 STL Veiligheidscertificaat Heftruck (e-learning)",
        "Lading zekeren",
        "Communicatieve en sociale vaardigheden",
        "EHBO onderweg",
        "Opleiding tot elektromonteur",
        "Masterclass AI in de zorg",
        "Luchtvaarttechnologie basis",
    ],
)
def test_a_dutch_title_is_a_dutch_course(title: str) -> None:
    known = language_in_text(title)
    assert known is not None
    assert (known.value, known.rule) in {("nl", "languages.of_words"), ("nl", "languages.of_few")}


@pytest.mark.parametrize(
    "title",
    [
        "Power BI Essentials",
        "Python",
        "Oxford AI Programme",
        "AutoCAD 2D",
        "Networking Fundamentals",
        "Manufactura avanzada",
    ],
)
def test_an_english_title_alone_says_nothing(title: str) -> None:
    assert language_in_text(title) is None


def test_portuguese_is_not_taken_for_dutch() -> None:
    text = "Em um mercado que muda, o curso de indústria de manufatura é para quem quer mais. " * 3
    known = language_in_text(text)
    assert known is None or known.value == "pt"
