"""Who stays: of those first covered some months ago, how many are covered today. Pure."""

from ayomi.apps.steering.rules.indicators.shapes import SEGMENTS, Family, Indicator

FAMILY = Family(3, "Yang bertahan", "Who stays")

AFTER = (3, 6, 12)
"""Months after the first covered month at which is looked again."""


def _after(months: int) -> Indicator:
    return Indicator(
        f"persistence_{months}", f"Bertahan {months} bulan", f"Still covered after {months} months", "percent",
        SEGMENTS, "in_month",
        f"Orang yang pertama kali terlindungi {months} bulan sebelumnya dan terlindungi pada hari terakhir bulan itu.",
        f"People first covered {months} months before who are covered on the last day of the month.",
        "membership_cover, membership_projectcover, membership_package", f"stayed_{months}",
        f"Orang yang pertama kali terlindungi {months} bulan sebelumnya, di kantor dan segmen waktu itu.",
        f"People first covered {months} months before, at the office and in the segment of that time.",
        f"joined_{months}",
    )  # fmt: skip


INDICATORS = tuple(_after(months) for months in AFTER)
