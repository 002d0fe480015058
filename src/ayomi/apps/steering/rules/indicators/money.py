"""Contributions due, received, on time and in arrears. Fines are never part of them. Pure."""

from ayomi.apps.steering.rules.indicators.shapes import MONEY_SEGMENTS, Family, Indicator

FAMILY = Family(4, "Iuran", "Contributions")

_BILLS = "contributions_bill, contributions_part"
_DUE_ID = "Iuran tagihan final atau lunas yang jatuh tempo sejak 1 Januari sampai hari terakhir bulan itu."
_DUE_EN = "Contributions of final or paid bills due between 1 January and the last day of the month."

ARREARS_AGES = (("0-1", 0, 1), ("2-3", 2, 3), ("4-6", 4, 6), ("7-12", 7, 12), (">12", 13, 10_000))
"""Bands of arrears by whole months since the month in which they were due: (name, first, last)."""


def arrears_age(months: int) -> str:
    """The band of arrears that fell due `months` (0 or more) calendar months ago."""
    return next(name for name, first, last in ARREARS_AGES if first <= months <= last)


INDICATORS = (
    Indicator(
        "contributions_due", "Iuran jatuh tempo", "Contributions due", "rupiah", MONEY_SEGMENTS, "since_new_year",
        _DUE_ID, _DUE_EN, _BILLS, "contributions_due",
    ),
    Indicator(
        "contributions_received", "Iuran diterima", "Contributions received", "rupiah", MONEY_SEGMENTS,
        "since_new_year",
        "Iuran, tanpa denda, dari tagihan yang lunas sejak 1 Januari sampai hari terakhir bulan itu.",
        "Contributions, without fines, of bills paid between 1 January and the last day of the month.",
        _BILLS, "contributions_received",
    ),
    Indicator(
        "contributions_on_time", "Iuran dibayar tepat waktu", "Contributions paid on time", "percent", MONEY_SEGMENTS,
        "since_new_year",
        "Dari iuran itu, yang lunas paling lambat pada hari jatuh temponya.",
        "Of these contributions, those paid by the day on which they were due.",
        _BILLS, "contributions_on_time", _DUE_ID, _DUE_EN, "contributions_due",
    ),
    Indicator(
        "collection_rate", "Tingkat penagihan", "Collection rate", "percent", MONEY_SEGMENTS, "since_new_year",
        "Dari iuran itu, yang lunas sampai hari terakhir bulan itu.",
        "Of these contributions, those paid by the last day of the month.",
        _BILLS, "contributions_settled", _DUE_ID, _DUE_EN, "contributions_due",
    ),
    Indicator(
        "contributions_arrears", "Tunggakan iuran", "Arrears", "rupiah", MONEY_SEGMENTS, "owed_on_last_day",
        "Iuran yang sudah jatuh tempo dan belum lunas pada hari terakhir bulan itu, menurut umurnya dalam bulan.",
        "Contributions due and not paid on the last day of the month, by their age in months.",
        _BILLS, "contributions_due", dimensions=("arrears_age",),
    ),
    Indicator(
        "contributions_sponsored", "Iuran yang dibayar pemerintah", "Contributions paid by governments", "rupiah",
        ("own_account",), "since_new_year",
        "Iuran pekerja mandiri dari tagihan yang dilunasi pemerintah sejak 1 Januari sampai hari terakhir bulan itu.",
        "Contributions of own-account workers on bills paid by governments between 1 January and the last day of the"
        " month.",
        f"{_BILLS}, registry_payer", "contributions_sponsored",
    ),
)  # fmt: skip
