import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.normal import How
from catalogue.normalise.gazetteer import PROVINCE_WORDS, rows
from catalogue.normalise.places import distance_km, find_place, place_in_title, place_named, read_place
from catalogue.raw import RawPlace


@pytest.mark.parametrize(
    ("raw", "name", "municipality", "province"),
    [
        (RawPlace(locality="Arnhem"), "Arnhem", "Arnhem", "Gelderland"),
        (RawPlace(locality="ROTTERDAM"), "Rotterdam", "Rotterdam", "Zuid-Holland"),
        (RawPlace(locality="Den Haag"), "Den Haag", "'s-Gravenhage", "Zuid-Holland"),
        (RawPlace(locality="'s-Gravenhage"), "Den Haag", "'s-Gravenhage", "Zuid-Holland"),
        (RawPlace(locality="Den Bosch"), "'s-Hertogenbosch", "'s-Hertogenbosch", "Noord-Brabant"),
        (RawPlace(name="Utrecht (stad)"), "Utrecht", "Utrecht", "Utrecht"),
        (RawPlace(name="Locatie Arnhem"), "Arnhem", "Arnhem", "Gelderland"),
        (RawPlace(locality="Bergen op Zoom"), "Bergen op Zoom", "Bergen op Zoom", "Noord-Brabant"),
        (RawPlace(locality="Bergen", region="Limburg"), "Bergen", "Bergen (L.)", "Limburg"),
        (RawPlace(locality="Bergen (NH)"), "Bergen", "Bergen (NH.)", "Noord-Holland"),
        (RawPlace(locality="Hengelo", region="Gelderland"), "Hengelo", "Bronckhorst", "Gelderland"),
        (RawPlace(locality="Hengelo (Gld)"), "Hengelo", "Bronckhorst", "Gelderland"),
        (RawPlace(street="Beijerinckstraat 5, 6827 BH Arnhem"), "Arnhem", "Arnhem", "Gelderland"),
        (RawPlace(name="ROC Rijn IJssel Arnhem"), "Arnhem", "Arnhem", "Gelderland"),
        (RawPlace(name="Van der Valk Hotel Zwolle"), "Zwolle", "Zwolle", "Overijssel"),
        (RawPlace(locality="Amersfoort, Utrecht"), "Amersfoort", "Amersfoort", "Utrecht"),
        (RawPlace(locality="Alphen a/d Rijn"), "Alphen aan den Rijn", "Alphen aan den Rijn", "Zuid-Holland"),
        (RawPlace(locality="Hoorn"), "Hoorn", "Hoorn", "Noord-Holland"),
        (RawPlace(name="regio Eindhoven"), "Eindhoven", "Eindhoven", "Noord-Brabant"),
        (RawPlace(locality="Sneek", country="NL"), "Sneek", "Súdwest-Fryslân", "Fryslân"),
        (RawPlace(latitude="51.98", longitude="5.91"), "Arnhem", "Arnhem", "Gelderland"),
        (RawPlace(postal_code="6811AB", locality="Arnhem"), "Arnhem", "Arnhem", "Gelderland"),
    ],
)
def test_a_place_is_found_with_its_municipality_and_province(
    raw: RawPlace, name: str, municipality: str, province: str
) -> None:
    read = read_place(raw).value
    assert read is not None
    assert (read.value.name, read.value.municipality, read.value.province) == (name, municipality, province)
    assert read.value.latitude is not None


@pytest.mark.parametrize(
    "name",
    [
        "heel Nederland",
        "landelijk",
        "bij u in het bedrijf",
        "in-company",
        "Online",
        "Gelderland",
        "Nederland",
        "n.t.b.",
        "",
    ],
)
def test_everywhere_and_nowhere_are_no_place(name: str) -> None:
    read = read_place(RawPlace(name=name))
    assert (read.value, read.flags) == (None, ())


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (RawPlace(locality="Hengelo"), "place_ambiguous"),
        (RawPlace(locality="Bergen"), "place_ambiguous"),
        (RawPlace(locality="Rijswijk"), "place_ambiguous"),
        (RawPlace(locality="Beek"), "place_ambiguous"),
        (RawPlace(locality="Antwerpen"), "place_abroad"),
        (RawPlace(postal_code="2000", locality="Antwerpen"), "place_abroad"),
        (RawPlace(locality="Gent", country="BE"), "place_abroad"),
        (RawPlace(latitude="48.8", longitude="2.3"), "place_abroad"),
        (RawPlace(postal_code="6811AB", locality="Groningen"), "place_contradiction"),
        (RawPlace(locality="Arnhem, Nijmegen"), "place_several"),
        (RawPlace(name="Kamer 3.14"), "place_unknown"),
        (RawPlace(street="Utrechtseweg 12"), "place_unknown"),
    ],
)
def test_a_doubtful_place_is_left_open_with_its_reason(raw: RawPlace, reason: str) -> None:
    read = read_place(raw)
    assert read.value is None
    assert [flag.reason for flag in read.flags] == [reason]


def test_namesakes_are_told_apart_by_the_source_s_province() -> None:
    read = read_place(RawPlace(locality="Hengelo"), "Overijssel").value
    assert read is not None
    assert read.value.province == "Overijssel"


def test_a_postcode_gives_its_four_digits_and_a_venue_is_inferred() -> None:
    stated = read_place(RawPlace(name="Basecamp, Nijverheidsweg 16A, 3534 AM Utrecht")).value
    assert stated is not None
    assert (stated.value.postcode, stated.known) == ("3534", How.STATED)
    venue = read_place(RawPlace(name="ROC Rijn IJssel Arnhem")).value
    assert venue is not None
    assert venue.known is How.INFERRED


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Lassen in Arnhem", "Arnhem"),
        ("Cursus - Zwolle", "Zwolle"),
        ("VCA cursus Eindhoven", "Eindhoven"),
        ("Werken in Best", None),
        ("Leidinggeven in Bedrijf", None),
    ],
)
def test_a_title_names_a_place_only_at_its_end(title: str, name: str | None) -> None:
    read = place_in_title(title).value
    assert (read and read.value.name) == name


@pytest.mark.parametrize(
    ("query", "name", "province"),
    [
        ("6811 AB", "Arnhem", "Gelderland"),
        ("6811", "Arnhem", "Gelderland"),
        ("den haag", "Den Haag", "Zuid-Holland"),
        ("hengelo", "Hengelo", "Overijssel"),
        ("hengelo gld", "Hengelo", "Gelderland"),
        ("EINDHOVEN", "Eindhoven", "Noord-Brabant"),
        ("s-gravenhage", "Den Haag", "Zuid-Holland"),
    ],
)
def test_a_user_names_a_place_by_postcode_or_name(query: str, name: str, province: str) -> None:
    place = place_named(query)
    assert place is not None
    assert (place.name, place.province) == (name, province)


def test_distance_is_great_circle_kilometres() -> None:
    arnhem, nijmegen = place_named("Arnhem"), place_named("Nijmegen")
    assert arnhem is not None
    assert nijmegen is not None
    distance = distance_km(arnhem, nijmegen)
    assert distance is not None
    assert 15 < distance < 19


def test_every_postcode_has_a_province_of_the_netherlands() -> None:
    assert len(rows()) > 4_000
    assert {row.province for row in rows().values()} == set(PROVINCE_WORDS)


@given(st.sampled_from(sorted(rows())))
def test_every_postcode_is_found_in_an_address(postcode: str) -> None:
    place = find_place(f"Dorpsstraat 1, {postcode} AB")
    assert place is not None
    assert (place.postcode, place.province) == (postcode, rows()[postcode].province)


@given(st.text())
def test_no_text_raises(text: str) -> None:
    read_place(RawPlace(name=text, locality=text, postal_code=text, latitude=text, longitude=text))
    place_named(text)
    find_place(text)
    place_in_title(text)


def test_a_place_has_its_labour_market_region() -> None:
    by_name, by_code = place_named("Arnhem"), place_named("6811 AB")
    assert by_name is not None
    assert by_code is not None
    assert by_name.region == by_code.region == "Midden-Gelderland"
