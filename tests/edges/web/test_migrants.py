"""Migrant workers: the contract is typed, its price is shown, and only then it is billed."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ayomi.apps.contributions.actions.packages import bill_packages
from ayomi.apps.membership import queries as membership
from ayomi.apps.membership.actions.packages import await_placement, place
from tests import cast as stage
from tests.cast import Cast
from tests.edges.web.paying import enter
from tests.edges.web.test_persons import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november", "users")]
CONTRACT = {"departs": "15 Januari 2027", "months": "24", "destination": "Malaysia", "bill": "now"}


def read_of(answer: object) -> str:
    found = re.search(r'name="dibaca" value="([^"]*)"', answer.content.decode())  # type: ignore[attr-defined]
    assert found
    return found[1]


def through_agency(cast: Cast) -> int:
    rows = stage.enrol(
        (cast.sri,), segment="migrant", channel="firm", organisation_id=cast.firm, office_id=cast.offices.kolaka, wage=0
    )
    return int(rows["membership_id"][0])


def test_the_price_is_shown_before_the_contract_is_recorded_and_billed(client: Client, cast: Cast) -> None:
    member, officer = through_agency(cast), enter(client, "membership_officer")
    shown = officer.post(f"/migran/{member}/kontrak/", CONTRACT)
    words = text_of(shown)
    assert "370.000" in words
    assert "Permenaker 4/2023 Pasal 18" in words
    assert "tertanggung sampai 14 Maret 2029" in words
    done = officer.post(f"/migran/{member}/kontrak/", CONTRACT | {"dibaca": read_of(shown)}, follow=True)
    words = text_of(done)
    assert "Tagihan dibuat. Perlindungan mulai setelah dibayar." in words
    assert "Paket pekerja migran" in words
    assert "perlindungan selama dan setelah bekerja, paket 24 bulan Rp332.500" in words
    page = text_of(officer.get(f"/migran/{member}/"))
    assert "Ada paket yang belum dibayar" in page
    assert "sebelum bekerja, paling lama 5 bulan" in page


def test_without_a_contract_only_the_time_before_leaving_is_billed(client: Client, cast: Cast) -> None:
    member, officer = through_agency(cast), enter(client, "membership_officer")
    empty = {"departs": "", "months": "", "destination": "", "bill": "now"}
    shown = officer.post(f"/migran/{member}/kontrak/", empty)
    assert "37.500" in text_of(shown)
    done = officer.post(f"/migran/{member}/kontrak/", empty | {"dibaca": read_of(shown)}, follow=True)
    assert "37.500" in text_of(done)


def test_several_are_billed_together_when_the_bill_waits(client: Client, cast: Cast) -> None:
    member, officer = through_agency(cast), enter(client, "membership_officer")
    later = CONTRACT | {"bill": "later"}
    shown = officer.post(f"/migran/{member}/kontrak/", later)
    done = officer.post(f"/migran/{member}/kontrak/", later | {"dibaca": read_of(shown)}, follow=True)
    assert "2 paket belum ditagih." in text_of(done)
    assert "Tagihan dibuat." in text_of(officer.post(f"/migran/{member}/tagih/", follow=True))
    assert "Batalkan dulu tagihannya" in text_of(officer.post(f"/migran/{member}/tarik/", follow=True))


def test_what_cannot_be_is_refused_in_words(client: Client, cast: Cast) -> None:
    member, officer = through_agency(cast), enter(client, "membership_officer")
    short = officer.post(f"/migran/{member}/kontrak/", CONTRACT | {"months": "5"})
    assert (short.status_code, "Paket paling pendek" in text_of(short)) == (422, True)
    half = officer.post(f"/migran/{member}/kontrak/", CONTRACT | {"months": ""})
    assert (half.status_code, "Isi bagian ini dulu." in text_of(half)) == (422, True)
    past = CONTRACT | {"departs": "1 Januari 2026"}
    shown = officer.post(f"/migran/{member}/kontrak/", past)
    refused = officer.post(f"/migran/{member}/kontrak/", past | {"dibaca": read_of(shown)})
    assert (refused.status_code, "di luar masa kepesertaan" in text_of(refused)) == (422, True)
    none = officer.post(f"/migran/{member}/perpanjang/", {"months": "6", "dibaca": "6"})
    assert (none.status_code, "Belum ada kontrak" in text_of(none)) == (422, True)


def test_a_contract_is_prolonged_with_its_price_shown_first(client: Client, cast: Cast) -> None:
    member, officer = through_agency(cast), enter(client, "membership_officer")
    place(member, departs=stage.date(2026, 10, 1), months=12, destination="Taiwan", by=None, at=stage.AT)
    shown = officer.post(f"/migran/{member}/perpanjang/", {"months": "6"})
    assert "6 bulan × Rp13.500" in text_of(shown)
    done = officer.post(f"/migran/{member}/perpanjang/", {"months": "6", "dibaca": "6"}, follow=True)
    assert "Perpanjangan kontrak" in text_of(done)


def test_the_list_shows_only_whom_one_may_see(client: Client, cast: Cast) -> None:
    member = through_agency(cast)
    await_placement(member, by=None, at=stage.AT)
    bill_packages(membership.membership(member, on=stage.TODAY).payer_id, by=None, at=stage.AT)
    assert "Sri Wahyuni" in text_of(enter(client, "membership_officer").get("/migran/?keadaan=unpaid"))
    assert "Sri Wahyuni" not in text_of(enter(client, "channel_administrator").get("/migran/"))
    assert client.get(f"/migran/{member}/").status_code == 404


def test_a_migrant_worker_is_enrolled_and_led_to_the_contract(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    answer = officer.post(
        f"/peserta/{cast.rahim}/daftarkan/",
        {
            "way": "migran", "through": "PT Anugerah Baja Pomalaa", "since": "20 November 2026", "wage": "0",
            "occupation": "Pekerja rumah tangga", "sector": "other",
        },
        follow=True,
    )  # fmt: skip
    assert "Catat kontrak" in text_of(answer)
