"""Answers questions about accidents (JKK) and deaths (JKM)."""

from datetime import date
from fractions import Fraction

from ayomi.core.law.benefits import accident, death, injuries
from ayomi.core.law.benefits.asking import (
    MOST_MONTHS,
    MOST_YEARS,
    Answer,
    benefit_answer,
    day_or_none,
    decimal,
    only,
    percentage,
    truth,
    wage,
)
from ayomi.core.law.benefits.paying import Benefit
from ayomi.core.law.citation import Words
from ayomi.core.law.errors import BadRequest
from ayomi.core.law.lines import said
from ayomi.core.law.request import Fields
from ayomi.core.law.terms import SEGMENTS, Segment
from ayomi.core.money import LARGEST_SUM, LARGEST_WAGE, WHOLE

ASSUMED_WAGE_EARNER = Words(
    "segment tidak diisi; dihitung sebagai penerima upah.", "segment was not given; counted as a wage earner."
)
HANDS = ("right", "left")
LASTING_FIELDS = ("event_date", "segment", "wage", "daily_wage", "days_factor")


def _segment(fields: Fields) -> Segment:
    return fields.choice("segment", SEGMENTS) if fields.has("segment") else "wage_earner"


def _with_segment(fields: Fields, found: Answer) -> Answer:
    """The answer, saying where the segment was assumed."""
    if fields.has("segment"):
        return found
    explain = found["explain"]
    assert isinstance(explain, dict)  # every answer explains itself in two languages
    words = Words(explain["id"], explain["en"]) + ASSUMED_WAGE_EARNER
    return found | {"explain": words.as_dict()}


def death_jkm(fields: Fields) -> Answer:
    """JKM for one death; without `active` membership counts as active, without `heirs` there are heirs."""
    only(fields, "event_date", "segment", "active", "years_paid", "arrears_months", "income", "member_since", "heirs")
    facts = death.Death(
        event_date=fields.day("event_date"),
        segment=_segment(fields),
        active=truth(fields, "active", True),
        years_paid=decimal(fields, "years_paid", MOST_YEARS) if fields.has("years_paid") else Fraction(0),
        arrears_months=fields.whole("arrears_months", MOST_MONTHS) if fields.has("arrears_months") else 0,
        income=fields.whole("income", LARGEST_WAGE) if fields.has("income") else None,
        member_since=day_or_none(fields, "member_since"),
        heirs=truth(fields, "heirs", True),
    )
    return _with_segment(fields, benefit_answer(death.death_jkm(facts)))


def _lasting(fields: Fields) -> tuple[date, Segment, int, tuple[Words, ...]]:
    only(fields, *LASTING_FIELDS)
    on, segment = fields.day("event_date"), _segment(fields)
    by_day = fields.has("daily_wage")
    if by_day == fields.has("wage"):
        raise BadRequest(Words("Isi wage atau daily_wage, salah satu.", "Give wage or daily_wage, one of them."))
    if not by_day and fields.has("days_factor"):
        raise BadRequest(Words("days_factor hanya bersama daily_wage.", "days_factor goes with daily_wage only."))
    days = fields.whole("days_factor", 31, 1) if fields.has("days_factor") else None
    paid = {"daily": wage(fields, "daily_wage"), "days": days} if by_day else {"wage": wage(fields)}
    counted, unsure = accident.wage_of(on, segment, **paid)
    return on, segment, counted, unsure


def _lasting_answer(fields: Fields, found: Benefit, unsure: tuple[Words, ...]) -> Answer:
    answer = benefit_answer(Benefit(found.payments, found.explain, (*found.unsure, *unsure), found.figures))
    return _with_segment(fields, answer)


def death_jkk(fields: Fields) -> Answer:
    """JKK for a death by work accident; for migrant workers one sum without a wage since Permenaker 4/2023."""
    if fields.has("event_date") and _segment(fields) == "migrant":
        only(fields, *LASTING_FIELDS)
        together = accident.migrant_death(fields.day("event_date"))
        if together is not None:
            return benefit_answer(together)
    on, segment, counted, unsure = _lasting(fields)
    return _lasting_answer(fields, accident.death_jkk(on, counted, segment), unsure)


def total_disability(fields: Fields) -> Answer:
    """JKK for total permanent disability."""
    on, segment, counted, unsure = _lasting(fields)
    return _lasting_answer(fields, accident.total_disability(on, counted, segment), unsure)


def partial_disability(fields: Fields) -> Answer:
    """JKK for the loss of a part of the body or of its function; without `handed` right-handed."""
    only(fields, "event_date", "wage", "injury", "handed", "function_loss_percent", "decibel")
    loss = percentage(fields, "function_loss_percent", 100) if fields.has("function_loss_percent") else None
    return benefit_answer(
        injuries.partial_disability(
            fields.day("event_date"),
            wage(fields),
            fields.text("injury"),
            left_handed=fields.has("handed") and fields.choice("handed", HANDS) == "left",
            loss=None if loss is None else Fraction(loss, WHOLE),
            decibel=fields.whole("decibel", 200) if fields.has("decibel") else None,
        )
    )


def temporary_disability(fields: Fields) -> Answer:
    """JKK while unable to work; `months` may have a fraction."""
    only(fields, "event_date", "wage", "months")
    months = decimal(fields, "months", MOST_MONTHS)
    return benefit_answer(accident.temporary_disability(fields.day("event_date"), wage(fields), months))


def transport(fields: Fields) -> Answer:
    """JKK for the way to treatment, by each means used."""
    only(fields, "event_date", "costs")
    costs = fields.inner("costs")
    costs.only(*accident.MEANS)
    if not costs.given:
        raise BadRequest(Words("Isi costs: land, sea atau air.", "Give costs: land, sea or air."))
    given = {means: costs.whole(means, LARGEST_SUM) for means in accident.MEANS if costs.has(means)}
    return benefit_answer(accident.transport(fields.day("event_date"), given))


def home_care(fields: Fields) -> Answer:
    """JKK for care at home."""
    only(fields, "event_date", "cost")
    return benefit_answer(accident.home_care(fields.day("event_date"), fields.whole("cost", LARGEST_SUM)))


def shortfall(fields: Fields) -> Answer:
    """JKK where the employer reported too low a wage."""
    only(fields, "event_date", "case_of", "real_wage", "reported_wage")
    fields.choice("case_of", ("death",))
    real, reported = wage(fields, "real_wage"), wage(fields, "reported_wage")
    found = accident.shortfall(fields.day("event_date"), real, reported)
    paid, owed = found.payments
    words = paid.explain + owed.explain
    return benefit_answer(found) | said(words, (*paid.unsure, *owed.unsure))
