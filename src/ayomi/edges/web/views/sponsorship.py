"""Budgets that pay for others: the payer's page, people proposed and taken on, the proof of each rupiah."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayomi.apps.audit.actions import look
from ayomi.apps.registry.queries import organisation
from ayomi.apps.sponsorship import queries
from ayomi.apps.sponsorship.actions import budgets as acts
from ayomi.apps.sponsorship.actions import proposing, taking
from ayomi.apps.sponsorship.actions.budgets import OPEN, NotPossible
from ayomi.apps.sponsorship.queries import BudgetRow
from ayomi.apps.sponsorship.rules import LOWEST_INCOME, month_cost
from ayomi.core.law.errors import NotInForce
from ayomi.core.periods import Month
from ayomi.edges.documents.support_proof import support_pdf, support_xlsx
from ayomi.edges.web.formats import number
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.parts import Page
from ayomi.edges.web.roles import may, offered
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.views.sponsorship_forms import (
    BudgetForm,
    ChangeForm,
    CloseForm,
    EndForm,
    ProposeForm,
    TakeOnForm,
    agreement_choices,
)

LIMIT = 100
SOON = timedelta(days=60)
PEOPLE_STATES = ("proposed", "waiting", "active", "ended", "refused")


@login_required
@require_safe
def budgets(request: HttpRequest) -> HttpResponse:
    user, today = cast(Any, request.user), timezone.localdate()
    rows = queries.budgets(today)
    shown = {
        "rows": rows,
        "people": sum(row.people for row in rows),
        "amount": sum(row.amount for row in rows if row.since <= today < row.until),
        "may": offered(user.role),
    }
    return render(request, "sponsorship/list.html", shown)


def _found(budget_id: int) -> BudgetRow:
    try:
        return queries.budget(budget_id, timezone.localdate())
    except queries.UnknownBudget:
        raise Http404 from None


@login_required
@require_safe
def budget(request: HttpRequest, budget_id: int) -> HttpResponse:
    """The payer's page: what there is, reserved, billed, paid and free; people by village and trade; what to do."""
    user, today, found = cast(Any, request.user), timezone.localdate(), _found(budget_id)
    ending = queries.endings(today, today + SOON, budget_id=budget_id)
    return render(
        request,
        "sponsorship/budget.html",
        {
            "budget": found,
            "last": Month.of(found.until).plus(-1),
            "cost": _cost(found),
            "villages": queries.by_part(budget_id, part="village")[:20],
            "trades": queries.by_part(budget_id, part="occupation")[:20],
            "proposals": queries.proposals(budget_id),
            "ending": ending[:20],
            "ending_count": len(ending),
            "open": found.proposed + found.waiting,
            "own": found.recorded_by == user.pk,
            "own_change": found.asked_by == user.pk,
            "agreement": _agreement_of(found),
            "may_take_on": may(user.role, "budget_people", "POST"),
            "may": offered(user.role),
        },
    )


def _agreement_of(found: BudgetRow) -> str:
    """The agreement a budget stands on, in words; empty where there is none."""
    if found.agreement_id is None:
        return ""
    return dict(agreement_choices(timezone.localdate())).get(found.agreement_id, gettext("Perjanjian"))


def _cost(found: BudgetRow) -> int | None:
    """A month of one person by the law of now, or of the budget's first month where now lies outside it."""
    month = max(Month.of(timezone.localdate()), Month.of(found.since))
    try:
        return month_cost(min(month, Month.of(found.until).plus(-1)), income=found.income, jht=found.jht)
    except NotInForce:
        return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def budget_new(request: HttpRequest) -> HttpResponse:
    user, today = cast(Any, request.user), timezone.localdate()
    fixed, office_id = None, user.office_id
    if user.role == "channel_administrator":
        own = organisation(user.organisation_id)
        if own.kind != "government":
            raise PermissionDenied
        fixed, office_id = (own.id, own.name), own.office_id
    form = BudgetForm(
        request.POST or None, today=today, fixed_payer=fixed,
        initial={"income": number(LOWEST_INCOME, language()), "since": f"{today.year}-01", "last": f"{today.year}-12"},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = acts.set_up_budget(
                organisation_id=form.organisation_id, office_id=office_id, name=asked["name"], source=asked["source"],
                since=Month.of(asked["since"]), until=Month.of(asked["last"]).plus(1), amount=asked["amount"],
                quota=asked["quota"], income=asked["income"], jht=asked["jht"], region=asked["region_id"],
                agreement_id=asked["agreement"], by=user.pk, at=timezone.now(),
            )  # fmt: skip
        except NotPossible as refused:
            form.add_error(None, _told(refused))
        except NotInForce as refused:
            form.add_error("since", refused.words.en if language() == "en" else refused.words.id)
        else:
            messages.success(request, gettext("Anggaran tersimpan. Orang kedua menyetujuinya sebelum dapat dipakai."))
            return redirect("budget", made)
    shown = {"form": form, "title": gettext("Anggaran baru"), "button": gettext("Simpan, minta persetujuan")}
    return render(request, "sponsorship/form.html", shown, status=422 if form.errors else 200)


def _told(refused: NotPossible) -> str:
    return {
        "not_a_government_payer": gettext("Badan ini tidak tercatat membayar dari APBN atau APBD."),
        "not_a_draft": gettext("Anggaran ini sudah disetujui."),
        "own_request": gettext("Yang mengusulkan tidak dapat menyetujui sendiri. Minta orang kedua."),
        "not_approved": gettext("Anggaran ini belum disetujui."),
        "outside": gettext("Bulan itu di luar anggaran, atau sudah ditagih."),
        "not_active": gettext("Orang ini tidak sedang dibayari."),
        "not_open": gettext("Orang ini tidak sedang diusulkan."),
        "no_reason": gettext("Tuliskan alasannya."),
        "not_taken": gettext("Penggantinya tidak dapat didaftarkan; tidak ada yang berubah."),
        "below_reserved": gettext("Kurang dari yang sudah dicadangkan untuk orang-orangnya."),
        "closed": gettext("Anggaran ini sudah ditutup."),
        "no_change": gettext("Tidak ada perubahan yang menunggu."),
    }[refused.code]


@login_required
@require_POST
def budget_approve(request: HttpRequest, budget_id: int) -> HttpResponse:
    user = cast(Any, request.user)
    _found(budget_id)
    try:
        acts.approve_budget(budget_id, by=user.pk, at=timezone.now())
    except NotPossible as refused:
        messages.error(request, _told(refused))
    else:
        messages.success(request, gettext("Anggaran disetujui. Orang dapat didaftarkan."))
    return redirect("budget", budget_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def budget_change(request: HttpRequest, budget_id: int) -> HttpResponse:
    """Another amount or quota asked for; a second person decides on the budget's page."""
    user, found = cast(Any, request.user), _found(budget_id)
    start = {"amount": number(found.amount, language()), "quota": found.quota}
    form = ChangeForm(request.POST or None, today=timezone.localdate(), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            acts.ask_change(budget_id, **form.cleaned_data, by=user.pk, at=timezone.now())
        except NotPossible as refused:
            form.add_error(None, _told(refused))
        else:
            messages.success(request, gettext("Perubahan tersimpan. Orang kedua menyetujuinya sebelum berlaku."))
            return redirect("budget", budget_id)
    shown = {"form": form, "budget": found, "title": gettext("Ubah anggaran"), "button": gettext("Minta persetujuan")}
    return render(request, "sponsorship/form.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def budget_change_decide(request: HttpRequest, budget_id: int) -> HttpResponse:
    user, accepted = cast(Any, request.user), request.POST.get("putusan") == "setuju"
    _found(budget_id)
    try:
        acts.decide_change(budget_id, accepted=accepted, by=user.pk, at=timezone.now())
    except NotPossible as refused:
        messages.error(request, _told(refused))
    else:
        told = gettext("Perubahan anggaran berlaku.") if accepted else gettext("Perubahan anggaran ditolak.")
        messages.success(request, told)
    return redirect("budget", budget_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def budget_close(request: HttpRequest, budget_id: int) -> HttpResponse:
    """Nobody is taken on any more; whoever is supported keeps the months reserved."""
    user, found = cast(Any, request.user), _found(budget_id)
    form = CloseForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            acts.close_budget(budget_id, reason=form.cleaned_data["reason"], by=user.pk, at=timezone.now())
        except NotPossible as refused:
            form.add_error(None, _told(refused))
        else:
            messages.success(request, gettext("Anggaran ditutup. Yang sedang dibayari tetap sampai bulan terakhirnya."))
            return redirect("budget", budget_id)
    shown = {"form": form, "budget": found, "title": gettext("Tutup anggaran"), "button": gettext("Tutup anggaran")}
    return render(request, "sponsorship/form.html", shown, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def budget_propose(request: HttpRequest, budget_id: int) -> HttpResponse:
    """A list sent, judged at once: who passes is proposed, the others come back with their reasons."""
    user, found = cast(Any, request.user), _found(budget_id)
    form = ProposeForm(request.POST or None, request.FILES or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        name, content = form.cleaned_data["file"]
        try:
            told = proposing.propose(budget_id, content, file_name=name, by=user.pk, at=timezone.now())
        except NotPossible as refused:
            form.add_error(None, _told(refused))
        except proposing.ListRefused as refused_list:
            of = refused_list.refusal
            form.add_error("file", of.message_en if language() == "en" else of.message_id)
        except proposing.ColumnsMissing as missing:
            said = gettext("Kolom ini tidak ditemukan: %(fields)s.") % {"fields": ", ".join(missing.fields)}
            form.add_error("file", said)
        else:
            messages.success(
                request,
                gettext("%(passed)s dari %(rows)s orang lolos dan menunggu persetujuan.")
                % {"passed": number(told.passed, language()), "rows": number(told.rows, language())},
            )
            return redirect("proposal", told.proposal_id)
    shown = {"form": form, "budget": found, "title": gettext("Usulkan orang"), "button": gettext("Periksa daftar")}
    return render(request, "sponsorship/form.html", shown, status=422 if form.errors else 200)


@login_required
@require_safe
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """What became of a list: who passed, and why the others did not."""
    budget_id, found = _proposal(proposal_id)
    shown = {
        "budget": _found(budget_id),
        "proposal": found,
        "wrong": _rows_told(found.problems),
        "doubts": _rows_told(found.warnings),
        "may": offered(cast(Any, request.user).role),
    }
    return render(request, "sponsorship/proposal.html", shown)


def _rows_told(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[tuple[str, str]]]]:
    """The first rows of a list with what is wrong or doubtful and what to do, in the reader's language."""
    what, todo = ("what_en", "do_en") if language() == "en" else ("what_id", "do_id")
    return [(each, [(why[what], why[todo]) for why in each["why"]]) for each in rows[:200]]


def _proposal(proposal_id: int) -> tuple[int, queries.ProposalRow]:
    try:
        return queries.proposal(proposal_id)
    except queries.UnknownBudget:
        raise Http404 from None


@login_required
@require_safe
def proposal_return(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The sender's own file with the rows that did not pass."""
    _proposal(proposal_id)
    name, content = proposing.returned_list(proposal_id)
    stem, _, ending = name.rpartition(".")
    ending = "csv" if ending.lower() in ("csv", "txt", "tsv") else "xlsx"
    return _file(content, f"perbaiki {stem or name}.{ending}", "application/octet-stream")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    clean = "".join(sign if sign.isalnum() or sign in " .-_" else "-" for sign in name)
    answer.headers["Content-Disposition"] = f'attachment; filename="{clean}"'
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def budget_people(request: HttpRequest, budget_id: int) -> HttpResponse:
    """People by state; those proposed and waiting can be taken on, all or those ticked."""
    user, found = cast(Any, request.user), _found(budget_id)
    state = request.GET.get("keadaan", "")
    state = state if state in PEOPLE_STATES else ""
    first = max(Month.of(found.since), Month.of(timezone.localdate()).plus(1))
    if first.first_day >= found.until:
        first = Month.of(found.since)
    form = TakeOnForm(
        request.POST or None, today=timezone.localdate(), since=found.since, until=found.until,
        initial={"since": str(first), "months": max(Month.of(found.until).months_since(first), 1)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        ticked = [each for text in request.POST.getlist("orang") if (each := number_of(text)) is not None]
        whom = None if request.POST.get("siapa") == "semua" else ticked
        if whom == []:
            form.add_error(None, gettext("Centang orangnya dulu, atau pilih semua."))
        else:
            asked = form.cleaned_data
            act = lambda: taking.take_on(
                budget_id, whom, since=Month.of(asked["since"]), months=asked["months"], by=user.pk, at=timezone.now()
            )
            if _done(request, form, act):
                return redirect("budget", budget_id)
    rows = queries.supports(
        budget_id, states=[state] if state else [], after=number_of(request.GET.get("after", "")) or 0, limit=LIMIT
    )
    shown = {
        "budget": found,
        "form": form,
        "page": Page(rows[:LIMIT], str(rows[LIMIT - 1].support_id) if len(rows) > LIMIT else ""),
        "state": state,
        "tabs": ["", *PEOPLE_STATES],
        "may_take_on": may(user.role, "budget_people", "POST"),
        "may": offered(user.role),
    }
    return render(request, "sponsorship/people.html", shown, status=422 if form.errors else 200)


def _done(request: HttpRequest, form: TakeOnForm, act: Callable[[], taking.TakenOn]) -> bool:
    try:
        told = act()
    except NotPossible as refused:
        form.add_error(None, _told(refused))
        return False
    said = ngettext("%(n)s orang didaftarkan.", "%(n)s orang didaftarkan.", told.active) % {"n": told.active}
    if told.waiting:
        more = ngettext("%(n)s menunggu tempat atau uang.", "%(n)s menunggu tempat atau uang.", told.waiting)
        said += " " + more % {"n": told.waiting}
    if told.refused:
        bad = ngettext("%(n)s tidak dapat didaftarkan.", "%(n)s tidak dapat didaftarkan.", len(told.refused))
        said += " " + bad % {"n": len(told.refused)}
    messages.success(request, said)
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def support_end(request: HttpRequest, support_id: int) -> HttpResponse:
    """A support ends before its time, with or without somebody who takes the place."""
    user = cast(Any, request.user)
    try:
        budget_id, row = queries.support(support_id)
    except queries.UnknownBudget:
        raise Http404 from None
    if row.state in OPEN:
        return _withdraw(request, budget_id, row)
    if row.state != "active" or row.since is None or row.until is None:
        raise Http404
    waiting = [(each.support_id, each.name) for each in queries.supports(budget_id, states=["waiting", "proposed"])]
    form = EndForm(
        request.POST or None, today=timezone.localdate(), since=row.since, until=row.until, waiting=waiting[:LIMIT]
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        given: dict[str, Any] = {"reason": asked["reason"], "note": asked["note"], "by": user.pk, "at": timezone.now()}
        month = Month.of(asked["until"])
        try:
            if asked["instead"]:
                taking.replace_person(support_id, int(asked["instead"]), on=month, **given)
            else:
                taking.end_support(support_id, until=month, **given)
        except NotPossible as refused:
            form.add_error(None, _told(refused))
        else:
            messages.success(request, gettext("Tercatat. Sisa cadangannya kembali ke anggaran."))
            return redirect("budget_people", budget_id)
    shown = {
        "form": form, "budget": _found(budget_id), "row": row,
        "title": gettext("Akhiri bantuan untuk %(name)s") % {"name": row.name}, "button": gettext("Akhiri"),
    }  # fmt: skip
    return render(request, "sponsorship/form.html", shown, status=422 if form.errors else 200)


def _withdraw(request: HttpRequest, budget_id: int, row: queries.SupportRow) -> HttpResponse:
    """Somebody proposed or waiting is taken off the list, with a reason."""
    form = CloseForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        asked = {"note": form.cleaned_data["reason"], "by": cast(Any, request.user).pk, "at": timezone.now()}
        try:
            taking.withdraw_proposal(row.support_id, **asked)
        except NotPossible as refused:
            form.add_error(None, _told(refused))
        else:
            messages.success(request, gettext("Usulan untuk %(name)s ditarik.") % {"name": row.name})
            return redirect("budget_people", budget_id)
    shown = {
        "form": form, "budget": _found(budget_id), "row": row,
        "title": gettext("Tarik usulan untuk %(name)s") % {"name": row.name}, "button": gettext("Tarik usulan"),
    }  # fmt: skip
    return render(request, "sponsorship/form.html", shown, status=422 if form.errors else 200)


def _proof(request: HttpRequest, budget_id: int) -> tuple[BudgetRow, list[queries.ProofRow]]:
    """The rows of the proof; that these people's names left in a file is noted where they can read it."""
    found, rows = _found(budget_id), queries.proofs(budget_id)
    people = sorted({row.person_id for row in rows})
    look(people, what="export", purpose=f"budget {budget_id}", by=cast(Any, request.user).pk, at=timezone.now())
    return found, rows


@login_required
@require_safe
def budget_pdf(request: HttpRequest, budget_id: int) -> HttpResponse:
    found, rows = _proof(request, budget_id)
    content = support_pdf(found, rows, language(), at=timezone.now())
    return _file(content, f"Bukti {found.name}.pdf", "application/pdf")


@login_required
@require_safe
def budget_xlsx(request: HttpRequest, budget_id: int) -> HttpResponse:
    found, rows = _proof(request, budget_id)
    content = support_xlsx(found, rows, language(), at=timezone.now())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(content, f"Bukti {found.name}.xlsx", kind)
