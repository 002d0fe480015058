"""The page of one person: covered today or not, her life as a member, what was asked for her, who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from ayomi.apps.access.queries import looks
from ayomi.apps.audit.actions import look
from ayomi.apps.compliance.queries import proofs_of_person
from ayomi.apps.contributions.queries.bills import lines_of_persons
from ayomi.apps.contributions.queries.packages import charges_of_memberships
from ayomi.apps.contributions.queries.savings import old_age_paid
from ayomi.apps.membership import queries as membership
from ayomi.apps.membership.queries import Answer, Job, Memberships
from ayomi.apps.offices.queries import region_name
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry import queries as registered
from ayomi.apps.registry.queries import Person
from ayomi.apps.registry.queries.lists import merges_of
from ayomi.apps.registry.queries.pairs import proposals_of
from ayomi.apps.registry.rules import REVEALABLE
from ayomi.core.law.errors import NotInForce
from ayomi.core.law.own_account import own_account_law
from ayomi.core.lists.dates import DateStyle, read_date
from ayomi.core.periods import Month
from ayomi.edges.web import lifelines
from ayomi.edges.web.person_months import month_rows
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.templatetags.people import through as named_through
from ayomi.edges.web.views.person_words import NUMBERS, PURPOSES, end_reason, listed, looked, remarks

MONTHS_SHOWN, MONTHS_MOST = 12, 600
LOOKS_SHOWN, LOOKS_MOST = 20, 500


@login_required
@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything about one person. To open it is a look at her data, and stands in its own list of looks."""
    who = _person(person_id)
    if who.id != person_id:
        return redirect("person", person_id=who.id)
    at = timezone.now()
    look([who.id], what="page", purpose="", by=request.user.pk, at=at)
    return _page(request, who, at=at)


@login_required
@require_POST
def person_reveal(request: HttpRequest, person_id: int) -> HttpResponse:
    """One number in full, on this answer only: it is not kept anywhere and gone with the next page."""
    who = _person(person_id)
    at, field = timezone.now(), request.POST.get("nomor", "")
    purpose = PURPOSES.get(request.POST.get("keperluan", ""))
    if field not in REVEALABLE:
        raise Http404
    if purpose is None:
        return _page(request, who, at=at, missing=field, status=422)
    try:
        number = registry.reveal(who.id, field, str(purpose), by=request.user.pk, at=at)
    except registry.NothingToReveal:
        raise Http404 from None
    return _page(request, who, at=at, shown={field: number})


def _person(person_id: int) -> Person:
    try:
        return registered.person(person_id)
    except registered.UnknownPerson:
        raise Http404 from None


def _page(
    request: HttpRequest, who: Person, *, at: datetime, shown: dict[str, str] | None = None, missing: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    user: Any = request.user
    may = offered(user.role)
    context = life_of(request, who, timezone.localdate(at)) | {
        "person": who,
        "may": may,
        "numbers": _numbers(who, shown or {}, missing),
        "purposes": PURPOSES,
        "remarks": remarks(who.warnings, who.nik_mask),
        "proofs": proofs_of_person([who.id, *who.merged]),
        "proposals": proposals_of((who.id, *who.merged)),
        "merges": merges_of(who.merged) if who.merged else [],
        "region": region_name(who.region) if who.region else "",
    }
    answer = render(request, "persons/person.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def life_of(request: HttpRequest, who: Person, today: date) -> dict[str, Any]:
    """What the page of a person and the page of oneself both show. A constant number of queries."""
    records = [who.id, *who.merged]
    memberships = membership.timeline(who.id)
    now = membership.cover_on(who.id, today)
    grace = frozenset(job.membership_id for job in now.jobs if job.status == "grace")
    life = lifelines.pieces(memberships, today, grace)
    whole = "semua" in request.GET
    lines = lines_of_persons(records, limit=MONTHS_MOST if whole else 60)
    rows = month_rows(lines, today, request.GET.get("bulan", ""), language())
    shown_to = [] if who.id is None else looks(who.id, limit=LOOKS_MOST if "catatan" in request.GET else 200)
    seen = looked(shown_to)
    return {
        "answer": now,
        "sentence": _sentence(now, memberships, today),
        "memberships": memberships,
        "held": [one for one in memberships if one.until is None or one.until > today],
        "kpj": list(dict.fromkeys(one.kpj for one in reversed(memberships))),
        "work": _work(now, memberships, today),
        "old_age": old_age_paid(records),
        "life": [Told.of(piece) for piece in life],
        "drawing": lifelines.drawing(life, memberships, today, through=named_through, gap=gettext("Jeda")),
        "covered_months": _covered_months(life, today),
        "asked": asked_day(request, who.id, today),
        "packages": charges_of_memberships([one.membership_id for one in memberships if one.segment == "migrant"]),
        "months": rows if whole else rows[:MONTHS_SHOWN],
        "more_months": not whole and len(rows) > MONTHS_SHOWN,
        "looks": seen if "catatan" in request.GET else seen[:LOOKS_SHOWN],
        "more_looks": "catatan" not in request.GET and len(seen) > LOOKS_SHOWN,
    }


@dataclass(frozen=True, slots=True)
class Number:
    """One personal number as the page shows it: masked, or in full once."""

    field: str
    label: str
    mask: str
    full: str
    missing: bool


def _numbers(who: Person, shown: dict[str, str], missing: str) -> list[Number]:
    found = [
        Number(field, str(NUMBERS[field]), getattr(who, f"{field}_mask"), shown.get(field, ""), field == missing)
        for field in REVEALABLE
    ]
    return [number for number in found if number.mask]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The answer above everything. `state` is one of the statuses of 'cover'; `since` where that says something."""

    state: str
    programmes: str = ""
    through: str = ""
    since: date | None = None


def _sentence(now: Answer, memberships: tuple[Memberships, ...], today: date) -> Sentence:
    if now.status == "covered":
        jobs = [job for job in now.jobs if job.status == "covered"]
        through = listed(list(dict.fromkeys(_through(job) for job in jobs)))
        return Sentence("covered", _programmes(now.programmes), through)
    if now.jobs:
        first = now.jobs[0]
        through = _through(first)
        # An employer pays for a month in the next one: nothing is late yet while only the running month is unpaid.
        running = [job for job in now.jobs if job.segment == "wage_earner" and job.arrears == 0]
        if now.status == "grace" and running:
            return Sentence("covered", _programmes(now.programmes), _through(running[0]))
        if now.status == "grace":
            return Sentence("grace", _programmes(now.programmes), through, first.until)
        state = "waiting" if first.why in ("not_begun", "project_unpaid", "package_unpaid") else "lapsed"
        return Sentence(state, "", through, first.until)
    ended = [one.until for one in memberships if one.until is not None and one.until <= today]
    if ended:
        return Sentence("ended", since=max(ended))
    coming = [one.since for one in memberships if one.since > today]
    return Sentence("coming", since=min(coming)) if coming else Sentence("never")


def _through(job: Job) -> str:
    return gettext("pembayaran sendiri") if job.channel == "alone" else named_through(job)


def _programmes(names: tuple[str, ...]) -> str:
    return listed([name.upper() for name in names])


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of life with what the list says about it."""

    piece: lifelines.Piece
    programmes: str
    reason: str
    alone: bool

    @classmethod
    def of(cls, piece: lifelines.Piece) -> Told:
        return cls(piece, _programmes(piece.programmes), end_reason(piece.reason), piece.channel in ("alone", ""))


@dataclass(frozen=True, slots=True)
class Work:
    """What she does, by a membership that holds, else by her last. `band` None where there are no bands."""

    occupation: str
    segment: str
    wage: int
    band: int | None


def _work(now: Answer, memberships: tuple[Memberships, ...], today: date) -> Work | None:
    if not memberships:
        return None
    job = now.jobs[0] if now.jobs else None
    member = next((one for one in memberships if job and one.membership_id == job.membership_id), memberships[-1])
    wage = job.wage if job else member.terms[-1][2] if member.terms else 0
    row = membership.membership(member.membership_id, on=today)
    return Work(row.occupation, member.segment, wage, _band(member.segment, wage, today))


def _band(segment: str, income: int, today: date) -> int | None:
    """Number of the income band of an own-account worker, by the law of today."""
    if segment != "own_account":
        return None
    try:
        bands = own_account_law(Month.of(today)).bands
    except NotInForce:
        return None
    return None if bands is None else 1 + sum(income >= band.start for band in bands.value[1:])


def _covered_months(life: tuple[lifelines.Piece, ...], today: date) -> tuple[int, int, date] | None:
    """Years and months covered in all, and since when; None for nobody covered yet."""
    covered = [piece for piece in life if piece.kind == "covered"]
    if not covered:
        return None
    days = {
        day for piece in covered for day in range(piece.since.toordinal(), (piece.until or today).toordinal())
    }  # fmt: skip
    return (*divmod(round(len(days) * 12 / 365.25), 12), min(piece.since for piece in covered))


@dataclass(frozen=True, slots=True)
class Asked:
    """The question about one day, as it was typed, with its answer or with what was wrong with it."""

    text: str
    answer: Answer | None = None
    wrong: str = ""
    programmes: str = ""


def asked_day(request: HttpRequest, person_id: int, today: date) -> Asked | None:
    """The answer about the day in the address; None where none was asked."""
    text = request.GET.get("tanggal", "").strip()
    if not text:
        return None
    day = read_date(text, DateStyle(today, past_only=False)).value
    if day is None:
        return Asked(text, wrong=gettext("Tulis tanggalnya seperti 3 Mei 2024 atau 03-05-2024."))
    answer = membership.cover_on(person_id, day)
    return Asked(text, answer, programmes=_programmes(answer.programmes))
