"""Amounts of rupiah as people write them. What has two readings is never decided here: it is shown and confirmed."""

import re
from decimal import Decimal
from typing import Final

from ayomi.core.lists.cells import Read, text_of
from ayomi.core.lists.problems import Fault
from ayomi.core.lists.reading import Cell

SMALLEST_PLAUSIBLE: Final = 50_000
"""A monthly income below this is asked about: it is more often thousands left out than the truth."""

LARGEST_PLAUSIBLE: Final = 1_000_000_000
"""A monthly income above this is asked about: it is more often a zero or a number too many."""

_SCALES: Final = {
    **dict.fromkeys(("rb", "ribu", "k", "rbu", "rib"), 1_000),
    **dict.fromkeys(("jt", "juta", "j", "jta", "jut"), 1_000_000),
    **dict.fromkeys(("m", "milyar", "miliar", "milliar"), 1_000_000_000),
}
_PREFIX: Final = re.compile(r"(?i)^(?:rp\.?|idr|rupiah)\s*|\s*(?:rupiah|idr|rp\.?)$")
_PER_MONTH: Final = re.compile(r"(?i)\s*(?:/|per|se|@)\s*(?:bln|bulan|bl|month|mo)\.?$")
_OTHER_PERIOD: Final = re.compile(
    r"(?i)(?:/|per|se|@)\s*(?:hari|hr|minggu|mgg|mg|tahun|thn|th|jam|trip|panen|musim|day|week|year)\b"
)
_TAIL: Final = re.compile(r"\s*,\s*[-=_\u2013\u2014]+$|\s*\.-+$")
_SCALED: Final = re.compile(r"(?i)(\d+)(?:\s*[.,]\s*(\d{1,3}))?\s*([a-z]{1,7})\.?")
_SCIENTIFIC: Final = re.compile(r"(?i)\d+(?:[.,]\d+)?e\+?\d{1,2}")
_APPROXIMATE: Final = re.compile(
    r"(?i)^(?:\u00b1|\+/-|\+-|~|kurang lebih|kira-kira|kira kira|sekitar|kl\.?|\u00b1\s*)\s*"
)
_RANGE: Final = re.compile(r"\d\s*(?:-|\u2013|s/d|sd|sampai|hingga|to)\s*(?:rp\.?\s*)?\d", re.I)
_DOTTED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
_COMMAED: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_SPACED: Final = re.compile(r"\d{1,3}(?: \d{3})+")
_ZERO_DECIMALS: Final = re.compile(r"(?<=\d)[.,]0{1,2}$")
_CENTS: Final = re.compile(r"(?<=\d)[.,](\d{1,2})$")


def read_confirmed_amount(text: str) -> Read[int]:
    """An amount a person typed or confirmed: plain or grouped digits are taken without asking again."""
    bare = text_of(text).replace(" ", "")
    amount = int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 15 else _grouped(bare)
    return Read(amount) if amount else read_amount(text)


def read_amount(cell: Cell) -> Read[int]:
    """Whole rupiah of a month.

    Read at once: 1100000, 1.100.000, 1,100,000, Rp 1.100.000,00, 1100000.0. Read and asked: 1,1 juta, 900rb, cents,
    1.1E+06, amounts too small or too large for a month. Refused: negative, ranges, daily pay, what has no one reading.
    """
    if isinstance(cell, float | int):
        return _from_number(cell)
    if not isinstance(cell, str):
        return _unclear()
    text = text_of(cell)
    if not text:
        return Read(None)
    return _from_text(text)


def _unclear() -> Read[int]:
    return Read(None, fault=Fault("amount_unclear"))


def _ask(amount: int, code: str = "amount_confirm") -> Read[int]:
    written = f"{amount:,}".replace(",", ".")
    return Read(
        None, fault=Fault(code, "confirm", {"amount": f"Rp{written}", "amount_en": f"Rp{amount:,}"}, str(amount))
    )


def _plausible(amount: int, tidied: tuple[str, ...] = ()) -> Read[int]:
    if amount == 0:
        return Read(None)
    if amount < SMALLEST_PLAUSIBLE:
        return _ask(amount, "amount_small")
    if amount > LARGEST_PLAUSIBLE:
        return _ask(amount, "amount_large")
    return Read(amount, tidied)


def _from_number(number: float) -> Read[int]:
    if number < 0:
        return Read(None, fault=Fault("amount_negative"))
    if number != number or number > 1e15:
        return _unclear()
    if float(number).is_integer():
        return _plausible(int(number))
    if number < 1000:
        # 1.1 may be 1.1 million, or 1.100 that a spreadsheet took for a fraction.
        return _unclear()
    # Exact half up on what the file holds, and asked: an income has no cents.
    return _ask(int((Decimal(repr(number)) + Decimal("0.5")) // 1))


def _from_text(text: str) -> Read[int]:
    if re.match(r"^\s*(?:rp\.?\s*)?[-\u2212\u2013]\s*(?:rp\.?\s*)?\d", text, re.I) or re.fullmatch(
        r"\(\s*(?:rp\.?)?\s*[\d.,]+\s*\)", text, re.I
    ):
        return Read(None, fault=Fault("amount_negative"))
    if _OTHER_PERIOD.search(text):
        return Read(None, fault=Fault("amount_other_period"))
    asked = bool(_APPROXIMATE.match(text))
    text = _PER_MONTH.sub("", _APPROXIMATE.sub("", text).strip())
    text = _TAIL.sub("", _PREFIX.sub("", _TAIL.sub("", _PREFIX.sub("", text).strip())).strip()).strip()
    if _RANGE.search(text):
        return Read(None, fault=Fault("amount_range"))
    result = _from_bare(text)
    if asked and result.value is not None:
        return _ask(result.value)
    return result


def _from_bare(text: str) -> Read[int]:
    if text.isascii() and text.isdigit():
        return _plausible(int(text)) if len(text) <= 15 else _unclear()
    if _SCIENTIFIC.fullmatch(text):
        number = Decimal(text.replace(",", "."))
        return _ask(int(number)) if number == int(number) and number < 10**15 else _unclear()
    if scaled := _SCALED.fullmatch(text):
        return _from_scaled(scaled[1], scaled[2] or "", scaled[3].lower())
    grouped = _grouped(text)
    if grouped is not None:
        return _plausible(grouped, ("amount_separators",))
    whole = _ZERO_DECIMALS.sub("", text)
    if whole != text:
        if whole.isdigit() and len(whole) >= 4:
            return _plausible(int(whole), ("amount_separators",))
        mark = text[len(whole)]
        # 1.100.00 is neither thousands nor decimals; the decimal sign must differ from the thousands sign.
        if (grouped := _grouped(whole)) is not None and mark not in whole:
            return _plausible(grouped, ("amount_separators",))
        return _unclear()
    if cents := _CENTS.search(text):
        whole = text[: cents.start()]
        amount = (
            int(whole)
            if whole.isdigit() and len(whole) >= 4
            else _grouped(whole)
            if text[cents.start()] not in whole
            else None
        )
        if amount is not None:
            return _ask(amount + (int(cents[1].ljust(2, "0")) >= 50))
    return _unclear()


def _grouped(text: str) -> int | None:
    """Thousands written in one way throughout; None otherwise."""
    for pattern, sign in ((_DOTTED, "."), (_COMMAED, ","), (_SPACED, " ")):
        if pattern.fullmatch(text):
            return int(text.replace(sign, ""))
    return None


def _from_scaled(whole: str, fraction: str, word: str) -> Read[int]:
    scale = _SCALES.get(word)
    if scale is None:
        return _unclear()
    amount = Decimal(f"{whole}.{fraction or '0'}") * scale
    if amount != int(amount) or amount >= 10**15:
        return _unclear()
    return _ask(int(amount))
