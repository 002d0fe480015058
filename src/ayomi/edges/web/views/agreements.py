"""Agreements: the tree of them, one with all that hangs on it, and what is written down about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from ayomi.apps.access.queries import offices_below, users
from ayomi.apps.agreements import actions, queries
from ayomi.apps.agreements.actions import NewAgreement, NewParty, NotPossible
from ayomi.apps.agreements.queries import Agreement
from ayomi.apps.offices.queries import tree
from ayomi.apps.papers.actions import open_paper
from ayomi.core.papers import ENDINGS
from ayomi.core.periods import Month, parse_day
from ayomi.edges.web.roles import offered
from ayomi.edges.web.views.agreement_forms import (
    AgreementForm,
    AimForm,
    AttachForm,
    BringForm,
    DoneForm,
    DutyForm,
    EndForm,
    SignForm,
)

OURS: Final = "BPJS Ketenagakerjaan"


@login_required
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Every agreement with what derives from it, and above them what the user's offices must do soon."""
    user, today = cast(Any, request.user), timezone.localdate()
    rows = queries.agreements(today)
    return render(
        request,
        "agreements/list.html",
        {
            "rows": rows,
            "dues": queries.duties_due(today, offices=offices_below(user.office_id), user=user.pk),
            "ending": queries.expiring(today),
            "in_force": sum(row.standing in {"in_force", "expiring"} for row in rows),
            "may": offered(user.role),
        },
    )


@login_required
@require_safe
def agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """One agreement: its line, parties, duties, aims with what came, and the organisations under it."""
    user, today = cast(Any, request.user), timezone.localdate()
    found, month = _found(agreement_id), Month.of(today).plus(-1)
    own = offices_below(user.office_id)
    dues = [due for due in queries.duties_due(today) if due.duty.agreement_id == agreement_id]
    return render(
        request,
        "agreements/agreement.html",
        {
            "found": found,
            "row": found.row,
            "last_day": found.row.until - timedelta(days=1) if found.row.until else None,
            "aims": queries.aims(agreement_id, month),
            "brought": queries.brought(agreement_id, month),
            "month": month,
            "dues": dues,
            "family": [*found.line, found.row, *found.below],
            "mine": {due.duty.duty_id for due in dues if due.duty.office_id in own or due.duty.owner_id == user.pk},
            "owns": found.row.office_id in own,
            "may": offered(user.role),
        },
    )


def _found(agreement_id: int) -> Agreement:
    try:
        return queries.agreement(agreement_id, timezone.localdate())
    except queries.UnknownAgreement:
        raise Http404 from None


def _offices(user: Any) -> list[tuple[int, str]]:
    return [(office.id, "– " * depth + office.name) for depth, office in tree(user.office_id, on=timezone.localdate())]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_new(request: HttpRequest) -> HttpResponse:
    user, today = cast(Any, request.user), timezone.localdate()
    form = AgreementForm(
        request.POST or None, today=today, rows=queries.agreements(today), offices=_offices(user),
        initial={"parent_id": request.GET.get("induk", ""), "kind": request.GET.get("jenis", "mou")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        signatory, _, position = asked["ours"].partition(";")
        new = NewAgreement(
            kind=asked["kind"], title=asked["title"], since=asked["since"], until=asked["until"],
            number=asked["number"], parent_id=int(asked["parent_id"]) if asked["parent_id"] else None,
            renews_id=int(asked["renews_id"]) if asked["renews_id"] else None,
            parties=(NewParty(OURS, None, signatory.strip(), position.strip()), *asked["parties"]),
            bases=asked["bases"], reach=[int(each) for each in asked["reach"]],
        )  # fmt: skip
        try:
            made = actions.write_agreement(new, office_id=user.office_id, by=user.pk, at=timezone.now())
        except NotPossible as refused:
            form.add_error(None, _told(refused))
        else:
            messages.success(request, gettext("Draf tersimpan. Catat penandatanganannya bila sudah ditandatangani."))
            return redirect("agreement", made)
    shown = {"form": form, "title": gettext("Catat perjanjian"), "button": gettext("Simpan sebagai draf")}
    return render(request, "agreements/form.html", shown, status=422 if form.errors else 200)


def _told(refused: NotPossible) -> str:
    return {
        "two_parties": gettext("Perjanjian perlu sedikitnya dua pihak yang berbeda."),
        "wrong_parent": gettext("PKS diturunkan dari nota kesepahaman, KSO dari PKS."),
        "other_kind": gettext("Yang diperbarui harus sama jenisnya."),
        "before_parent": gettext("Mendahului perjanjian yang menjadi induknya."),
        "not_a_draft": gettext("Perjanjian ini bukan draf lagi."),
        "parent_not_signed": gettext("Perjanjian induknya belum ditandatangani pada hari itu."),
        "in_the_future": gettext("Hari itu belum tiba."),
        "not_signed": gettext("Perjanjian ini belum ditandatangani atau sudah berakhir."),
        "no_reason": gettext("Tuliskan alasannya."),
        "outside": gettext("Hari itu di luar masa berlaku perjanjian."),
        "ended": gettext("Perjanjian ini sudah berakhir."),
        "other_party": gettext("Pihak itu tidak ada dalam perjanjian ini."),
        "not_due": gettext("Kewajiban ini tidak jatuh tempo pada hari itu."),
        "no_proof": gettext("Tuliskan buktinya."),
        "not_brought": gettext("Badan itu tidak tercatat di bawah perjanjian ini."),
    }[refused.code]


def _act(
    request: HttpRequest, found: Agreement, form: forms.Form, *, title: str, button: str, done: str,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:  # fmt: skip
    """One form about one agreement: shown, checked, done, and back to the agreement."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, _told(refused))
        except actions.UnknownAgreement:
            raise Http404 from None
        else:
            messages.success(request, done)
            return redirect("agreement", found.row.agreement_id)
    shown = {"form": form, "row": found.row, "title": title, "button": button}
    return render(request, "agreements/form.html", shown, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_sign(request: HttpRequest, agreement_id: int) -> HttpResponse:
    user, found = cast(Any, request.user), _found(agreement_id)
    form = SignForm(request.POST or None, request.FILES or None, today=timezone.localdate())

    def act(asked: dict[str, Any]) -> None:
        at = timezone.now()
        actions.sign_agreement(agreement_id, signed_on=asked["signed_on"], place=asked["place"], by=user.pk, at=at)
        if asked["paper"]:
            actions.attach_paper(agreement_id, asked["paper"], name=gettext("Naskah"), by=user.pk, at=at)

    return _act(
        request, found, form, title=gettext("Catat penandatanganan"), button=gettext("Simpan"),
        done=gettext("Perjanjian tercatat sudah ditandatangani."), act=act,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_end(request: HttpRequest, agreement_id: int) -> HttpResponse:
    user, found = cast(Any, request.user), _found(agreement_id)
    return _act(
        request, found, EndForm(request.POST or None, today=timezone.localdate()), title=gettext("Akhiri perjanjian"),
        button=gettext("Akhiri"), done=gettext("Perjanjian diakhiri."),
        act=lambda asked: actions.end_agreement(agreement_id, **asked, by=user.pk, at=timezone.now()),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def duty_new(request: HttpRequest, agreement_id: int) -> HttpResponse:
    user, found, today = cast(Any, request.user), _found(agreement_id), timezone.localdate()
    own = set(offices_below(user.office_id))
    owners = [(row.id, row.full_name or row.username) for row in users() if row.office_id in own and row.is_active]
    form = DutyForm(
        request.POST or None, today=today, parties=[(each.party_id, each.name) for each in found.parties],
        offices=_offices(user), owners=owners,
    )  # fmt: skip
    return _act(
        request, found, form, title=gettext("Tambah kewajiban"), button=gettext("Simpan"),
        done=gettext("Kewajiban tersimpan. Menjelang jatuh tempo ia muncul di beranda yang mengurusnya."),
        act=lambda asked: actions.add_duty(
            agreement_id, text=asked["text"], party_id=int(asked["party_id"]), office_id=int(asked["office_id"]),
            owner=int(asked["owner"]) if asked["owner"] else None, first_due=asked["first_due"],
            repeats=asked["repeats"], by=user.pk, at=timezone.now(),
        ),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def duty_done(request: HttpRequest, agreement_id: int, duty_id: int, due: str) -> HttpResponse:
    """A duty done for the day `due`."""
    user, found, today = cast(Any, request.user), _found(agreement_id), timezone.localdate()
    try:
        due_on = parse_day(due)
    except ValueError:
        raise Http404 from None
    duty = next((each for each in found.duties if each.duty_id == duty_id), None)
    if duty is None or not (duty.owner_id == user.pk or duty.office_id in offices_below(user.office_id)):
        raise Http404
    form = DoneForm(request.POST or None, request.FILES or None, today=today, initial={"done_on": today})
    return _act(
        request, found, form, title=duty.text, button=gettext("Catat selesai"),
        done=gettext("Kewajiban tercatat selesai."),
        act=lambda asked: actions.fulfil_duty(
            duty_id, due_on=due_on, done_on=asked["done_on"], proof=asked["proof"], content=asked["paper"],
            by=user.pk, at=timezone.now(),
        ),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def aim_new(request: HttpRequest, agreement_id: int) -> HttpResponse:
    user, found = cast(Any, request.user), _found(agreement_id)
    return _act(
        request, found, AimForm(request.POST or None, today=timezone.localdate()), title=gettext("Tetapkan sasaran"),
        button=gettext("Simpan"), done=gettext("Sasaran tersimpan. Capaiannya dihitung dari data."),
        act=lambda asked: actions.set_aim(agreement_id, **asked, by=user.pk, at=timezone.now()),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_bring(request: HttpRequest, agreement_id: int) -> HttpResponse:
    user, found, today = cast(Any, request.user), _found(agreement_id), timezone.localdate()
    form = BringForm(request.POST or None, today=today, initial={"since": today})
    return _act(
        request, found, form, title=gettext("Catat badan yang datang lewat perjanjian ini"), button=gettext("Simpan"),
        done=gettext("Badan tercatat. Pesertanya ikut dihitung pada sasaran perjanjian."),
        act=lambda asked: actions.bring_organisations(
            agreement_id, [form.organisation_id], since=asked["since"], by=user.pk, at=timezone.now()
        ),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_attach(request: HttpRequest, agreement_id: int) -> HttpResponse:
    user, found = cast(Any, request.user), _found(agreement_id)
    form = AttachForm(request.POST or None, request.FILES or None, today=timezone.localdate())
    return _act(
        request, found, form, title=gettext("Simpan naskah"), button=gettext("Simpan"),
        done=gettext("Naskah tersimpan, terenkripsi."),
        act=lambda asked: actions.attach_paper(
            agreement_id, asked["paper"], name=asked["name"], by=user.pk, at=timezone.now()
        ),
    )  # fmt: skip


@login_required
@require_safe
def agreement_paper(request: HttpRequest, agreement_id: int, paper_id: int) -> HttpResponse:
    """A scanned paper or the proof of a duty, as a download: nothing that was sent here opens inside this site."""
    found = _found(agreement_id)
    known = {each.paper_id for each in found.attachments} | {each.paper_id for each in found.done}
    if paper_id not in known:
        raise Http404
    opened = open_paper(paper_id)
    answer = HttpResponse(opened.content, content_type=opened.media_type)
    name = f"perjanjian-{agreement_id}-{paper_id}.{ENDINGS[opened.media_type]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
