"""Answers about benefits laid out for a worker: sums with their article, what to bring, by when, what is uncertain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.core.law.benefits.papers import Claim, papers_for
from ayomi.core.law.quote import answer
from ayomi.core.money import Language
from ayomi.edges.web import formats
from ayomi.edges.web.calculating import Question
from ayomi.edges.web.quoted import refusal

ITEMS: dict[str, str | Promise] = {
    "lump_sum": _("Santunan"),
    "periodic": _("Santunan berkala"),
    "funeral": _("Biaya pemakaman"),
    "scholarship": _("Beasiswa anak"),
    "partial_disability": _("Santunan cacat"),
    "temporary_disability": _("Selama belum mampu bekerja"),
    "land": _("Ongkos angkutan darat"),
}
TO: dict[str, str | Promise] = {
    "heir": _("untuk ahli waris"),
    "funeral_arranger": _("untuk yang mengurus pemakaman"),
    "fund": _("kembali ke dana jaminan sosial"),
    "employer": _("diganti kepada pemberi kerja"),
}
WHEN: dict[str, str | Promise] = {
    "after_arrears": _("setelah tunggakan dilunasi"),
    "monthly": _("dibayar tiap bulan"),
    "yearly": _("dibayar tiap tahun"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sum, or one fact where `amount` is None, with what opens under it."""

    label: str
    amount: int | None
    aside: str
    words: str
    links: tuple[tuple[str, str], ...]
    unsure: bool
    fact: str = ""


@dataclass(frozen=True, slots=True)
class PaperList:
    """What to bring for one claim, and where that stands."""

    papers: tuple[str, ...]
    law: str
    link: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything one page says about one case."""

    lines: tuple[Line, ...]
    total: int
    papers: tuple[PaperList, ...]
    limits: tuple[tuple[str, str], ...]
    refusals: tuple[str, ...] = ()
    monthly: bool = False
    unsure: bool = False
    pay_first: int = 0


def show(questions: Sequence[Question], claim: Claim, language: Language) -> Shown:
    """The answers to `questions` on one page; what the law refuses is said among them."""
    lines: list[Line] = []
    refusals: list[str] = []
    answered: list[str] = []
    pay_first, monthly = 0, False
    for question in questions:
        found: dict[str, Any] = answer(question)
        if "error" in found:
            refusals.append(refusal(found, language).words)
            continue
        lines += _lines(question, found, language)
        answered.append(str(question["programme"]))
        pay_first += found.get("arrears_to_pay", 0)
        monthly = monthly or question["case"] == "pension"
    claims: list[Claim] = [claim] if lines else []
    if "scholarship" in answered:
        claims.append("scholarship")
    return Shown(
        lines=tuple(lines),
        total=sum(line.amount for line in lines if line.amount is not None),
        papers=tuple(_papers(each, language) for each in claims),
        limits=tuple(_limits(questions[0], claim, language)) if lines else (),
        refusals=tuple(refusals),
        monthly=monthly,
        unsure=any(line.unsure for line in lines),
        pay_first=pay_first,
    )


def _papers(claim: Claim, language: Language) -> PaperList:
    found = papers_for(claim)
    english = language == "en"
    return PaperList(
        tuple(each.en if english else each.id for each in found.papers),
        found.citation.english if english else found.citation.text,
        found.citation.link,
    )


def _lines(question: Question, found: Mapping[str, Any], language: Language) -> list[Line]:
    case = (question["programme"], question["case"])
    if "lines" in found:
        return [
            _line(ITEMS.get(line["item"], line["item"]), line, language, line["amount"], _aside(line))
            for line in found["lines"]
        ]
    if case == ("jkp", "cash"):
        return [
            _line(gettext("Bulan ke-%(number)s") % {"number": number}, found, language, amount)
            for number, amount in enumerate(found["monthly"], start=1)
        ]
    if case == ("scholarship", "total"):
        aside = gettext("paling banyak, %(children)s anak sampai kuliah") % {"children": found["children_paid"]}
        # Years to come are no money of today, so they stand beside the sum.
        most = formats.rupiah(found["total"], language)
        return [_line(ITEMS["scholarship"], found, language, None, aside, fact=most)]
    if case == ("jht", "tax"):
        (paid,) = found["payments"]
        return [
            _line(gettext("Tabungan hari tua"), found, language, paid["gross"]),
            _line(gettext("Pajak"), paid, language, -paid["tax"]),
        ]
    if case == ("jp", "pension"):
        return [_line(gettext("Pensiun sebulan"), found, language, found["monthly"])]
    day = formats.day(date.fromisoformat(found.get("payable_from") or found["reached"]), language)
    label = gettext("Dapat dibayar sejak") if "payable_from" in found else gettext("Usia pensiun tercapai")
    return [_line(label, found, language, None, fact=day)]


def _line(
    label: str | Promise,
    found: Mapping[str, Any],
    language: Language,
    amount: int | None,
    aside: str = "",
    *,
    fact: str = "",
) -> Line:
    links = tuple((link, urlsplit(link).netloc.removeprefix("www.")) for link in found.get("links", ()))
    words, unsure = found["explain"][language], found.get("confidence") == "uncertain"
    return Line(str(label), amount, aside, words, links, unsure, fact)


def _aside(line: Mapping[str, Any]) -> str:
    said = [TO.get(line["recipient"], ""), WHEN.get(line["when"], "")]
    return ", ".join(str(each) for each in said if each)


def _limits(question: Question, claim: Claim, language: Language) -> list[tuple[str, str]]:
    """By when: reporting, claiming, and being paid."""
    event = str(question.get("event_date") or question.get("dismissed") or question.get("date") or "")
    rows: list[tuple[str, str]] = []
    if claim == "accident":
        rows.append((gettext("Lapor kecelakaan"), gettext("paling lambat 2 × 24 jam")))
    programme = {"accident": "jkk", "lost_job": "jkp"}.get(claim)
    if programme is None and question["programme"] == "jkk":
        programme = "jkk"
    if programme:
        asked = {
            "kind": "benefit",
            "programme": programme,
            "case": "deadline",
            "event_date": event,
            "claim_date": event,
        }
        found: dict[str, Any] = answer(asked)
        if found.get("last_day"):
            rows.append((gettext("Klaim paling lambat"), formats.day(date.fromisoformat(found["last_day"]), language)))
    paid = {
        "accident": gettext("7 hari kerja setelah lengkap"),
        "death": gettext("3 hari kerja setelah lengkap"),
        "savings": gettext("5 hari kerja setelah lengkap"),
        "pension": gettext("15 hari setelah lengkap, lalu tiap tanggal 1"),
    }
    if claim in paid:
        rows.append((gettext("Uang dibayar dalam"), paid[claim]))
    return rows
