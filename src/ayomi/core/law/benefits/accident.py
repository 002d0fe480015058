"""JKK: what a work accident or an occupational disease gives. The law of the day of the event decides."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from ayomi.core.law.benefits import death
from ayomi.core.law.benefits.paying import (
    Benefit,
    Payment,
    Recipient,
    doubts,
    fixed,
    instalments,
    money,
    rests_on,
    steps,
    truth,
    whole,
)
from ayomi.core.law.book import integer, integers, parameter
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.own_account import own_account_law
from ayomi.core.law.terms import Segment
from ayomi.core.money import WHOLE, Rupiah, percent_text, rupiah_text
from ayomi.core.periods import Month, day_text

FILE = "benefits_jkk.yaml"
Means: TypeAlias = Literal["land", "sea", "air"]
MEANS: tuple[Means, ...] = ("land", "sea", "air")
Lasting: TypeAlias = Literal["death", "total_disability"]
Appliance: TypeAlias = Literal["dentures", "hearing_aid", "glasses"]

MEANS_WORDS: dict[Means, Words] = {
    "land": Words("Angkutan darat, sungai atau danau", "Transport by land, river or lake"),
    "sea": Words("Angkutan laut", "Transport by sea"),
    "air": Words("Angkutan udara", "Transport by air"),
}
ADVANCED = Words(
    "Bagi penerima upah, pemberi kerja membayar lebih dulu dan meminta gantinya; pekerja mandiri membayar lebih dulu "
    "sendiri (PP 44/2015 Pasal 30).",
    "For wage earners the employer pays first and is paid back; own-account workers pay first themselves (PP 44/2015 "
    "Article 30).",
)
KEEPS_WAGE = Words(
    "Pemberi kerja tetap membayar upah dan menerima santunan ini sebagai gantinya; selisih lebihnya untuk pekerja "
    "(PP 44/2015 Pasal 51).",
    "The employer goes on paying the wage and gets this money for it; what is more than the wage goes to the worker "
    "(PP 44/2015 Article 51).",
)
PART_MONTHS = Words(
    "bagian bulan dihitung menurut bagiannya; pasal tentang hal ini tidak ditemukan.",
    "a part of a month counts in proportion; no article on this was found.",
)
BAND_BASE = Words(
    "Upah pekerja mandiri adalah dasar iuran golongannya.", "The wage of an own-account worker is the base of the band."
)
MIGRANT = Words(
    "manfaat pekerja migran diatur tersendiri dan naskahnya belum terbaca; di sini dipakai rumus umum.",
    "the benefits of migrant workers are ruled apart, and that text has not been read; the general formula is used.",
)


def wage_of(
    on: date, segment: Segment, *, wage: Rupiah | None = None, daily: Rupiah | None = None, days: int | None = None
) -> tuple[Rupiah, tuple[Words, ...]]:
    """The monthly wage benefits are counted on, in rupiah, and what is unsure about it.

    A daily wage counts `days` times, else 30 times for projects and as in the law of contributions for others. For
    own-account workers it is the base of their income band. Raises ValueError unless one of `wage`, `daily` is given.
    """
    if (wage is None) == (daily is None):
        raise ValueError("give either the monthly or the daily wage")
    unsure: tuple[Words, ...] = ()
    if daily is not None:
        factor, unsure = (days, ()) if days is not None else _days(on, segment)
        wage = daily * factor
    assert wage is not None  # one of the two was given
    if segment == "own_account" and on >= date(2015, 7, 1):
        bands = own_account_law(Month.of(on)).bands
        if bands is not None:
            wage = [band.base for band in bands.value if band.start <= wage][-1]
    return wage, unsure


def _days(on: date, segment: Segment) -> tuple[int, tuple[Words, ...]]:
    if segment == "construction":
        rule = parameter(FILE, "construction_days", integer).on(on)
    else:
        rule = parameter("wage_earner.yaml", "daily_wage_days", integer).on(on)
    return rule.value, doubts(rule)


def death_lump(on: date, wage: Rupiah, item: str = "lump_sum", to: Recipient = "heir") -> Payment:
    """60 % of 80 (before December 2007: 70) monthly wages, since then at least the lump sum of JKM that day."""
    payment = _months_of_wage("death", on, wage, item, to)
    floor = parameter(FILE, "death_floor", truth).find(on)
    if floor is None:
        return payment
    least = parameter(death.FILE, "lump_sum", integer).on(on)
    if payment.amount >= least.value:
        return payment
    words = rests_on(
        Words(
            f"{payment.explain.id} Jumlah itu di bawah santunan kematian JKM, jadi dibayar {money(least.value).id}.",
            f"{payment.explain.en} That is below the death lump sum of JKM, so {money(least.value).en} is paid.",
        ),
        floor.citation,
        least.citation,
    )
    return Payment(
        item, least.value, to, "now", "death_cover_floor", (*payment.citations, floor.citation, least.citation), words,
        wage, (*payment.unsure, *doubts(floor, least)),
    )  # fmt: skip


def _months_of_wage(kind: Lasting, on: date, wage: Rupiah, item: str, to: Recipient) -> Payment:
    months, part = parameter(FILE, "wage_months", integer).on(on), parameter(FILE, "shares", integers).on(on)
    rate = part.value[kind]
    amount = whole(Fraction(rate, WHOLE) * months.value * wage)
    name = (
        Words("Santunan kematian", "Lump sum for death")
        if kind == "death"
        else Words("Santunan cacat total tetap", "Lump sum for total permanent disability")
    )
    sentence = Words(
        f"{name.id}: {percent_text(rate, 'id')} × {months.value} × upah {money(wage).id} = {money(amount).id}.",
        f"{name.en}: {percent_text(rate, 'en')} × {months.value} × the wage of {money(wage).en} = {money(amount).en}.",
    )
    return Payment(
        item, amount, to, "now", f"{percent_text(rate, 'en')} x {months.value} x wage",
        (months.citation,), rests_on(sentence, months.citation), wage, doubts(months, part),
    )  # fmt: skip


def death_jkk(on: date, wage: Rupiah, segment: Segment = "wage_earner") -> Benefit:
    """Lump sum, periodic and funeral money for a death by work accident; `wage` is the monthly wage that counts.

    Raises NotInForce before July 1993. Source: PP 44/2015 Pasal 25 and Lampiran III, PP 82/2019 Lampiran III, before
    that Lampiran II of PP 14/1993.
    """
    periodic = parameter(FILE, "periodic", instalments).on(on)
    funeral = parameter(FILE, "funeral", integer).on(on)
    payments = (
        death_lump(on, wage),
        death.periodic_payment(periodic, "heir"),
        fixed("funeral", funeral.value, "heir", funeral, death.FUNERAL),
    )
    return _lasting(payments, on, wage, segment, Words("kematian karena kecelakaan kerja", "a death by work accident"))


def migrant_death(on: date) -> Benefit | None:
    """The one sum for a migrant worker who died while working, or None on days that have no such sum.

    Source: Permenaker 4/2023.
    """
    rule = parameter(FILE, "migrant_death", integer).find(on)
    if rule is None:
        return None
    name = Words(
        "Santunan kematian pekerja migran selama bekerja, seluruhnya",
        "For the death of a migrant worker while working, all together",
    )
    paid = fixed("lump_sum", rule.value, "heir", rule, name)
    return Benefit((paid,), paid.explain)


def total_disability(on: date, wage: Rupiah, segment: Segment = "wage_earner") -> Benefit:
    """Lump sum (70 % of 80 monthly wages) and periodic money for total permanent disability. Raises NotInForce."""
    periodic = parameter(FILE, "periodic", instalments).on(on)
    payments = (
        _months_of_wage("total_disability", on, wage, "lump_sum", "member"),
        death.periodic_payment(periodic, "member"),
    )
    return _lasting(payments, on, wage, segment, Words("cacat total tetap", "total permanent disability"))


def _lasting(payments: tuple[Payment, ...], on: date, wage: Rupiah, segment: Segment, what: Words) -> Benefit:
    total = sum(payment.amount for payment in payments)
    words = Words(
        f"JKK untuk {what.id} pada {day_text(on, 'id')}: {rupiah_text(total, 'id')}.",
        f"JKK for {what.en} on {day_text(on, 'en')}: {rupiah_text(total, 'en')}.",
    )
    if segment == "own_account":
        words = words + BAND_BASE
    return Benefit(payments, words, (MIGRANT,) if segment == "migrant" else (), {"wage": wage})


def temporary_disability(on: date, wage: Rupiah, months: Fraction) -> Benefit:
    """The pay for `months` unable to work, by the bands of the law of the day of the event. Raises NotInForce.

    Source: Lampiran III of PP 44/2015 and of PP 82/2019, before that Lampiran II of PP 14/1993.
    """
    rule = parameter(FILE, "temporary", steps).on(on)
    left, exact, said_id, said_en = months, Fraction(0), [], []
    for length, rate in rule.value:
        here = left if length == 0 else min(left, Fraction(length))
        if not here:
            continue
        exact += here * wage * Fraction(rate, WHOLE)
        left -= here
        said_id.append(f"{_count(here, 'id')} bulan × {percent_text(rate, 'id')}")
        said_en.append(f"{_count(here, 'en')} months × {percent_text(rate, 'en')}")
    amount = whole(exact)
    sentence = Words(
        f"Santunan sementara tidak mampu bekerja: ({' + '.join(said_id)}) × upah {money(wage).id} = "
        f"{money(amount).id}.",
        f"Pay while unable to work: ({' + '.join(said_en)}) × the wage of {money(wage).en} = {money(amount).en}.",
    )
    is_sure = months <= rule.value[0][0] and rule.citation.regulation == "PP 44/2015"
    unsure = () if is_sure else doubts(rule)
    if months.denominator != 1:
        unsure = (*unsure, PART_MONTHS)
    words = rests_on(sentence, rule.citation)
    payment = Payment(
        "temporary_disability", amount, "member", "now", "wage_bands", (rule.citation,), words + KEEPS_WAGE, wage,
        unsure,
    )  # fmt: skip
    return Benefit((payment,), words)


def _count(number: Fraction, language: Literal["id", "en"]) -> str:
    text = f"{float(number):g}"
    return text.replace(".", ",") if language == "id" else text


def transport(on: date, costs: Mapping[Means, Rupiah]) -> Benefit:
    """The costs of each means used up to its cap, added where several were used. Raises NotInForce."""
    rule = parameter(FILE, "transport", integers).on(on)
    payments = tuple(
        _capped(means, costs[means], rule.value[means], rule.citation, MEANS_WORDS[means], doubts(rule), ADVANCED)
        for means in MEANS
        if costs.get(means)
    )
    total = sum(payment.amount for payment in payments)
    return Benefit(
        payments,
        rests_on(
            Words(
                f"Penggantian biaya pengangkutan: {rupiah_text(total, 'id')}.",
                f"Transport costs paid back: {rupiah_text(total, 'en')}.",
            ),
            rule.citation,
        ),
    )


def _capped(
    item: str, cost: Rupiah, most: Rupiah, citation: Citation, name: Words, unsure: tuple[Words, ...], more: Words
) -> Payment:
    amount = min(cost, most) if most else cost
    capped = Words("", "")
    if most:
        capped = Words(f", paling banyak {money(most).id}", f", at most {money(most).en}")
    sentence = Words(
        f"{name.id}: biaya {money(cost).id}{capped.id}, jadi {money(amount).id}.",
        f"{name.en}: the cost of {money(cost).en}{capped.en}, so {money(amount).en}.",
    )
    words = rests_on(sentence, citation) + more
    return Payment(item, amount, "member", "now", "cost_up_to_cap", (citation,), words, cost, unsure)


def home_care(on: date, cost: Rupiah) -> Benefit:
    """Care at home for up to one year, at cost up to the cap. Raises NotInForce before 2 December 2019."""
    rule = parameter(FILE, "home_care", integers).on(on)
    more = Words(
        "Paling lama satu tahun, bila tidak mungkin lagi berobat ke rumah sakit.",
        "For one year at most, where treatment in hospital is no longer possible.",
    )
    name = Words("Perawatan di rumah", "Care at home")
    payment = _capped("home_care", cost, rule.value["most"], rule.citation, name, doubts(rule), more)
    return Benefit((payment,), payment.explain)


def medical(on: date, cost: Rupiah) -> Benefit:
    """Treatment at cost: capped to June 2015, as medically needed (class I) since. Raises NotInForce."""
    rule = parameter(FILE, "medical", integer).on(on)
    name, none = Words("Biaya pengobatan dan perawatan", "Treatment"), Words("", "")
    payment = _capped("medical", cost, rule.value, rule.citation, name, doubts(rule), none)
    return Benefit((payment,), payment.explain)


def appliance(on: date, kind: Appliance, cost: Rupiah) -> Benefit:
    """Dentures, a hearing aid or glasses at cost up to the cap. Raises NotInForce where not granted that day."""
    rule = parameter(FILE, kind, integer).on(on)
    name, none = parameter(FILE, kind, integer).name, Words("", "")
    payment = _capped(kind, cost, rule.value, rule.citation, name, doubts(rule), none)
    return Benefit((payment,), payment.explain)


def prosthesis(on: date, price: Rupiah) -> Benefit:
    """An orthosis or prosthesis: `price` of the state rehabilitation hospital and 40 % on it. Raises NotInForce."""
    rule = parameter(FILE, "appliance_surcharge", integer).on(on)
    amount = whole(price * (1 + Fraction(rule.value, WHOLE)))
    sentence = Words(
        f"Alat bantu atau alat pengganti: harga rumah sakit rehabilitasi pemerintah {money(price).id} ditambah "
        f"{percent_text(rule.value, 'id')} = {money(amount).id}.",
        f"Orthosis or prosthesis: the price of the state rehabilitation hospital, {money(price).en}, and "
        f"{percent_text(rule.value, 'en')} = {money(amount).en}.",
    )
    words = rests_on(sentence, rule.citation)
    payment = Payment(
        "prosthesis", amount, "member", "now", "price_and_surcharge", (rule.citation,), words, price, doubts(rule)
    )
    return Benefit((payment,), words)


def rehabilitation(on: date, cost: Rupiah) -> Benefit:
    """Medical rehabilitation at cost, capped before December 2019 (caps uncertain). Raises NotInForce."""
    rule = parameter(FILE, "rehabilitation", integer).on(on)
    name, none = Words("Rehabilitasi medik", "Medical rehabilitation"), Words("", "")
    payment = _capped("rehabilitation", cost, rule.value, rule.citation, name, doubts(rule), none)
    return Benefit((payment,), payment.explain)


def shortfall(on: date, real_wage: Rupiah, reported_wage: Rupiah) -> Benefit:
    """A death where the employer reported `reported_wage`: the agency pays on it, the employer the rest.

    Raises NotInForce before July 2015. Source: PP 44/2015 Pasal 32 ayat (2).
    """
    rule = parameter(FILE, "shortfall", truth).on(on)
    paid, due = death_lump(on, reported_wage), death_lump(on, real_wage)
    rest = max(due.amount - paid.amount, 0)
    words = rests_on(
        Words(
            f"Kekurangan yang wajib dibayar pemberi kerja: menurut upah sebenarnya {money(real_wage).id} menjadi "
            f"{money(due.amount).id}, dikurangi {money(paid.amount).id} = {money(rest).id}.",
            f"The shortfall the employer must pay: on the real wage of {money(real_wage).en} it is "
            f"{money(due.amount).en}, less {money(paid.amount).en} = {money(rest).en}.",
        ),
        rule.citation,
    )
    missing = Payment(
        "shortfall", rest, "heir", "now", "difference", (rule.citation, *due.citations), words,
        real_wage, (*paid.unsure, *due.unsure), payer="employer",
    )  # fmt: skip
    return Benefit((paid, missing), words)
