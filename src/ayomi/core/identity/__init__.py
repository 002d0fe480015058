"""Indonesian identifiers: reading, refusing with a cure, doubting, masking, and making examples.

Every `parse_x(text)` returns a frozen record with `value` (canonical text) and `warnings`, or raises `Refused`.
Functions that read a date out of a number take the reference day `as_of`.
"""

from ayomi.core.identity.banking import (
    BankAccount,
    BankCode,
    PaymentCode,
    VirtualAccount,
    parse_bank_account,
    parse_bank_code,
    parse_payment_code,
    parse_virtual_account,
)
from ayomi.core.identity.columns import Kind, Parsed, check_column, check_nik_column, looks_rounded, parser
from ayomi.core.identity.contact import Phone, Postcode, parse_phone, parse_postcode
from ayomi.core.identity.makers import (
    make_kk,
    make_kpj,
    make_nib,
    make_nik,
    make_nik_koperasi,
    make_nitku,
    make_npp,
    make_npwp,
    make_npwp16,
    make_phone,
)
from ayomi.core.identity.masking import mask, mask_spoken
from ayomi.core.identity.membership import (
    KPJ,
    NIB,
    NPP,
    NIKKoperasi,
    parse_kpj,
    parse_nib,
    parse_nik_koperasi,
    parse_npp,
)
from ayomi.core.identity.population import KK, NIK, Sex, age_on, parse_kk, parse_nik
from ayomi.core.identity.refusal import Caution, Refused, strength_of
from ayomi.core.identity.taxpayer import NITKU, NPWP, parse_nitku, parse_npwp

__all__ = [
    "KK", "KPJ", "NIB", "NIK", "NITKU", "NPP", "NPWP", "BankAccount", "BankCode", "Caution", "Kind", "NIKKoperasi",
    "Parsed", "PaymentCode", "Phone", "Postcode", "Refused", "Sex", "VirtualAccount", "age_on", "check_column",
    "check_nik_column", "looks_rounded", "make_kk", "make_kpj", "make_nib", "make_nik", "make_nik_koperasi",
    "make_nitku", "make_npp", "make_npwp", "make_npwp16", "make_phone", "mask", "mask_spoken", "parse_bank_account",
    "parse_bank_code", "parse_kk", "parse_kpj", "parse_nib", "parse_nik", "parse_nik_koperasi", "parse_nitku",
    "parse_npp", "parse_npwp", "parse_payment_code", "parse_phone", "parse_postcode", "parse_virtual_account", "parser",
    "strength_of",
]  # fmt: skip
