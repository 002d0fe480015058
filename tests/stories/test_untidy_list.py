"""A stranger's path: an untidy workbook from a fishers' cooperative becomes paid-up cover, and every check holds."""

from __future__ import annotations

import io
import re
from argparse import Namespace
from datetime import UTC, date, datetime

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from ayomi.apps.access.models import User
from ayomi.apps.contributions.queries.bills import bills
from ayomi.apps.intake import actions
from ayomi.apps.intake.queries import lists
from ayomi.apps.membership.queries import cover_on
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.core.identity import make_nik
from ayomi.core.lists.reading import Book, read_book
from ayomi.edges.command import verify
from tests.apps.intake.lists import line, states
from tests.cast import PASSWORD, Cast, make_cast, make_users
from tests.core.lists.untidy import UntidyBook, untidy_workbook
from tests.edges.web.people import PLAIN_STORAGES

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 12, 3)
MONTH = date(2026, 12, 1)


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    call_command("createcachetable")
    made = make_cast()
    make_users(made)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return made


@pytest.fixture
def client() -> Client:
    return Client()


def send(client: Client, address: str, content: bytes, name: str) -> int:
    """The number of the list that a file became."""
    given = {
        "berkas": SimpleUploadedFile(name, content), "isi": "", "mulai": "2026-12", "segmen": "own_account",
        "program": "jkk,jkm", "penghasilan": "1.000.000", "sektor": "other",
    }  # fmt: skip
    answer = client.post(address, given)
    assert answer.status_code == 302, answer.content.decode()
    return int(re.findall(r"\d+", answer.headers["Location"])[0])


def row_with(book: UntidyBook, code: str) -> int:
    return next(number for number, each in book.codes.items() if each == code)


def corrected_by_the_sender(returned: bytes) -> bytes:
    """The file that came back, with the damaged NIK typed again from the ID card and all else left as it was."""
    book = read_book(returned, "kembali.xlsx")
    assert isinstance(book, Book)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Anggota")
        for place, cells in enumerate(book.sheets[0].rows):
            for column, cell in enumerate(cells):
                right = make_nik("74.01.02", date(1979, 5, 6), "male", 901)
                sheet.write_string(place, column, right if cell == "7,40102E+15" else str(cell))
    return target.getvalue()


@override_settings(STORAGES=PLAIN_STORAGES, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True)
def test_an_untidy_list_becomes_paid_up_cover(cast: Cast, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    # The officer signs in and sends the cooperative's workbook.
    signed = client.post("/akun/masuk/", {"login": "membership_officer", "password": PASSWORD})
    assert signed.headers["Location"] == "/beranda/"
    book = untidy_workbook()
    first = send(client, f"/daftar/unggah/?untuk=o{cast.cooperative}", book.data, "daftar-anggota-wolo.xlsx")
    assert states(first) == {"ready": len(book.good_rows), "fix": len(book.codes)}

    # One row is put right on the page: the NIK says which birth date was meant.
    row = row_with(book, "date_impossible_nik")
    meant = next(each.proposal for each in line(first, row).contents.problems if each.proposal)
    client.post(f"/daftar/{first}/baris/", {"aksi": "pakai", "baris": row, "kolom": "birth_date", "usul": meant})
    good = len(book.good_rows) + 1

    # The good rows are taken in with one click; the others go back in the sender's own file.
    client.post(f"/daftar/{first}/daftarkan/")
    assert states(first) == {"applied": good, "fix": len(book.codes) - 1}
    returned = client.get(f"/daftar/{first}/kembalikan/").content

    # The corrected file goes on where the first one stopped.
    second = send(client, f"/daftar/unggah/?lanjut={first}", corrected_by_the_sender(returned), "diperbaiki.xlsx")
    assert lists.one(second).continues_id == first
    # One row had taken another's NIK, whose owner is a member by now: somebody has to say who is meant.
    assert states(second) == {"ready": 1, "fix": len(book.codes) - 3, "twin": 1}
    client.post(f"/daftar/{second}/daftarkan/")
    assert states(first) == {"applied": good, "fix": len(book.codes) - 2, "left_out": 1}

    # Both lists stand on one bill, and nobody is covered yet.
    payer = lists.one(first).payer_id
    assert payer is not None
    client.post(f"/daftar/{second}/tagih/")
    (bill,) = bills(shown="all", day=TODAY, payer_id=payer)
    members = good + 1 + 1  # and Sitti, who was with the cooperative before
    assert (bill.state, bill.members, bill.month) == ("final", members, MONTH)
    someone = line(first, book.good_rows[0]).person_id
    assert someone is not None
    assert not cover_on(someone, TODAY).covered

    # The money comes in, and with it the cover.
    paid = take_receipt(
        key="bank:1", amount=bill.total, paid_on=TODAY, code=bill.code or "", channel="bank", office_id=None, by=None,
        at=NOW,
    )  # fmt: skip
    assert paid.note == "paid"
    assert cover_on(someone, TODAY).status == "covered"
    corrected = next(each for each in lists.lines(second, ("applied",)))
    assert corrected.person_id is not None
    assert cover_on(corrected.person_id, TODAY).status == "covered"

    # What is billed stays, and everything that is stored agrees.
    with pytest.raises(actions.AlreadyBilled):
        actions.undo(first, by=User.objects.get(username="membership_officer").pk, at=NOW)
    assert verify.run(Namespace(json=False, language="en")) == 0, capsys.readouterr()
