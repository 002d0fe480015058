"""A target shared out over branches: their limits can be moved, and each line says which limit holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.steering.actions.plans import draft_shared
from ayomi.apps.steering.actions.targets import NotOpen, NotYours, ReasonMissing, Waiting
from ayomi.apps.steering.queries.plans import BranchNow, branches_now, draft_of_targets
from ayomi.apps.steering.rules.closing import last_closed
from ayomi.core.money import grouped
from ayomi.core.planning.examples import REGION_II_2013
from ayomi.core.planning.sharing_out import (
    LARGEST,
    Aim,
    Branch,
    CannotBeShared,
    Clash,
    Group,
    Share,
    capacity,
    visits_per_thousand,
)
from ayomi.edges.web.plan_forms import PercentField, WholeField
from ayomi.edges.web.templatetags.ayomi import language

MONTHS: Final = 12
BINDING: Final = {
    "floor": _("yang sudah terlindungi"),
    "capacity": _("kunjungan petugasnya"),
    "workers": _("semua pekerja di wilayahnya"),
    "least": _("paling sedikit untuk wilayahnya"),
    "most": _("paling banyak untuk wilayahnya"),
    "total": _("jumlah yang dibagi"),
    "none": _("tidak ada"),
}


class SharingForm(forms.Form):
    """The target, the aim, what a visit brings, and for each branch and region its limits."""

    use_required_attribute = False
    jumlah = WholeField(label=_("Yang dibagi: pekerja terlindungi"))
    tahun = forms.ChoiceField(label=_("Untuk tahun"))
    tujuan = forms.ChoiceField(
        label=_("Cara membagi"),
        choices=[
            ("even", _("Merata menurut kemampuan petugas")),
            ("fewest_visits", _("Kunjungan paling sedikit")),
        ],
    )
    kunjungan = WholeField(label=_("Kunjungan per petugas sebulan"))
    dijumpai = WholeField(label=_("Orang dijumpai per kunjungan"))
    mendaftar = PercentField(label=_("Yang mendaftar, dari yang dijumpai (%)"))
    alasan = forms.CharField(
        label=_("Alasan"), help_text=_("Wajib bila sasaran yang berlaku diganti."), max_length=200, required=False
    )

    def __init__(self, *given: Any, branches: Sequence[BranchNow], year: int, **options: Any) -> None:
        super().__init__(*given, **options)
        self.branches = branches
        self.regions = {each.parent_id: each.parent for each in branches}
        cast(Any, self.fields["tahun"]).choices = [(str(each), str(each)) for each in (year, year + 1)]
        for each in branches:
            self.fields[f"lantai_{each.id}"] = WholeField(initial=each.covered, label=each.name)
            self.fields[f"petugas_{each.id}"] = WholeField(initial=each.officers, label=each.name)
            self.fields[f"pekerja_{each.id}"] = WholeField(required=False, label=each.name)
            self.fields[f"hasil_{each.id}"] = PercentField(required=False, label=each.name)
        for region, name in self.regions.items():
            self.fields[f"sedikit_{region}"] = WholeField(required=False, label=name)
            self.fields[f"banyak_{region}"] = WholeField(required=False, label=name)

    def rows(self) -> list[tuple[BranchNow, list[forms.BoundField]]]:
        names = ("lantai", "petugas", "hasil", "pekerja")
        return [(each, [self[f"{name}_{each.id}"] for name in names]) for each in self.branches]

    def region_rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        if len(self.regions) < 2:
            return []
        return [(name, [self[f"sedikit_{key}"], self[f"banyak_{key}"]]) for key, name in self.regions.items()]

    def clean(self) -> dict[str, Any]:
        given = cast(dict[str, Any], super().clean())
        for name, value in list(given.items()):
            if isinstance(value, int) and not 0 <= value <= LARGEST:
                self.add_error(name, gettext("Paling banyak %(most)s.") % {"most": grouped(LARGEST, language())})
        for name in ("kunjungan", "dijumpai", "mendaftar"):
            if given.get(name) == 0:
                self.add_error(name, gettext("Harus lebih dari nol."))
        return given

    def problem(self) -> tuple[int, list[Branch], list[Group], Aim]:
        """What is to be shared out. Only for a form that is valid."""
        given = self.cleaned_data
        branches = []
        for each in self.branches:
            floor = given[f"lantai_{each.id}"]
            joining = given[f"hasil_{each.id}"] or given["mendaftar"]
            able = capacity(floor, given[f"petugas_{each.id}"], given["kunjungan"], given["dijumpai"], joining, MONTHS)
            branches.append(
                Branch(
                    each.id, floor, min(able, LARGEST), given[f"pekerja_{each.id}"],
                    visits_per_thousand(given["dijumpai"], joining), each.parent_id,
                )
            )  # fmt: skip
        groups = [
            Group(key, given[f"sedikit_{key}"] or 0, given[f"banyak_{key}"]) for key in self.regions
        ]  # fmt: skip
        return given["jumlah"], branches, groups, cast(Aim, given["tujuan"])


@dataclass(frozen=True, slots=True)
class Line:
    """One branch with what it is given, and why."""

    branch: BranchNow
    floor: int
    most: int
    amount: int
    added: int
    binding: Any
    held: bool


def plan_sharing(request: HttpRequest) -> HttpResponse:
    """Share a target out over the branches below one's office; write it down as drafts when asked to."""
    user, today = cast(Any, request.user), timezone.localdate()
    branches = branches_now(user.office_id, last_closed(today), today)
    start = {
        "jumlah": sum(each.covered for each in branches) * 11 // 10, "tujuan": "even",
        "kunjungan": REGION_II_2013.visits_per_officer, "dijumpai": REGION_II_2013.people_per_visit,
        "mendaftar": REGION_II_2013.joining,
    }  # fmt: skip
    sent = request.method == "POST"
    form = SharingForm(request.POST if sent else None, initial=start, branches=branches, year=today.year)
    shown: dict[str, Any] = {"form": form, "branches": branches}
    if sent and branches and form.is_valid():
        total, problem, groups, aim = form.problem()
        try:
            amounts, shares = draft_of_targets(total, problem, groups, aim=aim)
        except CannotBeShared as refused:
            shown |= _clashing(refused.clash, form)
        else:
            shown["lines"] = _lines(branches, problem, shares)
            shown["total"] = total
            if request.POST.get("aksi") == "rancang":
                _draft(request, form, amounts, {each.key: each.floor for each in problem})
    return render(request, "plans/sharing.html", shown)


def _lines(branches: Sequence[BranchNow], problem: Sequence[Branch], shares: Sequence[Share]) -> list[Line]:
    return [
        Line(
            branch, each.floor, each.most, share.amount, share.amount - each.floor, BINDING[share.binding],
            share.binding != "none",
        )
        for branch, each, share in zip(branches, problem, shares, strict=True)
    ]  # fmt: skip


def _clashing(clash: Clash, form: SharingForm) -> dict[str, Any]:
    """Which limits stand against each other, in words."""
    names = {each.id: each.name for each in form.branches}
    told = []
    for limit, key in clash.limits:
        place = form.regions.get(key or 0, "") if limit in ("least", "most") else names.get(key or 0, "")
        told.append((place, BINDING[limit]))
    return {"clash": told, "missing": clash.missing}


def _draft(request: HttpRequest, form: SharingForm, amounts: dict[int, int], floors: dict[int, int]) -> None:
    user, given = cast(Any, request.user), form.cleaned_data
    try:
        made = draft_shared(
            amounts, floors, int(given["tahun"]), source=gettext("Dibagi menurut kemampuan"), reason=given["alasan"],
            by=user.pk, at=timezone.now(),
        )  # fmt: skip
    except ReasonMissing:
        form.add_error("alasan", gettext("Ada sasaran yang sudah berlaku. Tulis mengapa diganti."))
    except Waiting:
        form.add_error(None, gettext("Ada usulan sasaran yang menunggu keputusan. Tarik atau putuskan dulu."))
    except NotOpen:
        form.add_error("tahun", gettext("Ada kantor yang belum buka atau sudah tutup pada tahun itu."))
    except NotYours:
        form.add_error(None, gettext("Rancangan sasaran ditulis oleh kepala kantor atau kantor di atasnya."))
    else:
        told = gettext("%(count)s rancangan sasaran ditulis. Berlaku setelah disetujui orang kedua.")
        messages.success(request, told % {"count": len(made.ids) + len(made.same)})
