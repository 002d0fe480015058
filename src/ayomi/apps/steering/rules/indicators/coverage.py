"""How many of those who work are covered, against loaded figures of people in work. Pure."""

from ayomi.apps.steering.rules.indicators.shapes import ALL, Family, Indicator

FAMILY = Family(6, "Cakupan", "Coverage")

EMPLOYED = "workers_employed"
"""The loaded measure that coverage stands against: people in work, by regency."""

_AREA_ID = "Orang bekerja di wilayah kantor itu dan kantor di bawahnya, menurut angka yang dimuat; bila satu kabupaten"
_AREA_EN = "People in work in the area of the office and of those below it, as loaded; where one regency has none"

INDICATORS = (
    Indicator(
        "effective_coverage", "Cakupan efektif (SDG 1.3.1)", "Effective coverage (SDG 1.3.1)", "percent", (ALL,),
        "held_on_last_day",
        "Pekerja terlindungi pada hari terakhir bulan itu; yang menunggak tidak dihitung.",
        "Workers covered on the last day of the month; lapsed members do not count.",
        "membership_cover, membership_projectcover, membership_package, steering_denominator", "workers_covered",
        f"{_AREA_ID} belum ada, angkanya kosong.", f"{_AREA_EN}, there is no figure.",
        looked_up=EMPLOYED,
    ),
    Indicator(
        "registration_gap", "Belum terlindungi", "Not yet covered", "person", (ALL,), "held_on_last_day",
        "Orang bekerja di wilayah kantor itu dikurangi pekerja terlindungi pada hari terakhir bulan itu.",
        "People in work in the area of the office less workers covered on the last day of the month.",
        "membership_cover, membership_projectcover, membership_package, steering_denominator", "workers_covered",
        looked_up=EMPLOYED,
    ),
)  # fmt: skip
