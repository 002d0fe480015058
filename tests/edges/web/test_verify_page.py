"""The public answer about a card or certificate."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

DOCUMENT = SimpleNamespace(
    kind_label="Sertifikat kepesertaan", holder="Koperasi Nelayan Samudra Wolo", cover="JKK dan JKM", members=312,
    paid_to="2026-11", issued_on=date(2026, 3, 12), office="KCP Kolaka",
)  # fmt: skip


def page(state: str, **more: object) -> str:
    request = RequestFactory().get("/periksa/")
    request.user = AnonymousUser()
    request.resolver_match = None
    shown = {"state": state, "number": "SK-7401-2026-000318", "at": datetime(2026, 11, 20, 1, 14, tzinfo=UTC)}
    return render_to_string("verify.html", {**shown, "zone": "WITA", **more}, request)


def test_a_valid_document_says_today_and_the_hour() -> None:
    shown = page("valid", document=DOCUMENT, signature_intact=True, signed_at=datetime(2026, 3, 12, tzinfo=UTC))
    assert '<h1 id="hasil">Berlaku hari ini</h1>' in shown
    assert "Jumat, 20 November 2026" in shown
    assert "pukul 09.14 WITA" in shown
    assert "312 orang" in shown
    assert "Tanda tangan elektronik utuh" in shown


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("lapsed", "Tidak berlaku sejak 1 Oktober 2026"),
        ("withdrawn", "Dicabut 1 Oktober 2026"),
        ("unknown", "Nomor tidak dikenal"),
    ],
)
def test_each_answer_has_its_own_word_and_shape(state: str, said: str) -> None:
    shown = page(state, since=date(2026, 10, 1), document=None)
    assert f'<h1 id="hasil">{said}</h1>' in shown
    assert f'class="verdict {state}"' in shown
    assert "312 orang" not in shown
