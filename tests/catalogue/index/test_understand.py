"""Words that are filters, words that are not, and how a person keeps them words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.index.query import Near, SearchQuery
from catalogue.index.understand import Understood, understand

TODAY = date(2026, 11, 24)


def read(q: str, **chosen: object) -> Understood:
    return understand(SearchQuery(q=q, **chosen), TODAY)  # type: ignore[arg-type]


def filters(q: str) -> dict[str, str]:
    return {each.key: each.value for each in read(q).filters}


def test_a_place_and_an_evening_are_filters_and_the_trade_stays() -> None:
    understood = read("lasser arnhem avond")
    assert understood.query.q == "lasser"
    assert understood.query.near is not None
    assert understood.query.near.label == "Arnhem"
    assert understood.query.selected["schedule"] == ("evening",)
    assert [each.words for each in understood.filters] == ["avond", "arnhem"]


@pytest.mark.parametrize(
    ("q", "key", "value"),
    [
        ("mbo 2 lasser", "level", "nlqf-2"),
        ("mbo-niveau 3 lasser", "level", "nlqf-3"),
        ("bbl elektro", "route", "bbl"),
        ("derde leerweg lassen", "route", "derde-leerweg"),
        ("lassen gratis", "maxPrice", "0"),
        ("lassen onder 1000 euro", "maxPrice", "1000"),
        ("lassen max € 1.500", "maxPrice", "1500"),
        ("plc online", "mode", "online"),
        ("elektro gelderland", "province", "Gelderland"),
        ("lassen friesland", "province", "Fryslân"),
        ("timmerman den bosch", "near", "'s-Hertogenbosch"),
        ("dakdekker in bergen op zoom", "near", "Bergen op Zoom"),
        ("lassen 6811 AB", "near", "Arnhem"),
        ("heftruck 3011", "near", "Rotterdam"),
        ("monteur in Ede", "near", "Ede"),
        ("plc binnen 3 maanden", "startUntil", "2027-02-24"),
        ("plc in september", "startFrom", "2027-09-01"),
        ("plc in maart 2028", "startFrom", "2028-03-01"),
        ("plc februari 2027", "startFrom", "2027-02-01"),
        ("omscholing monteur", "kind", "omscholing"),
        ("lassen overdag", "schedule", "day"),
        ("elektrotechniek in deeltijd", "schedule", "part-time"),
        ("lasser voltijd", "schedule", "full-time"),
        ("lassen in de avonduren", "schedule", "evening"),
        ("plc naast mijn werk", "schedule", "evening"),
        ("metselen op zondag", "schedule", "weekend"),
        ("thuis leren programmeren", "mode", "online"),
        ("programmeren thuis", "mode", "online"),
        ("sql op afstand", "mode", "online"),
        ("vca in-company", "mode", "at-work"),
        ("python klassikaal", "mode", "onsite"),
        ("operator met baangarantie", "jobGuarantee", "true"),
        ("werken en leren elektro", "route", "bbl"),
        ("leerbaan timmerman", "route", "bbl"),
    ],
)
def test_words_that_name_a_filter_are_one(q: str, key: str, value: str) -> None:
    assert filters(q) == {key: value}


@pytest.mark.parametrize(
    "q",
    ["bergen", "nen 3140", "nen 1010 in de praktijk", "iso 9606", "3140", "niveau 2 lassen", "kraan", "hout", "pomp",
     "thuis batterij", "dag", "werken", "docent techniek", "bolletjes", "ede", "in de bouw", "crebo 6811"],
)  # fmt: skip
def test_words_that_may_be_something_else_stay_words(q: str) -> None:
    understood = read(q)
    assert understood.filters == ()
    assert understood.query.q == q


def test_quotes_keep_the_words_as_they_are() -> None:
    understood = read('"lasser arnhem avond"')
    assert understood.filters == ()
    assert understood.query.q == "lasser arnhem avond"
    assert understood.query.literal


def test_a_chosen_filter_is_never_overridden() -> None:
    zwolle = Near(52.5, 6.1, 20, "Zwolle")
    assert read("lasser arnhem", near=zwolle).query.near == zwolle
    assert read("lasser arnhem", near=zwolle).query.q == "lasser arnhem"
    assert read("mbo 2", selected={"level": ("nlqf-4",)}).query.selected == {"level": ("nlqf-4",)}
    assert read("lassen gratis", max_price=100.0).query.max_price == 100
    assert read("lassen gelderland", selected={"province": ("Zeeland",)}).query.selected == {"province": ("Zeeland",)}


@pytest.mark.parametrize(
    ("q", "rest"),
    [
        ("techniek 50 plus", "techniek"),
        ("50+ techniek", "techniek"),
        ("lasser 45-plusser", "lasser"),
        ("elektricien worden 40 jaar oud", "elektricien worden"),
        ("ik ben 52 en wil de techniek in", "ik en wil de techniek in"),
        ("lasser voor volwassenen", "lasser"),
        ("timmerman op latere leeftijd", "timmerman"),
        ("iets met mijn handen in de bouw", "in de bouw"),
        ("carrièreswitch naar techniek", "naar techniek"),
        ("nen 50 plc", "nen 50 plc"),
        ("iso 45001", "iso 45001"),
        ("opleiding van 2 jaar lassen", "opleiding van 2 jaar lassen"),
    ],
)
def test_who_is_asking_is_no_word_to_look_for(q: str, rest: str) -> None:
    understood = read(q)
    assert " ".join(understood.query.q.split()) == rest
    assert understood.filters == ()


@pytest.mark.parametrize("words", ["zonder ervaring", "geen voorkennis nodig", "zonder diploma", "without experience"])
def test_who_starts_from_nothing_looks_for_a_beginner_s_course(words: str) -> None:
    assert read(f"lasser {words}").query.q == "lasser beginner"


@pytest.mark.parametrize("q", ["opleiding", "ik wil een cursus doen", "cursus in de buurt", "opleiding voor 50 plus"])
def test_who_names_no_subject_asks_for_every_subject(q: str) -> None:
    assert read(q).query.q == ""
    assert read(f"{q} arnhem").query.q == ""
    assert read(f'"{q}"').query.q == q


@given(st.text(max_size=200))
def test_any_text_can_be_understood(q: str) -> None:
    understood = read(q)
    assert len(understood.query.q) <= len(q)


@given(
    st.lists(
        st.sampled_from(["lassen", "arnhem", "avond", "mbo 2", "gratis", "in", "utrecht", "bbl", "3011", "€"]),
        max_size=8,
    )
)
def test_each_filter_is_read_once(some: list[str]) -> None:
    keys = [each.key for each in read(" ".join(some)).filters]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("q", "place", "radius", "rest"),
    [
        ("timmerman binnen 30 km van zwolle", "Zwolle", 30, "timmerman"),
        ("timmerman in een straal van 50 km rond Zwolle", "Zwolle", 50, "timmerman"),
        ("lassen arnhem 15 km", "Arnhem", 15, "lassen"),
        ("lassen 6811 AB 40 km", "Arnhem", 40, "lassen"),
        ("heftruck max 10 kilometer van Rotterdam", "Rotterdam", 10, "heftruck"),
        ("lasser arnhem", "Arnhem", 20, "lasser"),
        ("lassen binnen 900 km van arnhem", "Arnhem", 200, "lassen"),
    ],
)
def test_a_distance_beside_a_place_is_its_radius(q: str, place: str, radius: int, rest: str) -> None:
    understood = read(q)
    assert understood.query.near is not None
    assert (understood.query.near.label, understood.query.near.radius) == (place, radius)
    assert understood.query.q == rest


@pytest.mark.parametrize(
    ("q", "first", "last"),
    [
        ("lassen vanaf januari", date(2027, 1, 1), None),
        ("lassen vanaf november", TODAY, None),
        ("lassen na december", date(2027, 1, 1), None),
        ("lassen vanaf maart 2028", date(2028, 3, 1), None),
        ("lassen deze maand", TODAY, date(2026, 11, 30)),
        ("lassen volgende maand", date(2026, 12, 1), date(2026, 12, 31)),
        ("lassen dit jaar", TODAY, date(2026, 12, 31)),
        ("lassen volgend jaar", date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_words_for_a_time_are_a_window_of_starts(q: str, first: date, last: date | None) -> None:
    understood = read(q)
    assert (understood.query.start_from, understood.query.start_until) == (first, last)
    assert understood.query.q == "lassen"


@pytest.mark.parametrize(
    ("q", "key", "value"),
    [
        ("lassen in het weekend", "schedule", "weekend"),
        ("lassen op zaterdag", "schedule", "weekend"),
        ("lassen in het engels", "language", "en"),
        ("english-spoken welding", "language", "en"),
        ("entreeopleiding techniek", "level", "nlqf-1"),
        ("zonnepanelen tot 500 euro", "maxPrice", "500"),
    ],
)
def test_more_words_that_name_a_filter(q: str, key: str, value: str) -> None:
    assert filters(q) == {key: value}


@pytest.mark.parametrize("q", ["30 km lopen", "na de zomer", "engels", "cursus van het jaar"])
def test_what_only_looks_like_one_stays_words(q: str) -> None:
    assert filters(q) == {}


@pytest.mark.parametrize(
    ("q", "nl", "en"),
    [
        ("lasser avond", "Avond", "Evening"),
        ("lasser naast mijn werk", "Naast je werk", "Beside your job"),
        ("lasser volgend jaar", "Start volgend jaar", "Starts next year"),
        ("lasser deze maand", "Start deze maand", "Starts this month"),
        ("lasser in maart", "Start in maart 2027", "Starts in March 2027"),
        ("lasser onder 1500 euro", "Tot € 1.500", "Up to €1,500"),
        ("lasser in het engels", "In het Engels", "In English"),
    ],
)
def test_what_was_read_has_a_name_in_both_languages(q: str, nl: str, en: str) -> None:
    [label] = [each.label for each in read(q).filters]
    assert (label.nl, label.en) == (nl, en)
