"""What regions are counted by from outside: the closed list of denominators, and how tables head them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ayomi.core.lists.words import plain_header
from ayomi.core.money import Language
from ayomi.core.periods import MONTH_NAMES, Month

Group = Literal["people", "work", "sector", "status", "place", "organisations", "village_cooperatives"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that sources count per region. `heads`: pattern of column headings, tried in the order of the list."""

    key: str
    group: Group
    name_id: str
    name_en: str
    unit: str
    heads: str

    def name(self, language: Language) -> str:
        return self.name_en if language == "en" else self.name_id


_KOPDES: Final = r"(?:kopdes\w*|kdmp|kdkmp|koperasi (?:desa|kelurahan)|merah putih)"

_ALL: Final = (
    Measure("kopdes_with_nib", "village_cooperatives", "Koperasi desa dengan NIB", "Village cooperatives with NIB",
            "cooperative", rf"{_KOPDES}.*\bnib\b"),
    Measure("kopdes_with_npwp", "village_cooperatives", "Koperasi desa dengan NPWP", "Village cooperatives with NPWP",
            "cooperative", rf"{_KOPDES}.*\bnpwp\b"),
    Measure("kopdes_with_meeting", "village_cooperatives", "Koperasi desa yang sudah rapat anggota (RAT)",
            "Village cooperatives that held their yearly meeting", "cooperative", rf"{_KOPDES}.*\brat\b"),
    Measure("kopdes_trading", "village_cooperatives", "Koperasi desa yang bertransaksi",
            "Village cooperatives that trade", "cooperative", rf"{_KOPDES}.*bertransaksi"),
    Measure("kopdes", "village_cooperatives", "Koperasi desa dan kelurahan Merah Putih",
            "Village cooperatives (Merah Putih)", "cooperative",
            rf"(?:(?:jumlah|total|banyaknya) )?{_KOPDES}(?: (?:dan )?\w+){{0,4}}"),
    Measure("cooperatives_active", "organisations", "Koperasi aktif", "Active cooperatives", "cooperative",
            r"(?!.*(?:tidak|non|tdk) ?aktif).*koperasi.*\baktif\b.*|active cooperatives"),
    Measure("cooperatives", "organisations", "Koperasi", "Cooperatives", "cooperative",
            r"(?!.*aktif)(?:(?:jumlah|total|banyaknya) )*koperasi(?: \(?unit\)?)?|(?:number of )?cooperatives"),
    Measure("msme", "organisations", "Usaha mikro, kecil, dan menengah", "Micro, small and medium enterprises",
            "enterprise", r".*\b(?:umkm|ukm|umk|usaha mikro.*|msmes?)\b.*"),
    Measure("poor", "people", "Penduduk miskin", "People in poverty", "person",
            r".*(?:penduduk miskin|poor people|number of poor).*"),
    Measure("unemployed", "work", "Penganggur", "Unemployed", "person",
            r".*(?:penganggur\w*|menganggur|unemployed).*"),
    Measure("workers_urban", "place", "Bekerja di perkotaan", "Employed in towns", "person",
            r".*(?:perkotaan|\burban\b).*"),
    Measure("workers_rural", "place", "Bekerja di perdesaan", "Employed in the country", "person",
            r".*(?:perdesaan|pedesaan|\brural\b).*"),
    Measure("workers_own_account", "status", "Berusaha sendiri", "Own-account workers", "person",
            r".*(?:berusaha sendiri|own account|pekerja mandiri).*"),
    Measure("workers_helped", "status", "Berusaha dibantu buruh tidak tetap atau tak dibayar",
            "Employers helped by temporary or unpaid workers", "person",
            r".*dibantu (?:buruh |pekerja )?(?:tidak tetap|tak dibayar|tidak dibayar).*"),
    Measure("workers_employers", "status", "Berusaha dibantu buruh tetap", "Employers with paid workers", "person",
            r".*(?:dibantu (?:buruh |pekerja )?tetap|employers?).*"),
    Measure("workers_wage", "status", "Buruh, karyawan, dan pegawai", "Wage earners", "person",
            r".*(?:buruh karyawan|buruh pegawai|karyawan pegawai|penerima upah|wage earners?|employees).*"),
    Measure("workers_casual", "status", "Pekerja bebas", "Casual workers", "person",
            r".*(?:pekerja bebas|casual).*"),
    Measure("workers_family", "status", "Pekerja keluarga tak dibayar", "Unpaid family workers", "person",
            r".*(?:pekerja keluarga|keluarga tak dibayar|family workers?).*"),
    Measure("workers_agriculture", "sector", "Pertanian, kehutanan, dan perikanan",
            "Agriculture, forestry and fishing", "person", r".*(?:pertanian|perikanan|agricultur\w*).*"),
    Measure("workers_mining", "sector", "Pertambangan", "Mining", "person", r".*(?:pertambangan|mining).*"),
    Measure("workers_manufacturing", "sector", "Industri pengolahan", "Manufacturing", "person",
            r".*(?:industri pengolahan|manufaktur|manufacturing).*|industri"),
    Measure("workers_utilities", "sector", "Listrik, gas, dan air", "Electricity, gas and water", "person",
            r".*(?:listrik|pengadaan air|electricity).*"),
    Measure("workers_construction", "sector", "Konstruksi", "Construction", "person",
            r".*(?:konstruksi|bangunan|construction).*"),
    Measure("workers_trade", "sector", "Perdagangan, rumah makan, dan akomodasi", "Trade, food and lodging", "person",
            r".*(?:perdagangan|trade).*"),
    Measure("workers_transport", "sector", "Angkutan, pergudangan, dan komunikasi",
            "Transport, storage and communication", "person", r".*(?:angkutan|transportasi|pergudangan|transport).*"),
    Measure("workers_finance", "sector", "Keuangan, persewaan, dan jasa perusahaan", "Finance and business services",
            "person", r".*(?:keuangan|real ?estat\w*|finance).*"),
    Measure("workers_services", "sector", "Jasa kemasyarakatan dan perorangan", "Community and personal services",
            "person", r".*(?:jasa kemasyarakatan|jasa lainnya|services).*|jasa"),
    Measure("labour_force", "work", "Angkatan kerja", "Labour force", "person",
            r"(?!.*bukan).*(?:angkatan kerja|labou?r force).*"),
    Measure("working_age_population", "people", "Penduduk usia kerja", "Working-age population", "person",
            r".*(?:usia kerja|15 tahun ke ?atas|working age).*"),
    Measure("workers_employed", "work", "Penduduk bekerja", "Employed people", "person",
            r"(?!.*tidak).*(?:bekerja|tenaga kerja|\bpekerja\b|employed|employment|kesempatan kerja).*"),
    Measure("population", "people", "Penduduk", "Population", "person", r".*(?:penduduk|population|\bjiwa\b).*"),
)  # fmt: skip

MEASURES: Final[dict[str, Measure]] = {
    key: next(each for each in _ALL if each.key == key)
    for key in (
        "population", "working_age_population", "labour_force", "workers_employed", "unemployed", "poor",
        "workers_wage", "workers_own_account", "workers_helped", "workers_employers", "workers_casual",
        "workers_family", "workers_urban", "workers_rural", "workers_agriculture", "workers_mining",
        "workers_manufacturing", "workers_utilities", "workers_construction", "workers_trade", "workers_transport",
        "workers_finance", "workers_services", "cooperatives", "cooperatives_active", "msme", "kopdes",
        "kopdes_with_nib", "kopdes_with_npwp", "kopdes_with_meeting", "kopdes_trading",
    )
}  # fmt: skip
"""Every measure by its key, in the order in which they are shown."""

_NO_COUNT: Final = re.compile(
    r"\b(?:pct|persen\w*|percent\w*|tingkat|rata|rerata|average|rate|rasio|ratio|laju|indeks|index|tpt|tpak|ipm|"
    r"pertumbuhan|growth|kepadatan|density|rp|rupiah|simpanan|volume|peringkat|rank)\b|%"
)
_GENERIC: Final = re.compile(r"(?:jumlah|total|nilai|banyaknya|value|number|angka|tahun)?\s*(?:orang|unit|jiwa)?")
_YEAR: Final = re.compile(r"\b(19[5-9]\d|20\d\d)\b")
_MONTHS: Final = {
    name[:length].lower(): number
    for language in MONTH_NAMES.values()
    for number, name in enumerate(language, start=1)
    for length in (3, len(name))
}


class UnknownMeasure(LookupError):
    """No measure of this key."""


def measure(key: str) -> Measure:
    """Raises UnknownMeasure."""
    try:
        return MEASURES[key]
    except KeyError:
        raise UnknownMeasure(key) from None


def measure_of_heading(heading: str, title: str = "") -> str | None:
    """The measure a column holds, by its heading; a bare year or "Jumlah" is told by the title of the table.

    Shares, rates, ranks and sums of money are never taken for counts.
    """
    plain = plain_header(heading)
    if _NO_COUNT.search(plain) or "%" in heading:
        return None
    bare = " ".join(word for word in _YEAR.sub(" ", plain).split() if word not in _MONTHS)
    if not _GENERIC.fullmatch(bare.strip()):
        return _worded(bare)
    told = plain_header(title)
    return None if _NO_COUNT.search(told) else _worded(" ".join(_YEAR.sub(" ", told).split()))


def _worded(plain: str) -> str | None:
    return next((each.key for each in _ALL if re.fullmatch(each.heads, plain)), None) if plain else None


def day_of_heading(heading: str) -> date | None:
    """The day a heading speaks of: the last of the month it names, or of the year; None where it names no year."""
    found = _YEAR.search(heading)
    if found is None:
        return None
    year = int(found[1])
    words = re.findall(r"[a-z]+", heading.lower())
    month = next((_MONTHS[word] for word in words if word in _MONTHS), 12)
    return Month(year, month).last_day


def scale_of_heading(heading: str, title: str = "") -> int:
    """1,000 where the heading (or the title) says that figures are thousands, else 1."""
    words = re.compile(r"\b(?:ribu(?:an)?|thousands?|000)\b(?!\s*rupiah)", re.I)
    return 1000 if words.search(heading) or words.search(title) else 1
