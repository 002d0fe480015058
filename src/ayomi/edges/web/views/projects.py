"""Construction projects: a list, a page each, and registering one with its contribution shown before it is billed."""

from __future__ import annotations

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
from django.views.decorators.http import require_http_methods, require_safe

from ayomi.apps.contributions.actions.projects import bill_project
from ayomi.apps.contributions.queries.bills import bills
from ayomi.apps.membership import queries as members
from ayomi.apps.membership.queries.projects import project_cover
from ayomi.apps.offices.queries import region_name
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry import queries as registered
from ayomi.apps.registry.queries import Hit, Project
from ayomi.apps.registry.queries.lists import ProjectRow, project_counts, project_rows
from ayomi.core.law.construction import instalments, registration_deadline
from ayomi.core.law.errors import NotInForce
from ayomi.core.money import LARGEST_SUM
from ayomi.edges.web.explaining import explained_project
from ayomi.edges.web.fields import DatedForm, DayField, RegionField, RupiahField
from ayomi.edges.web.keys import after_of, page_of
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language

LIMIT, WORKERS_SHOWN = 50, 50
STATES = ("running", "coming", "maintenance", "over")
REGISTRABLE = date(2015, 7, 1)
"""Projects of before belonged to a fund that no longer exists; nothing can be billed for them here."""


@login_required
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    user, today = cast(Any, request.user), timezone.localdate()
    state = request.GET.get("keadaan", "")
    state = state if state in STATES else ""
    text = request.GET.get("nama", "").strip()[:160]
    counts = project_counts(on=today)
    rows = project_rows(on=today, state=state, text=text, after=after_of(request), limit=LIMIT)
    shown = {
        "page": page_of(rows, LIMIT, _key, None if text else counts[state]),
        "tabs": [(name, counts[name]) for name in ("", *STATES)],
        "state": state,
        "text": text,
        "counts": counts,
        "may": offered(user.role),
        "states": {row.id: standing(row.starts, row.ends, today) for row in rows},
    }
    return render(request, "projects/list.html", shown)


def standing(starts: date, ends: date, day: date) -> str:
    """'coming', 'running' or 'over' (the work; maintenance counts as over)."""
    return "coming" if day < starts else "running" if day < ends else "over"


def _key(row: ProjectRow) -> tuple[str, int]:
    return row.name_key, row.id


@login_required
@require_safe
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """One project: its contribution opened, its instalments, its cover and its workers."""
    user, today = cast(Any, request.user), timezone.localdate()
    try:
        found = registered.project(project_id)
    except registered.UnknownProject:
        raise Http404 from None
    billed = bills(shown="all", day=today, payer_id=found.payer_id, limit=12) if found.payer_id else []
    billed.sort(key=lambda bill: bill.sequence)
    cover = project_cover(found.id)
    lines = explained_project(found.contract_value, found.wages, found.registered, language())
    shown = {
        "project": found,
        "deadline": registration_deadline(found.work_order) if found.work_order else None,
        "last_day": found.ends - timedelta(days=1),
        "may": offered(user.role),
        "region": region_name(found.region),
        "bills": [(bill, "overdue" if bill.overdue(today) else bill.state) for bill in billed],
        "cover": cover,
        "covered": cover is not None and cover[0] <= today < cover[1],
        "cover_last": cover[1] - timedelta(days=1) if cover else None,
        "lines": lines,
        "total": sum(line.amount for line in lines),
        "people": members.counts(on=today, project_id=found.id),
        "workers": members.member_rows(on=today, project_id=found.id, limit=WORKERS_SHOWN),
    }
    return render(request, "projects/project.html", shown)


class ProjectForm(DatedForm):
    """A project as the contract has it. Value and VAT apart: only the value without VAT counts."""

    depends = frozenset({"chosen", "wages"})

    name = forms.CharField(label=_("Nama proyek"), max_length=160)
    contractor = forms.CharField(
        label=_("Pelaksana"), max_length=160, help_text=_("NPP atau nama badan yang sudah tercatat.")
    )
    chosen = forms.ChoiceField(label=_("Yang mana?"), required=False)
    owner_name = forms.CharField(label=_("Pemberi kerja"), max_length=160, help_text=_("Yang memberi perintah kerja."))
    contract_value = RupiahField(
        label=_("Nilai kontrak tanpa PPN"), help_text=_("Dalam rupiah, misalnya 4.500.000.000.")
    )
    vat = RupiahField(label=_("PPN"), help_text=_("Dicatat terpisah dan tidak ikut dihitung. Tulis 0 bila tidak ada."))
    wages = forms.CharField(
        label=_("Jumlah upah seluruhnya, bila diketahui"), required=False,
        help_text=_("Bila diisi, iuran dihitung dari upah, bukan dari nilai kontrak."),
    )  # fmt: skip
    work_order = DayField(label=_("Tanggal surat perintah kerja (SPK)"))
    starts = DayField(label=_("Mulai bekerja"))
    last_day = DayField(label=_("Hari kerja terakhir"))
    maintenance_last = DayField(label=_("Akhir masa pemeliharaan"), required=False)
    workers_planned = forms.IntegerField(label=_("Rencana jumlah pekerja"), min_value=1, max_value=1_000_000)
    instalments = forms.ChoiceField(
        label=_("Cara membayar"), choices=[("1", _("Sekaligus")), ("3", _("Tiga termin: 50, 25, dan 25 persen"))]
    )
    region_id = RegionField(label=_("Kabupaten atau kecamatan tempat proyek"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.hits = _contractors(self.data.get("contractor", "")) if self.is_bound else []
        self.several = len(self.hits) > 1
        cast(forms.ChoiceField, self.fields["chosen"]).choices = [
            ("", gettext("Pilih satu")), *((str(hit.id), f"{hit.title}, {hit.subtitle}") for hit in self.hits)
        ]  # fmt: skip
        self.contractor_id = 0

    def clean_wages(self) -> int | None:
        text = self.cleaned_data["wages"].strip()
        return RupiahField().clean(text) if text else None

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        starts, last, kept = asked.get("starts"), asked.get("last_day"), asked.get("maintenance_last")
        if starts and last and last < starts:
            self.add_error("last_day", gettext("Hari terakhir mendahului hari mulai."))
        if kept and last and kept < last:
            self.add_error("maintenance_last", gettext("Pemeliharaan berakhir sesudah pekerjaan."))
        if starts and starts < REGISTRABLE:
            self.add_error("starts", gettext("Proyek sebelum Juli 2015 tidak dapat didaftarkan di sini."))
        if not 0 < asked.get("contract_value", 1) <= LARGEST_SUM:
            self.add_error("contract_value", gettext("Nilai kontrak sebesar ini tidak mungkin. Periksa nolnya."))
        self._find(asked)
        return asked

    def _find(self, asked: dict[str, Any]) -> None:
        if not asked.get("contractor"):
            return
        hits = [hit for hit in self.hits if not asked.get("chosen") or str(hit.id) == asked["chosen"]]
        if len(hits) == 1 and hits[0].id is not None:
            self.contractor_id = hits[0].id
        elif hits:
            self.add_error("chosen", gettext("Ada beberapa yang cocok. Pilih satu."))
        else:
            told = gettext("Badan ini belum tercatat. Catat dulu badannya, lalu kembali ke sini.")
            self.add_error("contractor", told)


def _contractors(text: str) -> list[Hit]:
    return [hit for hit in registered.search(text, limit=10) if hit.kind == "organisation"] if text.strip() else []


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: HttpRequest) -> HttpResponse:
    """Register and bill: the contribution, its instalments and the deadline are shown before anything is written."""
    user, today = cast(Any, request.user), timezone.localdate()
    form = ProjectForm(request.POST or None, today=today, initial={"vat": "0"})
    shown: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        read = f"{asked['contract_value']} {asked['wages']} {asked['instalments']}"
        if request.POST.get("dibaca") == read:
            made = _register(form, today, office_id=user.office_id, by=user.pk)
            return _billed(request, made)
        try:
            shown |= _preview(asked, today) | {"read": read}
        except NotInForce as refused:
            form.add_error(None, refused.words.en if language() == "en" else refused.words.id)
    return render(request, "projects/new.html", shown, status=422 if form.errors else 200)


def _preview(asked: dict[str, Any], today: date) -> dict[str, Any]:
    lines = explained_project(asked["contract_value"], asked["wages"], today, language())
    total = sum(line.amount for line in lines)
    deadline = registration_deadline(asked["work_order"])
    return {
        "lines": lines,
        "total": total,
        "parts": instalments(total, int(asked["instalments"]), today).amounts,
        "deadline": deadline,
        "late": today > deadline,
    }


def _register(form: ProjectForm, today: date, *, office_id: int, by: int) -> int:
    asked = form.cleaned_data
    day = timedelta(days=1)
    kept = asked["maintenance_last"]
    made = registry.register_project(
        name=asked["name"], contractor_id=form.contractor_id, owner_name=asked["owner_name"],
        contract_value=asked["contract_value"], vat=asked["vat"], wages=asked["wages"], registered=today,
        starts=asked["starts"], ends=asked["last_day"] + day, maintenance_until=kept + day if kept else None,
        instalments=int(asked["instalments"]), workers_planned=asked["workers_planned"], region_id=asked["region_id"],
        office_id=office_id, by=by, at=timezone.now(), work_order=asked["work_order"],
    )  # fmt: skip
    return made.id


def _billed(request: HttpRequest, project_id: int) -> HttpResponse:
    """Bills for the project just registered; the page of the project shows their codes."""
    made = bill_project(project_id, by=cast(Any, request.user).pk, at=timezone.now())
    told = gettext("Proyek terdaftar. %(count)s tagihan sudah final; perlindungan mulai setelah yang pertama dibayar.")
    messages.success(request, told % {"count": len(made)})
    return redirect("project", project_id=project_id)


class SubcontractorForm(DatedForm):
    organisation = forms.CharField(label=_("Badan"), max_length=160, help_text=_("NPP atau nama badan yang tercatat."))
    work = forms.CharField(label=_("Bagian pekerjaan"), max_length=160)
    value = RupiahField(label=_("Nilainya"), help_text=_("Dalam rupiah."))

    def clean_organisation(self) -> int:
        hits = _contractors(self.cleaned_data["organisation"])
        if len(hits) != 1 or hits[0].id is None:
            raise forms.ValidationError(
                gettext("Ada beberapa yang cocok. Tulis NPP-nya.") if hits else gettext("Badan ini tidak ditemukan.")
            )
        return hits[0].id


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subcontractor_new(request: HttpRequest, project_id: int) -> HttpResponse:
    user: Any = request.user
    try:
        found: Project = registered.project(project_id)
    except registered.UnknownProject:
        raise Http404 from None
    form = SubcontractorForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        registry.add_subcontractor(
            found.id, asked["organisation"], work=asked["work"], value=asked["value"], by=user.pk, at=timezone.now()
        )
        messages.success(request, gettext("Subkontraktor dicatat."))
        return redirect("project", project_id=found.id)
    shown = {"form": form, "project": found}
    return render(request, "projects/subcontractor.html", shown, status=422 if form.errors else 200)
