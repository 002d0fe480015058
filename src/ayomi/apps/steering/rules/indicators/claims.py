"""Benefits paid. The facts are not kept yet: the figures are empty, not nought. Pure."""

from ayomi.apps.steering.rules.indicators.shapes import SEGMENTS, Family, Indicator

FAMILY = Family(5, "Jaminan", "Benefits")

INDICATORS = (
    Indicator(
        "claims_paid_cases", "Kasus jaminan dibayar", "Cases of benefits paid", "case", SEGMENTS, "since_new_year",
        "Kasus jaminan yang dibayar sejak 1 Januari sampai hari terakhir bulan itu.",
        "Cases of benefits paid between 1 January and the last day of the month.",
        "claims", "",
    ),
    Indicator(
        "claims_paid_amount", "Jaminan dibayar", "Benefits paid", "rupiah", SEGMENTS, "since_new_year",
        "Rupiah jaminan yang dibayar sejak 1 Januari sampai hari terakhir bulan itu.",
        "Rupiah of benefits paid between 1 January and the last day of the month.",
        "claims", "",
    ),
    Indicator(
        "claims_days", "Hari sampai jaminan dibayar", "Days until benefits are paid", "day", SEGMENTS,
        "since_new_year",
        "Jumlah hari dari pengajuan yang lengkap sampai pembayaran, untuk kasus yang dibayar sejak 1 Januari.",
        "Days from the complete claim to its payment, of cases paid since 1 January.",
        "claims", "",
        "Kasus jaminan yang dibayar sejak 1 Januari.", "Cases of benefits paid since 1 January.",
    ),
)  # fmt: skip
