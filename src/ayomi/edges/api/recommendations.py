"""The operations of licensing offices: ask for a recommendation, see what became of it, fetch its paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from typing import Any, Final, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.compliance.actions import NothingToProve
from ayomi.apps.compliance.actions.recommendations import KeyReused, NotPossible, Question, ask
from ayomi.apps.compliance.queries import recommendations as asked
from ayomi.apps.compliance.queries.recommendations import AuthorityRow, RequestRow
from ayomi.apps.compliance.rules.licensing import LONGEST_KEY, NUMBERS, PURPOSES
from ayomi.apps.eligibility.rules.reading import WORDS as FIELD_WORDS
from ayomi.apps.eligibility.rules.reading import Problem, WrongFields
from ayomi.apps.partners.queries.callers import Caller
from ayomi.core.identity import Kind, parser
from ayomi.core.identity import Refused as RefusedNumber
from ayomi.core.law.citation import Words
from ayomi.core.law.licensing import Finding
from ayomi.core.law.licensing_words import cure, reason
from ayomi.core.places import region
from ayomi.edges.api.access import declared
from ayomi.edges.api.eligibility.refusals import Refused, object_of, text_of
from ayomi.edges.api.eligibility.shapes import Refusal, body_of
from ayomi.edges.api.partners import note
from ayomi.edges.api.shapes import Failure
from ayomi.edges.documents import papers
from ayomi.edges.documents.gather import address_of

router: Final = Router(tags=["licensing"])
REFUSALS: Final = {
    400: Refusal, 401: Failure, 403: Refusal, 404: Refusal, 409: Refusal, 413: Refusal, 415: Refusal, 422: Refusal,
    429: Failure,
}  # fmt: skip
MOST_STATED: Final = 10_000_000
MOST_LISTED: Final = 100
NUMBERED: Final = tuple(kind for kind in NUMBERS if kind != "name")
FIELDS: Final = frozenset({"key", "purpose", "note", "name", "region", "stated_workers", *NUMBERED})
LONGEST: Final[Mapping[str, int]] = {
    "key": LONGEST_KEY, "purpose": 20, "note": 200, "name": 160, "region": 13, "nib": 40, "npp": 40,
    "nik_koperasi": 40,
}  # fmt: skip

WORDS: Final[dict[str, tuple[int, Words]]] = {
    "bad_request": (400, Words("Permintaan ini tidak dapat dibaca.", "This request cannot be read.")),
    "not_json": (415, Words("Kirim sebagai application/json.", "Send it as application/json.")),
    "too_large": (413, Words("Permintaan ini terlalu besar.", "This request is too large.")),
    "wrong_fields": (422, Words("Ada isian yang belum benar.", "Some fields are not right.")),
    "key_reused": (
        409, Words("Kunci ini sudah dipakai untuk pertanyaan lain. Pakai kunci baru.",
                   "This key was used for another question. Use a new one."),
    ),
    "not_an_authority": (
        403, Words("Mitra ini belum tercatat sebagai lembaga perizinan. Hubungi kantor cabang.",
                   "This partner is not on record as a licensing office. Ask the branch office."),
    ),
    "outside_area": (
        403, Words("Badan ini di luar wilayah Anda.", "This organisation is outside your area."),
    ),
    "not_found": (404, Words("Pertanyaan ini tidak ada.", "There is no such question.")),
    "no_paper": (
        404, Words("Tidak ada rekomendasi yang berlaku untuk pertanyaan ini.",
                   "No recommendation stands for this question."),
    ),
}  # fmt: skip
"""HTTP status and words of each refusal."""


class RecommendationQuestion(Schema):
    """One question, under your own `key`: sent again it gets the same number. Give exactly one of `nib`, `npp` and
    `nik_koperasi`, or else `name` with `region`."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(min_length=1, max_length=LONGEST_KEY)
    purpose: Literal["new_licence", "status_review", "other"]
    nib: str | None = Field(None, description="13 digits")
    npp: str | None = None
    nik_koperasi: str | None = None
    name: str | None = Field(None, min_length=1, max_length=160)
    region: str | None = Field(None, description="code of the regency or town, such as 74.01")
    stated_workers: int | None = Field(None, ge=1, le=MOST_STATED, description="workers and members it has in all")
    note: str = Field("", max_length=200)


class FoundOrganisation(Schema):
    """The organisation as it was found; numbers are empty where it has none."""

    name: str
    npp: str
    nib: str
    nik_koperasi: str


class Reason(Schema):
    """`effect`: meets, shortens, asks (a person has to look) or refuses. `cure`: empty where nothing is to be done."""

    criterion: str
    code: str
    effect: Literal["meets", "shortens", "asks", "refuses"]
    text: str
    text_en: str
    cure: str
    cure_en: str


class RecommendationAnswer(Schema):
    """`state`: waiting (an officer answers by `answer_by`), granted, short, refused, withdrawn or expired.

    `valid_until` is the last day. `verify_url` is the public page that says whether it stands; `reasons` are those of
    the day of the decision, `withdrawn_for` what made it fall later."""

    id: int
    key: str
    state: Literal["waiting", "granted", "short", "refused", "withdrawn", "expired"]
    asked_at: datetime
    answer_by: date
    organisation: FoundOrganisation | None
    number: str
    valid_from: date | None
    valid_until: date | None
    reasons: list[Reason]
    rule_since: date | None
    rule_url: str
    verify_url: str | None
    withdrawn_on: date | None
    withdrawn_for: list[Reason]


def _refusal(request: HttpRequest, code: str, wrong: WrongFields | None = None) -> HttpResponse:
    status, words = WORDS[code]
    note(request, "").code = code
    error: dict[str, Any] = {"code": code, "message": words.id, "message_en": words.en}
    if wrong is not None:
        error["fields"] = [
            {"field": each.field, "code": each.code, "message": each.words.id, "message_en": each.words.en}
            for each in wrong.problems
        ]
    return text_of(json.dumps({"error": error}, ensure_ascii=False), status=status)


def _told(act: Callable[..., Any]) -> Callable[..., Any]:
    """The operation, with its refusals told as answers."""

    @wraps(act)
    def view(request: HttpRequest, **named: Any) -> Any:
        try:
            return act(request, **named)
        except WrongFields as wrong:
            return _refusal(request, "wrong_fields", wrong)
        except KeyReused:
            return _refusal(request, "key_reused")
        except (Refused, NotPossible) as problem:
            return _refusal(request, problem.code)

    return view


def read_question(sent: Mapping[str, Any], today: date) -> tuple[str, Question]:
    """The key and the question of a body. Raises WrongFields naming every field that cannot be taken."""
    wrong = [Problem(name, "unknown_field", FIELD_WORDS["unknown_field"]) for name in sorted(set(sent) - FIELDS)]

    def refuse(name: str, code: str, words: Words | None = None) -> None:
        wrong.append(Problem(name, code, words or FIELD_WORDS[code]))

    texts = {name: _text(sent.get(name), name, refuse) for name in LONGEST}
    for name in ("key", "purpose"):
        if not texts[name] and not any(each.field == name for each in wrong):
            refuse(name, "missing")
    if texts["purpose"] and texts["purpose"] not in PURPOSES:
        refuse("purpose", "bad_choice")
    stated = sent.get("stated_workers")
    if stated is not None and (isinstance(stated, bool) or not isinstance(stated, int)):
        refuse("stated_workers", "out_of_range")
        stated = None
    elif stated is not None and not 1 <= stated <= MOST_STATED:
        refuse("stated_workers", "out_of_range")
    kind, number = _number(texts, today, refuse)
    if texts["region"] and (kind == "name") and not _regency(texts["region"]):
        refuse("region", "unknown_region")
    if wrong:
        raise WrongFields(wrong)
    by_name = kind == "name"
    return texts["key"], Question(
        purpose=texts["purpose"], number_kind=kind, number=number, name=texts["name"] if by_name else "",
        region=texts["region"] if by_name else None, stated=stated, note=texts["note"],
    )  # fmt: skip


def _text(value: object, name: str, refuse: Callable[..., None]) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        refuse(name, "not_text")
        return ""
    text = value.strip()
    if len(text) > LONGEST[name]:
        refuse(name, "too_long")
    elif not text.isprintable():
        refuse(name, "unreadable")
    return text


ONE_NUMBER: Final = Words(
    "Isi tepat satu: nib, npp, atau nik_koperasi; atau name bersama region.",
    "Give exactly one of nib, npp and nik_koperasi; or name together with region.",
)


def _number(texts: Mapping[str, str], today: date, refuse: Callable[..., None]) -> tuple[str, str]:
    """The kind of number that was given and its canonical text; 'name' where it is asked about by name."""
    given = [kind for kind in NUMBERED if texts[kind]]
    if len(given) > 1 or (given and texts["name"]):
        refuse(given[-1], "two_numbers", ONE_NUMBER)
        return given[0], ""
    if not given:
        for name in ("name", "region"):
            if not texts[name]:
                refuse(name, "no_number", ONE_NUMBER)
        return "name", ""
    kind: Kind = given[0]  # type: ignore[assignment]  # one of NUMBERED, each a kind of number
    try:
        return kind, str(parser(kind, today)(texts[kind]).value)
    except RefusedNumber as refused:
        refuse(
            kind,
            refused.code,
            Words(f"{refused.message_id} {refused.cure_id}", f"{refused.message_en} {refused.cure_en}"),
        )
        return kind, ""


def _regency(code: str) -> bool:
    try:
        return region(code).level == "regency"
    except LookupError:
        return False


def _authority(request: HttpRequest) -> tuple[Caller, AuthorityRow]:
    """The calling partner and the licensing office it belongs to. Raises NotPossible."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja once the check has passed
    with owner_rights():
        found = asked.authority_of(caller.organisation_id or 0, timezone.localdate())
    if found is None:
        raise NotPossible("not_an_authority")
    return caller, found


@router.post(
    "", response={200: RecommendationAnswer, **REFUSALS}, operation_id="recommendation_ask",
    auth=declared("recommendation_ask"), openapi_extra=body_of(RecommendationQuestion),
)  # fmt: skip
@_told
def recommendation_ask(request: HttpRequest) -> Any:
    """Ask about an organisation. Where the rule is clear the answer is there at once; else an officer answers by
    `answer_by`, and a webhook `recommendation.decided` tells you."""
    caller, authority = _authority(request)
    key, question = read_question(object_of(request), timezone.localdate())
    made = ask(authority.authority_id, key, question, partner_id=caller.partner_id, by=None, at=timezone.now())
    return _answer(made, authority)


@router.get(
    "", response={200: list[RecommendationAnswer], **REFUSALS}, operation_id="recommendation_list",
    auth=declared("recommendation_list"),
)  # fmt: skip
@_told
def recommendation_list(request: HttpRequest, after: int = Query(0, ge=0, le=2**62)) -> Any:  # type: ignore[type-arg]  # ninja's own marker
    """Your questions in the order they were asked, 100 at a time: those whose id is above `after`."""
    _caller, authority = _authority(request)
    with owner_rights():
        rows = asked.requests(
            day=timezone.localdate(), since_id=after, authority_id=authority.authority_id, limit=MOST_LISTED
        )[:MOST_LISTED]
        found = asked.decisions_of([row.decision_id for row in rows if row.decision_id])
    return [_shape(row, found.get(row.decision_id or 0)) for row in rows]


@router.get(
    "/{int:number}", response={200: RecommendationAnswer, **REFUSALS}, operation_id="recommendation_state",
    auth=declared("recommendation_state"),
)  # fmt: skip
@_told
def recommendation_state(request: HttpRequest, number: int) -> Any:
    """What became of a question of yours."""
    _caller, authority = _authority(request)
    return _answer(number, authority)


@router.get(
    "/{int:number}/document", response={200: Any, **REFUSALS}, operation_id="recommendation_document",
    auth=declared("recommendation_document"),
    openapi_extra={"responses": {200: {"content": {"application/pdf": {"schema": {"type": "string",
                                                                                 "format": "binary"}}}}}},
)  # fmt: skip
@_told
def recommendation_document(request: HttpRequest, number: int) -> Any:
    """The recommendation that stands, as signed PDF."""
    _caller, authority = _authority(request)
    _row(number, authority)
    try:
        with owner_rights():
            paper = papers.recommendation_paper(number, "id", at=timezone.now())
    except NothingToProve:
        return _refusal(request, "no_paper")
    answer = HttpResponse(paper.content, content_type=paper.kind)
    answer["Content-Disposition"] = f'attachment; filename="{paper.name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _row(number: int, authority: AuthorityRow) -> RequestRow:
    if number >= 2**63:
        raise NotPossible("not_found")
    with owner_rights():
        row = asked.request(number)
    if row is None or row.authority_id != authority.authority_id:
        raise NotPossible("not_found")
    return row


def _answer(number: int, authority: AuthorityRow) -> RecommendationAnswer:
    row = _row(number, authority)
    with owner_rights():
        found = asked.decisions_of([row.decision_id] if row.decision_id else [])
    return _shape(row, found.get(row.decision_id or 0))


def _shape(row: RequestRow, decision: asked.DecisionRow | None) -> RecommendationAnswer:
    state = row.standing(timezone.localdate())
    facts = decision.facts if decision else {}
    until = row.until
    return RecommendationAnswer(
        id=row.request_id, key=row.key, state="waiting" if state == "proposed" else state, asked_at=row.asked_at,  # type: ignore[arg-type]  # the states of the shape
        answer_by=row.due_on, number=row.number_given, valid_from=row.since if until else None,
        organisation=FoundOrganisation(**{name: facts.get(name) or "" for name in ("name", *sorted(NUMBERED))})
        if facts.get("organisation_id") else None,
        valid_until=until.fromordinal(until.toordinal() - 1) if until else None,
        reasons=_reasons(decision.findings if decision else ()),
        rule_since=decision.rule_since if decision else None, rule_url=f"{settings.PUBLIC_URL}/aturan-rekomendasi/",
        verify_url=address_of(row.token) if row.token else None,
        withdrawn_on=timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None,
        withdrawn_for=_reasons(decision.lapse if decision else ()),
    )  # fmt: skip


def _reasons(findings: tuple[Finding, ...]) -> list[Reason]:
    return [
        Reason(
            criterion=each.criterion, code=each.code, effect=each.effect, text=reason(each).id, text_en=reason(each).en,
            cure=cure(each).id, cure_en=cure(each).en,
        )
        for each in findings
    ]  # fmt: skip
