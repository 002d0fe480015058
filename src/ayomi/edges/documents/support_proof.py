"""Where the money of a budget went: every person's month with its bill and the day it was paid, as PDF and workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from ayomi.apps.sponsorship.queries import BudgetRow, ProofRow
from ayomi.core.money import Language
from ayomi.core.periods import Month
from ayomi.edges.documents.typeset import pages
from ayomi.edges.documents.words import Phrases, code_groups

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Bukti pemakaian anggaran", "Proof of spending"),
    "amount": ("Anggaran", "Budget"),
    "committed": ("Dicadangkan", "Reserved"),
    "billed": ("Ditagih", "Billed"),
    "paid": ("Dibayar", "Paid"),
    "free": ("Bebas", "Free"),
    "people": ("Orang", "People"),
    "month": ("Bulan", "Month"),
    "name": ("Nama", "Name"),
    "village": ("Desa", "Village"),
    "bill": ("Tagihan", "Bill"),
    "paid_on": ("Dibayar pada", "Paid on"),
    "total": ("Jumlah", "Total"),
    "rupiah": ("Rupiah", "Rupiah"),
    "open": ("belum", "not yet"),
    "by_month": ("Menurut bulan", "By month"),
    "by_person": ("Menurut orang", "By person"),
    "made": ("Dibuat", "Made"),
    "agency": ("Badan penyelenggara jaminan sosial ketenagakerjaan", "Employment social security agency"),
    "page_of": ("Halaman # dari ##", "Page # of ##"),
}


def _say(language: Language) -> dict[str, str]:
    return {key: pair[language == "en"] for key, pair in WORDS.items()}


def _months(rows: Sequence[ProofRow]) -> list[tuple[Month, int, int, int]]:
    """Month, people, rupiah billed, rupiah paid."""
    found: dict[Month, list[int]] = {}
    for row in rows:
        sums = found.setdefault(Month.of(row.month), [0, 0, 0])
        sums[0] += 1
        sums[1] += row.total
        sums[2] += row.total if row.paid_on else 0
    return [(month, *sums) for month, sums in sorted(found.items())]  # type: ignore[misc]  # three sums each


def support_pdf(budget: BudgetRow, rows: Sequence[ProofRow], language: Language, *, at: datetime) -> bytes:
    """A4: the sums of the budget, each month, then each person's month."""
    say, words = Phrases(language), _say(language)
    data: dict[str, Any] = {
        "language": language,
        "title": f"{words['title']}: {budget.name}",
        "author": budget.office,
        "words": words,
        "office": budget.office,
        "name": budget.name,
        "payer": budget.organisation,
        "footer": f"{words['title']}, {budget.organisation}",
        "made": say.moment(at, "WIB"),
        "facts": [
            [words["amount"], say.rupiah(budget.amount)], [words["committed"], say.rupiah(budget.committed)],
            [words["billed"], say.rupiah(budget.billed)], [words["paid"], say.rupiah(budget.paid)],
            [words["free"], say.rupiah(budget.free)],
        ],
        "months": [
            [say.month(month), say.amount(people), say.amount(billed), say.amount(paid)]
            for month, people, billed, paid in _months(rows)
        ],
        "months_sum": [
            words["total"], "", say.amount(sum(row.total for row in rows)),
            say.amount(sum(row.total for row in rows if row.paid_on)),
        ],
        "lines": [
            [
                say.month(Month.of(row.month)), row.name, row.nik_mask, row.village, code_groups(row.code),
                say.amount(row.total), say.day(row.paid_on) if row.paid_on else words["open"],
            ]
            for row in rows
        ],
    }  # fmt: skip
    return pages("support", data, at=at)


def support_xlsx(budget: BudgetRow, rows: Sequence[ProofRow], language: Language, *, at: datetime) -> bytes:
    """One row for each person's month. Names and numbers of people are text, money whole rupiah."""
    say, words = Phrases(language), _say(language)
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": words["title"], "author": budget.office, "created": at.replace(tzinfo=None)})
    strong, text, money = (
        book.add_format({"bold": True}), book.add_format({"num_format": "@"}), book.add_format({"num_format": "#,##0"})
    )  # fmt: skip
    sheet = book.add_worksheet(words["by_person"])
    sheet.write_string(0, 0, f"{budget.name}, {budget.organisation}", strong)
    heads = [words["month"], words["name"], "NIK", words["village"], words["bill"], "JKK", "JKM", "JHT",
             words["rupiah"], words["paid_on"]]  # fmt: skip
    for column, head in enumerate(heads):
        sheet.write_string(2, column, head, strong)
    for offset, row in enumerate(rows, start=3):
        month = Month.of(row.month)
        for column, value in enumerate((str(month), row.name, row.nik_mask, row.village, row.code)):
            sheet.write_string(offset, column, value, text)
        for column, amount in enumerate((row.jkk, row.jkm, row.jht, row.total), start=5):
            sheet.write_number(offset, column, amount, money)
        sheet.write_string(offset, 9, row.paid_on.isoformat() if row.paid_on else "", text)
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 4, 24)
    sheet.set_column(5, 9, 14)
    sheet.freeze_panes(3, 2)
    sums = book.add_worksheet(words["by_month"])
    for column, head in enumerate((words["month"], words["people"], words["billed"], words["paid"])):
        sums.write_string(0, column, head, strong)
    for offset, (month, *figures) in enumerate(_months(rows), start=1):
        sums.write_string(offset, 0, say.month(month), text)
        for column, figure in enumerate(figures, start=1):
            sums.write_number(offset, column, figure, money)
    sums.set_column(0, 3, 18)
    book.close()
    return target.getvalue()
