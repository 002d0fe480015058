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
