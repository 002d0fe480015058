"""One person enrolled by hand, in two steps: who she is, then through whom and for what."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import polars as pl
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ayomi.apps.membership import actions as membership
from ayomi.apps.membership.rules.programmes import Segment
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry import queries as registered
from ayomi.core.matching.normalise import name_key
from ayomi.edges.web.fields import DatedForm, DayField, NumberField, RegionField, RupiahField
from ayomi.edges.web.views.change_words import code_words

KNOWN_FOR = 3600
"""Seconds for which a person found by her NIK may be enrolled by whoever typed it."""


class PersonForm(DatedForm):
    """Who she is. Only the name and, for own-account work, the birth date cannot be left out."""

    name = forms.CharField(label=_("Nama seperti di KTP"), max_length=120)
    nik = NumberField("nik", label=_("NIK"), help_text=_("16 angka, dari KTP."), required=False)
    born = DayField(label=_("Tanggal lahir"), past_only=True)
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"), choices=[("female", _("Perempuan")), ("male", _("Laki-laki"))], required=True
    )
    birth_place = forms.CharField(label=_("Tempat lahir"), max_length=80, required=False)
    mother_name = forms.CharField(label=_("Nama ibu kandung"), max_length=120, required=False)
    phone = NumberField("phone", label=_("Telepon"), required=False)
    kk = NumberField("kk", label=_("Nomor KK"), required=False)
    region_id = RegionField(label=_("Kabupaten atau kecamatan tempat tinggal"))
    village = forms.CharField(label=_("Desa atau kelurahan"), max_length=80, required=False)
    address = forms.CharField(label=_("Alamat"), max_length=200, required=False)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """First step. Who may be known already is shown before anyone is written a second time."""
    today, user = timezone.localdate(), cast(Any, request.user)
    form = PersonForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        frame = _one(form.cleaned_data)
        same = registered.known_by_nik(frame["nik"])["person_id"].to_list()
        if same:
            return _private(render(request, "persons/known.html", {"person": registered.person(same[0])}))
        twins = [] if request.POST.get("orang_lain") else registered.twins(_sought(frame)).to_dicts()
        if twins:
            return _private(render(request, "persons/twins.html", {"form": form, "twins": twins}))
        told = registry.record_persons(frame, office_id=user.office_id, by=user.pk, at=timezone.now())
        person_id = int(told["person_id"][0])
        address = reverse("person_enrol", args=[person_id])
        return redirect(f"{address}?kenal={_signer().sign(f'{user.pk}:{person_id}')}")
    return _private(render(request, "persons/new.html", {"form": form, "step": 1}, status=422 if form.errors else 200))


def _one(person: dict[str, Any]) -> pl.DataFrame:
    """One person as a frame of one row, in the columns the registry records from."""
    schema: dict[str, Any] = dict.fromkeys(person, pl.String) | {"born": pl.Date}
    return pl.DataFrame({name: [value or None] for name, value in person.items()}, schema=schema)


def _sought(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        pl.lit(0, dtype=pl.Int32).alias("row"), pl.lit(name_key(frame["name"][0])).alias("name_key"), "born", "phone",
        "nik",
    )  # fmt: skip


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="ayomi.enrol")


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer


WAYS = (
    ("wadah", _("Pekerja mandiri lewat koperasi atau asosiasi")),
    ("sendiri", _("Pekerja mandiri, membayar sendiri")),
    ("upah", _("Menerima upah dari badan atau pemberi kerja")),
    ("proyek", _("Pekerja proyek konstruksi")),
    ("migran", _("Pekerja migran")),
)
SEGMENTS: dict[str, Segment] = {
    "wadah": "own_account", "sendiri": "own_account", "upah": "wage_earner", "proyek": "construction",
    "migran": "migrant",
}  # fmt: skip
CHANNEL_OF_KIND = {"cooperative": "cooperative", "association": "association", "government": "government"}


class EnrolForm(DatedForm):
    """Through whom, since when, with what income, for what."""

    depends = frozenset({"through", "chosen"})

    way = forms.ChoiceField(label=_("Cara menjadi peserta"), choices=WAYS)
    through = forms.CharField(
        label=_("Lewat badan, koperasi, atau proyek"), max_length=160, required=False,
        help_text=_(
            "NPP, nomor proyek, atau nama; bagi pekerja migran, perusahaan penempatannya. Kosongkan bila membayar"
            " sendiri."
        ),
    )  # fmt: skip
    chosen = forms.ChoiceField(label=_("Yang mana?"), required=False)
    since = DayField(label=_("Mulai tanggal"))
    wage = RupiahField(label=_("Upah atau penghasilan sebulan"), help_text=_("Dalam rupiah, misalnya 1.500.000."))
    occupation = forms.CharField(label=_("Pekerjaan"), max_length=80, required=False)
    sector = forms.ChoiceField(
        label=_("Bidang kerja"), choices=[("other", _("Selain angkutan")), ("transport", _("Angkutan atau kurir"))]
    )
    jht = forms.BooleanField(
        label=_("Sekalian hari tua (JHT)"), required=False,
        help_text=_("Untuk pekerja mandiri. Bagi penerima upah, program mengikuti ukuran badannya."),
    )  # fmt: skip

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.target: tuple[str, int, str, int] | None = None
        """kind, id, channel, office of the organisation or project."""
        hits = candidates(self.data.get("through", ""), self.data.get("way", "")) if self.is_bound else []
        self.several = len(hits) > 1
        cast(forms.ChoiceField, self.fields["chosen"]).choices = [
            ("", gettext("Pilih satu")), *((f"{hit.kind}:{hit.id}", f"{hit.title}, {hit.subtitle}") for hit in hits)
        ]  # fmt: skip
        self.hits = hits
        if self.is_bound and self.data.get("way") == "migran":
            # Packages do not depend on a wage.
            self.fields["wage"] = forms.IntegerField(label=self.fields["wage"].label, disabled=True, initial=0)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        way = asked.get("way", "")
        if way in ("wadah", "upah", "proyek") or (way == "migran" and asked.get("through")):
            self._find(asked)
        return asked

    def _find(self, asked: dict[str, Any]) -> None:
        hits = [hit for hit in self.hits if not asked.get("chosen") or f"{hit.kind}:{hit.id}" == asked["chosen"]]
        if not asked.get("through"):
            self.add_error("through", gettext("Tulis lewat badan atau proyek mana."))
        elif not hits:
            self.add_error("through", gettext("Tidak ditemukan. Coba NPP, nomor proyek, atau nama lengkapnya."))
        elif len(hits) > 1:
            self.add_error("chosen", gettext("Ada beberapa yang cocok. Pilih satu."))
        else:
            self._take(hits[0], asked["way"])

    def _take(self, hit: registered.Hit, way: str) -> None:
        if hit.id is None:
            return
        if hit.kind == "project":
            project = registered.project(hit.id)
            self.target = ("project", project.id, "project", project.office_id)
            return
        found = registered.organisation(hit.id)
        channel = CHANNEL_OF_KIND.get(found.kind, "firm")
        if way == "wadah" and channel == "firm":
            told = gettext("Pekerja mandiri tidak didaftarkan lewat badan usaha. Pilih koperasi atau asosiasi.")
            self.add_error("through", told)
            return
        self.target = ("organisation", found.id, channel, found.office_id)


def candidates(text: str, way: str) -> list[registered.Hit]:
    """The organisations or projects a text may mean."""
    if not text.strip() or way not in ("wadah", "upah", "proyek", "migran"):
        return []
    kind = "project" if way == "proyek" else "organisation"
    return [hit for hit in registered.search(text, limit=10) if hit.kind == kind]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_enrol(request: HttpRequest, person_id: int) -> HttpResponse:
    """Second step, and the way back for whoever was a member before."""
    user: Any = request.user
    name = _name_of(request, person_id)
    today = timezone.localdate()
    start = {"since": today, "through": request.GET.get("lewat", ""), "way": request.GET.get("cara", "wadah")}
    form = EnrolForm(request.POST or None, today=today, initial=start)
    if request.method == "POST" and form.is_valid():
        code, member = _enrol(person_id, form, office_id=user.office_id, by=user.pk)
        if code is None and form.cleaned_data["way"] == "migran":
            return redirect("migrant_place", membership_id=member)
        if code is None:
            messages.success(
                request,
                gettext("%(name)s terdaftar. Perlindungan mulai setelah iuran pertama dibayar.") % {"name": name},
            )
            return redirect("person", person_id=person_id)
        form.add_error(None, code_words(code))
    shown = {"form": form, "step": 2, "name": name, "person_id": person_id}
    return _private(render(request, "persons/enrol.html", shown, status=422 if form.errors else 200))


def _name_of(request: HttpRequest, person_id: int) -> str:
    """The name of someone in sight, or of someone whose NIK this user has just typed."""
    try:
        return registered.person(person_id).name
    except registered.UnknownPerson:
        try:
            said = _signer().unsign(request.GET.get("kenal", ""), max_age=KNOWN_FOR)
        except BadSignature:
            raise Http404 from None
        if said != f"{request.user.pk}:{person_id}":
            raise Http404 from None
        return gettext("Orang dengan NIK tadi")


def _enrol(person_id: int, form: EnrolForm, *, office_id: int, by: int) -> tuple[str | None, int]:
    """Null or the code of why not, and the number of the membership."""
    asked = form.cleaned_data
    segment = SEGMENTS[asked["way"]]
    kind, target, channel, office = form.target or ("", None, "alone", office_id)
    choice = asked["jht"] if segment == "own_account" else None
    frame = pl.DataFrame(
        {
            "person_id": [person_id], "since": [cast(date, asked["since"])], "wage": [asked["wage"]],
            "occupation": [asked["occupation"]], "sector": [asked["sector"]],
            "jht": pl.Series([choice], dtype=pl.Boolean),
        }
    )  # fmt: skip
    told = membership.enrol(
        frame, segment=segment, channel=channel, organisation_id=target if kind == "organisation" else None,
        project_id=target if kind == "project" else None, office_id=office, upload_id=None, by=by, at=timezone.now(),
    )  # fmt: skip
    return cast("str | None", told["code"][0]), int(told["membership_id"][0] or 0)
