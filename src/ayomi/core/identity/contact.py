"""Phone numbers (kept as E.164) and postcodes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ayomi.core.identity.digits import Read, exactly, not_all_same, read_digits, unwrap
from ayomi.core.identity.refusal import Caution, caution, refuse

# Second digits behind 8 that mobile operators use; 80 are service numbers, 84 is given to nobody.
_MOBILE = re.compile(r"8[1-35-9]\d{7,10}")
_MOBILE_SHAPE = re.compile(r"8[1-9]\d{7,10}")
_SERVICE = re.compile(r"80\d+")
# The five area codes of two digits serve the largest cities; all others have three.
_FIXED = re.compile(r"(?:(?:21|22|24|31|61)\d{7,8}|(?!21|22|24|31|61)[2-79]\d{2}\d{5,8})")


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number in E.164 form, such as `+6281234567890`."""

    value: str
    kind: Literal["mobile", "fixed", "foreign"]
    warnings: tuple[Caution, ...]

    @property
    def national(self) -> str:
        """As dialled inside Indonesia (`081234567890`); a foreign number as it is."""
        return self.value if self.kind == "foreign" else f"0{self.value[3:]}"


@dataclass(frozen=True, slots=True)
class Postcode:
    """Five digits, the first 1-9."""

    value: str
    warnings: tuple[Caution, ...]


def _kind(national: str) -> Literal["mobile", "fixed"] | None:
    if _MOBILE_SHAPE.fullmatch(national):
        return "mobile"
    return "fixed" if _FIXED.fullmatch(national) else None


def _foreign(digits: str, warnings: tuple[Caution, ...]) -> Phone:
    if not 8 <= len(digits) <= 15 or digits.startswith("0"):
        raise refuse("phone_form")
    return Phone(f"+{digits}", "foreign", (*warnings, caution("phone_foreign")))


def _national_part(digits: str, international: bool) -> tuple[str, list[Caution]]:
    """The number behind the country code or trunk zero, and what was noticed."""
    if digits.startswith("62"):
        behind_country = digits[2:].removeprefix("0")
        as_area = not international and _kind(digits) is not None
        if _kind(behind_country) is not None:
            return behind_country, [caution("phone_two_readings")] if as_area else []
        return (digits, [caution("phone_zero_restored")]) if as_area else (behind_country, [])
    if digits.startswith("0"):
        return digits[1:], []
    return digits, [caution("phone_zero_restored")]


def parse_phone(text: str) -> Phone:
    """Read 08xx, 62, +62, 0062, a mobile number whose first zero a spreadsheet dropped, fixed lines, +foreign numbers.

    Raises `Refused`: those of reading digits, phone_several, phone_service, phone_length, phone_form, all_same.
    Warnings: phone_zero_restored, phone_two_readings, phone_prefix_unknown, phone_foreign.
    """
    bare = unwrap(text).replace("(", "").replace(")", "")
    if len(re.findall(r"\d{8,}", re.sub(r"[\s.-]", "", re.sub(r"[/;,&|]|\batau\b", "#", bare)))) > 1:
        raise refuse("phone_several")
    international = bare.startswith("+")
    read: Read = read_digits(bare.removeprefix("+"), "phone")
    digits = read.digits
    if digits.startswith("00") and digits.strip("0"):
        international, digits = True, digits[2:]
    if international and not digits.startswith("62"):
        return _foreign(digits, read.warnings)
    not_all_same(digits, "phone")
    national, noticed = _national_part(digits, international)
    if _SERVICE.fullmatch(national):
        raise refuse("phone_service")
    kind = _kind(national)
    if kind is None:
        raise refuse("phone_form") if 8 <= len(national) <= 12 else refuse("phone_length", found=len(digits))
    if kind == "mobile" and not _MOBILE.fullmatch(national):
        noticed.append(caution("phone_prefix_unknown"))
    not_all_same(national[2:], "phone")
    return Phone(f"+62{national}", kind, (*read.warnings, *noticed))


def parse_postcode(text: str) -> Postcode:
    """Raises `Refused`: those of reading digits, length, postcode_first."""
    read = read_digits(text, "postcode")
    digits = exactly(read, 5, "postcode")
    if digits[0] == "0":
        raise refuse("postcode_first")
    return Postcode(digits, read.warnings)
