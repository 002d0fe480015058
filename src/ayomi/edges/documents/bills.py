"""A bill as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ayomi.core.money import Language
from ayomi.edges.documents.shapes import FUNDS, Bill, BillMember
from ayomi.edges.documents.typeset import pages, qr
from ayomi.edges.documents.words import PROGRAMME, REASON, SEGMENT, STATE, Phrases, code_groups, kpj_groups

TINTS: Final = {
    "draft": ("#EFECE3", "#515A6E"),
    "final": ("#F7EBD9", "#8F5210"),
    "paid": ("#DCEFEB", "#0A665E"),
    "cancelled": ("#FBE5DF", "#A5301C"),
}


def bill_pdf(bill: Bill, language: Language, *, signer: str) -> bytes:
    """The bill on A4, unsigned; `signer` is the name in the certificate it will be signed with."""
    return pages("bill", _data(bill, Phrases(language), signer), at=bill.signing.at)


def _data(bill: Bill, say: Phrases, signer: str) -> dict[str, Any]:
    regular = [line for line in bill.members if line.reason == "regular"]
    corrections = [line for line in bill.members if line.reason != "regular"]
    people = len({line.kpj for line in bill.members} | {each.kpj for each in bill.packages})
    shown = [fund for fund in FUNDS if any(line.fund(fund) for line in bill.members)]
    payable = bill.state == "final" and bill.total > 0
    return {
        "language": say.language,
        "title": f"{say('bill')} {say.month(bill.month)}, {bill.payer_name}",
        "author": bill.signing.office,
        "words": _words(say),
        "office": bill.signing.office,
        "signed_at": say.moment(bill.signing.at, bill.signing.zone),
        "signer": signer,
        "footer": ", ".join(filter(None, (f"{say('bill')} {say.month(bill.month)}", bill.payer_name, bill.code))),
        "month": say.month(bill.month),
        "payer_name": bill.payer_name,
        "payer_number": bill.payer_number,
        "segment": say.of(SEGMENT, bill.segment),
        "people": say.amount(people) if people else "",
        "people_short": say("person_count", count=say.amount(people)),
        "state": say.of(STATE, bill.state),
        "state_tint": TINTS[bill.state],
        "total": say.rupiah(bill.total),
        "when": say("paid_on") if bill.paid_on else say("pay_by"),
        "when_day": say.day(bill.paid_on or bill.due_on),
        "code": code_groups(bill.code) if payable else "",
        "pay_line": f"{say('to_pay')} {say.rupiah(bill.total)}, {say('pay_by').lower()} {say.day(bill.due_on)}",
        "qr": qr(bill.pay_url) if payable and bill.pay_url else "",
        "qr_words": bill.pay_url,
        "parts": [[say.of(PROGRAMME, part.fund), say.day(part.due_on), say.amount(part.amount)] for part in bill.parts],
        "parts_sum": [say("total"), "", say.amount(bill.total)],
        "shares": _shares(bill, say),
        "charges": [
            [
                charge.project,
                say("instalment_of", this=charge.instalment, all=charge.instalments),
                say.amount(charge.contract_value),
                say.amount(charge.jkk),
                say.amount(charge.jkm),
            ]
            for charge in bill.charges
        ],
        "packages": [
            [each.name, kpj_groups(each.kpj), f"{each.rule} ({each.law})", say.day(each.since), say.amount(each.amount)]
            for each in bill.packages
        ],
        "fines": _fines(bill, say),
        "how": _how(bill, say) if payable else [],
        **_lines(bill, regular, shown, say),
        **_corrections(corrections, shown, say),
        # Six money columns and a long name leave less room than two.
        "line_size": 7.6 if len(shown) > 3 else 8.2,
    }


def _words(say: Phrases) -> dict[str, str]:
    names = (
        "agency", "signed", "signed_for", "signed_check", "page_of", "bill", "billed_to", "payer_number", "segment",
        "people", "to_pay", "code", "scan_to_pay", "per_programme", "programme", "due_on", "rupiah", "how_to_pay",
        "members", "corrections", "corrections_lede", "fines", "fine_of", "rule", "project", "instalment",
        "contract_value", "packages", "package", "member", "kpj", "for_days_from",
    )  # fmt: skip
    return {name: say(name) for name in names}


def _how(bill: Bill, say: Phrases) -> list[str]:
    steps = [say("how_1"), say("how_2"), say("how_3")]
    return [*steps, say("how_employer")] if bill.segment == "wage_earner" else steps


def _shares(bill: Bill, say: Phrases) -> list[list[str]]:
    """Who bears how much of an employer's bill, and what a relief took off."""
    withheld = sum(line.jht_worker + line.jp_worker for line in bill.members)
    relief = sum(line.relief for line in bill.members)
    shares = []
    if bill.segment == "wage_earner" and bill.members:
        borne = sum(line.total for line in bill.members) - withheld
        shares += [[say("borne"), say.rupiah(borne)], [say("withheld"), say.rupiah(withheld)]]
    if relief:
        shares.append([say("relief"), say.rupiah(relief)])
    return shares


def _fines(bill: Bill, say: Phrases) -> list[list[str]]:
    rows = []
    for fine in bill.fines:
        rule = say("fine_rule", rate=fine.rate, months=fine.months_late, law=fine.law)
        if fine.paid_on is not None:
            rule += "; " + say("fine_paid", day=say.day(fine.paid_on))
        rows.append([say.month(fine.late_month), rule, say.amount(fine.amount)])
    return rows


def _heads(say: Phrases, segment: str, shown: Sequence[str]) -> list[str]:
    wage = "wage" if segment == "wage_earner" else "income"
    return [say(wage), *(f"{fund.upper()} (Rp)" for fund in shown), say("rupiah")]


def _lines(bill: Bill, regular: Sequence[BillMember], shown: Sequence[str], say: Phrases) -> dict[str, Any]:
    return {
        "columns": ["auto", "1fr", "auto", *["auto"] * (len(shown) + 2)],
        "aligns": ["r", "l", "l", *["r"] * (len(shown) + 2)],
        "heads": ["No", say("member"), say("kpj"), *_heads(say, bill.segment, shown)],
        "lines": [
            [say.amount(number), line.name, kpj_groups(line.kpj), say.amount(line.wage), *_amounts(line, shown, say)]
            for number, line in enumerate(regular, start=1)
        ],
        "lines_sum": ["", say("total"), "", "", *_sums(regular, shown, say)],
    }


def _corrections(lines: Sequence[BillMember], shown: Sequence[str], say: Phrases) -> dict[str, Any]:
    return {
        "correction_columns": ["1fr", "auto", "1fr", *["auto"] * (len(shown) + 1)],
        "correction_aligns": ["l", "l", "l", *["r"] * (len(shown) + 1)],
        "correction_heads": [
            say("member"), say("kpj"), say("month_and_reason"), *(f"{fund.upper()} (Rp)" for fund in shown),
            say("rupiah"),
        ],
        "corrections": [
            [
                line.name, kpj_groups(line.kpj), f"{say.month(line.month)}, {say.of(REASON, line.reason)}",
                *_amounts(line, shown, say),
            ]
            for line in lines
        ],
        "corrections_sum": [say("total"), "", "", *_sums(lines, shown, say)],
    }  # fmt: skip


def _amounts(line: BillMember, shown: Sequence[str], say: Phrases) -> list[str]:
    return [*(say.amount(line.fund(fund)) for fund in shown), say.amount(line.total)]


def _sums(lines: Sequence[BillMember], shown: Sequence[str], say: Phrases) -> list[str]:
    return [
        *(say.amount(sum(line.fund(fund) for line in lines)) for fund in shown),
        say.amount(sum(line.total for line in lines)),
    ]
