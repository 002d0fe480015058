"""Fields and small forms that several pages share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.core.money import LARGEST_SUM
from ayomi.core.periods import parse_day
from ayomi.edges.web.calculating import RupiahField

LONGEST_REASON = 200


class AmountField(RupiahField):
    """Whole rupiah above zero, as people type them."""

    def clean(self, value: Any) -> int:
        amount = super().clean(value)
        if not 0 < amount <= LARGEST_SUM:
            raise forms.ValidationError(gettext("Jumlahnya harus di atas nol."))
        return amount


class DayField(forms.CharField):
    """A day; browsers with a calendar of their own show it, the others take `2026-11-20`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def clean(self, value: Any) -> date:
        text = super().clean(value)
        try:
            return parse_day(text)
        except ValueError:
            raise forms.ValidationError(gettext("Tulis tanggalnya seperti 2026-11-20.")) from None


class ReasonForm(forms.Form):
    """Why something is done. What is written stays with the act."""

    use_required_attribute = False
    alasan = forms.CharField(
        label=_("Alasan"),
        help_text=_("Tercatat bersama nama Anda."),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
