"""Bills, cards and certificates to download. The database decides which of them the user may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from ayomi.apps.audit.actions import look
from ayomi.apps.compliance import queries
from ayomi.apps.compliance.actions import AlreadyWithdrawn, NothingToProve, withdraw_proof
from ayomi.core.money import Language
from ayomi.edges.documents import gather, papers
from ayomi.edges.documents.papers import Paper
from ayomi.edges.web.forms import ReasonForm

READS_ONLY = frozenset({"auditor"})
"""Roles that change nothing: they get the cards and certificates that others have issued."""


@login_required
@require_safe
def bill_pdf(request: HttpRequest, bill_id: int) -> HttpResponse:
    """A bill as signed PDF."""
    at = timezone.now()
    try:
        paper = papers.bill_paper(bill_id, _language(), at=at)
    except gather.UnknownBill:
        raise Http404 from None
    _looked(request, gather.members_of_bill(bill_id), "bill", at)
    return _download(paper)


@login_required
@require_safe
def bill_xlsx(request: HttpRequest, bill_id: int) -> HttpResponse:
    """A bill as spreadsheet."""
    at = timezone.now()
    try:
        paper = papers.bill_sheet(bill_id, _language(), at=at)
    except gather.UnknownBill:
        raise Http404 from None
    _looked(request, gather.members_of_bill(bill_id), "export", at)
    return _download(paper, "attachment")


@login_required
@require_safe
def card(request: HttpRequest, membership_id: int) -> HttpResponse:
    """The card of a membership; with `?lembar=a4` on a sheet to cut."""
    at, user = timezone.now(), request.user
    held = queries.holdings([membership_id], timezone.localdate(at))
    if not held:
        raise Http404
    if not queries.cards_standing([membership_id]):
        _may_issue(user)
    try:
        paper = papers.card_paper(
            membership_id, _language(), by=user.pk, at=at, sheet=request.GET.get("lembar") == "a4"
        )
    except NothingToProve:
        return _nothing(request)
    _looked(request, [held[0].person_id], "card", at)
    return _download(paper)


@login_required
@require_safe
def certificate(request: HttpRequest, payer_id: int) -> HttpResponse:
    """The certificate of a payer: of an organisation, of a construction project, or of a person alone."""
    at, user = timezone.now(), request.user
    held = queries.payer_holding(payer_id, timezone.localdate(at))
    if held is None:
        raise Http404
    if queries.certificate_standing(payer_id, "project" if held.project else "certificate") is None:
        _may_issue(user)
    try:
        paper = papers.certificate_paper(payer_id, _language(), by=user.pk, at=at)
    except NothingToProve:
        return _nothing(request)
    return _download(paper)


def _may_issue(user: Any) -> None:
    if user.role in READS_ONLY:
        raise PermissionDenied


def _looked(request: HttpRequest, person_ids: Sequence[int], what: str, at: datetime) -> None:
    """Data of persons left the system: each of them can see that."""
    look(person_ids, what=what, purpose="", by=request.user.pk, at=at)


def _nothing(request: HttpRequest) -> HttpResponse:
    return render(request, "documents/nothing.html", status=404)


def _language() -> Language:
    return "en" if get_language() == "en" else "id"


def _download(paper: Paper, how: str = "inline") -> HttpResponse:
    answer = HttpResponse(paper.content, content_type=paper.kind)
    answer["Content-Disposition"] = f'{how}; filename="{paper.name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proof_withdraw(request: HttpRequest, proof_id: int) -> HttpResponse:
    """From now on the proof's public page says that it was withdrawn; why is kept here."""
    found = queries.proof(proof_id)
    if found is None:
        raise Http404
    back = _page_of(found)
    if found.withdrawn_at is not None:
        messages.warning(request, gettext("Bukti ini sudah dicabut."))
        return redirect(back)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_proof(proof_id, reason=form.cleaned_data["alasan"], by=request.user.pk, at=timezone.now())
        except AlreadyWithdrawn:
            messages.warning(request, gettext("Bukti ini sudah dicabut."))
        else:
            messages.success(request, gettext("Bukti dicabut. Halaman publiknya mengatakan begitu mulai sekarang."))
        return redirect(back)
    return render(request, "documents/withdraw.html", {"proof": found, "form": form, "back": back})


def _page_of(found: queries.ProofRow) -> str:
    """The page that shows what the proof is for."""
    if found.person_id is not None:
        return reverse("person", args=[found.person_id])
    return reverse("organisations")
