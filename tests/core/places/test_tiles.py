"""Every province has one tile, neighbours stay beside each other, and the style sheet puts them where we do."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

from ayomi.core import places
from ayomi.core.places.tiles import COLUMNS, ROWS, SHEET_COLUMNS, tiles

CHARTS = Path(__file__).parents[3] / "src/ayomi/edges/web/static/ayomi/charts.css"


def test_every_province_of_today_has_one_tile_of_its_own() -> None:
    assert sorted(tile.code for tile in tiles()) == [each.code for each in places.regions("province")]
    assert len({(tile.column, tile.row) for tile in tiles()}) == len(tiles()) == 38
    assert all(1 <= tile.column <= COLUMNS and 1 <= tile.row <= ROWS for tile in tiles())


def test_the_islands_lie_as_on_a_map() -> None:
    def columns(island: str) -> list[int]:
        return [tile.column for tile in tiles() if tile.island == island]

    assert max(columns("sumatra")) < max(columns("java")) < max(columns("kalimantan")) + 1
    assert max(columns("kalimantan")) < min(columns("sulawesi"))
    assert max(columns("sulawesi")) < min(columns("maluku"))
    assert max(columns("maluku")) < min(columns("papua"))


def test_an_island_of_several_provinces_hangs_together() -> None:
    for island in ("java", "kalimantan", "papua"):
        cells = {(tile.column, tile.row) for tile in tiles() if tile.island == island}
        reached = {next(iter(cells))}
        while more := {b for a in reached for b in cells - reached if max(abs(a[0] - b[0]), abs(a[1] - b[1])) == 1}:
            reached |= more
        assert reached == cells, island


def test_a_sheet_of_a_telephone_holds_nine_columns() -> None:
    east = [tile.column - SHEET_COLUMNS for tile in tiles() if tile.sheet == "east"]
    assert all(1 <= column <= SHEET_COLUMNS for column in east)
    walk = [tile.sheet for tile in tiles()]
    assert walk == sorted(walk, reverse=True)


def test_the_style_sheet_places_every_tile_as_the_grid_does() -> None:
    found = re.findall(r"\.p-(\w\w)\{--x:(\d+);--y:(\d+)\}", CHARTS.read_text())
    placed = {letters: (int(x), int(y)) for letters, x, y in found}
    assert placed == {tile.letters: (tile.column, tile.row) for tile in tiles()}


def test_no_two_provinces_share_letters() -> None:
    assert all(a.letters != b.letters for a, b in combinations(tiles(), 2))
