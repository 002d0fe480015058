"""Answers what is owed once: for a construction project, and for a migrant worker's contract."""

from datetime import date

from ayomi.core.law import construction, explain, migrant
from ayomi.core.law.citation import Words
from ayomi.core.law.construction import ProjectAmount
from ayomi.core.law.errors import BadRequest
from ayomi.core.law.lines import Line, said, totals
from ayomi.core.law.request import Fields
from ayomi.core.money import LARGEST_SUM
from ayomi.core.periods import Span

WAGES = Words("jumlah upah", "the wages of")
VALUE = Words("nilai kontrak", "the contract value of")
MAY_STILL_RUN = Span(date(2018, 8, 1), date(2020, 8, 1))
"""Projects registered in the two years before the Covid relief may have been running when it began."""
COVID_REGISTRATION = Span(date(2020, 8, 1), date(2021, 2, 1))


def project(fields: Fields) -> dict[str, object]:
    """The answer for a construction project. Raises BadRequest, NotInForce."""
    fields.only("kind", "segment", "contract_value", "wages", "registered", "instalments")
    if fields.has("contract_value") == fields.has("wages"):
        raise BadRequest(
            Words(
                "Isi salah satu: contract_value (nilai kontrak tanpa PPN) atau wages (jumlah upah).",
                "Give either contract_value (without VAT) or wages (their total).",
            )
        )
    registered = fields.day("registered")
    if fields.has("wages"):
        parts, of = construction.by_wages(fields.whole("wages", LARGEST_SUM), registered), WAGES
    else:
        parts, of = construction.by_value(fields.whole("contract_value", LARGEST_SUM), registered), VALUE
    lines = [_project_line(part, of, registered) for part in parts]
    answer: dict[str, object] = {
        "lines": [line.as_dict() for line in lines],
        "totals": totals(lines, contractor=True),
        "due_date": None,
    }
    doubts = [doubt for line in lines for doubt in line.unsure]
    words = Words("Lunas sebelum proyek selesai.", "To be paid in full before the project ends.")
    if fields.has("instalments"):
        number = fields.whole("instalments", construction.MOST_INSTALMENTS, 1)
        plan = construction.instalments(sum(line.amount for line in lines), number, registered)
        answer["instalments"] = list(plan.amounts)
        words, doubts = plan.explain, [*doubts, *plan.unsure]
    return answer | said(words, doubts)


def _project_line(part: ProjectAmount, of: Words, registered: date) -> Line:
    if part.rate is None:
        words = explain.ruled(part.programme, "contractor", part.amount, part.rule, part.citation)
    else:
        words = explain.rated(part.programme, "contractor", part.base, part.rate, part.amount, part.citation, of)
    if registered in MAY_STILL_RUN:
        words = words + explain.COVID_PROJECT
    doubts = [*part.unsure]
    if registered in COVID_REGISTRATION:
        doubts.append(explain.COVID_NEW_PROJECT)
    if part.is_rounded:
        doubts.append(explain.ROUNDED)
    return Line(
        programme=part.programme,
        payer="contractor",
        amount=part.amount,
        base=part.base,
        rate=part.rate,
        rule=part.rule.en if part.rate is None else None,
        citations=(part.citation,),
        explain=words,
        unsure=tuple(doubts),
    )


def migrant_worker(fields: Fields) -> dict[str, object]:
    """The answer for a migrant worker. Raises BadRequest, NotInForce, NotEligible."""
    fields.only("kind", "segment", "date", "route", "contract_months")
    paid_on = fields.day("date")
    route = fields.choice("route", migrant.ROUTES)
    parts = migrant.package(route, fields.whole("contract_months", migrant.MOST_MONTHS, 1), paid_on)
    lines = [
        Line(
            programme="jkk_jkm",
            payer="self",
            amount=part.amount,
            base=part.base,
            rate=None,
            rule=part.rule.en,
            citations=(part.citation,),
            explain=explain.ruled("jkk_jkm", "self", part.amount, part.rule, part.citation),
            unsure=part.unsure,
        )
        for part in parts
    ]
    doubts = [doubt for line in lines for doubt in line.unsure]
    return {
        "lines": [line.as_dict() for line in lines],
        "totals": totals(lines),
        "due_date": None,
        **said(Words("Dibayar sebelum berangkat.", "To be paid before leaving."), doubts),
    }
