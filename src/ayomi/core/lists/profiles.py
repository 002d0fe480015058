"""What stands in a column: shares of its filled cells that look like this or that."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from ayomi.core.lists.cells import text_of
from ayomi.core.lists.reading import Cell
from ayomi.core.lists.words import Field

_SEPARATORS: Final = re.compile(r"[\s.\-/'\u2019]")
_DAMAGED: Final = re.compile(r"\d[.,]\d+\s*[eE]\s*\+?1[56]")
_MASKED: Final = re.compile(r"(?=.*[*xX\u2022]{3})[\d*xX\u2022]{14,17}")
_DATE: Final = re.compile(
    r"\d{1,4}\s*[-/. ]\s*\d{1,2}\s*[-/. ]\s*\d{2,4}|\d{1,2}[\s\-]*[A-Za-z]{3,10}[\s\-.,]*\d{2,4}|(?:19|20)\d{6}"
)
_PLACE_DATE: Final = re.compile(r"[A-Za-z][A-Za-z .'()]{2,40}\s*[,/;\- ]\s*\d{1,2}[\s\-/.]+\w{1,10}[\s\-/.]+\d{2,4}")
_PHONE: Final = re.compile(r"(?:\+?62|0)?8[1-9]\d{6,11}|0\d{2,3}\d{5,8}")
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_SEX: Final = re.compile(r"(?i)l|p|lk|pr|laki\W*laki|laki|perempuan|pria|wanita|m|f|male|female")
_PROGRAMME: Final = re.compile(r"(?i).*\b(?:jkk|jkm|jht)\b.*|[2-5]\s*(?:program|prog)")
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_.,'`’\- ]*(?:[ .,'`’\-]+[^\W\d_]+){0,7}[.,]?")
_NAME_CHARACTERS: Final = re.compile(r"[^\W\d_][^\d_:;/\\@#%&*=<>{}\[\]]{1,60}")
_MONEY: Final = re.compile(
    r"(?i)(?:rp\.?\s*)?\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?(?:\s*[.,]-+)?|(?:rp\.?\s*)?\d{5,9}(?:[.,]-+)?|\d+(?:[.,]\d+)?\s*(?:jt|juta|rb|ribu)"
)
_ADDRESS: Final = re.compile(
    r"(?i).*\b(?:jl|jln|jalan|dusun|dsn|rt|rw|gg|gang|desa|kel|kp|kampung|lingkungan|blok|no)\b.*"
)
_ORGANISATION: Final = re.compile(
    r"(?i).*\b(?:pt|cv|ud|koperasi|kop|ksp|kud|kopdes|bumdes|toko|warung|yayasan|kelompok|poktan|gapoktan|ksu|kpri|primkop\w*)\b.*"
)


@dataclass(slots=True)
class Profile:
    """Shares from 0 to 1 over the filled cells of a sample; ``filled`` is their number."""

    filled: int = 0
    distinct: float = 0.0
    sixteen: float = 0.0
    shares: dict[str, float] = field(default_factory=dict)
    sequence: bool = False
    numeric: float = 0.0
    median_year: int | None = None

    def share_for(self, name: Field) -> float | None:
        """Share of cells that fit a field; None where contents cannot tell."""
        kind = {
            "nik": "nik", "family_card": "nik", "birth_date": "date", "start_date": "date", "end_date": "date",
            "phone": "phone", "email": "email", "sex": "sex", "wage": "money", "wage_before": "money",
            "birth_place_and_date": "place_date", "name": "name", "mother_name": "name", "leader": "name",
            "member_number": "member_number", "nib": "nib", "npwp": "npwp", "members_count": "count",
            "workers_count": "count",
        }.get(name)  # fmt: skip
        return None if kind is None else self.shares.get(kind, 0.0)

    def evidence(self) -> Iterator[tuple[Field, float, float, int, str, str]]:
        """(field, share, least share, sureness, words) of what contents alone suggest."""
        if self.filled < 2:
            return
        shares = self.shares
        yield "nik", shares.get("nik", 0.0), 0.6, 80, "berupa 16 angka seperti NIK", "16 digits like a NIK"
        yield "email", shares.get("email", 0.0), 0.6, 85, "berupa surel", "e-mail addresses"
        yield (
            "birth_place_and_date",
            shares.get("place_date", 0.0),
            0.6,
            82,
            "berupa tempat dan tanggal",
            "a place and a date",
        )
        yield "phone", shares.get("phone", 0.0), 0.7, 74, "berupa nomor HP", "mobile numbers"
        yield "sex", shares.get("sex", 0.0), 0.9, 70, "berupa L atau P", "L or P"
        yield "programmes", shares.get("programme", 0.0), 0.7, 80, "menyebut program", "naming programmes"
        if self.median_year is not None:
            yield (
                "birth_date",
                shares.get("date", 0.0),
                0.7,
                62,
                "berupa tanggal lahir yang wajar",
                "plausible birth dates",
            )
        if self.distinct >= 0.6:
            yield "name", shares.get("name", 0.0), 0.85, 55, "tampak seperti nama orang", "look like names of people"
            yield (
                "member_number",
                shares.get("member_number", 0.0),
                0.8,
                52,
                "berupa 11 angka seperti KPJ",
                "11 digits like a KPJ",
            )
        yield "wage", shares.get("money", 0.0), 0.9, 45, "berupa jumlah uang", "amounts of money"


def profile_of(cells: Sequence[Cell]) -> Profile:
    """Profile of a sample of one column."""
    filled = [cell for cell in cells if cell != "" and text_of(cell)]
    profile = Profile(filled=len(filled))
    if not filled:
        return profile
    counts: dict[str, int] = {}
    years: list[int] = []
    for cell in filled:
        for kind in _kinds_of(cell, years):
            counts[kind] = counts.get(kind, 0) + 1
    profile.shares = {kind: count / len(filled) for kind, count in counts.items()}
    profile.sixteen = profile.shares.get("nik", 0.0)
    profile.numeric = profile.shares.get("number", 0.0)
    profile.distinct = len({text_of(cell).lower() for cell in filled}) / len(filled)
    profile.sequence = _is_sequence(filled)
    births = sorted(year for year in years if 1920 <= year <= 2015)
    if births and len(births) >= len(years) * 0.8 and births[len(births) // 2] <= 2010:
        profile.median_year = births[len(births) // 2]
    return profile


def _is_sequence(filled: Sequence[Cell]) -> bool:
    numbers = []
    for cell in filled:
        text = text_of(cell).rstrip(".")
        if not text.isdigit() or len(text) > 6:
            return False
        numbers.append(int(text))
    return len(numbers) >= 3 and all(before < after for before, after in pairwise(numbers))


def _kinds_of(cell: Cell, years: list[int]) -> Iterator[str]:
    if isinstance(cell, date | datetime):
        years.append(cell.year)
        yield "date"
        return
    text = text_of(cell)
    digits = _SEPARATORS.sub("", text)
    if digits.isascii() and digits.isdigit():
        yield "digits"
        if (len(digits) in (15, 16) and digits[0] != "0") or len(digits) == 17:
            yield "nik" if len(digits) == 16 else "nearly_nik"
        if len(digits) == 11 or (isinstance(cell, float) and len(digits) == 10):
            yield "member_number"
        if len(digits) == 13:
            yield "nib"
        if len(digits) in (15, 16):
            yield "npwp"
        if len(digits) <= 6:
            yield "count"
    if _DAMAGED.fullmatch(text) or _MASKED.fullmatch(text):
        yield "nik"
    if isinstance(cell, float | int) or re.fullmatch(r"-?\d+(?:[.,]\d+)*\s*%?", text):
        yield "number"
    if _DATE.fullmatch(text):
        yield "date"
        if found := re.findall(r"(?<!\d)((?:19|20)\d{2})", text):
            years.append(int(found[-1]))
        elif short := re.search(r"(\d{2})$", text):
            years.append(1900 + int(short[1]) if int(short[1]) > 25 else 2000 + int(short[1]))
    elif _PLACE_DATE.fullmatch(text):
        yield "place_date"
    if (isinstance(cell, float | int) and 100_000 <= cell < 1e9) or (isinstance(cell, str) and _MONEY.fullmatch(text)):
        yield "money"
    if _PHONE.fullmatch(digits.lstrip("+")):
        yield "phone"
    if _EMAIL.fullmatch(text):
        yield "email"
    if _SEX.fullmatch(text):
        yield "sex"
    if _PROGRAMME.fullmatch(text):
        yield "programme"
    if _ADDRESS.fullmatch(text):
        yield "address"
    if _ORGANISATION.fullmatch(text):
        yield "organisation"
    elif (
        _NAME_CHARACTERS.fullmatch(text)
        and len(text.split()) <= 8
        and len(text) >= 3
        and not _PROGRAMME.fullmatch(text)
    ):
        yield "name"
