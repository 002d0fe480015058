"""Read one mapped column into values and faults, each distinct cell once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final, cast

import polars as pl

from ayomi.core.identity import Kind as NumberKind
from ayomi.core.identity import Refused, check_column, looks_rounded, parser
from ayomi.core.identity.digits import EXACT_IN_FLOAT
from ayomi.core.lists import cells as cell_parsers
from ayomi.core.lists import dates
from ayomi.core.lists.amounts import read_amount, read_confirmed_amount
from ayomi.core.lists.cells import Read, is_error_value, is_formula_text, text_of
from ayomi.core.lists.problems import Fault, Severity
from ayomi.core.lists.reading import Cell, as_written
from ayomi.core.lists.words import LABELS, Field
from ayomi.core.matching.normalise import tidy_name

NUMBERS: Final[dict[Field, NumberKind]] = {
    "nik": "nik", "family_card": "kk", "npwp": "npwp", "nib": "nib", "npp": "npp", "member_number": "kpj",
    "nik_koperasi": "nik_koperasi", "phone": "phone", "postcode": "postcode", "bank_account": "bank_account",
}  # fmt: skip
DATES: Final = ("birth_date", "start_date", "end_date", "founded")
AMOUNTS: Final = ("wage", "wage_before")
COUNTS: Final = ("members_count", "workers_count")
NAMES: Final = ("name", "mother_name", "leader")
_BARE_MOBILE: Final = r"^8[1-9][0-9]{7,10}$"
_SIXTEEN: Final = re.compile(r"\d{16}")
_MASKED: Final = re.compile(r"(?=.*[*xX•#]{2})[\d*xX•#.\s-]{12,20}")
_SEVERAL: Final = re.compile(r"\s(?:dan|&|/|;)\s|;|\n", re.I)


@dataclass(slots=True)
class ColumnRead:
    """One field read: values by row position, faults and tidied marks only where there are some."""

    values: list[Any]
    faults: dict[int, Fault] = field(default_factory=dict)
    tidied: dict[str, list[int]] = field(default_factory=dict)
    cautions: dict[int, list[Fault]] = field(default_factory=dict)

    def mark(self, code: str, position: int) -> None:
        self.tidied.setdefault(code, []).append(position)

    def fail(self, position: int, fault: Fault) -> None:
        self.faults[position] = fault
        if fault.severity != "warning":
            self.values[position] = None


def data_type(name: Field) -> pl.DataType:
    """Type of a field in the checked frame."""
    if name in DATES:
        return pl.Date()
    if name in AMOUNTS or name in COUNTS:
        return pl.Int64()
    return pl.String()


def read_name(cell: Cell) -> Read[str]:
    """A person's name fit to show, titles taken off."""
    text = " ".join(text_of(cell).split())
    if not text:
        return Read(None)
    if not any(letter.isalpha() for letter in text) or sum(letter.isdigit() for letter in text) > 2 or len(text) > 100:
        return Read(None, fault=Fault("name_unreadable"))
    if _SEVERAL.search(text):
        return Read(None, fault=Fault("names_several"))
    name, titles = tidy_name(text)
    tidied = ("titles",) if titles else ("name_case",) if name != text else ()
    return Read(name, tidied)


def one_by_one(name: Field, as_of: date, sample: Sequence[Cell]) -> Callable[[Cell], Read[Any]]:
    """The parser of a field that is no number of identity. The order of day and month is judged from ``sample``."""
    if name in DATES:
        style = dates.DateStyle(as_of, dates.column_order(sample), past_only=name in ("birth_date", "founded"))
        return dates.parser(style)
    if name in AMOUNTS:
        return read_amount
    if name in COUNTS:
        return cell_parsers.read_count
    if name in NAMES:
        return read_name
    special: dict[Field, Callable[[Cell], Read[Any]]] = {
        "sex": cell_parsers.read_sex,
        "programmes": cell_parsers.read_programmes,
        "occupation": cell_parsers.read_occupation,
        "leave_cause": cell_parsers.read_leave_cause,
        "email": cell_parsers.read_email,
    }
    return special.get(name, cell_parsers.read_text)


def read_column(name: Field, cells: Sequence[Cell], as_of: date, severity: Severity) -> ColumnRead:
    """Read a whole column. ``severity`` is what a wrong identity number costs the row."""
    if name in NUMBERS:
        return _read_numbers(name, cells, as_of, severity)
    parse = one_by_one(name, as_of, cells)
    seen: dict[tuple[type, Cell], Read[Any]] = {}
    result = ColumnRead([None] * len(cells))
    values = result.values
    for position, cell in enumerate(cells):
        key = (type(cell), cell)
        read = seen.get(key)
        if read is None:
            read = seen[key] = parse(cell)
        values[position] = read.value
        if read.tidied:
            for code in read.tidied:
                result.mark(code, position)
        if read.fault is not None:
            result.faults[position] = read.fault
    return result


def read_answer(name: Field, text: str, as_of: date, severity: Severity) -> ColumnRead:
    """What a person typed or confirmed for one cell, read by itself."""
    if name in AMOUNTS:
        read = read_confirmed_amount(text)
        result = ColumnRead([read.value])
        if read.fault is not None:
            result.fail(0, read.fault)
        return result
    return read_column(name, [text], as_of, severity)


def _read_numbers(name: Field, cells: Sequence[Cell], as_of: date, severity: Severity) -> ColumnRead:
    kind = NUMBERS[name]
    texts = [text_of(cell) for cell in cells]
    series = pl.Series(texts, dtype=pl.String)
    # Plain mobile numbers without their zero are common enough to be completed by the column.
    bare = series.str.contains(_BARE_MOBILE) if name == "phone" else pl.repeat(value=False, n=len(texts), eager=True)
    checked = check_column(kind, pl.select(pl.when(bare).then("0" + series).otherwise(series)).to_series(), as_of=as_of)
    result = ColumnRead(checked.get_column("value").to_list())
    codes, warnings = checked.get_column("code").to_list(), checked.get_column("warning").to_list()
    parse = parser(kind, as_of)
    words: dict[str, Fault] = {}
    for position, code in enumerate(codes):
        if code is not None and texts[position]:
            text = texts[position]
            if text not in words:
                words[text] = _refused(name, parse, text, severity)
            result.faults[position] = words[text]
    if name == "phone" and bare.any():
        result.tidied["phone_zero"] = [place for place in bare.arg_true() if result.values[place] is not None]
    _note_warnings(name, result, texts, warnings)
    _refuse_rounded(name, result, cells, texts, severity)
    return result


def _note_warnings(name: Field, result: ColumnRead, texts: Sequence[str], warnings: Sequence[str | None]) -> None:
    for position, codes in enumerate(warnings):
        if codes is not None and "phone_zero_restored" in codes:
            result.mark("phone_zero", position)
    if name in ("nik", "family_card", "npwp", "member_number", "nib"):
        for position, value in enumerate(result.values):
            if value is not None and len(texts[position]) > len(value):
                result.mark("number_separators", position)


def _refused(name: Field, parse: Callable[[str], object], text: str, severity: Severity) -> Fault:
    if name in ("nik", "family_card") and _MASKED.fullmatch(text):
        return Fault("nik_masked", severity)
    try:
        parse(text)
    except Refused as refusal:
        facts = {
            "what_id": refusal.message_id,
            "do_id": refusal.cure_id,
            "what_en": refusal.message_en,
            "do_en": refusal.cure_en,
        }
        if name == "phone":
            return Fault("phone_optional", severity, {"what": refusal.message_id, "what_en": refusal.message_en})
        if refusal.code == "lost_zero" and severity == "fix":
            return Fault(refusal.code, "confirm", facts, refusal.suggestion)
        return Fault(refusal.code, severity, facts, refusal.suggestion or None)
    raise AssertionError("a text the column refused was accepted alone")


def _refuse_rounded(
    name: Field, result: ColumnRead, cells: Sequence[Cell], texts: Sequence[str], severity: Severity
) -> None:
    """A spreadsheet keeps 15 digits of a number: a 16th digit that is 0 throughout was not typed by a person."""
    if name not in ("nik", "family_card"):
        return
    numeric = [
        position
        for position, cell in enumerate(cells)
        if isinstance(cell, float | int) and _SIXTEEN.fullmatch(texts[position])
    ]
    # One number not ending in 0 proves that the file's writer kept all digits.
    lost = set(numeric) if numeric and all(texts[position].endswith("0") for position in numeric) else set()
    if not numeric and looks_rounded(pl.Series(texts, dtype=pl.String)):
        lost = {position for position, text in enumerate(texts) if text.endswith("0")}
    label_id, label_en = LABELS[name]
    facts = {"label": label_id, "label_en": label_en}
    for position in lost:
        result.fail(position, Fault("number_rounded", severity, facts))
    for position in numeric:
        if position not in lost and cast(float, cells[position]) > EXACT_IN_FLOAT:
            result.fail(position, Fault("number_inexact", severity, facts))


def unusable(cell: Cell, is_formula: bool) -> Fault | None:
    """A fault for cells no parser may read: formulas, spreadsheet errors, damaged letters."""
    if is_formula or is_formula_text(cell):
        return Fault("formula")
    if is_error_value(cell):
        return Fault("error_value", "fix", {"written": as_written(cell)})
    if isinstance(cell, str) and "\ufffd" in cell:
        return Fault("characters_lost")
    return None


place_and_date = partial(cell_parsers.read_place_and_date)
