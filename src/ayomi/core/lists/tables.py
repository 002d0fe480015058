"""Find the one table in a sheet full of titles, merged headers, page breaks, totals and signatures."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ayomi.core.lists import limits
from ayomi.core.lists.problems import Refusal, SkippedRow
from ayomi.core.lists.reading import Book, Cell, Sheet, as_written, shown_safely
from ayomi.core.lists.scanning import too_many_rows
from ayomi.core.lists.words import HeaderWord, header_word

_TOTAL: Final = re.compile(
    r"(?:grand\s+|sub\s*-?\s*)?(?:jumlah|total|jml|rata\s*-?\s*rata|rerata)\b"
    r"(?:\s*(?:keseluruhan|seluruh\w*|semua|besar|akhir|anggota|peserta|orang|tenaga kerja|tk|upah|gaji|karyawan|"
    r"pegawai|"
    r"halaman.*|desa.*|kecamatan.*|laki.*|perempuan.*|umkm|koperasi|usaha|data|iuran|\d[\d.,]*|\(?rp\.?\)?))*\s*[:=.]*",
    re.I,
)
_TOTAL_START: Final = re.compile(r"(?i)\s*(?:jumlah|total|grand total|sub ?total)\b")
_SIGNATURE: Final = re.compile(
    r"\b(?:mengetahui|menyetujui|hormat kami|diketahui|dibuat oleh|disetujui|pembuat daftar|yang membuat|ketua\b|"
    r"sekretaris|"
    r"bendahara|kepala (?:desa|dinas|bidang|seksi|kampung)|lurah|camat|pimpinan|direktur|nip\b|ttd|materai|catatan|"
    r"keterangan\s*:|sumber\s*:|note|n\.?b\.?\s*:|\*\)|cap)\b"
    r"|^\s*[A-Za-z .]+,\s*\d{1,2}\s+[A-Za-z]+\s+\d{4}\s*$|^[\s_.\-(){}]+$",
    re.I,
)
_SECTION: Final = re.compile(
    r"^\s*(?:[ivx]{1,5}\.\s|[a-g]\.\s|(?:desa|kelurahan|kel\.|kecamatan|kec\.|kelompok|dusun|unit|bagian|divisi|blok|wilayah|"
    r"kabupaten|kab\.|kota|provinsi|cabang|regu|rt|rw|zona|lingkungan|bulan|periode)\b)",
    re.I,
)
_ROW_NUMBER: Final = re.compile(r"[(\s]*\d{1,6}[).\s]*")
_LONG_DIGITS: Final = re.compile(r"\d{6,}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet.

    ``rows`` are the data rows, padded to the width of ``headers``; ``numbers`` are their row numbers in the sender's
    sheet (1 is the first row). ``header_rows`` are sheet row numbers. ``formulas`` are (position in ``rows``, column).
    ``others`` names the sheets left aside that also hold a table, with their number of data rows.
    """

    sheet: str
    headers: tuple[str, ...]
    header_rows: tuple[int, ...]
    rows: list[list[Cell]]
    numbers: list[int]
    skipped: tuple[SkippedRow, ...]
    title: str = ""
    hidden: bool = False
    formulas: frozenset[tuple[int, int]] = frozenset()
    others: tuple[tuple[str, int], ...] = ()

    @property
    def height(self) -> int:
        return len(self.rows)

    def column(self, index: int) -> list[Cell]:
        """All cells of one column, in row order."""
        return [row[index] for row in self.rows]


@dataclass(frozen=True, slots=True)
class _Header:
    first: int
    last: int
    names: tuple[str, ...]


def find_table(book: Book, sheet: str | None = None) -> Table | Refusal:
    """The table of the sheet that looks most like a list, or of the sheet named. Says which others were left aside.

    Refuses a book without any table, a header without rows (an unfilled template) and more than 200,000 data rows.
    Raises KeyError for a sheet name the book does not hold.
    """
    if sheet is not None:
        chosen = next((each for each in book.sheets if each.name == sheet), None)
        if chosen is None:
            raise KeyError(sheet)
        return table_of_sheet(chosen)
    found = [(each, table_of_sheet(each)) for each in book.sheets if each.rows]
    tables = [(each, table) for each, table in found if isinstance(table, Table)]
    if not tables:
        refusals = [table for _, table in found if isinstance(table, Refusal)]
        # The most telling refusal: too many rows, then an empty template, then no table.
        order = {"too_many_rows": 0, "empty_template": 1}
        return min(refusals, key=lambda refusal: order.get(refusal.code, 2), default=_no_table())
    best_sheet, best = max(tables, key=lambda pair: _worth(*pair))
    others = tuple((each.name, table.height) for each, table in tables if each is not best_sheet)
    return replace(best, others=others)


def _worth(sheet: Sheet, table: Table) -> float:
    words = {
        word.field
        for header in table.headers
        if (word := header_word(header)) and word.field not in ("ignored", "index")
    }
    personal = len(words & {"name", "nik", "organisation_name", "birth_date", "member_number", "leader", "wage"})
    return (personal * 3 + len(words)) * math.sqrt(min(table.height, 2000)) * (0.3 if sheet.hidden else 1.0)


def table_of_sheet(sheet: Sheet) -> Table | Refusal:
    """The table of one sheet."""
    header = _find_header(sheet.rows)
    if header is None:
        return _no_table()
    return _Sweep(sheet, header).table()


def _no_table() -> Refusal:
    return Refusal(
        "no_table",
        "Tidak ditemukan tabel di berkas ini.",
        "No table was found in this file.",
        "Yang diharapkan: satu baris judul kolom (misalnya Nama, NIK, Tanggal lahir), lalu satu baris per orang.",
        "Expected: one row of column headings (such as Nama, NIK, Tanggal lahir), then one row per person.",
    )


def _filled(row: Sequence[Cell]) -> list[int]:
    return [index for index, cell in enumerate(row) if cell != ""]


@lru_cache(maxsize=8192)
def _header_weight(text: str) -> int:
    word = header_word(text)
    if word is None or _LONG_DIGITS.search(text):
        return 0
    return 3 if word.sureness >= 85 else 2 if word.sureness >= 70 else 1


def _weights(row: Sequence[Cell]) -> list[int]:
    return [_header_weight(cell) if isinstance(cell, str) and len(cell) <= 90 else 0 for cell in row]


def _looks_like_data(row: Sequence[Cell]) -> bool:
    """Long numbers, true dates or several numbers: such a row is no header."""
    numbers = 0
    for cell in row:
        if isinstance(cell, str):
            if _LONG_DIGITS.search(cell) and header_word(cell) is None:
                return True
            numbers += cell.replace(".", "").replace(",", "").isdigit()
        else:
            numbers += 1
    return numbers >= 3


def _find_header(rows: list[list[Cell]]) -> _Header | None:
    best, best_score = None, 0.0
    for position, row in enumerate(rows[: limits.HEADER_SEARCH_ROWS]):
        filled = _filled(row)
        if not filled or (_looks_like_data(row) and not _is_numbered_header(row)):
            continue
        weights = _weights(row)
        known = [weight for weight in weights if weight]
        if len(known) < min(2, len(filled)) and not (len(known) == 1 and len(filled) <= 2):
            continue
        fields = {word.field for cell in row if isinstance(cell, str) and (word := header_word(cell))}
        score = (sum(known) + len(fields)) * (0.5 + len(known) / len(filled)) - position * 0.01
        if len(filled) == 1:
            score *= 0.3
        if score > best_score:
            best, best_score = position, score
    if best is not None and best_score >= 1.0:
        return _joined_header(rows, best)
    return _unworded_header(rows)


def _is_numbered_header(row: Sequence[Cell]) -> bool:
    return sum(1 for weight in _weights(row) if weight >= 3) >= 4


def _unworded_header(rows: list[list[Cell]]) -> _Header | None:
    """A table whose header holds no known word, or that has no header at all."""
    for position, row in enumerate(rows[: limits.HEADER_SEARCH_ROWS]):
        filled = _filled(row)
        if len(filled) < 2:
            continue
        following = rows[position + 1 : position + 6]
        alike = sum(1 for each in following if len(_filled(each)) >= max(2, len(filled) * 0.6))
        if alike < min(2, len(following)) or (not following and not _looks_like_data(row)):
            continue
        width = max(len(each) for each in rows[position : position + limits.SAMPLE_ROWS])
        texts_only = all(isinstance(cell, str) and not _LONG_DIGITS.search(cell) for cell in row)
        below_has_numbers = any(
            _looks_like_data(each) or not all(isinstance(c, str) for c in each) for each in following
        )
        if texts_only and below_has_numbers:
            return _Header(position, position, _named(rows[position], width))
        if _looks_like_data(row) or _same_shape(row, following):
            return _Header(position, position - 1, tuple(f"Kolom {index + 1}" for index in range(width)))
        return None
    return None


def _same_shape(row: Sequence[Cell], following: Sequence[Sequence[Cell]]) -> bool:
    """Numbers and texts stand where they stand in every row below: the first row is no heading either."""
    kinds = [isinstance(cell, str) for cell in row]
    return not all(kinds) and bool(following) and all([isinstance(c, str) for c in each] == kinds for each in following)


def _named(row: Sequence[Cell], width: int) -> tuple[str, ...]:
    return tuple(shown_safely(as_written(row[index])) if index < len(row) else "" for index in range(width))


def _joined_header(rows: list[list[Cell]], position: int) -> _Header:
    """Join a header of two or three rows (merged parents above, or sub-headings below)."""
    first = last = position
    while first > 0 and position - first < 2 and _is_parent(rows[first - 1], rows[first]):
        first -= 1
    while last + 1 < len(rows) and last - position < 2 and _is_child(rows[first : last + 1], rows[last + 1]):
        last += 1
    width = max(len(row) for row in rows[first : min(len(rows), last + limits.SAMPLE_ROWS)])
    used = max((index for row in rows[first : last + limits.SAMPLE_ROWS] for index in _filled(row)), default=0) + 1
    width = min(width, used)
    layers = [_named(row, width) for row in rows[first : last + 1]]
    spread = [_spread(layer, layers[depth + 1 :]) for depth, layer in enumerate(layers)]
    names = []
    for index in range(width):
        parts: list[str] = []
        for depth, layer in enumerate(spread):
            part = layer[index]
            if part and part not in parts and (depth == 0 or part != layers[depth - 1][index]):
                parts.append(part)
        names.append(" ".join(parts))
    return _Header(first, last, tuple(names))


def _spread(layer: tuple[str, ...], below: list[tuple[str, ...]]) -> list[str]:
    """Carry a merged parent to the right over its children: blank here, filled below, until the next heading."""
    result = list(layer)
    for index in range(1, len(layer)):
        if (
            not result[index]
            and result[index - 1]
            and any(row[index] for row in below)
            and any(row[index - 1] for row in below)
        ):
            result[index] = result[index - 1]
    return result


def _is_parent(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    filled = _filled(above)
    if not filled or any(not isinstance(above[index], str) for index in filled):
        return False
    if len(filled) < 2 or len(_filled(row)) < 2:
        return False
    # A parent stands over blanks below it (merged downward) or over several children.
    gaps = [index for index in filled if index >= len(row) or row[index] == ""]
    return bool(gaps) and sum(1 for weight in _weights(above) if weight) >= max(1, len(filled) // 2)


def _is_child(header: list[list[Cell]], row: Sequence[Cell]) -> bool:
    filled = _filled(row)
    if not filled or any(not isinstance(row[index], str) for index in filled) or _looks_like_data(row):
        return False
    under_blank = [index for index in filled if all(index >= len(above) or above[index] == "" for above in header)]
    known = sum(1 for weight in _weights(row) if weight)
    if len(filled) == len(under_blank):
        # Sub-headings stand under a merged parent's blanks; a lone title below the header does not.
        return known >= 1 or len(filled) >= 2
    # Under a heading merged to the right, the first child stands below its name and the next ones below its blanks.
    merged = all(index in under_blank or index + 1 in under_blank for index in filled)
    if under_blank and merged and len(filled) < len(_filled(header[0])) + len(under_blank):
        return True
    return bool(under_blank) and known * 2 >= len(filled) and len(filled) <= len(_filled(header[-1]))


class _Sweep:
    """One pass below the header that keeps data rows and says of every other row why it is none."""

    def __init__(self, sheet: Sheet, header: _Header) -> None:
        self.sheet = sheet
        self.header = header
        self.width = len(header.names)
        self.skipped: list[SkippedRow] = []
        self.header_texts = [
            [as_written(cell).lower() for cell in row] for row in sheet.rows[header.first : header.last + 1]
        ]
        self.counts: list[int] = []

    def table(self) -> Table | Refusal:
        rows, header = self.sheet.rows, self.header
        titles = [" ".join(as_written(cell) for cell in row if cell != "") for row in rows[: header.first]]
        for position, title in enumerate(titles):
            if title:
                self._skip(position, "title", title)
        for position in range(header.first, header.last + 1):
            self._skip(position, "header", " | ".join(as_written(cell) for cell in rows[position] if cell != ""))
        kept = self._sweep_rows()
        if not kept:
            return empty_template(self.header.names)
        if len(kept) > limits.MOST_ROWS:
            return too_many_rows(len(kept))
        columns = self._used_columns(kept)
        places = {column: place for place, column in enumerate(columns)}
        order = {position: place for place, position in enumerate(kept)}
        formulas = frozenset(
            (order[row], places[column]) for row, column in self.sheet.formulas if row in order and column in places
        )
        whole = columns == list(range(self.width))
        data = [self._padded(rows[position], columns, whole) for position in kept]
        return Table(
            sheet=self.sheet.name,
            headers=tuple(header.names[column] or f"Kolom {column + 1}" for column in columns),
            header_rows=tuple(range(header.first + 1, header.last + 2)),
            rows=data,
            numbers=[position + 1 for position in kept],
            skipped=tuple(sorted(self.skipped, key=lambda skipped: skipped.row)),
            title=shown_safely(" ".join(title for title in titles if title), 300),
            hidden=self.sheet.hidden,
            formulas=formulas,
        )

    def _padded(self, row: list[Cell], columns: list[int], whole: bool) -> list[Cell]:
        if whole:
            return row[: self.width] if len(row) >= self.width else [*row, *[""] * (self.width - len(row))]
        return [row[column] if column < len(row) else "" for column in columns]

    def _used_columns(self, kept: list[int]) -> list[int]:
        used = [bool(name) for name in self.header.names]
        if all(used):
            return list(range(self.width))
        for position in kept:
            row = self.sheet.rows[position]
            for column in range(min(len(row), self.width)):
                if not used[column] and row[column] != "":
                    used[column] = True
            if all(used):
                break
        return [column for column in range(self.width) if used[column]]

    def _skip(self, position: int, why: str, text: str) -> None:
        self.skipped.append(SkippedRow(position + 1, why, shown_safely(text)))

    def _sweep_rows(self) -> list[int]:
        rows = self.sheet.rows
        counts = [sum(cell != "" for cell in row) for row in rows]
        start = self.header.last + 1
        # Above the median, so that in a short list titles and signatures do not pass for the usual row.
        filled = sorted(count for count in counts[start : start + 2000] if count)
        usual = float(filled[len(filled) * 6 // 10]) if filled else 0.0
        kept: list[int] = []
        ended: set[int] = set()
        for position in range(start, len(rows)):
            count = counts[position]
            if not count:
                continue
            below_gap = counts[position - 1] == 0 or position - 1 in ended
            why = self._why_no_data(rows[position], count, usual, position, below_gap)
            if why is None:
                kept.append(position)
            elif why == "another_table":
                self._skip_rest(position)
                break
            else:
                self._skip(position, why, self._row_text(rows[position]))
                if why in ("total", "section"):
                    ended.add(position)
        return self._without_tail(kept, counts, usual)

    def _row_text(self, row: Sequence[Cell]) -> str:
        return " ".join(as_written(cell) for cell in row if cell != "")

    def _skip_rest(self, start: int) -> None:
        for position in range(start, len(self.sheet.rows)):
            if text := self._row_text(self.sheet.rows[position]):
                self._skip(position, "another_table", text)

    def _why_no_data(self, row: Sequence[Cell], count: int, usual: float, position: int, below_gap: bool) -> str | None:
        first = next(cell for cell in row if cell != "")
        if isinstance(first, str):
            if position <= self.header.last + 2 and _is_numbering(row, count):
                return "numbering"
            if first[:1].isalpha() and self._is_repeated_header(row, count):
                return "repeated_header"
        elif _is_numbering(row, count):
            return "numbering"
        if (text := self._first_text(row)) and self._is_total(text, count, usual):
            return "total"
        if count == 1 and usual >= 3 and isinstance(first, str) and _SECTION.match(first):
            return "section"
        if count == 1 and self.width >= 3 and _ROW_NUMBER.fullmatch(as_written(first)):
            return "only_number"
        if below_gap and position > self.header.last + 2 and count >= 3 and self._is_other_header(row, count):
            return "another_table"
        return None

    def _first_text(self, row: Sequence[Cell]) -> str | None:
        """The first cell that is no number, among the first filled ones: totals are named at the left."""
        return next(
            (cell for cell in row if isinstance(cell, str) and cell and not cell.strip(".,() ").isdigit()), None
        )

    def _is_total(self, text: str, count: int, usual: float) -> bool:
        if text[0] not in "jJtTgGsSrR":
            return False
        if _TOTAL.fullmatch(text.strip()):
            return True
        return count <= max(2.0, usual * 0.4) and bool(_TOTAL_START.match(text))

    def _is_repeated_header(self, row: Sequence[Cell], count: int) -> bool:
        texts = [as_written(cell).lower() for cell in row]
        for layer in self.header_texts:
            same = sum(1 for here, there in zip(texts, layer, strict=False) if here and here == there)
            if (same >= 2 and same * 10 >= count * 6) or (same == count == 1 and len([t for t in layer if t]) == 1):
                return True
        return False

    def _is_other_header(self, row: Sequence[Cell], count: int) -> bool:
        if any(not isinstance(cell, str) for cell in row if cell != ""):
            return False
        known = sum(1 for weight in _weights(row) if weight >= 3)
        return known >= 3 and known * 10 >= count * 7

    def _without_tail(self, kept: list[int], counts: list[int], usual: float) -> list[int]:
        """Take signatures and notes off the end: thin rows below a gap, a total, or with the words of a signature."""
        rows = self.sheet.rows
        ended = {skipped.row - 1 for skipped in self.skipped if skipped.why == "total"}
        end = len(kept)
        cut = end
        while end > 0:
            position = kept[end - 1]
            row = rows[position]
            thin = counts[position] <= max(1.0, usual * 0.34)
            if not thin or any(
                _LONG_DIGITS.search(as_written(cell)) and not _SIGNATURE.search(as_written(cell)) for cell in row
            ):
                break
            text = self._row_text(row)
            gap = position > 0 and (counts[position - 1] == 0 or position - 1 in ended)
            end -= 1
            if gap or _SIGNATURE.search(text):
                cut = end
        for position in kept[cut:]:
            self._skip(position, "note", self._row_text(rows[position]))
        return kept[:cut]


def empty_template(headers: Sequence[str]) -> Refusal:
    """The refusal of a form nobody has filled in."""
    names = ", ".join(name for name in headers if name)[:200]
    return Refusal(
        "empty_template",
        f"Berkas ini tampaknya templat kosong: judul kolom ada ({names}), isinya belum.",
        f"This file seems to be an empty template: the headings are there ({names}), the rows are not.",
        "Yang diharapkan: satu baris per orang di bawah judul kolom.",
        "Expected: one row per person below the headings.",
    )


def _is_numbering(row: Sequence[Cell], count: int) -> bool:
    """The row "1 2 3 4 ..." (or "(1) (2) (3)") that official forms print below their headings."""
    if count < 3:
        return False
    expected = 0
    for cell in row:
        if cell == "":
            continue
        text = as_written(cell).strip("()[]. ")
        if not text.isdigit():
            return False
        number = int(text)
        if (expected and number != expected + 1) or (not expected and number not in (0, 1)):
            return False
        expected = number
    return True


def words_of(table: Table) -> list[HeaderWord | None]:
    """What each header says by its words alone."""
    return [header_word(header) for header in table.headers]
