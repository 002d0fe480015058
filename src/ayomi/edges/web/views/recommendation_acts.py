"""What officers do with questions for recommendations: complete, decide, let stand, withdraw; and who may ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from ayomi.apps.compliance.actions import recommendations as acts
from ayomi.apps.compliance.actions.recommendations import NotPossible
from ayomi.apps.compliance.queries import recommendations as asked
from ayomi.apps.compliance.queries.recommendations import RequestRow
from ayomi.apps.compliance.queries.standing import matching
from ayomi.core.law.licensing import Outcome, rule_on
from ayomi.edges.web.forms import ReasonForm
from ayomi.edges.web.licensing_words import refused_words
from ayomi.edges.web.roles import offered
from ayomi.edges.web.views.recommendation_forms import AuthorityForm, CompleteForm, DecideForm, SecondForm
from ayomi.edges.web.views.recommendations import explained, found_or_404


def _act(
    request: HttpRequest, row: RequestRow, form: forms.Form, *, title: str, button: str, lede: str = "",
    act: Callable[[dict[str, Any]], str], more: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """One form about one question: shown, checked, done, and back to it. `act` says what was done."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, refused_words(refused.code))
        else:
            messages.success(request, done)
            return redirect("recommendation", row.request_id)
    shown = {"form": form, "row": row, "title": title, "button": button, "lede": lede} | (more or {})
    return render(request, "recommendations/form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_complete(request: HttpRequest, request_id: int) -> HttpResponse:
    """Add which organisation is meant, or how many people it has; then the rule answers if it can."""
    user, row = cast(Any, request.user), found_or_404(request_id)
    known = row.organisation_id is not None
    candidates = [] if known else matching("name", "", name=row.name, region=row.region)
    form = CompleteForm(request.POST or None, today=timezone.localdate(), candidates=candidates, known=known)

    def act(given: dict[str, Any]) -> str:
        chosen = given.get("organisation_id")
        state = acts.complete(
            request_id, organisation_id=int(chosen) if chosen else None, stated=given.get("stated"), by=user.pk,
            at=timezone.now(),
        )  # fmt: skip
        return gettext("Tersimpan. Aturan sudah menjawab.") if state == "answered" else gettext("Tersimpan.")

    return _act(
        request, row, form, title=gettext("Lengkapi permintaan"), button=gettext("Simpan dan terapkan aturan"), act=act
    )


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_decide(request: HttpRequest, request_id: int) -> HttpResponse:
    """A person answers. What departs from the rule waits for a second person."""
    user, row, today = cast(Any, request.user), found_or_404(request_id), timezone.localdate()
    known = row.organisation_id is not None
    form = DecideForm(request.POST or None, today=today, most=rule_on(today).validity["granted"], known=known)

    def act(given: dict[str, Any]) -> str:
        outcome, months = cast(Outcome, given["outcome"]), given["months"]
        stands = acts.decide(
            request_id, outcome=outcome, months=int(months) if months and outcome != "refused" else None,
            reason=given["reason"], by=user.pk, at=timezone.now(),
        )  # fmt: skip
        if stands:
            return gettext("Putusan berlaku dan pemintanya diberi tahu.")
        return gettext("Putusan ini menyimpang dari aturan. Orang kedua memutuskannya.")

    judged = acts.preview(request_id, today)
    more = {"judged": judged, "findings": explained(judged.findings)}
    return _act(request, row, form, title=gettext("Putuskan"), button=gettext("Putuskan"), act=act, more=more)


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_second(request: HttpRequest, request_id: int) -> HttpResponse:
    """A second person lets a decision beside the rule stand, or returns it."""
    user, row, today = cast(Any, request.user), found_or_404(request_id), timezone.localdate()
    proposed = next((each for each in asked.decisions(request_id) if each.version == "proposed"), None)
    if proposed is None:
        messages.warning(request, refused_words("not_proposed"))
        return redirect("recommendation", request_id)
    form = SecondForm(request.POST or None, today=today)

    def act(given: dict[str, Any]) -> str:
        approve = given["approve"] == "ya"
        acts.second(proposed.decision_id, approve=approve, reason=given["reason"], by=user.pk, at=timezone.now())
        return gettext("Putusan berlaku dan pemintanya diberi tahu.") if approve else gettext("Usul dikembalikan.")

    more = {"proposed": proposed, "findings": explained(proposed.findings)}
    return _act(
        request, row, form, title=gettext("Putusan orang kedua"), button=gettext("Simpan putusan"), act=act, more=more
    )


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """A person takes a recommendation back before its time."""
    user, row = cast(Any, request.user), found_or_404(request_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> str:
        acts.withdraw(request_id, reason=given["alasan"], by=user.pk, at=timezone.now())
        return gettext("Rekomendasi dicabut. Lembaga yang memintanya diberi tahu.")

    lede = gettext("Halaman publiknya mengatakan dicabut mulai sekarang, dan lembaga yang memintanya diberi tahu.")
    return _act(request, row, form, title=gettext("Cabut rekomendasi"), button=gettext("Cabut"), act=act, lede=lede)


@require_safe
def authorities(request: HttpRequest) -> HttpResponse:
    """The licensing offices that may ask."""
    user = cast(Any, request.user)
    return render(request, "recommendations/authorities.html", {"rows": asked.authorities(), "may": offered(user.role)})


@require_http_methods(["GET", "HEAD", "POST"])
def authority_new(request: HttpRequest) -> HttpResponse:
    """Record a government body as a licensing office that may ask."""
    user, today = cast(Any, request.user), timezone.localdate()
    form = AuthorityForm(request.POST or None, today=today, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            acts.record_authority(
                given["organisation"], kind=given["kind"], region=given["region_id"], office_id=user.office_id,
                since=given["since"], by=user.pk, at=timezone.now(),
            )  # fmt: skip
        except NotPossible as refused:
            form.add_error("organisation", refused_words(refused.code))
        else:
            messages.success(request, gettext("Lembaga perizinan tercatat. Pengelola membuatkan akunnya."))
            return redirect("authorities")
    shown = {"form": form, "title": gettext("Catat lembaga perizinan"), "button": gettext("Simpan")}
    return render(request, "recommendations/form.html", shown, status=422 if form.errors else 200)
