"""Forms of plans: assumptions that can be moved, a target to be shared out, an office to be opened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.access.queries import UserRow
from ayomi.apps.offices.queries import Office, search_regions
from ayomi.apps.steering.actions.plans import LONGEST_NAME
from ayomi.core.money import WHOLE, grouped, percent_decimal
from ayomi.core.planning.growth import BOUNDS, Assumptions
from ayomi.core.planning.telling import NAMES, SHARES, UNITS, value_text
from ayomi.edges.web.forms import DayField
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.vocabulary import VOCABULARY

WHOLE_NUMBER: Final = re.compile(r"\d{1,3}(?:[., ]\d{3})+|\d{1,15}", re.ASCII)
PERCENT: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?", re.ASCII)
GROUPS: Final = (
    (_("Yang dituju"), ("covered", "goal", "workers", "months")),
    (_("Petugas dan kantor"), (
        "officers", "offices", "officers_per_office", "months_to_open", "openings_per_month", "learning",
    )),
    (_("Kunjungan dan hasilnya"), ("visits_per_officer", "people_per_visit", "joining", "lapse")),
    (_("Uang"), (
        "sponsored_now", "sponsored", "contribution", "officer_cost", "office_cost", "opening_cost",
    )),
)  # fmt: skip
"""The assumptions as the page groups them."""


class WholeField(forms.CharField):
    """A whole number as people type it: 909000, 909.000, Rp16.800."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return grouped(value, language()) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        text = text.removeprefix("Rp").removeprefix("rp").strip()
        if not text and not self.required:
            return None
        if not WHOLE_NUMBER.fullmatch(text):
            raise forms.ValidationError(gettext("Tulis dengan angka saja, misalnya 909.000."))
        return int(re.sub(r"\D", "", text))


class PercentField(forms.CharField):
    """A share in percent; its value is parts per million."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        text = percent_decimal(value)
        return text.replace(".", ",") if language() == "id" else text

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).removesuffix("%").strip()
        if not text and not self.required:
            return None
        if not PERCENT.fullmatch(text):
            raise forms.ValidationError(gettext("Tulis persennya dengan angka, misalnya 1,5."))
        return int(Decimal(text.replace(",", ".")) * (WHOLE // 100))


class AssumptionsForm(forms.Form):
    """Every assumption of a growth plan, within its bounds."""

    use_required_attribute = False

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        side = language() == "en"
        for field in fields(Assumptions):
            kind = PercentField if field.name in SHARES else WholeField
            name, unit = NAMES[field.name][side], UNITS[field.name][side]
            self.fields[field.name] = kind(label=f"{name} ({unit})")

    def clean(self) -> dict[str, Any]:
        given = cast(dict[str, Any], super().clean())
        for name, value in list(given.items()):
            least, most = BOUNDS[name]
            if not least <= value <= most:
                told = [value_text(name, bound, language()) for bound in (least, most)]
                self.add_error(name, gettext("Antara %(least)s dan %(most)s.") % {"least": told[0], "most": told[1]})
        return given

    def assumptions(self) -> Assumptions:
        """What was typed. Only for a form that is valid."""
        return Assumptions(**self.cleaned_data)

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in GROUPS]


def typed(given: Assumptions) -> list[tuple[str, str]]:
    """Assumptions as the fields of the form read them back: shares in percent, all else as whole numbers."""
    return [(name, percent_decimal(value) if name in SHARES else str(value)) for name, value in asdict(given).items()]


class NameForm(forms.Form):
    use_required_attribute = False
    nama = forms.CharField(label=_("Nama skenario"), max_length=LONGEST_NAME)


class OpeningForm(forms.Form):
    """An office to be opened: where, when, why, with whom and for what."""

    use_required_attribute = False
    nama = forms.CharField(label=_("Nama kantor"), max_length=80)
    kode = forms.RegexField(
        r"^[A-Z0-9]{2,20}$",
        label=_("Kode kantor"),
        help_text=_("Huruf besar dan angka, misalnya P7406."),
        error_messages={"invalid": _("Hanya huruf besar dan angka.")},
    )
    jenis = forms.ChoiceField(label=_("Jenis"))
    induk = forms.ChoiceField(label=_("Di bawah kantor"))
    wilayah = forms.CharField(
        label=_("Kabupaten dan kota yang dilayani"),
        help_text=_("Nama atau kode, dipisah koma. Yang pertama menjadi tempat kantornya."),
        max_length=400,
    )
    buka = DayField(label=_("Rencana dibuka"))
    tujuan = forms.CharField(label=_("Mengapa di sini"), max_length=400)
    petugas = forms.MultipleChoiceField(
        label=_("Petugas yang dipindahkan"),
        help_text=_("Boleh kosong; perannya tetap."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sasaran = WholeField(label=_("Sasaran pertama: pekerja terlindungi"), help_text=_("Boleh kosong."), required=False)

    def __init__(self, *given: Any, parents: Sequence[Office], staff: Sequence[UserRow], **options: Any) -> None:
        super().__init__(*given, **options)
        cast(Any, self.fields["jenis"]).choices = [
            (kind, VOCABULARY["office"][kind]) for kind in ("sub_branch", "branch")
        ]
        cast(Any, self.fields["induk"]).choices = [(str(each.id), each.name) for each in parents]
        self.roles = {str(each.id): each.role for each in staff}
        cast(Any, self.fields["petugas"]).choices = [
            (str(each.id), f"{each.full_name or each.username}, {VOCABULARY['role'][each.role]}, {each.place}")
            for each in staff
        ]

    def clean_wilayah(self) -> tuple[str, ...]:
        found: list[str] = []
        for text in filter(None, (part.strip() for part in self.cleaned_data["wilayah"].split(","))):
            fitting = [region for region in search_regions(text, limit=5) if region.level == "regency"]
            if not fitting:
                told = gettext("Kabupaten atau kota %(text)s tidak ditemukan.") % {"text": text}
                raise forms.ValidationError(told)
            if len(fitting) > 1 and fitting[0].name.lower() != text.lower():
                names = ", ".join(f"{each.name} ({each.code})" for each in fitting)
                told = gettext("Ada beberapa %(text)s: %(names)s. Tulis kodenya.") % {"text": text, "names": names}
                raise forms.ValidationError(told)
            found.append(fitting[0].code)
        return tuple(dict.fromkeys(found))

    def staff(self) -> tuple[tuple[int, str], ...]:
        return tuple((int(each), self.roles[each]) for each in self.cleaned_data["petugas"])


class OpenForm(forms.Form):
    use_required_attribute = False
    buka = DayField(label=_("Hari pertama"))


class DecisionForm(forms.Form):
    use_required_attribute = False
    catatan = forms.CharField(label=_("Catatan"), help_text=_("Wajib bila menolak."), max_length=200, required=False)


def first_of_next_month(today: date) -> date:
    """A day to propose."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
