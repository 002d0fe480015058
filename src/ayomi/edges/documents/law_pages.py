"""The law as pages of `docs/law`, written from the dated parameters: what holds, since when, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl

from ayomi.core.law.activities import Activity, activities, classify
from ayomi.core.law.book import mapping, parameter, rows_of, sequence, string
from ayomi.core.law.calendar import FILE as CALENDAR_FILE
from ayomi.core.law.calendar import calendar
from ayomi.core.law.citation import Citation, Confidence, Words
from ayomi.core.law.contributions import assess
from ayomi.core.law.dated import Dated, Parameter
from ayomi.core.law.own_account import Band, own_account_law
from ayomi.core.law.terms import RISK_WORDS
from ayomi.core.money import grouped
from ayomi.core.periods import Month, Span, day_text
from ayomi.edges.documents.law_values import said


@dataclass(frozen=True, slots=True)
class Theme:
    """One page: its file name, its title, the parameter file it is made of, and what to know before reading it."""

    page: str
    title: Words
    file: str
    lead: str


THEMES: Final = (
    Theme(
        "wage-earners.md", Words("Pekerja penerima upah (PU)", "Wage earners"), "wage_earner.yaml",
        "The month a contribution is for decides which value holds. JKP is booked between the programmes and the "
        "State and never billed.",
    ),
    Theme(
        "own-account-workers.md", Words("Pekerja mandiri (TK-LHK, BPU)", "Own-account workers"), "own_account.yaml",
        "To June 2015 (TK-LHK) on the income a member chose; since July 2015 (BPU) on the base of an income band.",
    ),
    Theme(
        "construction.md", Words("Jasa konstruksi", "Construction projects"), "construction.yaml",
        "A project is assessed once, by the law of the day it is registered, on its wages where they are known and "
        "else on the contract value without VAT. The contractor alone pays.",
    ),
    Theme(
        "migrant-workers.md", Words("Pekerja migran Indonesia (PMI)", "Migrant workers"), "migrant.yaml",
        "The day of payment decides. A package covers the work and the time after it; whoever goes through an agency "
        "also pays for the time before placement.",
    ),
    Theme(
        "reliefs.md", Words("Keringanan iuran", "Reliefs"), "relief.yaml",
        "What is written here is the part that is still paid. Benefits are never reduced by a relief.",
    ),
    Theme(
        "due-dates.md", Words("Batas waktu membayar", "Due dates"), "due.yaml",
        "Counted from the month a contribution is for. Days off are listed in [holidays](holidays.md).",
    ),
    Theme(
        "fines.md", Words("Denda", "Fines"), "payment.yaml",
        "Simple, not compound, for each month begun after the due date, and always borne by the employer.",
    ),
    Theme(
        "membership.md", Words("Kepesertaan", "Membership"), "membership.yaml",
        "Who must have what, until which age one may enrol, and how long cover outlives unpaid contributions.",
    ),
)  # fmt: skip

CERTAINTY: Final[dict[Confidence, str]] = {
    "seen": "read in a public source",
    "known": "general knowledge, no source at hand",
    "uncertain": "uncertain",
}
HEAD: Final = "| Holds | Value | Source | Certainty |\n|---|---|---|---|"
WRITTEN_BY: Final = "<!-- Written by `ayomi docs` from the parameters of the law. Change those, then run it again. -->"


def pages() -> dict[str, str]:
    """The text of every page by its file name. Raises LawFileError or LookupError for what cannot be said."""
    found = {theme.page: _theme(theme) for theme in THEMES}
    found["activities.md"] = _activities()
    found["holidays.md"] = _holidays()
    found["regulations.md"] = _regulations()
    found["uncertain.md"] = _uncertain()
    found["README.md"] = _index()
    return {name: f"{WRITTEN_BY}\n\n{text.rstrip()}\n" for name, text in found.items()}


def _parameters(theme: Theme) -> Iterator[tuple[str, Parameter[object]]]:
    for name in rows_of(theme.file):
        yield name, parameter(theme.file, name, lambda value: value)


def _theme(theme: Theme) -> str:
    blocks = [f"# {theme.title.en} · {theme.title.id}", theme.lead]
    for name, found in _parameters(theme):
        rows = [_row(theme.file, name, place, value) for place, value in enumerate(found.values)]
        blocks += [f"## {found.name.en} · {found.name.id}", f"`{name}`", "\n".join((HEAD, *rows))]
    if theme.file == "own_account.yaml":
        blocks += ["## The income bands", *_bands()]
    return "\n\n".join(blocks)


def _row(file: str, name: str, place: int, value: Dated[object]) -> str:
    return _cells(_span(value.span), said(file, name)(value.value), _link(value.citation), _certainty(file, name, place, value))


def _certainty(file: str, name: str, place: int, value: Dated[object]) -> str:
    if value.unsure:
        return f"**uncertain**: {value.unsure.en} *({value.unsure.id})*"
    note = mapping(sequence(mapping(rows_of(file)[name])["values"])[place]).get("note")
    return CERTAINTY[value.confidence] + (f": {string(note)}" if note else "")


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _span(span: Span) -> str:
    """First and last day, both included, as people say it."""
    if span.until is None:
        return f"since {day_text(span.since, 'en')}"
    return f"{day_text(span.since, 'en')} to {day_text(span.until - timedelta(days=1), 'en')}"


def _link(citation: Citation) -> str:
    return f"[{citation.english}]({citation.link})"


def _bands() -> Iterator[str]:
    """Each dated table of bands with what it costs, assessed like any list of people."""
    for dated in parameter("own_account.yaml", "bands", sequence).values:
        month = Month.of(dated.span.since)
        law = own_account_law(month)
        bands = law.bands.value if law.bands else ()
        people = pl.DataFrame({"income": [band.start for band in bands]}).with_columns(
            jkk=True, jkm=True, jht=True, relief=False
        )
        found = assess(people, month=month, segment="own_account").frame.select("base", "jkk", "jkm", "jht")
        yield f"{_span(dated.span).capitalize()}, in rupiah a month, before any relief. {_link(dated.citation)}."
        rows = (
            _cells(str(number), _income(bands, number), *_money(base, jkk, jkm, jht, jkk + jkm, jkk + jkm + jht))
            for number, (base, jkk, jkm, jht) in enumerate(found.iter_rows(), start=1)
        )
        yield "\n".join(
            (
                "| Band | Income | Base | JKK | JKM | JHT | JKK + JKM | with JHT |",
                "|--:|---|--:|--:|--:|--:|--:|--:|",
                *rows,
            )
        )


def _income(bands: tuple[Band, ...], number: int) -> str:
    start = grouped(bands[number - 1].start, "en")
    return f"{start} and more" if number == len(bands) else f"{start} to below {grouped(bands[number].start, 'en')}"


def _money(*amounts: int) -> Iterator[str]:
    return (grouped(amount, "en") for amount in amounts)


def _activities() -> str:
    past = [(name, mapping(rows_of("activities_past.yaml")[name])) for name in ("1993", "2015")]
    days = [_since(row) for _, row in past]
    lead = (
        f"The {len(activities())} activities of Annex I of PP 82/2019 with the risk class of each, which decides the "
        "rate of JKK. An earlier class followed by ? was not read in the annex of its time: "
        + " ".join(Words(**_two(row["unsure"])).en.capitalize() for _, row in past)
    )
    rows = (
        _cells(
            activity.number, activity.label.id, activity.label.en, RISK_WORDS[activity.risk].en,
            *(_class_on(activity, day) for day in days),
        )
        for activity in activities().values()
    )  # fmt: skip
    head = "| Number | Kegiatan usaha | Activity | Class | July 2015 to November 2019 | To June 2015 |\n|---|---|---|---|---|---|"
    return "\n\n".join(("# Activities and risk classes · Kegiatan usaha dan tingkat risiko", lead, "\n".join((head, *rows))))


def _since(row: object) -> Month:
    from datetime import date

    value = mapping(row)["since"]
    assert isinstance(value, date)
    return Month.of(value)
