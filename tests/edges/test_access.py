"""Every address as every role and as nobody, compared with the declared table; and nobody sees another's rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ayomi.apps.access import actions as access
from ayomi.apps.access.models import ROLES, User
from ayomi.apps.agreements import actions as agreements
from ayomi.apps.agreements.actions import NewAgreement, NewParty
from ayomi.apps.agreements.queries import agreement
from ayomi.apps.agreements.queries import agreements as agreements_on
from ayomi.apps.compliance.actions import recommendations, sanctions
from ayomi.apps.compliance.actions.recommendations import Question
from ayomi.apps.compliance.queries.recommendations import requests
from ayomi.apps.compliance.queries.sanctions import cases_of
from ayomi.apps.payments.actions.files import take_bank_file
from ayomi.apps.payments.queries.held import bank_files, held_lines
from ayomi.apps.registry.queries import organisation
from ayomi.apps.sponsorship.actions import budgets, proposing, taking
from ayomi.apps.sponsorship.queries import budgets as budgets_on
from ayomi.apps.sponsorship.queries import proposals, supports
from ayomi.apps.steering.actions import denominators
from ayomi.apps.steering.queries.denominators import tables
from ayomi.core.periods import Month
from ayomi.edges.documents import papers
from ayomi.edges.web.roles import ACCESS
from tests.apps.sponsorship.test_sponsorship import listed, row
from tests.cast import AT, PASSWORD, Cast
from tests.cast import organisation as new_organisation
from tests.edges.web.money_world import Money, make_money, moment
from tests.edges.web.people import PLAIN_STORAGES

pytestmark = pytest.mark.django_db

LOGIN = "/akun/masuk/"
REFUSED_BY_THE_PAGE = {("card", "auditor"), ("certificate", "auditor"), ("budget_new", "channel_administrator")}
"""An auditor reads what others issued, and issues nothing; a channel that is no government has no budget to set up: the
page itself says so."""
ROWS = {"bill_id", "receipt_id", "run_id", "upload_id", "person_id", "membership_id", "payer_id", "organisation_id",
        "project_id", "partner_id", "bank_file_id", "held_id", "request_id", "case_id"}  # fmt: skip
"""Parameters of addresses that name a row of some office."""


def patterns(resolver: URLResolver, above: frozenset[str] = frozenset()) -> Iterator[tuple[str, frozenset[str]]]:
    """The name of every address below, with its parameters. The interface for programs has a test of its own."""
    for each in resolver.url_patterns:
        here = above | set(each.pattern.converters)
        if isinstance(each, URLPattern):
            yield str(each.name), here
        elif not each.namespace:
            yield from patterns(each, here)


def named() -> dict[str, frozenset[str]]:
    """The parameters of every address of the pages, by its name."""
    return dict(patterns(get_resolver()))


class Signer:
    """Stands where the installation's key would be read."""

    name = "Kantor"


@pytest.fixture
def money(cast: Cast, users: dict[str, int], settings: Any, monkeypatch: pytest.MonkeyPatch) -> Money:
    settings.STORAGES = PLAIN_STORAGES
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    call_command("createcachetable")
    # Setting a page of type takes a second; who may ask for it is what is tested here.
    for name in ("bill_pdf", "card_pdf", "card_sheets_pdf", "certificate_pdf", "project_certificate_pdf",
                 "recommendation_pdf", "sign"):  # fmt: skip
        monkeypatch.setattr(papers, name, lambda *given, **named: b"%PDF")
    monkeypatch.setattr(papers.letters, "letter_pdf", lambda *given, **named: b"%PDF")
    monkeypatch.setattr(papers, "installation_signer", lambda at: Signer)
    return make_money(cast)


def agreement_values(cast: Cast) -> dict[str, object]:
    """An agreement of the office in Kolaka with one duty, written when it is first asked for."""
    known = agreements_on(date(2026, 1, 2))
    if known:
        found = agreement(known[0].agreement_id, date(2026, 1, 2))
        return {"agreement_id": known[0].agreement_id, "duty_id": found.duties[0].duty_id, "due": "2026-02-01"}
    made = agreements.write_agreement(
        NewAgreement(
            kind="mou", title="Nota kesepahaman", since=date(2026, 1, 1), signed_on=date(2026, 1, 1),
            parties=(NewParty("BPJS Ketenagakerjaan"), NewParty("Pemerintah Kabupaten Kolaka")),
        ),
        office_id=cast.offices.kolaka, by=None, at=AT,
    )  # fmt: skip
    party = agreement(made, date(2026, 1, 2)).parties[0].party_id
    duty = agreements.add_duty(
        made, text="Laporan", party_id=party, office_id=cast.offices.kolaka, owner=None, first_due=date(2026, 2, 1),
        repeats="once", by=None, at=AT,
    )  # fmt: skip
    return {"agreement_id": made, "duty_id": duty, "due": "2026-02-01"}


def sponsorship_values(cast: Cast) -> dict[str, object]:
    """A budget of Kolaka's cooperative with one person, made when it is first asked for."""
    known = budgets_on(date(2026, 9, 1))
    if not known:
        made = budgets.set_up_budget(
            organisation_id=cast.cooperative, office_id=cast.offices.kolaka, name="Bantuan", source="donation",
            since=Month(2026, 1), until=Month(2027, 1), amount=1_000_000, quota=5, income=1_000_000, jht=False,
            region=None, agreement_id=None, by=None, at=AT,
        )  # fmt: skip
        budgets.approve_budget(made, by=None, at=AT)
        proposing.propose(made, listed([row(1)]), file_name="usul.csv", by=None, at=AT)
        taking.take_on(made, None, since=Month(2026, 12), months=1, by=None, at=AT)
        known = budgets_on(date(2026, 9, 1))
    budget_id = known[0].budget_id
    return {
        "budget_id": budget_id, "proposal_id": proposals(budget_id)[0].proposal_id,
        "support_id": supports(budget_id)[0].support_id,
    }  # fmt: skip


def held_values(cast: Cast) -> dict[str, object]:
    """A bank file of Kolaka with a line that waits for a person, sent when it is first asked for."""
    if not bank_files():
        header, same = b"Tanggal,Keterangan,Debet,Kredit\n", b"21/10/2026,TUNAI,,50000\n"
        for name, rows in (("a.csv", same + b"21/10/2026,LAIN,,7000\n"), ("b.csv", same)):
            take_bank_file(header + rows, name, cast.offices.kolaka, by=None, at=datetime(2026, 10, 22, 3, tzinfo=UTC))
    (held,) = held_lines(bank_files()[0].bank_file_id)
    return {"bank_file_id": held.bank_file_id, "held_id": held.held_id}


def licensing_values(cast: Cast) -> dict[str, object]:
    """A question of Kolaka's licensing office about the cooperative and a warning to it, made when first asked for."""
    known = requests(day=date(2026, 9, 1))
    if not known:
        licensing = User.objects.get(username="licensing_officer")
        assert licensing.organisation_id is not None
        authority = recommendations.record_authority(
            licensing.organisation_id, kind="cooperative_office", region="74.01", office_id=cast.offices.kolaka,
            since=date(2026, 1, 1), by=None, at=AT,
        )  # fmt: skip
        recommendations.ask(authority, "1", Question("status_review", "nib", "0220001234567", stated=9), by=None, at=AT)
        recommendations.ask(authority, "2", Question("status_review", "nib", "0220001234567", stated=1), by=None, at=AT)
        sanctions.open_case(cast.cooperative, ground="arrears", note="", by=None, at=moment(11, 20))
        known = requests(day=date(2026, 9, 1))
    return {"request_id": known[0].request_id, "case_id": cases_of(cast.cooperative)[0].case_id, "number": 1}


def table_of_cooperatives() -> int:
    """A table of figures per region that waits to be looked through, sent when it is first asked for."""
    known = tables()
    return known[0].id if known else denominators.receive(
        b"Provinsi;Koperasi aktif\nBali;4000\nAceh;3000\n", file_name="koperasi.csv", source="Dinas koperasi",
        as_of=date(2026, 1, 2), by=None, at=AT,
    )  # fmt: skip


def address(name: str, parameters: frozenset[str], money: Money) -> str:
    values = {
        "bill_id": money.cooperative.bill_id, "receipt_id": money.unidentified.receipt_id, "run_id": money.run,
        "user_id": User.objects.get(username="supervisor").pk, "person_id": money.cast.sitti,
        "membership_id": money.cast.sitti_member, "upload_id": money.upload,
        "payer_id": organisation(money.cast.cooperative).payer_id, "organisation_id": money.cast.cooperative,
        "project_id": money.cast.project, "token": "x", "code": money.cooperative.code, "pk": 1,
        **agreement_values(money.cast), **sponsorship_values(money.cast), **held_values(money.cast),
        **licensing_values(money.cast),
        "province": "74", "file_id": table_of_cooperatives(),
    }  # fmt: skip
    return reverse(name, kwargs={each: values.get(each, 0) for each in parameters})


def ask(user: User | None, method: str, url: str) -> HttpResponse:
    """One request, and no trace of it afterwards."""
    client = Client()
    with transaction.atomic():
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(url) if method == "GET" else client.post(url, {"aksi": "unduh"})
        transaction.set_rollback(True)
    return answer


def to_login(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(LOGIN)


def test_every_address_is_declared() -> None:
    assert sorted(set(named()) - set(ACCESS)) == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_gives_it_and_nothing_else(money: Money, role: str) -> None:
    user, wrong = User.objects.get(username=role), []
    for name, parameters in named().items():
        url = address(name, parameters, money)
        for method in ("GET", "POST"):
            answer = ask(user, method, url)
            declared = ACCESS[name]
            allowed = declared.public or declared.allows(role, method)
            if (answer.status_code == 403) == allowed and (name, role) not in REFUSED_BY_THE_PAGE:
                wrong.append((name, method, answer.status_code))
            if answer.status_code >= 500:
                wrong.append((name, method, answer.status_code))
    assert wrong == []


def test_strangers_are_sent_to_sign_in_from_everything_that_is_not_public(money: Money) -> None:
    wrong = []
    for name, parameters in named().items():
        for method in ("GET", "POST"):
            answer = ask(None, method, address(name, parameters, money))
            # Pages of the sign-in itself may lead back to its beginning.
            if not ACCESS[name].public and not to_login(answer):
                wrong.append((name, method, answer.status_code))
    assert wrong == []


def strangers(money: Money) -> dict[str, User]:
    """People with every right, elsewhere: staff in Semarang, another cooperative's administrator, another worker."""
    semarang = money.cast.offices.semarang
    other = new_organisation("cooperative", "Koperasi Lain", office_id=semarang, region="33.74")
    places: dict[str, dict[str, Any]] = {
        role: {"office_id": semarang} for role in ("membership_officer", "supervisor", "office_head", "finance")
    }
    places["channel_administrator"] = {"organisation_id": other}
    places["licensing_officer"] = {"organisation_id": other}
    places["worker"] = {"person_id": money.cast.rahim}
    found = {}
    for role, place in places.items():
        given = {"office_id": None, "organisation_id": None, "person_id": None, **place}
        made = access.create_user(
            username=f"{role}_elsewhere", password=PASSWORD, full_name="", role=role, language="id", by=None, at=AT,
            **given,
        )  # fmt: skip
        found[role] = User.objects.get(pk=made)
    return found


def test_rows_of_another_office_organisation_or_person_are_not_found(money: Money) -> None:
    wrong = []
    for role, user in strangers(money).items():
        for name, parameters in named().items():
            if not parameters & ROWS:
                continue
            for method in ("GET", "POST"):
                if ACCESS[name].allows(role, method):
                    answer = ask(user, method, address(name, parameters, money))
                    if answer.status_code not in (404, 405):
                        wrong.append((role, name, method, answer.status_code))
    assert wrong == []
