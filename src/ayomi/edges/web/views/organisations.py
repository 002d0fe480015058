"""Firms, cooperatives and other organisations: a list, a page each, and what is decided about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

import polars as pl
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from ayomi.apps.compliance.queries import proofs_of_payer
from ayomi.apps.compliance.queries.recommendations import RequestRow, requests
from ayomi.apps.compliance.queries.sanctions import cases_of
from ayomi.apps.contributions.queries.bills import bills
from ayomi.apps.intake.queries.lists import lists
from ayomi.apps.membership import actions as membership
from ayomi.apps.membership import queries as members
from ayomi.apps.offices.queries import region_name, search_regions
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry import queries as registered
from ayomi.apps.registry.queries import Organisation, OrganisationTerm
from ayomi.apps.registry.queries.lists import (
    OrganisationRow,
    contacts,
    organisation_counts,
    organisation_rows,
    project_rows,
    sites,
)
from ayomi.core import places
from ayomi.core.matching.normalise import organisation_key
from ayomi.core.periods import Month
from ayomi.edges.web import formats
from ayomi.edges.web.fields import DatedForm
from ayomi.edges.web.keys import after_of, page_of
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.views.organisation_forms import (
    ContactForm,
    CorrectionForm,
    NewOrganisationForm,
    RiskForm,
    SiteForm,
)
from ayomi.edges.web.vocabulary import VOCABULARY

LIMIT = 50


class Filter(forms.Form):
    """What narrows the list. Everything may be left out."""

    use_required_attribute = False

    nama = forms.CharField(label=_("Nama"), required=False, max_length=160)
    jenis = forms.ChoiceField(label=_("Jenis"), required=False)
    risiko = forms.ChoiceField(label=_("Tingkat risiko"), required=False)
    wilayah = forms.CharField(label=_("Wilayah"), required=False, max_length=80)

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        kinds = [("", gettext("Semua jenis")), *VOCABULARY["organisation"].items()]
        risks = [("", gettext("Semua tingkat")), *VOCABULARY["risk"].items()]
        cast(Any, self.fields["jenis"]).choices = kinds
        cast(Any, self.fields["risiko"]).choices = risks

    def clean_wilayah(self) -> str:
        text = self.cleaned_data["wilayah"].strip()
        found = search_regions(text, limit=1) if text else ()
        if text and not found:
            raise forms.ValidationError(gettext("Wilayah ini tidak ditemukan. Tulis nama kabupaten atau kecamatannya."))
        return found[0].code if found else ""


@login_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Organisations the user may see, by name."""
    user, today = cast(Any, request.user), timezone.localdate()
    form = Filter(request.GET)
    shown: dict[str, Any] = {"form": form, "may": offered(user.role)}
    if form.is_valid():
        asked = form.cleaned_data
        narrow: dict[str, Any] = {
            "kinds": [asked["jenis"]] if asked["jenis"] else [], "risk": asked["risiko"], "region": asked["wilayah"],
            "text": asked["nama"],
        }  # fmt: skip
        counts = organisation_counts(on=today, **narrow)
        rows = organisation_rows(on=today, after=after_of(request), limit=LIMIT, **narrow)
        shown |= {
            "page": page_of(rows, LIMIT, _key, sum(counts.values())),
            "counts": counts,
            "total": sum(counts.values()),
            "narrowed": any(asked.values()),
        }
    return render(request, "organisations/list.html", shown)


def _key(row: OrganisationRow) -> tuple[str, int]:
    return row.name_key, row.id


@login_required
@require_safe
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation: its numbers, its people, what the law asks of it, its sites, contacts, projects and bills."""
    user, today = cast(Any, request.user), timezone.localdate()
    found = _organisation(organisation_id)
    people = members.counts(on=today, organisation_id=found.id)
    billed = bills(shown="all", day=today, payer_id=found.payer_id, limit=6) if found.payer_id else []
    shown = {
        "organisation": found,
        "may": offered(user.role),
        "people": people,
        "standing": _standing(found, today),
        "terms": list(reversed(found.terms)),
        "sites": sites(found.id),
        "contacts": contacts(found.id),
        "projects": project_rows(on=today, contractor_id=found.id, limit=20)[:20],
        "bills": [(bill, "overdue" if bill.overdue(today) else bill.state) for bill in billed[:6]],
        "proofs": proofs_of_payer(found.payer_id) if found.payer_id else [],
        "lists": lists(organisation_id=found.id, limit=5)[:5] if "uploads" in offered(user.role) else [],
        "region": region_name(found.region) if found.region else "",
        "cases": cases_of(found.id),
        "asked": _asked(found.id, today),
        "numbers": [
            pair for pair in (("NPP", found.npp), ("NIB", found.nib), (gettext("NIK koperasi"), found.nik_koperasi))
            if pair[1]
        ],
    }  # fmt: skip
    return render(request, "organisations/organisation.html", shown)


def _asked(organisation_id: int, day: date) -> list[tuple[RequestRow, str]]:
    """The latest questions of licensing offices about an organisation, with where they stand."""
    found = requests(day=day, organisation_id=organisation_id, limit=5)[:5]
    return [(row, row.standing(day)) for row in found]


def _organisation(organisation_id: int) -> Organisation:
    try:
        return registered.organisation(organisation_id)
    except registered.UnknownOrganisation:
        raise Http404 from None


def _standing(found: Organisation, day: date) -> OrganisationTerm | None:
    """What the law asks of it on the day."""
    return next((t for t in found.terms if t.since <= day and (t.until is None or t.until > day)), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Recorded once: a known number leads to the one that has it, and one of the same name nearby is shown first."""
    user: Any = request.user
    form = NewOrganisationForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        asked = {name: value if isinstance(value, bool) else value or None for name, value in form.cleaned_data.items()}
        near = [] if request.POST.get("badan_lain") else _same_name(asked)
        if near:
            return render(request, "organisations/new.html", {"form": form, "near": near})
        frame = pl.DataFrame([asked], schema_overrides={"government_payer": pl.Boolean}, infer_schema_length=1)
        told = registry.record_organisations(frame, office_id=user.office_id, by=user.pk, at=timezone.now())
        organisation_id, found = int(told["organisation_id"][0]), told["found"][0]
        if found == "known":
            messages.warning(request, gettext("Badan dengan nomor ini sudah tercatat. Tidak ada yang ditulis."))
        else:
            words = gettext("%(name)s tercatat dengan NPP %(npp)s.")
            messages.success(request, words % {"name": asked["name"], "npp": told["npp"][0]})
        return redirect("organisation", organisation_id=organisation_id)
    return render(request, "organisations/new.html", {"form": form}, status=422 if form.errors else 200)


def _same_name(asked: dict[str, Any]) -> list[dict[str, Any]]:
    frame = pl.DataFrame({"row": [0], "name_key": [organisation_key(asked["name"])], "region_id": [asked["region_id"]]})
    return registered.organisation_candidates(frame).to_dicts()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: HttpRequest, organisation_id: int) -> HttpResponse:
    user: Any = request.user
    found = _organisation(organisation_id)
    plain = {name: getattr(found, name) for name in ("kind", "name", "nib", "nik_koperasi", "address", "phone",
             "email", "government_payer")}  # fmt: skip
    start = plain | {"region_id": places.region(found.region).name if found.region else ""}
    form = CorrectionForm(request.POST or None, today=timezone.localdate(), initial=start, organisation=found)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        changes = {name: asked[name] for name in plain if (asked[name] or None) != (plain[name] or None)}
        if asked["npwp"]:
            changes["npwp"] = asked["npwp"]
        if "region_id" in form.changed_data:
            changes["region_id"] = asked["region_id"]
        registry.change_organisation(found.id, changes, reason=asked["reason"], by=user.pk, at=timezone.now())
        messages.success(request, gettext("Data badan sudah dibetulkan."))
        return redirect("organisation", organisation_id=found.id)
    shown = {"form": form, "organisation": found, "title": gettext("Betulkan data badan")}
    return render(request, "organisations/form.html", shown, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_risk(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Decide size, activity and risk from a month on: found in the law, shown, confirmed."""
    user, today = cast(Any, request.user), timezone.localdate()
    found = _organisation(organisation_id)
    now = _standing(found, today)
    start = {"from_month": str(Month.of(today))} | (
        {"activity": now.activity, "size": now.size, "industry": now.industry} if now else {}
    )
    form = RiskForm(request.POST or None, today=today, initial=start)
    confirm = False
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        read = f"{asked['from_month']} {form.decided}"
        if request.POST.get("dibaca") == read:
            touched = membership.risk_decided(
                found.id, from_month=asked["from_month"], size=asked["size"], risk=form.decided,
                activity=asked["activity"], industry=asked["industry"], reason=asked["reason"], by=user.pk,
                at=timezone.now(),
            )  # fmt: skip
            told = ngettext(
                "Keputusan dicatat. Iuran %(count)s penerima upah dihitung ulang pada penetapan berikutnya.",
                "Keputusan dicatat. Iuran %(count)s penerima upah dihitung ulang pada penetapan berikutnya.",
                touched,
            )
            messages.success(request, told % {"count": touched})
            return redirect("organisation", organisation_id=found.id)
        confirm = True
    shown = {"form": form, "organisation": found, "standing": now, "confirm": confirm}
    if confirm:
        shown |= _decision(form, today)
    return render(request, "organisations/risk.html", shown, status=422 if form.errors else 200)


def _decision(form: RiskForm, today: date) -> dict[str, Any]:
    """What is about to be decided: the entry of the law, and which months it sets right."""
    since: date = form.cleaned_data["from_month"]
    found, english = form.found, language() == "en"
    behind = Month.of(today).months_since(Month.of(since))
    return {
        "read": f"{since} {form.decided}",
        "decided": form.decided,
        "entry": "" if found is None else f"{found.match.activity.number} "
                 f"{found.match.activity.label.en if english else found.match.activity.label.id}",
        "by_law": found.risk if found else "",
        "law": "" if found is None else found.citation.english if english else found.citation.text,
        "law_link": found.citation.link if found else "",
        "doubts": [doubt.en if english else doubt.id for doubt in found.unsure] if found else [],
        "since": since,
        "behind": max(behind, 0),
        "last": formats.month_name(Month.of(today).plus(-1), language()),
    }  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def site_new(request: HttpRequest, organisation_id: int) -> HttpResponse:
    return _added(request, organisation_id, SiteForm, registry.add_site, gettext("Tambah tempat usaha"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: HttpRequest, organisation_id: int) -> HttpResponse:
    return _added(request, organisation_id, ContactForm, registry.add_contact, gettext("Tambah penghubung"))


def _added(
    request: HttpRequest, organisation_id: int, kind: type[DatedForm], act: Callable[..., int], title: str
) -> HttpResponse:
    """A small form about an organisation, whose fields are what the action takes."""
    user: Any = request.user
    found = _organisation(organisation_id)
    form = kind(request.POST or None, today=timezone.localdate(), initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        asked = {name: "" if value is None else value for name, value in form.cleaned_data.items()}
        act(found.id, **asked, by=user.pk, at=timezone.now())
        messages.success(request, gettext("%(name)s dicatat.") % {"name": asked["name"]})
        return redirect("organisation", organisation_id=found.id)
    shown = {"form": form, "organisation": found, "title": title}
    return render(request, "organisations/form.html", shown, status=422 if form.errors else 200)
