"""Tags and filters in both languages."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.money import grouped
from ayomi.core.periods import Month
from ayomi.edges.web import formats, icons
from ayomi.edges.web.parts import Explained, Page, WorkItem
from ayomi.edges.web.statuses import STATUSES
from ayomi.edges.web.vocabulary import VOCABULARY

MOMENT = datetime(2026, 11, 20, 0, 41, tzinfo=UTC)


def draw(source: str, language: str = "id", **context: object) -> str:
    with translation.override(language):
        return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "indonesian", "english"),
    [
        ("{{ x|rupiah }}", 16800, "Rp16.800", "Rp16,800"),
        ("{{ x|rupiah }}", -8400, "−Rp8.400", "−Rp8,400"),
        ("{{ x|rupiah }}", None, "–", "–"),
        ("{{ x|amount }}", -8400, "−8.400", "−8,400"),
        ("{{ x|number }}", 1234567, "1.234.567", "1,234,567"),
        ("{{ x|number }}", Decimal("1234.5"), "1.234,5", "1,234.5"),
        ("{{ x|signed }}", 1440, "+1.440", "+1,440"),
        ("{{ x|signed }}", -15, "−15", "−15"),
        ("{{ x|signed }}", 0, "0", "0"),
        ("{{ x|percent }}", Decimal("89.375"), "89,38 %", "89.38%"),
        ("{{ x|percent:0 }}", 66, "66 %", "66%"),
        ("{{ x|percent }}", None, "–", "–"),
        ("{{ x|rate }}", 8900, "0,89 %", "0.89%"),
        ("{{ x|day }}", date(2026, 11, 20), "20 November 2026", "20 November 2026"),
        ("{{ x|day }}", date(2026, 8, 17), "17 Agustus 2026", "17 August 2026"),
        ("{{ x|day_short }}", date(2026, 8, 17), "17 Agu", "17 Aug"),
        ('{{ x|day_short:"year" }}', date(2026, 12, 1), "1 Des 2026", "1 Dec 2026"),
        ("{{ x|weekday }}", date(2026, 11, 20), "Jumat, 20 November 2026", "Friday, 20 November 2026"),
        ("{{ x|month_name }}", Month(2026, 10), "Oktober 2026", "October 2026"),
        ("{{ x|month_name }}", "2026-05", "Mei 2026", "May 2026"),
        ("{{ x|month_name }}", date(2026, 2, 3), "Februari 2026", "February 2026"),
        ('{{ x|moment:"WITA" }}', MOMENT, "20 November 2026, 08.41 WITA", "20 November 2026, 08:41 WITA"),
        ('{{ x|moment:"WIT" }}', MOMENT, "20 November 2026, 09.41 WIT", "20 November 2026, 09:41 WIT"),
        ('{{ x|clock:"WIB" }}', MOMENT, "07.41 WIB", "07:41 WIB"),
        ('{{ x|word:"segment" }}', "own_account", "Pekerja mandiri (BPU)", "Own-account worker (BPU)"),
    ],
)
def test_values_read_as_each_language_writes_them(source: str, value: object, indonesian: str, english: str) -> None:
    assert draw(source, "id", x=value) == indonesian
    assert draw(source, "en", x=value) == english


@given(st.integers(-(10**15), 10**15))
def test_the_sign_and_every_digit_of_an_amount_survive(amount: int) -> None:
    for language in ("id", "en"):
        text = formats.amount(amount, language)
        assert int(text.replace("−", "-").replace(".", "").replace(",", "")) == amount
        assert formats.rupiah(amount, language).replace("Rp", "") == grouped(amount, language)


def test_a_moment_late_in_jakarta_is_the_next_day_in_jayapura() -> None:
    late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert formats.moment(late, "WIB", "id") == "20 November 2026, 23.30 WIB"
    assert formats.moment(late, "WIT", "id") == "21 November 2026, 01.30 WIT"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: formats.percent(0.5, 2, "id"),  # type: ignore[arg-type]
        lambda: formats.rupiah(1.5, "id"),  # type: ignore[arg-type]
        lambda: formats.day(MOMENT, "id"),
        lambda: formats.clock(MOMENT.replace(tzinfo=None), "WIB", "id"),
        lambda: formats.clock(MOMENT, "UTC", "id"),
    ],
)
def test_floats_naive_moments_and_foreign_zones_are_refused(wrong: object) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        wrong()  # type: ignore[operator]


def test_a_masked_number_is_read_aloud_as_hidden() -> None:
    assert draw("{{ x|masked }}", x="7401012102880004") == (
        '<span aria-hidden="true">7401 •••• •••• 0004</span><span class="sr">7401, disamarkan, 0004</span>'
    )
    assert "7401, hidden, 0004" in draw("{{ x|masked }}", "en", x="7401012102880004")


def test_a_status_has_a_shape_and_a_word() -> None:
    drawn = draw('{% status "bill" "paid" %}')
    assert drawn.startswith('<span class="st maju"><svg')
    assert "Lunas</span>" in drawn
    assert "Paid</span>" in draw('{% status "bill" "paid" %}', "en")
    assert "Lunas 12 Okt" in draw('{% status "bill" "paid" "Lunas 12 Okt" %}')


@pytest.mark.parametrize("kind", STATUSES)
def test_every_status_names_an_icon_that_is_drawn(kind: str) -> None:
    assert {status.icon for status in STATUSES[kind].values()} <= set(icons.SHAPES)


def test_texts_are_escaped() -> None:
    assert "<b>" not in draw("{% badge 'maju' 'check' x %}", x="<b>")
    assert "<b>" not in draw("{% unsure x %}", x="<b>")
    assert "<b>" not in draw("{{ x|masked }}", x="<b>1234567890123456")


def test_progress_has_a_name_and_a_share() -> None:
    assert draw('{% progress 6210 9400 "Daftar" %}').strip() == (
        '<progress max="9400" value="6210" aria-label="Daftar">66 %</progress>'
    )


LINES = (
    Explained("JKK", "1 % × Rp1.000.000", "PP 44/2015 Pasal 20", 10000, link="https://example.org/"),
    Explained("Keringanan", "50 %", "PP 50/2025", -5000, unsure="belum kami baca"),
)


def test_an_explanation_adds_up_and_says_what_is_unsure() -> None:
    drawn = draw('{% explain lines 5000 "Iuran" %}', lines=LINES)
    assert "−5.000" in drawn
    assert '<a href="https://example.org/"' in drawn
    assert '<span class="tag">belum pasti</span> belum kami baca' in drawn
    with pytest.raises(ValueError, match="do not add up"):
        draw('{% explain lines 5001 "Iuran" %}', lines=LINES)


def test_pages_of_a_list_keep_the_search_and_drop_the_old_key() -> None:
    request = RequestFactory().get("/peserta/?q=Siti&after=9&lang=en")
    drawn = draw("{% pages page %}", request=request, page=Page(rows=[1, 2], next="12", previous="3", total=1500))
    assert 'href="?q=Siti&amp;after=12"' in drawn
    assert 'href="?q=Siti&amp;before=3"' in drawn
    assert "2 dari 1.500 baris" in drawn
    first = RequestFactory().get("/peserta/?q=Siti")
    assert draw("{% pages page %}", request=first, page=Page(rows=[])).strip() == ""


def test_pages_read_forwards_lead_back_over_those_passed() -> None:
    def links(query: str, following: str) -> list[str]:
        request = RequestFactory().get(f"/peserta/{query}")
        drawn = draw("{% pages page %}", request=request, page=Page(rows=[1], next=following))
        return [html.unescape(href) for href in re.findall(r'href="([^"]*)"', drawn)]

    assert links("?q=Siti", "k1") == ["?q=Siti&after=k1"]
    assert links("?q=Siti&after=k1", "k2") == ["?q=Siti", "?q=Siti&after=k2&back=k1"]
    assert links("?q=Siti&after=k2&back=k1", "k3") == ["?q=Siti&after=k1", "?q=Siti&after=k3&back=k1&back=k2"]
    assert links("?q=Siti&after=k3&back=k1&back=k2", "") == ["?q=Siti&after=k2&back=k1"]
    long = "".join(f"&back=k{number}" for number in range(100))
    assert len(links(f"?after=x{long}", "y")[1]) < 400


class Form(forms.Form):
    name = forms.CharField(label="Nama", help_text="Sesuai KTP.", widget=forms.TextInput(attrs={"placeholder": "x"}))
    agreed = forms.BooleanField(label="Setuju", required=False)


def test_a_field_ties_hint_and_mistake_to_its_control() -> None:
    drawn = draw("{% field form.name %}", form=Form({}))
    assert 'aria-describedby="id_name-h id_name-e"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<p class="hint" id="id_name-h">Sesuai KTP.</p>' in drawn
    assert 'id="id_name-e"' in drawn
    assert "placeholder" not in drawn
    assert "id_name-h" not in draw('{% field form.name hint="" %}', form=Form())
    assert '<div class="tick">' in draw("{% field form.agreed %}", form=Form())


def test_the_summary_leads_to_each_mistake() -> None:
    drawn = draw("{% error_summary form %}", form=Form({}))
    assert "Ada 1 yang perlu diperbaiki" in drawn
    assert '<a href="#id_name">Bagian ini belum diisi.</a>' in drawn
    assert "There is 1 thing to correct" in draw("{% error_summary form %}", "en", form=Form({}))
    assert draw("{% error_summary form %}", form=Form({"name": "Siti"})) == ""


def test_an_empty_place_offers_the_first_step() -> None:
    assert 'href="/unggah/"' in draw('{% empty "Belum ada daftar." "/unggah/" "Unggah daftar" %}')


def test_a_thing_to_do_has_one_address() -> None:
    item = WorkItem("Lewat 4 hari", "16 Nov", "PT A belum membayar", "Rp1", "/x/", "Catat", tone="tinggal", icon="late")
    drawn = draw("{% work_item item %}", item=item)
    assert drawn.count('href="/x/"') == 2
    assert "st tinggal" in drawn


def test_every_word_of_the_vocabulary_is_filled_in() -> None:
    assert all(str(word) for words in VOCABULARY.values() for word in words.values())


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        ("Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("curl/8.5", "curl/8.5"),
    ],
)
def test_a_browser_is_named_in_two_words(agent: str, named: str) -> None:
    assert draw("{{ x|browser }}", x=agent) == named
