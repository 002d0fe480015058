"""How an office and the offices below it stand against their targets."""

from __future__ import annotations

from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayomi.apps.offices.queries import UnknownOffice, path
from ayomi.apps.steering.queries.figures import table
from ayomi.apps.steering.rules.indicators import HEADLINES
from ayomi.core.money import half_up
from ayomi.core.periods import Month, months_between
from ayomi.edges.web.bullets import bullet, bullets
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.templatetags.ayomi import language

MONTHS_BACK: Final = 12
USUAL: Final = "workers_covered"


@require_safe
def performance(request: HttpRequest) -> HttpResponse:
    """All indicators of one office, and one of them for each office directly below."""
    user = cast(Any, request.user)
    last = Month.of(timezone.localdate()).plus(-1)
    month = _month(request, last)
    office_id = _office(request, user)
    line = path(office_id)
    chosen = request.GET.get("indikator", USUAL)
    indicator = HEADLINES[chosen if chosen in HEADLINES else USUAL]
    rows = table(office_id, month.year, month.number, depth=1)
    english = language() == "en"
    own = [office.id for office in line].index(user.office_id)
    return render(
        request,
        "performance/performance.html",
        {
            "office": line[-1],
            "above": line[own:-1],
            "bullets": bullets([row for row in rows if row.depth == 0], language()),
            "below": [(row, bullet(row, language())) for row in rows if row.depth == 1 and row.indicator == indicator],
            "indicator": indicator,
            "indicator_name": indicator.name_en if english else indicator.name_id,
            "indicators": [(key, each.name_en if english else each.name_id) for key, each in HEADLINES.items()],
            "month": month,
            "months": list(reversed(list(months_between(last.plus(-MONTHS_BACK), last)))),
            "pace": half_up(month.number * 100, 12),
        },
    )


def _month(request: HttpRequest, last: Month) -> Month:
    try:
        asked = Month.parse(request.GET.get("bulan", ""))
    except ValueError:
        return last
    return min(asked, last)


def _office(request: HttpRequest, user: Any) -> int:
    """The office in the address, which must be the user's own or lie below it."""
    asked = number_of(request.GET.get("kantor", ""))
    if asked is None:
        return int(user.office_id)
    try:
        line = path(asked)
    except UnknownOffice:
        raise Http404 from None
    if user.office_id not in {office.id for office in line}:
        raise Http404
    return asked
