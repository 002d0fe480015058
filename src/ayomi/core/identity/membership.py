"""Numbers given by the licensing system, the agency and the cooperatives ministry: NIB, KPJ, NPP, NIK-koperasi.

None has a public check digit: form is all that can be checked, the rest is looking them up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ayomi.core.identity.digits import SEPARATORS, exactly, exactly_or_lost_zero, not_all_same, read_digits, unwrap
from ayomi.core.identity.refusal import Caution, caution, refuse

_NPP = re.compile(r"(?=.*\d)[A-Z0-9]{3,15}")
_NPP_USUAL = re.compile(r"(?:[A-Z]{2}\d{6}|\d{8})(?:\d{3})?")


@dataclass(frozen=True, slots=True)
class NIB:
    """Business number of the single licensing system (OSS), 13 digits; may begin with 0."""

    value: str
    warnings: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class KPJ:
    """Member card number, 11 digits. One person may hold several."""

    value: str
    warnings: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class NPP:
    """Employer registration number: letters and digits, upper case."""

    value: str
    warnings: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class NIKKoperasi:
    """Registration number of a cooperative (Permen KUKM 10/2016), 13 digits; not the NIK of a person."""

    value: str
    warnings: tuple[Caution, ...]


def parse_nib(text: str) -> NIB:
    """Raises `Refused`: those of reading digits, length, lost_zero, all_same."""
    read = read_digits(text, "NIB")
    return NIB(not_all_same(exactly_or_lost_zero(read, 13, "NIB"), "NIB"), read.warnings)


def parse_kpj(text: str) -> KPJ:
    """Raises `Refused`: those of reading digits, length, lost_zero, all_same."""
    read = read_digits(text, "KPJ")
    return KPJ(not_all_same(exactly_or_lost_zero(read, 11, "KPJ"), "KPJ"), read.warnings)


def parse_nik_koperasi(text: str) -> NIKKoperasi:
    """Raises `Refused`: those of reading digits, length, all_same."""
    read = read_digits(text, "NIK koperasi")
    return NIKKoperasi(not_all_same(exactly(read, 13, "NIK koperasi"), "NIK koperasi"), read.warnings)


def parse_npp(text: str) -> NPP:
    """Raises `Refused`: empty, number_damaged, npp_form, all_same. Warning: npp_unusual."""
    bare = unwrap(text)
    value = "".join(ch for ch in bare if ch not in SEPARATORS).upper()
    if not value:
        raise refuse("empty", name="NPP")
    if re.fullmatch(r"[+-]?\d+[.,]\d+[eE]\+?\d+|\d+[eE]\+\d+", bare):
        raise refuse("number_damaged", name="NPP")
    if not _NPP.fullmatch(value):
        raise refuse("npp_form")
    not_all_same(value, "NPP")
    return NPP(value, () if _NPP_USUAL.fullmatch(value) else (caution("npp_unusual"),))
