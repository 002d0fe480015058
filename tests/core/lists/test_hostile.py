"""Files that are no list, or that would hurt: each refused at once, with what it seems to be."""

import io
import json
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from tests.core.lists import untidy

from ayomi.core.lists import limits
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import read_book


def refusal_of(data: bytes, name: str = "daftar.xlsx") -> Refusal:
    refusal = read_book(data, name)
    assert isinstance(refusal, Refusal), refusal
    return refusal


def book_parts(sheet: bytes, **more: bytes) -> dict[str, bytes]:
    """Parts of a small XLSX whose sheet is ``sheet``."""
    source = untidy.xlsx({"A": [["Nama"], ["Budi"]]})
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet
    return {**parts, **more}


def sheet_of(cells: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()


PRETENDERS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty_file"),
    "zeros": (bytes(500), "empty_file"),
    "a PNG": (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
    "a JPEG": (b"\xff\xd8\xff\xe0" + bytes(50), "picture"),
    "a phone photo": (b"\x00\x00\x00\x18ftypheic" + bytes(50), "picture"),
    "a PDF": (b"%PDF-1.7\n...", "pdf"),
    "a PDF after noise": (b"\n\n%PDF-1.4", "pdf"),
    "a program": (b"MZ\x90\x00" + bytes(60), "program"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "a RAR": (b"Rar!\x1a\x07\x00" + bytes(30), "archive"),
    "JSON": (json.dumps([{"nama": "Budi"}]).encode(), "json"),
    "SQL": (b"INSERT INTO orang VALUES (1)", "sql"),
    "a web page": (b"<!DOCTYPE html><html><body>Halo</body></html>", "markup"),
    "a web table saved as XLS": (b"<html><table><tr><td>Nama</td></tr></table></html>", "html_table"),
    "an XML spreadsheet of 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "html_table",
    ),
    "noise": (bytes(range(256)) * 8, "unknown_binary"),
    "RTF": (b"{\\rtf1 Nama}", "document"),
}


@pytest.mark.parametrize("name", PRETENDERS)
def test_a_pretender_is_told_by_its_content(name: str) -> None:
    data, code = PRETENDERS[name]
    assert refusal_of(data).code == code


@pytest.mark.parametrize("name", PRETENDERS)
def test_a_refusal_says_what_it_is_and_what_was_expected_in_both_languages(name: str) -> None:
    refusal = refusal_of(PRETENDERS[name][0])
    assert refusal.what_id.startswith("Berkas ini")
    assert refusal.expected_id.startswith("Yang diharapkan")
    assert refusal.expected_en.startswith("Expected")


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}, "document"),
        ({"ppt/presentation.xml": b"<x/>"}, "document"),
        ({"foto1.jpg": b"x", "foto2.jpg": b"y"}, "archive"),
        ({"xl/workbook.bin": b"x"}, "binary_workbook"),
        ({"AndroidManifest.xml": b"x"}, "program"),
        ({"Index/Document.iwa": b"x"}, "numbers_workbook"),
        ({"[Content_Types].xml": b"<x/>"}, "broken_workbook"),
    ],
)
def test_another_zip_is_told_by_its_parts(parts: dict[str, bytes], code: str) -> None:
    assert refusal_of(untidy.zipped(parts)).code == code


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        ({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}, "encrypted"),
        ({"WordDocument": b"x"}, "document"),
        ({"__properties_version1.0": b"x"}, "document"),
        ({"Contents": b"x"}, "document"),
    ],
)
def test_another_compound_file_is_told_by_its_streams(streams: dict[str, bytes], code: str) -> None:
    assert refusal_of(untidy.compound(streams), "daftar.xls").code == code


def test_an_old_book_with_a_password_is_refused_as_such() -> None:
    assert refusal_of(untidy.xls([["Nama"], ["Budi"]], password=True)).code == "encrypted"


def test_a_zip_with_a_password_is_refused_as_such() -> None:
    data = bytearray(untidy.zipped({"daftar.csv": b"Nama\nBudi\n"}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    assert refusal_of(bytes(data)).code == "encrypted"


def test_macros_are_refused() -> None:
    parts = book_parts(sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>'), **{"xl/vbaProject.bin": b"x"})
    assert refusal_of(untidy.zipped(parts)).code == "macros"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95, 0.999])
@pytest.mark.parametrize(
    "build", [lambda: untidy.xlsx({"A": [["Nama"], ["Budi"]]}), lambda: untidy.ods([["Nama"], ["Budi"]])]
)
def test_a_cut_off_book_is_called_broken(build: Callable[[], bytes], share: float) -> None:
    data = build()
    assert refusal_of(data[: int(len(data) * share)]).code == "broken_workbook"


@contextmanager
def little_memory() -> Iterator[None]:
    """What is refused before it is unpacked or laid out needs next to nothing."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < 32 * limits.MEBIBYTE
    finally:
        tracemalloc.stop()


def declared(data: bytes, size: int) -> bytes:
    """The zip with ``size`` written as the unpacked size of its first part, in the directory and before the part."""
    changed = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = changed.index(signature) + at
        changed[start : start + 4] = struct.pack("<I", size)
    return bytes(changed)


def test_a_zip_that_declares_gigabytes_is_refused_without_unpacking() -> None:
    data = declared(untidy.zipped({"xl/worksheets/sheet1.xml": b"<x/>"}), 4_000_000_000)
    with little_memory():
        assert refusal_of(data).code == "zip_bomb"


def test_a_ten_gigabyte_zip_is_refused_without_unpacking() -> None:
    # Ten parts that each declare one gigabyte; the packed file is small.
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(64 * limits.MEBIBYTE)) + packer.flush()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        for number in range(10):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", packed)
    data = target.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        offsets = [entry.header_offset for entry in archive.infolist()[1:]]
    changed = bytearray(data)
    for offset in offsets:
        changed[offset + 22 : offset + 26] = struct.pack("<I", 1 << 30)
    at = -1
    for _ in range(11):
        at = changed.index(b"PK\x01\x02", at + 1)
        if changed[at + 46 :].startswith(b"xl/worksheets"):
            changed[at + 24 : at + 28] = struct.pack("<I", 1 << 30)
    with little_memory():
        refusal = refusal_of(bytes(changed))
    assert refusal.code == "zip_bomb"
    assert "10.240 MB" in refusal.what_id


def test_a_part_that_unpacks_to_more_than_it_declares_is_refused() -> None:
    # The directory says 1 KB, with the checksum of that first KB; the stream holds 200 MB.
    content = bytes(200 * limits.MEBIBYTE)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    parts = book_parts(b"")
    del parts["xl/worksheets/sheet1.xml"]
    base = untidy.zipped({"xl/worksheets/sheet1.xml": b"x" * len(packed), **parts}, level=zipfile.ZIP_STORED)
    changed = bytearray(base.replace(b"x" * len(packed), packed, 1))
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = changed.index(signature) + at
        changed[start : start + 2] = struct.pack("<H", 8)
        changed[start + 6 : start + 10] = struct.pack("<I", zlib.crc32(bytes(1024)))
        changed[start + 14 : start + 18] = struct.pack("<I", 1024)
    assert refusal_of(bytes(changed)).code == "broken_workbook"


def test_a_zip_of_thousands_of_parts_is_refused() -> None:
    parts = {f"foto/{number}.jpg": b"x" for number in range(limits.MOST_ZIP_ENTRIES + 1)}
    assert refusal_of(untidy.zipped(parts)).code == "archive"


def test_a_cell_at_the_far_end_of_the_sheet_is_refused_not_laid_out() -> None:
    parts = book_parts(
        sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    )
    with little_memory():
        refusal = refusal_of(untidy.zipped(parts))
    assert refusal.code == "far_cell"
    assert "XFD1048576" in refusal.what_id


def test_a_far_row_whose_cell_hides_its_place_is_refused() -> None:
    parts = book_parts(sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>'))
    assert refusal_of(untidy.zipped(parts)).code == "far_cell"


def test_a_formatted_but_empty_far_cell_does_no_harm() -> None:
    parts = book_parts(
        sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>')
    )
    assert not isinstance(read_book(untidy.zipped(parts)), Refusal)


def test_too_many_rows_are_refused_with_the_number_found() -> None:
    refusal = refusal_of(b"Nama;NIK\n" + b"Budi;1\n" * 230_000, "daftar.csv")
    assert refusal.code == "too_many_rows"
    assert "230.001" in refusal.what_id


def test_a_workbook_of_too_many_rows_is_refused_with_the_number_found() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row * 7919}</v></c></row>' for row in range(1, 230_001))
    refusal = refusal_of(untidy.zipped(book_parts(sheet_of(rows))))
    assert refusal.code == "too_many_rows"
    assert "230.000" in refusal.what_id


def test_formatted_but_empty_rows_are_no_rows() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(3, 230_001))
    filled = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    assert not isinstance(read_book(untidy.zipped(book_parts(sheet_of(filled + rows)))), Refusal)


def test_too_many_columns_are_refused() -> None:
    assert (
        refusal_of(b";".join([b"Nama"] * 300) + b"\n" + b";".join([b"x"] * 300), "daftar.csv").code
        == "too_many_columns"
    )
    assert refusal_of(untidy.xlsx({"A": [["x"] * 300] * 2})).code == "far_cell"


def test_entity_bombs_are_refused_unread() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    assert refusal_of(untidy.zipped(book_parts(bomb))).code == "hostile_xml"


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (
            (
                '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
            ),
            "too_many_rows",
        ),
        (
            (
                '<table:table-row><table:table-cell table:number-columns-repeated="16384" '
                'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
            ),
            "too_many_columns",
        ),
    ],
)
def test_an_open_document_that_repeats_itself_without_end_is_refused(extra: str, code: str) -> None:
    assert refusal_of(untidy.ods([["Nama"]], extra=extra)).code == code


def test_an_open_document_that_ends_in_a_million_blank_rows_is_read() -> None:
    blank = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert not isinstance(read_book(untidy.ods([["Nama"], ["Budi"]], extra=blank)), Refusal)


def test_one_long_text_used_a_million_times_is_refused() -> None:
    strings = b'<?xml version="1.0"?><sst><si><t>' + b"x" * 32_000 + b"</t></si></sst>"
    cells = "".join(f'<row r="{row}">' + '<c t="s"><v>0</v></c>' * 50 + "</row>" for row in range(1, 20_000))
    parts = book_parts(sheet_of(cells), **{"xl/sharedStrings.xml": strings})
    assert refusal_of(untidy.zipped(parts)).code == "too_many_cells"


def test_a_file_larger_than_the_limit_is_refused_by_its_size() -> None:
    assert refusal_of(b"x" * (limits.LARGEST_FILE_BYTES + 1)).code == "file_too_large"
