"""A bounded look through the XML of a workbook before the reader lays it out: how far it reaches, where formulas stand.

The reader builds the whole rectangle from A1 to the farthest filled cell. One stray cell at XFD1048576 would be
17 thousand million cells, so the distance is measured first, in one streamed pass that keeps nothing but counts.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from typing import IO, Final

from ayomi.core.lists import limits
from ayomi.core.lists.legacy import ods_formulas
from ayomi.core.lists.problems import Refusal

_CHUNK: Final = 4 * limits.MEBIBYTE
_ROW_ENDS: Final = (b"</row>", b":row>", b"</table:table-row>")
_FILLED: Final = rb"[^<>]*>\s*<(?:\w+:)?(?:v|is|f)\b"
# Rows from 200,000 on, columns from IW on: few real cells match, and those few are then measured exactly.
_FAR: Final = rb"\d{7,}|[2-9]\d{5}"
_FAR_CELL: Final = re.compile(
    rb"\br\s*=\s*[\"']((?:[A-Za-z]{3}|[J-Zj-z][A-Za-z]|[Ii][W-Zw-z])\d+|[A-Za-z]{1,2}(?:" + _FAR + rb"))[\"']" + _FILLED
)
_FAR_ROW: Final = re.compile(
    rb"<(?:\w+:)?row\b[^<>]*\br\s*=\s*[\"'](" + _FAR + rb")[\"'][^<>]*>\s*<(?:\w+:)?c\b(?![^<>]*\br\s*=)"
)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?c\b[^<>]*\br\s*=\s*[\"']([A-Za-z]{1,3})(\d+)[\"'][^<>]*>\s*<(?:\w+:)?f[\s>/]")
_ODS_FORMULA: Final = re.compile(rb"\btable:formula\s*=")
_ODS_REPEATED_FILLED: Final = re.compile(
    rb"<table:table-cell\b[^<>]*number-columns-repeated\s*=\s*[\"'](\d{3,})[\"'][^<>]*(?<!/)>"
)
_ODS_REPEATED_ROW: Final = re.compile(
    rb"<table:table-row\b[^<>]*number-rows-repeated\s*=\s*[\"'](\d{3,})[\"'][^<>]*>(.{0,2000})", re.S
)
_ODS_EMPTY_ROW: Final = re.compile(rb"\s*(?:<table:(?:covered-)?table-cell\b[^<>]*/>\s*)*</table:table-row>")
_STRING_END: Final = re.compile(rb"</(?:\w+:)?si>")
_STRING_USE: Final = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^<>]*>\s*<(?:\w+:)?v>\s*(\d+)\s*<")


@dataclass(slots=True)
class SheetScan:
    """What one pass over a sheet found. ``formulas`` are positions (row, column), both counted from 0."""

    rows: int = 0
    cells: int = 0
    far_cell: str | None = None
    formulas: set[tuple[int, int]] = field(default_factory=set)
    formula_count: int = 0


def column_number(letters: str) -> int:
    """Column index from 0 of spreadsheet letters: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _chunks(part: IO[bytes], most: int) -> Iterator[bytes]:
    """Pieces that end on a row or cell boundary, so that no tag is cut; at most ``most`` bytes in all."""
    rest = b""
    seen = 0
    while block := part.read(_CHUNK):
        seen += len(block)
        if seen > most:
            raise zipfile.BadZipFile("a part is larger than the directory declares")
        block = rest + block
        cut = max(block.rfind(tag) + len(tag) if tag in block else -1 for tag in _ROW_ENDS)
        if cut < 0:
            cut = block.rfind(b"<")
        cut = cut if cut > 0 and len(block) - cut < 2 * _CHUNK else len(block)
        yield block[:cut]
        rest = block[cut:]
    if rest:
        yield rest


def scan_sheet(part: IO[bytes]) -> SheetScan:
    """Measure one XLSX sheet: rows, cells, the first filled cell out of bounds, formula positions."""
    scan = SheetScan()
    for chunk in _chunks(part, limits.LARGEST_UNPACKED_BYTES):
        scan.rows += chunk.count(b"</row>") + chunk.count(b":row>")
        scan.cells += chunk.count(b"<v>") + chunk.count(b"<is>") + chunk.count(b":v>") // 2
        if scan.far_cell is None:
            scan.far_cell = _far_cell(chunk)
        if b"<f" in chunk or b":f" in chunk:
            for match in _FORMULA.finditer(chunk):
                scan.formula_count += 1
                if len(scan.formulas) < limits.MOST_FORMULA_CELLS_KEPT:
                    scan.formulas.add((int(match[2]) - 1, column_number(match[1].decode())))
    return scan


def _far_cell(chunk: bytes) -> str | None:
    for match in _FAR_CELL.finditer(chunk):
        reference = match[1].decode()
        letters = reference.rstrip("0123456789")
        if int(reference[len(letters) :]) > limits.MOST_SHEET_ROWS or column_number(letters) >= limits.MOST_COLUMNS:
            return reference
    for match in _FAR_ROW.finditer(chunk):
        if int(match[1]) > limits.MOST_SHEET_ROWS:
            return f"A{match[1].decode()}"
    return None


def measure_xlsx(data: bytes, sheet_parts: tuple[str, ...]) -> dict[str, SheetScan] | Refusal:
    """Scan every sheet part of an XLSX. Keys are sheet names as shown to users. Raises zipfile.BadZipFile, KeyError."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        titles = _sheet_titles(archive)
        if _forbidden_declaration(archive):
            return _hostile_xml()
        scans: dict[str, SheetScan] = {}
        cells = 0
        # Every part is looked at, not the named sheets alone: the book's relations may call any part a sheet.
        for name in sorted({*sheet_parts, *titles}):
            with archive.open(name) as part:
                scan = scan_sheet(part)
            if refusal := refuse_extent(scan):
                return refusal
            cells += scan.cells
            scans[titles.get(name, name)] = scan
        if (
            cells > limits.MOST_CELLS
            or _copied_text(archive, {*sheet_parts, *titles}, cells) > limits.LARGEST_UNPACKED_BYTES
        ):
            return too_many_cells(cells)
    return scans


def refuse_extent(scan: SheetScan) -> Refusal | None:
    """Refuse a sheet that has too many rows, or content far away from its list."""
    # Rows that are formatted but empty do no harm, however many: a filled cell beyond the limit must be there too.
    if scan.far_cell is not None and scan.rows > limits.MOST_SHEET_ROWS:
        return too_many_rows(scan.rows)
    if scan.far_cell is not None:
        return Refusal(
            "far_cell",
            f"Ada isi di sel {scan.far_cell}, jauh di luar daftar.",
            f"There is content in cell {scan.far_cell}, far outside the list.",
            "Yang diharapkan: satu daftar dari kiri atas, paling banyak 200.000 baris dan 256 kolom. Hapus isi sel "
            "itu, simpan, lalu kirim lagi.",
            "Expected: one list from the top left, at most 200,000 rows and 256 columns. Clear that cell, save and "
            "send it again.",
        )
    return None


def too_many_rows(found: int) -> Refusal:
    """The refusal of more rows than a list may have."""
    written = f"{found:,}"
    return Refusal(
        "too_many_rows",
        f"Berkas ini berisi {written.replace(',', '.')} baris.",
        f"This file holds {written} rows.",
        f"Yang diharapkan: paling banyak {limits.MOST_ROWS:,} baris. Bagi menjadi beberapa berkas.".replace(
            ",", ".", 1
        ),
        f"Expected: at most {limits.MOST_ROWS:,} rows. Split it into several files.",
    )


def too_many_columns(found: int) -> Refusal:
    """The refusal of more columns than a list may have."""
    return Refusal(
        "too_many_columns",
        f"Lembar ini berisi {found} kolom.",
        f"This sheet holds {found} columns.",
        f"Yang diharapkan: paling banyak {limits.MOST_COLUMNS} kolom, satu baris per orang.",
        f"Expected: at most {limits.MOST_COLUMNS} columns, one row per person.",
    )


def too_many_cells(found: int) -> Refusal:
    """The refusal of more cells than can be laid out in memory."""
    written = f"{found:,}"
    return Refusal(
        "too_many_cells",
        f"Berkas ini berisi {written.replace(',', '.')} sel, lebih dari yang dapat dibaca.",
        f"This file holds {written} cells, more than can be read.",
        "Yang diharapkan: paling banyak 200.000 baris dengan kolom yang perlu saja.",
        "Expected: at most 200,000 rows with only the columns that are needed.",
    )


def _hostile_xml() -> Refusal:
    return Refusal(
        "hostile_xml",
        "Berkas ini memuat pernyataan XML yang tidak dipakai buku kerja biasa; tidak dibaca.",
        "This file holds XML declarations no ordinary workbook uses; it was not read.",
    )


def _forbidden_declaration(archive: zipfile.ZipFile) -> bool:
    """Whether a part declares a DTD, which office files never do: entity bombs and outside references need one."""
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                head = part.read(4096)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                return True
    return False


def _sheet_titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part name -> sheet name, from the book and its relations."""
    names = {name.lower(): name for name in archive.namelist()}
    book, relations = names.get("xl/workbook.xml"), names.get("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    targets: dict[str, str] = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^<>]*>", _text(archive, relations)):
        identity, target = re.search(r"\bId=[\"']([^\"']*)", tag), re.search(r"\bTarget=[\"']([^\"']*)", tag)
        if identity and target:
            path = target[1].lstrip("/")
            targets[identity[1]] = path if path.startswith("xl/") else f"xl/{path}"
    titles: dict[str, str] = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^<>]*>", _text(archive, book)):
        title, identity = re.search(r"\bname=[\"']([^\"']*)", tag), re.search(r"\b\w+:id=[\"']([^\"']*)", tag)
        if title and identity and (part := names.get(targets.get(identity[1], "").lower())):
            titles[part] = unescape(title[1])
    return titles


def _text(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return part.read(4 * limits.MEBIBYTE).decode("utf-8", "replace")


def _copied_text(archive: zipfile.ZipFile, sheet_parts: Iterable[str], cells: int) -> int:
    """Characters the long shared strings take once each cell that uses one has its own copy."""
    lengths: dict[int, int] = {}
    for name in archive.namelist():
        if name.lower().endswith("sharedstrings.xml"):
            with archive.open(name) as part:
                ends = [match.end() for match in _STRING_END.finditer(part.read(limits.LARGEST_UNPACKED_BYTES))]
            sizes = enumerate(after - before for before, after in pairwise([0, *ends]))
            lengths = {index: size for index, size in sizes if size > limits.LONGEST_CELL}
    if not lengths or max(lengths.values()) * cells <= limits.LARGEST_UNPACKED_BYTES:
        return 0
    copied = 0
    for name in sheet_parts:
        with archive.open(name) as sheet:
            for chunk in _chunks(sheet, limits.LARGEST_UNPACKED_BYTES):
                copied += sum(lengths.get(int(match[1]), 0) for match in _STRING_USE.finditer(chunk))
    return copied


def measure_ods(data: bytes) -> dict[str, SheetScan] | Refusal:
    """Scan the content of an ODS: rows and cells written out in full by repetition, formulas by sheet."""
    scan = SheetScan()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _forbidden_declaration(archive):
            return _hostile_xml()
        with archive.open("content.xml") as part:
            for chunk in _chunks(part, limits.LARGEST_UNPACKED_BYTES):
                if refusal := _scan_ods_chunk(chunk, scan):
                    return refusal
        if scan.cells > limits.MOST_CELLS:
            return too_many_cells(scan.cells)
        if scan.rows > limits.MOST_SHEET_ROWS:
            return too_many_rows(scan.rows)
        if not scan.formula_count:
            return {}
        formulas = ods_formulas(archive.read("content.xml"))
    return {name: SheetScan(formulas=found, formula_count=len(found)) for name, found in formulas.items()}


def _scan_ods_chunk(chunk: bytes, scan: SheetScan) -> Refusal | None:
    scan.rows += chunk.count(b"</table:table-row>")
    scan.cells += chunk.count(b"<text:p")
    scan.formula_count += sum(1 for _ in _ODS_FORMULA.finditer(chunk))
    for match in _ODS_REPEATED_FILLED.finditer(chunk):
        if int(match[1]) > limits.MOST_COLUMNS:
            return too_many_columns(int(match[1]))
    for match in _ODS_REPEATED_ROW.finditer(chunk):
        if int(match[1]) > limits.MOST_SHEET_ROWS and not _ODS_EMPTY_ROW.match(match[2]):
            return too_many_rows(int(match[1]))
    return None
