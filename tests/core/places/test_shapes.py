"""Boundary files are read as they are or refused in words, whatever somebody wrote into them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.places.maps import KOLAKA, KONAWE, feature, geojson, square, topology, two_regencies

from ayomi.core.places import shapes
from ayomi.core.places.shapes import BoundariesRefused, code_of, read_boundaries


def problems(data: bytes) -> list[tuple[str, str]]:
    return [(each.where, each.code) for each in read_boundaries(data).problems]


def test_geojson_gives_shapes_in_millionths_of_a_degree() -> None:
    found = read_boundaries(two_regencies())
    assert [shape.code for shape in found.of("regency")] == [KOLAKA, KONAWE]
    assert found.shapes[0].polygons[0][0][0] == (121_000_000, -4_000_000)
    assert found.problems == ()


def test_topojson_gives_the_same_shapes_out_of_shared_arcs() -> None:
    found = read_boundaries(json.dumps(topology()).encode())
    plain = read_boundaries(two_regencies())
    for ours, theirs in zip(found.of("regency"), plain.shapes, strict=True):
        assert ours.code == theirs.code
        assert set(ours.polygons[0][0]) == set(theirs.polygons[0][0])
    assert [shape.code for shape in found.of("province")] == ["74"]


def test_an_arc_of_absolute_places_is_read_where_there_is_no_transform() -> None:
    tree = topology()
    del tree["transform"]
    tree["arcs"] = [
        [[122, -4], [122, -3]],
        [[122, -3], [121, -3], [121, -4], [122, -4]],
        [[122, -4], [123, -4], [123, -3], [122, -3]],
    ]  # fmt: skip
    assert read_boundaries(json.dumps(tree).encode()).shapes == read_boundaries(json.dumps(topology()).encode()).shapes


@pytest.mark.parametrize(
    ("identity", "properties", "code"),
    [
        ("74.01", {}, "74.01"),
        ("7401", {}, "74.01"),
        (74, {}, "74"),
        (None, {"KODE": "74.01"}, "74.01"),
        # A spreadsheet took 11.10 for a number on the way.
        (None, {"kode": 11.1}, "11.10"),
        (31.0, {}, "31"),
        ("kabkota.3", {"kode": "74.01"}, "74.01"),
        (None, {"kdcbps": "7401"}, None),
        (True, {}, None),
        (None, {"nama": "Kolaka"}, None),
    ],
)
def test_the_code_is_found_where_files_keep_it(identity: object, properties: dict[str, Any], code: str | None) -> None:
    assert code_of(identity, properties) == code


def test_what_cannot_be_used_is_named_place_by_place() -> None:
    good = feature(KOLAKA, square(121, -4))
    data = geojson(
        good,
        feature(KOLAKA, square(121, -4)),
        feature("99.99", square(121, -4)),
        feature(None, square(121, -4)),
        feature("74.01.01", square(121, -4)),
        feature(KONAWE, square(150, -4)),
        feature("74.03", [[-4.0, 121.0], [-3.0, 121.0], [-3.0, 122.0], [-4.0, 121.0]]),
        feature("74.04", square(121, -4)[:-1]),
        {"type": "Feature", "properties": {"kode": "74.05"}, "geometry": {"type": "Point", "coordinates": [121, -4]}},
    )
    assert problems(data) == [
        (KOLAKA, "twice"), ("99.99", "unknown_code"), ("bangun 4", "no_code"), ("74.01.01", "district"),
        (KONAWE, "outside"), (KONAWE, "no_area"), ("74.03", "swapped"), ("74.03", "no_area"),
        ("74.04", "bad_ring"), ("74.04", "no_area"), ("74.05", "no_area"),
    ]  # fmt: skip
    assert [shape.code for shape in read_boundaries(data).shapes] == [KOLAKA]


def test_an_old_code_is_read_as_the_one_of_today() -> None:
    data = geojson(feature("91.01", square(139, -8)))
    assert problems(data) == [("91.01", "old_code")]
    assert read_boundaries(data).shapes[0].code == "93.01"


def test_a_hole_without_its_outer_ring_is_not_drawn_as_land() -> None:
    data = geojson(feature(KOLAKA, square(121, -4)), feature(KONAWE, square(122, -4)[:-1], square(122.2, -3.8, 0.2)))
    assert [shape.code for shape in read_boundaries(data).shapes] == [KOLAKA]


def test_specks_are_counted_and_not_drawn() -> None:
    speck = [[121.0, -4.0], [121.0, -4.0], [121.0, -4.0], [121.0, -4.0]]
    data = geojson(
        {
            "type": "Feature",
            "properties": {"kode": KOLAKA},
            "geometry": {"type": "MultiPolygon", "coordinates": [[square(121, -4)], [speck]]},
        }
    )
    found = read_boundaries(data)
    assert (len(found.shapes[0].polygons), found.specks, found.problems) == (1, 1, ())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b"[" * 200_000, "not_json"),
        (b'{"type": "FeatureCollection", "features": NaN}', "not_json"),
        (b'{"type": "Feature"}', "other_json"),
        (b"[]", "other_json"),
        (b'{"type": "FeatureCollection"}', "nothing_usable"),
        (b'{"type": "Topology", "objects": 3, "arcs": {}}', "nothing_usable"),
        (b'{"type": "Topology", "transform": {"scale": "x"}}', "bad_transform"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(data: bytes, code: str) -> None:
    with pytest.raises(BoundariesRefused) as refused:
        read_boundaries(data)
    assert refused.value.code == code
    assert refused.value.what_id and refused.value.what_en


def test_a_file_too_large_or_too_deep_or_of_too_many_points_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: dict[str, Any] = {"type": "Polygon", "id": KOLAKA, "arcs": []}
    for _ in range(6):
        deep = {"type": "GeometryCollection", "geometries": [deep]}
    with pytest.raises(BoundariesRefused, match="nests"):
        read_boundaries(json.dumps({"type": "Topology", "arcs": [], "objects": {"a": deep}}).encode())
    monkeypatch.setattr(shapes, "MOST_POINTS", 9)
    with pytest.raises(BoundariesRefused, match="points"):
        read_boundaries(two_regencies())
    monkeypatch.setattr(shapes, "LARGEST_FILE_BYTES", 100)
    with pytest.raises(BoundariesRefused, match="MB"):
        read_boundaries(two_regencies())


def test_an_arc_that_is_not_there_is_a_bad_ring() -> None:
    tree = topology()
    tree["objects"]["kab"]["geometries"][1]["arcs"] = [[2, 99]]
    assert (KONAWE, "bad_ring") in problems(json.dumps(tree).encode())


WHOLE_DEGREES = {"scale": [1, 1], "translate": [0, 0]}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.just("74.01"),
    lambda below: (
        st.lists(below, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "id", "arcs", "coordinates", "geometry", "properties", "kode", "geometries"]),
            below | st.sampled_from(["Polygon", "MultiPolygon", "GeometryCollection"]),
            max_size=4,
        )
    ),
    max_leaves=25,
)


@given(JSON, JSON)
def test_no_json_makes_the_reader_fall(features: object, arcs: object) -> None:
    for tree in (
        {"type": "FeatureCollection", "features": features if isinstance(features, list) else [features]},
        {"type": "Topology", "objects": {"a": features}, "arcs": arcs, "transform": WHOLE_DEGREES},
    ):  # fmt: skip
        try:
            read_boundaries(json.dumps(tree).encode())
        except BoundariesRefused as refused:
            assert refused.what_en
