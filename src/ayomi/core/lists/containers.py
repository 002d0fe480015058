"""What a file really is, told by its first bytes and its directory, never by its name. Nothing is unpacked here."""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from ayomi.core.lists import limits
from ayomi.core.lists.problems import Refusal

Container = Literal["xlsx", "xls", "ods", "text"]

OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PIECE: Final = 64 * 1024
ZIP_SIGNATURES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

# First bytes -> (code, Indonesian, English). What people really send in place of a list.
SIGNATURES: Final[tuple[tuple[bytes, str, str, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "picture", "gambar (PNG)", "a picture (PNG)"),
    (b"\xff\xd8\xff", "picture", "foto (JPEG)", "a photo (JPEG)"),
    (b"GIF87a", "picture", "gambar (GIF)", "a picture (GIF)"),
    (b"GIF89a", "picture", "gambar (GIF)", "a picture (GIF)"),
    (b"BM", "picture", "gambar (BMP)", "a picture (BMP)"),
    (b"II*\x00", "picture", "gambar hasil pindai (TIFF)", "a scanned picture (TIFF)"),
    (b"MM\x00*", "picture", "gambar hasil pindai (TIFF)", "a scanned picture (TIFF)"),
    (b"\x1f\x8b", "archive", "arsip GZIP", "a GZIP archive"),
    (b"Rar!\x1a\x07", "archive", "arsip RAR", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "arsip 7-Zip", "a 7-Zip archive"),
    (b"BZh", "archive", "arsip BZIP2", "a BZIP2 archive"),
    (b"\xfd7zXZ\x00", "archive", "arsip XZ", "an XZ archive"),
    (b"(\xb5/\xfd", "archive", "arsip Zstandard", "a Zstandard archive"),
    (b"MZ", "program", "program Windows", "a Windows program"),
    (b"\x7fELF", "program", "program Linux", "a Linux program"),
    (b"\xca\xfe\xba\xbe", "program", "program", "a program"),
    (b"#!", "program", "skrip program", "a program script"),
    (b"{\\rtf", "document", "dokumen RTF", "an RTF document"),
    (b"SQLite format 3\x00", "database", "basis data SQLite", "an SQLite database"),
    (b"\x00\x01\x00\x00Standard", "database", "basis data Access", "an Access database"),
    (b"OggS", "media", "rekaman suara atau video", "a sound or video recording"),
    (b"ID3", "media", "rekaman suara (MP3)", "a sound recording (MP3)"),
    (b"PAR1", "data", "berkas data Parquet", "a Parquet data file"),
)

PICTURE_HINT_ID: Final = (
    "Yang diharapkan: daftar yang diketik (XLSX, XLS, ODS atau CSV), bukan fotonya. Ketik ulang satu baris per orang."
)
PICTURE_HINT_EN: Final = (
    "Expected: the list as typed rows (XLSX, XLS, ODS or CSV), not its picture. Type it, one row per person."
)
UNPACK_HINT_ID: Final = (
    "Yang diharapkan: berkas daftarnya sendiri. Buka arsipnya, lalu kirim berkas XLSX atau CSV di dalamnya."
)
UNPACK_HINT_EN: Final = "Expected: the list file itself. Open the archive and send the XLSX or CSV file inside it."
OPEN_HINT_ID: Final = (
    "Yang diharapkan: buku tanpa sandi. Buka di Excel, pilih Info > Lindungi Buku Kerja > Enkripsi, kosongkan "
    "sandinya, simpan, lalu kirim lagi."
)
OPEN_HINT_EN: Final = (
    "Expected: a workbook without password. In Excel choose Info > Protect Workbook > Encrypt, clear the password, "
    "save and send it again."
)
RESAVE_HINT_ID: Final = (
    "Yang diharapkan: buku kerja yang utuh. Buka di Excel atau LibreOffice, simpan sebagai “Excel Workbook (.xlsx)”, "
    "lalu kirim lagi."
)
RESAVE_HINT_EN: Final = (
    "Expected: a whole workbook. Open it in Excel or LibreOffice, save as “Excel Workbook (.xlsx)” and send it again."
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file that may be read: its container and the parts of a zip that hold the sheets."""

    container: Container
    sheet_parts: tuple[str, ...] = ()


def _seems(code: str, what_id: str, what_en: str, expected_id: str = "", expected_en: str = "") -> Refusal:
    sentences = (f"Berkas ini tampaknya {what_id}.", f"This file seems to be {what_en}.")
    if not expected_id:
        return Refusal(code, *sentences)
    return Refusal(code, *sentences, expected_id, expected_en)


def recognise(data: bytes) -> Recognised | Refusal:
    """What the file is, by content. Never unpacks more than a zip directory and a few small parts."""
    if not data or not data.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        return Refusal("empty_file", "Berkas ini kosong.", "This file is empty.")
    if len(data) > limits.LARGEST_FILE_BYTES:
        size, most = len(data) // limits.MEBIBYTE, limits.LARGEST_FILE_BYTES // limits.MEBIBYTE
        return Refusal(
            "file_too_large",
            f"Berkas ini {size} MB, paling besar {most} MB.",
            f"This file is {size} MB, at most {most} MB is read.",
            "Yang diharapkan: daftar paling banyak 200.000 baris, tanpa gambar. Bagi menjadi beberapa berkas.",
            "Expected: a list of at most 200,000 rows, without pictures. Split it into several files.",
        )
    if data.startswith(ZIP_SIGNATURES):
        return _recognise_zip(data)
    if data.startswith(OLE_SIGNATURE):
        return _recognise_ole(data)
    return _recognise_plain(data)


def _recognise_plain(data: bytes) -> Recognised | Refusal:
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return _seems("pdf", "dokumen PDF", "a PDF document", PICTURE_HINT_ID, PICTURE_HINT_EN)
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in (
        b"ftypheic",
        b"ftypheix",
        b"ftypavif",
        b"ftypmif1",
    ):
        return _seems("picture", "foto", "a photo", PICTURE_HINT_ID, PICTURE_HINT_EN)
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        return _seems("media", "rekaman suara atau video", "a sound or video recording")
    for signature, code, what_id, what_en in SIGNATURES:
        if head.startswith(signature) and (signature != b"BM" or _is_bitmap(data)):
            if code == "picture":
                return _seems(code, what_id, what_en, PICTURE_HINT_ID, PICTURE_HINT_EN)
            if code == "archive":
                return _seems(code, what_id, what_en, UNPACK_HINT_ID, UNPACK_HINT_EN)
            return _seems(code, what_id, what_en)
    if data[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02"):
        return _seems(
            "old_workbook", "buku Excel sangat lama", "a very old Excel workbook", RESAVE_HINT_ID, RESAVE_HINT_EN
        )
    return Recognised("text")


def _is_bitmap(data: bytes) -> bool:
    # "BM" also begins ordinary words; a real bitmap repeats its own length in bytes 2-5.
    return len(data) > 26 and abs(int.from_bytes(data[2:6], "little") - len(data)) <= 4


def _recognise_zip(data: bytes) -> Recognised | Refusal:
    broken = _seems(
        "broken_workbook",
        "buku kerja yang rusak atau terpotong",
        "a broken or cut-off workbook",
        RESAVE_HINT_ID,
        RESAVE_HINT_EN,
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if refusal := _refuse_bomb(entries, len(data)):
                return refusal
            encrypted = any(entry.flag_bits & 0x1 for entry in entries)
            if not encrypted and not all(_unpacks_as_declared(data, entry) for entry in entries):
                return broken
            if encrypted:
                return _seems("encrypted", "berkas bersandi", "a file with a password", OPEN_HINT_ID, OPEN_HINT_EN)
            mimetype = _small_part(archive, "mimetype")
            manifest = _small_part(archive, "META-INF/manifest.xml")
            kinds = _small_part(archive, "[Content_Types].xml")
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        ValueError,
        EOFError,
        OSError,
        struct.error,
        zlib.error,
    ):
        return broken
    return _zip_kind(names, mimetype, manifest, kinds) or broken


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed: int) -> Refusal | None:
    unpacked = sum(entry.file_size for entry in entries)
    thick = [
        entry
        for entry in entries
        if entry.file_size > limits.SMALL_PART_BYTES
        and entry.file_size > limits.LARGEST_UNPACK_RATIO * max(entry.compress_size, 1)
    ]
    spans = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    overlapping = (
        any(start + size > following for (start, size), (following, _) in pairwise(spans))
        or sum(size for _, size in spans) > packed
    )
    if unpacked > limits.LARGEST_UNPACKED_BYTES or thick or overlapping:
        small, large = max(packed // 1024, 1), f"{max(unpacked, 1) // limits.MEBIBYTE:,}"
        return Refusal(
            "zip_bomb",
            f"Berkas ini {small} KB tetapi mengembang menjadi {large.replace(',', '.')} MB bila dibuka; tidak dibuka.",
            f"This file is {small} KB but would unpack to {large} MB; it was not opened.",
        )
    if len(entries) > limits.MOST_ZIP_ENTRIES:
        return _seems(
            "archive",
            f"arsip berisi {len(entries)} berkas",
            f"an archive of {len(entries)} files",
            UNPACK_HINT_ID,
            UNPACK_HINT_EN,
        )
    return None


def _unpacks_as_declared(data: bytes, entry: zipfile.ZipInfo) -> bool:
    """Whether a part is no longer than its directory says. The reader of workbooks inflates to the end of the stream
    and trusts no size, so a part that says 1 KB and holds 60 GB must be found before; nothing unpacked is kept.
    """
    names, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    start = entry.header_offset + 30 + names + extra
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        return len(packed) == entry.file_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        return False
    inflating, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    for start in range(0, len(packed), _PIECE):
        piece = packed[start : start + _PIECE]
        while piece and not inflating.eof:
            size += len(inflating.decompress(piece, limits.MEBIBYTE))
            piece = inflating.unconsumed_tail
            if size > entry.file_size:
                return False
    return inflating.eof and size == entry.file_size


def _small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(limits.MEBIBYTE)
    except KeyError:
        return b""


def _zip_kind(names: set[str], mimetype: bytes, manifest: bytes, kinds: bytes) -> Recognised | Refusal | None:
    if b"opendocument.spreadsheet" in mimetype:
        if b"encryption-data" in manifest:
            return _seems(
                "encrypted",
                "buku LibreOffice bersandi",
                "a LibreOffice workbook with a password",
                OPEN_HINT_ID,
                OPEN_HINT_EN,
            )
        return Recognised("ods", ("content.xml",)) if "content.xml" in names else None
    if b"opendocument" in mimetype:
        return _seems(
            "document", "dokumen LibreOffice, bukan lembar kerja", "a LibreOffice document, not a spreadsheet"
        )
    lowered = {name.lower().replace("\\", "/") for name in names}
    if any(name.startswith("word/") for name in lowered):
        return _seems(
            "document",
            "dokumen Word",
            "a Word document",
            PICTURE_HINT_ID.replace(", bukan fotonya", " di lembar kerja"),
            PICTURE_HINT_EN.replace(", not its picture", " in a spreadsheet"),
        )
    if any(name.startswith("ppt/") for name in lowered):
        return _seems("document", "paparan PowerPoint", "a PowerPoint presentation")
    if "xl/workbook.bin" in lowered:
        return _seems(
            "binary_workbook",
            "buku Excel biner (XLSB)",
            "a binary Excel workbook (XLSB)",
            RESAVE_HINT_ID,
            RESAVE_HINT_EN,
        )
    if "xl/workbook.xml" in lowered or any(re.fullmatch(r"xl/worksheets/[^/]+\.xml", name) for name in lowered):
        if b"macroEnabled" in kinds or any(name.endswith("vbaproject.bin") for name in lowered):
            return Refusal(
                "macros",
                "Berkas ini buku Excel berisi makro (program).",
                "This file is an Excel workbook holding macros (programs).",
                "Yang diharapkan: buku tanpa makro. Simpan sebagai “Excel Workbook (.xlsx)”, lalu kirim lagi.",
                "Expected: a workbook without macros. Save it as “Excel Workbook (.xlsx)” and send it again.",
            )
        sheets = sorted(name for name in names if re.fullmatch(r"(?i)xl[/\\]worksheets[/\\][^/\\]+\.xml", name))
        return Recognised("xlsx", tuple(sheets)) if sheets else None
    if "androidmanifest.xml" in lowered or "meta-inf/manifest.mf" in lowered:
        return _seems("program", "aplikasi", "an application")
    if "index/document.iwa" in lowered or any(name.endswith(".iwa") for name in lowered):
        return _seems(
            "numbers_workbook",
            "buku Apple Numbers",
            "an Apple Numbers workbook",
            RESAVE_HINT_ID.replace(
                "Buka di Excel atau LibreOffice, simpan", "Di Numbers pilih Ekspor ke Excel, simpan"
            ),
            RESAVE_HINT_EN.replace("Open it in Excel or LibreOffice, save", "In Numbers choose Export to Excel, save"),
        )
    if "[content_types].xml" in lowered or not names:
        return None
    return _seems(
        "archive",
        f"arsip ZIP berisi {len(names)} berkas",
        f"a ZIP archive of {len(names)} files",
        UNPACK_HINT_ID,
        UNPACK_HINT_EN,
    )


def _recognise_ole(data: bytes) -> Recognised | Refusal:
    def holds(stream: str) -> bool:
        # Names of streams stand in the directory as UTF-16LE.
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return _seems(
            "encrypted", "buku Excel bersandi", "an Excel workbook with a password", OPEN_HINT_ID, OPEN_HINT_EN
        )
    if holds("WordDocument"):
        return _seems("document", "dokumen Word lama", "an old Word document")
    if holds("PowerPoint Document"):
        return _seems("document", "paparan PowerPoint lama", "an old PowerPoint presentation")
    if holds("__substg1.0_") or holds("__properties_version1.0"):
        return _seems("document", "surel Outlook", "an Outlook e-mail")
    if holds("Workbook") or holds("Book"):
        return Recognised("xls")
    return _seems(
        "document", "dokumen Office lama yang bukan lembar kerja", "an old Office document that is no spreadsheet"
    )
