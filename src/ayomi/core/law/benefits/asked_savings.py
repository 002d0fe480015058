"""Answers questions about old-age savings (JHT), the pension (JP), lost jobs (JKP) and scholarships."""

from fractions import Fraction

from ayomi.core.law.benefits import limits, pension, savings, savings_tax, scholarship, unemployment
from ayomi.core.law.benefits.asking import (
    MOST_MONTHS,
    MOST_YEARS,
    Answer,
    day_or_none,
    decimal,
    figure_answer,
    items,
    only,
    percentage,
    rate,
    rows,
    sources,
    truth,
    wage,
    wholes,
)
from ayomi.core.law.benefits.paying import money
from ayomi.core.law.book import integer, integers, parameter
from ayomi.core.law.citation import Words
from ayomi.core.law.errors import BadRequest
from ayomi.core.law.lines import said
from ayomi.core.law.request import Fields
from ayomi.core.law.terms import one_of
from ayomi.core.money import LARGEST_SUM, LARGEST_WAGE, WHOLE, percent_text
from ayomi.core.periods import Month

NO_RATE = Words(
    "Tanpa rate_percent: hanya jumlah iurannya.", "Without rate_percent: the sum of the contributions only."
)
CALENDAR_YEARS = Words(
    "Pembayaran dalam tahun kalender pertama dan berikutnya dihitung sebagai satu jumlah.",
    "Payments of the first and the next calendar year count as one sum.",
)


def tax(fields: Fields) -> Answer:
    """The tax on each payment of savings; without `npwp` there is a tax number."""
    only(fields, "payments", "npwp")
    payouts = [
        savings_tax.Payout(row.day("paid"), row.whole("gross", LARGEST_SUM))
        for row in rows(fields, "payments", "paid", "gross")
    ]
    found = savings_tax.taxed(payouts, has_tax_number=truth(fields, "npwp", True))
    payments = [
        {"gross": each.gross, "tax": each.tax, "net": each.net, "final": each.final}
        | sources(each.citations)
        | said(each.explain, each.unsure)
        for each in found
    ]
    doubts = [doubt for each in found for doubt in each.unsure]
    cited = [citation for each in found for citation in each.citations]
    return {"payments": payments, **sources(cited), **said(CALENDAR_YEARS, doubts)}


def partial(fields: Fields) -> Answer:
    """What can be taken of savings before the age."""
    only(fields, "date", "balance", "membership_years", "purpose", "taken_before")
    return figure_answer(
        savings.partial(
            fields.day("date"),
            fields.whole("balance", LARGEST_SUM),
            decimal(fields, "membership_years", MOST_YEARS),
            fields.choice("purpose", savings.PURPOSES),
            taken_before=truth(fields, "taken_before", False),
        )
    )


def payable_from(fields: Fields) -> Answer:
    """The first day savings are paid."""
    only(fields, "reason", "date", "born")
    reason = fields.choice("reason", savings.REASONS)
    return figure_answer(savings.payable_from(reason, day_or_none(fields, "date"), day_or_none(fields, "born")))


def balance(fields: Fields) -> Answer:
    """An account after some years, from a balance or from its contributions."""
    only(fields, "contributions", "balance", "rate_percent", "years")
    if fields.has("contributions") == fields.has("balance"):
        raise BadRequest(
            Words("Isi contributions atau balance, salah satu.", "Give contributions or balance, one of them.")
        )
    yearly = percentage(fields, "rate_percent") if fields.has("rate_percent") else 0
    years = fields.whole("years", MOST_YEARS) if fields.has("years") else None
    if fields.has("balance"):
        start = fields.whole("balance", LARGEST_SUM)
        end = savings.grown(start, yearly, 1 if years is None else years)
    else:
        paid = [
            savings.Contribution(row.month("month"), row.whole("amount", LARGEST_WAGE))
            for row in rows(fields, "contributions", "month", "amount")
        ]
        start = sum(each.amount for each in paid)
        end = savings.balance_of(paid, yearly, years)
    cited = parameter(savings.FILE, "age", integer).on(Month(2015, 7).first_day).citation
    words = Words(
        f"{money(start).id} dengan hasil pengembangan {percent_text(yearly, 'id')} setahun menjadi {money(end).id}.",
        f"{money(start).en} at a return of {percent_text(yearly, 'en')} a year becomes {money(end).en}.",
    )
    if not fields.has("rate_percent"):
        words = words + NO_RATE
    return {"balance": end, **sources((cited,)), **said(words, (savings.CREDITED,) if yearly else ())}


def monthly_pension(fields: Fields) -> Answer:
    """The pension of a member in the first year."""
    only(fields, "event_date", "reason", "paid_months", "density_percent", "weighted_wage")
    density = percentage(fields, "density_percent", 100) if fields.has("density_percent") else None
    found = pension.pension_of(
        fields.day("event_date"),
        fields.choice("reason", pension.REASONS),
        fields.whole("paid_months", MOST_MONTHS),
        density,
        wage(fields, "weighted_wage"),
    )
    return {
        "months_counted": found.months,
        "formula": found.formula,
        "monthly": found.monthly,
        **sources(found.citations),
        **said(found.explain, found.unsure),
    }


def weighted_wage(fields: Fields) -> Answer:
    """The weighted wage of each year, and their mean."""
    only(fields, "retire_year", "years", "wages", "inflation_percent")
    years = wholes(fields, "years", 2199, 1900)
    inflation = [rate(value, "inflation_percent", 1000, -99) for value in items(fields, "inflation_percent")]
    weighted = pension.weighted_wages(
        fields.whole("retire_year", 2199, 1900), years, wholes(fields, "wages", LARGEST_WAGE), inflation
    )
    mean = pension.mean_of(weighted)
    rule = pension.formula_rate(pension.STARTED)
    words = Words(
        f"Upah tiap tahun dinaikkan menurut inflasi tahun itu sampai tahun sebelum pensiun; rata-ratanya "
        f"{money(mean).id}. Dasarnya {rule.citation.regulation} Pasal 17 ayat (3).",
        f"Each year's wage is raised by the inflation of that year up to the year before retirement; their mean is "
        f"{money(mean).en}. It rests on {rule.citation.regulation} Article 17 paragraph (3).",
    )
    return {"weighted": list(weighted), "mean": mean, **sources((rule.citation,)), **said(words, ())}


def survivors(fields: Fields) -> Answer:
    """What survivors get of a member's pension."""
    only(fields, "member_pension")
    member = fields.whole("member_pension", LARGEST_WAGE)
    rule = pension.shares_on(pension.STARTED)
    words = Words(
        "Janda atau duda 50 %; anak 50 % bila tidak ada janda atau duda; anak 50 % dari pensiun janda atau duda "
        "bila ia "
        f"meninggal atau menikah lagi; orang tua 20 % bila tidak ada semuanya. Dasarnya {rule.citation.text}.",
        "A widow or widower 50%; a child 50% where there is no spouse; a child 50% of the spouse's pension when "
        "the spouse "
        f"dies or remarries; a parent 20% where there is none of them. It rests on {rule.citation.english}.",
    )
    return {**pension.survivors_of(member), **sources((rule.citation,)), **said(words, ())}


def age(fields: Fields) -> Answer:
    """The pension age of someone."""
    only(fields, "born")
    return figure_answer(pension.pension_age(fields.day("born")))


def indexation(fields: Fields) -> Answer:
    """The pension of the next year."""
    only(fields, "pension", "inflation_percent")
    before = fields.whole("pension", LARGEST_WAGE)
    inflation = percentage(fields, "inflation_percent", 1000, -99)
    after = pension.indexed_pension(before, inflation)
    cited = pension.formula_rate(pension.STARTED).citation
    words = Words(
        f"{money(before).id} × (1 + {percent_text(inflation, 'id')}) = {money(after).id}. Dasarnya {cited.regulation} "
        "Pasal 17 ayat (1) huruf b dan ayat (4).",
        f"{money(before).en} × (1 + {percent_text(inflation, 'en')}) = {money(after).en}. It rests on "
        f"{cited.regulation} "
        "Article 17 paragraphs (1) b and (4).",
    )
    exact = before * (WHOLE + inflation) % WHOLE == 0
    return {"pension": after, **sources((cited,)), **said(words, () if exact else (pension.ROUNDED,))}


def refund(fields: Fields) -> Answer:
    """Contributions of the pension given back."""
    only(fields, "wage", "paid_months", "year", "return_percent")
    earned = percentage(fields, "return_percent") if fields.has("return_percent") else 0
    found = pension.refund_of(
        wage(fields), fields.whole("paid_months", MOST_MONTHS), fields.whole("year", 2199, 1900), earned
    )
    words = Words(
        f"Iuran 3 % dari {money(found.base).id} selama masa iur: {money(found.paid).id}, ditambah hasil pengembangan "
        f"{money(found.earned).id} = {money(found.total).id}, dibayar sekaligus.",
        f"Contributions of 3% of {money(found.base).en} over the months paid: {money(found.paid).en}, with a return of "
        f"{money(found.earned).en} = {money(found.total).en}, paid at once.",
    )
    return {
        "contributions_back": found.total,
        "contributions": found.paid,
        "return": found.earned,
        "base": found.base,
        **sources(found.citations),
        **said(words, found.unsure),
    }


def cash(fields: Fields) -> Answer:
    """Cash after a dismissal."""
    names = ("dismissed", "wage", "months_paid_last_24", "consecutive", "months_drawn", "reason")
    only(fields, *names)
    facts = unemployment.Dismissal(
        fields.day("dismissed"),
        wage(fields),
        fields.whole("months_paid_last_24", 24) if fields.has("months_paid_last_24") else None,
        _consecutive(fields),
        fields.whole("months_drawn", 6) if fields.has("months_drawn") else None,
        fields.choice("reason", unemployment.REASONS) if fields.has("reason") else "dismissed",
    )
    return figure_answer(unemployment.cash_jkp(facts))


def _consecutive(fields: Fields) -> int | None:
    """Consecutive months paid before the dismissal; true and false say whether there were enough."""
    if not fields.has("consecutive"):
        return None
    if isinstance(fields.given["consecutive"], bool):
        rules = parameter(unemployment.FILE, "conditions", integers).values
        return max(rule.value["consecutive"] for rule in rules) if fields.given["consecutive"] else 0
    return fields.whole("consecutive", MOST_MONTHS)


def _scholarship(fields: Fields) -> tuple[scholarship.Cause, Fraction | None]:
    paid = decimal(fields, "years_paid", MOST_YEARS) if fields.has("years_paid") else None
    return fields.choice("cause", scholarship.CAUSES), paid


def scholarship_total(fields: Fields) -> Answer:
    """All years of scholarship still to come."""
    only(fields, "event_date", "cause", "years_paid", "children", "from_level")
    cause, paid = _scholarship(fields)
    children = fields.whole("children", 50)
    level = fields.choice("from_level", scholarship.LEVELS) if fields.has("from_level") else "TK"
    return figure_answer(scholarship.scholarship_total(fields.day("event_date"), cause, paid, children, level))


def scholarship_year(fields: Fields) -> Answer:
    """One year of scholarship."""
    only(fields, "event_date", "cause", "years_paid", "children")
    cause, paid = _scholarship(fields)
    levels = [one_of(value, scholarship.LEVELS, "children") for value in items(fields, "children", least=0)]
    return figure_answer(scholarship.scholarship_year(fields.day("event_date"), cause, paid, levels))


def deadline(fields: Fields) -> Answer:
    """Whether a claim is in time."""
    only(fields, "event_date", "claim_date")
    programme = _programme(fields)
    return figure_answer(limits.claim_deadline(programme, fields.day("event_date"), fields.day("claim_date")))


def late_payment(fields: Fields) -> Answer:
    """What late payment costs the agency."""
    only(fields, "amount", "days_late")
    programme = _programme(fields)
    amount, days = fields.whole("amount", LARGEST_SUM), fields.whole("days_late", 36_525)
    return figure_answer(limits.late_payment(programme, amount, days))


def _programme(fields: Fields) -> limits.Claimed:
    return fields.choice("programme", limits.CLAIMED)
