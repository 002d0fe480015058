"""One specification of a chart: drawn the same for page and paper, with its table beside it."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as tree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.edges.documents.charts import Chart, Line, rows, svg

TWO = Chart(
    "Naik", "Bulan", ("1", "2", "3"), (Line("a & b", (0, 5, 10)), Line("c", (1, None, 3), "dash")), ("Sasaran", 12)
)


def test_the_drawing_is_well_formed_and_says_what_it_shows() -> None:
    drawn = tree.fromstring(svg(TWO, "id"))
    assert drawn.attrib["aria-label"] == "Naik"
    said = [each.text for each in drawn.iter() if each.tag.endswith("text")]
    assert {"a & b", "c", "Sasaran", "0"} <= set(said)
    assert "style" not in svg(TWO, "id")


def test_a_gap_in_a_line_is_a_gap_in_the_drawing() -> None:
    paths = [each.attrib["d"] for each in tree.fromstring(svg(TWO, "id")).iter() if each.tag.endswith("path")]
    assert paths[0].count("M") == 1
    assert paths[1].count("M") == 2


def test_the_table_says_the_same_and_blank_is_no_zero() -> None:
    heads, body = rows(TWO, "id")
    assert heads == ["Bulan", "a & b", "c"]
    assert body == [["1", "0", "1"], ["2", "5", "–"], ["3", "10", "3"]]


def test_a_long_table_has_its_beginning_every_third_row_and_its_end() -> None:
    long = Chart("", "Bulan", tuple(str(n) for n in range(1, 9)), (Line("a", tuple(range(8))),))
    assert [row[0] for row in rows(long, "id", every=3)[1]] == ["1", "3", "6", "8"]


@given(st.lists(st.none() | st.integers(0, 10**12), min_size=1, max_size=60))
def test_every_point_lies_within_the_drawing(points: list[int | None]) -> None:
    chart = Chart("x", "Bulan", tuple(map(str, range(len(points)))), (Line("a", tuple(points)),))
    for each in tree.fromstring(svg(chart, "en")).iter():
        for name, most in (("y1", 300), ("y2", 300), ("x1", 720), ("x2", 720)):
            assert 0 <= float(each.attrib.get(name, 0)) <= most


def test_a_line_of_another_length_than_the_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="one point per label"):
        svg(Chart("x", "Bulan", ("1",), (Line("a", (1, 2)),)), "id")


def test_names_at_the_edge_do_not_cover_each_other() -> None:
    same = Chart("x", "Bulan", ("1", "2"), tuple(Line(name, (1, 5)) for name in "abc"))
    heights = [
        int(each.attrib["y"])
        for each in tree.fromstring(svg(same, "id")).iter()
        if each.attrib.get("class") == "t-ink"
    ]  # fmt: skip
    assert all(later - earlier >= 15 for earlier, later in pairwise(heights))
