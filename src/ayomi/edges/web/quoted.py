"""An answer of the law laid out as a receipt: lines that add up, each with its sum, its article and a link to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext

from ayomi.core.law.quote import answer
from ayomi.core.law.relief import own_account_sectors
from ayomi.core.money import Language, percent_text
from ayomi.core.periods import Month
from ayomi.edges.web import formats
from ayomi.edges.web.vocabulary import word


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One amount with what opens under it. A relief is a line of its own, below zero."""

    label: str
    amount: int
    words: str
    law: str = ""
    links: tuple[tuple[str, str], ...] = ()
    unsure: bool = False
    opened: bool = False
    """Shown open, where its label alone does not tell it from the line beside it."""


@dataclass(frozen=True, slots=True)
class PayerGroup:
    """What one payer bears."""

    payer: str
    lines: tuple[ReceiptLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Receipt:
    total: int
    groups: tuple[PayerGroup, ...]
    told: tuple[ReceiptLine, ...]
    """Lines that nobody is asked to pay."""
    due: tuple[tuple[str, date], ...]
    due_words: str
    unsure: bool
    instalments: tuple[int, ...] = ()
    full: int = 0
    """What it would be without relief."""
    relief_until: Month | None = None
    """The first month after the relief."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no answer, in the reader's language."""

    words: str


def ask(question: Mapping[str, object], language: Language) -> Receipt | Refused:
    """The receipt for one question about contributions, or why the law gives none."""
    found: dict[str, Any] = answer(question)
    if "error" in found:
        return refusal(found, language)
    receipt = _receipt(found, language)
    if question["segment"] != "own_account":
        return receipt
    # Who is paid for out of a public budget gets no relief: so this is the same question without it.
    full: dict[str, Any] = answer({**question, "paid_by": "government"})
    if "error" in full or full["totals"]["all"] == found["totals"]["all"]:
        return receipt
    return _with_relief(receipt, found, full, str(question["sector"]), Month.parse(str(question["month"])), language)


def refusal(found: Mapping[str, Any], language: Language) -> Refused:
    error = found["error"]
    return Refused(error["message_en"] if language == "en" else error["message"])


def _receipt(found: Mapping[str, Any], language: Language) -> Receipt:
    billed = [line for line in found["lines"] if line["programme"] != "jkp"]
    payers = list(dict.fromkeys(line["payer"] for line in billed))
    groups = []
    for payer in payers:
        lines = _told_apart([_line(line, language) for line in billed if line["payer"] == payer])
        groups.append(PayerGroup(payer, lines, sum(line.amount for line in lines)))
    uncertain = [part for part in (found, *found["lines"]) if part.get("confidence") == "uncertain"]
    return Receipt(
        total=found["totals"]["all"],
        groups=tuple(groups),
        told=tuple(_line(line, language) for line in found["lines"] if line["programme"] == "jkp"),
        due=_due(billed),
        due_words=found["explain"][language],
        unsure=bool(uncertain),
        instalments=tuple(found.get("instalments", ())),
    )


def _line(line: Mapping[str, Any], language: Language) -> ReceiptLine:
    return ReceiptLine(
        label=word("programme", line["programme"]),
        amount=line["amount"],
        words=line["explain"][language],
        links=_links(line["links"]),
        unsure=line.get("confidence") == "uncertain",
    )


def _told_apart(lines: Sequence[ReceiptLine]) -> tuple[ReceiptLine, ...]:
    labels = [line.label for line in lines]
    return tuple(replace(line, opened=labels.count(line.label) > 1) for line in lines)


def _links(addresses: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((address, urlsplit(address).netloc.removeprefix("www.")) for address in addresses)


def _due(lines: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, date], ...]:
    """Which programmes fall due on which day."""
    days: dict[str, list[str]] = {}
    for line in lines:
        if "due_date" in line:
            names = days.setdefault(line["due_date"], [])
            if line["programme"].upper() not in names:
                names.append(line["programme"].upper())
    return tuple((", ".join(names), date.fromisoformat(day)) for day, names in days.items())


def _with_relief(
    receipt: Receipt,
    found: Mapping[str, Any],
    full: Mapping[str, Any],
    sector: str,
    month: Month,
    language: Language,
) -> Receipt:
    """The same receipt with the full amounts, and the relief as a line of its own."""
    before = {line["programme"]: line for line in full["lines"]}
    lines = [_full_line(before[line["programme"]], language) for line in found["lines"]]
    reduced = [line for line in found["lines"] if line["amount"] != before[line["programme"]]["amount"]]
    taken = sum(before[line["programme"]]["amount"] - line["amount"] for line in reduced)
    sources = [source for line in reduced for source in line["source"].split("; ")]
    known = {source for line in full["lines"] for source in line["source"].split("; ")}
    law = "; ".join(dict.fromkeys(source for source in sources if source not in known))
    links = [link for line in reduced for link in line["links"] if link not in before[line["programme"]]["links"]]
    names = ", ".join(line["programme"].upper() for line in reduced)
    lines.append(
        ReceiptLine(
            label=gettext("Keringanan dari pemerintah"),
            amount=-taken,
            words=" ".join(line["explain"][language] for line in reduced),
            law=f"{names}: {law}",
            links=_links(list(dict.fromkeys(links))),
            unsure=receipt.unsure,
        )
    )
    span = own_account_sectors(month)[sector].span if sector in own_account_sectors(month) else None
    return replace(
        receipt,
        groups=(PayerGroup("self", tuple(lines), receipt.total),),
        full=full["totals"]["all"],
        relief_until=Month.of(span.until) if span and span.until else None,
    )


def _full_line(line: Mapping[str, Any], language: Language) -> ReceiptLine:
    if "rate_ppm" in line:
        base = formats.rupiah(line["base"], language)
        rate = percent_text(line["rate_ppm"], language)
        words = gettext("%(rate)s × %(base)s, dasar iuran golongan Anda.") % {"rate": rate, "base": base}
    else:
        words = gettext("Sama untuk semua golongan penghasilan.")
    return ReceiptLine(
        label=word("programme", line["programme"]),
        amount=line["amount"],
        words=words,
        law=line["source"],
        links=_links(line["links"]),
        unsure=line.get("confidence") == "uncertain",
    )
