"""Offices on their way: planned by a region, decided on by the head office, opened with all that belongs to them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from ayomi.apps.access.queries import offices_below, users_of
from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.offices.queries import tree
from ayomi.apps.steering.actions.openings import NewOffice, SamePerson, Unfit, decide, open_planned, plan_opening
from ayomi.apps.steering.actions.openings import withdraw as take_back
from ayomi.apps.steering.queries import plans as queries
from ayomi.apps.steering.rules.indicators import headline
from ayomi.apps.steering.rules.plans import STAFF_ROLES, WrongState
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.plan_forms import DecisionForm, OpenForm, OpeningForm, first_of_next_month
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.views.plans import may_do

FIELD_OF = {
    "code": "kode", "parent": "induk", "regions": "wilayah", "staff": "petugas", "targets": "sasaran",
    "opens_on": "buka", "purpose": "tujuan", "name": "nama",
}  # fmt: skip
UNFIT = {
    "taken": _("Kode ini sudah dipakai."),
    "elsewhere": _("Ini di luar wilayah Anda."),
    "not_regency": _("Kantor melayani kabupaten atau kota, bukan provinsi atau kecamatan."),
    "nobody": _("Orang ini tidak bekerja di wilayah Anda, atau perannya bukan petugas kantor."),
    "negative": _("Sasaran nol atau lebih."),
    "too_early": _("Terlalu awal: wilayahnya baru berpindah pada hari itu atau sesudahnya."),
    "empty": _("Isi bagian ini dulu."),
}


@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """Openings planned in one's offices, and the offices opened in a year."""
    user = cast(Any, request.user)
    years = queries.years_opened(user.office_id)
    asked = number_of(request.GET.get("tahun", ""))
    year = asked if asked in years else (years[0] if years else None)
    return render(
        request,
        "plans/openings.html",
        {
            "may": may_do(request),
            "rows": queries.openings(offices_below(user.office_id)),
            "years": years,
            "year": year,
            "opened": queries.offices_opened(user.office_id, year) if year is not None else [],
        },
    )


def opening_new(request: HttpRequest) -> HttpResponse:
    """Plan an office. Nothing moves before it is approved and opened."""
    user, today = cast(Any, request.user), timezone.localdate()
    parents = [each for _, each in tree(user.office_id, on=today) if each.kind != "sub_branch"]
    staff = [each for each in users_of(offices_below(user.office_id)) if each.role in STAFF_ROLES]
    form = OpeningForm(
        request.POST if request.method == "POST" else None, parents=parents, staff=staff,
        initial={"buka": first_of_next_month(today).isoformat()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = NewOffice(
            parent_id=int(given["induk"]), code=given["kode"], name=given["nama"], kind=given["jenis"],
            seat=given["wilayah"][0], opens_on=given["buka"], purpose=given["tujuan"], regions=given["wilayah"],
            staff=form.staff(),
            targets=(("workers_covered", given["sasaran"]),) if given["sasaran"] is not None else (),
        )  # fmt: skip
        try:
            made = plan_opening(user.office_id, new, by=user.pk, at=timezone.now())
        except Unfit as unfit:
            form.add_error(FIELD_OF[unfit.field], f"{UNFIT[unfit.why]} {unfit.what}".strip())
        else:
            messages.success(request, gettext("Rencana dicatat. Menunggu keputusan kantor pusat."))
            return redirect("opening", made)
    return render(request, "plans/opening_new.html", {"form": form})


def _found(opening_id: int) -> queries.OpeningRow:
    row = queries.opening(opening_id)
    if row is None:
        raise Http404
    return row


@require_safe
def opening(request: HttpRequest, opening_id: int) -> HttpResponse:
    """One opening: what is planned, what became of it, and what may be done next."""
    return _page(request, _found(opening_id))


def _page(request: HttpRequest, row: queries.OpeningRow, **forms: Any) -> HttpResponse:
    more = queries.opening_more(row.id)
    shown = {
        "row": row,
        "more": more,
        "targets": [(_headline(key), amount) for key, amount in more.targets],
        "may": may_do(request),
        "own": row.planned_by == request.user.pk,
        "decision": DecisionForm(),
        "open_form": OpenForm(initial={"buka": row.opens_on.isoformat()}),
    }
    return render(request, "plans/opening.html", shown | forms)


def _headline(key: str) -> str:
    named = headline(key)
    return named.name_en if language() == "en" else named.name_id


@require_POST
def opening_decide(request: HttpRequest, opening_id: int) -> HttpResponse:
    """Approve or refuse; never one's own plan."""
    row, form = _found(opening_id), DecisionForm(request.POST)
    approve = request.POST.get("aksi") == "setujui"
    if not form.is_valid() or (not approve and not form.cleaned_data["catatan"].strip()):
        if form.is_valid():
            form.add_error("catatan", gettext("Tulis mengapa ditolak."))
        return _page(request, row, decision=form)
    try:
        decide(
            opening_id, approve=approve, note=form.cleaned_data["catatan"].strip(), by=request.user.pk,
            at=timezone.now(),
        )  # fmt: skip
    except SamePerson:
        raise PermissionDenied from None
    except WrongState:
        messages.warning(request, gettext("Keadaannya sudah berubah. Lihat yang terbaru di bawah."))
    else:
        done = gettext("Disetujui. Kantor dapat dibuka.") if approve else gettext("Ditolak, dengan alasannya.")
        messages.success(request, done)
    return redirect("opening", opening_id)


@require_POST
def opening_withdraw(request: HttpRequest, opening_id: int) -> HttpResponse:
    """Take a plan back."""
    _found(opening_id)
    try:
        take_back(opening_id, note="", by=request.user.pk, at=timezone.now())
    except WrongState:
        messages.warning(request, gettext("Keadaannya sudah berubah. Lihat yang terbaru di bawah."))
    else:
        messages.success(request, gettext("Rencana ditarik. Tidak ada yang berpindah."))
    return redirect("opening", opening_id)


@require_POST
def opening_open(request: HttpRequest, opening_id: int) -> HttpResponse:
    """The first day: the office, its area, its people and its first targets, all at once."""
    row, form = _found(opening_id), OpenForm(request.POST)
    if not form.is_valid():
        return _page(request, row, open_form=form)
    try:
        # Offices, areas and users are written by nobody in the scope of a page; the right was checked by the address.
        with owner_rights():
            open_planned(opening_id, opened_on=form.cleaned_data["buka"], by=request.user.pk, at=timezone.now())
    except Unfit as unfit:
        form.add_error("buka", f"{UNFIT[unfit.why]} {unfit.what}".strip())
        return _page(request, row, open_form=form)
    except WrongState:
        messages.warning(request, gettext("Keadaannya sudah berubah. Lihat yang terbaru di bawah."))
    else:
        messages.success(request, gettext("%(name)s dibuka.") % {"name": row.name})
    return redirect("opening", opening_id)
