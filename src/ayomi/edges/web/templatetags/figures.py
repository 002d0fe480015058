"""Filters for figures of offices: large ones in short, segments as reports group them, months alone."""

from __future__ import annotations

from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.utils.translation import gettext

from ayomi.core.money import half_up
from ayomi.core.periods import Month
from ayomi.edges.documents.report_words import note_text, source_text
from ayomi.edges.web import formats, vocabulary
from ayomi.edges.web.templatetags.ayomi import language

register = template.Library()


@register.filter
def short_amount(value: int) -> str:
    """A figure for an axis, at most four digits and a word: `950`, `12,5 rb`, `1,2 jt`, `340,6 M`, `1,25 T`."""
    size = abs(value)
    steps = (
        (10**12, gettext("%s T")),
        (10**9, gettext("%s M")),
        (10**6, gettext("%s jt")),
        (10**4, gettext("%s rb")),
    )
    for step, words in steps:
        if size >= step:
            # Thousands from ten thousand on: a figure of four digits is read as quickly as its short form.
            part = 1000 if step == 10**4 else step
            return words % format_decimal(half_up(value * 100, part) / 100, format="#,##0.##", locale=language())
    return format_decimal(value, locale=language())


@register.filter
def amount_in(value: int | None, unit: str) -> str:
    """A figure in its unit: money in short (`Rp8,62 M`), where a table of figures has no room for every digit; people
    and things in full."""
    if value is None or unit != "rupiah":
        return formats.amount(value, language())
    short = short_amount(abs(value))
    return f"{'−' if value < 0 else ''}Rp{short}"


@register.filter
def signed_in(value: int | None, unit: str) -> str:
    """As `amount_in`, with its sign."""
    if value is None or unit != "rupiah":
        return formats.signed(value, language())
    return amount_in(value, unit) if value < 0 else f"+{amount_in(value, unit)}"


@register.filter
def office_short(name: str) -> str:
    """An office as colleagues call it: `Kanwil Jawa Barat`, `Cabang Kendari`, `KCP Kolaka`."""
    for long, short in (
        ("Kantor Wilayah ", "Kanwil "), ("Kantor Cabang Perintis ", "KCP "), ("Kantor Cabang ", "Cabang "),
    ):  # fmt: skip
        if name.startswith(long):
            return short + name.removeprefix(long)
    return name


@register.filter
def segment_words(segment: str) -> str:
    """A segment, or what a report groups by, in words; empty for everyone."""
    further = {
        "all": "",
        "wage_earner_and_construction": gettext("penerima upah dan jasa konstruksi"),
        "cooperative": gettext("koperasi"),
        "msme": gettext("usaha mikro, kecil, dan menengah"),
        "urban": gettext("kota"),
        "rural": gettext("desa"),
    }
    return further[segment] if segment in further else str(vocabulary.word("segment", segment))


@register.filter
def source_words(source: str) -> str:
    """Where a figure comes from: `laporan 2011`."""
    return source_text(source, language())


@register.filter
def note_words(note: str) -> str:
    """What a report adds to its figure."""
    return note_text(note, language())


@register.filter
def month_only(number: int, form: str = "LLLL") -> str:
    """The name of a month of the year, 1 to 12: `Januari`; with "LLL" in short: `Jan`."""
    return format_date(Month(2000, number).first_day, form, locale=language())
