"""What a paper sent by anyone really is, told from its bytes and never from its name."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Final, Literal

MediaType = Literal["application/pdf", "image/jpeg", "image/png"]
ENDINGS: Final[dict[MediaType, str]] = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}

LARGEST: Final = 6 * 1024 * 1024
"""Bytes of one paper: what the agency's own counters take (JPG, PNG or PDF up to 6 MB)."""
MOST_PIXELS: Final = 60_000_000
"""Of a picture: a phone's best camera stays below; a picture that unfolds to gigabytes does not."""
LONGEST_SIDE: Final = 20_000

# What a paper needs not and an attack does: programs, files within files, things that start by themselves.
_ACTIVE: Final = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|OpenAction|AA|SubmitForm|ImportData|GoToE)(?![A-Za-z])"
)
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_SIZES: Final = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))


@dataclass(frozen=True, slots=True)
class Words:
    """What is wrong and what to do, in Indonesian and English."""

    id: str
    en: str


class NotAPaper(Exception):
    """The bytes are refused. `code` names why, `words` say it and what to send instead."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(code)
        self.code, self.words = code, words


def _refuse(code: str) -> NotAPaper:
    return NotAPaper(code, _REFUSALS[code])


_REFUSALS: Final[dict[str, Words]] = {
    "empty": Words("Berkasnya kosong. Pilih berkas lain.", "The file is empty. Choose another one."),
    "too_large": Words(
        "Berkas lebih dari 6 MB. Potret ulang dengan ukuran lebih kecil, atau pindai hitam putih.",
        "The file is over 6 MB. Take the photo again at a smaller size, or scan it in black and white.",
    ),
    "unknown": Words(
        "Ini bukan foto JPG atau PNG dan bukan PDF. Potret suratnya, atau simpan sebagai PDF.",
        "This is no JPG or PNG photo and no PDF. Take a photo of the paper, or save it as a PDF.",
    ),
    "broken": Words(
        "Berkasnya rusak atau terpotong. Kirim ulang dari aslinya.",
        "The file is damaged or cut off. Send it again from the original.",
    ),
    "too_many_pixels": Words(
        "Gambarnya terlalu besar. Potret ulang dengan ukuran lebih kecil.",
        "The picture is too large. Take it again at a smaller size.",
    ),
    "locked": Words(
        "PDF ini terkunci kata sandi. Simpan ulang tanpa kata sandi.",
        "This PDF is locked with a password. Save it again without one.",
    ),
    "active": Words(
        "PDF ini memuat program atau berkas lain di dalamnya. Cetak ke PDF baru, atau potret suratnya.",
        "This PDF holds programs or other files. Print it to a new PDF, or take a photo of the paper.",
    ),
}


def media_type(content: bytes) -> MediaType:
    """What the bytes are. Raises NotAPaper for what is too large, damaged, locked, active or of another kind.

    Nothing is drawn or unpacked here: a picture is asked for its size in its header, a PDF for its frame.
    """
    if not content:
        raise _refuse("empty")
    if len(content) > LARGEST:
        raise _refuse("too_large")
    if content.startswith(_PNG):
        _check_png(content)
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        _check_jpeg(content)
        return "image/jpeg"
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return "application/pdf"
    raise _refuse("unknown")


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise _refuse("broken")
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise _refuse("too_many_pixels")


def _check_png(content: bytes) -> None:
    if len(content) < 45 or content[12:16] != b"IHDR" or b"IEND" not in content[-16:]:
        raise _refuse("broken")
    width, height = struct.unpack(">II", content[16:24])
    _check_size(width, height)


def _check_jpeg(content: bytes) -> None:
    # Phones add their own things after the end mark, so it is looked for anywhere.
    place, found = 2, False
    while place + 4 <= len(content) and not found:
        if content[place] != 0xFF:
            raise _refuse("broken")
        mark = content[place + 1]
        if mark == 0xFF:
            place += 1
        elif mark == 0x01 or 0xD0 <= mark <= 0xD7:
            place += 2
        else:
            (length,) = struct.unpack(">H", content[place + 2 : place + 4])
            if length < 2 or place + 2 + length > len(content):
                raise _refuse("broken")
            if mark in _JPEG_SIZES:
                if length < 8:
                    raise _refuse("broken")
                height, width = struct.unpack(">HH", content[place + 5 : place + 9])
                _check_size(width, height)
                found = True
            place += 2 + length
    if not found or b"\xff\xd9" not in content[place:]:
        raise _refuse("broken")


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-2048:]:
        raise _refuse("broken")
    # A name may be written with #xx for any of its letters.
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    if re.search(rb"/Encrypt(?![A-Za-z])", plain):
        raise _refuse("locked")
    if _ACTIVE.search(plain):
        raise _refuse("active")
