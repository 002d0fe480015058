"""One line of an answer: an amount, who bears it, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.terms import PAYERS, Payer
from ayomi.core.money import PartsPerMillion, Rupiah

UNCERTAIN = Words("Belum pasti:", "Uncertain:")


@dataclass(frozen=True, slots=True)
class Line:
    """An amount in rupiah with its base, its rate (ppm) or rule, the regulations it rests on and what is unsure."""

    programme: str
    payer: Payer
    amount: Rupiah
    base: Rupiah
    rate: PartsPerMillion | None
    rule: str | None
    citations: tuple[Citation, ...]
    explain: Words
    unsure: tuple[Words, ...] = ()
    billed: bool = True
    due: date | None = None
    extra: Mapping[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """The line as it is answered; `confidence` is present only when something is uncertain."""
        answer: dict[str, object] = {
            "programme": self.programme,
            "payer": self.payer,
            "amount": self.amount,
            **self.extra,
            "base": self.base,
        }
        if self.rate is not None:
            answer["rate_ppm"] = self.rate
        if self.rule is not None:
            answer["rule"] = self.rule
        answer["source"] = "; ".join(dict.fromkeys(citation.text for citation in self.citations))
        answer["links"] = list(dict.fromkeys(citation.link for citation in self.citations))
        if self.due:
            answer["due_date"] = self.due.isoformat()
        return answer | said(self.explain, self.unsure)


def said(explain: Words, unsure: Iterable[Words]) -> dict[str, object]:
    """`explain` in both languages with what is unsure added to it, and then `confidence: uncertain` beside it."""
    doubts = tuple(dict.fromkeys(unsure))
    for doubt in doubts:
        explain = explain + UNCERTAIN + doubt
    answer: dict[str, object] = {"explain": explain.as_dict()}
    return answer | {"confidence": "uncertain"} if doubts else answer


def totals(lines: Iterable[Line], *, contractor: bool = False) -> dict[str, Rupiah]:
    """What is billed to each payer and in all. JKP is bookkeeping and not part of it."""
    billed = [line for line in lines if line.billed]
    found: dict[str, Rupiah] = {
        payer: sum(line.amount for line in billed if line.payer == payer)
        for payer in PAYERS
        if payer != "contractor" or contractor
    }
    return found | {"all": sum(line.amount for line in billed)}
