"""A bill as a spreadsheet: one row a line, sums that can be checked, and nothing that a program would run."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from ayomi.core.money import Language
from ayomi.edges.documents.shapes import FUNDS, Bill, BillMember
from ayomi.edges.documents.words import PROGRAMME, REASON, SEGMENT, STATE, Phrases, code_groups

HEAD_ROWS = 9


def bill_xlsx(bill: Bill, language: Language) -> bytes:
    """The bill as XLSX, the same bytes for the same bill. Names and numbers of people are text, money whole numbers."""
    say = Phrases(language)
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties(
        {
            "title": f"{say('bill')} {say.month(bill.month)}",
            "author": bill.signing.office,
            "created": bill.signing.at.replace(tzinfo=None),
        }
    )
    _members(book, bill, say)
    _summary(book, bill, say)
    book.close()
    return target.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    money = "#,##0;[Red]\u2212#,##0"
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "quiet": book.add_format({"font_color": "#515A6E"}),
        "strong": book.add_format({"bold": True}),
        "head": book.add_format(
            {"bold": True, "bottom": 1, "top": 2, "text_wrap": True, "valign": "top", "bg_color": "#EEF1F8"}
        ),
        # '@' keeps leading zeros when someone edits the cell.
        "text": book.add_format({"num_format": "@"}),
        "money": book.add_format({"num_format": money}),
        "sum": book.add_format({"num_format": money, "bold": True, "top": 1, "bottom": 6}),
        "sum_text": book.add_format({"bold": True, "top": 1, "bottom": 6}),
    }


def _head(sheet: Any, bill: Bill, say: Phrases, style: dict[str, Any]) -> None:
    sheet.write_string(0, 0, f"{say('bill')} {say.month(bill.month)}", style["title"])
    facts = (
        (say("billed_to"), bill.payer_name),
        (say("payer_number"), bill.payer_number),
        (say("segment"), say.of(SEGMENT, bill.segment)),
        (say("code"), code_groups(bill.code) or say.of(STATE, bill.state)),
        (say("to_pay"), say.rupiah(bill.total)),
        (say("paid_on") if bill.paid_on else say("pay_by"), say.day(bill.paid_on or bill.due_on)),
    )
    for row, (name, value) in enumerate(facts, start=1):
        sheet.write_string(row, 0, name, style["quiet"])
        sheet.write_string(row, 2, value, style["strong"])


def _members(book: Any, bill: Bill, say: Phrases) -> None:
    sheet, style = book.add_worksheet(say("members")), _formats(book)
    shown = [fund for fund in FUNDS if any(line.fund(fund) for line in bill.members)]
    _head(sheet, bill, say, style)
    wage = say("wage") if bill.segment == "wage_earner" else say("income")
    heads = [
        "No", say("member"), say("kpj"), say("month_and_reason"), wage,
        *(f"{fund.upper()} (Rp)" for fund in shown), say("rupiah"),
    ]  # fmt: skip
    for column, text in enumerate(heads):
        sheet.write_string(HEAD_ROWS - 1, column, text, style["head"])
    for offset, line in enumerate(bill.members):
        _line(sheet, HEAD_ROWS + offset, offset + 1, line, shown, say, style)
    last = HEAD_ROWS + len(bill.members)
    for column in range(5):
        sheet.write_string(last, column, say("total") if column == 1 else "", style["sum_text"])
    sums = [sum(line.fund(fund) for line in bill.members) for fund in shown]
    sums.append(sum(line.total for line in bill.members))
    for column, amount in enumerate(sums, start=5):
        letter = _letter(column)
        span = f"{letter}{HEAD_ROWS + 1}:{letter}{last}"
        # The sum can be checked in the sheet; its value stands beside, for programs that do not reckon.
        if bill.members:
            sheet.write_formula(last, column, f"=SUM({span})", style["sum"], amount)
        else:
            sheet.write_number(last, column, 0, style["sum"])
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 16)
    sheet.set_column(3, 3, 30)
    sheet.set_column(4, 5 + len(shown), 15)
    sheet.freeze_panes(HEAD_ROWS, 2)
    if bill.members:
        sheet.autofilter(HEAD_ROWS - 1, 0, last - 1, len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROWS - 1)


def _line(
    sheet: Any, row: int, number: int, line: BillMember, shown: Sequence[str], say: Phrases, style: dict[str, Any]
) -> None:
    sheet.write_number(row, 0, number)
    # Written as strings whatever they begin with: '=1+1' in a name stays a name.
    sheet.write_string(row, 1, line.name, style["text"])
    sheet.write_string(row, 2, line.kpj, style["text"])
    month = say.month(line.month)
    sheet.write_string(row, 3, month if line.reason == "regular" else f"{month}, {say.of(REASON, line.reason)}")
    sheet.write_number(row, 4, line.wage, style["money"])
    for column, fund in enumerate(shown, start=5):
        sheet.write_number(row, column, line.fund(fund), style["money"])
    sheet.write_number(row, 5 + len(shown), line.total, style["money"])


def _summary(book: Any, bill: Bill, say: Phrases) -> None:
    """Programmes, instalments and fines: what the bill asks for beside its lines, adding up to its total."""
    sheet, style = book.add_worksheet(say("per_programme")), _formats(book)
    _head(sheet, bill, say, style)
    for column, text in enumerate((say("programme"), say("due_on"), say("rupiah"))):
        sheet.write_string(HEAD_ROWS - 1, column, text, style["head"])
    row = HEAD_ROWS
    for part in bill.parts:
        sheet.write_string(row, 0, say.of(PROGRAMME, part.fund))
        sheet.write_string(row, 1, say.day(part.due_on))
        sheet.write_number(row, 2, part.amount, style["money"])
        row += 1
    sheet.write_string(row, 0, say("total"), style["sum_text"])
    sheet.write_string(row, 1, "", style["sum_text"])
    sheet.write_number(row, 2, bill.total, style["sum"])
    for fine in bill.fines:
        row += 2
        rule = say("fine_rule", rate=fine.rate, months=fine.months_late, law=fine.law)
        sheet.write_string(row, 0, f"{say('fines')}, {say('fine_of').lower()} {say.month(fine.late_month)}: {rule}")
        sheet.write_number(row, 2, fine.amount, style["money"])
    for charge in bill.charges:
        row += 2
        instalment = say("instalment_of", this=charge.instalment, all=charge.instalments)
        sheet.write_string(row, 0, f"{charge.project}, {say('instalment').lower()} {instalment}")
        sheet.write_number(row, 2, charge.jkk + charge.jkm, style["money"])
    for each in bill.packages:
        row += 1
        sheet.write_string(row, 0, f"{each.name}, {each.kpj}: {each.rule} ({each.law})")
        sheet.write_string(row, 1, say.day(each.since))
        sheet.write_number(row, 2, each.amount, style["money"])
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 2, 20)


def _letter(column: int) -> str:
    return str(xlsxwriter.utility.xl_col_to_name(column))
