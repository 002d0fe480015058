"""Published SNAP clients, with nothing changed but the address, against the real server over HTTP.

`midtrans-client` (Node) is installed into `var/` as its lock file says; without Node its test is skipped loudly, and
with CI=true it fails. `doku-python-library` is among the packages for development.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from ayomi.apps.payments.queries import receipts
from tests.apps.partners.world import RSA_KEY, private_pem
from tests.cast import make_cast
from tests.edges.api.snap.bank import INQUIRY, PAYMENT, STATUS, Bank, account, inquiry, make_bank, payment
from tests.edges.web.money_world import Money, make_money

with warnings.catch_warnings():
    # Its own texts hold escapes that this Python warns of.
    warnings.simplefilter("ignore")
    from doku_python_library.src.commons.config import Config
    from doku_python_library.src.model.va.check_status_va_request import CheckStatusRequest
    from doku_python_library.src.services.token_service import TokenService
    from doku_python_library.src.snap import DokuSNAP

pytestmark = pytest.mark.django_db(transaction=True)
HERE = Path(__file__).parent / "clients"
INSTALLED = Path(__file__).parents[4] / "var" / "clients"


@pytest.fixture
def address(transactional_db: None, plain_static_files: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the server of this test listens."""
    # Each answer gives its connection back, so that the database can be taken away when all is done.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    server = LiveServer("localhost:0")
    yield server.url
    server.stop()


@pytest.fixture
def money(transactional_db: None) -> Money:
    call_command("createcachetable")
    return make_money(make_cast())


@pytest.fixture
def bank(money: Money) -> Bank:
    """Clients look at the clock of the machine, so its keys hold now."""
    return make_bank(timezone.localtime())


def booked() -> list[int]:
    return sorted(each.amount for each in receipts(limit=500) if each.channel == "api")


def node() -> str:
    """Node, with the client installed."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found is None or npm is None:
        message = "NO NODE: the published Node client did not run. Install it (apt install nodejs npm)."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    lock = (HERE / "package-lock.json").read_bytes()
    if not (INSTALLED / "node_modules").is_dir() or (INSTALLED / "package-lock.json").read_bytes() != lock:
        INSTALLED.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, INSTALLED / name)
        subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=INSTALLED, check=True, timeout=300
        )
    return found


def say(bank: Bank, base: str, messages: list[tuple[str, str, dict[str, Any]]], **changed: str) -> list[dict[str, Any]]:
    """The answers to messages said by the Node client."""
    told = {
        "clientId": bank.client_id, "privateKey": private_pem(RSA_KEY), "secret": bank.secret, "partner": bank.code,
        "messages": messages, **changed,
    }  # fmt: skip
    done = subprocess.run(
        [node(), str(HERE / "midtrans.cjs"), base, str(INSTALLED)], input=json.dumps(told).encode(),
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def test_the_node_client_asks_pays_repeats_and_looks_after_its_payment(money: Money, bank: Bank, address: str) -> None:
    code, total = str(money.rahim.code), f"{money.rahim.total}.00"
    told = payment(code, total, "pay-node", virtualAccountName="Rahím « Wolo »")
    asked = account(code) | {"inquiryRequestId": "inq-1", "paymentRequestId": "pay-node"}
    answers = say(
        bank, address,
        [
            (INQUIRY, "1001", inquiry(code)), (PAYMENT, "1002", told), (PAYMENT, "1003", told), (STATUS, "1004", asked),
            (PAYMENT, "1005", payment(str(money.sri.code), "1.00", "pay-wrong")),
        ],
    )  # fmt: skip
    assert [each["responseCode"] for each in answers] == ["2002400", "2002500", "2002500", "2002600", "4042513"]
    assert answers[0]["virtualAccountData"]["totalAmount"] == {"value": total, "currency": "IDR"}
    assert answers[1] == answers[2]
    assert answers[3]["virtualAccountData"]["paidAmount"]["value"] == total
    assert booked() == [money.rahim.total]
    forged = say(bank, address, [(PAYMENT, "1006", payment(str(money.sri.code), total))], secret="another")
    assert [each["responseCode"] for each in forged] == ["4012500"]
    assert booked() == [money.rahim.total]


def test_the_python_client_gets_a_token_and_the_state_of_a_payment(
    money: Money, bank: Bank, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The address is all that is changed.
    monkeypatch.setattr(Config, "get_base_url", staticmethod(lambda is_production: address))
    client = DokuSNAP(private_pem(RSA_KEY), bank.client_id, False, "", "", bank.secret, "")
    assert client.token_b2b.response_code == "2007300"
    code, total = str(money.rahim.code), f"{money.rahim.total}.00"
    bank.now = timezone.localtime()
    before = client.check_status_va(_asked(code, "pay-doku"))
    assert before.response_code == "4042601"
    assert bank.say(PAYMENT, payment(code, total, "pay-doku"))["responseCode"] == "2002500"
    after = client.check_status_va(_asked(code, "pay-doku"))
    assert (after.response_code, after.response_message) == ("2002600", "Successful")
    shown: Any = after.virtual_account_data
    assert shown["paidAmount"] == {"value": total, "currency": "IDR"}
    stranger = DokuSNAP(private_pem(RSA_KEY), "somebody-else", False, "", "", bank.secret, "")
    assert stranger.token_b2b.response_code == "4017300"


def _asked(customer: str, payment_id: str) -> CheckStatusRequest:
    told = account(customer)
    return CheckStatusRequest(
        told["partnerServiceId"], customer, told["virtualAccountNo"], inquiry_request_id="inq-1",
        payment_request_id=payment_id,
    )  # fmt: skip


def test_messages_signed_by_the_python_client_are_ours(money: Money, bank: Bank) -> None:
    """Its signing functions are pure: what they sign, for an inquiry and a payment, holds."""
    bank.now, key = timezone.localtime(), private_pem(RSA_KEY)
    stamp = TokenService.get_timestamp()
    signed = TokenService.create_signature(key, f"{bank.client_id}|{stamp}")
    headers = {"X-TIMESTAMP": stamp, "X-CLIENT-KEY": bank.client_id, "X-SIGNATURE": signed}
    token = bank.post("/v1.0/access-token/b2b", {"grantType": "client_credentials"}, headers).json()["accessToken"]
    code = str(money.rahim.code)
    codes = []
    for path, body, number in (
        (INQUIRY, inquiry(code), "2001"), (PAYMENT, payment(code, f"{money.rahim.total}.00", "pay-signed"), "2002"),
    ):  # fmt: skip
        stamp = TokenService.get_timestamp()
        signed = TokenService.generate_symmetric_signature("POST", path, token, body, stamp, bank.secret)
        headers = {
            "X-TIMESTAMP": stamp, "Authorization": f"Bearer {token}", "X-PARTNER-ID": bank.code,
            "X-EXTERNAL-ID": number, "CHANNEL-ID": "12345", "X-SIGNATURE": signed,
        }  # fmt: skip
        codes.append(bank.post(path, body, headers).json()["responseCode"])
    assert codes == ["2002400", "2002500"]
    assert booked() == [money.rahim.total]
