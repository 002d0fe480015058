"""The words of a PDF, read back from its pages, so that tests see what a reader of the file would see."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

SET_FONT = rb"/(f\d+) [\d.]+ Tf"
STRING = rb"\(((?:\\.|[^\\()])*)\)"
SHOWN = rb"\[((?:\((?:\\.|[^\\()])*\)|[\d.\s-])*)\]\s*TJ"
END_OF_LINE = rb"\bET\b"
TOKEN = re.compile(b"|".join((SET_FONT, SHOWN, END_OF_LINE)), re.DOTALL)
ESCAPE = re.compile(rb"\\(\d{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def texts(pdf: bytes) -> list[str]:
    """The text of each page, one line for each run of text."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    return [_page(page) for page in _leaves(reader.root["/Pages"])]


def title(pdf: bytes) -> str:
    return str(PdfFileReader(io.BytesIO(pdf), strict=False).trailer["/Info"]["/Title"])


def page_size(pdf: bytes) -> tuple[float, float]:
    """Width and height of the first page in millimetres."""
    page = next(_leaves(PdfFileReader(io.BytesIO(pdf), strict=False).root["/Pages"]))
    left, bottom, right, top = (float(edge) for edge in page["/MediaBox"])
    return (right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4


def _leaves(node: Any) -> Iterator[Any]:
    if node["/Type"] == "/Pages":
        for kid in node["/Kids"]:
            yield from _leaves(kid.get_object())
    else:
        yield node


def _page(page: Any) -> str:
    held = page["/Resources"]["/Font"]
    fonts = {name.lstrip("/"): _letters(held[name]["/ToUnicode"].data) for name in held}
    letters: dict[int, str] = {}
    found: list[str] = []
    for match in TOKEN.finditer(page["/Contents"].data):
        if match[1]:
            letters = fonts[match[1].decode()]
        elif match[2] is not None:
            raw = b"".join(ESCAPE.sub(_unescape, text) for text in re.findall(STRING, match[2], re.DOTALL))
            found += [letters[int.from_bytes(raw[i : i + 2])] for i in range(0, len(raw), 2)]
        else:
            found.append("\n")
    return "".join(found)


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if code.isdigit() else NAMED.get(code, code)


def _letters(table: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", table)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
