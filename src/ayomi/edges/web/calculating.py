"""What the calculator asks: a small form for each kind of work, turned into a question for the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.core.law.book import mapping, parameter, strings
from ayomi.core.law.own_account import Band, own_account_law
from ayomi.core.law.scope import programmes_in_force
from ayomi.core.lists.amounts import read_confirmed_amount
from ayomi.core.money import Language, share
from ayomi.core.periods import Month, months_between
from ayomi.edges.web import formats

Question: TypeAlias = dict[str, object]

FIRST_BANDED = Month(2015, 7)
"""The first month of the law that pages ask about; older months are asked with `ayomi quote`."""
MONTHS_BACK, MONTHS_AHEAD = 12, 8

JOBS: tuple[tuple[str, str | Promise, str], ...] = (
    ("pedagang", _("Pedagang atau warung"), "other"),
    ("nelayan", _("Nelayan atau petambak"), "other"),
    ("petani", _("Petani atau peternak"), "other"),
    ("ojek", _("Ojek, sopir, atau pengemudi lain"), "transport"),
    ("kurir", _("Kurir atau pengantar barang"), "transport"),
    ("tukang", _("Tukang atau buruh harian"), "other"),
    ("perajin", _("Perajin, penjahit, atau bengkel"), "other"),
    ("lepas", _("Pekerja lepas"), "other"),
    ("lain", _("Pekerjaan lain"), "other"),
)
"""Address word, label, and the sector that the law of relief asks for."""

SECTOR = {job: sector for job, _label, sector in JOBS}


@dataclass(frozen=True, slots=True)
class Kind:
    """One tab of the calculator."""

    name: str
    label: str | Promise
    lede: str | Promise


KINDS = (
    Kind(
        "mandiri",
        _("Bekerja sendiri"),
        _("Untuk pedagang, pengemudi ojek, nelayan, dan siapa saja yang bekerja sendiri."),
    ),
    Kind(
        "upah",
        _("Pekerja dengan upah"),
        _("Untuk pekerja di perusahaan atau toko, dan pemberi kerjanya."),
    ),
    Kind(
        "proyek",
        _("Proyek bangunan"),
        _("Untuk pelaksana proyek jasa konstruksi: sekali bayar, semua pekerja proyek tertanggung."),
    ),
    Kind("migran", _("Pekerja migran"), _("Untuk yang akan bekerja di luar negeri.")),
)


class RupiahField(forms.CharField):
    """Whole rupiah as people type them: 5000000, 5.000.000, Rp5.000.000."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **options)

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        amount = read_confirmed_amount(text.removeprefix("Rp").removeprefix("rp").strip()).value
        if amount is None:
            raise forms.ValidationError(gettext("Tulis jumlahnya dengan angka saja, misalnya 5.000.000."))
        return amount


def month_field(today: date, chosen: str, language: Language) -> forms.ChoiceField:
    """A month near `today`, or any month the law of pages knows when the address names one."""
    here = Month.of(today)
    months = set(months_between(here.plus(-MONTHS_BACK), here.plus(MONTHS_AHEAD)))
    if _known_month(chosen):
        months.add(Month.parse(chosen))
    choices = [(str(month), formats.month_name(month, language)) for month in sorted(months)]
    return forms.ChoiceField(choices=choices, label=_("Untuk bulan"))


def _known_month(text: str) -> bool:
    try:
        return FIRST_BANDED <= Month.parse(text) <= Month(2100, 1)
    except ValueError:
        return False


class Calculation(forms.Form):
    """One kind of question. `data` is what the address says; what it leaves out takes the value in `USUAL`."""

    USUAL: Mapping[str, str] = {}

    def __init__(self, given: Mapping[str, str], *, today: date, language: Language) -> None:
        self.today, self.language = today, language
        usual = {"bulan": str(Month.of(today)), "tanggal": today.isoformat(), **self.USUAL}
        super().__init__({**usual, **given}, use_required_attribute=False)

    def question(self) -> Question:
        raise NotImplementedError

    def _add_month(self) -> None:
        self.fields["bulan"] = month_field(self.today, str(self.data["bulan"]), self.language)


class OwnAccount(Calculation):
    USUAL = {"kerja": "pedagang", "golongan": "1"}

    kerja = forms.ChoiceField(label=_("Pekerjaan Anda"), choices=[(job, label) for job, label, _s in JOBS])
    golongan = forms.ChoiceField(
        label=_("Penghasilan sebulan"), help_text=_("Kira-kira saja. Anda sendiri yang memilih golongannya.")
    )
    jht = forms.BooleanField(label=_("Sekalian menabung hari tua (JHT)"), required=False)

    def __init__(self, given: Mapping[str, str], *, today: date, language: Language) -> None:
        super().__init__(given, today=today, language=language)
        self._add_month()
        month = str(self.data["bulan"])
        asked = Month.parse(month) if _known_month(month) else Month.of(today)
        bands = bands_of(asked)
        self.fields["golongan"].choices = [  # type: ignore[attr-defined]  # a choice field, as declared above
            (str(number), band_label(bands, number, language)) for number in range(1, len(bands) + 1)
        ]
        number = str(self.data["golongan"])
        if number.isdecimal() and 1 <= int(number) <= len(bands):
            more = share(bands[int(number) - 1].base, own_account_law(asked).jht.value)
            self.fields["jht"].help_text = gettext("tambah %(more)s sebulan, boleh menyusul") % {
                "more": formats.rupiah(more, language)
            }

    def question(self) -> Question:
        month, number = self.cleaned_data["bulan"], int(self.cleaned_data["golongan"])
        return {
            "kind": "contribution",
            "segment": "own_account",
            "month": month,
            "income": bands_of(Month.parse(month))[number - 1].base,
            "programmes": ["jkk", "jkm", *(["jht"] if self.cleaned_data["jht"] else [])],
            "sector": SECTOR[self.cleaned_data["kerja"]],
            "paid_by": "self",
        }


class WageEarner(Calculation):
    USUAL = {"upah": "3.000.000", "usaha": "toko", "risiko": "cari", "skala": "small"}

    upah = RupiahField(label=_("Upah sebulan"), help_text=_("Gaji pokok dan tunjangan tetap, dalam rupiah."))
    usaha = forms.CharField(
        label=_("Usaha tempat bekerja"),
        help_text=_("Misalnya toko, pabrik sepatu, tambang nikel. Menentukan tingkat risiko."),
        required=False,
        max_length=120,
    )
    risiko = forms.ChoiceField(
        label=_("Tingkat risiko"),
        choices=[
            ("cari", _("menurut usahanya")),
            ("very_low", _("sangat rendah")),
            ("low", _("rendah")),
            ("medium", _("sedang")),
            ("high", _("tinggi")),
            ("very_high", _("sangat tinggi")),
        ],
    )
    skala = forms.ChoiceField(
        label=_("Besarnya usaha"),
        help_text=_("Menentukan program yang wajib diikuti."),
        choices=[
            ("micro", _("usaha mikro")),
            ("small", _("usaha kecil")),
            ("medium", _("usaha menengah")),
            ("large", _("usaha besar")),
        ],
    )

    def __init__(self, given: Mapping[str, str], *, today: date, language: Language) -> None:
        super().__init__(given, today=today, language=language)
        self._add_month()

    def question(self) -> Question:
        month = Month.parse(self.cleaned_data["bulan"])
        return {
            "kind": "contribution",
            "segment": "wage_earner",
            "month": str(month),
            "wage": self.cleaned_data["upah"],
            "risk": self.cleaned_data["risiko"],
            "programmes": prescribed(self.cleaned_data["skala"], month),
        }


class Project(Calculation):
    USUAL = {"nilai": "500.000.000", "termin": "1"}

    nilai = RupiahField(label=_("Nilai kontrak"), help_text=_("Dalam rupiah, tanpa PPN."))
    termin = forms.IntegerField(label=_("Dibayar dalam berapa termin"), min_value=1, max_value=60)
    tanggal = forms.DateField(label=_("Tanggal didaftarkan"), widget=forms.DateInput(attrs={"type": "date"}))

    def question(self) -> Question:
        return {
            "kind": "contribution",
            "segment": "construction",
            "contract_value": self.cleaned_data["nilai"],
            "registered": self.cleaned_data["tanggal"].isoformat(),
            "instalments": self.cleaned_data["termin"],
        }


class Migrant(Calculation):
    USUAL = {"lewat": "agency", "lama": "24"}

    lewat = forms.ChoiceField(
        label=_("Berangkat lewat"), choices=[("agency", _("perusahaan penempatan")), ("individual", _("sendiri"))]
    )
    lama = forms.IntegerField(label=_("Lama kontrak"), help_text=_("Dalam bulan."), min_value=1, max_value=600)
    tanggal = forms.DateField(label=_("Tanggal membayar"), widget=forms.DateInput(attrs={"type": "date"}))

    def question(self) -> Question:
        return {
            "kind": "contribution",
            "segment": "migrant",
            "date": self.cleaned_data["tanggal"].isoformat(),
            "route": self.cleaned_data["lewat"],
            "contract_months": self.cleaned_data["lama"],
        }


FORMS: dict[str, type[Calculation]] = {"mandiri": OwnAccount, "upah": WageEarner, "proyek": Project, "migran": Migrant}


def bands_of(month: Month) -> tuple[Band, ...]:
    """The income bands of own-account workers in a month from July 2015 on."""
    bands = own_account_law(month).bands
    if bands is None:
        raise ValueError(f"no income bands in {month}")
    return bands.value


def band_label(bands: tuple[Band, ...], number: int, language: Language) -> str:
    """The incomes of band `number` (from 1) in words: `Rp1.100.000 – 1.299.999`."""
    start = bands[number - 1].start
    if number == len(bands):
        return gettext("%(income)s ke atas") % {"income": formats.rupiah(start, language)}
    last = bands[number].start - 1
    if number == 1:
        return gettext("sampai %(income)s") % {"income": formats.rupiah(last, language)}
    return f"{formats.rupiah(start, language)} – {formats.amount(last, language)}"


def prescribed(scale: str, month: Month) -> list[str]:
    """The programmes a firm of this size must give, with unemployment cover where those programmes bring it along."""

    def programmes(value: object) -> dict[str, tuple[str, ...]]:
        return {size: strings(list(names)) for size, names in mapping(value).items() if isinstance(names, list)}

    must = parameter("membership.yaml", "prescribed", programmes).on(month.first_day).value[scale]
    needs = parameter("membership.yaml", "unemployment_needs", programmes).find(month.first_day)
    counted = needs is not None and set(needs.value[scale]) <= set(must)
    known = programmes_in_force("wage_earner", month)
    return [name for name in (*must, *(["jkp"] if counted else [])) if name in known]
