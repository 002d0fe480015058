"""What is asked when a list is uploaded, and when its columns are corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.registry.queries import organisation_candidates
from ayomi.core.law.quote import answer
from ayomi.core.lists.kinds import KINDS
from ayomi.core.lists.limits import LARGEST_FILE_BYTES, MEBIBYTE
from ayomi.core.lists.words import LABELS, ORGANISATION_FIELDS, PERSON_FIELDS
from ayomi.core.matching.normalise import organisation_key
from ayomi.core.money import Language
from ayomi.core.periods import Month, months_between
from ayomi.edges.web import formats
from ayomi.edges.web.calculating import RupiahField
from ayomi.edges.web.vocabulary import VOCABULARY

MONTHS_BACK, MONTHS_AHEAD = 6, 3
USUAL_INCOME = "1.000.000"
PROGRAMMES: dict[str, tuple[tuple[str, str | Promise], ...]] = {
    "own_account": (
        ("jkk,jkm", _("Kecelakaan kerja dan kematian (JKK dan JKM)")),
        ("jkk,jkm,jht", _("Ditambah tabungan hari tua (JKK, JKM, dan JHT)")),
    ),
    "migrant": (("jkk,jkm", _("JKK dan JKM")),),
}
"""Choices of programmes by segment; where there are none the law decides by the size of the firm."""
SIZES = ("micro", "small", "medium", "large")
ORGANISATION_KINDS = ("cooperative", "association", "micro_enterprise", "firm", "government")


def kinds(language: Language) -> list[tuple[str, str]]:
    """The kinds of list, in the language of the page."""
    place = 1 if language == "en" else 0
    return [(kind, words[place]) for kind, words in KINDS.items()]


def field_choices(kind: str, language: Language) -> list[tuple[str, str]]:
    """What a column may be read as; '' for ignored."""
    names = ORGANISATION_FIELDS if kind == "organisations" else PERSON_FIELDS
    place = 1 if language == "en" else 0
    return [("", LABELS["ignored"][place]), *((name, LABELS[name][place]) for name in names)]


class SendForm(forms.Form):
    """A file and what holds for all of its people."""

    use_required_attribute = False

    berkas = forms.FileField(
        label=_("Berkas daftar"),
        help_text=_("CSV, XLSX, XLS, atau ODS, sampai 200.000 baris. Bentuk kolomnya bebas."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods"}),
    )
    isi = forms.ChoiceField(label=_("Isi daftar"), required=False)
    mulai = forms.ChoiceField(label=_("Mulai bulan"), help_text=_("Untuk yang tanggal mulainya tidak tertulis."))

    def __init__(
        self, *given: Any, today: date, language: Language, segments: Sequence[str], organisations: bool = False,
        **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*given, **named)
        self.fields["isi"].choices = [("", gettext("Dikenali dari isinya")), *kinds(language)]  # type: ignore[attr-defined]  # a choice field
        here = Month.of(today)
        self.fields["mulai"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(month), formats.month_name(month, language))
            for month in months_between(here.plus(-MONTHS_BACK), here.plus(MONTHS_AHEAD))
        ]
        self.fields["mulai"].initial = str(here)
        if organisations:
            self._ask_for_organisations()
            return
        if len(segments) > 1:
            self.fields["segmen"] = forms.ChoiceField(
                label=_("Jenis kepesertaan"), choices=[(each, VOCABULARY["segment"][each]) for each in segments]
            )
        if "own_account" in segments:
            self._ask_for_own_account()
        self.fields["tanggal_daftar"] = forms.BooleanField(
            label=_("Pakai tanggal mulai dari daftar walaupun lebih awal"), required=False,
            help_text=_("Iurannya lalu dihitung mundur sejak tanggal itu."),
        )  # fmt: skip

    def _ask_for_own_account(self) -> None:
        self.fields["program"] = forms.ChoiceField(
            label=_("Program pekerja mandiri"), choices=PROGRAMMES["own_account"],
            help_text=_("Untuk yang programnya tidak tertulis di daftar."),
        )  # fmt: skip
        self.fields["penghasilan"] = RupiahField(
            label=_("Penghasilan sebulan"), initial=USUAL_INCOME, required=False,
            help_text=_("Untuk yang penghasilannya tidak tertulis di daftar. Menentukan golongan iuran."),
        )  # fmt: skip
        self.fields["sektor"] = forms.ChoiceField(
            label=_("Bidang pekerjaan"),
            choices=[("other", _("Bukan angkutan")), ("transport", _("Angkutan: ojek, sopir, kurir"))],
            help_text=_("Menentukan keringanan iuran."),
        )

    def _ask_for_organisations(self) -> None:
        self.fields["bentuk"] = forms.ChoiceField(
            label=_("Bentuk badan dalam daftar"),
            choices=[(each, VOCABULARY["organisation"][each]) for each in ORGANISATION_KINDS],
        )
        self.fields["isi"].widget = forms.HiddenInput()
        self.fields["isi"].initial = "organisations"

    def clean_berkas(self) -> Any:
        found = self.cleaned_data["berkas"]
        if found.size > LARGEST_FILE_BYTES:
            words = gettext("Berkas lebih dari %(most)s MB. Bagi menjadi beberapa berkas.")
            raise forms.ValidationError(words % {"most": LARGEST_FILE_BYTES // MEBIBYTE})
        return found

    def options(self, segment: str) -> dict[str, Any]:
        """What holds for rows in which the list itself says nothing."""
        found: dict[str, Any] = {"sector": self.cleaned_data.get("sektor") or "other"}
        if segment == "own_account" and self.cleaned_data.get("program"):
            found["programmes"] = self.cleaned_data["program"].split(",")
        if segment == "own_account" and self.cleaned_data.get("penghasilan"):
            found["income"] = self.cleaned_data["penghasilan"]
        if self.cleaned_data.get("tanggal_daftar"):
            found["own_dates"] = True
        if self.cleaned_data.get("bentuk"):
            found["organisation_kind"] = self.cleaned_data["bentuk"]
        return found


class NewOrganisation(forms.Form):
    """An organisation that is not on record yet."""

    use_required_attribute = False

    nama = forms.CharField(label=_("Nama badan atau wadah"), max_length=160)
    bentuk = forms.ChoiceField(
        label=_("Bentuk"), choices=[(each, VOCABULARY["organisation"][each]) for each in ORGANISATION_KINDS]
    )
    kabupaten = forms.ChoiceField(label=_("Kabupaten atau kota"))
    telepon = forms.CharField(label=_("Telepon pengurus"), max_length=20, required=False)
    usaha = forms.CharField(
        label=_("Jenis usaha"), max_length=120, required=False,
        help_text=_("Perlu untuk badan usaha: menentukan tingkat risiko dan iuran kecelakaan kerja."),
    )  # fmt: skip
    skala = forms.ChoiceField(
        label=_("Besarnya usaha"),
        choices=[(each, VOCABULARY["size"][each]) for each in SIZES],
    )

    def __init__(self, *given: Any, regions: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["kabupaten"].choices = list(regions)  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("bentuk") in ("firm", "micro_enterprise", "government") or found.get("usaha"):
            found["risiko"] = self._risk(str(found.get("usaha", "")))
        return found

    def _risk(self, activity: str) -> str | None:
        """The risk class of the line of business; a mistake put beside the field where there is none."""
        told = answer({"kind": "risk_class", "activity": activity, "month": "2026-01"}) if activity else {"error": ""}
        if "error" in told:
            words = gettext("Jenis usaha belum dikenal. Tulis dengan kata lain, misalnya toko bangunan.")
            self.add_error("usaha", words)
            return None
        return str(told["risk"])

    def alike(self) -> list[dict[str, Any]]:
        """Organisations of the same name in the same regency."""
        sought = pl.DataFrame(
            {
                "row": [1], "name_key": [organisation_key(self.cleaned_data["nama"])],
                "region_id": [self.cleaned_data["kabupaten"]],
            }
        )  # fmt: skip
        return list(organisation_candidates(sought).iter_rows(named=True))

    def frame(self, since: date) -> pl.DataFrame:
        """The organisation as the registry records it; `since`: first day of the month from which its size holds."""
        given = self.cleaned_data
        row: dict[str, Any] = {
            "kind": given["bentuk"], "name": given["nama"], "phone": given["telepon"], "region_id": given["kabupaten"],
        }  # fmt: skip
        if given.get("risiko"):
            row |= {"size": given["skala"], "activity": given["usaha"], "risk": given["risiko"], "since": since}
        return pl.DataFrame([row])


def chosen_fields(posted: Any, columns: int, kind: str) -> dict[int, str | None]:
    """Fields by column as posted. Raises KeyError for a word that is no field of this kind of list."""
    known = {*(ORGANISATION_FIELDS if kind == "organisations" else PERSON_FIELDS), ""}
    found: dict[int, str | None] = {}
    for index in range(columns):
        name = posted.get(f"kolom-{index}", "")
        if name not in known:
            raise KeyError(name)
        found[index] = name or None
    return found
