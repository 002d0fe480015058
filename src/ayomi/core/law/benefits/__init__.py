"""What the programmes give: dated, cited, in whole rupiah. Pure; no clock, no database.

The stable interface, by programme. Each raises NotInForce outside the dates of the law, NotEligible with a sentence
in two languages naming the condition that failed, and BadRequest for facts that cannot be read.

    death             death_jkm(Death) -> Benefit; own_account_arrears(income, months, before)
    accident          death_jkk, total_disability, temporary_disability, transport, home_care, medical, appliance,
                      prosthesis, rehabilitation, shortfall -> Benefit; wage_of(...) -> the wage that counts
    injuries          partial_disability(...) -> Benefit; find_injury, part_of, added; injuries() the table
    savings           payable_from, partial -> Figure; grown, balance_of; yearly_rates()
    savings_tax       taxed(payouts) -> one Taxed for each
    pension           pension_age, pension_of, weighted_wages, survivors_of, indexed_pension, refund_of
    unemployment      cash_jkp(Dismissal) -> Figure
    scholarship       scholarship_total, scholarship_year -> Figure
    limits            claim_deadline, late_payment -> Figure
    columns           pensions, survivors, indexed, credited: the same for a frame of many people

A Benefit has `payments` (item, amount, recipient, when, base, rule, citations, explain, unsure), `total` and
`figures`; a Figure has `figures`, `citations`, `explain`, `unsure`. `asking` turns both into answers.
"""

from ayomi.core.law.benefits.accident import (
    appliance,
    death_jkk,
    home_care,
    medical,
    migrant_death,
    prosthesis,
    rehabilitation,
    shortfall,
    temporary_disability,
    total_disability,
    transport,
    wage_of,
)
from ayomi.core.law.benefits.death import Death, death_jkm, own_account_arrears
from ayomi.core.law.benefits.injuries import find_injury, partial_disability
from ayomi.core.law.benefits.limits import claim_deadline, late_payment
from ayomi.core.law.benefits.papers import papers_for
from ayomi.core.law.benefits.paying import Benefit, Figure, Payment
from ayomi.core.law.benefits.pension import (
    indexed_pension,
    pension_age,
    pension_of,
    refund_of,
    survivors_of,
    weighted_wages,
)
from ayomi.core.law.benefits.savings import balance_of, grown, partial, payable_from, yearly_rates
from ayomi.core.law.benefits.savings_tax import Payout, taxed
from ayomi.core.law.benefits.scholarship import scholarship_total, scholarship_year
from ayomi.core.law.benefits.unemployment import Dismissal, cash_jkp

__all__ = [
    "Benefit",
    "Death",
    "Dismissal",
    "Figure",
    "Payment",
    "Payout",
    "appliance",
    "balance_of",
    "cash_jkp",
    "claim_deadline",
    "death_jkk",
    "death_jkm",
    "find_injury",
    "grown",
    "home_care",
    "indexed_pension",
    "late_payment",
    "medical",
    "migrant_death",
    "own_account_arrears",
    "papers_for",
    "partial",
    "partial_disability",
    "payable_from",
    "pension_age",
    "pension_of",
    "prosthesis",
    "refund_of",
    "rehabilitation",
    "scholarship_total",
    "scholarship_year",
    "shortfall",
    "survivors_of",
    "taxed",
    "temporary_disability",
    "total_disability",
    "transport",
    "wage_of",
    "weighted_wages",
    "yearly_rates",
]
