"""The interface for programs: questions about the law, about cover, about proofs and about targets."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from ninja import Field, NinjaAPI, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError

from ayomi.apps.audit.actions import look, owner_rights
from ayomi.apps.compliance.queries import verdict
from ayomi.apps.membership.queries import Job as HeldJob
from ayomi.apps.membership.queries import cover_on
from ayomi.apps.offices.queries import Office, UnknownOffice, office_by_code, path
from ayomi.apps.offices.queries import office as office_by_id
from ayomi.apps.registry.queries import UnknownPerson
from ayomi.apps.steering.queries.figures import table
from ayomi.apps.steering.queries.reports import inquiry_stored
from ayomi.apps.steering.rules.closing import last_closed
from ayomi.core.law.quote import answer
from ayomi.core.periods import Month, parse_day
from ayomi.edges.api.access import declared
from ayomi.edges.api.eligibility.batches import router as eligibility
from ayomi.edges.api.partners import RefusedCall
from ayomi.edges.api.recommendations import router as recommendations
from ayomi.edges.api.shapes import Cover, Failure, Health, InquiryLine, Job, Proof, Question, ReportLine, Target
from ayomi.edges.api.webhooks import router as webhooks
from ayomi.edges.documents.inquiry import COLUMNS as INQUIRY_COLUMNS
from ayomi.edges.documents.inquiry import rows as inquiry_rows
from ayomi.edges.documents.reporting import sheet
from ayomi.edges.documents.reports import COLUMNS, csv_of
from ayomi.edges.documents.reports import rows as report_rows

MOST_QUESTIONS: Final = 1_000
MINUTE: Final = 60
QUESTIONS_A_MINUTE: Final = 20_000
PROOFS_A_MINUTE: Final = 120
LONGEST_PURPOSE: Final = 200

DayText = Annotated[str, Field(json_schema_extra={"format": "date"})]
MonthText = Annotated[str, Field(description="YYYY-MM", json_schema_extra={"pattern": r"^(\d{4}-(0[1-9]|1[0-2]))?$"})]
Form = Literal["json", "csv"]

Refusals: Final = {400: Failure, 401: Failure, 403: Failure, 404: Failure, 413: Failure, 429: Failure}

api: Final = NinjaAPI(
    title="Ayomi",
    version="1",
    description="Contributions by law, cover of a person, what a proof is worth, and targets of offices.",
    docs_url=None,
    urls_namespace="api",
)

api.add_router("/eligibility", eligibility)
api.add_router("/webhooks", webhooks)
api.add_router("/recommendations", recommendations)

WORDS: Final = {
    "bad_request": ("Permintaan ini tidak dapat dibaca.", "This request cannot be read."),
    "not_signed_in": ("Masuk dulu.", "Sign in first."),
    "not_allowed": ("Di luar wewenang akun ini.", "This account may not do that."),
    "not_found": (
        "Tidak ditemukan, atau di luar wilayah kerja akun ini.",
        "Not found, or out of the scope of this account.",
    ),
    "too_large": ("Permintaan ini terlalu besar.", "This request is too large."),
    "too_many_questions": (
        f"Paling banyak {MOST_QUESTIONS} pertanyaan sekali kirim.",
        f"At most {MOST_QUESTIONS} questions at a time.",
    ),
    "too_often": ("Terlalu sering. Tunggu satu menit.", "Too often. Wait for a minute."),
    "bad_date": ("Tulis tanggalnya YYYY-MM-DD.", "Write the date as YYYY-MM-DD."),
    "bad_month": ("Tulis bulannya YYYY-MM.", "Write the month as YYYY-MM."),
}
REFUSED_CALLS: Final = {
    "unknown": (401, "not_signed_in"),
    "suspended": (403, "not_allowed"),
    "not_granted": (403, "not_allowed"),
    "too_often": (429, "too_often"),
}
"""How a partner's refused call is told: HTTP status and code."""


class Refused(Exception):
    """An answer of the one shape, with its status."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def _refusal(request: HttpRequest, status: int, code: str) -> HttpResponse:
    message, english = WORDS[code]
    body = {"error": {"code": code, "message": message, "message_en": english}}
    told: HttpResponse = api.create_response(request, body, status=status)
    if status == 429:
        told["Retry-After"] = str(MINUTE)
    return told


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return _refusal(request, refused.status, refused.code)


@api.exception_handler(RefusedCall)
def _refused_call(request: HttpRequest, refused: RefusedCall) -> HttpResponse:
    """A partner that is not known, not active, not allowed or beyond its limit."""
    status, code = REFUSED_CALLS[refused.code]
    return _refusal(request, status, code)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _refusal(request, 401, "not_signed_in")


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _refusal(request, 403, "not_allowed")


@api.exception_handler(Http404)
def _unknown(request: HttpRequest, error: Http404) -> HttpResponse:
    return _refusal(request, 404, "not_found")


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return _refusal(request, 413, "too_large")


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _refusal(request, 400, "bad_request")


@api.exception_handler(HttpError)
def _not_json(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _refusal(request, 400, "bad_request")


def _count(request: HttpRequest, what: str, many: int, most: int) -> None:
    """Raises `Refused` once an address has asked for more than `most` within a minute. The address is not kept."""
    place = get_adapter().get_client_ip(request)
    key = "api:" + salted_hmac("ayomi.api", f"{what}:{place}", algorithm="sha256").hexdigest()[:40]
    count = int(cache.get(key, 0)) + many
    if count > most:
        raise Refused(429, "too_often")
    cache.set(key, count, MINUTE)


@api.post("/quote", response={200: list[dict[str, Any]], **Refusals}, operation_id="quote")
def quote(request: HttpRequest, questions: list[Question]) -> Any:
    """Questions as `ayomi quote` takes them, answered in their order; one that has no answer carries its error."""
    if len(questions) > MOST_QUESTIONS:
        raise Refused(413, "too_many_questions")
    _count(request, "quote", max(len(questions), 1), QUESTIONS_A_MINUTE)
    return [answer(question) for question in questions]


@api.get(
    "/persons/{int:person_id}/cover", response={200: Cover, **Refusals}, operation_id="person_cover",
    auth=declared("person_cover"),
)  # fmt: skip
def person_cover(
    request: HttpRequest,
    response: HttpResponse,
    person_id: int,
    on: DayText,
    purpose: str = Query("", max_length=LONGEST_PURPOSE),  # type: ignore[type-arg]  # ninja's own marker
) -> Any:
    """Whether the person was covered on the day, for what, through whom, paid by whom. The person can read that you
    asked, and for what `purpose`."""
    _refuse_other_sites(request)
    day, user = _day(on), request.user
    try:
        found = cover_on(person_id, day)
    except UnknownPerson:
        raise Http404 from None
    look([found.person_id], what="cover", purpose=purpose, by=user.pk, at=timezone.now())
    response["Cache-Control"] = "private, no-store"
    return Cover(
        person_id=found.person_id, on=day, covered=found.covered, status=found.status,
        programmes=list(found.programmes), jobs=[_job(job) for job in found.jobs],
    )  # fmt: skip


def _refuse_other_sites(request: HttpRequest) -> None:
    """A page of another site may not make somebody's browser ask in her name: each question is noted as a look."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise PermissionDenied


def _job(job: HeldJob) -> Job:
    return Job(
        kpj=job.kpj, segment=job.segment, channel=job.channel, through=job.through, paid_by=job.paid_by,
        programmes=list(job.programmes), status=job.status, meaning=job.meaning.id, meaning_en=job.meaning.en,
        source=job.source.text, source_link=job.source.link, covered_since=job.since, covered_until=job.until,
        paid_on=job.paid_on, months_in_arrears=job.arrears,
    )  # fmt: skip


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError:
        raise Refused(400, "bad_date") from None


@api.get("/proofs/{token}", response={200: Proof, **Refusals}, operation_id="proof")
def proof(request: HttpRequest, response: HttpResponse, token: str) -> Any:
    """What the card or certificate with this code is worth today. No personal number, and a name only hinted at."""
    _count(request, "proof", 1, PROOFS_A_MINUTE)
    with owner_rights():
        told = verdict(token, timezone.localdate())
    response["Cache-Control"] = "no-store"
    return Proof(
        state=told.state, on=told.day, kind=told.kind, number=told.number, name=told.name, through=told.through,
        programmes=list(told.programmes), members=told.members, covered=told.covered,
        covered_until=told.covered_until, since=told.since, grace_until=told.grace_until, issued_on=told.issued_on,
        withdrawn_on=told.withdrawn_on, office=told.office_name,
    )  # fmt: skip


@api.get("/targets", response={200: list[Target], **Refusals}, operation_id="targets", auth=declared("targets"))
def targets(request: HttpRequest, month: MonthText = "", depth: int = Query(1, ge=0, le=3)) -> Any:  # type: ignore[type-arg]  # ninja's own marker
    """Every indicator of one's own office and of those below it at the end of `month` (default: the last closed)."""
    user: Any = request.user
    try:
        at = Month.parse(month) if month else last_closed(timezone.localdate())
    except ValueError:
        raise Refused(400, "bad_month") from None
    return [
        Target(
            office_code=row.office_code, office=row.office_name, depth=row.depth, indicator=row.indicator.key,
            month=str(row.month), realised=row.standing.realised, target=row.standing.target, source=row.target_source,
        )
        for row in table(user.office_id, at.year, at.number, depth=depth)
    ]  # fmt: skip


@api.get("/report", response={200: list[ReportLine], **Refusals}, operation_id="report", auth=declared("report"))
def report(
    request: HttpRequest, month: MonthText = "", office: str = "", indicator: str = "", format: Form = "json"
) -> Any:
    """The monthly report of an office (its code; one's own without it): as it was made, or out of what is known now.
    `indicator` narrows it to one; `format=csv` gives the same rows as CSV."""
    found, _ = sheet(_office_of(request, office).id, _ended(month), at=timezone.now())
    rows = [row for row in report_rows(found) if indicator in ("", row["indicator"])]
    return _as_csv(rows, COLUMNS) if format == "csv" else rows


@api.get("/inquiry", response={200: list[InquiryLine], **Refusals}, operation_id="inquiry", auth=declared("inquiry"))
def inquiry(request: HttpRequest, year: int, format: Form = "json") -> Any:
    """The yearly tables of the Social Security Inquiry, as they were made; `format=csv` gives the same rows as CSV."""
    found = inquiry_stored(year)
    if found is None:
        raise Http404
    rows = list(inquiry_rows(found[1]))
    return _as_csv(rows, INQUIRY_COLUMNS) if format == "csv" else rows


def _office_of(request: HttpRequest, code: str) -> Office:
    """The office of this code, which must be one's own or lie below it."""
    user: Any = request.user
    try:
        wanted = office_by_code(code) if code else office_by_id(user.office_id)
        line = path(wanted.id)
    except UnknownOffice:
        raise Http404 from None
    if user.office_id not in {each.id for each in line}:
        raise Http404
    return wanted


def _ended(text: str) -> Month:
    """A month that has ended; without any the last that was closed."""
    last = Month.of(timezone.localdate()).plus(-1)
    try:
        month = Month.parse(text) if text else last_closed(timezone.localdate())
    except ValueError:
        raise Refused(400, "bad_month") from None
    if month > last:
        raise Refused(400, "bad_month")
    return month


def _as_csv(rows: list[dict[str, str]], columns: tuple[str, ...]) -> HttpResponse:
    return HttpResponse(csv_of(rows, columns), content_type="text/csv; charset=utf-8")


@api.get("/health", response={200: Health, **Refusals}, operation_id="health")
def health(request: HttpRequest) -> Any:
    """Whether the pages reach their database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Health(status="ok")
