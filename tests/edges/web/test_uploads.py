"""Pages of lists: who may do what, and the way of a list from a file to members and a bill."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ayomi.apps.access.models import User
from ayomi.apps.intake import actions
from ayomi.apps.intake.queries import lists
from ayomi.apps.intake.rules.rights import RIGHTS
from ayomi.core.lists.reading import Book, read_book
from tests.apps.intake.lists import checked, people, states, table
from tests.cast import Cast, make_cast, make_users
from tests.core.lists.untidy import untidy_workbook

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(cache_table: None) -> Cast:
    made = make_cast()
    make_users(made)
    return made


@pytest.fixture
def as_role(cast: Cast, signed_in: SignIn) -> Callable[[str], Client]:
    return lambda role: signed_in(User.objects.get(username=role))


def send(client: Client, content: bytes, name: str, whom: str) -> int:
    """A list sent through the page; returns its number."""
    answer = client.post(
        f"/daftar/unggah/?untuk={whom}",
        {
            "berkas": SimpleUploadedFile(name, content), "mulai": client.get(f"/daftar/unggah/?untuk={whom}").context[
                "form"]["mulai"].initial, "isi": "", "segmen": "own_account", "program": "jkk,jkm",
            "penghasilan": "1.000.000", "sektor": "other",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    found = re.search(r"/daftar/(\d+)/", answer.headers["Location"])
    assert found
    return int(found[1])


def page(client: Client, upload_id: int, query: str = "") -> str:
    return client.get(f"/daftar/{upload_id}/{query}").content.decode()


def test_a_list_is_sent_checked_put_right_and_taken_in(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client, book = as_role("membership_officer"), untidy_workbook()
    upload_id = send(client, book.data, "daftar-wolo.xlsx", f"o{cast.cooperative}")
    shown = page(client, upload_id)
    assert f"Daftarkan {len(book.good_rows)} orang" in shown
    assert "Tanggal ini tidak ada." in shown
    row = next(number for number, code in book.codes.items() if code == "date_impossible_nik")
    proposal = next(each.proposal for each in client.get(f"/daftar/{upload_id}/").context["rows"].rows
                    if each.number == row)  # fmt: skip
    client.post(f"/daftar/{upload_id}/baris/", {"aksi": "pakai", "baris": row, "kolom": "birth_date", "usul": proposal})
    assert f"Daftarkan {len(book.good_rows) + 1} orang" in page(client, upload_id)
    client.post(f"/daftar/{upload_id}/daftarkan/")
    assert states(upload_id) == {"applied": len(book.good_rows) + 1, "fix": len(book.codes) - 1}
    assert "Terbitkan tagihan" in page(client, upload_id)


def test_the_bad_rows_come_back_in_the_senders_own_file(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client, book = as_role("membership_officer"), untidy_workbook()
    upload_id = send(client, book.data, "daftar-wolo.xlsx", f"o{cast.cooperative}")
    answer = client.get(f"/daftar/{upload_id}/kembalikan/")
    assert 'filename="daftar-wolo-perlu-diperbaiki.xlsx"' in answer.headers["Content-Disposition"]
    returned = read_book(answer.content, "kembali.xlsx")
    assert isinstance(returned, Book)
    assert len(returned.sheets[0].rows) == len(book.codes) + 1


def test_a_valid_nik_is_never_shown_in_full(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client, book = as_role("membership_officer"), untidy_workbook()
    upload_id = send(client, book.data, "daftar.xlsx", f"o{cast.cooperative}")
    whole = "".join(page(client, upload_id, f"?tampil={tab}") for tab in ("siap", "perbaiki", "ganda", "terdaftar"))
    assert not re.search(r"\b7401\d{12}\b", whole)
    assert "7401 •••• ••••" in whole


def test_a_summary_is_refused_with_what_to_do(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client = as_role("membership_officer")
    rows = [[f"Kabupaten {name}", 120, 80] for name in ("Kolaka", "Konawe", "Muna", "Buton")]
    content = table(*rows, headings=("Kabupaten/Kota", "Jumlah koperasi", "Jumlah anggota"))
    shown = page(client, send(client, content, "rekap.csv", f"o{cast.cooperative}"))
    assert "tabel rekap" in shown
    assert "Unggah berkas lain" in shown


def test_a_list_without_a_needed_column_asks_which_one_it_is(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client = as_role("membership_officer")
    content = table(*[[row[0], row[3]] for row in people(3)], headings=("Nama", "Penghasilan"))
    upload_id = send(client, content, "nama.csv", f"o{cast.cooperative}")
    answer = client.get(f"/daftar/{upload_id}/")
    assert answer.headers["Location"] == f"/daftar/{upload_id}/kolom/"
    assert "tidak ditemukan" in client.get(answer.headers["Location"]).content.decode()


def test_columns_are_corrected_by_hand_on_their_page(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client = as_role("membership_officer")
    content = table(*[[*row, "Wolo"] for row in people(3)], headings=("Nama", "NIK", "Tanggal lahir", "Upah", "X"))
    upload_id = send(client, content, "daftar.csv", f"o{cast.cooperative}")
    chosen = {f"kolom-{place}": name for place, name in enumerate(("name", "nik", "birth_date", "wage", "village"))}
    client.post(f"/daftar/{upload_id}/kolom/", {"isi": "members_new", **chosen})
    assert lists.one(upload_id).mapping["columns"][4]["field"] == "village"
    assert states(upload_id) == {"ready": 3}


def test_rows_left_out_can_be_put_back(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client = as_role("membership_officer")
    upload_id = send(client, table(*people(3)), "daftar.csv", f"o{cast.cooperative}")
    client.post(f"/daftar/{upload_id}/baris/", {"aksi": "keluarkan", "baris": [2, 3]})
    assert states(upload_id) == {"ready": 1, "left_out": 2}
    assert "Dikeluarkan" in page(client, upload_id)
    client.post(f"/daftar/{upload_id}/baris/", {"aksi": "kembalikan", "baris": [2]})
    assert states(upload_id) == {"ready": 2, "left_out": 1}


def test_a_button_that_no_page_has_is_refused(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client = as_role("membership_officer")
    upload_id = send(client, table(*people(1)), "daftar.csv", f"o{cast.cooperative}")
    assert client.post(f"/daftar/{upload_id}/baris/", {"aksi": "hapus", "baris": 2}).status_code == 403
    answer = client.post(f"/daftar/{upload_id}/baris/", {"aksi": "simpan", "baris": 2, "kolom": "gaji", "nilai": "1"})
    assert answer.status_code == 403


def test_the_same_file_leads_to_the_list_it_made_before(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client = as_role("membership_officer")
    content = table(*people(2))
    first = send(client, content, "daftar.csv", f"o{cast.cooperative}")
    assert send(client, content, "daftar.csv", f"o{cast.cooperative}") == first


def test_a_list_is_undone_until_it_is_billed(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client = as_role("membership_officer")
    upload_id = send(client, table(*people(2)), "daftar.csv", f"o{cast.cooperative}")
    client.post(f"/daftar/{upload_id}/daftarkan/")
    assert "Batalkan 2 baris" in page(client, upload_id)
    client.post(f"/daftar/{upload_id}/batalkan/")
    assert states(upload_id) == {"undone": 2}
    again = send(client, table(*people(2, first=700)), "daftar.csv", f"o{cast.cooperative}")
    client.post(f"/daftar/{again}/daftarkan/")
    client.post(f"/daftar/{again}/tagih/")
    answer = client.post(f"/daftar/{again}/batalkan/", follow=True)
    assert "tidak dapat dibatalkan" in answer.content.decode()
    assert states(again) == {"applied": 2}


def test_a_list_under_way_shows_how_far_it_is_and_can_be_taken_up_again(
    cast: Cast, as_role: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_role("membership_officer")
    monkeypatch.setattr("ayomi.edges.web.views.uploads.SMALL_FILE", 0)
    upload_id = send(client, table(*people(2)), "daftar.csv", f"o{cast.cooperative}")
    shown = page(client, upload_id)
    assert "data-refresh" in shown
    assert "Halaman ini boleh ditinggalkan" in shown

    def fails(*given: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr("ayomi.apps.intake.actions.checking._read", fails)
        actions.check(upload_id, at=lists.one(upload_id).row.received_at)
    assert "Lanjutkan" in page(client, upload_id)
    assert client.post(f"/daftar/{upload_id}/lanjutkan/").status_code == 302
    actions.check(upload_id, at=lists.one(upload_id).row.received_at)
    assert "Daftarkan 2 orang" in page(client, upload_id)


@pytest.mark.parametrize("role", ["membership_officer", "auditor", "finance", "channel_administrator", "worker",
                                  "administrator", "office_head"])  # fmt: skip
def test_each_role_does_with_lists_what_the_table_says(cast: Cast, as_role: Callable[[str], Client], role: str) -> None:
    upload_id = checked(cast, table(*people(2)))
    client, rights = as_role(role), RIGHTS.get(role, frozenset())
    assert client.get("/daftar/").status_code == (200 if "look" in rights else 403)
    assert client.get("/daftar/unggah/").status_code == (200 if "send" in rights else 403)
    assert client.get(f"/daftar/{upload_id}/kembalikan/").status_code == (200 if "send" in rights else 403)
    assert client.post(f"/daftar/{upload_id}/daftarkan/").status_code == (302 if "take" in rights else 403)
    assert ("applied" in states(upload_id)) is ("take" in rights)


def test_a_channel_sends_and_sees_only_its_own_lists(cast: Cast, as_role: Callable[[str], Client]) -> None:
    others = checked(cast, table(*people(2)), organisation_id=cast.firm, segment="wage_earner", options={})
    client = as_role("channel_administrator")
    assert client.get(f"/daftar/{others}/").status_code == 404
    assert client.post(f"/daftar/{others}/daftarkan/").status_code == 404
    own = send(client, table(*people(2, first=700)), "kami.csv", f"o{cast.firm}")
    assert lists.one(own).row.organisation_id == cast.cooperative
    assert client.get(f"/daftar/{own}/").status_code == 200
    client.post(f"/daftar/{own}/daftarkan/")
    assert states(own) == {"applied": 2}


def test_an_office_sees_no_list_of_another(cast: Cast, as_role: Callable[[str], Client]) -> None:
    there = checked(cast, table(*people(2)), organisation_id=None, office_id=cast.offices.semarang)
    assert as_role("membership_officer").get(f"/daftar/{there}/").status_code == 404


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    assert "/akun/masuk/" in client.get("/daftar/").headers["Location"]


def test_a_new_organisation_is_recorded_on_the_way(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client = as_role("membership_officer")
    given = {"nama": "Koperasi Mina Bahari", "bentuk": "cooperative", "kabupaten": "74.01", "skala": "micro"}
    answer = client.post("/daftar/badan-baru/", given)
    assert re.fullmatch(r"/daftar/unggah/\?untuk=o\d+", answer.headers["Location"])
    alike = client.post("/daftar/badan-baru/", given)
    assert "sudah tercatat" in alike.content.decode()
    firm = client.post("/daftar/badan-baru/", given | {"nama": "PT Laut Biru", "bentuk": "firm", "usaha": "zzqq"})
    assert "belum dikenal" in firm.content.decode()


def test_a_long_list_is_read_page_by_page_both_ways(cast: Cast, as_role: Callable[[str], Client]) -> None:
    client = as_role("membership_officer")
    upload_id = send(client, table(*people(120)), "panjang.csv", f"o{cast.cooperative}")

    def numbers(query: str) -> list[int]:
        return [each.number for each in client.get(f"/daftar/{upload_id}/?tampil=siap{query}").context["rows"].rows]

    assert numbers("") == list(range(2, 52))
    assert numbers("&after=51") == list(range(52, 102))
    assert numbers("&after=101") == list(range(102, 122))
    assert numbers("&before=102") == list(range(52, 102))
    assert 'rel="prev"' not in page(client, upload_id, "?tampil=siap&before=52")
