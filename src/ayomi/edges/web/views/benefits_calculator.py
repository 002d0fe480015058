"""The public page "Apa yang saya dapat?": what happened, a few facts, and what the law gives, with its article."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayomi.edges.web.benefits_asking import CLAIM, FORMS, HAPPENED
from ayomi.edges.web.benefits_shown import show
from ayomi.edges.web.templatetags.ayomi import language


@require_safe
def benefits_calculator(request: HttpRequest) -> HttpResponse:
    """A form whose answer stands in the address, so that it can be kept and sent on; no script is needed."""
    kind = next((kind for kind in HAPPENED if kind.name == request.GET.get("apa")), None)
    shown: dict[str, Any] = {"kind": kind, "kinds": HAPPENED}
    if kind is not None:
        form = FORMS[kind.name](request.GET.dict(), today=timezone.localdate(), language=language())
        shown["form"] = form
        if form.is_valid():
            shown["found"] = show(form.questions(), CLAIM[kind.name], language())
    return render(request, "benefits_calculator/benefits.html", shown)
