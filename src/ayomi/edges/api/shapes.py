"""What the operations answer. Money in whole rupiah, days as YYYY-MM-DD, months as YYYY-MM, spans half-open."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema


class Problem(Schema):
    """Why there is no answer: a stable code, and words in Indonesian and English."""

    code: str
    message: str
    message_en: str


class Failure(Schema):
    """The one shape of every refusal."""

    error: Problem


class Job(Schema):
    """One membership that held on the day. `paid_on` is the value day of the money that covers it."""

    kpj: str
    segment: str
    channel: str
    through: str
    paid_by: str
    programmes: list[str]
    status: str
    meaning: str
    meaning_en: str
    source: str
    source_link: str
    covered_since: date | None
    covered_until: date | None
    paid_on: date | None
    months_in_arrears: int


class Cover(Schema):
    """Whether a person was covered on a day. `status`: covered, grace or not_covered; benefits are due if `covered`."""

    person_id: int
    on: date
    covered: bool
    status: str
    programmes: list[str]
    jobs: list[Job]


class Proof(Schema):
    """What a card or certificate is worth on a day. `state`: valid, grace, lapsed, not_yet, withdrawn or unknown."""

    state: str
    on: date
    kind: str | None
    number: str
    name: str
    """A person's name is only hinted at."""
    through: str
    programmes: list[str]
    members: int | None
    covered: int | None
    covered_until: date | None
    since: date | None
    grace_until: date | None
    issued_on: date | None
    withdrawn_on: date | None
    office: str


class Target(Schema):
    """One indicator of one office at the end of a month, with all offices below it. `target` null: none was set."""

    office_code: str
    office: str
    depth: int
    indicator: str
    month: str
    realised: int
    target: int | None
    source: str


class ReportLine(Schema):
    """One figure of a monthly report, as a row of its CSV: exact numbers as text with a point, blank where nothing is
    known. `origin`: computed, or reported for a figure of a public report; `reported_as`: what it was when the month
    was closed, where it is another now."""

    office: str
    month: str
    indicator: str
    segment: str
    unit: str
    realised: str
    target: str
    percent: str
    last_year: str
    reported_as: str
    origin: str
    source: str
    as_of: date


class InquiryLine(Schema):
    """One value of the yearly tables of the Social Security Inquiry; blank where it is not recorded."""

    year: str
    table: str
    scheme: str
    row: str
    unit: str
    value: str
    as_of: str


class Health(Schema):
    status: str


Question = dict[str, Any]
