"""Separated text: which encoding, which separator, and its rows."""

import codecs
import csv
import io
import re
from dataclasses import dataclass
from typing import Final

from ayomi.core.lists import limits
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.scanning import too_many_columns, too_many_rows

SEPARATORS: Final = (";", ",", "\t", "|")

_BYTE_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKUP: Final = re.compile(r"\A\s*(?:<\?xml|<!doctype|<html|<table|<head|<body|<meta|<div|<workbook|<!--)", re.I)
_JSON: Final = re.compile(r"\A\s*(?:\{\s*[\"}]|\[\s*[\[{\"\d])")
_SQL: Final = re.compile(r"\A\s*(?:--.*\s+)*(?:insert\s+into|create\s+table|select\s+.+\s+from)\b", re.I)

LIST_HINT_ID: Final = (
    "Yang diharapkan: daftar CSV, XLSX, XLS atau ODS. Buka berkas ini di Excel, pilih Simpan Sebagai, jenis "
    "“Excel Workbook (.xlsx)”, lalu kirim lagi."
)
LIST_HINT_EN: Final = (
    "Expected: a CSV, XLSX, XLS or ODS list. Open this file in Excel, choose Save As, type “Excel Workbook (.xlsx)”, "
    "and send it again."
)


@dataclass(frozen=True, slots=True)
class Delimited:
    """Rows of separated text, with what must be known to give the file back as it came."""

    rows: list[list[str]]
    encoding: str
    separator: str


def read_delimited(data: bytes) -> Delimited | Refusal:
    """Decode and split. Encodings: UTF-8 with or without mark, UTF-16 either way, otherwise cp1252."""
    decoded = _decode(data)
    if isinstance(decoded, Refusal):
        return decoded
    text, encoding = decoded
    if refusal := _refuse_other_text(text):
        return refusal
    separator, text = _separator(text)
    rows = _split(text, separator)
    if rows is None:
        return Refusal(
            "broken_text",
            "Tanda kutip di berkas teks ini tidak pernah ditutup.",
            "A quotation mark in this text file is never closed.",
        )
    if isinstance(rows, Refusal):
        return rows
    return Delimited(rows, encoding, separator)


def _decode(data: bytes) -> tuple[str, str] | Refusal:
    for mark, name in _BYTE_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(
                    name
                ), name if name == "utf-8-sig" else "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
            except UnicodeDecodeError:
                if name == "utf-16":
                    return _unreadable()
    sample = data[:4000]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if max(odd, even) > len(sample) // 4 and min(odd, even) < max(odd, even) // 8:
        name = "utf-16-le" if odd > even else "utf-16-be"
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            return _unreadable()
    control = sum(data[:65536].count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    if control * 50 > min(len(data), 65536) or data[:65536].count(0) * 10 > min(len(data), 65536):
        return _unreadable()
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # cp1252 leaves five bytes undefined; they carry no letter, become the replacement sign and are reported.
        return data.decode("cp1252", "replace"), "cp1252"


def _unreadable() -> Refusal:
    return Refusal(
        "unknown_binary",
        "Berkas ini bukan teks dan bukan buku kerja yang dikenal.",
        "This file is neither text nor a known workbook.",
    )


def _refuse_other_text(text: str) -> Refusal | None:
    head = text[:20_000].lstrip("\ufeff")
    if _MARKUP.match(head):
        lowered = head.lower()
        if "<table" in lowered or "schemas-microsoft-com:office" in lowered or "urn:schemas-microsoft-com" in lowered:
            return Refusal(
                "html_table",
                "Berkas ini halaman web yang disimpan dengan nama Excel.",
                "This file is a web page saved under an Excel name.",
                LIST_HINT_ID,
                LIST_HINT_EN,
            )
        return Refusal(
            "markup", "Berkas ini tampaknya halaman web atau XML.", "This file seems to be a web page or XML."
        )
    if _JSON.match(head):
        return Refusal("json", "Berkas ini tampaknya data JSON.", "This file seems to be JSON data.")
    if _SQL.match(head):
        return Refusal(
            "sql", "Berkas ini tampaknya perintah basis data (SQL).", "This file seems to be database commands (SQL)."
        )
    if head.startswith(("-----BEGIN", "BEGIN:VCARD", "BEGIN:VCALENDAR", "From ", "MIME-Version:")):
        return Refusal("other_text", "Berkas ini teks, tetapi bukan daftar.", "This file is text but no list.")
    return None


def _separator(text: str) -> tuple[str, str]:
    """The separator that splits the most lines into the same number of pieces, more than one."""
    first, _, rest = text.lstrip("\ufeff").partition("\n")
    if declared := re.fullmatch(r"(?i)sep=(.)\r?", first):
        return declared[1], rest
    text = text.lstrip("\ufeff")
    sample = text[:200_000]
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        counts: dict[int, int] = {}
        for row in _pieces(sample, separator, 300):
            counts[len(row)] = counts.get(len(row), 0) + 1
        score = max((lines * min(pieces - 1, 12) for pieces, lines in counts.items() if pieces > 1), default=0)
        if score > best_score:
            best, best_score = separator, float(score)
    return best, text


def _pieces(text: str, separator: str, most: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) >= most:
                break
    except csv.Error:
        return rows
    return rows


def _split(text: str, separator: str) -> list[list[str]] | Refusal | None:
    # Old Mac line ends would make one line of the whole file.
    if "\n" not in text:
        text = text.replace("\r", "\n")
    lines = text.count("\n") + 1
    if lines > 4 * limits.MOST_SHEET_ROWS:
        return too_many_rows(lines)
    rows: list[list[str]] = []
    widest = 0
    try:
        # A quote opened and never closed swallows the rest of the file; the field limit stops it.
        for row in csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=separator):
            rows.append(row)
            widest = max(widest, len(row))
    except csv.Error:
        rows = _split_plainly(text, separator)
        widest = max(map(len, rows), default=0)
    if rows and len(rows[-1]) and rows[-1][-1].count("\n") > 20:
        rows = _split_plainly(text, separator)
        widest = max(map(len, rows), default=0)
    while rows and not any(map(str.strip, rows[-1])):
        rows.pop()
    if len(rows) > limits.MOST_SHEET_ROWS:
        return too_many_rows(len(rows))
    if widest > limits.MOST_COLUMNS:
        return too_many_columns(widest)
    return rows or None


def _split_plainly(text: str, separator: str) -> list[list[str]]:
    """Line by line, quotes taken as ordinary signs: for files whose quotes do not pair."""
    return [line.replace('"', "").split(separator) for line in text.replace("\x00", "").splitlines()]
