"""The public calculator "Berapa iurannya?" and the page that lists the rules behind it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayomi.core.law.quote import answer
from ayomi.core.periods import Month
from ayomi.edges.web.calculating import FORMS, KINDS, Calculation, Question, WageEarner
from ayomi.edges.web.lawbook import band_rows, chapters
from ayomi.edges.web.quoted import Refused, ask, refusal
from ayomi.edges.web.templatetags.ayomi import language


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """A form whose answer stands in the address, so that it can be kept and sent on."""
    kind = next((kind for kind in KINDS if kind.name == request.GET.get("siapa")), KINDS[0])
    form = FORMS[kind.name](request.GET.dict(), today=timezone.localdate(), language=language())
    shown: dict[str, Any] = {"kind": kind, "kinds": KINDS, "form": form}
    if form.is_valid():
        shown |= _answered(form)
        if kind.name == "mandiri":
            shown["bands"] = band_rows(Month.parse(form.cleaned_data["bulan"]), language())
        shown["month"] = form.cleaned_data.get("bulan")
    return render(request, "calculator/calculator.html", shown)


def _answered(form: Calculation) -> dict[str, Any]:
    """The receipt, or the mistake put beside the form."""
    question, found = form.question(), None
    if isinstance(form, WageEarner) and question["risk"] == "cari":
        found = _risk(form, question)
        if found is None:
            return {}
        question["risk"] = found["risk"]
    receipt = ask(question, language())
    if isinstance(receipt, Refused):
        form.add_error(None, receipt.words)
        return {}
    return {
        "receipt": receipt,
        "activity": found["explain"][language()] if found else "",
        "monthly": "month" in question,
    }


def _risk(form: Calculation, question: Question) -> dict[str, Any] | None:
    """The risk class of the activity in words; None after telling the form why there is none."""
    asked = {"kind": "risk_class", "activity": form.cleaned_data["usaha"], "month": question["month"]}
    found: dict[str, Any] = answer(asked)
    if "error" in found:
        form.add_error("usaha", refusal(found, language()).words)
        return None
    return found


@require_safe
def how_we_calculate(request: HttpRequest) -> HttpResponse:
    return render(request, "calculator/rules.html", {"chapters": chapters(language())})
