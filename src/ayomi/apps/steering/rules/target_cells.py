"""What the cells of a file of targets say: numbers, years, names of indicators, segments and offices. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from ayomi.apps.steering.rules.aims import AIMS
from ayomi.core.lists.reading import Cell, as_written
from ayomi.core.money import LARGEST_SUM, grouped

_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+")
_ZEROS: Final = re.compile(r"(?<=\d)[.,]0{1,2}$")
_UNITS: Final = re.compile(
    r"(?i)^(?:rp\.?|idr)\s*|\s*(?:orang|pekerja|tk|badan usaha|badan|koperasi|proyek|rupiah|,-)$"
)
_SCALED: Final = re.compile(r"(?i)(\d+)(?:[.,](\d{1,3}))?\s*(rb|ribu|k|jt|juta|m|miliar|milyar|t|triliun)\.?")
_SCALES: Final = {"rb": 3, "ribu": 3, "k": 3, "jt": 6, "juta": 6, "m": 9, "miliar": 9, "milyar": 9, "t": 12,
                  "triliun": 12}  # fmt: skip
_KIND_WORDS: Final = re.compile(
    r"\b(?:kantor|cabang|pembantu|perintis|wilayah|kanwil|kc|kcp|kcu|kacab|branch|office|regional|sub)\b"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A cell read as a whole number: `value`, or the `code` of what is wrong with a text to write instead (`like`)."""

    value: int | None
    code: str = ""
    like: str = ""


def plain(text: str) -> str:
    """Letters and digits only, in small letters, single spaces."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", text.lower()).split())


def read_number(cell: Cell) -> Number:
    """A whole number of zero or more as people write it. Percentages, fractions and short forms are never taken."""
    if isinstance(cell, date | datetime):
        return Number(None, "amount_unclear")
    if isinstance(cell, int | float):
        return _of_number(Decimal(str(cell)))
    text = as_written(cell).strip().lstrip("'‘’`").strip()
    if not text or text in ("-", "–", "—"):
        return Number(None, "amount_missing")
    if "%" in text or re.search(r"(?i)\bpersen\b|\bpercent\b", text):
        return Number(None, "amount_percent")
    if re.match(r"^(?:rp\.?\s*)?[-−–(]\s*\d", text, re.I):
        return Number(None, "amount_negative")
    bare = _UNITS.sub("", _UNITS.sub("", text)).strip()
    return _of_text(bare)


def _of_number(number: Decimal) -> Number:
    if not number.is_finite():
        return Number(None, "amount_unclear")
    if number < 0:
        return Number(None, "amount_negative")
    if number == number.to_integral_value():
        return _sized(int(number))
    if number < 1:
        return Number(None, "amount_percent")
    return Number(None, "amount_decimal", _times_thousand(number))


def _of_text(text: str) -> Number:
    whole = _ZEROS.sub("", text)
    for each in (text, whole) if whole != text and not _GROUPED.fullmatch(text) else (text,):
        if each.isascii() and each.isdigit():
            return _sized(int(each)) if len(each) <= 18 else Number(None, "amount_large")
        if _GROUPED.fullmatch(each):
            return _sized(int(re.sub(r"\D", "", each)))
    if scaled := _SCALED.fullmatch(text):
        amount = Decimal(f"{scaled[1]}.{scaled[2] or 0}").scaleb(_SCALES[scaled[3].lower()])
        return Number(None, "amount_scaled", str(int(amount)))
    if re.fullmatch(r"\d+[.,]\d+", text):
        return _of_number(Decimal(text.replace(",", ".")))
    return Number(None, "amount_unclear")


def _times_thousand(number: Decimal) -> str:
    more = number * 1_000
    return str(int(more)) if more == more.to_integral_value() else str(int(number))


def _sized(value: int) -> Number:
    return Number(value) if value <= LARGEST_SUM else Number(None, "amount_large")


def read_year(cell: Cell) -> int | None:
    """A year in four digits, also as `2027.0` or `Tahun 2027`; None for anything else."""
    if isinstance(cell, date | datetime):
        return cell.year
    found = re.findall(r"(?<!\d)\d{4}(?!\d)", as_written(cell))
    return int(found[0]) if len(found) == 1 else None


_ALIASES: Final = {
    "workers_covered_wage_earner": "pu|pekerja pu|tk pu|penerima upah|pekerja penerima upah|tenaga kerja pu|formal",
    "workers_covered_own_account": "bpu|pekerja bpu|tk bpu|mandiri|pekerja mandiri|bukan penerima upah|tk lhk|tklhk"
    "|tenaga kerja bpu|informal",
    "workers_covered_construction": "jakon|tk jakon|pekerja jakon|jasa konstruksi|pekerja konstruksi"
    "|tenaga kerja jakon",
    "workers_covered_migrant": "pmi|migran|pekerja migran",
    "workers_covered": "pekerja|tenaga kerja|tk|semua tk|total tk|pekerja terlindungi|peserta|workers",
    "firms_enrolled": "perusahaan|badan usaha|bu|pk bu|pemberi kerja|firms",
    "cooperatives_enrolled": "koperasi|cooperatives",
    "projects_enrolled": "proyek|proyek jakon|proyek konstruksi|projects",
    "contributions_received": "iuran|penerimaan iuran|iuran diterima|contributions",
}
_SEGMENTS: Final = {
    "all": "semua|all|total|", "wage_earner": "pu|penerima upah|formal|wage earner|wage earners|wage_earner",
    "own_account": "bpu|mandiri|bukan penerima upah|informal|tk lhk|tklhk|own account",
    "construction": "jakon|jasa konstruksi|konstruksi|construction", "migrant": "pmi|migran|migrant",
}  # fmt: skip


def _named() -> dict[str, str]:
    found: dict[str, str] = {}
    for key, each in AIMS.items():
        for name in (key, each.name_id, each.name_en, re.sub(r"\(.*?\)", "", each.name_id)):
            found.setdefault(plain(name), key)
    for key, words in _ALIASES.items():
        if key in AIMS:
            found.update(dict.fromkeys(words.split("|"), key))
    return found


_INDICATORS: Final = _named()
_SEGMENT_OF: Final = {plain(word): key for key, words in _SEGMENTS.items() for word in words.split("|")}


def read_indicator(text: str, segment: str = "") -> str | None:
    """The key of what a heading or cell names, for a segment named beside it; None where there is no such target."""
    key = _INDICATORS.get(plain(text))
    if not plain(segment) or key is None:
        return key
    wanted = _SEGMENT_OF.get(plain(segment))
    of = AIMS[key].of.key
    return next((each.key for each in AIMS.values() if (each.of.key, each.segment) == (of, wanted)), None)


def indicators_shown() -> str:
    """What can be written, for the sender."""
    return ", ".join(list(AIMS)[:8])


@dataclass(frozen=True, slots=True)
class Place:
    """An office that a row may name. `yours`: it is the sender's own or lies below it."""

    id: int
    code: str
    name: str
    opened: date
    closed: date | None
    yours: bool


class Places:
    """Offices found by code or name, also without the words for their kind."""

    def __init__(self, places: Sequence[Place], on: date) -> None:
        self.by_code = {plain(each.code): each for each in places}
        self.names: dict[str, list[Place]] = {}
        for each in places:
            for name in {plain(each.name), self.short(each.name)}:
                self.names.setdefault(name, []).append(each)
        self.on = on

    @staticmethod
    def short(name: str) -> str:
        """`Kantor Cabang Kendari` as `kendari`."""
        return " ".join(_KIND_WORDS.sub(" ", plain(name)).split())

    def find(self, text: str) -> list[Place]:
        """The offices that a text can mean: one, several or none. Those open on the day before those that are shut."""
        exact = self.by_code.get(plain(text))
        if exact is not None:
            return [exact]
        found = self.names.get(plain(text)) or self.names.get(self.short(text), [])
        still = [each for each in found if each.closed is None or each.closed > self.on]
        return still or found

    def like(self, text: str) -> str:
        """The code and name of the office written most alike, or any of the sender's own."""
        near = get_close_matches(self.short(text), self.names, 1, 0.6)
        one = self.names[near[0]][0] if near else next((each for each in self.by_code.values() if each.yours), None)
        return f"{one.code} ({one.name})" if one else "PST"


def difference(found: int, stated: int) -> tuple[str, str]:
    """`kurang 300` and `300 too few`: the rows against the stated total."""
    gap = found - stated
    amount_id, amount_en = grouped(abs(gap), "id"), grouped(abs(gap), "en")
    return (
        (f"lebih {amount_id}", f"{amount_en} too many") if gap > 0 else (f"kurang {amount_id}", f"{amount_en} too few")
    )
