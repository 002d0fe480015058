"""Forms about recommendations: what a licensing office asks, and what officers add and decide."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.compliance.queries.standing import Named
from ayomi.apps.registry.queries import Hit, search
from ayomi.core.identity import Kind, Refused, parser
from ayomi.edges.web.fields import DatedForm, DayField, RegionField
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.vocabulary import VOCABULARY

MOST_STATED: Final = 10_000_000


class CountField(forms.IntegerField):
    """A number of people above nought."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=1, max_value=MOST_STATED,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": _("Tulis jumlahnya dengan angka, misalnya 24."),
                "min_value": _("Jumlahnya harus di atas nol."),
                "max_value": _("Jumlahnya terlalu besar."),
            },
            **options,
        )  # fmt: skip


class AskForm(DatedForm):
    """A question for a recommendation. `key` makes sending it twice harmless."""

    depends = frozenset({"number", "name", "region_id"})

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    purpose = forms.ChoiceField(label=_("Untuk apa?"), choices=[*VOCABULARY["purpose"].items()])
    number_kind = forms.ChoiceField(label=_("Badan dicari menurut"), choices=[*VOCABULARY["number_kind"].items()])
    number = forms.CharField(
        label=_("Nomornya"), max_length=40, required=False,
        help_text=_("NIB 13 angka, NPP, atau NIK koperasi, menurut pilihan di atas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Nama badan"), max_length=160, required=False, help_text=_("Hanya bila tidak ada nomornya.")
    )
    region_id = RegionField(
        label=_("Kabupaten atau kota"), required=False, help_text=_("Hanya bila dicari menurut nama.")
    )
    stated = CountField(
        label=_("Jumlah semua pekerja atau anggotanya"), required=False,
        help_text=_("Menurut berkas di kantor Anda. Tanpa angka ini petugas harus memeriksa lebih dulu."),
    )  # fmt: skip
    note = forms.CharField(label=_("Keterangan"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        kind = asked.get("number_kind", "")
        if kind == "name":
            asked["number"] = ""
            for field, words in (("name", gettext("Tulis nama badannya.")), ("region_id", gettext("Tulis tempatnya."))):
                if not asked.get(field) and field not in self.errors:
                    self.add_error(field, words)
        elif kind:
            asked["name"], asked["region_id"] = "", None
            asked["number"] = self._number(cast(Kind, kind), asked.get("number", ""))
        return asked

    def _number(self, kind: Kind, text: str) -> str:
        if not text.strip():
            self.add_error("number", gettext("Tulis nomornya, atau pilih nama dan tempat."))
            return ""
        try:
            return str(parser(kind, self.today)(text).value)
        except Refused as refusal:
            english = language() == "en"
            told = (refusal.message_en, refusal.cure_en) if english else (refusal.message_id, refusal.cure_id)
            self.add_error("number", " ".join(told))
            return ""


class CompleteForm(DatedForm):
    """What an officer adds to a question that waits: which organisation, how many people."""

    organisation_id = forms.ChoiceField(label=_("Badan yang dimaksud"), required=False)
    stated = CountField(label=_("Jumlah semua pekerja atau anggotanya"), required=False)

    def __init__(self, *given: Any, candidates: Sequence[Named], known: bool, **options: Any) -> None:
        super().__init__(*given, **options)
        if known:
            del self.fields["organisation_id"]
            return
        cast(Any, self.fields["organisation_id"]).choices = [
            ("", gettext("Pilih satu")),
            *(
                (str(each.organisation_id), ", ".join(filter(None, (each.name, each.npp, each.nib, each.region_name))))
                for each in candidates
            ),
        ]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if not asked.get("organisation_id") and not asked.get("stated") and not self.errors:
            raise forms.ValidationError(gettext("Isi sedikitnya satu."))
        return asked


class DecideForm(DatedForm):
    """A person's answer, within the rule or beside it."""

    outcome = forms.ChoiceField(label=_("Putusan"))
    months = forms.ChoiceField(
        label=_("Berlaku"), required=False, help_text=_("Untuk putusan sementara paling lama satu bulan.")
    )
    reason = forms.CharField(
        label=_("Alasan"), min_length=8, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercatat bersama nama Anda dan dibaca orang kedua bila menyimpang dari aturan."),
    )  # fmt: skip

    def __init__(self, *given: Any, most: int, known: bool, **options: Any) -> None:
        super().__init__(*given, **options)
        words = VOCABULARY["outcome"]
        offered = ("granted", "short", "refused") if known else ("refused",)
        cast(Any, self.fields["outcome"]).choices = [("", gettext("Pilih putusan")), *((o, words[o]) for o in offered)]
        months = [(str(n), gettext("%(n)s bulan") % {"n": n}) for n in range(1, most + 1)]
        cast(Any, self.fields["months"]).choices = [("", gettext("Selama aturan membolehkan")), *months]


class SecondForm(DatedForm):
    """A second person's word."""

    approve = forms.ChoiceField(
        label=_("Putusan Anda"), choices=[("ya", _("Setujui")), ("tidak", _("Kembalikan"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Alasan"), min_length=8, max_length=300)


class AuthorityForm(DatedForm):
    """A government body that may ask for recommendations."""

    depends = frozenset({"region_id"})

    organisation = forms.CharField(
        label=_("Instansi"), max_length=160, help_text=_("NPP atau nama badan berjenis pemerintah yang sudah tercatat.")
    )
    kind = forms.ChoiceField(label=_("Jenis"), choices=[*VOCABULARY["authority"].items()])
    region_id = RegionField(
        label=_("Wilayahnya"), required=False,
        help_text=_("Kabupaten, kota, atau provinsi. Kosong: seluruh Indonesia."),
    )  # fmt: skip
    since = DayField(label=_("Boleh meminta sejak"))

    def clean_organisation(self) -> int:
        text = self.cleaned_data["organisation"]
        found: list[Hit] = [hit for hit in search(text, limit=6) if hit.kind == "organisation"]
        exact = [hit for hit in found if hit.title == text] or found
        if len(exact) == 1 and exact[0].id is not None:
            return exact[0].id
        if not found:
            raise forms.ValidationError(gettext("Instansi ini belum tercatat. Catat dulu sebagai badan pemerintah."))
        several = "; ".join(f"{hit.title} ({hit.number})" for hit in found[:5])
        raise forms.ValidationError(
            gettext("Ada beberapa yang cocok: %(several)s. Tulis NPP-nya.") % {"several": several}
        )
