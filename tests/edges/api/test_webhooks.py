"""Partners are told unasked: of what they chose, at registered addresses, once, and of nobody else's money."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from ayomi.apps.eligibility.actions.telling import tell_partners
from ayomi.apps.partners.actions import deliveries, keys, partners
from ayomi.apps.partners.models import Partner
from ayomi.apps.partners.queries import partners as shown
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.core.sealing import unseal
from tests.apps.partners.world import partner
from tests.cast import Cast
from tests.edges.web.money_world import Money, make_money

pytestmark = pytest.mark.django_db
HOOK, OTHER = "https://koperasi.example.id/ayomi", "https://lain.example.id/ayomi"
ADDRESS = "/api/v1/webhooks"


@pytest.fixture
def money(cast: Cast, cache_table: None) -> Money:
    return make_money(cast)


def told(partner_id: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_sealed FROM partners_delivery WHERE partner_id = %s ORDER BY id", [partner_id])
        return [
            json.loads(unseal(bytes(row[0]), field=deliveries.BODY_FIELD, key=settings.SEALING_KEY))
            for row in cursor.fetchall()
        ]


def program(money: Money, organisation_id: int, code: str, uri: str, *events: str) -> int:
    """A partner that speaks for an organisation, told of these events."""
    at = timezone.now() - timedelta(hours=1)
    number = partner(code, scopes=("webhooks",), at=at, kind="other")
    Partner.objects.filter(pk=number).update(organisation_id=organisation_id)
    partners.set_hooks(number, partners.register_address(number, uri, by=None, at=at), events, by=None, at=at)
    return number


def pay(code: str | None, amount: int, key: str) -> None:
    now = timezone.now()
    take_receipt(
        key=key, amount=amount, paid_on=date(2026, 10, 10), code=str(code), channel="hand", office_id=None,
        by=None, at=now,
    )  # fmt: skip


def test_a_paid_bill_is_told_once_to_whoever_speaks_for_its_payer(money: Money) -> None:
    mine = program(money, money.cast.cooperative, "KOPERASI-WOLO", HOOK, "bill.paid")
    other = program(money, money.cast.firm, "PT-POMALAA", OTHER, "bill.paid")
    assert tell_partners(at=timezone.now()) == 0
    pay(money.cooperative.code, money.cooperative.total, "one")
    assert tell_partners(at=timezone.now()) == 1
    assert tell_partners(at=timezone.now()) == 0
    (body,) = told(mine)
    assert (body["event"], body["data"]["bill"], body["data"]["total"]) == (
        "bill.paid", money.cooperative.code, money.cooperative.total,
    )  # fmt: skip
    assert told(other) == []
    (letter,) = deliveries.take_due(at=timezone.now() + timedelta(seconds=1))
    assert (letter.uri, letter.event) == (HOOK, "bill.paid")


def test_cover_that_begins_is_told_and_the_worker_can_read_that_it_was(money: Money) -> None:
    mine = program(money, money.cast.cooperative, "KOPERASI-WOLO", HOOK, "cover.begun")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM membership_cover")
    pay(money.cooperative.code, money.cooperative.total, "one")
    covered = tell_partners(at=timezone.now())
    bodies = told(mine)
    assert covered == len(bodies) > 0
    assert {body["event"] for body in bodies} == {"cover.begun"}
    assert all(body["data"]["covered_since"] < body["data"]["covered_until"] for body in bodies)
    assert tell_partners(at=timezone.now()) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_look WHERE purpose LIKE 'Koperasi Wolo: %%'")
        assert cursor.fetchone()[0] == covered


def test_without_the_grant_or_after_the_address_went_nothing_is_told(money: Money) -> None:
    mine = program(money, money.cast.cooperative, "KOPERASI-WOLO", HOOK, "bill.paid", "cover.begun")
    partners.withdraw(mine, scope="webhooks", reason="PKS berakhir", by=None, at=timezone.now())
    pay(money.cooperative.code, money.cooperative.total, "one")
    assert tell_partners(at=timezone.now()) == 0
    partners.grant(mine, scope="webhooks", purpose="PKS baru", by=None, at=timezone.now())
    (address,) = shown.addresses(mine)
    partners.remove_address(mine, address.address_id, by=None, at=timezone.now())
    assert tell_partners(at=timezone.now()) == 0
    assert told(mine) == []


def test_an_announcement_goes_to_the_address_chosen_for_it_and_else_to_all(money: Money) -> None:
    mine = program(money, money.cast.cooperative, "KOPERASI-WOLO", HOOK, "recommendation.withdrawn")
    second = partners.register_address(mine, OTHER, by=None, at=timezone.now())
    assert len(deliveries.announce(mine, event="recommendation.withdrawn", body={}, at=timezone.now())) == 1
    assert len(deliveries.announce(mine, event="services.stop_asked", body={}, at=timezone.now())) == 2
    partners.set_hooks(mine, second, ["services.stop_asked"], by=None, at=timezone.now())
    assert len(deliveries.announce(mine, event="services.stop_asked", body={}, at=timezone.now())) == 1


def test_a_program_chooses_for_itself_at_registered_addresses_only(money: Money) -> None:
    mine = program(money, money.cast.cooperative, "KOPERASI-WOLO", HOOK)
    stranger = program(money, money.cast.firm, "PT-POMALAA", OTHER)
    secret = keys.issue_secret(mine, use="bearer", by=None, at=timezone.now()).secret
    client, headers = Client(), {"Authorization": f"Bearer {secret}"}

    def choose(address: str, *events: str) -> tuple[int, Any]:
        body = json.dumps({"address": address, "events": events})
        answer = client.put(ADDRESS, body, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    assert choose(HOOK + "/", "bill.paid") == (200, [{"address": HOOK, "events": ["bill.paid"]}])
    assert client.get(ADDRESS, headers=headers).json() == [{"address": HOOK, "events": ["bill.paid"]}]
    assert choose(OTHER, "bill.paid")[0] == 404
    assert choose("https://169.254.169.254/latest", "bill.paid")[0] == 404
    assert choose(HOOK, "everything")[0] == 400
    assert choose(HOOK) == (200, [{"address": HOOK, "events": []}])
    assert client.get(ADDRESS).status_code == 401
    assert [each.events for each in shown.addresses(stranger)] == [()]
    partners.withdraw(mine, scope="webhooks", reason="selesai", by=None, at=timezone.now())
    assert choose(HOOK, "bill.paid")[0] == 403
