"""Answers when a contribution is due and what late payment costs."""

from ayomi.core.law.due import due_date
from ayomi.core.law.lines import said
from ayomi.core.law.penalties import late_fine
from ayomi.core.law.request import Fields
from ayomi.core.law.terms import PROGRAMMES, SEGMENTS
from ayomi.core.money import LARGEST_SUM


def due(fields: Fields) -> dict[str, object]:
    """The answer to a `due_date` question. Raises BadRequest, NotInForce, NotEligible."""
    fields.only("kind", "segment", "programme", "month")
    segment, month = fields.choice("segment", SEGMENTS), fields.month("month")
    found = due_date(segment, fields.choice("programme", PROGRAMMES), month)
    return {
        "due_date": found.day.isoformat(),
        "source": found.citation.text,
        "links": [found.citation.link],
        **said(found.explain, found.unsure),
    }


def penalty(fields: Fields) -> dict[str, object]:
    """The answer to a `penalty` question; the due date is that of JKK. Raises BadRequest, NotInForce, NotEligible."""
    fields.only("kind", "segment", "month", "amount", "paid_on")
    segment, month = fields.choice("segment", SEGMENTS), fields.month("month")
    contribution = fields.whole("amount", LARGEST_SUM)
    fine = late_fine(segment, month, contribution, fields.day("paid_on"))
    return {
        "months_late": fine.months_late,
        "amount": fine.amount,
        "base": contribution,
        "rate_ppm": fine.rate,
        "due_date": fine.due.day.isoformat(),
        "source": fine.citation.text,
        "links": [fine.citation.link],
        **said(fine.explain, fine.unsure),
    }
