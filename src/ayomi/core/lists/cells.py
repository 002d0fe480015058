"""What one cell says: a value, what was tidied on the way, or a fault. Parsers take the cell as typed by its file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Generic, Literal, TypeVar

from ayomi.core.lists.problems import Fault
from ayomi.core.lists.reading import Cell, as_written

Value = TypeVar("Value")
Sex = Literal["male", "female"]


@dataclass(frozen=True, slots=True)
class Read(Generic[Value]):
    """A cell read. ``value`` is None when empty or at fault; a warning carries a value and a fault."""

    value: Value | None
    tidied: tuple[str, ...] = ()
    fault: Fault | None = None


Parser = Callable[[Cell], Read[Value]]

_EMPTY_SIGNS: Final = frozenset(
    {"", "-", "--", "---", ".", "..", "n/a", "na", "#n/a", "nihil", "kosong", "null", "none", "tidak ada",
    "tdk ada", "_", "0", "0000", "belum ada", "belum punya", "tidak punya", "(kosong)", "nan"},
)  # fmt: skip
_FORMULA_TEXT: Final = re.compile(r"""^(?:=(?!["']?[\d .'-]*["']?$)|[+@](?=[A-Za-z_(])|-(?=[^|(!]*[A-Za-z]+[(!|]))""")
_ERROR_VALUE: Final = re.compile(r"^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|GETTING_DATA)$", re.I)


def text_of(cell: Cell) -> str:
    """The cell as trimmed text without a leading apostrophe; signs that stand for nothing ("-", "n/a") become empty."""
    text = as_written(cell).strip().lstrip("'\u2018\u2019`").strip()
    return "" if text.lower() in _EMPTY_SIGNS else text


def is_formula_text(cell: Cell) -> bool:
    """Whether a text cell would run as a formula: =SUM(A1), +cmd|..., @SUM(1). "+62812" and "-" would not."""
    return isinstance(cell, str) and cell[:1] in "=+@-" and bool(_FORMULA_TEXT.match(cell))


def is_error_value(cell: Cell) -> bool:
    """Whether the cell is a spreadsheet's own error, such as #N/A or #REF!."""
    return isinstance(cell, str) and cell[:1] == "#" and bool(_ERROR_VALUE.match(cell))


def read_text(cell: Cell) -> Read[str]:
    """Free text with single spaces."""
    text = " ".join(text_of(cell).split())
    return Read(text or None)


_SEXES: Final[dict[str, Sex]] = {
    **dict.fromkeys(
        (
            "l",
            "lk",
            "laki",
            "laki laki",
            "lakilaki",
            "laki2",
            "pria",
            "cowok",
            "m",
            "male",
            "man",
            "lelaki",
            "1",
            "lk lk",
            "jantan",
            "putra",
        ),
        "male",
    ),
    **dict.fromkeys(
        ("p", "pr", "perempuan", "wanita", "w", "f", "female", "woman", "cewek", "2", "prp", "perempuan", "putri"),
        "female",
    ),
}


def read_sex(cell: Cell) -> Read[Sex]:
    """L/P, Laki-laki/Perempuan, Pria/Wanita, M/F and 1/2 (the coding of the agency's own template)."""
    text = " ".join(re.findall(r"[a-z0-9]+", text_of(cell).lower()))
    if not text:
        return Read(None)
    if found := _SEXES.get(text):
        return Read(found)
    return Read(None, fault=Fault("sex_unclear"))


TICKS: Final = frozenset({"v", "√", "✓", "✔", "☑", "x", "*", "•", "1", "ya", "l", "lk", "p", "pr"})
"""What stands in the column "L" or the column "P" of a form where one of the two is ticked."""


def read_ticked_sex(male: Cell, female: Cell) -> Read[Sex]:
    """The sex where a list has a column for each and a tick in one of them. Nought and a dash are no tick."""
    texts = [text_of(cell).lower() for cell in (male, female)]
    ticked = [text in TICKS for text in texts]
    if any(text and not tick and text not in ("0", "-") for text, tick in zip(texts, ticked, strict=True)):
        return Read(None, fault=Fault("sex_unclear"))
    if all(ticked):
        return Read(None, fault=Fault("sex_unclear"))
    return Read("male" if ticked[0] else "female" if ticked[1] else None)


_YES: Final = frozenset(
    {"y", "ya", "yes", "v", "√", "✓", "✔", "x", "1", "true", "benar", "ada", "ikut", "aktif", "sudah"}
)
_NO: Final = frozenset(
    {"t", "tdk", "tidak", "no", "n", "0", "false", "belum", "nonaktif", "non aktif", "salah", "tidak ikut"}
)


def read_yes_no(cell: Cell) -> Read[bool]:
    """Ya/Tidak, Y/T, 1/0, a tick or a cross."""
    text = as_written(cell).strip().lower()
    if text in _YES:
        return Read(True)
    if text in _NO or text in _EMPTY_SIGNS:
        return Read(False if text in _NO else None)
    return Read(None, fault=Fault("yes_no_unclear"))


PROGRAMMES: Final = ("JKK", "JKM", "JHT", "JP", "JKP")
_PROGRAMME_WORDS: Final = (
    (re.compile(r"\bjkk\b|kecelakaan kerja"), "JKK"),
    (re.compile(r"\bjkm\b|\bjk\b|kematian"), "JKM"),
    (re.compile(r"\bjht\b|hari tua"), "JHT"),
    (re.compile(r"\bjp\b|pensiun"), "JP"),
    (re.compile(r"\bjkp\b|kehilangan pekerjaan"), "JKP"),
)
_PROGRAMME_VOCABULARY: Final = frozenset(
    {
        "jkk", "jkm", "jk", "jht", "jp", "jkp", "bpjs", "program", "dan", "bpu", "pu", "jamsostek", "ketenagakerjaan",
        "jaminan", "kecelakaan", "kerja", "kematian", "hari", "tua", "pensiun", "kehilangan", "pekerjaan", "dengan",
    }
)  # fmt: skip
_COUNTED: Final = {2: "JKK,JKM", 3: "JKK,JKM,JHT", 4: "JKK,JKM,JHT,JP", 5: "JKK,JKM,JHT,JP,JKP"}
_NUMERALS: Final = {"dua": 2, "tiga": 3, "empat": 4, "lima": 5}


def read_programmes(cell: Cell) -> Read[str]:
    """Programmes in the order of the law, joined by commas: "JKK JKM", "JKK+JKM+JHT", "3 program" -> "JKK,JKM,JHT"."""
    text = text_of(cell).lower()
    if not text:
        return Read(None)
    plain = re.sub(r"[^a-z0-9]+", " ", text).strip()
    named = [code for pattern, code in _PROGRAMME_WORDS if pattern.search(plain)]
    if named:
        value = ",".join(code for code in PROGRAMMES if code in named)
        unknown = [word for word in plain.split() if word not in _PROGRAMME_VOCABULARY and not word.isdigit()]
        if unknown:
            return Read(None, fault=Fault("programmes_unclear", "confirm", {"read": value}, value))
        return Read(value)
    if counted := re.fullmatch(r"(\d|dua|tiga|empat|lima)(?: ?(?:program|prog|p|pr|program bpu))?", plain):
        number = _NUMERALS.get(counted[1]) or int(counted[1])
        if number in _COUNTED:
            return Read(_COUNTED[number], ("programmes_counted",))
    return Read(None, fault=Fault("programmes_unclear", "fix", {"read": "-"}))


_UNCLEAR_WORK: Final = frozenset(
    {"serabutan", "kerja serabutan", "lain lain", "lainnya", "lain", "dll", "macam macam", "tidak tentu",
    "tidak tetap", "pekerja lepas", "freelance", "campuran", "buruh serabutan", "pekerja serabutan"},
)  # fmt: skip
_NO_WORK: Final = frozenset(
    {"belum bekerja", "tidak bekerja", "belum tidak bekerja", "pelajar", "mahasiswa", "pelajar mahasiswa",
    "pensiunan", "irt", "ibu rumah tangga", "mengurus rumah tangga", "pengangguran", "tidak ada pekerjaan"},
)  # fmt: skip


def read_occupation(cell: Cell) -> Read[str]:
    """Free text; words that name no work one could insure wait for a choice."""
    text = " ".join(text_of(cell).split())
    plain = " ".join(re.findall(r"[a-z]+", text.lower()))
    if not text:
        return Read(None)
    if plain in _UNCLEAR_WORK:
        return Read(None, fault=Fault("occupation_unclear"))
    if plain in _NO_WORK:
        return Read(None, fault=Fault("occupation_none"))
    if not plain:
        return Read(None, fault=Fault("occupation_unclear"))
    return Read(text[:1].upper() + text[1:] if text.islower() else text.capitalize() if text.isupper() else text)


_CAUSES: Final = (
    (re.compile(r"meninggal|wafat|tutup usia|death|died|alm\b"), "died"),
    (re.compile(r"pensiun|usia pensiun|retire"), "retired"),
    (
        re.compile(
            r"phk|pemutusan|pecat|laid off|dismiss|efisiensi|(?:habis|akhir) kontrak|kontrak (?:selesai|berakhir|habis)"
        ),
        "dismissed",
    ),
    (re.compile(r"cacat|total tetap|disab"), "disabled"),
    (re.compile(r"mutasi|pindah (?:cabang|perusahaan|unit|kerja)|transfer"), "transferred"),
    (re.compile(r"luar negeri|meninggalkan (?:indonesia|nkri)|wna|abroad"), "left_country"),
    (re.compile(r"mengundurkan|undur diri|resign|keluar|berhenti|mundur"), "resigned"),
)


def read_leave_cause(cell: Cell) -> Read[str]:
    """Cause of leaving as one of died, retired, dismissed, disabled, transferred, left_country, resigned."""
    text = text_of(cell).lower()
    if not text:
        return Read(None)
    for pattern, cause in _CAUSES:
        if pattern.search(text):
            return Read(cause)
    return Read(None, fault=Fault("cause_unclear"))


_EMAIL: Final = re.compile(r"[^\s@,;<>()]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")


def read_email(cell: Cell) -> Read[str]:
    """One address in lower case. A wrong one does not hold the row up."""
    text = text_of(cell).lower().removeprefix("mailto:").strip(".,; ")
    if not text:
        return Read(None)
    if _EMAIL.fullmatch(text):
        return Read(text)
    return Read(None, fault=Fault("email_unreadable", "warning"))


def read_count(cell: Cell) -> Read[int]:
    """A number of people or members: 0 or more, whole. "25 orang" and "1.250" are read."""
    if isinstance(cell, float | int):
        if cell >= 0 and float(cell).is_integer():
            return Read(int(cell))
        return Read(None, fault=Fault("count_unclear", "warning"))
    text = re.sub(r"(?i)\b(?:orang|anggota|org|jiwa|pekerja|karyawan)\b", "", as_written(cell)).strip().lstrip("'")
    if not text or text.lower() in _EMPTY_SIGNS - {"0"}:
        return Read(None)
    plain = re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", text)
    if plain.isascii() and plain.isdigit():
        return Read(int(plain))
    return Read(None, fault=Fault("count_unclear", "warning"))


def read_place_and_date(cell: Cell, date_parser: Callable[[Cell], Read[date]]) -> tuple[Read[str], Read[date]]:
    """ "Kolaka, 12-08-1990" -> place and date. Place may be missing; the date is read by the column's own style."""
    if not isinstance(cell, str):
        return Read(None), date_parser(cell)
    text = text_of(cell)
    if not text:
        return Read(None), Read(None)
    found = re.search(r"\d", text)
    if not found:
        return Read(text.strip(" ,;/.-") or None), Read(None)
    place = text[: found.start()].strip(" ,;/.-:")
    place = re.sub(r"(?i)[,\s]*(?:tgl|tanggal)\.?$", "", place).strip(" ,;/.-:")
    return Read(" ".join(place.split()) or None), date_parser(text[found.start() :].strip())
