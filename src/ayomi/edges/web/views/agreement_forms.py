"""Forms about agreements: what is written on the paper, what was promised, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.agreements.actions import NewBasis, NewParty
from ayomi.apps.agreements.queries import AgreementRow
from ayomi.apps.agreements.rules import MEASURES, PARENT
from ayomi.apps.registry.queries import Hit, search
from ayomi.core.lists.dates import DateStyle, read_date
from ayomi.core.papers import LARGEST, NotAPaper, media_type
from ayomi.edges.web.fields import DatedForm, DayField, RupiahField
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.vocabulary import VOCABULARY

MOST_LINES = 20


def _parts(line: str, most: int) -> list[str]:
    parts = [part.strip() for part in line.split(";")]
    return [*parts, *[""] * most][:most]


class LinesField(forms.CharField):
    """One thing on each line, its parts set apart with semicolons."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, **options)

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(gettext("Paling banyak 20 baris."))
        return lines


class PaperField(forms.FileField):
    """A photograph or PDF; what it is is told from its bytes. Its value is the content, None where none was sent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}), **options
        )

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        sent = super().clean(data, initial)
        if not sent:
            return None
        content: bytes = sent.read(LARGEST + 1)
        try:
            media_type(content)
        except NotAPaper as refused:
            raise forms.ValidationError(refused.words.en if language() == "en" else refused.words.id) from None
        return content


class AgreementForm(DatedForm):
    """An agreement as its paper has it. The agency is always a party."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=[*VOCABULARY["agreement"].items()])
    parent_id = forms.ChoiceField(
        label=_("Turunan dari"), required=False,
        help_text=_("PKS diturunkan dari nota kesepahaman, KSO dari PKS. Nota kesepahaman berdiri sendiri."),
    )  # fmt: skip
    renews_id = forms.ChoiceField(label=_("Memperbarui"), required=False)
    number = forms.CharField(label=_("Nomor"), max_length=120, required=False)
    title = forms.CharField(label=_("Tentang"), max_length=200)
    ours = forms.CharField(
        label=_("Penanda tangan dari pihak kita"), max_length=120, required=False, help_text=_("Nama; jabatan")
    )
    parties = LinesField(
        label=_("Pihak lain"), help_text=_("Satu pihak tiap baris: nama lembaga; penanda tangan; jabatan.")
    )
    bases = LinesField(
        label=_("Dasar hukum"), required=False,
        help_text=_("Satu tiap baris: peraturan; tanggal; pasal. Misalnya: Instruksi Presiden 2/2021; 25 Maret 2021."),
    )  # fmt: skip
    since = DayField(label=_("Berlaku mulai"))
    last_day = DayField(label=_("Hari terakhir berlaku"), required=False)
    reach = forms.MultipleChoiceField(
        label=_("Kantor pelaksana"),
        required=False,
        help_text=_("Bersama semua kantor di bawahnya. Kosong: kantor Anda."),
    )

    def __init__(
        self, *given: Any, rows: Sequence[AgreementRow], offices: Sequence[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(*given, **options)
        self.rows = {str(row.agreement_id): row for row in rows}
        kinds = VOCABULARY["agreement_short"]
        listed = [(key, f"{kinds[row.kind]} {row.title}") for key, row in self.rows.items()]
        upper = [(key, name) for key, name in listed if self.rows[key].kind != "kso"]
        cast(forms.ChoiceField, self.fields["parent_id"]).choices = [("", gettext("Tidak ada")), *upper]
        cast(forms.ChoiceField, self.fields["renews_id"]).choices = [("", gettext("Tidak ada")), *listed]
        cast(Any, self.fields["reach"]).choices = [(str(key), name) for key, name in offices]

    def clean_bases(self) -> list[NewBasis]:
        found = []
        for line in self.cleaned_data["bases"]:
            regulation, day, article = _parts(line, 3)
            dated = read_date(day, DateStyle(self.today, past_only=True)).value if day else None
            if day and dated is None:
                raise forms.ValidationError(
                    gettext("Tanggal “%(day)s” tidak terbaca. Tulis seperti 25 Maret 2021.") % {"day": day}
                )
            found.append(NewBasis(regulation[:160], dated, article[:80]))
        return found

    def clean_parties(self) -> list[NewParty]:
        found = []
        for line in self.cleaned_data["parties"]:
            name, signatory, position = _parts(line, 3)
            hits = [hit for hit in search(name, limit=3) if hit.kind == "organisation" and hit.title == name]
            found.append(NewParty(name[:160], hits[0].id if len(hits) == 1 else None, signatory[:120], position[:120]))
        return found

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        kind, parent = asked.get("kind", ""), self.rows.get(asked.get("parent_id", ""))
        if kind and (parent.kind if parent else None) != PARENT[cast(Any, kind)]:
            self.add_error("parent_id", _WRONG_PARENT[kind])
        since, last = asked.get("since"), asked.get("last_day")
        if since and last and last < since:
            self.add_error("last_day", gettext("Hari terakhir mendahului hari mulai."))
        if since and parent and since < parent.since:
            self.add_error("since", gettext("Mendahului perjanjian yang menjadi induknya."))
        asked["until"] = last + timedelta(days=1) if last else None
        return asked


_WRONG_PARENT = {
    "mou": _("Nota kesepahaman tidak diturunkan dari perjanjian lain. Kosongkan bagian ini."),
    "pks": _("Pilih nota kesepahaman yang menjadi induknya."),
    "kso": _("Pilih PKS yang menjadi induknya."),
}


class SignForm(DatedForm):
    signed_on = DayField(label=_("Ditandatangani pada"))
    place = forms.CharField(label=_("Di"), max_length=80)
    paper = PaperField(
        label=_("Naskah yang dipindai"), required=False, help_text=_("JPG, PNG, atau PDF, paling besar 6 MB.")
    )


class EndForm(DatedForm):
    ended_on = DayField(label=_("Tidak berlaku lagi mulai"))
    reason = forms.CharField(label=_("Alasan"), min_length=8, max_length=200)


class DutyForm(DatedForm):
    """What one party promised, and who sees to it."""

    text = forms.CharField(label=_("Kewajiban"), max_length=300)
    party_id = forms.ChoiceField(label=_("Pihak yang berjanji"))
    office_id = forms.ChoiceField(label=_("Kantor yang mengurus"))
    owner = forms.ChoiceField(
        label=_("Petugas yang mengurus"), required=False,
        help_text=_("Jatuh temponya datang ke berandanya; bila terlewat, juga ke beranda seluruh kantor."),
    )  # fmt: skip
    first_due = DayField(label=_("Pertama kali jatuh tempo"))
    repeats = forms.ChoiceField(label=_("Berulang"), choices=[*VOCABULARY["repeats"].items()])

    def __init__(
        self, *given: Any, parties: Sequence[tuple[int, str]], offices: Sequence[tuple[int, str]],
        owners: Sequence[tuple[int, str]], **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*given, **options)
        cast(Any, self.fields["party_id"]).choices = [(str(key), name) for key, name in parties]
        cast(Any, self.fields["office_id"]).choices = [(str(key), name) for key, name in offices]
        nobody = ("", gettext("Siapa saja di kantor itu"))
        cast(Any, self.fields["owner"]).choices = [nobody, *((str(key), name) for key, name in owners)]


class DoneForm(DatedForm):
    done_on = DayField(label=_("Dilakukan pada"))
    proof = forms.CharField(
        label=_("Bukti"), max_length=300, help_text=_("Misalnya nomor surat, atau siapa yang menerima.")
    )
    paper = PaperField(label=_("Foto atau PDF"), required=False, help_text=_("JPG, PNG, atau PDF, paling besar 6 MB."))


class AimForm(DatedForm):
    measure = forms.ChoiceField(
        label=_("Yang diukur"), choices=[(each, VOCABULARY["measure"][each]) for each in MEASURES]
    )
    amount = RupiahField(label=_("Jumlah"), help_text=_("Orang, badan, atau rupiah."))
    by_day = DayField(label=_("Tercapai paling lambat"))


class BringForm(DatedForm):
    """An organisation that came under the agreement."""

    depends = frozenset({"chosen"})

    organisation = forms.CharField(
        label=_("Badan atau wadah"), max_length=160, help_text=_("NPP atau nama badan yang sudah tercatat.")
    )
    chosen = forms.ChoiceField(label=_("Yang mana?"), required=False)
    since = DayField(label=_("Sejak"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.hits = _organisations(self.data.get("organisation", "")) if self.is_bound else []
        self.several = len(self.hits) > 1
        cast(Any, self.fields["chosen"]).choices = [
            ("", gettext("Pilih satu")), *((str(hit.id), f"{hit.title}, {hit.subtitle}") for hit in self.hits)
        ]  # fmt: skip
        if not self.several:
            del self.fields["chosen"]
        self.organisation_id = 0

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if not asked.get("organisation"):
            return asked
        hits = [hit for hit in self.hits if not asked.get("chosen") or str(hit.id) == asked["chosen"]]
        if len(hits) == 1 and hits[0].id is not None:
            self.organisation_id = hits[0].id
        elif hits:
            self.add_error("chosen", gettext("Ada beberapa yang cocok. Pilih satu."))
        else:
            self.add_error("organisation", gettext("Badan ini belum tercatat. Catat dulu badannya."))
        return asked


class AttachForm(DatedForm):
    name = forms.CharField(label=_("Nama naskah"), max_length=120)
    paper = PaperField(label=_("Berkas"), help_text=_("JPG, PNG, atau PDF, paling besar 6 MB."))


def _organisations(text: str) -> list[Hit]:
    return [hit for hit in search(text, limit=10) if hit.kind == "organisation"] if text.strip() else []
