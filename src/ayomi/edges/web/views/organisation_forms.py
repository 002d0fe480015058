"""Forms about organisations: who they are, what the law asks of them, where they work and who acts for them."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.registry.queries import Organisation
from ayomi.core.law.activities import Classified, classify
from ayomi.core.law.errors import BadRequest
from ayomi.core.law.terms import RISKS
from ayomi.core.periods import Month
from ayomi.edges.web.fields import DatedForm, DayField, MonthField, NumberField, RegionField, month_choices
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.vocabulary import VOCABULARY

MONTHS_BACK, MONTHS_AHEAD = 36, 3


class OrganisationForm(DatedForm):
    """Who it is. An NPP that is left empty is given on recording."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=[*VOCABULARY["organisation"].items()])
    name = forms.CharField(label=_("Nama"), max_length=160)
    nib = NumberField("nib", label=_("NIB"), required=False)
    npwp = NumberField("npwp", label=_("NPWP"), help_text=_("15 atau 16 angka."), required=False)
    nik_koperasi = NumberField("nik_koperasi", label=_("NIK koperasi"), required=False)
    region_id = RegionField(label=_("Kabupaten atau kecamatan"))
    address = forms.CharField(label=_("Alamat"), max_length=200, required=False)
    phone = NumberField("phone", label=_("Telepon"), required=False)
    email = forms.EmailField(label=_("Surel"), max_length=120, required=False)
    government_payer = forms.BooleanField(label=_("Iurannya dibayar dari APBN atau APBD"), required=False)


class NewOrganisationForm(OrganisationForm):
    npp = NumberField(
        "npp", label=_("NPP yang sudah ada"), required=False, help_text=_("Kosongkan bila baru; NPP diberikan.")
    )

    field_order = ("kind", "name", "npp")


class CorrectionForm(OrganisationForm):
    reason = forms.CharField(label=_("Alasan pembetulan"), min_length=5, max_length=200)

    def __init__(self, *given: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*given, **options)
        if organisation.npwp_mask:
            told = gettext("Tercatat %(mask)s. Kosongkan bila tidak berubah.") % {"mask": organisation.npwp_mask}
            self.fields["npwp"].help_text = told


class RiskForm(DatedForm):
    """What the law asks from a month on. The activity in words leads to an entry of the law, then to be confirmed."""

    depends = frozenset({"risk"})

    activity = forms.CharField(
        label=_("Kegiatan utama"), max_length=120, help_text=_("Dengan kata sehari-hari, misalnya: pabrik mebel rotan.")
    )
    from_month = MonthField(label=_("Berlaku mulai"))
    size = forms.ChoiceField(label=_("Ukuran badan"), choices=[*VOCABULARY["size"].items()])
    industry = forms.CharField(
        label=_("Industri padat karya, untuk keringanan"), max_length=30, required=False
    )  # fmt: skip
    risk = forms.ChoiceField(
        label=_("Tingkat risiko"), required=False,
        choices=[("", _("Menurut kegiatan di atas")), *((name, VOCABULARY["risk"][name]) for name in RISKS)],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Alasan dan dasar keputusan"), min_length=8, max_length=200,
        help_text=_("Misalnya: kunjungan 3 November, mesin pres dipakai."),
    )  # fmt: skip

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        here = Month.of(self.today)
        cast(forms.ChoiceField, self.fields["from_month"]).choices = month_choices(
            here.plus(-MONTHS_BACK), here.plus(MONTHS_AHEAD)
        )
        self.found: Classified | None = None

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        since: date | None = asked.get("from_month")
        if asked.get("activity") and since:
            try:
                self.found = classify(asked["activity"], since)
            except BadRequest as refused:
                if not asked.get("risk"):
                    words = refused.words.en if language() == "en" else refused.words.id
                    self.add_error("activity", words)
        return asked

    @property
    def decided(self) -> str:
        """The class chosen by hand, else the one of the entry found."""
        return self.cleaned_data["risk"] or (self.found.risk if self.found else "")


class SiteForm(DatedForm):
    name = forms.CharField(label=_("Nama tempat"), max_length=120)
    nitku = NumberField("nitku", label=_("NITKU"), required=False)
    region_id = RegionField(label=_("Kabupaten atau kecamatan"))
    address = forms.CharField(label=_("Alamat"), max_length=200, required=False)
    since = DayField(label=_("Dipakai sejak"))


class ContactForm(DatedForm):
    name = forms.CharField(label=_("Nama"), max_length=120)
    duty = forms.CharField(label=_("Tugas"), max_length=60, help_text=_("Misalnya: bendahara, personalia."))
    phone = NumberField("phone", label=_("Telepon"), required=False)
    email = forms.EmailField(label=_("Surel"), max_length=120, required=False)
    since = DayField(label=_("Sejak"))
