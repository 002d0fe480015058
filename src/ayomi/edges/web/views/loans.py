"""Loans: the list, and one with its next instalment, its schedule and what each payment was counted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayomi.apps.funding.queries import loans as queries
from ayomi.apps.funding.queries.loans import PostingRow
from ayomi.core.law.funds import CLASSES, class_of
from ayomi.core.lending.allocation import standing
from ayomi.core.lending.explain import of_event
from ayomi.edges.documents.words import code_groups
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.parts import Page
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language

ROWS: Final = 50


@login_required
@require_safe
def loans(request: HttpRequest) -> HttpResponse:
    """Loans one may see, all or of one class."""
    asked = request.GET.get("kelas", "")
    chosen = asked if asked in CLASSES else ""
    after = number_of(request.GET.get("after", ""))
    found = queries.loans(loan_class=chosen, after=after, limit=ROWS)
    last = str(found[ROWS - 1].loan_id) if len(found) > ROWS else ""
    shown = {"page": Page(found[:ROWS], last), "classes": CLASSES, "chosen": chosen}
    return render(request, "funding/loans.html", shown)


@dataclass(frozen=True, slots=True)
class PaymentShown:
    """One payment with a sentence for each part it was counted for."""

    row: PostingRow
    said: list[str]


@login_required
@require_safe
def loan(request: HttpRequest, loan_id: int) -> HttpResponse:
    """One loan: what is due next and how to pay, what is left, the schedule, and every payment explained."""
    found = queries.loan(loan_id)
    if found is None:
        raise Http404
    user, today = cast(Any, request.user), timezone.localdate()
    counted = queries.counted(found)
    stand = standing(counted, today)
    english = language() == "en"
    payments = [
        PaymentShown(row, [words.en if english else words.id for words in of_event(counted, row.number)])
        for row in queries.postings(loan_id)
    ]
    return render(
        request,
        "funding/loan.html",
        {
            "row": found,
            "stand": stand,
            "class": class_of(stand.days_late),
            "settlement": counted.settlement_sum(today) if not stand.closed else 0,
            "code": code_groups(found.code) if found.code else "",
            "schedule": queries.instalments(loan_id),
            "payments": payments,
            "may": offered(user.role),
        },
    )
