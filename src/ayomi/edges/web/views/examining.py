"""All checks over the stored data: the last result, and a new run as a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from ayomi.apps.audit.actions import request_examination
from ayomi.apps.audit.queries import ExaminationRow, Finding, last_examinations
from ayomi.edges.jobs import tasks
from ayomi.edges.jobs.verifying import ALL
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language


@dataclass(frozen=True, slots=True)
class Said:
    """One check with its sentence in the language of the page."""

    finding: Finding
    words: str


@require_http_methods(["GET", "HEAD", "POST"])
def examination(request: HttpRequest) -> HttpResponse:
    """What the last run found, and how far a running one came. Sending the form asks for a new run."""
    user = cast(Any, request.user)
    runs = last_examinations()
    working = bool(runs) and runs[0].finished_at is None and not runs[0].message
    if request.method == "POST":
        if working:
            messages.warning(request, gettext("Pemeriksaan masih berjalan."))
        else:
            with transaction.atomic():
                asked = request_examination(by=user.pk, at=timezone.now())
                tasks.examine.defer(examination_id=asked)
            messages.success(request, gettext("Pemeriksaan dimulai."))
        return redirect("examination")
    shown: ExaminationRow | None = runs[0] if runs else None
    english = language() == "en"
    context = {
        "run": shown,
        "working": working,
        "done": len(shown.findings) if shown else 0,
        "whole": ALL,
        "rows": [Said(each, each.words_en if english else each.words_id) for each in shown.findings] if shown else [],
        "before": [run for run in runs[1:] if run.finished_at],
        "may": offered(user.role),
    }
    return render(request, "examining/examination.html", context)
