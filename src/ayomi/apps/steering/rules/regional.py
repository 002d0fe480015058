"""Tables of figures per region as offices of statistics and ministries send them: found, read, matched, added up. Pure.

A table may begin anywhere, name its province in a merged cell or in a row of its own, hold subtotals, thousands and
blanks. Nothing is guessed: what is not certain waits for a person, and blank stays blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Final, Literal

from ayomi.apps.steering.rules import measures
from ayomi.apps.steering.rules import places as matching
from ayomi.apps.steering.rules.places import Match
from ayomi.core import places
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import Book, Cell, Sheet, as_written, shown_safely

Role = Literal["province", "place", "code", "value", "ignored"]

MOST_ROWS: Final = 20_000
SEARCHED: Final = 2_000
FEWEST_PLACES: Final = 2
HEADING_ROWS: Final = 3
LARGEST: Final = 10**12
"""The largest count a region may have."""
EMPTY: Final = frozenset(
    {"", "-", "--", "\u2013", "\u2014", "...", "\u2026", "na", "n/a", "n.a.", "null", "nan", "x", "*"}
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0]\d{3})+")
_NUMBER: Final = re.compile(r"[-\u2212]?\d[\d.,\s]*%?")
_WHOLE: Final = re.compile(r"\d{1,13}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `measure` None: not taken; `as_of` None: the day of the file; `scale`: 1, or 1,000 for thousands."""

    index: int
    heading: str
    role: Role
    measure: str | None = None
    as_of: date | None = None
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell. `value` None with no `fault` is blank; `fault`: what stands there and is no whole number."""

    value: int | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One row of figures. `number`: row of the sheet, from 1; `figures` in the order of the value columns; `under`:
    code of the province it stands under in the table, which is not always the one it lies in today."""

    number: int
    under: str | None
    province: str
    place: str
    code: str
    match: Match
    figures: tuple[Figure, ...]

    @property
    def written(self) -> str:
        """The place as the table writes it."""
        return ", ".join(part for part in (self.place, self.province) if part) or self.code


@dataclass(frozen=True, slots=True)
class Stated:
    """A sum the table states: of a province (its code) or of everything (None)."""

    number: int
    province: str | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole table. `values` are the columns that may hold figures; `notes` rows without figures, as they stand."""

    sheet: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[PlaceRow, ...]
    stated: tuple[Stated, ...]
    notes: tuple[tuple[int, str], ...]

    @property
    def values(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role == "value")

    @property
    def unmatched(self) -> tuple[PlaceRow, ...]:
        return tuple(row for row in self.rows if row.match.how == "none")


def no_regions() -> Refusal:
    """The refusal of a file in which no table of regions is found."""
    return Refusal(
        "no_regions",
        "Tidak ditemukan tabel per provinsi atau per kabupaten dan kota di berkas ini.",
        "No table by province or by regency was found in this file.",
        "Yang diharapkan: satu baris per wilayah dengan namanya, dan kolom angka di sebelahnya.",
        "Expected: one row per region with its name, and columns of figures beside it.",
    )


def read_table(
    book: Book, *, chosen: Mapping[int, str] | None = None, remembered: Mapping[str, str] | None = None
) -> Reading | Refusal:
    """The table of regions in a file. `chosen`: measures set by hand by column, '' for none; `remembered`: places."""
    best: tuple[int, Sheet, _Layout] | None = None
    for sheet in book.sheets:
        layout = _find(sheet.rows)
        if layout is not None and (best is None or layout.hits > best[0]):
            best = (layout.hits, sheet, layout)
    if best is None:
        return no_regions()
    _, sheet, layout = best
    if len(sheet.rows) - layout.first > MOST_ROWS:
        return replace(no_regions(), code="too_many_regions")
    return _Walk(sheet, layout, chosen or {}, remembered or {}).reading()


@dataclass(frozen=True, slots=True)
class _Layout:
    hits: int
    first: int
    place: int
    province: int | None
    code: int | None


def _text(row: Sequence[Cell], index: int | None) -> str:
    if index is None or index >= len(row):
        return ""
    return as_written(row[index]).strip()


def _find(rows: Sequence[Sequence[Cell]]) -> _Layout | None:
    """The columns in which places stand, by what their cells name; None where hardly any cell names a place."""
    regencies: dict[int, int] = {}
    provinces: dict[int, int] = {}
    first: dict[int, int] = {}
    for position, row in enumerate(rows[:SEARCHED]):
        for index, cell in enumerate(row[:64]):
            if not isinstance(cell, str) or not 3 <= len(cell) <= 60:
                continue
            is_province = matching.province_of(cell) is not None
            if is_province:
                provinces[index] = provinces.get(index, 0) + 1
            if places.find_region(cell, "regency"):
                regencies[index] = regencies.get(index, 0) + 1
            elif not is_province and not matching.is_country(cell):
                continue
            first.setdefault(index, position)
    place = max(regencies, key=lambda index: (regencies[index], -index), default=None)
    by_province = max(provinces, key=lambda index: (provinces[index], -index), default=None)
    if by_province is not None and (place is None or provinces[by_province] > 2 * regencies[place]):
        # Some provinces share the name of a city: a table of provinces is told by having more of them.
        place = by_province if place is None or regencies.get(by_province, 0) >= regencies[place] else place
    if place is None or max(regencies.get(place, 0), provinces.get(place, 0)) < FEWEST_PLACES:
        return None
    other = {index: count for index, count in provinces.items() if index != place}
    province = max(other, key=lambda index: (other[index], -index), default=None)
    start = min(first[index] for index in (place, province) if index is not None and index in first)
    hits = regencies.get(place, 0) + provinces.get(place, 0)
    return _Layout(hits, _first_with_figures(rows, start), place, province, _code_column(rows, start))


def _first_with_figures(rows: Sequence[Sequence[Cell]], start: int) -> int:
    """A title may name a region too; the table begins where figures stand beside it."""
    for position in range(start, min(start + 40, len(rows))):
        if _has_figures(rows[position]):
            return position
    return start


def _has_figures(row: Sequence[Cell]) -> bool:
    return any(_is_number(cell) for cell in row if cell != "")


def _is_number(cell: Cell) -> bool:
    """Whether a cell holds a number of any kind, also a share or thousands with a fraction."""
    return isinstance(cell, int | float) or (isinstance(cell, str) and bool(_NUMBER.fullmatch(cell.strip())))


def _code_column(rows: Sequence[Sequence[Cell]], start: int) -> int | None:
    seen: dict[int, int] = {}
    body = [row for row in rows[start : start + SEARCHED] if any(cell != "" for cell in row)]
    for row in body:
        for index, cell in enumerate(row[:4]):
            if matching.code_in(as_written(cell)):
                seen[index] = seen.get(index, 0) + 1
    best = max(seen, key=lambda index: seen[index], default=None)
    return best if best is not None and seen[best] * 10 >= len(body) * 6 else None


def read_figure(cell: Cell, scale: int = 1) -> Figure:
    """A count: 1234, "1.234", "1,234", "1 234"; with a scale of 1,000 also "5.482,5". Blank and "-" are blank, no 0."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return Figure(None, shown_safely(as_written(cell), 40))
    if isinstance(cell, int | float):
        # Spreadsheets keep fifteen digits: what lies behind them is how 8.12 times 1,000 was stored, not a count.
        return _exact(f"{cell:.15g}", scale, as_written(cell))
    text = cell.strip().strip("'").rstrip("*)").strip()
    if text.lower() in EMPTY:
        return Figure(None)
    if _WHOLE.fullmatch(text):
        return _exact(text, scale, text)
    if _GROUPED.fullmatch(text):
        # In thousands, "5.482" may be five thousand or five and a half.
        several = len(re.findall(r"[.,\s]", text)) > 1
        return _exact(re.sub(r"\D", "", text), scale, text) if scale == 1 or several else Figure(None, text)
    found = re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})*|\d+)([.,])(\d{1,3})", text)
    if scale > 1 and found and found[2] != found[3]:
        return _exact(f"{re.sub(r'[.,]', '', found[1])}.{found[4]}", scale, text)
    return Figure(None, shown_safely(text, 40))


def _exact(text: str, scale: int, written: str) -> Figure:
    try:
        value = Decimal(text) * scale
    except InvalidOperation:
        return Figure(None, shown_safely(written, 40))
    if not value.is_finite() or value != value.to_integral_value() or not 0 <= value <= LARGEST:
        return Figure(None, shown_safely(written, 40))
    return Figure(int(value))


class _Walk:
    """One pass from the heading to the end of the sheet."""

    def __init__(self, sheet: Sheet, layout: _Layout, chosen: Mapping[int, str], remembered: Mapping[str, str]) -> None:
        self.sheet, self.layout, self.remembered = sheet, layout, remembered
        self.headings, self.title = _headings(sheet.rows, layout.first)
        self.columns = tuple(self._column(index, heading, chosen) for index, heading in enumerate(self.headings))
        self.values = [column for column in self.columns if column.role == "value"]
        self.stated: list[Stated] = []
        self.notes: list[tuple[int, str]] = []

    def _column(self, index: int, heading: str, chosen: Mapping[int, str]) -> Column:
        layout = self.layout
        for role, place in (("place", layout.place), ("province", layout.province), ("code", layout.code)):
            if index == place:
                return Column(index, heading, role)  # type: ignore[arg-type]  # the three words are roles
        body = [row[index] for row in self.sheet.rows[layout.first :] if index < len(row) and row[index] != ""]
        told = [cell for cell in body if not isinstance(cell, str) or cell.strip().lower() not in EMPTY]
        numbered = re.fullmatch(r"(?i)no\.?|nomor", heading) or _is_row_number(told)
        if numbered or not told or sum(map(_is_number, told)) * 2 < len(told):
            return Column(index, heading, "ignored")
        guessed = measures.measure_of_heading(heading, self.title)
        key = chosen.get(index, guessed) or None
        day, scale = measures.day_of_heading(heading), measures.scale_of_heading(heading, self.title)
        return Column(index, heading, "value", key if key in measures.MEASURES else None, day, scale)

    def reading(self) -> Reading:
        raw = list(self._raw())
        beside: dict[str | None, list[str]] = {}
        for province, _, row in raw:
            beside.setdefault(province, []).append(_text(row[1], self.layout.place))
        rows = tuple(
            self._row(number, province, words, row, beside[province]) for province, words, (number, row) in raw
        )
        return Reading(
            shown_safely(self.sheet.name), self.title, self.columns, rows, tuple(self.stated), tuple(self.notes)
        )

    def _raw(self) -> Iterator[tuple[str | None, str, tuple[int, list[Cell]]]]:
        """Rows of figures with the province they stand under: its code, and the words for it in the table."""
        layout, province, words, sums = self.layout, None, "", 0
        for position in range(layout.first, len(self.sheet.rows)):
            row = self.sheet.rows[position]
            place, beside = _text(row, layout.place), _text(row, layout.province)
            if not any(cell != "" for cell in row) or _is_numbering(row):
                continue
            label = next((text for text in (place, beside, *map(as_written, row[:3])) if text.strip()), "")
            if beside and not matching.is_total(beside) and matching.total_of(beside) is None:
                province, words = matching.province_of(beside), beside
            if matching.is_total(label) or matching.total_of(label) or (beside and matching.is_total(beside)):
                sums += 1
                whole = self._is_whole(position, label, sums)
                under = matching.total_of(label) or (None if whole else province)
                self.stated.append(Stated(position + 1, under, self._figures(row)))
                continue
            if not self._has_values(row):
                if layout.province is None and (found := matching.province_of(place)):
                    province, words = found, place
                self.notes.append((position + 1, shown_safely(" ".join(as_written(c) for c in row if c != ""))))
                continue
            if layout.province is None and self._is_province(place, province):
                province, words = matching.province_of(place), place
            yield province, words, (position + 1, row)

    def _is_whole(self, position: int, label: str, sums: int) -> bool:
        """A bare sum is that of everything where it is the only one, is grand, or closes a table of sums."""
        if matching.total_of(label):
            return False
        rest = [row for row in self.sheet.rows[position + 1 :] if self._has_values(row)]
        if re.match(r"(?i)\s*grand", label):
            return True
        return not rest and (sums == 1 or self._sum_just_before(position))

    def _sum_just_before(self, position: int) -> bool:
        above = next((row for row in reversed(self.sheet.rows[:position]) if any(cell != "" for cell in row)), [])
        return any(isinstance(cell, str) and matching.is_total(cell) for cell in above)

    def _is_province(self, place: str, current: str | None) -> bool:
        """In a column that holds both, a bare name shared with a city is the province while its own has not come."""
        found = matching.province_of(place)
        return found is not None and found != current and not re.match(r"(?i)\s*(?:kab|kota)\b", place)

    def _has_values(self, row: Sequence[Cell]) -> bool:
        return any(each.value is not None or each.fault for each in self._figures(row))

    def _figures(self, row: Sequence[Cell]) -> tuple[Figure, ...]:
        return tuple(
            read_figure(row[column.index] if column.index < len(row) else "", column.scale) for column in self.values
        )

    def _row(
        self, number: int, province: str | None, words: str, row: Sequence[Cell], beside: Sequence[str]
    ) -> PlaceRow:
        place, written = _text(row, self.layout.place), _text(row, self.layout.code)
        shown = words if self.layout.province is not None else ""
        match = self._match(place, province, words, written, beside)
        return PlaceRow(number, province, shown, place, written, match, self._figures(row))

    def _match(self, place: str, province: str | None, words: str, code: str, beside: Sequence[str]) -> Match:
        if matching.is_country(place) or (not place and matching.is_country(words)):
            return Match(None, "country", "name")
        if self.layout.province is None and province is not None and place == words:
            return Match(province, "province", "name")
        if self.layout.province is not None and not place and province is not None:
            return Match(province, "province", "name")
        return matching.match_regency(
            place, province, matching.code_in(code) if code else None, beside=beside, remembered=self.remembered,
            province_written=words,
        )  # fmt: skip


def _is_row_number(cells: Sequence[Cell]) -> bool:
    numbers = [read_figure(cell).value for cell in cells[:50]]
    whole = [number for number in numbers if number is not None]
    return len(whole) >= 3 and all(b - a == 1 for a, b in pairwise(whole)) and whole[0] in (0, 1)


def _is_numbering(row: Sequence[Cell]) -> bool:
    """The row "(1) (2) (3)" that official tables print below their headings."""
    texts = [as_written(cell).strip("()[]. ") for cell in row if cell != ""]
    return len(texts) >= 3 and all(text.isdigit() for text in texts) and [int(t) for t in texts] in (
        list(range(1, len(texts) + 1)), list(range(len(texts)))
    )  # fmt: skip


def _headings(rows: Sequence[Sequence[Cell]], first: int) -> tuple[list[str], str]:
    """The words over each column, merged cells carried to the right, and what stands above them."""
    width = max((len(row) for row in rows[first : first + SEARCHED]), default=0)
    layers: list[list[str]] = []
    position = first - 1
    while position >= 0 and len(layers) < HEADING_ROWS:
        row = rows[position]
        filled = [index for index, cell in enumerate(row) if cell != ""]
        if filled and not _is_numbering(row):
            if len(filled) < 2 and width > 2:
                break
            layers.insert(0, [shown_safely(_text(row, index)) for index in range(width)])
        position -= 1
    title = " ".join(
        shown_safely(" ".join(as_written(cell) for cell in row if cell != "")) for row in rows[: position + 1]
    )
    names: list[str] = []
    for index in range(width):
        parts: list[str] = []
        for depth, layer in enumerate(layers):
            part = layer[index]
            if not part and any(below[index] for below in layers[depth + 1 :]):
                part = next((layer[back] for back in range(index - 1, -1, -1) if layer[back]), "")
            if part and part not in parts:
                parts.append(part)
        names.append(" ".join(parts) or f"Kolom {index + 1}")
    return names, shown_safely(" ".join(title.split()), 300)
