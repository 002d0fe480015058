"""What offices are measured by. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from ayomi.core.money import Language

Unit = Literal["person", "firm", "cooperative", "project", "rupiah"]
DateRule = Literal["held_on_last_day", "since_new_year"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is counted. `numerator_*` says what counts, `source` names the facts it is counted from."""

    key: str
    name_id: str
    name_en: str
    unit: Unit
    segment: str | None
    date_rule: DateRule
    numerator_id: str
    numerator_en: str
    source: str


def _workers(key: str, segment: str | None, name_id: str, name_en: str, through_id: str, through_en: str) -> Indicator:
    return Indicator(
        key, name_id, name_en, "person", segment, "held_on_last_day",
        f"Orang yang terlindungi pada hari terakhir bulan itu karena {through_id}; satu orang dihitung sekali.",
        f"People covered on the last day of the month because {through_en}; one person counts once.",
        "membership_cover, membership_projectcover",
    )  # fmt: skip


_PAID: Final = ("iuran bulan itu lunas", "the contribution of the month is paid")

INDICATORS: Final[dict[str, Indicator]] = {
    each.key: each
    for each in (
        Indicator(
            "firms_enrolled", "Badan usaha", "Firms", "firm", "wage_earner", "held_on_last_day",
            "Badan usaha yang pada hari terakhir bulan itu punya sedikitnya satu pekerja penerima upah terlindungi.",
            "Firms with at least one wage earner covered on the last day of the month.",
            "registry_organisation, membership_cover",
        ),
        Indicator(
            "cooperatives_enrolled", "Koperasi", "Cooperatives", "cooperative", None, "held_on_last_day",
            "Koperasi yang pada hari terakhir bulan itu punya sedikitnya satu anggota atau pekerja terlindungi.",
            "Cooperatives with at least one member or worker covered on the last day of the month.",
            "registry_organisation, membership_cover",
        ),
        Indicator(
            "projects_enrolled", "Proyek jasa konstruksi", "Construction projects", "project", "construction",
            "since_new_year",
            "Proyek yang angsuran pertamanya lunas sejak 1 Januari sampai hari terakhir bulan itu.",
            "Projects whose first instalment was paid between 1 January and the last day of the month.",
            "membership_projectcover",
        ),
        _workers(
            "workers_covered_wage_earner", "wage_earner", "Pekerja penerima upah (PU)", "Wage earners (PU)", *_PAID
        ),
        _workers(
            "workers_covered_own_account", "own_account", "Pekerja mandiri (BPU)", "Own-account workers (BPU)", *_PAID
        ),
        _workers(
            "workers_covered_construction", "construction", "Pekerja jasa konstruksi", "Construction workers",
            "angsuran proyeknya lunas", "the instalment of their project is paid",
        ),
        _workers("workers_covered", None, "Semua pekerja", "All workers", *_PAID),
        Indicator(
            "contributions_received", "Iuran diterima", "Contributions received", "rupiah", None, "since_new_year",
            "Iuran, tanpa denda, dari tagihan yang lunas sejak 1 Januari sampai hari terakhir bulan itu.",
            "Contributions, without fines, of bills paid between 1 January and the last day of the month.",
            "contributions_part, contributions_bill",
        ),
    )
}  # fmt: skip
"""Every indicator by its key, in the order in which they are shown."""

INDICATOR_OF_SEGMENT: Final = {
    each.segment: each.key for each in INDICATORS.values() if each.unit == "person" and each.segment
}
"""The workers' indicator of each segment that has one of its own; migrant workers count among all."""

REPORTED_NAMES: Final[dict[str, tuple[str, str]]] = {
    "workers_covered": ("Pekerja terlindungi", "Workers covered"),
    "claims_paid_amount": ("Jaminan dibayar", "Benefits paid"),
    "claims_paid_cases": ("Kasus jaminan dibayar", "Cases of benefits paid"),
    "welfare_revolving_disbursed": ("Dana peningkatan kesejahteraan, bergulir", "Welfare fund, revolving"),
    "welfare_grants_disbursed": ("Dana peningkatan kesejahteraan, hibah", "Welfare fund, grants"),
    "partnership_and_community_disbursed": ("Program kemitraan dan bina lingkungan", "Partnership and community"),
    "partnership_and_community_budget": (
        "Anggaran kemitraan dan bina lingkungan", "Budget for partnership and community",
    ),
    "sponsored_contributions": ("Iuran yang dibayar pemerintah", "Contributions paid by governments"),
    "sponsoring_governments": ("Pemerintah yang membayar", "Governments that pay"),
    "offices_opened": ("Kantor dibuka", "Offices opened"),
    "workshops_funded": ("Bengkel dibiayai", "Workshops funded"),
    "employment_growth": ("Pertumbuhan lapangan kerja", "Growth of employment"),
    "enterprises_existing": ("Usaha yang ada", "Enterprises there are"),
    "enterprises_listed": ("Usaha dalam daftar resmi", "Enterprises in the official list"),
    "cooperatives_active": ("Koperasi aktif", "Active cooperatives"),
}  # fmt: skip
"""Names of figures that reports give and this house does not compute (yet): (Indonesian, English)."""


class UnknownIndicator(LookupError):
    """No indicator of this key."""


def indicator(key: str) -> Indicator:
    """Raises UnknownIndicator."""
    try:
        return INDICATORS[key]
    except KeyError:
        raise UnknownIndicator(key) from None


def name_of(key: str, language: Language) -> str:
    """The name of an indicator, also of one that only reports give. Raises UnknownIndicator."""
    found = INDICATORS.get(key)
    names = REPORTED_NAMES.get(key) if found is None else (found.name_id, found.name_en)
    if names is None:
        raise UnknownIndicator(key)
    return names[language == "en"]
