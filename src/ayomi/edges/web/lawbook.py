"""The law of contributions as pages list it: the income bands with what they cost, and every rule with its source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayomi.core.law.book import parameter, rows_of
from ayomi.core.law.contributions import assess
from ayomi.core.money import Language
from ayomi.core.periods import Month
from ayomi.edges.web.calculating import band_label, bands_of


@dataclass(frozen=True, slots=True)
class BandRow:
    """One income band: what its members pay a month, in rupiah, before any relief."""

    number: int
    label: str
    jkk: int
    both: int
    with_jht: int


@dataclass(frozen=True, slots=True)
class Rule:
    since: date
    until: date | None
    law: str
    link: str
    unsure: str


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    name: str | Promise
    subjects: tuple[Subject, ...]


CHAPTERS: tuple[tuple[str, str | Promise], ...] = (
    ("own_account.yaml", _("Pekerja mandiri (BPU)")),
    ("wage_earner.yaml", _("Pekerja penerima upah (PU)")),
    ("construction.yaml", _("Jasa konstruksi")),
    ("migrant.yaml", _("Pekerja migran (PMI)")),
    ("relief.yaml", _("Keringanan iuran")),
    ("due.yaml", _("Batas waktu membayar")),
    ("payment.yaml", _("Denda")),
    ("membership.yaml", _("Kepesertaan")),
    ("licensing.yaml", _("Rekomendasi perizinan")),
    ("sanctions.yaml", _("Sanksi administratif")),
    ("benefits_jkk.yaml", _("Celaka saat bekerja (JKK)")),
    ("benefits_jkm.yaml", _("Meninggal dunia (JKM)")),
    ("benefits_jht.yaml", _("Tabungan hari tua (JHT)")),
    ("benefits_jp.yaml", _("Pensiun (JP)")),
    ("benefits_jkp.yaml", _("Kehilangan pekerjaan (JKP)")),
    ("benefits_scholarship.yaml", _("Beasiswa anak")),
    ("benefits_limits.yaml", _("Batas waktu klaim")),
)


def band_rows(month: Month, language: Language) -> tuple[BandRow, ...]:
    """Every income band of `month` with its contributions, assessed like any other list of people."""
    bands = bands_of(month)
    people = pl.DataFrame({"income": [band.base for band in bands]}).with_columns(
        jkk=True, jkm=True, jht=True, relief=False
    )
    found = assess(people, month=month, segment="own_account").frame
    return tuple(
        BandRow(number, band_label(bands, number, language), jkk, jkk + jkm, jkk + jkm + jht)
        for number, (jkk, jkm, jht) in enumerate(found.select("jkk", "jkm", "jht").iter_rows(), start=1)
    )


def chapters(language: Language, *, files: Collection[str] = ()) -> tuple[Chapter, ...]:
    """Every rule that answers rest on, from when to when it holds, with its regulation and what is unsure about it.

    `files`: only the chapters of these.
    """
    return tuple(
        Chapter(name, tuple(_subject(file, parameter_name, language) for parameter_name in rows_of(file)))
        for file, name in CHAPTERS
        if not files or file in files
    )


def _subject(file: str, name: str, language: Language) -> Subject:
    found = parameter(file, name, lambda value: value)
    english = language == "en"
    return Subject(
        found.name.en if english else found.name.id,
        tuple(
            Rule(
                value.span.since,
                value.span.until,
                value.citation.english if english else value.citation.text,
                value.citation.link,
                (value.unsure.en if english else value.unsure.id) if value.unsure else "",
            )
            for value in reversed(found.values)
        ),
    )
