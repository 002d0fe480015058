"""Forms about the funds: windows and budgets, applications and the steps of their way."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.funding.rules import CRITERIA
from ayomi.core.money import WHOLE
from ayomi.edges.web.fields import DatedForm, DayField, RupiahField
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.vocabulary import VOCABULARY

MOST_LINES = 10


def choices(kind: str) -> list[tuple[str, Any]]:
    """The words of one vocabulary as choices."""
    return list(VOCABULARY[kind].items())


class OptionalRupiahField(forms.CharField):
    """Rupiah where something was written, else None."""

    def clean(self, value: Any) -> int | None:
        return RupiahField().clean(value) if (value or "").strip() else None


class SumField(RupiahField):
    """Rupiah, of which there may be none: `0`."""

    def clean(self, value: Any) -> int:
        return 0 if str(value).strip().removeprefix("Rp") == "0" else super().clean(value)


class PercentField(forms.CharField):
    """Percent as people write it, `6` or `6,5`; its value is parts per million."""

    def clean(self, value: Any) -> int:
        text = super().clean(value).replace("%", "").replace(",", ".").strip()
        try:
            ppm = Decimal(text) * 10_000
        except InvalidOperation:
            ppm = Decimal("0.5")
        if ppm != ppm.to_integral_value() or not 0 <= ppm <= WHOLE:
            raise forms.ValidationError(gettext("Tulis persen seperti 6 atau 6,5."))
        return int(ppm)


class TranchesField(forms.CharField):
    """One tranche on each line: percent, semicolon, condition. Its value is a list of (ppm, condition)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, **options)

    def clean(self, value: Any) -> list[tuple[int, str]]:
        found = []
        for line in (super().clean(value) or "").splitlines():
            percent, _semicolon, condition = line.partition(";")
            if line.strip():
                found.append((PercentField().clean(percent), condition.strip()[:200]))
        if not 1 <= len(found) <= MOST_LINES or sum(part for part, _ in found) != WHOLE or min(found)[0] <= 0:
            raise forms.ValidationError(gettext("Jumlah semua tahap harus 100 persen."))
        return found


class FundForm(DatedForm):
    code = forms.SlugField(
        label=_("Kode"), help_text=_("Satu kata pendek, huruf kecil, misalnya bengkel."), max_length=20
    )
    name = forms.CharField(label=_("Nama"), max_length=120)
    theme = forms.ChoiceField(label=_("Golongan"), choices=lambda: choices("fund_theme"))
    returns = forms.BooleanField(label=_("Uangnya kembali (pinjaman)"), required=False)
    since = DayField(label=_("Aturan berlaku sejak"))
    amount_most = RupiahField(label=_("Paling banyak untuk satu peminjam"))
    rate = PercentField(label=_("Jasa administrasi setahun, persen"), initial="6")
    method = forms.ChoiceField(label=_("Cara menghitung jasa"), choices=lambda: choices("fund_method"))
    months_most = forms.IntegerField(label=_("Paling lama, bulan"), min_value=1, max_value=240, initial=24)
    grace_most = forms.IntegerField(label=_("Masa tenggang paling lama, bulan"), min_value=0, max_value=60, initial=3)
    member_months = forms.IntegerField(label=_("Sudah menjadi peserta, bulan"), min_value=0, max_value=240, initial=0)
    kinds = forms.MultipleChoiceField(
        label=_("Hanya untuk"), help_text=_("Kosong: semua jenis badan."), required=False,
        choices=lambda: choices("organisation"), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    small_only = forms.BooleanField(label=_("Hanya usaha mikro dan kecil"), required=False)
    tranches = TranchesField(
        label=_("Tahap pencairan"), initial="100;",
        help_text=_("Satu tahap tiap baris: persen; syaratnya. Misalnya 60; Pelatihan selesai."),
    )  # fmt: skip
    source = forms.CharField(label=_("Dasar aturannya"), max_length=200)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not code.islower():
            raise forms.ValidationError(gettext("Pakai huruf kecil."))
        return code


class BudgetForm(DatedForm):
    year = forms.IntegerField(label=_("Tahun anggaran"), min_value=1990, max_value=2100)
    amount = RupiahField(label=_("Jumlah"))
    profit = OptionalRupiahField(
        label=_("Laba bersih yang menjadi dasarnya"), required=False,
        help_text=_("Bila diisi, batas bagian laba menurut aturan pada tanggalnya diperiksa."),
    )  # fmt: skip
    day = DayField(label=_("Tanggal uangnya masuk"))
    source = forms.CharField(label=_("Keputusan yang menetapkannya"), max_length=200)


class ApplyForm(DatedForm):
    window = forms.ChoiceField(label=_("Dana"))
    purpose = forms.CharField(label=_("Untuk apa"), max_length=300)
    months = forms.IntegerField(label=_("Lama, bulan"), min_value=1, max_value=240, initial=12)
    grace = forms.IntegerField(
        label=_("Masa tenggang, bulan"), min_value=0, max_value=60, initial=0,
        help_text=_("Bulan pertama tanpa angsuran pokok."),
    )  # fmt: skip

    def __init__(self, *given: Any, windows: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*given, **options)
        cast(forms.ChoiceField, self.fields["window"]).choices = [(str(key), name) for key, name in windows]


class SurveyForm(DatedForm):
    visited_on = DayField(label=_("Dikunjungi pada"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        place = 1 if language() == "en" else 0
        marks = [(str(mark), str(mark)) for mark in range(1, 6)]
        for name, said in CRITERIA.items():
            label = f"{said[place]} ({said[2]} %)"
            self.fields[name] = forms.ChoiceField(
                label=label, choices=marks, widget=forms.RadioSelect,
                error_messages={"required": gettext("Beri nilai 1-5.")},
            )  # fmt: skip
        self.fields["note"] = forms.CharField(
            label=gettext("Catatan (boleh kosong)"), required=False, max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip

    def clean_visited_on(self) -> Any:
        return not_ahead(self, "visited_on")


class DecideForm(forms.Form):
    use_required_attribute = False
    verdict = forms.ChoiceField(
        label=_("Putusan"), choices=[("approve", _("Setujui")), ("refuse", _("Tolak"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Alasan"), help_text=_("Tercatat bersama nama Anda."), max_length=300)


class DayForm(DatedForm):
    """A day on which something was done, and a note where one is asked for."""

    day = DayField(label=_("Tanggal"))
    note = forms.CharField(label=_("Bukti atau catatan"), required=False, max_length=200)

    def __init__(self, *given: Any, with_note: bool = False, **options: Any) -> None:
        super().__init__(*given, **options)
        if not with_note:
            del self.fields["note"]

    def clean_day(self) -> Any:
        return not_ahead(self, "day")


def not_ahead(form: DatedForm, name: str) -> Any:
    """The day of a field that may not lie ahead."""
    if form.cleaned_data[name] > form.today:
        raise forms.ValidationError(gettext("Hari itu belum tiba."))
    return form.cleaned_data[name]
