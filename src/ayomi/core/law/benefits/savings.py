"""JHT: when old-age savings are paid, how much of them early, and how an account grows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.benefits.paying import Figure, doubts, money, refuse, rests_on, whole
from ayomi.core.law.book import integer, integers, parameter
from ayomi.core.law.citation import Words
from ayomi.core.law.errors import BadRequest
from ayomi.core.money import WHOLE, PartsPerMillion, Rupiah, percent_text
from ayomi.core.periods import Month, add_months, day_text

FILE = "benefits_jht.yaml"
Reason: TypeAlias = Literal["resigned", "dismissed", "contract_end", "age", "total_disability", "death", "left_country"]
Purpose: TypeAlias = Literal["housing", "retirement"]
REASONS: tuple[Reason, ...] = get_args(Reason)
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
LEAVING: tuple[Reason, ...] = ("resigned", "dismissed", "contract_end")

REASON_WORDS: dict[Reason, Words] = {
    "resigned": Words("mengundurkan diri", "resignation"),
    "dismissed": Words("diberhentikan (PHK)", "dismissal"),
    "contract_end": Words("kontrak berakhir", "the end of the contract"),
    "age": Words("mencapai usia pensiun", "reaching the age"),
    "total_disability": Words("cacat total tetap", "total permanent disability"),
    "death": Words("meninggal dunia", "death"),
    "left_country": Words("meninggalkan Indonesia untuk selamanya", "leaving Indonesia for good"),
}
FIRM_AGE = Words(
    "Usia pensiun menurut perjanjian di perusahaan bisa lebih awal. Yang masih bekerja boleh menunda sampai berhenti.",
    "An agreement in the firm may set an earlier age. Who still works may wait until leaving.",
)
CHANGED_SOON = Words(
    "yang berhenti pada Juli dan awal Agustus 2015 terikat usia 56 tahun sampai PP 60/2015 berlaku (12 Agustus 2015); "
    "sesudah itu mereka pun boleh meminta lebih awal.",
    "who left in July and early August 2015 had to wait for the age of 56 until PP 60/2015 (12 August 2015); after it "
    "they too could claim earlier.",
)
CREDITED = Words(
    "hasil pengembangan di sini dibukukan tiap tahun dan dibulatkan ke rupiah; badan penyelenggara membukukannya tiap "
    "bulan menurut hasil bulan sebelumnya.",
    "the return is credited once a year here and rounded to the rupiah; the agency credits it each month by the result "
    "of the month before.",
)


def payable_from(reason: Reason, on: date | None, born: date | None) -> Figure:
    """The first day savings can be paid for `reason` that came on `on`; `born` decides where the age does.

    Raises BadRequest where a day is missing, NotInForce before July 1993. Source: PP 46/2015 Pasal 22 and 26,
    PP 60/2015, Permenaker 19/2015, Permenaker 4/2022.
    """
    if reason == "age":
        return _at_age(_need(born, "born"))
    event = _need(on, "date")
    if born is not None and event < born:
        raise BadRequest(Words("date: lebih awal dari tanggal lahir.", "date: before the date of birth."))
    age = parameter(FILE, "age", integer).on(event)
    name = REASON_WORDS[reason]
    if reason not in LEAVING:
        words = Words(
            f"Karena {name.id}, JHT dapat dibayar sejak {day_text(event, 'id')}.",
            f"For {name.en} the savings can be paid from {day_text(event, 'en')}.",
        )
        return Figure({"payable_from": event.isoformat()}, (age.citation,), rests_on(words, age.citation), doubts(age))
    rule = parameter(FILE, "waiting", integers).find(event)
    if rule is None:
        at = _at_age(_need(born, "born"))
        return Figure(at.figures, at.citations, at.explain, (*at.unsure, CHANGED_SOON))
    months = rule.value[reason]
    first = add_months(event, months)
    if born is not None:
        # Who has reached the age by then is paid for the age, without waiting.
        first = min(first, max(event, add_months(born, age.value * 12)))
    waits_id = f"{months} bulan sesudahnya" if months else "pada hari itu juga"
    waits_en = f"{months} month{'s' if months > 1 else ''} later" if months else "on the same day"
    words = Words(
        f"Karena {name.id} pada {day_text(event, 'id')}, JHT dapat dibayar {waits_id}: {day_text(first, 'id')}.",
        f"For {name.en} on {day_text(event, 'en')} the savings can be paid {waits_en}: {day_text(first, 'en')}.",
    )
    return Figure({"payable_from": first.isoformat()}, (rule.citation,), rests_on(words, rule.citation), doubts(rule))


def _need(value: date | None, name: str) -> date:
    if value is None:
        raise BadRequest(Words(f"Isian {name} belum ada.", f"The field {name} is missing."))
    return value


def _at_age(born: date) -> Figure:
    rules = parameter(FILE, "age", integer).values
    for rule in rules:
        reached = add_months(born, rule.value * 12)
        if reached in rule.span or rule is rules[-1]:
            break
    words = Words(
        f"JHT dibayar pada usia {rule.value} tahun: {day_text(reached, 'id')}.",
        f"The savings are paid at the age of {rule.value}: {day_text(reached, 'en')}.",
    )
    return Figure(
        {"payable_from": reached.isoformat(), "age": rule.value}, (rule.citation,),
        rests_on(words, rule.citation) + FIRM_AGE, doubts(rule),
    )  # fmt: skip


def partial(on: date, balance: Rupiah, membership_years: Fraction, purpose: Purpose, *, taken_before: bool) -> Figure:
    """The most that can be taken before the age: 30 % for a home or 10 % otherwise, rounded down to the rupiah.

    Once, after 10 years of membership. Raises NotEligible, NotInForce. Source: PP 46/2015 Pasal 22 ayat (4)-(6).
    """
    rule = parameter(FILE, "partial", integers).on(on)
    if membership_years < rule.value["years"]:
        raise refuse(
            f"Sebagian JHT baru dapat diambil setelah {rule.value['years']} tahun menjadi peserta.",
            f"A part of the savings can be taken only after {rule.value['years']} years of membership.",
            rule.citation,
        )
    if taken_before:
        raise refuse(
            "Sebagian JHT hanya dapat diambil satu kali, dan sudah pernah diambil.",
            "A part of the savings can be taken once only, and it was taken before.",
            rule.citation,
        )
    rate = rule.value[purpose]
    most = balance * rate // WHOLE
    uses = {
        "housing": Words("untuk rumah", "for a home"),
        "retirement": Words("untuk persiapan pensiun lainnya", "for other preparation of retirement"),
    }
    words = Words(
        f"Paling banyak {percent_text(rate, 'id')} {uses[purpose].id} dari saldo {money(balance).id} = "
        f"{money(most).id}, sekali selama menjadi peserta.",
        f"At most {percent_text(rate, 'en')} {uses[purpose].en} of the balance of {money(balance).en} = "
        f"{money(most).en}, once in a membership.",
    )
    tax = Words(
        "Sisa yang diambil sesudah tahun kalender berikutnya kena pajak progresif (PP 68/2009 Pasal 6).",
        "What is taken after the next calendar year is taxed at progressive rates (PP 68/2009 Article 6).",
    )
    return Figure({"max_amount": most}, (rule.citation,), rests_on(words, rule.citation) + tax, doubts(rule))


@dataclass(frozen=True, slots=True)
class Contribution:
    """What was paid into an account for a month, in rupiah."""

    month: Month
    amount: Rupiah


def grown(balance: Rupiah, rate: PartsPerMillion, years: int) -> Rupiah:
    """`balance` (rupiah) after `years` whole years at `rate` (ppm a year), credited and rounded half up each year."""
    for _ in range(years):
        balance += whole(Fraction(balance * rate, WHOLE))
    return balance


def balance_of(contributions: Sequence[Contribution], rate: PartsPerMillion, years: int | None) -> Rupiah:
    """An account from its contributions at one yearly `rate` (ppm): each counts from the month after its own.

    The account runs `years` years of 12 months from the first month paid for, or to the December of the last one.
    The return of each 12 months is credited at their end, rounded half up.
    """
    first = min(each.month for each in contributions)
    last = max(each.month for each in contributions)
    if years is None:
        first, years = Month(first.year, 1), last.year - first.year + 1
    balance = 0
    for year in range(years):
        start = first.plus(12 * year)
        paid = [each for each in contributions if 0 <= each.month.months_since(start) < 12]
        weighted = sum(each.amount * (11 - each.month.months_since(start)) for each in paid)
        balance += sum(each.amount for each in paid) + whole(Fraction((balance * 12 + weighted) * rate, 12 * WHOLE))
    beyond = first.plus(12 * years)
    return balance + sum(each.amount for each in contributions if each.month >= beyond)


def yearly_rates() -> Mapping[int, PartsPerMillion]:
    """The published yearly returns by year (ppm); years without a published figure are missing."""
    return {rule.span.since.year: rule.value for rule in parameter(FILE, "yearly_return", integer).values}
