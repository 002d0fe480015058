"""Downloads of bills, cards and certificates: who gets them, what is noted, what is in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from ayomi.apps.access.models import User
from ayomi.apps.compliance.models import Proof
from ayomi.apps.offices.models import Office
from ayomi.edges.documents.signing import check, installation_signer
from tests.apps.compliance import world
from tests.edges.documents.reading import texts
from tests.edges.web.people import PASSWORD

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def own_key(settings: Settings, tmp_path: Path) -> None:
    settings.SIGNING_DIRECTORY = tmp_path / "signing"


@pytest.fixture
def kolaka(officer: User) -> Office:
    return Office.objects.get(pk=officer.office_id)


@pytest.fixture
def fisher(kolaka: Office) -> world.Membership:
    one = world.member(world.cooperative(kolaka))
    # Paid far ahead, so that the clock of the day the test runs on does not matter.
    world.paid(one, *world.months(date(2026, 3, 1), 3))
    return one


def stranger(other: str) -> User:
    far = Office.objects.create(code="T999", name=other, kind="branch", opened=date(2013, 1, 1))
    return User.objects.create_user("jauh", password=PASSWORD, role="membership_officer", office=far)


def test_a_card_comes_signed_and_leaves_a_trace(signed_in: SignIn, officer: User, fisher: world.Membership) -> None:
    answer = signed_in(officer).get(f"/kepesertaan/{fisher.pk}/kartu.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "Sitti" not in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    proof = Proof.objects.get()
    assert proof.issued_by == officer.pk
    signer = installation_signer(proof.issued_at)
    found = check(answer.content, root=signer.root, at=proof.issued_at)
    assert found is not None
    assert found.good
    with connection.cursor() as cursor:
        cursor.execute('SELECT "by", person_id, what FROM audit_look')
        assert cursor.fetchall() == [(officer.pk, fisher.person_id, "card")]


def test_asking_again_gives_a_card_with_the_same_address(
    signed_in: SignIn, officer: User, fisher: world.Membership
) -> None:
    client = signed_in(officer)
    for address in (f"/kepesertaan/{fisher.pk}/kartu.pdf", f"/kepesertaan/{fisher.pk}/kartu.pdf?lembar=a4"):
        assert client.get(address).status_code == 200
    assert Proof.objects.count() == 1


def test_other_offices_get_neither_card_nor_bill_nor_certificate(signed_in: SignIn, fisher: world.Membership) -> None:
    bill = world.final_bill(fisher.payer, [fisher])
    client = signed_in(stranger("Cabang Lain"))
    for address in (
        f"/kepesertaan/{fisher.pk}/kartu.pdf",
        f"/tagihan/{bill.pk}/tagihan.pdf",
        f"/tagihan/{bill.pk}/tagihan.xlsx",
        f"/pembayar/{fisher.payer_id}/sertifikat.pdf",
    ):
        assert client.get(address).status_code == 404, address
    assert not Proof.objects.exists()


def test_strangers_are_asked_to_sign_in(client: Client, fisher: world.Membership) -> None:
    assert client.get(f"/kepesertaan/{fisher.pk}/kartu.pdf").status_code == 302


def test_an_auditor_reads_what_was_issued_and_issues_nothing(
    signed_in: SignIn, officer: User, kolaka: Office, fisher: world.Membership
) -> None:
    auditor = User.objects.create_user("periksa", password=PASSWORD, role="auditor", office=kolaka)
    address = f"/kepesertaan/{fisher.pk}/kartu.pdf"
    assert signed_in(auditor).get(address).status_code == 403
    assert signed_in(officer).get(address).status_code == 200
    assert signed_in(auditor).get(address).status_code == 200


def test_without_any_payment_the_page_says_what_to_do(signed_in: SignIn, officer: User, kolaka: Office) -> None:
    one = world.member(world.cooperative(kolaka))
    answer = signed_in(officer).get(f"/kepesertaan/{one.pk}/kartu.pdf")
    assert answer.status_code == 404
    assert "setelah iuran pertama dibayar" in answer.content.decode()


def test_a_bill_comes_as_page_and_as_spreadsheet(signed_in: SignIn, officer: User, fisher: world.Membership) -> None:
    bill = world.final_bill(fisher.payer, [fisher])
    client = signed_in(officer)
    pdf = client.get(f"/tagihan/{bill.pk}/tagihan.pdf")
    assert "Koperasi Nelayan Samudra Wolo" in " ".join(texts(pdf.content))
    assert "8 0000 0001 2308" in texts(pdf.content)[0]
    assert world.NIK not in " ".join(texts(pdf.content))
    book = client.get(f"/tagihan/{bill.pk}/tagihan.xlsx")
    assert book.content.startswith(b"PK")
    assert book["Content-Disposition"].startswith("attachment;")


def test_a_certificate_comes_for_its_payer(signed_in: SignIn, officer: User, fisher: world.Membership) -> None:
    answer = signed_in(officer).get(f"/pembayar/{fisher.payer_id}/sertifikat.pdf")
    assert answer.status_code == 200
    assert "Sertifikat kepesertaan" in " ".join(texts(answer.content))
