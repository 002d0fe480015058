"""Answers which risk class a business activity is in."""

from ayomi.core.law.activities import Classified, classify
from ayomi.core.law.book import parameter
from ayomi.core.law.citation import Words
from ayomi.core.law.lines import said
from ayomi.core.law.request import Fields
from ayomi.core.law.scope import by_risk
from ayomi.core.law.terms import RISK_WORDS
from ayomi.core.money import percent_text


def risk_class(fields: Fields) -> dict[str, object]:
    """The answer to a `risk_class` question. Raises BadRequest, NotInForce."""
    fields.only("kind", "activity", "month")
    text, month = fields.text("activity"), fields.month("month")
    rates = parameter("wage_earner.yaml", "jkk", by_risk).on(month.first_day)
    found = classify(text, month.first_day)
    rate = rates.value[found.risk]
    answer: dict[str, object] = {
        "risk": found.risk,
        "rate_ppm": rate,
        "matched": found.match.activity.text,
        "source": found.citation.text,
        "links": [found.citation.link],
    }
    if found.match.alternatives:
        answer["alternatives"] = [activity.text for activity in found.match.alternatives]
    return answer | said(_explain(found, rate), found.unsure)


def _explain(found: Classified, rate: int) -> Words:
    activity, risk = found.match.activity, RISK_WORDS[found.risk]
    return Words(
        f"Kegiatan “{activity.label.id}” ({activity.number}) masuk tingkat risiko {risk.id}: iuran JKK "
        f"{percent_text(rate, 'id')} dari upah. Dasarnya {found.citation.text}. Kegiatan utama yang menentukan.",
        f"The activity “{activity.label.en}” ({activity.number}) is in the {risk.en} risk class: the JKK contribution "
        f"is {percent_text(rate, 'en')} of the wage. It rests on {found.citation.english}. The main activity decides.",
    )
