"""Where formulas stand in the two older book formats: the records of an XLS stream, the repeated cells of an ODS."""

import re
import struct
from collections.abc import Iterator
from typing import Final

from ayomi.core.lists import limits

Positions = dict[str, set[tuple[int, int]]]

_END_OF_CHAIN: Final = 0xFFFFFFFC
_DIRECTORY_ENTRY: Final = 128
_FORMULA: Final = 0x0006
_SHARED_ARRAYS: Final = (0x0206, 0x0406)
_FILE_PASSWORD: Final = 0x002F
_BOUND_SHEET: Final = 0x0085
_BEGIN: Final = (0x0809, 0x0409, 0x0209, 0x0009)


class LockedBook(Exception):
    """The book is encrypted with a password."""


class BrokenBook(ValueError):
    """The inner structure contradicts itself."""


def xls_formulas(data: bytes) -> Positions:
    """Formula positions (row, column from 0) by sheet name. Raises BrokenBook, LockedBook."""
    try:
        stream = _workbook_stream(data)
        if stream is None:
            raise BrokenBook("no workbook stream")
        return _formulas_by_sheet(stream)
    except struct.error as error:
        raise BrokenBook(str(error)) from error


def _workbook_stream(data: bytes) -> bytes | None:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise BrokenBook("sector size")
    small = 1 << struct.unpack_from("<H", data, 32)[0]
    first_directory, cutoff, first_small_table = struct.unpack_from("<I4xII", data, 48)
    table = _allocation_table(data, size)
    directory = _chain(data, table, first_directory, size)
    root: tuple[int, int] | None = None
    for start in range(0, len(directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
        entry = directory[start : start + _DIRECTORY_ENTRY]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        first, extent = struct.unpack_from("<II", entry, 116)
        if entry[66] == 5:
            root = (first, extent)
        elif entry[66] == 2 and name in ("Workbook", "Book"):
            if extent >= cutoff or root is None:
                return _chain(data, table, first, size)[:extent]
            inner = _chain(data, table, root[0], size)
            small_table = _numbers(_chain(data, table, first_small_table, size))
            return _chain(inner, small_table, first, small, header=0)[:extent]
    return None


def _allocation_table(data: bytes, size: int) -> list[int]:
    sectors = list(struct.unpack_from("<109I", data, 76))
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size + 1)):
        if following >= _END_OF_CHAIN:
            break
        more = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        sectors += more[:-1]
        following = more[-1]
    whole = b"".join(data[(sector + 1) * size : (sector + 2) * size] for sector in sectors if sector < _END_OF_CHAIN)
    return _numbers(whole)


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _chain(data: bytes, table: list[int], sector: int, size: int, header: int = 1) -> bytes:
    pieces: list[bytes] = []
    while sector < _END_OF_CHAIN:
        if sector >= len(table) or len(pieces) > len(data) // size + 1:
            raise BrokenBook("a chain leaves the file or runs in a circle")
        pieces.append(data[(sector + header) * size : (sector + header + 1) * size])
        sector = table[sector]
    return b"".join(pieces)


def _records(stream: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(start of record, type, start of body, length of body)."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, at + 4, length
        at += 4 + length


def _formulas_by_sheet(stream: bytes) -> Positions:
    names: dict[int, str] = {}
    found: Positions = {}
    current: set[tuple[int, int]] | None = None
    for start, kind, body, length in _records(stream):
        if kind == _FILE_PASSWORD:
            raise LockedBook
        if kind == _BOUND_SHEET and length >= 8:
            offset, _, _, count, wide = struct.unpack_from("<IBBBB", stream, body)
            raw = stream[body + 8 : body + 8 + count * (2 if wide & 1 else 1)]
            names[offset] = raw.decode("utf-16-le" if wide & 1 else "cp1252", "replace")
        elif kind in _BEGIN:
            current = found.setdefault(names[start], set()) if start in names else current
        elif (kind == _FORMULA or kind in _SHARED_ARRAYS) and current is not None and length >= 4:
            current.add(struct.unpack_from("<HH", stream, body))
    return found


_TOKEN: Final = re.compile(
    rb"<table:table\s[^<>]*\btable:name\s*=\s*[\"']([^\"']*)[\"'][^<>]*>"
    rb"|<table:table-row\b([^<>]*)>|(</table:table-row>)|<table:(?:covered-)?table-cell\b([^<>]*)>"
)
_ROWS: Final = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d+)")
_COLUMNS: Final = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d+)")


def ods_formulas(content: bytes) -> Positions:
    """Formula positions by sheet name in the content of an ODS, repeated rows and cells counted out."""
    found: Positions = {}
    current: set[tuple[int, int]] = set()
    row = column = repeat = 0
    for token in _TOKEN.finditer(content):
        if token[1] is not None:
            current = found.setdefault(token[1].decode("utf-8", "replace"), set())
            row = column = 0
        elif token[2] is not None:
            rows = _ROWS.search(token[2])
            repeat, column = int(rows[1]) if rows else 1, 0
            if token[2].rstrip().endswith(b"/"):
                row += repeat
        elif token[3] is not None:
            row += repeat
        else:
            columns = _COLUMNS.search(token[4])
            width = int(columns[1]) if columns else 1
            if b"table:formula" in token[4] and width <= limits.MOST_COLUMNS:
                current.update((row, column + step) for step in range(width))
            column += width
    return found
