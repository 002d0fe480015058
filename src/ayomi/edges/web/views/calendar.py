"""What is due for an office: bills, drafts, duties, targets, the end of the month, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from ayomi.apps.access.queries import offices_below
from ayomi.apps.steering.queries.calendar import DueEntry, calendar
from ayomi.edges.web.templatetags.ayomi import month_name, number, rupiah
from ayomi.edges.web.views.targets import office_asked

DAYS = 45


@dataclass(frozen=True, slots=True)
class DueShown:
    """One thing that is due, in words."""

    day: date
    late: bool
    words: str
    detail: str
    url: str


@require_safe
def due_calendar(request: HttpRequest) -> HttpResponse:
    """The calendar of one office with all below it."""
    day = timezone.localdate()
    line = office_asked(request, request.GET)
    office = line[-1]
    entries = [_shown(entry) for entry in calendar(offices_below(office.id), on=day, days=DAYS)]
    return render(
        request,
        "performance/calendar.html",
        {"office": office, "above": line[:-1], "entries": entries, "days": DAYS,
         "own": int(cast(Any, request.user).office_id)},
    )  # fmt: skip


def _shown(entry: DueEntry) -> DueShown:
    facts = {"n": number(entry.count), "what": entry.what}
    detail = "" if entry.amount is None else rupiah(entry.amount)
    if entry.kind == "overdue":
        words = ngettext("%(n)s tagihan lewat tempo", "%(n)s tagihan lewat tempo", entry.count) % facts
        return DueShown(entry.day, True, words, detail, reverse("bills") + "?keadaan=lewat")
    if entry.kind == "bills":
        words = ngettext("%(n)s tagihan jatuh tempo", "%(n)s tagihan jatuh tempo", entry.count) % facts
        return DueShown(entry.day, False, words, detail, reverse("bills"))
    if entry.kind == "drafts":
        words = ngettext("%(n)s draf tagihan belum final", "%(n)s draf tagihan belum final", entry.count) % facts
        return DueShown(entry.day, False, words, "", reverse("bills") + "?keadaan=draf")
    if entry.kind == "targets":
        words = ngettext(
            "%(n)s usulan sasaran menunggu persetujuan", "%(n)s usulan sasaran menunggu persetujuan", entry.count
        )
        return DueShown(entry.day, False, words % facts, "", reverse("targets"))
    if entry.kind == "month_end":
        words = gettext("Bulan %(month)s berakhir") % {"month": month_name(entry.what)}
        return DueShown(entry.day, False, words, gettext("Realisasi dihitung sampai hari ini."), reverse("performance"))
    if entry.kind == "agreement":
        words = gettext("Kerja sama “%(what)s” berakhir") % facts
    else:
        words = entry.what
        detail = gettext("Kewajiban dari kerja sama")
    return DueShown(entry.day, False, words, detail, reverse("agreement", args=[entry.subject_id]))
