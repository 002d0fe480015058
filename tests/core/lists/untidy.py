"""Files as senders really make them, built here: one big untidy workbook, and plain builders for other formats.

Story tests use ``untidy_workbook()`` too: it knows which sheet rows wait for the sender and why.
"""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from ayomi.core.identity import Sex, make_nik

AS_OF = date(2026, 11, 20)

_FIRST = [
    "Ambo",
    "Andi",
    "Asrul",
    "Baharuddin",
    "Darma",
    "Fitri",
    "Hasan",
    "Hasnawati",
    "Jumriah",
    "Kasman",
    "La",
    "Ode",
    "Muh.",
    "Nurlina",
    "Rahmat",
    "Sitti",
    "Wa",
    "Ode",
]
_LAST = [
    "Basri",
    "Dahlan",
    "Gaffar",
    "Haris",
    "Idrus",
    "Jufri",
    "Karim",
    "Latif",
    "Mansyur",
    "Nasir",
    "Pasolong",
    "Rauf",
    "Salam",
    "Tahir",
    "Usman",
    "Yunus",
]
_WORK = ["Nelayan", "Pedagang ikan", "Petani", "Tukang kayu", "Buruh angkut"]
_DISTRICT = "74.01.02"


@dataclass(frozen=True, slots=True)
class UntidyBook:
    """Bytes of a workbook, and what a careful clerk finds: code by sheet row, sheet rows that are no data."""

    data: bytes
    people: int
    codes: dict[int, str]
    skipped: dict[int, str]
    good_rows: tuple[int, ...]


def person(number: int, random: Random) -> list[object]:
    """One good line: index, name, NIK, birth date, sex, phone, work, income, village, remark."""
    born = date(1964, 1, 1) + timedelta(days=random.randrange(365 * 38))
    sex: Sex = random.choice(("male", "female"))
    nik = make_nik(_DISTRICT, born, sex, number)
    style = random.choice(("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d %b %Y"))
    name = f"{random.choice(_FIRST)} {random.choice(_LAST)} {_roman(number)}"
    income = random.choice(("900.000", "1,100,000", "Rp 1.250.000,00", "1500000", 2_000_000))
    phone: object = 81_200_000_000 + number * 7919 if random.random() < 0.8 else f"0852{10_000_000 + number * 31}"
    remark = random.choice(("lunas", "belum", ""))
    return [
        number,
        name,
        nik,
        born.strftime(style),
        "L" if sex == "male" else "P",
        phone,
        random.choice(_WORK),
        income,
        "Wolo",
        remark,
    ]


def _roman(number: int) -> str:
    # A last word that makes every name of the list its own without any digit in it.
    letters = "abcdefghij"
    return "".join(letters[int(digit)] for digit in f"{number:03d}").capitalize()


_BAD: dict[int, tuple[int, object, str]] = {
    # person number: (column, what stands there, code expected)
    12: (2, "7,40102E+15", "number_damaged"),
    25: (2, "740102520688003", "length"),
    39: (3, "31-02-1988", "date_impossible_nik"),
    50: (3, "04-05-1960", "age_over"),
    61: (1, "", "name_missing"),
    69: (7, "1.1jt", "amount_confirm"),
    94: (5, "81245", "phone_optional"),
    116: (6, "serabutan", "occupation_unclear"),
}


def untidy_workbook(people: int = 160, seed: int = 7) -> UntidyBook:
    """A cooperative's workbook: titles, a heading in two rows, column numbers, a page break that repeats the heading,
    blank lines, a total, a signature, a second sheet of notes, and nine rows a clerk would send back.
    """
    random = Random(seed)
    rows: list[list[object]] = [
        ["DAFTAR ANGGOTA BARU KOPERASI NELAYAN SAMUDRA WOLO"],
        ["Bulan November 2026"],
        [],
        ["No", "Nama Lengkap (sesuai KTP)", "Data KTP", "", "", "HP/WA", "Pekerjaan", "Hasil/bln", "Desa/Kel", "Ket."],
        ["", "", "No. KTP", "Tgl Lhr", "L/P", "", "", "", "", ""],
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ]
    skipped = {1: "title", 2: "title", 4: "header", 5: "header", 6: "numbering"}
    codes: dict[int, str] = {}
    good: list[int] = []
    for number in range(1, people + 1):
        if number == 80:
            skipped |= {len(rows) + 2: "repeated_header", len(rows) + 3: "repeated_header"}
            rows += [[], rows[3], rows[4]]
        line = person(number, random)
        if number == 139:
            line[2] = next(row for row in rows if row and row[0] == 138)[2]
            line[3], line[4] = "", ""
            codes[len(rows) + 1] = "duplicate_nik"
        elif number in _BAD:
            column, written, code = _BAD[number]
            line[column] = written
            if code == "age_over":
                line[2] = make_nik(_DISTRICT, date(1960, 5, 4), "male" if line[4] == "L" else "female", number)
            codes[len(rows) + 1] = code
        else:
            good.append(len(rows) + 1)
        rows.append(line)
    total = ["", "Jumlah", "", "", "", "", "", 123_456_789, "", ""]
    tail: list[list[object]] = [
        total,
        [],
        ["", "", "", "", "", "", "", "Wolo, 18 November 2026"],
        ["", "", "", "", "", "", "", "Ketua,"],
        [],
        ["", "", "", "", "", "", "", "H. ABDUL MALIK"],
    ]
    skipped |= {len(rows) + 1: "total", len(rows) + 3: "note", len(rows) + 4: "note", len(rows) + 6: "note"}
    notes: list[list[object]] = [["Catatan"], ["Mohon diproses bulan ini"]]
    data = xlsx({"Anggota": [*rows, *tail], "Catatan": notes})
    return UntidyBook(data, people, codes, skipped, tuple(good))


def xlsx(
    sheets: Mapping[str, Sequence[Any]], formulas: Sequence[tuple[int, int, str]] = (), **options: object
) -> bytes:
    """A workbook of sheets of rows. ``formulas`` are (row, column from 0, formula) put on the first sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, **options}) as book:
        dated = book.add_format({"num_format": "dd-mm-yyyy"})
        for place, (name, rows) in enumerate(sheets.items()):
            page = book.add_worksheet(name)
            for row, line in enumerate(rows):
                for column, cell in enumerate(line):
                    if isinstance(cell, date):
                        page.write_datetime(row, column, cell, dated)
                    elif isinstance(cell, str):
                        page.write_string(row, column, cell)
                    elif cell is not None:
                        page.write(row, column, cell)
            if place == 0:
                for row, column, formula in formulas:
                    page.write_formula(row, column, formula, None, "7")
    return target.getvalue()


def csv_bytes(rows: Sequence[Sequence[object]], separator: str = ";", encoding: str = "utf-8") -> bytes:
    text = "\r\n".join(separator.join(str(cell) for cell in row) for row in rows)
    return text.encode(encoding)


def zipped(parts: dict[str, bytes], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def ods(rows: Sequence[Sequence[object]], *, extra: str = "", formula_at: tuple[int, int] | None = None) -> bytes:
    """An OpenDocument spreadsheet with one sheet "Daftar"; ``extra`` is XML put after the rows."""
    lines = []
    for place, row in enumerate(rows):
        cells = "".join(_ods_cell(cell, formula_at == (place, column)) for column, cell in enumerate(row))
        lines.append(f"<table:table-row>{cells}</table:table-row>")
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Daftar">{"".join(lines)}{extra}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{space}:manifest:1.0"></manifest:manifest>'
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "META-INF/manifest.xml": manifest.encode(), "content.xml": content.encode()})


def _ods_cell(cell: object, formula: bool) -> str:
    said = ' table:formula="of:=[.A1]"' if formula else ""
    if isinstance(cell, date):
        return (
            f'<table:table-cell{said} office:value-type="date" office:date-value="{cell}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    if isinstance(cell, int | float):
        return (
            f'<table:table-cell{said} office:value-type="float" office:value="{cell}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    text = escape(str(cell))
    return (
        f'<table:table-cell{said} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        if text
        else "<table:table-cell/>"
    )


def xls(
    rows: Sequence[Sequence[object]], *, formula_at: tuple[int, int] | None = None, password: bool = False
) -> bytes:
    """An old XLS book (BIFF8 records in a compound file) with one sheet "Daftar", records laid down one by one."""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    for row, line in enumerate(rows):
        for column, cell in enumerate(line):
            if (row, column) == formula_at:
                sheet += _record(0x0006, struct.pack("<HHHdHIH", row, column, 0, 7.0, 0, 0, 3) + b"\x1e\x07\x00")
            elif isinstance(cell, int | float):
                sheet += _record(0x0203, struct.pack("<HHHd", row, column, 0, float(cell)))
            elif cell != "":
                text = str(cell).encode("utf-16-le")
                sheet += _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)
    sheet += _record(0x000A, b"")
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    locked = _record(0x002F, struct.pack("<H", 1) + b"\x01\x00\x01\x00" + bytes(48)) if password else b""
    name = b"Daftar"
    bound = len(_record(0x0085, bytes(8) + name))
    offset = len(begin) + len(locked) + bound + len(_record(0x000A, b""))
    book = begin + locked + _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name)
    return compound({"Workbook": book + _record(0x000A, b"") + sheet})


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (the container of old Office books) of streams, each padded to the size of a regular stream."""
    chains: list[int] = []
    body = b""
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for place, (name, content) in enumerate(streams.items(), start=1):
        padded = content + bytes(-len(content) % 512 if len(content) > 4096 else 4096 - len(content))
        first, count = len(chains), len(padded) // 512
        chains += [*range(first + 1, first + count), 0xFFFFFFFE]
        right = place + 1 if place < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, len(padded), right=right))
        body += padded
    directory = b"".join(entries)
    directory += bytes(-len(directory) % 512)
    directory_at = len(chains)
    chains += [*range(directory_at + 1, directory_at + len(directory) // 512), 0xFFFFFFFE]
    tables = (len(chains) + 127) // 127 + 1
    table_at = len(chains)
    chains += [0xFFFFFFFD] * tables
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(tables * 512, b"\xff")
    heads = [*range(table_at, table_at + tables), *[0xFFFFFFFF] * 109][:109]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, tables, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return header + struct.pack("<109I", *heads) + body + directory + table


def _entry(name: str, kind: int, first: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    title = name.encode("utf-16-le") + b"\x00\x00"
    entry = title.ljust(64, b"\x00") + struct.pack("<HBB", len(title), kind, 1)
    return (entry + struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", first, size)).ljust(
        128, b"\x00"
    )
