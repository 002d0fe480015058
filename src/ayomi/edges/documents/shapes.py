"""What goes into each document. Money is whole rupiah; days are days, months are months; texts come ready to print.

A document is made from one of these and nothing else: the same shape always gives the same pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from ayomi.core.periods import Month

BillState: TypeAlias = Literal["draft", "final", "paid", "cancelled"]
FUNDS = ("jkk", "jkm", "jht", "jp", "jpk")


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, where and when, as it stands on the page. `zone`: WIB, WITA or WIT."""

    office: str
    zone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BillPart:
    """What a bill asks for one programme fund ('jkk' ... 'jpk', or 'fine') and until when."""

    fund: str
    amount: int
    due_on: date


@dataclass(frozen=True, slots=True)
class BillMember:
    """One line: a member's contribution for one month. `reason` 'regular', or why it corrects an earlier month."""

    name: str
    kpj: str
    month: Month
    reason: str
    wage: int
    jkk: int
    jkm: int
    jht_employer: int
    jht_worker: int
    jp_employer: int
    jp_worker: int
    jpk: int
    relief: int
    total: int

    def fund(self, name: str) -> int:
        """The amount for one of FUNDS, whoever bears it."""
        if name == "jht":
            return self.jht_employer + self.jht_worker
        if name == "jp":
            return self.jp_employer + self.jp_worker
        return int(getattr(self, name))


@dataclass(frozen=True, slots=True)
class BillFine:
    """A late fine and the rule behind it, in the language of the document."""

    late_month: Month
    paid_on: date | None
    months_late: int
    rate: str
    law: str
    amount: int


@dataclass(frozen=True, slots=True)
class BillCharge:
    """One instalment of a construction project."""

    project: str
    instalment: int
    instalments: int
    contract_value: int
    jkk: int
    jkm: int


@dataclass(frozen=True, slots=True)
class BillPackage:
    """One package of a migrant worker: `rule` says how its sum was built and `law` where that stands."""

    name: str
    kpj: str
    rule: str
    law: str
    since: date
    amount: int


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as printed. `code` and `pay_url` are empty while it is a draft."""

    state: BillState
    segment: str
    month: Month
    code: str
    pay_url: str
    payer_name: str
    payer_number: str
    total: int
    due_on: date
    paid_on: date | None
    parts: tuple[BillPart, ...]
    members: tuple[BillMember, ...]
    charges: tuple[BillCharge, ...]
    fines: tuple[BillFine, ...]
    signing: Signing
    packages: tuple[BillPackage, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """The public page of a proof: what stands in the QR, and the same token for the hand to type."""

    url: str
    token: str
    number: str
    home: str
    """Address of the page where a token is typed, without the scheme."""


@dataclass(frozen=True, slots=True)
class Card:
    """A member's card. `through` is empty for a person who pays alone."""

    name: str
    kpj: str
    programmes: tuple[str, ...]
    segment: str
    through: str
    since: date
    address: Address
    signing: Signing


@dataclass(frozen=True, slots=True)
class Certificate:
    """A payer's certificate. `number` is its NPP or payer number; `covered` of `members` are paid for on `day`."""

    name: str
    number: str
    programmes: tuple[str, ...]
    members: int
    covered: int
    paid_until: date
    """Last day paid for, as known when it was issued."""
    address: Address
    signing: Signing


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation for a licensing office. `until`: its last day; `missing`: what a short one still asks for."""

    name: str
    numbers: tuple[tuple[str, str], ...]
    authority: str
    purpose: str
    short: bool
    members: int
    missing: tuple[str, ...]
    since: date
    until: date
    address: Address
    signing: Signing


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a sanction: to whom, about what, paragraphs, and facts as label and value."""

    number: str
    step: str
    to: str
    place: str
    dated: date
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    law: str
    signing: Signing


@dataclass(frozen=True, slots=True)
class ProjectCertificate:
    """A construction project's certificate. `ends` and `maintenance_ends` are last days."""

    name: str
    number: str
    contractor: str
    owner: str
    place: str
    value: int
    starts: date
    ends: date
    maintenance_ends: date | None
    workers_planned: int
    paid_until: date
    address: Address
    signing: Signing
