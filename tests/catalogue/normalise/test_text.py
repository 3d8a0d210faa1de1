import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.normalise.text import fold, plain


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("<p>Lassen &amp; snijden</p>", "Lassen & snijden"),
        ("Lassen &amp;amp; snijden", "Lassen & snijden"),
        ("&lt;p&gt;Lassen&lt;/p&gt;", "Lassen"),
        ("&amp;lt;strong&amp;gt;Lassen&amp;lt;/strong&amp;gt;", "Lassen"),
        ("  Lassen\n\tin\u00a0Ede ", "Lassen in Ede"),
        ("Las<b>sen</b>", "Lassen"),
        ("Lassen<br/>Snijden", "Lassen Snijden"),
        ("<script>alert('x')</script>Lassen", "Lassen"),
        ("<style>p {}", None),
        ("Las\u00adsen\u200b", "Lassen"),
        ("Programmeren met vector<int>", "Programmeren met vector<int>"),
        ("a < b en c > d", "a < b en c > d"),
        ("R&D", "R&D"),
        ("caf&eacute; &euro; 5", "café € 5"),
        ("<!-- weg -->Lassen", "Lassen"),
        ("🔥 Lassen 🔥", "🔥 Lassen 🔥"),
        ("", None),
        ("<p> </p>", None),
        (None, None),
    ],
)
def test_text_is_what_a_reader_sees(said: str | None, seen: str | None) -> None:
    assert plain(said) == seen


@given(st.text())
def test_any_text_is_read_and_reading_again_changes_nothing_in_its_length_bound(text: str) -> None:
    seen = plain(text, 50)
    assert seen is None or (0 < len(seen) <= 50 and seen == seen.strip())


def test_five_megabytes_of_markup_are_cut_not_awaited() -> None:
    assert plain("<div><script" * 450_000) is not None
    assert plain("lassen " * 750_000, 20_000) is not None


def test_folding_drops_case_and_diacritics() -> None:
    assert fold("Súdwest-Fryslân") == "sudwest-fryslan"
