"""Until when a benefit can be claimed, and what late payment by the agency costs it."""

from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.benefits.paying import Figure, doubts, money, refuse, rests_on, whole
from ayomi.core.law.book import integer, parameter
from ayomi.core.law.citation import Words
from ayomi.core.law.errors import BadRequest
from ayomi.core.money import WHOLE, Rupiah, percent_text
from ayomi.core.periods import add_months, day_text

FILE = "benefits_limits.yaml"
Claimed: TypeAlias = Literal["jkk", "jkm", "jht", "jp", "jkp", "scholarship"]
CLAIMED: tuple[Claimed, ...] = get_args(Claimed)
DAYS_A_MONTH = 30

NO_LIMIT = Words(
    "batas waktu klaim tidak ditemukan dalam naskah program ini.",
    "no time limit for claims was found in the texts of this programme.",
)
BEGUN = Words(
    "naskahnya menyebut setiap bulan; bulan yang baru berjalan sebagian (30 hari) di sini dihitung satu bulan.",
    "the text says for each month; a month (30 days) that has only begun counts as one here.",
)
CHANGED_WHILE_OPEN = Words(
    "batas tiga bulan ini belum lewat ketika PP 6/2025 (7 Februari 2025) menjadikannya enam bulan; mana yang berlaku "
    "tidak disebut dengan jelas.",
    "this limit of three months was still open when PP 6/2025 (7 February 2025) made it six; which one holds is not "
    "said clearly.",
)


def claim_deadline(programme: Claimed, event: date, claimed: date) -> Figure:
    """Whether a claim made on `claimed` for an event is in time: `accepted`, and `last_day` (None: no limit found).

    JKK: 2 years, 5 from 2 December 2019; JKP: 3 months, 6 from 7 February 2025. Raises BadRequest for a claim before
    its event, NotInForce. Source: PP 44/2015 and PP 82/2019 Pasal 26, PP 37/2021 and PP 6/2025 Pasal 40.
    """
    if claimed < event:
        raise BadRequest(Words("claim_date: lebih awal dari event_date.", "claim_date: before event_date."))
    if programme not in ("jkk", "jkp"):
        return Figure({"accepted": True, "last_day": None}, (), NO_LIMIT, (NO_LIMIT,))
    rule = parameter(FILE, f"claim_{programme}", integer).on(event)
    last = add_months(event, rule.value)
    accepted = claimed <= last
    words = rests_on(
        Words(
            f"Hak klaim {programme.upper()} gugur sesudah {day_text(last, 'id')}; klaim ini "
            f"{'masih dalam' if accepted else 'melewati'} batas waktu.",
            f"The right to claim {programme.upper()} lapses after {day_text(last, 'en')}; this claim is "
            f"{'in time' if accepted else 'too late'}.",
        ),
        rule.citation,
    )
    changed = date(2025, 2, 7)
    open_then = programme == "jkp" and event < changed <= last
    unsure = (*doubts(rule), *((CHANGED_WHILE_OPEN,) if open_then else ()))
    return Figure({"accepted": accepted, "last_day": last.isoformat()}, (rule.citation,), words, unsure)


def late_payment(programme: Claimed, amount: Rupiah, days_late: int) -> Figure:
    """What the agency owes for paying `amount` (rupiah) late: 1 % a day for JKK and JKM, 2 % a month for JP.

    Raises NotEligible for programmes without such a rule. Source: PP 44/2015 Pasal 37 ayat (3) and 40 ayat (4),
    PP 45/2015 Pasal 35.
    """
    since = date(2015, 7, 1)
    if programme in ("jht", "jkp"):
        raise refuse(
            f"Aturan {programme.upper()} tidak memuat ganti rugi atas keterlambatan pembayaran oleh badan "
            "penyelenggara.",
            f"The rules of {programme.upper()} give no compensation for late payment by the agency.",
        )
    by_month = programme == "jp"
    rule = parameter(FILE, "late_monthly" if by_month else "late_daily", integer).on(since)
    periods = -(-days_late // DAYS_A_MONTH) if by_month else days_late
    owed = whole(Fraction(amount * rule.value * periods, WHOLE))
    unit = (
        Words("bulan", "months" if periods != 1 else "month")
        if by_month
        else Words("hari", "days" if periods != 1 else "day")
    )
    words = rests_on(
        Words(
            f"{percent_text(rule.value, 'id')} × {periods} {unit.id} × {money(amount).id} = {money(owed).id}, "
            "dibayar badan "
            "penyelenggara kepada yang berhak.",
            f"{percent_text(rule.value, 'en')} × {periods} {unit.en} × {money(amount).en} = {money(owed).en}, paid "
            "by the "
            "agency to whom the benefit is due.",
        ),
        rule.citation,
    )
    unsure = (BEGUN,) if by_month and days_late % DAYS_A_MONTH else ()
    return Figure(
        {"amount": owed, "rate_ppm": rule.value, "base": amount}, (rule.citation,), words, (*doubts(rule), *unsure)
    )
