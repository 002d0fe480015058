"""Fields of forms as people fill them in: days, months, rupiah and numbers, each read by the rules of the core."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext

from ayomi.apps.offices.queries import search_regions
from ayomi.core.identity import Kind, Refused, parser
from ayomi.core.lists.dates import DateStyle, read_date
from ayomi.core.periods import Month
from ayomi.edges.web import formats
from ayomi.edges.web.calculating import RupiahField
from ayomi.edges.web.templatetags.ayomi import language

__all__ = ["DayField", "MonthField", "NumberField", "RegionField", "RupiahField", "month_choices"]


class DayField(forms.CharField):
    """A day as it is written: `3 Mei 2024`, `03-05-2024`, `2024-05-03`. `past_only` for births."""

    def __init__(self, *, past_only: bool = False, **options: Any) -> None:
        self.past_only = past_only
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return formats.day(value, language()) if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        found = read_date(text, DateStyle(self.today, past_only=self.past_only))
        if found.value is None:
            raise forms.ValidationError(gettext("Tulis tanggalnya seperti 3 Mei 2024 atau 03-05-2024."))
        return found.value

    today: date = date(2100, 1, 1)
    """The day of reference; forms set their own."""


class MonthField(forms.ChoiceField):
    """A month out of a list; its value is the first day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        return Month.parse(text).first_day if text else None


def month_choices(first: Month, last: Month) -> Iterable[tuple[str, str]]:
    """The months of a select, newest first."""
    count = max(last.months_since(first), 0)
    return [(str(last.plus(-back)), formats.month_name(last.plus(-back), language())) for back in range(count + 1)]


class NumberField(forms.CharField):
    """An identity number, checked as every list is; its value is the canonical text, None where it is empty."""

    def __init__(self, kind: Kind, **options: Any) -> None:
        self.kind: Kind = kind
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), max_length=40, **options)
        if kind not in ("npp", "nib"):
            self.widget.attrs["inputmode"] = "numeric"

    today: date = date(2100, 1, 1)

    def clean(self, value: Any) -> str | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parser(self.kind, self.today)(text).value
        except Refused as refusal:
            english = language() == "en"
            told = (refusal.message_en, refusal.cure_en) if english else (refusal.message_id, refusal.cure_id)
            raise forms.ValidationError(" ".join(told)) from None


class RegionField(forms.CharField):
    """A place by its name or code; its value is the code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=80, **options)

    def clean(self, value: Any) -> str | None:
        text = super().clean(value)
        if not text:
            return None
        found = search_regions(text, limit=2)
        if not found:
            raise forms.ValidationError(gettext("Wilayah ini tidak ditemukan. Tulis nama kabupaten atau kecamatannya."))
        return found[0].code


class DatedForm(forms.Form):
    """A form whose days and numbers are read as of `today`, and whose marks of duty are its own words."""

    use_required_attribute = False
    depends: frozenset[str] = frozenset()
    """Fields that may be empty only in some cases, so that nothing is said at their label."""

    def __init__(self, *given: Any, today: date, **options: Any) -> None:
        self.today = today
        super().__init__(*given, **options)
        for name, field in self.fields.items():
            if isinstance(field, DayField | NumberField):
                field.today = today
            field.error_messages["required"] = gettext("Isi bagian ini dulu.")
            tick = isinstance(field, forms.BooleanField)
            if not field.required and field.label and not tick and name not in self.depends:
                field.label = gettext("%(label)s (boleh kosong)") % {"label": field.label}
