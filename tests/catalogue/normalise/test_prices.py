from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.normal import How, Per, Vat
from catalogue.normalise.amounts import amounts, bare_amount
from catalogue.normalise.price_text import contradiction, price_in_text, prices_in_text
from catalogue.normalise.prices import read_price
from catalogue.raw import RawPrice


@pytest.mark.parametrize(
    ("said", "euros"),
    [
        ("€ 1.870,-", 1870),
        ("1.870,50", 1870.5),
        ("€ 950", 950),
        ("€950", 950),
        ("EUR 1,250.00", 1250),
        ("1870.00", 1870),
        ("995 euro", 995),
        ("995,-", 995),
        ("€5,975", 5975),
        ("€ 27.500,-", 27500),
        ("€ 1.495,00 p.p.", 1495),
        ("1 870,50", 1870.5),
        ("€ 12,50", 12.5),
        ("€ 1.870,--", 1870),
        ("€ 1.870,–", 1870),
        ("1250.0000", 1250),
        ("€ 23.000 bij start in academisch jaar 2026-2027", 23000),
        ("€ 950 inclusief lesmateriaal", 950),
        ("€ 950,- (exclusief examen à € 150,-)", 950),
        ("lesgeld € 500, boeken € 120, examen € 80", 500),
        ("€7.250,- + ca. €800,- verplichte arrangementkosten", 7250),
        ("van € 1.200,- voor € 950,-", 950),
        ("Kosten: € 2.450 (excl. € 300 examengeld)", 2450),
        ("3 x € 400,- (totaal € 1.150)", 1150),
        ("Totaal: € 1.150, of 3 x € 400,-", 1150),
    ],
)
def test_a_dutch_or_english_amount_is_read_to_the_cent(said: str, euros: float) -> None:
    read = read_price(RawPrice(text=said)).value
    assert read is not None
    assert read.value.cents == round(euros * 100)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("€ 1.870,- excl. btw", {"vat": Vat.EXCLUDED}),
        ("€ 950 exclusief 21% btw", {"vat": Vat.EXCLUDED}),
        ("€ 1.495,00 exclusief lesmateriaal en btw", {"vat": Vat.EXCLUDED}),
        ("€ 950 incl. btw", {"vat": Vat.INCLUDED}),
        ("€ 950 vrij van btw", {"vat": Vat.EXEMPT}),
        ("€ 495,00 (btw-vrijgesteld)", {"vat": Vat.EXEMPT}),
        ("€ 950", {"vat": Vat.UNKNOWN}),
        ("€ 1000 excl. btw (€ 1210 incl. btw)", {"vat": Vat.EXCLUDED, "cents": 100_000}),
        ("vanaf € 495", {"is_from": True}),
        ("€350-€750", {"is_from": True, "cents": 35_000}),
        ("€ 350 - 750", {"is_from": True, "cents": 35_000}),
        ("between € 32.000 and € 34.000 (depending on chosen trajectory)", {"is_from": True, "cents": 3_200_000}),
        ("€ 95 per maand", {"per": Per.MONTH}),
        ("Year 1 & 2: €12,000/year", {"per": Per.YEAR, "cents": 1_200_000}),
        ("€ 250 per termijn", {"per": Per.TERM}),
        ("€ 40 per les", {"per": Per.SESSION}),
        ("gratis", {"cents": 0}),
        ("Deelname is kosteloos", {"cents": 0}),
    ],
)
def test_what_an_amount_includes_and_pays_for_is_read(said: str, expected: dict[str, Any]) -> None:
    read = read_price(RawPrice(text=said)).value
    assert read is not None
    assert {name: getattr(read.value, name) for name in expected} == expected


def test_instalments_without_a_total_are_added_up_and_marked_inferred() -> None:
    read = read_price(RawPrice(text="3 x € 400,-")).value
    assert read is not None
    assert (read.value.cents, read.known, read.rule) == (120_000, How.INFERRED, "amounts.instalments")


@pytest.mark.parametrize(
    "said",
    [
        "op aanvraag",
        "in overleg",
        "n.v.t.",
        "Examen: € 150",
        "gratis lunch",
        "niet gratis",
        "",
        "boeken € 80",
        "€ 200 korting",
        "verschillend",
        "Je betaalt het wettelijke lesgeld als je 18 jaar of ouder bent.",
    ],
)
def test_words_without_a_price_of_the_course_give_none_and_no_flag(said: str) -> None:
    read = read_price(RawPrice(text=said))
    assert (read.value, read.flags) == (None, ())


@pytest.mark.parametrize(
    ("price", "reason"),
    [
        (RawPrice(text="-5"), "amount_negative"),
        (RawPrice(text="€ -5"), "amount_negative"),
        (RawPrice(text="0.00"), "price_zero_placeholder"),
        (RawPrice(text="€ 0,00"), "price_zero_placeholder"),
        (RawPrice(text="400", currency="USD"), "price_not_euro"),
        (RawPrice(text="$ 400"), "price_not_euro"),
        (RawPrice(text="€ 250.000.000"), "amount_absurd"),
        (RawPrice(text="0.50"), "amount_absurd"),
        (RawPrice(text="€ 45 per uur"), "price_per_unit"),
        (RawPrice(text="€ 133, € 190"), "amounts_several"),
    ],
)
def test_a_price_that_cannot_be_meant_is_left_out_with_its_reason(price: RawPrice, reason: str) -> None:
    read = read_price(price)
    assert read.value is None
    assert [flag.reason for flag in read.flags] == [reason]


def test_a_dutch_thousand_in_a_schema_org_price_is_inferred_and_flagged() -> None:
    read = read_price(RawPrice(text="1.250", currency="EUR"))
    assert read.value is not None
    assert (read.value.value.cents, read.value.known) == (125_000, How.INFERRED)
    assert [flag.reason for flag in read.flags] == ["amount_notation_ambiguous"]


def test_zero_is_free_when_the_text_says_so() -> None:
    read = read_price(RawPrice(text="0"), "Deze cursus is gratis voor werkzoekenden.")
    assert read.value is not None
    assert read.value.value.cents == 0


@pytest.mark.parametrize("category", ["exam", "material", "registration"])
def test_exam_and_material_costs_are_never_the_price(category: str) -> None:
    assert read_price(RawPrice(text="€ 150", category=category)).value is None


def test_a_price_in_running_text_is_inferred_only_when_it_is_the_only_one() -> None:
    one = price_in_text("De kosten zijn € 1.870,- excl. btw. Lunch kost € 15 extra.")
    assert one.value is not None
    assert (one.value.value.cents, one.value.known) == (187_000, How.INFERRED)
    assert price_in_text("De prijs is € 900. Voor bedrijven is de prijs € 1.400.").value is None
    assert price_in_text("Je verdient € 2.400 bruto per maand.").value is None


whole = st.integers(min_value=1, max_value=99_999)
part = st.integers(min_value=0, max_value=99)


def dutch(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@given(whole, part)
def test_an_amount_reads_back_from_every_notation(euros: int, rest: int) -> None:
    value = euros * 100 + rest
    written = [
        f"€ {dutch(euros)},{rest:02}",
        f"€{euros},{rest:02}",
        f"EUR {euros:,}.{rest:02}",
        f"{euros}.{rest:02} euro",
        f"€ {euros}.{rest:02}",
    ]
    for text in written:
        assert [amount.cents for amount in amounts(text)] == [value], text
    for text in (f"{euros}.{rest:02}", f"{dutch(euros)},{rest:02}"):
        bare = bare_amount(text)
        assert bare is not None
        assert bare.cents == value
    for text in (f"€ {dutch(euros)},-", f"{dutch(euros)},-", f"€ {dutch(euros)}"):
        assert [amount.cents for amount in amounts(text)] == [euros * 100], text


@given(st.text())
def test_no_text_raises_and_none_without_digits_has_an_amount(text: str) -> None:
    read = read_price(RawPrice(text=text))
    if not any(letter.isdigit() for letter in text):
        assert read.value is None or read.value.rule == "amounts.free"
    assert price_in_text(text).value is None or any(letter.isdigit() for letter in text)


@pytest.mark.parametrize(
    ("text", "cents", "is_from"), [("€0", 0, False), ("€ 0,-", 0, False), ("€ 133 / € 190", 13_300, True)]
)
def test_a_written_zero_is_free_and_two_tariffs_are_a_lowest_price(text: str, cents: int, is_from: bool) -> None:
    price = read_price(RawPrice(text=text)).value
    assert price is not None
    assert (price.value.cents, price.value.is_from) == (cents, is_from)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("Tuition fee: €1250 (20% discount for early birds)", 125_000),
        ("VCA Basis Vanaf €139,-", 13_900),
        ("Vanaf €120,- SOOB subsidie van € 75,00", 12_000),
    ],
)
def test_a_price_in_a_text_is_read_past_its_discount_and_after_vanaf(text: str, cents: int) -> None:
    price = price_in_text(text).value
    assert price is not None
    assert price.value.cents == cents


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("Cursusgeld € 1.250,- Examengeld € 225,- Boeken € 85,-", 1250),
        ("Kosten € 1.250,- exclusief examenkosten (€ 225,-) en lesmateriaal (€ 85,-).", 1250),
        ("Kosten: € 650,- incl. examen t.w.v. € 140,-", 650),
        ("Prijs voor leden € 745,- Prijs voor niet-leden € 895,-", 895),
        ("Fee: €1,250 (early bird €995)", 1250),
        ("Open inschrijving: € 325 p.p. In-company: € 2.450 per dag.", 325),
        ("Installateurs verdienen gemiddeld € 3.200 per maand. De opleiding kost € 1.895,-.", 1895),
        ("Je betaalt € 1.995 voor de hele opleiding.", 1995),
        ("Voor € 1.995 volg je de complete opleiding.", 1995),
        ("Het instellingscollegegeld is € 9.500.", 9500),
        ("Deze opleiding is gratis dankzij de provincie.", 0),
        ("Ter waarde van € 3.500, voor jou kosteloos.", 0),
    ],
)
def test_the_price_of_the_course_is_found_among_other_amounts(text: str, euros: int) -> None:
    price = price_in_text(text).value
    assert price is not None
    assert price.value.cents == euros * 100


@pytest.mark.parametrize(
    "text",
    [
        "Je kunt gebruikmaken van de SLIM-subsidie tot € 25.000.",
        "Je start met een salaris vanaf € 2.300 tot € 3.100.",
        "We hebben een investering van € 50.000 in de nieuwe lashal gedaan.",
        "Een machine van € 2 miljoen, een prijs van € 3 ton.",
        "Een warmtepomp kost al snel € 8.000.",
        "De kosten van een laadpaal zijn ongeveer € 1.500.",
        "De training kost € 450 per dagdeel voor een groep van maximaal 10 personen.",
        "Incompany prijs: € 2.950 per groep.",
        "Kosten € 12,50 per persoon voor koffie en thee.",
        "Kosten voor de VCA-pas: € 15",
        "Kosten softwarelicentie € 120",
        "Boete van € 5.000 bij overtreding.",
        "Deelname is gratis voor werkzoekenden.",
        "Netto kosten na subsidie: € 450",
        "Bel 026 123 45 67, kamer 12, tot 2027.",
    ],
)
def test_an_amount_that_is_something_else_is_no_price_of_the_course(text: str) -> None:
    assert price_in_text(text).value is None


def test_the_vat_of_each_of_two_amounts_stays_its_own() -> None:
    text = "Prijs incl. btw: € 1.210,- (excl. btw: € 1.000,-)"
    price = price_in_text(text).value
    assert price is not None
    assert (price.value.cents, price.value.vat) == (121_000, Vat.INCLUDED)


def test_one_amount_with_and_without_vat_is_no_range() -> None:
    price = read_price(RawPrice(text="€ 950 / € 1.149,50 incl. btw")).value
    assert price is not None
    assert (price.value.cents, price.value.is_from) == (95_000, False)


def test_a_lowest_price_does_not_contradict_a_higher_one() -> None:
    (named,) = prices_in_text("Prijs vanaf € 120")
    own = read_price(RawPrice(text="150.00")).value
    assert own is not None
    assert contradiction(own, [named]) == ()
