"""Forms about budgets that pay for others, and the people they pay for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.agreements.queries import agreements
from ayomi.apps.registry.queries import Hit, search
from ayomi.core.lists.limits import LARGEST_FILE_BYTES
from ayomi.core.money import LARGEST_SUM
from ayomi.core.periods import Month
from ayomi.edges.web.fields import DatedForm, MonthField, RegionField, RupiahField, month_choices
from ayomi.edges.web.vocabulary import VOCABULARY


class BudgetForm(DatedForm):
    """A yearly budget. A channel administrator sets one up for the own organisation only."""

    depends = frozenset({"chosen"})

    payer = forms.CharField(
        label=_("Pembayar"), max_length=160, help_text=_("NPP atau nama pemerintah atau lembaga yang sudah tercatat.")
    )
    chosen = forms.ChoiceField(label=_("Yang mana?"), required=False)
    name = forms.CharField(label=_("Nama anggaran"), max_length=160, help_text=_("Misalnya: Pekerja rentan 2026."))
    source = forms.ChoiceField(label=_("Sumber dana"), choices=[*VOCABULARY["budget_source"].items()])
    amount = RupiahField(label=_("Jumlah anggaran"))
    quota = forms.IntegerField(label=_("Kuota, orang sekaligus"), min_value=1, max_value=10_000_000)
    since = MonthField(label=_("Bulan pertama"))
    last = MonthField(label=_("Bulan terakhir"))
    income = RupiahField(
        label=_("Dasar iuran sebulan"), help_text=_("Biasanya Rp1.000.000: iurannya Rp16.800 sebulan.")
    )
    jht = forms.BooleanField(label=_("Dengan hari tua (JHT)"), required=False)
    region_id = RegionField(
        label=_("Wilayah penerima"), required=False, help_text=_("Yang dibayari harus tinggal di sini.")
    )

    agreement = forms.TypedChoiceField(
        label=_("Dasar kerja sama"), required=False, coerce=int, empty_value=None,
        help_text=_("Perjanjian yang mendasarinya, bila ada."),
    )  # fmt: skip

    def __init__(self, *given: Any, fixed_payer: tuple[int, str] | None, **options: Any) -> None:
        super().__init__(*given, **options)
        known = [(str(key), name) for key, name in agreement_choices(self.today)]
        cast(Any, self.fields["agreement"]).choices = [("", gettext("Tidak ada")), *known]
        if not known:
            del self.fields["agreement"]
        here = Month.of(self.today)
        months = list(month_choices(Month(here.year - 1, 1), Month(here.year + 2, 12)))
        for name in ("since", "last"):
            cast(Any, self.fields[name]).choices = months
        self.organisation_id = fixed_payer[0] if fixed_payer else 0
        self.hits: list[Hit] = []
        if fixed_payer:
            del self.fields["payer"], self.fields["chosen"]
            return
        self.hits = _payers(self.data.get("payer", "")) if self.is_bound else []
        choices = [("", gettext("Pilih satu")), *((str(hit.id), f"{hit.title}, {hit.subtitle}") for hit in self.hits)]
        cast(Any, self.fields["chosen"]).choices = choices
        if len(self.hits) < 2:
            del self.fields["chosen"]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        first, last = asked.get("since"), asked.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("Bulan terakhir mendahului bulan pertama."))
        if not 0 < asked.get("amount", 1) <= LARGEST_SUM:
            self.add_error("amount", gettext("Jumlah sebesar ini tidak mungkin. Periksa nolnya."))
        if not 0 < asked.get("income", 1) <= 20_700_000:
            self.add_error("income", gettext("Dasar iuran pekerja mandiri paling tinggi Rp20.700.000."))
        if asked.get("payer"):
            self._find(asked)
        asked.setdefault("agreement", None)
        return asked

    def _find(self, asked: dict[str, Any]) -> None:
        hits = [hit for hit in self.hits if not asked.get("chosen") or str(hit.id) == asked["chosen"]]
        if len(hits) == 1 and hits[0].id is not None:
            self.organisation_id = hits[0].id
        elif hits:
            self.add_error("chosen", gettext("Ada beberapa yang cocok. Pilih satu."))
        else:
            self.add_error("payer", gettext("Belum tercatat. Catat dulu pembayarnya di Badan dan wadah."))


def agreement_choices(day: date) -> list[tuple[int, str]]:
    """Signed agreements that hold on a day: number and words."""
    return [
        (row.agreement_id, f"{row.kind.upper()} {row.number or row.title}")
        for row in agreements(day)
        if row.standing in ("in_force", "expiring")
    ]


class ChangeForm(DatedForm):
    """Another amount or quota for a budget, as a changed budget of the year brings it."""

    amount = RupiahField(label=_("Jumlah anggaran"))
    quota = forms.IntegerField(label=_("Kuota, orang sekaligus"), min_value=1, max_value=10_000_000)
    reason = forms.CharField(
        label=_("Alasan"), max_length=200, help_text=_("Misalnya: APBD Perubahan 2026, nomor dan tanggalnya.")
    )

    def clean_amount(self) -> int:
        amount = int(self.cleaned_data["amount"])
        if not 0 < amount <= LARGEST_SUM:
            raise forms.ValidationError(gettext("Jumlah sebesar ini tidak mungkin. Periksa nolnya."))
        return amount


class CloseForm(DatedForm):
    """Why a budget is closed."""

    reason = forms.CharField(label=_("Alasan"), max_length=200)


def _payers(text: str) -> list[Hit]:
    return [hit for hit in search(text, limit=10) if hit.kind == "organisation"] if text.strip() else []


class ProposeForm(DatedForm):
    """A list of people, a file as any other list."""

    file = forms.FileField(
        label=_("Daftar orang"),
        help_text=_("CSV, XLSX, XLS, atau ODS: nama, NIK, tanggal lahir, pekerjaan, desa. Judul kolom boleh apa saja."),
    )

    def clean_file(self) -> tuple[str, bytes]:
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST_FILE_BYTES:
            raise forms.ValidationError(gettext("Berkas terlalu besar. Bagi menjadi beberapa berkas."))
        return str(sent.name), sent.read()


class TakeOnForm(DatedForm):
    """For how long people are taken on."""

    since = MonthField(label=_("Mulai bulan"))
    months = forms.IntegerField(label=_("Berapa bulan"), min_value=1, max_value=36)

    def __init__(self, *given: Any, since: date, until: date, **options: Any) -> None:
        super().__init__(*given, **options)
        cast(Any, self.fields["since"]).choices = list(month_choices(Month.of(since), Month.of(until).plus(-1)))


class EndForm(DatedForm):
    """Why and from when a support ends; whoever takes the place, where somebody waits for one."""

    until = MonthField(label=_("Tidak dibayari lagi mulai"))
    reason = forms.ChoiceField(label=_("Alasan"), choices=[*VOCABULARY["support_end"].items()])
    note = forms.CharField(label=_("Keterangan"), max_length=200, required=False)
    instead = forms.ChoiceField(label=_("Digantikan oleh"), required=False)

    def __init__(
        self, *given: Any, since: date, until: date, waiting: Sequence[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(*given, **options)
        cast(Any, self.fields["until"]).choices = list(month_choices(Month.of(since), Month.of(until).plus(-1)))
        cast(Any, self.fields["instead"]).choices = [
            ("", gettext("Tidak digantikan")), *((str(key), name) for key, name in waiting)
        ]  # fmt: skip
