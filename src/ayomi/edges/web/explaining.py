"""The line of a bill opened: each part with its sum, its article and its amount, adding up to what was billed.

Nothing of this is stored. The law of the line's month is asked again with the stored wage, risk class and programmes; a
relief is known from what it took off. Where the law as known now gives another sum than was billed, the page says so
and shows what was billed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import polars as pl
from django.utils.translation import gettext

from ayomi.apps.contributions.queries.bills import LineRow
from ayomi.apps.contributions.rules import package_amount
from ayomi.core.law import contributions, monthly
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.construction import by_value, by_wages
from ayomi.core.law.explain import ROUNDED
from ayomi.core.law.monthly import BilledColumn, MonthlySegment
from ayomi.core.law.own_account import OwnAccountLaw
from ayomi.core.law.relief import relief_of
from ayomi.core.law.terms import Programme, Risk
from ayomi.core.law.wage_earner import WageEarnerLaw
from ayomi.core.money import WHOLE, Language, is_whole, percent_text, rupiah_text
from ayomi.core.periods import Month
from ayomi.edges.web.parts import Explained
from ayomi.edges.web.vocabulary import word

AMOUNTS = (
    "jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker", "jpk", "relief", "jkp_government",
    "jkp_from_jkk", "jkp_from_jkm",
)  # fmt: skip
BILLED = AMOUNTS[:7]
JKP = AMOUNTS[8:]


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a correction: rupiah before, as it should have been, and what is still to be paid or given back."""

    part: str
    before: int
    after: int

    @property
    def amount(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class OpenedLine:
    """What a page shows of one line. `lines` add up to `total`; `differences` only for a correction."""

    month: Month
    total: int
    lines: tuple[Explained, ...]
    agrees: bool
    """Whether the law as known now gives the sum that was billed."""
    unemployment: Mapping[str, int]
    """What goes to JKP without being billed: from the government, out of JKK, out of JKM; empty where there is none."""
    differences: tuple[Difference, ...] = ()


def stored_amounts(line: LineRow) -> dict[str, int]:
    return {name: getattr(line, name) for name in AMOUNTS}


def open_line(
    line: LineRow, segment: MonthlySegment, language: Language, *, before: Mapping[str, int] | None = None
) -> OpenedLine:
    """One line opened. `before`: what earlier bills asked for the same month, where the line corrects it."""
    amounts = stored_amounts(line)
    month = Month.of(line.month)
    differences: tuple[Difference, ...] = ()
    if before is not None:
        amounts = {name: amounts[name] + before[name] for name in AMOUNTS}
        differences = tuple(
            Difference(part_name(name, segment), before[name], amounts[name])
            for name in BILLED
            if before[name] or amounts[name]
        )
    total = sum(amounts[name] for name in BILLED)
    lines = explained(segment, month, line.wage, line.risk, amounts, language)
    agrees = lines is not None
    return OpenedLine(
        month,
        total,
        lines if lines is not None else as_billed(segment, amounts),
        agrees,
        {name: amounts[name] for name in JKP if amounts[name]},
        differences,
    )


def part_name(column: str, segment: str) -> str:
    programme, _, payer = column.partition("_")
    if segment == "own_account" or not payer:
        return programme.upper()
    return f"{programme.upper()}, {word('payer', payer).lower()}"


def as_billed(segment: str, amounts: Mapping[str, int]) -> tuple[Explained, ...]:
    """The parts as they stand on the bill, without their sums."""
    words = gettext("seperti tercantum di tagihan")
    return tuple(Explained(part_name(name, segment), words, "", amounts[name]) for name in BILLED if amounts[name])


def explained(
    segment: MonthlySegment, month: Month, wage: int, risk: str, amounts: Mapping[str, int], language: Language
) -> tuple[Explained, ...] | None:
    """The parts of one member's month with their sums and articles; None where the law now gives other amounts.

    `amounts`: whole rupiah by the columns of AMOUNTS. Raises NotInForce for a month without this law.
    """
    if not any(amounts[name] for name in AMOUNTS):
        return ()
    known = monthly.law_of(segment, month)
    for family in (False, True):
        real = _assess(segment, month, wage, risk, amounts, family=family, relief=amounts["relief"] != 0)
        if _same(real.frame.row(0, named=True), amounts):
            break
    else:
        return None
    full = _assess(segment, month, wage, risk, amounts, family=family, relief=False)
    row = full.frame.row(0, named=True)
    parts = [
        _part(known, column, row, risk, full, language, family=family)
        for column in monthly.BILLED[segment]
        if row[column.column]
    ]
    if amounts["relief"]:
        parts.append(_relief(segment, month, amounts["relief"], language))
    return tuple(parts)


def _columns(programme: Programme) -> tuple[str, ...]:
    return tuple(name for name in AMOUNTS if name.partition("_")[0] == programme)


def _assess(
    segment: MonthlySegment,
    month: Month,
    wage: int,
    risk: str,
    amounts: Mapping[str, int],
    *,
    family: bool,
    relief: bool,
) -> contributions.Assessed[pl.DataFrame]:
    person: dict[str, Any] = {
        monthly.INCOME[segment]: [wage],
        "risk": pl.Series([risk or None], dtype=pl.String),
        "family": [family],
        "relief": [relief],
        **{
            programme: [any(amounts[name] for name in _columns(programme))]
            for programme in monthly.law_of(segment, month).programmes
        },
    }
    return contributions.assess(pl.DataFrame(person), month=month, segment=segment)


def _same(row: Mapping[str, Any], amounts: Mapping[str, int]) -> bool:
    found = dict(row)
    if "jht" in found:
        found["jht_worker"] = found["jht"]
    return all(found.get(name, 0) == amounts[name] for name in AMOUNTS)


def _part(
    known: monthly.Law, column: BilledColumn, row: Mapping[str, Any], risk: str,
    full: contributions.Assessed[pl.DataFrame], language: Language, *, family: bool,
) -> Explained:  # fmt: skip
    base = row[column.base]
    rate = _rate(known, column.column, risk, family=family)
    doubts = list(full.unsure[column.column])
    if rate is None:
        words = gettext("tetap, semua golongan")
    else:
        words = f"{percent_text(rate, language)} × {rupiah_text(base, language)}{_about(known, column, row, risk)}"
        if not is_whole(base, rate):
            doubts.append(ROUNDED)
    name = column.column if isinstance(known, WageEarnerLaw) else column.programme
    citations = full.citations[column.column]
    return Explained(
        part_name(name, "wage_earner" if isinstance(known, WageEarnerLaw) else "own_account"),
        words,
        laws(citations, language),
        row[column.column],
        citations[0].link,
        " ".join(said(doubt, language) for doubt in doubts),
    )


def _rate(known: monthly.Law, column: str, risk: str, *, family: bool) -> int | None:
    """Parts per million of one billed column; None for a flat sum."""
    if isinstance(known, OwnAccountLaw):
        if column == "jkm" and known.bands:
            return None
        health = known.jpk_family if family else known.jpk_single
        found = {"jkk": known.jkk, "jkm": known.jkm, "jht": known.jht, "jpk": health}[column]
        if found is None:
            raise ValueError(f"{known.month}: no rate of {column}")
        return found.value
    if column == "jkk":
        return known.jkk.value[cast(Risk, risk)]
    if column == "jpk" and known.jpk:
        return (known.jpk.family if family else known.jpk.single).value
    if column in ("jp_employer", "jp_worker") and known.jp:
        return (known.jp.employer if column == "jp_employer" else known.jp.worker).value
    return {"jkm": known.jkm, "jht_employer": known.jht_employer, "jht_worker": known.jht_worker}[column].value


def _about(known: monthly.Law, column: BilledColumn, row: Mapping[str, Any], risk: str) -> str:
    """What to know of the base: the band, the risk class, or the ceiling that the wage was cut to."""
    if isinstance(known, OwnAccountLaw):
        if known.bands is None:
            return ""
        bands = [band.base for band in known.bands.value]
        return ", " + gettext("dasar golongan %(number)s") % {"number": bands.index(row["base"]) + 1}
    if column.column == "jkk":
        return ", " + gettext("risiko %(risk)s") % {"risk": word("risk", risk)}
    if row[column.base] != row["base"]:
        return ", " + gettext("batas upah program ini")
    return ""


def _relief(segment: MonthlySegment, month: Month, taken_off: int, language: Language) -> Explained:
    offered = relief_of(segment, month)
    if offered is None:
        raise ValueError(f"{month}: a relief was given in a month without one")
    names = " + ".join(name.upper() for name in offered.programmes)
    return Explained(
        gettext("Keringanan"),
        gettext("%(share)s dari %(programmes)s")
        % {"share": percent_text(WHOLE - offered.keep, language), "programmes": names},
        laws((offered.citation,), language),
        -taken_off,
        offered.citation.link,
    )


def explained_package(kind: str, months: int, asked_on: date, language: Language) -> Explained:
    """What one package costs by the law of the day it is asked for. Raises NotInForce, NotEligible."""
    made = package_amount(kind, months, asked_on)
    return Explained(
        word("package", kind),
        said(made.rule, language),
        laws((made.citation,), language),
        made.amount,
        made.citation.link,
        " ".join(said(doubt, language) for doubt in made.unsure),
    )


def explained_project(
    contract_value: int, wages: int | None, registered: Any, language: Language
) -> tuple[Explained, ...]:
    """The whole contribution of a construction project, by its wages where they are known, else by its value."""
    amounts = by_value(contract_value, registered) if wages is None else by_wages(wages, registered)
    return tuple(
        Explained(
            amount.programme.upper().replace("_", " + "),
            f"{said(amount.rule, language)}, {rupiah_text(amount.base, language)}",
            laws((amount.citation,), language),
            amount.amount,
            amount.citation.link,
            " ".join(said(doubt, language) for doubt in (*amount.unsure, *((ROUNDED,) if amount.is_rounded else ()))),
        )
        for amount in amounts
    )


def laws(citations: Sequence[Citation], language: Language) -> str:
    """Articles as they are cited, each once."""
    return "; ".join(dict.fromkeys(each.english if language == "en" else each.text for each in citations))


def said(words: Words, language: Language) -> str:
    return words.en if language == "en" else words.id
