"""Every line worked out again from the stored terms and the law: two paths to one figure must agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from ayomi.apps.contributions import rules
from ayomi.apps.contributions.queries import gather
from ayomi.apps.contributions.queries.packages import recount_packages
from ayomi.core.law import relief
from ayomi.core.periods import Month

LINES_AT_ONCE: Final = 500_000


def expected(due: pl.DataFrame, payers: Sequence[int]) -> pl.DataFrame:
    """What the law of each month asks for each of its members; nothing for those who owe nothing that month."""
    asked = []
    for (first, segment), group in due.filter("due").group_by("month", "segment", maintain_order=True):
        month = Month.of(first)
        facts = gather.relief_facts(payers, month)
        asked.append(rules.amounts(group, month=month, segment=segment, facts=facts))
    nothing = due.filter(~pl.col("due")).with_columns(pl.lit(0, pl.Int64).alias(name) for name in rules.AMOUNTS)
    return pl.concat([*asked, nothing], how="diagonal")


def recount() -> Iterator[tuple[int, list[int]]]:
    """Works everything billed out again, in pieces: yields (member months or packages
    compared, memberships that differ).

    Left out are months that wait for a correction, and those of employers in a relief that asks how the payer stood
    on the day it was granted: that day is gone.
    """
    for payers in in_pieces(gather.payers_billed()):
        terms = gather.billed_terms(payers)
        terms = terms.filter(~_relief_of_the_day()) if not terms.is_empty() else terms
        if terms.is_empty():
            continue
        billed = gather.billed(payers, terms["month"].to_list(), except_drafts=[])
        both = expected(terms, payers).join(billed, on=["membership_id", "month"], how="left")
        differs = pl.any_horizontal(pl.col(name) != pl.col(f"{name}_billed") for name in rules.AMOUNTS)
        yield both.height, both.filter(differs)["membership_id"].to_list()
    yield recount_packages()


def _relief_of_the_day() -> pl.Expr:
    months = [month for month in _months_with_relief() if relief.of_wage_earners(month)]
    days = [month.first_day for month in months]
    return (pl.col("segment") == "wage_earner") & pl.col("month").is_in(days)


def _months_with_relief() -> Iterator[Month]:
    for year in range(2015, 2101):
        for number in range(1, 13):
            yield Month(year, number)


def in_pieces(payers: Sequence[tuple[int, int]], *, most: int = LINES_AT_ONCE) -> Iterator[list[int]]:
    """Payers (number, members) in their order, as many at a time as have `most` members together (at least one)."""
    piece: list[int] = []
    members = 0
    for payer, number in payers:
        if piece and members + number > most:
            yield piece
            piece, members = [], 0
        piece.append(payer)
        members += number
    if piece:
        yield piece
