"""The law as pages of `docs/law`, written from the dated parameters: what holds, since when, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from ayomi.core.law.activities import Activity, activities, classify
from ayomi.core.law.benefits.injuries import injuries
from ayomi.core.law.benefits.paying import percent
from ayomi.core.law.book import citation, day, mapping, parameter, rows_of, sequence, string, words
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
        "The late fine is simple, not compound, for each month begun after the due date, and borne by the employer; "
        "own-account workers pay none.",
    ),
    Theme(
        "membership.md", Words("Kepesertaan", "Membership"), "membership.yaml",
        "Who must have what, until which age one may enrol, and how long cover outlives unpaid contributions.",
    ),
    Theme(
        "licensing.md", Words("Rekomendasi perizinan", "Recommendations for licences"), "licensing.yaml",
        "What a licensing office is told about an organisation. The day of the answer decides. The programmes that are "
        "prescribed stand in [membership](membership.md).",
    ),
    Theme(
        "sanctions.md", Words("Sanksi administratif", "Administrative sanctions"), "sanctions.yaml",
        "What an employer is warned for, how long each step leaves, and which public services may be stopped. The fine "
        "itself stands in [fines](fines.md).",
    ),
    Theme(
        "funds.md", Words("Dana, pinjaman dan agen", "Funds, loans and agents"), "funds.yaml",
        "Loan classes by days late, who may borrow and at what fee, housing loans, when subsidised credit needs "
        "membership, and what agents earn.",
    ),
    Theme(
        "credit.md", Words("Kredit dan bantuan modal", "Credit and capital"), "credit.yaml",
        "What banks ask before they give money of others. From which sum on subsidised credit needs membership stands "
        "in [funds](funds.md).",
    ),
    Theme(
        "accidents.md", Words("Kecelakaan kerja (JKK)", "Work accidents (JKK)"), "benefits_jkk.yaml",
        "The day of the accident, or of the diagnosis, decides. The percentages of disability stand in "
        "[injuries](injuries.md).",
    ),
    Theme(
        "deaths.md", Words("Kematian (JKM)", "Deaths (JKM)"), "benefits_jkm.yaml",
        "For a death that is no work accident, while membership is active. The day of death decides. Arrears stand "
        "in [membership](membership.md).",
    ),
    Theme(
        "savings.md", Words("Hari tua (JHT)", "Old-age savings (JHT)"), "benefits_jht.yaml",
        "When savings are paid, how much of them early, and the tax on them.",
    ),
    Theme(
        "pensions.md", Words("Pensiun (JP)", "Pensions (JP)"), "benefits_jp.yaml",
        "The pension age, the formula, its bounds, and what survivors get.",
    ),
    Theme(
        "lost-jobs.md", Words("Kehilangan pekerjaan (JKP)", "Lost jobs (JKP)"), "benefits_jkp.yaml",
        "The day of dismissal decides; what is left of cash running on 7 February 2025 is paid under the new rules.",
    ),
    Theme(
        "scholarships.md", Words("Beasiswa", "Scholarships"), "benefits_scholarship.yaml",
        "For children of members who died or were wholly disabled.",
    ),
    Theme(
        "claims.md", Words("Batas waktu klaim", "Time limits of claims and payment"), "benefits_limits.yaml",
        "Until when a benefit can be claimed, when it must be paid, and what late payment costs the agency.",
    ),
    Theme(
        "health-care.md", Words("Pemeliharaan kesehatan (JPK)", "Health care (JPK), 1993-2013"), "benefits_jpk.yaml",
        "History: health care moved to BPJS Kesehatan in 2014. Nothing is computed from it.",
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
    found["injuries.md"] = _injuries()
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
    what = said(file, name)(value.value)
    return _cells(_span(value.span), what, _link(value.citation), _certainty(file, name, place, value))


def _certainty(file: str, name: str, place: int, value: Dated[object]) -> str:
    if value.unsure:
        return f"**uncertain**: {value.unsure.en}<br>*Belum pasti: {value.unsure.id}*"
    note = mapping(sequence(mapping(rows_of(file)[name])["values"])[place]).get("note")
    return CERTAINTY[value.confidence] + (f": {string(note)}" if note else "")


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _span(span: Span) -> str:
    """First and last day, both included, as people say it."""
    if span.until is None:
        return f"since {day_text(span.since, 'en')}"
    return f"{day_text(span.since, 'en')} to {day_text(span.until - timedelta(days=1), 'en')}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _link(cited: Citation) -> str:
    return f"[{cited.english}]({cited.link})"


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
        yield f"{_sentence(_span(dated.span))}, in rupiah a month, before any relief. {_link(dated.citation)}."
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
    past = [mapping(rows_of("activities_past.yaml")[name]) for name in ("2015", "1993")]
    unread = " ".join(_sentence(words(row["unsure"]).en) for row in past)
    lead = (
        f"The {len(activities())} activities of {_link(citation(rows_of('activities.yaml')['source']))} with the risk "
        "class of each, which decides the rate of JKK. A class of earlier years followed by ? is not certain. " + unread
    )
    rows = (
        _cells(
            activity.number, activity.label.id, activity.label.en, RISK_WORDS[activity.risk].en,
            *(_class_on(activity, day(row["since"])) for row in past),
        )
        for activity in activities().values()
    )  # fmt: skip
    spans = " | ".join(_span(Span(day(row["since"]), day(row["until"]))) for row in past)
    head = f"| Number | Kegiatan usaha | Activity | Class today | {spans} |\n|---|---|---|---|---|---|"
    return "\n\n".join(
        ("# Activities and risk classes · Kegiatan usaha dan tingkat risiko", lead, "\n".join((head, *rows)))
    )


def _class_on(activity: Activity, on: date) -> str:
    found = classify(activity.number, on)
    return RISK_WORDS[found.risk].en + (" ?" if found.unsure else "")


def _injuries() -> str:
    table = rows_of("injuries.yaml")
    lead = (
        f"The percentages of {_link(citation(table['source']))}. A row followed by ? is not certain: "
        f"{words(table['unread']).en} For left-handed people right and left change places. Several injuries are added, "
        f"up to {string(table['most'])}%."
    )
    counted = {"decibel": " for each full 10 dB", "each_tenth": " for each full 10% lost", "graded": " and more"}
    rows = (
        _cells(each.code, each.label.id, each.label.en,
               f"{percent(each.part)}%{counted.get(each.rule, '')}{'' if each.is_read else ' ?'}")
        for each in injuries().values()
    )  # fmt: skip
    listed = "\n".join(("| Code | Cacat | Injury | Percent |\n|---|---|---|---|", *rows))
    return "\n\n".join(("# Injuries · Tabel cacat", lead, listed))


def _holidays() -> str:
    known = calendar()
    lead = (
        f"Days on which banks and offices are closed besides Saturdays and Sundays, from {known.first_year} to "
        f"{known.last_year}. Outside these years only weekends are counted, and every answer says so. Whether joint "
        "leave (cuti bersama) moves a due date is not settled; it does here, and answers that turn on it say so."
    )
    rows = (
        _cells(day_text(each.day, "en"), each.name, each.kind.replace("_", " "), each.source)
        for each in known.holidays.values()
    )
    sources = (
        f"- {key}: [{string(mapping(row)['title'])}]({string(mapping(row)['link'])})"
        for key, row in rows_of("calendar_sources.yaml").items()
    )
    table = "\n".join(("| Day | Name | Kind | Source |\n|---|---|---|---|", *rows))
    return "\n\n".join(("# Holidays · Hari libur", lead, table, "## Sources", "\n".join(sources)))


def _regulations() -> str:
    rows = (
        _cells(f"[{name}]({string(mapping(row)['link'])})", string(mapping(row)["title"]))
        for name, row in rows_of("regulations.yaml").items()
    )
    table = "\n".join(("| Regulation | Subject |\n|---|---|", *rows))
    return "\n\n".join(
        ("# Regulations · Peraturan", "Every regulation that a parameter cites, and where it can be read.", table)
    )


def _uncertain() -> str:
    rows = [
        _cells(f"[{found.name.en}]({theme.page}) `{name}`", _span(value.span), value.unsure.en, value.unsure.id)
        for theme in THEMES
        for name, found in _parameters(theme)
        for value in found.values
        if value.unsure
    ]
    lead = (
        "Values on which sources conflict or are silent. Every page and every answer that uses one says so. The "
        "formulas add doubts of their own where they apply, such as rounding, for which no article was found; they "
        "stand in the answer itself. [Activities](activities.md) marks the risk classes that were not read."
    )
    table = "\n".join(("| Rule | Holds | What is not certain | Yang belum pasti |\n|---|---|---|---|", *rows))
    return "\n\n".join(("# What is not certain · Yang belum pasti", lead, table))


def _index() -> str:
    themes = [(theme.page, f"{theme.title.en} · {theme.title.id}") for theme in THEMES]
    others = [
        ("activities.md", "Activities and risk classes · Kegiatan usaha dan tingkat risiko"),
        ("injuries.md", "Injuries · Tabel cacat"),
        ("holidays.md", "Holidays · Hari libur"),
        ("regulations.md", "Regulations · Peraturan"),
        ("uncertain.md", "What is not certain · Yang belum pasti"),
    ]
    lead = (
        "What the law of contributions and benefits says, as this system counts with it. Each value holds from its "
        "first to its "
        "last day, both included, and names its source. The certainty of each: "
        + "; ".join(f"*{word}*" for word in CERTAINTY.values())
        + ". A month or a day outside the dates of a rule is refused, never guessed."
    )
    listed = "\n".join(f"- [{title}]({page})" for page, title in themes + others)
    return "\n\n".join(("# The law of contributions and benefits · Aturan iuran dan manfaat", lead, listed))
