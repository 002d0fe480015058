"""Migrant workers: who they are and how they stand, and the contract each is insured for before it is billed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayomi.apps.contributions.actions.packages import AlreadyBilled, bill_packages, take_back
from ayomi.apps.contributions.queries.packages import PackageCharge, charges_of_memberships
from ayomi.apps.membership import queries as members
from ayomi.apps.membership.actions import packages as actions
from ayomi.apps.membership.actions.packages import NotPlaced
from ayomi.apps.membership.queries.packages import (
    MigrantRow,
    PackageRow,
    migrant_counts,
    migrant_rows,
    packages,
)
from ayomi.apps.membership.queries.packages import migrant as migrant_found
from ayomi.apps.membership.rules.packages import STATES, route_of, work
from ayomi.apps.payments.actions.settle import settle_all
from ayomi.core.law.errors import NotEligible, NotInForce
from ayomi.core.law.migrant import cover_months
from ayomi.edges.web.explaining import explained_package, said
from ayomi.edges.web.fields import DatedForm, DayField
from ayomi.edges.web.keys import after_of, page_of
from ayomi.edges.web.parts import Explained
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language

LIMIT = 50
REFUSED = {
    "outside_membership": _("Tanggalnya di luar masa kepesertaan ini, atau sudah lewat."),
    "departs_too_soon": _(
        "Yang berangkat lewat perusahaan penempatan didaftarkan paling lambat sehari sebelum berangkat."
    ),
    "months_impossible": _("Kontrak selama ini tidak mungkin. Tulis 1 sampai 120 bulan."),
    "placed_already": _("Pekerja ini masih terikat kontrak pada tanggal itu. Perpanjang kontraknya, atau tarik dulu."),
    "before_already": _("Paket sebelum berangkat sudah tercatat, atau tidak perlu."),
    "no_contract": _("Belum ada kontrak yang dapat diperpanjang."),
    "contract_over": _("Perlindungan kontraknya sudah habis. Catat kontrak yang baru."),
    "membership_unknown": _("Kepesertaan ini tidak ditemukan."),
    "not_migrant": _("Ini bukan kepesertaan pekerja migran."),
}


@login_required
@require_safe
def migrants(request: HttpRequest) -> HttpResponse:
    """All migrant workers in sight, by how they stand today."""
    user, today = cast(Any, request.user), timezone.localdate()
    state = next((each for each in STATES if each == request.GET.get("keadaan")), None)
    name = request.GET.get("nama", "").strip()[:120]
    counts = migrant_counts(on=today)
    rows = migrant_rows(on=today, state=state, name=name, after=after_of(request), limit=LIMIT)
    whole = sum(counts.values()) if state is None else counts[state]
    shown = {
        "page": page_of(rows, LIMIT, _key, None if name else whole),
        "tabs": [("", sum(counts.values())), *((each, counts[each]) for each in STATES if each != "coming")],
        "state": state or "",
        "text": name,
        "counts": counts,
        "may": offered(user.role),
    }
    return render(request, "migrants/list.html", shown)


def _key(row: MigrantRow) -> tuple[str, int]:
    return row.name_key, row.membership_id


@dataclass(frozen=True, slots=True)
class PackageShown:
    """A package with what a bill asks for it, None while no bill does."""

    row: PackageRow
    charge: PackageCharge | None
    line: Explained | None

    @property
    def last(self) -> date:
        return self.row.until - timedelta(days=1)


def _found(membership_id: int, today: date) -> MigrantRow:
    found = migrant_found(membership_id, on=today)
    if found is None:
        raise Http404
    return found


def _shown(membership_id: int, today: date) -> list[PackageShown]:
    asked = {charge.package_id: charge for charge in charges_of_memberships([membership_id])}
    shown = []
    for row in packages([membership_id]):
        charge = asked.get(row.package_id)
        try:
            line = explained_package(row.kind, row.months, charge.asked_on if charge else today, language())
        except (NotInForce, NotEligible):
            line = None
        shown.append(PackageShown(row, charge, line))
    return shown


@login_required
@require_safe
def migrant(request: HttpRequest, membership_id: int) -> HttpResponse:
    """One migrant worker: the contract, the packages with their sums, what is paid and which days that covers."""
    user, today = cast(Any, request.user), timezone.localdate()
    found = _found(membership_id, today)
    shown = _shown(membership_id, today)
    lines = tuple(each.line for each in shown if each.line)
    rule = cover_months(today)
    context = {
        "row": found,
        "member": members.membership(membership_id, on=today),
        "packages": shown,
        "lines": lines,
        "total": sum(line.amount for line in lines),
        "unbilled": [each for each in shown if each.charge is None and each.row.until > today],
        "beyond": rule.value.beyond_contract,
        "beyond_law": rule.citation,
        "beyond_unsure": said(rule.unsure, language()) if rule.unsure else "",
        "may": offered(user.role),
    }
    return render(request, "migrants/migrant.html", context)


class PlaceForm(DatedForm):
    """The contract abroad. Without a departure only the time before it is insured, for who goes through an agency."""

    depends = frozenset({"departs", "months", "destination"})

    departs = DayField(label=_("Tanggal berangkat"), required=False)
    months = forms.IntegerField(
        label=_("Lama kontrak, bulan"), required=False, min_value=1, max_value=actions.LONGEST_CONTRACT
    )
    destination = forms.CharField(label=_("Negara tujuan"), max_length=60, required=False)
    bill = forms.ChoiceField(
        label=_("Tagihannya"),
        choices=[("now", _("Buat sekarang")), ("later", _("Nanti, bersama pekerja lain dari penyalur yang sama"))],
    )

    def __init__(self, *given: Any, agency: bool, **options: Any) -> None:
        super().__init__(*given, **options)
        self.agency = agency
        if agency:
            self.fields["departs"].help_text = gettext(
                "Kosongkan bila kontraknya belum ada: yang ditagih hanya paket sebelum berangkat."
            )
        else:
            del self.fields["bill"]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if asked.get("departs") or not self.agency:
            for name in ("departs", "months", "destination"):
                if not asked.get(name) and name not in self.errors:
                    self.add_error(name, gettext("Isi bagian ini dulu."))
        return asked


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def migrant_place(request: HttpRequest, membership_id: int) -> HttpResponse:
    """The contract is typed, its packages and their sum are shown, and only then anything is written."""
    user, today = cast(Any, request.user), timezone.localdate()
    found = _found(membership_id, today)
    agency = route_of(members.membership(membership_id, on=today).channel) == "agency"
    form = PlaceForm(request.POST or None, today=today, agency=agency)
    shown: dict[str, Any] = {"form": form, "row": found, "agency": agency}
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        read = f"{asked['departs']} {asked['months']} {asked['destination']}"
        try:
            if request.POST.get("dibaca") == read:
                return _placed(request, found, form, by=user.pk)
            shown |= _preview(membership_id, asked, agency=agency, today=today) | {"read": read}
        except NotPlaced as refused:
            form.add_error(None, str(REFUSED[refused.code]))
        except (NotInForce, NotEligible) as refused:
            form.add_error(None, said(refused.words, language()))
    return render(request, "migrants/place.html", shown, status=422 if form.errors else 200)


def _preview(membership_id: int, asked: dict[str, Any], *, agency: bool, today: date) -> dict[str, Any]:
    kinds: list[tuple[str, int]] = []
    if agency and not any(row.kind == "before" and row.until > today for row in packages([membership_id])):
        kinds.append(("before", cover_months(today).value.before_placement))
    if asked["departs"]:
        kinds.append(("work", asked["months"]))
    lines = [explained_package(kind, months, today, language()) for kind, months in kinds]
    shown: dict[str, Any] = {"lines": lines, "total": sum(line.amount for line in lines)}
    if asked["departs"]:
        until = work(asked["departs"], asked["months"], today).until
        shown["covered_last"] = until - timedelta(days=1) if until else None
    return shown


def _placed(request: HttpRequest, found: MigrantRow, form: PlaceForm, *, by: int) -> HttpResponse:
    asked, at = form.cleaned_data, timezone.now()
    if asked["departs"]:
        actions.place(
            found.membership_id, departs=asked["departs"], months=asked["months"], destination=asked["destination"],
            by=by, at=at,
        )  # fmt: skip
    else:
        actions.await_placement(found.membership_id, by=by, at=at)
    if asked.get("bill") == "later":
        messages.success(request, gettext("Tercatat. Tagihannya belum dibuat."))
        return redirect("migrant", membership_id=found.membership_id)
    return _billed(request, found.membership_id, by=by)


def _billed(request: HttpRequest, membership_id: int, *, by: int) -> HttpResponse:
    at = timezone.now()
    payer_id = members.membership(membership_id, on=timezone.localdate(at)).payer_id
    try:
        bill_id = bill_packages(payer_id, by=by, at=at)
    except (NotInForce, NotEligible) as refused:
        messages.warning(request, said(refused.words, language()))
        return redirect("migrant", membership_id=membership_id)
    if bill_id is None:
        messages.warning(request, gettext("Tidak ada paket yang belum ditagih."))
        return redirect("migrant", membership_id=membership_id)
    paid = settle_all([bill_id], by=by, at=at)
    told = (
        gettext("Tagihan dibuat dan langsung lunas dari titipan.")
        if paid
        else gettext("Tagihan dibuat. Perlindungan mulai setelah dibayar.")
    )
    messages.success(request, told)
    return redirect("bill", bill_id)


@login_required
@require_POST
def migrant_bill(request: HttpRequest, membership_id: int) -> HttpResponse:
    """One bill over all packages of this payer that no bill asks for yet."""
    found = _found(membership_id, timezone.localdate())
    return _billed(request, found.membership_id, by=cast(Any, request.user).pk)


class ProlongForm(DatedForm):
    months = forms.IntegerField(
        label=_("Diperpanjang berapa bulan"), min_value=1, max_value=actions.LONGEST_CONTRACT
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def migrant_prolong(request: HttpRequest, membership_id: int) -> HttpResponse:
    """The running contract runs on: its price is shown before it is billed."""
    user, today = cast(Any, request.user), timezone.localdate()
    found = _found(membership_id, today)
    form = ProlongForm(request.POST or None, today=today)
    shown: dict[str, Any] = {"form": form, "row": found}
    if request.method == "POST" and form.is_valid():
        months = form.cleaned_data["months"]
        try:
            if request.POST.get("dibaca") == str(months):
                actions.prolong(membership_id, months=months, by=user.pk, at=timezone.now())
                return _billed(request, membership_id, by=user.pk)
            line = explained_package("extension", months, today, language())
            shown |= {"lines": [line], "total": line.amount, "read": months}
        except NotPlaced as refused:
            form.add_error(None, str(REFUSED[refused.code]))
        except (NotInForce, NotEligible) as refused:
            form.add_error(None, said(refused.words, language()))
    return render(request, "migrants/prolong.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def migrant_take_back(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Packages that no bill asks for are taken back: the journey does not come about, or was written wrongly."""
    found = _found(membership_id, timezone.localdate())
    rows = [each.row.package_id for each in _shown(found.membership_id, timezone.localdate()) if each.charge is None]
    try:
        gone = take_back(rows, by=cast(Any, request.user).pk, at=timezone.now())
    except AlreadyBilled:
        gone = 0
    if gone:
        messages.success(request, gettext("Kontrak yang belum ditagih ditarik."))
    else:
        messages.warning(request, gettext("Tidak ada yang dapat ditarik. Batalkan dulu tagihannya."))
    return redirect("migrant", membership_id=membership_id)
