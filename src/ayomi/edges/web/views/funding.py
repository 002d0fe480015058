"""Funds and applications: where the money stands, who asks for it, and each step of a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.funding.actions import applications as acts
from ayomi.apps.funding.actions import paying, windows
from ayomi.apps.funding.actions.applications import NewItem, NotPossible
from ayomi.apps.funding.actions.windows import BudgetTooLarge, NewRule
from ayomi.apps.funding.queries import applications as queries
from ayomi.apps.funding.queries import money
from ayomi.apps.funding.queries.applications import ApplicationRow
from ayomi.apps.funding.rules import CRITERIA, OBSTACLES, OPEN
from ayomi.apps.membership.queries import MemberRow, member_rows
from ayomi.apps.registry.queries import UnknownOrganisation, organisation
from ayomi.apps.steering.queries.reported import reported
from ayomi.core.money import rupiah_text
from ayomi.core.periods import add_months
from ayomi.edges.documents import papers
from ayomi.edges.web.forms import ReasonForm
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.parts import Page
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.views.funding_forms import ApplyForm, BudgetForm, DayForm, DecideForm, FundForm, SurveyForm

ROWS: Final = 50
MOST_MEMBERS: Final = 200
THEMES_OF_REPORTS: Final = {
    "welfare_revolving_disbursed": ("welfare_revolving",),
    "welfare_grants_disbursed": ("welfare_grant",),
    "partnership_and_community_disbursed": ("partnership", "community"),
    "partnership_and_community_budget": ("partnership", "community"),
    "workshops_funded": ("programme",),
}
"""Figures of reports about the funds, with the themes that count for each."""


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """A figure of a report beside what this system holds for the same day."""

    name: str
    as_of: Any
    told: int
    target: bool
    unit: str
    here: int
    source: str


@login_required
@require_safe
def funds(request: HttpRequest) -> HttpResponse:
    """The fund manager's page: what is there, promised, out and back, and what needs a decision."""
    user, today = cast(Any, request.user), timezone.localdate()
    with owner_rights():
        standing = money.positions(today)
        told = _reported()
    quality = money.quality(today, standing)
    return render(
        request,
        "funding/funds.html",
        {
            "positions": standing,
            "available": sum(each.available for each in standing),
            "outstanding": sum(each.outstanding for each in standing),
            "quality": quality,
            "flow": money.flow(add_months(today, -5), add_months(today, 6)),
            "places": money.concentration(),
            "waiting": queries.applications(states=[state for state in OPEN if state != "agreed"], limit=ROWS)[:ROWS],
            "told": told,
            "may": offered(user.role),
        },
    )


def _reported() -> list[ReportedRow]:
    found = []
    for each in reported():
        themes = THEMES_OF_REPORTS.get(each.indicator)
        value = each.realised if each.realised is not None else each.target
        if themes is None or value is None:
            continue
        standing = [row for row in money.positions(each.as_of) if row.window.theme in themes]
        here = sum(row.put_in if each.indicator.endswith("budget") else row.paid_out for row in standing)
        if each.unit != "rupiah":
            here = money.loans_begun(each.as_of, themes)
        found.append(
            ReportedRow(
                each.name(language()), each.as_of, int(value), each.realised is None, each.unit, here, each.source
            )
        )
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fund_new(request: HttpRequest) -> HttpResponse:
    """Open a window with its first rule."""
    user, today = cast(Any, request.user), timezone.localdate()
    form = FundForm(request.POST or None, today=today, initial={"since": today, "returns": True})
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        rule = NewRule(
            asked["amount_most"], asked["source"], rate=asked["rate"], method=asked["method"],
            months_most=asked["months_most"], grace_most=min(asked["grace_most"], asked["months_most"] - 1),
            member_months=asked["member_months"], kinds=asked["kinds"], small_only=asked["small_only"],
            tranches=asked["tranches"],
        )  # fmt: skip
        if any(each.code == asked["code"] for each in money.windows()):
            form.add_error("code", gettext("Kode ini sudah dipakai dana lain."))
        else:
            windows.open_window(
                code=asked["code"], name=asked["name"], theme=asked["theme"], returns=asked["returns"],
                since=asked["since"], rule=rule, by=user.pk, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, gettext("Dana dibuka. Masukkan anggarannya."))
            return redirect("funds")
    shown = {"form": form, "title": gettext("Buka dana"), "button": gettext("Buka dana")}
    return render(request, "funding/form.html", shown, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fund_budget(request: HttpRequest, window_id: int) -> HttpResponse:
    """Put money into a window."""
    user, today = cast(Any, request.user), timezone.localdate()
    window = next((each for each in money.windows() if each.window_id == window_id), None)
    if window is None:
        raise Http404
    form = BudgetForm(request.POST or None, today=today, initial={"year": today.year, "day": today})
    if request.method == "POST" and form.is_valid():
        try:
            windows.put_in(window_id, **form.cleaned_data, by=user.pk, at=timezone.now())
        except BudgetTooLarge as refused:
            most = rupiah_text(refused.most, language())
            form.add_error("amount", gettext("Bagian laba menurut aturan tinggal %(most)s.") % {"most": most})
        else:
            messages.success(request, gettext("Anggaran tercatat di buku besar."))
            return redirect("funds")
    shown = {"form": form, "title": gettext("Tambah anggaran"), "button": gettext("Simpan"), "over": window.name}
    return render(request, "funding/form.html", shown, status=422 if form.errors else 200)


@login_required
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Requests one may see: those that wait, or all."""
    user = cast(Any, request.user)
    everything = request.GET.get("semua") == "1"
    found = queries.applications(
        states=() if everything else OPEN, after=number_of(request.GET.get("after", "")), limit=ROWS
    )
    last = str(found[ROWS - 1].application_id) if len(found) > ROWS else ""
    shown = {"page": Page(found[:ROWS], last), "everything": everything, "may": offered(user.role)}
    return render(request, "funding/applications.html", shown)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who can be put on the list; what was typed for her is kept."""

    member: MemberRow
    chosen: bool
    name: str
    amount: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """Ask for money for members of an organisation, all in one list."""
    user, today = cast(Any, request.user), timezone.localdate()
    organisation_id = user.organisation_id or number_of(request.GET.get("badan", ""))
    try:
        asking = organisation(organisation_id or 0)
    except UnknownOrganisation:
        raise Http404 from None
    known = money.windows()
    form = ApplyForm(
        request.POST or None, today=today, windows=[(each.window_id, each.name) for each in known],
        initial={"months": 12, "grace": 0},
    )  # fmt: skip
    members = member_rows(on=today, organisation_id=asking.id, limit=MOST_MEMBERS)
    listed = [_candidate(request, member) for member in members]
    if request.method == "POST" and form.is_valid():
        items = _items(form, listed)
        if not form.errors:
            asked = form.cleaned_data
            try:
                made = acts.apply(
                    int(asked["window"]), asking.id, items, office_id=asking.office_id, purpose=asked["purpose"],
                    months=asked["months"], grace=asked["grace"], on=today, by=user.pk, at=timezone.now(),
                )  # fmt: skip
            except NotPossible as refused:
                form.add_error(None, told(refused))
            else:
                messages.success(request, gettext("Permohonan terkirim. Syarat kepesertaan sudah diperiksa."))
                return redirect("application", made)
    shown = {"form": form, "asking": asking, "listed": listed, "rules": [(each, _rule(each, today)) for each in known]}
    return render(request, "funding/apply.html", shown, status=422 if form.errors else 200)


def _rule(window: money.WindowRow, today: Any) -> money.RuleRow | None:
    known = money.rules(window.window_id)
    return next((each for each in known if each.since <= today and (not each.until or each.until > today)), None)


def _candidate(request: HttpRequest, member: MemberRow) -> Candidate:
    sent, key = request.POST, str(member.person_id)
    return Candidate(
        member, key in sent.getlist("pilih"), sent.get(f"nama_{key}", "")[:160], sent.get(f"jumlah_{key}", "")
    )


def _items(form: forms.Form, listed: Sequence[Candidate]) -> list[NewItem]:
    found = []
    for each in listed:
        if each.chosen:
            digits = "".join(letter for letter in each.amount if letter.isdigit() and letter.isascii())
            if not digits or not 0 < int(digits) <= 10**12:
                form.add_error(None, gettext("Tulis jumlah untuk %(name)s.") % {"name": each.member.name})
                continue
            found.append(NewItem(each.name.strip() or each.member.name, int(digits), each.member.person_id))
    if not found and not form.errors:
        form.add_error(None, gettext("Pilih sedikitnya satu orang."))
    return found


def told(refused: NotPossible) -> str:
    """Why a step cannot be taken, as a sentence."""
    return {
        "no_rule": gettext("Dana ini tidak punya aturan yang berlaku pada hari itu."),
        "nobody": gettext("Belum ada peminjam yang memenuhi syarat."),
        "twice": gettext("Satu orang tertulis dua kali."),
        "months": gettext("Lamanya melebihi aturan dana ini."),
        "grace": gettext("Masa tenggangnya melebihi aturan dana ini."),
        "amount": gettext("Jumlahnya harus di atas nol."),
        "decided": gettext("Permohonan ini sudah diputus."),
        "not_waiting": gettext("Permohonan ini tidak sedang menunggu survei."),
        "not_surveyed": gettext("Permohonan ini belum disurvei."),
        "score": gettext("Nilai surveinya di bawah batas."),
        "obstacles": gettext("Masih ada syarat badan yang belum terpenuhi."),
        "not_proposed": gettext("Permohonan ini belum diusulkan, atau sudah diputus."),
        "same_person": gettext("Langkah ini harus diambil orang lain: yang mengusulkan tidak memutus, yang memutus "
                               "tidak membayar."),
        "no_money": gettext("Uang yang tersedia pada dana ini tidak cukup."),
        "not_approved": gettext("Permohonan ini belum disetujui, atau perjanjiannya sudah ditandatangani."),
        "too_early": gettext("Hari itu mendahului langkah sebelumnya."),
        "not_open": gettext("Permohonan ini sudah selesai."),
        "paid_out": gettext("Uangnya sudah keluar, jadi tidak dapat ditarik lagi."),
        "no_tranche": gettext("Tahap ini tidak ada atau sudah selesai."),
        "not_agreed": gettext("Perjanjiannya belum ditandatangani."),
        "not_met": gettext("Syarat tahap ini belum terpenuhi."),
        "order": gettext("Bayarkan tahap sebelumnya dulu."),
    }[refused.code]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Obstacle:
    what: str
    cure: str
    code: str


def _obstacles(codes: Sequence[str]) -> list[Obstacle]:
    place = 1 if language() == "en" else 0
    return [Obstacle(OBSTACLES[code][place], OBSTACLES[code][place + 2], code) for code in codes]


@login_required
@require_safe
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    """One request: how far it is, what is missing and how to cure it, and the next step."""
    user, found = cast(Any, request.user), _found(application_id)
    survey = queries.survey_of(application_id)
    items = queries.items(application_id)
    place = 1 if language() == "en" else 0
    return render(
        request,
        "funding/application.html",
        {
            "row": found,
            "obstacles": _obstacles(found.obstacles),
            "items": [(item, _obstacles(item.obstacles)) for item in items],
            "loans": sum(item.loan_id is not None for item in items),
            "tranches": queries.tranches(application_id),
            "survey": survey,
            "scores": [(CRITERIA[name][place], mark) for name, mark in survey.scores.items()] if survey else [],
            "steps": _steps(found),
            "may": offered(user.role),
        },
    )


def _steps(found: ApplicationRow) -> list[tuple[str, str]]:
    """The stages of the way with the state of each: done, now or to come."""
    names = [
        gettext("Diajukan"), gettext("Disurvei"), gettext("Diusulkan"), gettext("Disetujui"), gettext("Disepakati"),
        gettext("Dicairkan"),
    ]  # fmt: skip
    order = ("submitted", "surveyed", "proposed", "approved", "agreed", "paid")
    reached = order.index(found.state) if found.state in order else -1
    return [(name, "done" if place <= reached else "") for place, name in enumerate(names)]


def _found(application_id: int) -> ApplicationRow:
    found = queries.application(application_id)
    if found is None:
        raise Http404
    return found


def _act(
    request: HttpRequest, found: ApplicationRow, form: forms.Form, *, title: str, button: str, done: str,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:  # fmt: skip
    """One form about one request: shown, checked, done, and back to the request."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, told(refused))
        else:
            messages.success(request, done)
            return redirect("application", found.application_id)
    shown = {"form": form, "row": found, "title": title, "button": button}
    return render(request, "funding/form.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def application_check(request: HttpRequest, application_id: int) -> HttpResponse:
    """Look at membership and contributions again."""
    user, found = cast(Any, request.user), _found(application_id)
    try:
        acts.check_again(found.application_id, on=timezone.localdate(), by=user.pk, at=timezone.now())
    except NotPossible as refused:
        messages.error(request, told(refused))
    else:
        messages.success(request, gettext("Syarat kepesertaan diperiksa lagi."))
    return redirect("application", application_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def application_survey(request: HttpRequest, application_id: int) -> HttpResponse:
    user, found, today = cast(Any, request.user), _found(application_id), timezone.localdate()
    return _act(
        request, found, SurveyForm(request.POST or None, today=today, initial={"visited_on": today}),
        title=gettext("Catat survei"), button=gettext("Simpan"), done=gettext("Hasil survei tersimpan."),
        act=lambda asked: acts.survey(
            application_id, visited_on=asked["visited_on"], scores={name: int(asked[name]) for name in CRITERIA},
            note=asked["note"], by=user.pk, at=timezone.now(),
        ),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def application_propose(request: HttpRequest, application_id: int) -> HttpResponse:
    user, found = cast(Any, request.user), _found(application_id)
    return _act(
        request, found, ReasonForm(request.POST or None), title=gettext("Usulkan ke komite"),
        button=gettext("Usulkan"), done=gettext("Diusulkan. Putusannya diambil orang lain."),
        act=lambda asked: acts.propose(application_id, reason=asked["alasan"], by=user.pk, at=timezone.now()),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def application_decide(request: HttpRequest, application_id: int) -> HttpResponse:
    user, found = cast(Any, request.user), _found(application_id)
    return _act(
        request, found, DecideForm(request.POST or None), title=gettext("Putuskan"), button=gettext("Simpan putusan"),
        done=gettext("Putusan tersimpan."),
        act=lambda asked: acts.decide(
            application_id, approve=asked["verdict"] == "approve", reason=asked["reason"], on=timezone.localdate(),
            by=user.pk, at=timezone.now(),
        ),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def application_agree(request: HttpRequest, application_id: int) -> HttpResponse:
    user, found, today = cast(Any, request.user), _found(application_id), timezone.localdate()
    return _act(
        request, found, DayForm(request.POST or None, today=today, initial={"day": today}),
        title=gettext("Catat perjanjian yang ditandatangani"), button=gettext("Simpan"),
        done=gettext("Perjanjian tercatat."),
        act=lambda asked: acts.agree(application_id, signed_on=asked["day"], by=user.pk, at=timezone.now()),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def application_withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    user, found = cast(Any, request.user), _found(application_id)
    return _act(
        request, found, ReasonForm(request.POST or None), title=gettext("Tarik permohonan"), button=gettext("Tarik"),
        done=gettext("Permohonan ditarik."),
        act=lambda asked: acts.withdraw(application_id, reason=asked["alasan"], by=user.pk, at=timezone.now()),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tranche_met(request: HttpRequest, application_id: int, number: int) -> HttpResponse:
    user, found, today = cast(Any, request.user), _found(application_id), timezone.localdate()
    return _act(
        request, found, DayForm(request.POST or None, today=today, with_note=True, initial={"day": today}),
        title=gettext("Syarat terpenuhi"), button=gettext("Simpan"), done=gettext("Syarat tahap ini tercatat."),
        act=lambda asked: paying.meet_condition(
            application_id, number, met_on=asked["day"], note=asked["note"], by=user.pk, at=timezone.now()
        ),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tranche_pay(request: HttpRequest, application_id: int, number: int) -> HttpResponse:
    user, found, today = cast(Any, request.user), _found(application_id), timezone.localdate()
    return _act(
        request, found, DayForm(request.POST or None, today=today, initial={"day": today}),
        title=gettext("Bayarkan tahap ini"), button=gettext("Bayarkan"), done=gettext("Pembayaran tercatat."),
        act=lambda asked: paying.pay_tranche(
            application_id, number, paid_on=asked["day"], by=user.pk, at=timezone.now()
        ),
    )  # fmt: skip


@login_required
@require_safe
def application_paper(request: HttpRequest, application_id: int) -> HttpResponse:
    """The agreement to sign, as PDF; only once there is a decision for it."""
    found = _found(application_id)
    if found.state not in ("approved", "agreed", "paid"):
        raise Http404
    paper = papers.loan_agreement_paper(application_id, language(), at=timezone.now())
    answer = HttpResponse(paper.content, content_type=paper.kind)
    answer["Content-Disposition"] = f'inline; filename="{paper.name}"'
    return answer
