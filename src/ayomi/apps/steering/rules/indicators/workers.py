"""Workers covered, and how they come and go. Active means paid for the month: lapsed members do not count. Pure."""

from ayomi.apps.steering.rules.indicators.shapes import SEGMENTS, Family, Indicator

FAMILY = Family(2, "Pekerja", "Workers")

_COVER = "membership_cover, membership_projectcover, membership_package"

INDICATORS = (
    Indicator(
        "workers_covered", "Pekerja terlindungi", "Workers covered", "person", SEGMENTS, "held_on_last_day",
        "Orang yang terlindungi pada hari terakhir bulan itu karena iuran bulan itu, atau angsuran proyeknya, lunas;"
        " satu orang dihitung sekali di tiap kantor.",
        "People covered on the last day of the month because the contribution of the month, or the instalment of their"
        " project, is paid; one person counts once at each office.",
        _COVER, "workers_covered", dimensions=("programme", "channel", "sex", "age", "trade"),
    ),
    Indicator(
        "workers_new", "Pekerja baru terlindungi", "Workers newly covered", "person", SEGMENTS, "in_month",
        "Orang yang terlindungi pada hari terakhir bulan itu dan tidak pada hari terakhir bulan sebelumnya.",
        "People covered on the last day of the month and not on the last day of the month before.",
        _COVER, "workers_new",
    ),
    Indicator(
        "workers_left", "Pekerja berhenti", "Workers who left", "person", SEGMENTS, "in_month",
        "Orang yang terlindungi pada akhir bulan sebelumnya, tidak lagi pada akhir bulan itu, dan kepesertaannya"
        " berakhir.",
        "People covered at the end of the month before, no longer at the end of the month, whose membership ended.",
        f"{_COVER}, membership_membership", "workers_left",
    ),
    Indicator(
        "workers_lapsed", "Pekerja menunggak", "Workers who lapsed", "person", SEGMENTS, "in_month",
        "Orang yang terlindungi pada akhir bulan sebelumnya, tidak lagi pada akhir bulan itu, padahal kepesertaannya"
        " masih ada.",
        "People covered at the end of the month before, no longer at the end of the month, whose membership still"
        " stands.",
        f"{_COVER}, membership_membership", "workers_lapsed",
    ),
    Indicator(
        "workers_sponsored", "Pekerja dibayari pemerintah", "Workers paid for by governments", "person",
        ("own_account",), "held_on_last_day",
        "Pekerja mandiri yang terlindungi pada hari terakhir bulan itu lewat pemerintah yang membayar iurannya.",
        "Own-account workers covered on the last day of the month through a government that pays for them.",
        _COVER, "workers_covered", of=("channel", "government"),
    ),
)  # fmt: skip
