"""The squares that make up a circle on the map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.geo import distance_km
from catalogue.index.circle import inside, rim, squares
from catalogue.normalise.gazetteer import points

MIDDLES = {"Arnhem": (51.985, 5.899), "the equator": (0.0, 0.0), "Fiji": (-17.8, 179.99), "Svalbard": (78.2, 15.6)}


@pytest.mark.parametrize("middle", MIDDLES)
@pytest.mark.parametrize("radius", [1.0, 20.0, 100.0, 400.0])
@given(north=st.floats(-1.5, 1.5), east=st.floats(-1.5, 1.5))
def test_a_point_is_in_the_circle_that_reaches_it(middle: str, radius: float, north: float, east: float) -> None:
    latitude, longitude = MIDDLES[middle]
    point = (latitude + north * radius / 111, (longitude + east * radius / 111 + 180) % 360 - 180)
    away = distance_km((latitude, longitude), point)
    if abs(away - radius) > rim(latitude, radius):
        found = not set(squares(*point)).isdisjoint(inside(latitude, longitude, radius))
        assert found == (away < radius)


@pytest.mark.parametrize("radius", [5.0, 20.0, 50.0, 100.0, 400.0])
def test_the_edge_is_right_to_a_few_hundredths_and_the_squares_are_few(radius: float) -> None:
    assert rim(52, radius) <= radius * 0.03
    assert len(inside(52.0, 5.0, radius)) < 2500


@given(
    middle=st.tuples(st.floats(50.7, 53.6), st.floats(3.3, 7.3)),
    radius=st.floats(0.5, 300),
    point=st.sampled_from(sorted(points())),
    edge=st.booleans(),
)
def test_a_place_of_the_gazetteer_is_in_the_circle_exactly_when_it_is_no_farther_than_the_radius(
    middle: tuple[float, float], radius: float, point: tuple[float, float], edge: bool
) -> None:
    away = distance_km(middle, point)
    radius = max(away * (1 + (radius - 150) / 1e6), 0.1) if edge else radius  # on the rim, a hair within or beyond
    assert (not set(squares(*point)).isdisjoint(inside(*middle, radius))) == (away <= radius)


@pytest.mark.parametrize("radius", [5e-324, 1e-300, 1e-9])
def test_a_circle_of_nothing_is_a_point(radius: float) -> None:
    assert len(inside(52.0, 5.9, radius)) <= 4
