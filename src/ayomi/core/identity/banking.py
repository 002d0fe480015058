"""Bank codes, account numbers, payment codes and virtual accounts: always text, leading zeros count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ayomi.core.identity.digits import exactly_or_lost_zero, not_all_same, read_digits, unwrap
from ayomi.core.identity.refusal import Caution, Refused, caution, refuse

_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


@dataclass(frozen=True, slots=True)
class BankCode:
    """`short` three digits (014), `clearing` seven digits (0140397), or `bic` 8 or 11 characters (CENAIDJA)."""

    value: str
    kind: Literal["short", "clearing", "bic"]
    warnings: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account number, digits only. Length differs from bank to bank, mostly 10 to 16."""

    value: str
    warnings: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """Digits a payer types at a bank or shop, 6 to 28."""

    value: str
    warnings: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class VirtualAccount:
    """A virtual account as SNAP BI writes it: partner prefix of 8 characters padded with spaces on the left, then the
    customer number. The spaces are part of `value`, and so of every signature over it."""

    value: str
    partner: str
    customer: str
    warnings: tuple[Caution, ...]


def parse_bank_code(text: str) -> BankCode:
    """Raises `Refused`: those of reading digits, bank_code_form, lost_zero (fewer than three digits)."""
    bare = unwrap(text).upper()
    if _BIC.fullmatch(bare):
        return BankCode(bare, "bic", ())
    try:
        read = read_digits(bare, "bank code")
    except Refused as refusal:
        raise (refuse("bank_code_form") if refusal.code == "not_digits" else refusal) from None
    digits = read.digits
    if len(digits) == 7:
        return BankCode(digits, "clearing", read.warnings)
    if len(digits) < 3 and digits.strip("0"):
        raise refuse("lost_zero", name="bank code", found=len(digits), expected=3, suggested=digits.zfill(3))
    if len(digits) != 3 or digits == "000":
        raise refuse("bank_code_form")
    return BankCode(exactly_or_lost_zero(read, 3, "bank code"), "short", read.warnings)


def parse_bank_account(text: str) -> BankAccount:
    """Raises `Refused`: those of reading digits, account_length, all_same. Warning: account_length_unusual."""
    read = read_digits(text, "account")
    digits = read.digits
    if not 6 <= len(digits) <= 20:
        raise refuse("account_length", found=len(digits))
    not_all_same(digits, "account")
    unusual = () if 10 <= len(digits) <= 16 else (caution("account_length_unusual", found=len(digits)),)
    return BankAccount(digits, (*read.warnings, *unusual))


def parse_payment_code(text: str) -> PaymentCode:
    """Raises `Refused`: those of reading digits, payment_code_length, all_same."""
    read = read_digits(text, "payment code")
    if not 6 <= len(read.digits) <= 28:
        raise refuse("payment_code_length", found=len(read.digits))
    return PaymentCode(not_all_same(read.digits, "payment code"), read.warnings)


def parse_virtual_account(text: str, *, partner: str) -> VirtualAccount:
    """Read a virtual account of a partner whose prefix (up to 8 digits) is known; padded or plain.

    Raises `Refused`: those of `parse_payment_code`, and va_partner for a number under another prefix.
    """
    code = parse_payment_code(text)
    prefix = partner.strip()
    if not code.value.startswith(prefix):
        raise refuse("va_partner", prefix=prefix)
    customer = code.value[len(prefix) :]
    if not 1 <= len(customer) <= 20:
        raise refuse("payment_code_length", found=len(code.value))
    return VirtualAccount(f"{prefix:>8}{customer}", f"{prefix:>8}", customer, code.warnings)
