"""Each day: how late every loan is, its class, what is overdue and what is set aside. Only changed rows are written."""

from __future__ import annotations

from datetime import date

from django.db import connection

from ayomi.apps.audit.actions import owner_rights
from ayomi.core.law.funds import class_limits
from ayomi.core.lending.collectability import provision_rates
from ayomi.core.money import WHOLE


def age(day: date) -> int:
    """Bring all running loans to `day`, in one statement; says how many changed. The same day again changes nothing."""
    limits, rates = class_limits().value, provision_rates(day)
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute(
            _AGE,
            {"day": day, "whole": WHOLE, **{f"to_{name}": last for name, last in limits.items()},
             **{f"rate_{name}": rate for name, rate in rates.items()}},
        )  # fmt: skip
        return int(cursor.rowcount)


# Halves go up, as in core.money.share.
_AGE = """
    WITH late AS (
        SELECT l.id, greatest(0, %(day)s::date - l.oldest_due) AS days, l.principal - l.principal_paid AS left_over
        FROM funding_loan l WHERE l.state = 'running' AND (l.oldest_due < %(day)s OR l.days_late > 0)
    ), classed AS (
        SELECT id, days, left_over, CASE WHEN days <= %(to_lancar)s THEN 'lancar'
            WHEN days <= %(to_kurang_lancar)s THEN 'kurang_lancar' WHEN days <= %(to_diragukan)s THEN 'diragukan'
            ELSE 'macet' END AS loan_class FROM late
    ), overdue AS (
        SELECT i.loan_id AS id, sum(i.principal - i.principal_paid + i.fee - i.fee_paid) AS amount
        FROM funding_instalment i WHERE i.settled_on IS NULL AND i.due < %(day)s GROUP BY 1
    )
    UPDATE funding_loan l SET days_late = c.days, loan_class = c.loan_class, overdue = coalesce(o.amount, 0),
        provision = (c.left_over * r.rate * 2 + %(whole)s) / (2 * %(whole)s), aged_on = %(day)s
    FROM classed c LEFT JOIN overdue o USING (id) JOIN (VALUES ('lancar', %(rate_lancar)s::bigint),
        ('kurang_lancar', %(rate_kurang_lancar)s), ('diragukan', %(rate_diragukan)s), ('macet', %(rate_macet)s)
    ) r (name, rate) ON r.name = c.loan_class
    WHERE l.id = c.id AND (l.days_late, l.loan_class, l.overdue, l.provision) IS DISTINCT FROM
        (c.days, c.loan_class, coalesce(o.amount, 0), (c.left_over * r.rate * 2 + %(whole)s) / (2 * %(whole)s))
"""
