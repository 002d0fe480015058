"""A drawing keeps every region, lets neighbours meet, and weighs little."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.places.maps import KENDARI, feature, geojson, square, two_regencies

from ayomi.core.places.drawing import draw, joined, weight
from ayomi.core.places.shapes import MICRO, Ring, Shape, read_boundaries


def points(path: str) -> list[list[tuple[int, int]]]:
    """The rings of a path as absolute points."""
    rings = []
    for part in re.findall(r"M([^M]+)z", path):
        start, _, steps = part.partition("l")
        x, y = map(int, start.split())
        ring = [(x, y)]
        numbers = [int(each) for each in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def wavy(code: str, west: int, east: int, *, bumps: int, phase: float) -> Shape:
    """A band whose left side is a straight line and whose right side is a wave that its neighbour shares."""

    def edge(at: int) -> list[tuple[int, int]]:
        return [
            (at * MICRO + round(90_000 * math.sin(phase * i)), -8 * MICRO + i * 2 * MICRO // bumps)
            for i in range(bumps + 1)
        ]  # fmt: skip

    ring: Ring = (*edge(west), *reversed(edge(east)), edge(west)[0])
    return Shape(code, "regency", ((ring,),))


def test_a_square_is_drawn_as_a_square_with_north_above() -> None:
    drawing = draw(read_boundaries(two_regencies()).shapes, width=200, tolerance=1)
    assert (drawing.width, drawing.height) == (201, 101)
    assert set(points(drawing.outlines[0].path)[0]) == {(0, 0), (100, 0), (100, 100), (0, 100)}
    assert (drawing.outlines[0].x, drawing.outlines[0].y) == (50, 50)


@given(st.integers(20, 200), st.floats(0.1, 3.0), st.integers(1, 3_000))
def test_neighbours_meet_however_much_is_left_out(bumps: int, phase: float, tolerance: int) -> None:
    left = wavy("74.01", 120, 121, bumps=bumps, phase=phase)
    right = wavy("74.02", 121, 122, bumps=bumps, phase=phase)
    drawing = draw([left, right], width=1_000, tolerance=tolerance)
    a, b = (set(points(line.path)[0]) for line in drawing.outlines)
    middle = [x for x, _ in a & b]
    # Every point of the border that the left one keeps within the strip of the wave, the right one keeps too.
    low, high = min(middle), max(middle)
    assert {p for p in a if low <= p[0] <= high} == {p for p in b if low <= p[0] <= high}


@given(st.integers(20, 200), st.integers(1, 500))
def test_more_tolerance_never_weighs_more(bumps: int, tolerance: int) -> None:
    shapes = [wavy("74.01", 120, 121, bumps=bumps, phase=0.7)]
    fine, coarse = (draw(shapes, width=1_000, tolerance=each) for each in (tolerance, tolerance * 4))
    assert weight(coarse.outlines) <= weight(fine.outlines)


def test_a_region_smaller_than_a_unit_is_still_drawn() -> None:
    data = geojson(feature("74.01", square(121, -4)), feature(KENDARI, square(122, -4, 0.0001)))
    drawing = draw(read_boundaries(data).shapes, width=100, tolerance=50)
    assert [line.code for line in drawing.outlines] == ["74.01", KENDARI]
    assert all(len(points(line.path)[0]) >= 3 for line in drawing.outlines)


def test_a_province_is_put_together_without_the_borders_inside_it() -> None:
    parts = read_boundaries(two_regencies()).shapes
    whole = joined("74", parts)
    assert len(whole.polygons) == 1
    drawing = draw([whole], width=200, tolerance=1)
    # The two ends of the border lie on a straight line now; they may stay or go.
    assert set(points(drawing.outlines[0].path)[0]) - {(100, 0), (100, 100)} == {(0, 0), (200, 0), (200, 100), (0, 100)}


def test_an_islet_stays_a_ring_of_its_own_when_a_province_is_put_together() -> None:
    islet = read_boundaries(geojson(feature("74.03", square(124, -5)))).shapes[0]
    whole = joined("74", [*read_boundaries(two_regencies()).shapes, islet])
    assert len(whole.polygons) == 2


def test_nothing_is_no_drawing() -> None:
    with pytest.raises(ValueError, match="nothing"):
        draw([], width=100, tolerance=1)
