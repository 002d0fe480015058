"""What banks send and get, as the description of the interface tells it. Money in whole rupiah, days as YYYY-MM-DD."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from ayomi.core.money import LARGEST_SUM, LARGEST_WAGE


class _Sent(Schema):
    model_config = ConfigDict(extra="forbid")


class EligibilityQuestion(_Sent):
    """One question. Give `nik` for a person or `nib` for a business, never both. `consent_id`: your number of the
    customer's consent. `request_id`: your number of the question; sent again it gets the same answer."""

    request_id: str = Field(min_length=1, max_length=64)
    nik: str | None = Field(None, description="16 digits")
    nib: str | None = Field(None, description="13 digits")
    consent_id: str = Field(min_length=1, max_length=64)
    product: str = Field(description="kur_super_mikro, kur_mikro, kur_kecil, kur_khusus, bpum or capital")
    amount: int = Field(ge=0, le=LARGEST_SUM, description="rupiah")
    purpose: str = Field(min_length=1, max_length=80, description="the customer can read it")


class Requirement(Schema):
    """The rule in force. `above`: membership is required for sums above it; null where it is voluntary."""

    required: bool
    above: int | None
    programmes: list[str]
    rule: str
    rule_en: str
    source: str
    source_link: str
    in_force_since: date | None
    unsure: str | None
    unsure_en: str | None


class Missing(Schema):
    """`code`: not_covered, programme_missing or contribution_due."""

    code: str
    programmes: list[str]
    message: str
    message_en: str


class OfferedMonth(Schema):
    month: str
    amount: int


class Offer(Schema):
    """What may be enrolled on the spot, with the rupiah of each month by its own law."""

    offer_id: str
    segment: str
    programmes: list[str]
    income: int
    months: int
    monthly: list[OfferedMonth]
    total: int
    due_on: date
    valid_until: date


class EligibilityAnswer(Schema):
    """`result`: eligible, voluntary (not covered, not required) or enrol_first. `status`: covered, grace or
    not_covered; somebody nobody knows is not covered like anybody else."""

    request_id: str
    result: Literal["eligible", "voluntary", "enrol_first"]
    message: str
    message_en: str
    covered: bool
    status: Literal["covered", "grace", "not_covered"]
    programmes: list[str]
    covered_since: date | None
    product: str
    amount: int
    requirement: Requirement
    missing: list[Missing]
    offer: Offer | None
    answered_at: datetime


class EnrolmentRequest(_Sent):
    """A debtor to be enrolled on own account. Without `offer_id`, `programmes`, `income` and `months`: JKK and JKM, the
    lowest income, three months."""

    request_id: str = Field(min_length=1, max_length=64)
    offer_id: str | None = Field(None, max_length=24)
    nik: str
    consent_id: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=120)
    birth_date: date
    sex: Literal["female", "male"]
    phone: str
    occupation: str = Field(min_length=1, max_length=80)
    sector: Literal["transport", "other"] | None = None
    regency: str = Field(description="code of the regency of work, such as 74.01")
    programmes: list[Literal["jkk", "jkm", "jht"]] | None = None
    income: int | None = Field(None, ge=1, le=LARGEST_WAGE, description="rupiah a month")
    months: int | None = Field(None, ge=1, le=12)


class PaymentTold(_Sent):
    """Money taken from the debtor: all that is open, at once. `payment_id`: your number of the payment."""

    payment_id: str = Field(min_length=1, max_length=64)
    amount: int = Field(ge=1, le=LARGEST_SUM)


class EnrolmentBillAnswer(Schema):
    month: str
    payment_code: str
    amount: int
    due_on: date
    state: str
    paid_on: date | None


class EnrolmentAnswer(Schema):
    """`state`: billed or paid. `new_member` false: was a member already and is only asked to pay. `virtual_account`:
    by which the open sum is paid at once; null where no digits are agreed with you."""

    enrolment_id: str
    request_id: str
    state: Literal["billed", "paid"]
    message: str
    message_en: str
    new_member: bool
    membership_number: str
    office: str
    open_amount: int
    virtual_account: str | None
    bills: list[EnrolmentBillAnswer]
    covered_since: date | None
    covered_until: date | None


class BatchAnswer(Schema):
    """One row of a list. Where it could not be answered, `error_field` and `error_code` are there."""

    request_id: str | None
    result: str | None
    status: str | None
    covered: bool | None
    programmes: list[str]
    covered_since: date | None
    required: bool | None
    missing: list[str]
    message: str
    error_field: str | None
    error_code: str | None


class WrongField(Schema):
    field: str
    code: str
    message: str
    message_en: str


class RefusalReason(Schema):
    code: str
    message: str
    message_en: str
    fields: list[WrongField] | None = None


class Refusal(Schema):
    """Why nothing was answered or done. `fields` names every field that is wrong."""

    error: RefusalReason


def body_of(shape: type[Schema]) -> dict[str, Any]:
    """The description of a body that is read by hand, so that every wrong field can be named in plain words."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": shape.model_json_schema()}}}}
