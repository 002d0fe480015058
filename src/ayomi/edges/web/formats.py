"""Money, numbers, days and hours as Indonesians and the English write them. Blank is not zero: None becomes a dash."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from ayomi.core.money import Language, grouped, rupiah_text
from ayomi.core.periods import Month, day_text, month_text

BLANK = "–"
MINUS = "\u2212"
ZONES = {
    "WIB": ZoneInfo("Asia/Jakarta"),
    "WITA": ZoneInfo("Asia/Makassar"),
    "WIT": ZoneInfo("Asia/Jayapura"),
}


def rupiah(amount: int | None, language: Language) -> str:
    """`16800` as `Rp16.800` or `Rp16,800`."""
    return BLANK if amount is None else rupiah_text(_whole(amount), language)


def amount(value: int | None, language: Language) -> str:
    """`16800` as `16.800` or `16,800`, for columns whose head names the unit."""
    return BLANK if value is None else grouped(_whole(value), language)


def number(value: int | Decimal | None, language: Language) -> str:
    """A whole number or an exact decimal with its thousands marked."""
    if value is None:
        return BLANK
    if isinstance(value, Decimal):
        return format_decimal(value, locale=language, decimal_quantization=False).replace("-", MINUS)
    return grouped(_whole(value), language)


def signed(value: int | None, language: Language) -> str:
    """`162` as `+162`, `-15` as `−15`, zero as `0`."""
    if value is None:
        return BLANK
    return ("+" if _whole(value) > 0 else "") + grouped(value, language)


def percent(value: int | Decimal | None, places: int, language: Language) -> str:
    """`Decimal("89.38")` as `89,38 %` or `89.38%`, rounded half up to `places`."""
    if value is None:
        return BLANK
    if isinstance(value, float):
        raise TypeError("a percentage is a whole number or a Decimal")
    pattern = "#,##0" + ("." + "0" * places if places else "")
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(value).quantize(step, rounding="ROUND_HALF_UP")
    text = format_decimal(rounded, pattern, locale=language).replace("-", MINUS)
    return f"{text} %" if language == "id" else f"{text}%"


def day(value: date | None, language: Language) -> str:
    """`20 November 2026`."""
    return BLANK if value is None else day_text(_day(value), language)


def day_short(value: date | None, language: Language, *, year: bool = False) -> str:
    """`20 Nov`, or `20 Nov 2026`."""
    if value is None:
        return BLANK
    return format_date(_day(value), "d MMM y" if year else "d MMM", locale=language)


def weekday(value: date | None, language: Language) -> str:
    """`Jumat, 20 November 2026`."""
    if value is None:
        return BLANK
    return f"{format_date(_day(value), 'EEEE', locale=language)}, {day_text(value, language)}"


def month_name(value: Month | date | str | None, language: Language) -> str:
    """`Oktober 2026`, from a month, any of its days or `2026-10`."""
    if value is None:
        return BLANK
    if isinstance(value, str):
        value = Month.parse(value)
    return month_text(value if isinstance(value, Month) else Month.of(_day(value)), language)


def clock(value: datetime, zone: str, language: Language) -> str:
    """`08.41 WITA` or `08:41 WITA`. KeyError for a zone that is not Indonesian, ValueError for a naive moment."""
    if value.tzinfo is None:
        raise ValueError("a moment needs its zone")
    local = value.astimezone(ZONES[zone])
    mark = "." if language == "id" else ":"
    return f"{local.hour:02d}{mark}{local.minute:02d} {zone}"


def moment(value: datetime | None, zone: str, language: Language) -> str:
    """`20 November 2026, 08.41 WITA`, the day being the one at that place."""
    if value is None:
        return BLANK
    hour = clock(value, zone, language)
    return f"{day_text(value.astimezone(ZONES[zone]).date(), language)}, {hour}"


def _day(value: date) -> date:
    """A moment is refused: its day depends on the place, so the caller has to say which."""
    if isinstance(value, datetime):
        raise TypeError("a day is expected, not a moment: say in which zone")
    return value


def _whole(value: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"expected a whole number, found {value!r}")
    return value
