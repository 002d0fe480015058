"""JKM: what a death that is no work accident gives. The law of the day of death decides."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from ayomi.core.law.benefits.paying import (
    Benefit,
    Instalments,
    Payment,
    Recipient,
    When,
    doubts,
    fixed,
    instalments,
    refuse,
    rests_on,
)
from ayomi.core.law.book import integer, integers, parameter, string
from ayomi.core.law.citation import Words
from ayomi.core.law.dated import Dated
from ayomi.core.law.errors import NotInForce
from ayomi.core.law.membership import grace
from ayomi.core.law.own_account import own_account_law
from ayomi.core.law.terms import Segment
from ayomi.core.money import Rupiah, rupiah_text, share
from ayomi.core.periods import Month, add_months, day_text

FILE = "benefits_jkm.yaml"

LUMP_SUM = Words("Santunan kematian sekaligus", "Lump sum for the death")
PERIODIC = Words("Santunan berkala", "Periodic money")
FUNERAL = Words("Biaya pemakaman", "Funeral money")
SCHOLARSHIP = Words("Beasiswa anak, sekali untuk seorang peserta", "Scholarship, once for each member")
MONTHLY = Words(
    "Dibayar tiap bulan; sejak PP 53/2012 ahli waris boleh memilih sekaligus.",
    "Paid each month; since PP 53/2012 the heirs may choose all at once.",
)
AT_ONCE = Words("Dibayar sekaligus.", "Paid at once.")
ESTATE = Words(
    "menurut aturan sebelum Juli 2015 bagian ini diserahkan ke balai harta peninggalan.",
    "under the rules before July 2015 this part goes to the estate office (balai harta peninggalan).",
)
OLD_ARREARS = Words(
    "aturan tunggakan sebelum Juli 2015 tidak terbaca; tunggakan di sini tidak mengurangi manfaat.",
    "the rules on arrears before July 2015 have not been read; arrears change nothing here.",
)
LOWEST_BAND = Words(
    "penghasilan tidak diisi, jadi tunggakan dihitung dengan golongan terendah.",
    "the income was not given, so the arrears are counted with the lowest band.",
)
MIGRANT = Words(
    "jumlah untuk pekerja migran diatur tersendiri dan sumbernya berbeda-beda; di sini dipakai jumlah umum.",
    "the sums for migrant workers are ruled apart and sources differ; the general sums are used here.",
)
ONCE_A_DEATH = Words(
    "Seorang peserta hanya menerima satu manfaat JKM, berapa pun pekerjaannya.",
    "One death pays JKM once, however many jobs.",
)
UNPAID_BEFORE = Words(
    "Pemberi kerja menunggak lebih dari tiga bulan: pemberi kerja membayar ahli waris lebih dulu, lalu menerima "
    "penggantian ini setelah melunasi tunggakan dan denda (PP 44/2015 Pasal 41).",
    "The employer is more than three months in arrears: the employer pays the heirs first and gets this back after "
    "settling arrears and fine (PP 44/2015 Article 41).",
)
WAITS = Words(
    "Dibayar setelah ahli waris melunasi tunggakan iuran (PP 44/2015 Pasal 42).",
    "Paid after the heirs have settled the arrears (PP 44/2015 Article 42).",
)


@dataclass(frozen=True, slots=True)
class Death:
    """The facts of a death: the day, the segment, whether membership was active, and what was paid.

    `years_paid` counts for the scholarship of 2015 to 2019, `arrears_months` are consecutive unpaid months,
    `income` (rupiah a month) decides what own-account arrears cost, `member_since` the waiting time of 2025.
    """

    event_date: date
    segment: Segment
    active: bool = True
    years_paid: Fraction = Fraction(0)
    arrears_months: int = 0
    income: Rupiah | None = None
    member_since: date | None = None
    heirs: bool = True


def death_jkm(facts: Death) -> Benefit:
    """The items of JKM for one death, with `arrears_to_pay` among its figures.

    Raises NotInForce before July 1993 and NotEligible naming the condition that failed. Source: PP 44/2015 Pasal
    34, 40 to 42 and PP 82/2019 Pasal 34, before that PP 14/1993 Pasal 22 and its amendments.
    """
    on = facts.event_date
    lump = parameter(FILE, "lump_sum", integer).on(on)
    _require_cover(facts, lump)
    waiting = _waiting(facts)
    payments = _items(facts, lump, funeral_only=waiting is not None)
    arrears, said_arrears = _arrears(facts) if waiting is None else (0, ())
    payments = tuple(_in_arrears(payment, facts) for payment in payments)
    unsure = (*said_arrears, *doubts(*([waiting] if waiting else [])))
    if facts.segment == "migrant":
        unsure = (*unsure, MIGRANT)
    return Benefit(payments, _summary(facts, payments, waiting), unsure, {"arrears_to_pay": arrears})


def _require_cover(facts: Death, lump: Dated[int]) -> None:
    on = facts.event_date
    if not facts.active:
        raise refuse(
            "JKM hanya dibayar bila peserta meninggal dalam masa aktif, yaitu masih bekerja dan iurannya dibayar; "
            "kepesertaan ini tidak aktif pada hari itu.",
            "JKM is paid only for a death while membership is active, that is working and with contributions paid; "
            "this membership was not active on that day.",
            lump.citation,
        )
    if facts.member_since is not None and on < facts.member_since:
        raise refuse(
            f"Kematian terjadi sebelum menjadi peserta ({day_text(facts.member_since, 'id')}).",
            f"The death came before membership began ({day_text(facts.member_since, 'en')}).",
            lump.citation,
        )
    if facts.segment == "own_account" and facts.arrears_months and not _within_grace(facts):
        rule = grace("own_account", Month.of(on))
        raise refuse(
            f"Iuran menunggak {facts.arrears_months} bulan berturut-turut; pekerja mandiri kehilangan hak JKM bila "
            f"menunggak lebih dari {rule.months} bulan (PP 44/2015 Pasal 42 ayat (2)).",
            f"Contributions are {facts.arrears_months} consecutive months in arrears; an own-account worker loses JKM "
            f"after more than {rule.months} months (PP 44/2015 Article 42 paragraph (2)).",
        )


def _within_grace(facts: Death) -> bool:
    try:
        rule = grace(_rule_segment(facts.segment), Month.of(facts.event_date))
    except NotInForce:
        return True
    return rule.covers(facts.arrears_months)


def _rule_segment(segment: Segment) -> str:
    """Projects follow the rules of wage earners (PP 44/2015 Pasal 56)."""
    return "own_account" if segment == "own_account" else "wage_earner"


def _waiting(facts: Death) -> Dated[int] | None:
    """The waiting time that leaves only the funeral money, or None."""
    rule = parameter(FILE, "waiting_months", integer).find(facts.event_date)
    if rule is None or facts.segment != "own_account" or facts.member_since is None:
        return None
    return rule if facts.event_date < add_months(facts.member_since, rule.value) else None


def _items(facts: Death, lump: Dated[int], *, funeral_only: bool) -> tuple[Payment, ...]:
    on = facts.event_date
    funeral = parameter(FILE, "funeral", integer).on(on)
    buried = fixed("funeral", funeral.value, "heir" if facts.heirs else "funeral_arranger", funeral, FUNERAL)
    if funeral_only:
        return (buried,)
    to: Recipient = "heir" if facts.heirs else "fund"
    items = [fixed("lump_sum", lump.value, to, lump, LUMP_SUM)]
    periodic = parameter(FILE, "periodic", instalments).find(on)
    if periodic:
        items.append(periodic_payment(periodic, to))
    items.append(buried)
    scholarship = parameter(FILE, "scholarship_once", integers).find(on)
    if scholarship and facts.heirs and facts.years_paid >= scholarship.value["years_paid"]:
        items.append(fixed("scholarship", scholarship.value["amount"], "heir", scholarship, SCHOLARSHIP))
    if facts.heirs:
        return tuple(items)
    nobody = parameter(FILE, "no_heirs_to", string).on(on)
    extra = (*doubts(nobody), *((ESTATE,) if nobody.value == "estate" else ()))
    return tuple(replace(item, unsure=(*item.unsure, *extra)) if item.recipient == "fund" else item for item in items)


def periodic_payment(rule: Dated[Instalments], to: Recipient) -> Payment:
    """Periodic money: its whole sum, paid at once or over its months."""
    at_once = rule.value.months == 1
    when: When = "now" if at_once else "monthly"
    return fixed("periodic", rule.value.total, to, rule, PERIODIC, when=when, more=AT_ONCE if at_once else MONTHLY)


def _in_arrears(payment: Payment, facts: Death) -> Payment:
    """The same payment as arrears turn it: later, or to the employer who had to pay first."""
    if not facts.arrears_months or facts.event_date < date(2015, 7, 1) or facts.segment == "migrant":
        return payment
    if facts.segment == "own_account":
        if payment.item == "funeral":
            return payment
        return replace(payment, when="after_arrears", explain=payment.explain + WAITS)
    if _within_grace(facts):
        return payment
    return replace(payment, recipient="employer", when="after_arrears", explain=payment.explain + UNPAID_BEFORE)


def _arrears(facts: Death) -> tuple[Rupiah, tuple[Words, ...]]:
    """What the heirs of an own-account worker must pay first: JKK and JKM of the months before the death."""
    if not facts.arrears_months:
        return 0, ()
    if facts.event_date < date(2015, 7, 1):
        return 0, (OLD_ARREARS,)
    if facts.segment != "own_account":
        return 0, ()
    return own_account_arrears(facts.income, facts.arrears_months, facts.event_date)


def own_account_arrears(income: Rupiah | None, months: int, before: date) -> tuple[Rupiah, tuple[Words, ...]]:
    """What `months` unpaid months before `before` cost an own-account worker: JKK and JKM, without any relief.

    Without an income the lowest band counts, and that is said. Months before July 2015 count as July 2015.
    """
    total = 0
    for back in range(1, months + 1):
        law = own_account_law(max(Month.of(before).plus(-back), Month(2015, 7)))
        bands = law.bands.value if law.bands else ()
        base = [band.base for band in bands if band.start <= (income or 0)][-1]
        total += share(base, law.jkk.value) + law.jkm.value
    return total, (LOWEST_BAND,) if income is None else ()


def _summary(facts: Death, payments: tuple[Payment, ...], waiting: Dated[int] | None) -> Words:
    total = sum(payment.amount for payment in payments)
    words = Words(
        f"JKM untuk kematian pada {day_text(facts.event_date, 'id')}: {rupiah_text(total, 'id')}.",
        f"JKM for a death on {day_text(facts.event_date, 'en')}: {rupiah_text(total, 'en')}.",
    )
    if waiting is not None:
        words = words + rests_on(
            Words(
                f"Pekerja mandiri yang meninggal sebelum {waiting.value} bulan menjadi peserta hanya mendapat biaya "
                "pemakaman.",
                f"An own-account worker who dies before {waiting.value} months of membership gets the funeral money "
                "only.",
            ),
            waiting.citation,
        )
    rule = parameter(FILE, "waiting_months", integer).find(facts.event_date)
    if rule and facts.segment == "own_account" and facts.member_since is None:
        words = words + Words(
            f"Isi member_since: peserta yang belum {rule.value} bulan hanya mendapat biaya pemakaman.",
            f"Give member_since: who has been a member for less than {rule.value} months gets the funeral money only.",
        )
    return words + ONCE_A_DEATH
