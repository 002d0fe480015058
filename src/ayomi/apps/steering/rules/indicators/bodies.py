"""Firms, cooperatives and construction projects. Pure."""

from ayomi.apps.steering.rules.indicators.shapes import ALL, Family, Indicator

FAMILY = Family(1, "Badan dan proyek", "Firms, cooperatives and projects")

INDICATORS = (
    Indicator(
        "firms_enrolled", "Badan usaha", "Firms", "firm", ("wage_earner",), "held_on_last_day",
        "Badan usaha yang pada hari terakhir bulan itu punya sedikitnya satu pekerja penerima upah terlindungi.",
        "Firms with at least one wage earner covered on the last day of the month.",
        "registry_organisation, membership_cover", "firms_enrolled",
    ),
    Indicator(
        "cooperatives_enrolled", "Koperasi", "Cooperatives", "cooperative", (ALL,), "held_on_last_day",
        "Koperasi yang pada hari terakhir bulan itu punya sedikitnya satu anggota atau pekerja terlindungi.",
        "Cooperatives with at least one member or worker covered on the last day of the month.",
        "registry_organisation, membership_cover", "cooperatives_enrolled",
    ),
    Indicator(
        "projects_enrolled", "Proyek jasa konstruksi", "Construction projects", "project", ("construction",),
        "since_new_year",
        "Proyek yang angsuran pertamanya lunas sejak 1 Januari sampai hari terakhir bulan itu.",
        "Projects whose first instalment was paid between 1 January and the last day of the month.",
        "membership_projectcover", "projects_enrolled",
    ),
)  # fmt: skip
