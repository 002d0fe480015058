"""What partners want to be told of goes out by the worker's own tasks: signed, and tried again until they are taken."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from ayomi.apps.partners.actions import keys, partners
from ayomi.apps.partners.models import Delivery, Partner
from ayomi.apps.partners.queries import partners as shown
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.edges.jobs import tasks
from tests.apps.partners.world import partner
from tests.cast import Cast
from tests.edges.web.money_world import Money, make_money

pytestmark = pytest.mark.django_db


class Program(BaseHTTPRequestHandler):
    """A partner's program: keeps what it is sent and answers as told."""

    got: list[tuple[dict[str, str], bytes]] = []
    status = 200

    def do_POST(self) -> None:
        self.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def program() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Program)
    Program.got, Program.status = [], 200
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/hook"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def money(cast: Cast) -> Money:
    call_command("createcachetable")
    return make_money(cast)


def jobs(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [name])
        return int(cursor.fetchone()[0])


def test_the_worker_tells_of_a_paid_bill_signed_and_again_until_it_is_taken(
    money: Money, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The connection of a test is one open transaction, which a worker would not keep.
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)
    before = timezone.now() - timedelta(hours=1)
    number = partner("KOPERASI-WOLO", scopes=("webhooks",), at=before, kind="other", sandbox=True)
    Partner.objects.filter(pk=number).update(organisation_id=money.cast.cooperative)
    secret = keys.issue_secret(number, use="webhook", by=None, at=before)
    partners.set_hooks(
        number, partners.register_address(number, program, by=None, at=before), ["bill.paid"], by=None, at=before
    )
    tasks.tell_hooks(0)
    assert jobs(tasks.send_now.name) == 0
    take_receipt(
        key="one", amount=money.cooperative.total, paid_on=date(2026, 10, 10), code=str(money.cooperative.code),
        channel="hand", office_id=None, by=None, at=timezone.now(),
    )  # fmt: skip
    tasks.tell_hooks(0)
    tasks.tell_hooks(0)
    assert jobs(tasks.send_now.name) == 1

    Program.status = 503
    tasks.send_now()
    waiting = Delivery.objects.get(partner_id=number)
    assert (waiting.state, waiting.attempts, waiting.status, waiting.problem) == ("waiting", 1, 503, "http")
    assert waiting.next_at > timezone.now()
    tasks.send_letters(0)
    assert len(Program.got) == 1
    Delivery.objects.update(next_at=timezone.now())
    Program.status = 204
    tasks.send_letters(0)
    tasks.send_letters(0)

    (first, body), (headers, again) = Program.got
    assert body == again
    assert first["Ayomi-Delivery"] == headers["Ayomi-Delivery"]
    assert headers["Ayomi-Event"] == "bill.paid"
    # As docs/partners.md tells a partner to check it, with nothing of ours.
    key_id, _, signature = headers["Ayomi-Signature"].partition("=")
    text = headers["Ayomi-Timestamp"].encode() + b"." + again
    assert key_id == secret.key_id
    assert signature == hmac.new(secret.secret.encode(), text, hashlib.sha256).hexdigest()
    told = json.loads(again)
    assert (told["event"], told["data"]["bill"]) == ("bill.paid", money.cooperative.code)
    (row,) = shown.deliveries(number)
    assert (row.event, row.uri, row.state, row.attempts, row.status) == ("bill.paid", program, "sent", 2, 204)
