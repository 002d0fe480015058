"""What a paper is, told from its bytes; what is refused says what to send instead."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.papers import LARGEST, NotAPaper, media_type

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def png(width: int = 4, height: int = 3) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 40)) + chunk(b"IEND", b"")


def jpeg(width: int = 4, height: int = 3) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\0" * 9
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"\0\0" + frame + b"\xff\xda\0\2" + b"\x11" * 8 + b"\xff\xd9"


@pytest.mark.parametrize(("content", "kind"), [(PDF, "application/pdf"), (png(), "image/png"), (jpeg(), "image/jpeg")])
def test_a_photograph_and_a_pdf_are_known_by_their_bytes(content: bytes, kind: str) -> None:
    assert media_type(content) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\0 program", "unknown"),
        (b"<html><script>alert(1)</script></html>", "unknown"),
        (b"GIF89a" + b"\0" * 40, "unknown"),
        (b"%PDF-1.4 " + b"x" * LARGEST, "too_large"),
        (PDF[:-8], "broken"),
        (png()[:-30], "broken"),
        (jpeg()[:-2], "broken"),
        (png(0, 5), "broken"),
        (png(30_000, 10), "too_many_pixels"),
        (png(10_000, 10_000), "too_many_pixels"),
        (jpeg(65_000, 65_000), "too_many_pixels"),
        (PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"), "locked"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "active"),
        (PDF.replace(b"/Catalog", b"/Catalog/Open#41ction 3 0 R"), "active"),
        (PDF.replace(b"/Catalog", b"/Catalog/Names<</EmbeddedFiles 4 0 R>>"), "active"),
    ],
)
def test_what_is_no_paper_is_refused_with_what_to_send_instead(content: bytes, code: str) -> None:
    with pytest.raises(NotAPaper) as refused:
        media_type(content)
    assert refused.value.code == code
    assert refused.value.words.id.endswith(".")
    assert refused.value.words.en.endswith(".")


@given(st.binary(max_size=300), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-", b""]))
def test_any_bytes_are_either_known_or_refused(rest: bytes, start: bytes) -> None:
    try:
        assert media_type(start + rest) in {"application/pdf", "image/jpeg", "image/png"}
    except NotAPaper as refused:
        assert refused.code
