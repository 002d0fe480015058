"""Working out a month: asked for on one page, run as a job, followed on another."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ayomi.apps.contributions.actions.assess import request as request_assessment
from ayomi.apps.contributions.queries import overview
from ayomi.core.periods import Month, months_between
from ayomi.edges.jobs import tasks
from ayomi.edges.web import formats
from ayomi.edges.web.context import place_of
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language

MONTHS_BACK: Final = 6


class AssessForm(forms.Form):
    """Which month, and for whom: the office with all below it, or one payer."""

    use_required_attribute = False
    bulan = forms.ChoiceField(label=_("Bulan iuran"))
    cakupan = forms.ChoiceField(label=_("Untuk siapa"))

    def __init__(self, *args: Any, office: str, payer: str | None, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        here = Month.of(day)
        self.fields["bulan"] = forms.ChoiceField(
            label=_("Bulan iuran"),
            choices=[
                (str(month), formats.month_name(month, language()))
                for month in reversed(list(months_between(here.plus(-MONTHS_BACK), here.plus(1))))
            ],
        )
        choices = [("kantor", gettext("Semua pembayar %(office)s") % {"office": office})]
        if payer is not None:
            choices.insert(0, ("pembayar", payer))
        self.fields["cakupan"] = forms.ChoiceField(label=_("Untuk siapa"), choices=choices)


def assess_new(request: HttpRequest) -> HttpResponse:
    """Choose the month and for whom, then hand the work to a job."""
    user = cast(Any, request.user)
    day = timezone.localdate()
    asked = request.POST.get("pembayar") or request.GET.get("pembayar", "")
    payer_id = number_of(asked)
    payer = overview.payer_name(payer_id) if payer_id is not None else None
    if asked and payer is None:
        raise Http404
    settings: dict[str, Any] = {"office": place_of(user).name, "payer": payer, "day": day}
    if request.method == "POST":
        form = AssessForm(request.POST, **settings)
        if form.is_valid():
            supplement = payer is not None and request.POST.get("susulan") == "1"
            return redirect("assessment", _ask(user, form.cleaned_data, payer_id, supplement=supplement))
    else:
        start = {"bulan": request.GET.get("bulan") or str(Month.of(day))}
        form = AssessForm(initial=start, **settings)
    shown = {
        "form": form,
        "payer": asked,
        "supplement": payer is not None and "1" in (request.POST.get("susulan"), request.GET.get("susulan")),
        "runs": overview.runs(limit=10),
    }
    return render(request, "assessing/new.html", shown)


def _ask(user: Any, given: dict[str, Any], payer_id: int | None, *, supplement: bool) -> int:
    whole_office = given["cakupan"] == "kantor"
    with transaction.atomic():
        run = request_assessment(
            Month.parse(given["bulan"]),
            scope="office" if whole_office else "payer",
            scope_id=user.office_id if whole_office else payer_id,
            office_id=user.office_id,
            supplement=supplement and not whole_office,
            by=user.pk,
            at=timezone.now(),
        )
        tasks.assess.defer(assessment_id=run)
    return run


@require_safe
def assessment(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far an assessment came, and what it wrote."""
    run = overview.run(run_id)
    if run is None:
        raise Http404
    shown = {"run": run, "working": run.state in {"waiting", "running"}, "may": offered(cast(Any, request.user).role)}
    return render(request, "assessing/assessment.html", shown)
