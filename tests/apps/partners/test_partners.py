"""Keys of partners: given once, replaced with an overlap, revoked at once; grants, addresses, limits, deliveries."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.partners.actions import calls, deliveries, keys, partners
from ayomi.apps.partners.queries import callers
from ayomi.apps.partners.queries import partners as shown
from ayomi.apps.partners.rules import MOST_ATTEMPTS, check_address, may_be_reached, pause_after
from tests.apps.partners.world import PURPOSE, RSA_KEY, partner, public_pem
from tests.cast import AT, Cast

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.django_db
def test_a_bearer_secret_is_found_while_it_holds_and_stands_nowhere_in_clear() -> None:
    number = partner(scopes=("eligibility",))
    issued = keys.issue_secret(number, use="bearer", life=30 * DAY, by=None, at=AT)
    found = callers.caller_by_secret(issued.secret, AT + DAY)
    assert found is not None
    assert (found.partner_id, dict(found.grants)) == (number, {"eligibility": PURPOSE})
    assert callers.caller_by_secret(issued.secret, AT + 31 * DAY) is None
    assert callers.caller_by_secret(issued.secret, AT - DAY) is None
    assert callers.caller_by_secret(issued.secret + "x", AT + DAY) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(k)::text FROM partners_key k")
        assert issued.secret not in str(cursor.fetchall())
        cursor.execute("SELECT detail::text FROM audit_event WHERE action LIKE 'partner%%'")
        assert issued.secret not in str(cursor.fetchall())


@pytest.mark.django_db
def test_a_shared_secret_is_sealed_and_read_again() -> None:
    number = partner()
    issued = keys.issue_secret(number, use="service", by=None, at=AT)
    assert [each.secret.decode() for each in callers.material(number, "service", AT + HOUR)] == [issued.secret]
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret_sealed FROM partners_key")
        assert issued.secret.encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.django_db
def test_two_keys_hold_while_they_overlap_and_then_only_the_new_one() -> None:
    number = partner()
    first = keys.issue_secret(number, use="service", by=None, at=AT)
    second = keys.issue_secret(number, use="service", overlap=DAY, by=None, at=AT + 10 * DAY)
    both = [each.secret.decode() for each in callers.material(number, "service", AT + 10 * DAY + HOUR)]
    assert both == [second.secret, first.secret]
    after = [each.secret.decode() for each in callers.material(number, "service", AT + 12 * DAY)]
    assert after == [second.secret]


@pytest.mark.django_db
def test_a_revoked_key_is_refused_at_once_with_every_token_got_with_it() -> None:
    number = partner()
    key = keys.take_public_key(number, use="token", pem=public_pem(RSA_KEY), by=None, at=AT)
    token, life = keys.issue_token(number, key.number, at=AT)
    assert callers.caller_by_secret(token, AT + life - timedelta(seconds=1)) is not None
    assert callers.caller_by_secret(token, AT + life) is None
    keys.revoke(number, key.number, reason="hilang", by=None, at=AT + timedelta(minutes=1))
    assert callers.caller_by_secret(token, AT + timedelta(minutes=2)) is None
    assert callers.material(number, "token", AT + timedelta(minutes=2)) == []
    with pytest.raises(keys.UnknownKey):
        keys.revoke(partner("OTHER"), key.number, reason="", by=None, at=AT)


def certificate(since: datetime, until: datetime) -> str:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Bank Sultra")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(RSA_KEY.public_key())
        .serial_number(7).not_valid_before(since).not_valid_after(until).sign(RSA_KEY, SHA256())
    )  # fmt: skip
    return made.public_bytes(Encoding.PEM).decode()


@pytest.mark.django_db
def test_a_certificate_holds_only_within_its_own_dates() -> None:
    number = partner()
    with pytest.raises(keys.WrongKey, match="expired"):
        keys.take_public_key(number, use="token", pem=certificate(AT - 9 * DAY, AT - DAY), by=None, at=AT)
    keys.take_public_key(number, use="token", pem=certificate(AT + DAY, AT + 9 * DAY), by=None, at=AT)
    held = [bool(callers.material(number, "token", AT + days * DAY)) for days in (0, 2, 8, 10)]
    assert held == [False, True, True, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("use", "pem"),
    [
        ("token", "-----BEGIN PUBLIC KEY-----\nbm8=\n-----END PUBLIC KEY-----"),
        ("token", ""),
        ("token", public_pem(Ed25519PrivateKey.generate())),
        ("token", public_pem(generate_private_key(65537, 1024))),
        ("service", public_pem(RSA_KEY)),
    ],
)
def test_what_is_no_key_for_its_use_is_refused(use: str, pem: str) -> None:
    with pytest.raises(keys.WrongKey):
        keys.take_public_key(partner(), use=use, pem=pem, by=None, at=AT)


@pytest.mark.django_db
def test_the_database_lets_no_key_be_changed_or_lengthened() -> None:
    number = keys.issue_secret(partner(), use="service", by=None, at=AT).number
    for change in ("secret_sealed = '\\x00'", "until = until + interval '1 day'", "use = 'webhook'"):
        with pytest.raises(DatabaseError, match="stands as it was issued"), transaction.atomic():
            connection.cursor().execute(f"UPDATE partners_key SET {change} WHERE id = %s", [number])
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("DELETE FROM partners_key")


@pytest.mark.django_db
def test_a_grant_taken_back_is_gone_with_the_next_call() -> None:
    number = partner(scopes=("eligibility", "enrolled"))
    partners.withdraw(number, scope="eligibility", reason="PKS berakhir", by=None, at=AT + DAY)
    found = callers.caller_by_code("BANK-SULTRA", AT + 2 * DAY)
    assert found is not None
    assert list(found.grants) == ["enrolled"]
    with pytest.raises(ValueError, match="purpose"):
        partners.grant(number, scope="enrolled", purpose=" ", by=None, at=AT)


@pytest.mark.django_db
def test_a_sandbox_is_for_the_demo_world_and_only_there_may_messages_be_unsigned() -> None:
    real = {"code": "X-1", "name": "X", "kind": "bank", "office_id": 1, "by": None, "at": AT}
    with pytest.raises(ValueError, match="demo world"):
        partners.register_partner(**real, sandbox=True)
    with pytest.raises(ValueError, match="without a signature"):
        partners.register_partner(**real, unsigned=True)
    number = partner("SANDBOX", sandbox=True, unsigned=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("UPDATE partners_partner SET sandbox = false WHERE id = %s", [number])


@pytest.mark.django_db
def test_a_partner_is_seen_in_the_scope_of_its_office_and_its_tokens_by_nobody(cast: Cast) -> None:
    number = partner()
    key = keys.take_public_key(number, use="token", pem=public_pem(RSA_KEY), by=None, at=AT)
    keys.issue_token(number, key.number, at=AT)
    seen = {}
    for name, offices in (("kendari", [cast.offices.kendari]), ("semarang", [cast.offices.semarang])):
        enter_scope("office", offices=offices)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM partners_token")
                seen[name] = (len(shown.partners(since=AT)), len(shown.keys(number)), cursor.fetchone()[0])
        finally:
            leave_scope()
    assert seen == {"kendari": (1, 1, 0), "semarang": (0, 0, 0)}


@pytest.mark.django_db
def test_calls_are_counted_by_the_minute_and_shown_without_content() -> None:
    number = partner()
    assert [calls.spend(number, AT) for _ in range(3)] == [1, 2, 3]
    assert calls.spend(number, AT + timedelta(minutes=1)) == 1
    for status, took in ((200, 900), (200, 1_100), (401, 50), (500, 5_000)):
        calls.note_call(
            number, operation="inquiry", status=status, code="2002400", microseconds=took, size=10, key=None, at=AT
        )
    (row,) = shown.operations(number, since=AT - DAY)
    assert (row.calls, row.refused, row.failed, row.median, row.slow) == (4, 1, 1, 900, 5_000)
    assert [each.status for each in shown.calls(number, refused=True)] == [500, 401]
    assert calls.clear_away(at=AT + timedelta(days=500)) == 6


@pytest.mark.django_db
def test_a_message_is_sent_again_until_taken_and_given_up_in_the_end() -> None:
    number = partner()
    partners.register_address(number, "https://bank.example.id/hook", by=None, at=AT)
    keys.issue_secret(number, use="webhook", by=None, at=AT)
    (waiting,) = deliveries.announce(number, event="key.revoked", body={"key": "k"}, at=AT)
    at, states = AT, []
    for _ in range(MOST_ATTEMPTS):
        (letter,) = deliveries.take_due(at=at)
        assert letter.delivery_id == waiting
        assert letter.body == b'{"at":"' + AT.isoformat().encode() + b'","data":{"key":"k"},"event":"key.revoked"}'
        assert deliveries.take_due(at=at) == []
        states.append(deliveries.note_delivery(waiting, status=503, problem="http", attempts=letter.attempts, at=at))
        at += pause_after(letter.attempts)
    assert states == ["waiting"] * (MOST_ATTEMPTS - 1) + ["given_up"]
    assert deliveries.take_due(at=at + 9 * DAY) == []


@pytest.mark.django_db
def test_nothing_goes_to_an_address_that_was_taken_away() -> None:
    number = partner()
    address = partners.register_address(number, "https://bank.example.id/hook", by=None, at=AT)
    deliveries.announce(number, event="x", body={}, at=AT)
    partners.remove_address(number, address, by=None, at=AT)
    assert deliveries.take_due(at=AT) == []
    assert [each.state for each in shown.deliveries(number)] == ["given_up"]


@pytest.mark.parametrize(
    "uri",
    [
        "http://bank.example.id/", "https://10.0.0.4/", "https://127.0.0.1/", "https://169.254.169.254/latest",
        "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://user@bank.example.id/", "ftp://bank.example.id/",
        "https://bank.example.id/#x", "https://", "https://bank.example.id/a b", "https://bank.example.id:0/",
        "https://bank.example.id:99999/", "https://100.64.0.1/", "https://0.0.0.0/", "https://224.0.0.1/",
    ],
)  # fmt: skip
def test_an_address_within_our_own_network_or_without_tls_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="address"):
        check_address(uri, sandbox=False)


def test_a_sandbox_may_listen_on_this_machine_and_nowhere_else_inside() -> None:
    check_address("http://127.0.0.1:3336/callback", sandbox=True)
    check_address("https://bank.example.id/hook", sandbox=False)
    with pytest.raises(ValueError, match="own network"):
        check_address("http://192.168.1.4/", sandbox=True)


@given(
    st.ip_addresses(network="10.0.0.0/8")
    | st.ip_addresses(network="fc00::/7")
    | st.ip_addresses(network="::ffff:192.168.0.0/112")
)
def test_no_private_number_is_ever_reached(number: object) -> None:
    assert not may_be_reached(str(number), sandbox=False)
    assert not may_be_reached(str(number), sandbox=True)


@given(st.integers(1, 200))
def test_pauses_grow_and_end_at_six_hours(attempts: int) -> None:
    assert pause_after(attempts) <= pause_after(attempts + 1) <= 6 * HOUR
