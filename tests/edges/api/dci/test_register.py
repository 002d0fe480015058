"""What another register asks and is told, later or at once; what it may not; and that each look is noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayomi.apps.access.queries import looks
from ayomi.apps.contributions.queries.bills import bills
from ayomi.apps.membership.actions import answering
from ayomi.apps.partners.actions import keys, partners
from ayomi.apps.partners.actions.deliveries import take_due
from ayomi.apps.partners.models import Conversation
from ayomi.core.snap.messages import read_body
from tests.cast import RAHIM_NIK, SITTI_NIK, SRI_NIK, Cast
from tests.edges.api.dci import register as make
from tests.edges.api.dci.register import BASE, Register, make_register, search
from tests.edges.web.money_world import Money, make_money, pay

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
NIK = {"type": "NIK", "value": SITTI_NIK}


@pytest.fixture
def money(cast: Cast) -> Money:
    return make_money(cast)


@pytest.fixture
def register(cast: Cast, november: None) -> Register:
    return make_register(NOW)


@pytest.fixture
def stubs(cast: Cast, november: None) -> Register:
    """A sandbox that may send messages without a signature."""
    return make_register(NOW, "STUBS", signed=False)


def answered() -> list[tuple[str, dict[str, Any]]]:
    """Answer whatever was taken, and read what would be sent: address and body."""
    for number in Conversation.objects.filter(stage="rcvd").values_list("pk", flat=True):
        answering.answer(number, at=NOW)
        assert answering.answer(number, at=NOW) is None
    return [(letter.uri, read_body(letter.body)) for letter in take_due(at=NOW)]


def records(told: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told["message"]["search_response"][0]["data"]["reg_records"]
    return found


def test_a_person_is_found_by_her_number_and_the_look_is_hers_to_read(money: Money, register: Register) -> None:
    status, told = register.say("sync/search", "search", search(NIK))
    assert (status, told["header"]["action"], told["header"]["status"]) == (200, "on-search", "succ")
    (record,) = records(told)
    assert record["demographic_info"]["name"]["given_name"] == "Wa Ode Sitti Hajar"
    assert [each["programme"]["programme_identifier"] for each in record["programmes"]] == ["jkk", "jkm"]
    assert SITTI_NIK not in str(told)
    (look,) = looks(money.cast.sitti)
    assert (look.what, look.purpose) == ("register", "Register X: Penagihan iuran, PKS 12/2026")


@pytest.mark.parametrize(
    ("kind", "query", "names"),
    [
        ("idtype-value", {"type": "UIN", "value": "TEST-001"}, []),
        ("predicate", [{"seq_num": 1, "expression1": {"attribute_name": "sex", "operator": "eq",
         "attribute_value": "female"}, "condition": "and", "expression2": {"attribute_name": "region",
         "operator": "eq", "attribute_value": "74"}}], ["Wa Ode Sitti Hajar"]),
        ("predicate", [{"expression1": {"attribute_name": "age", "operator": "ge", "attribute_value": "47"}}],
         ["La Ode Rahim"]),
        ("expression", {"type": "x", "value": {"expression": {"collection": "Member", "query": {"$or": [
         {"nik": {"$eq": SRI_NIK}}, {"nik": {"$in": [RAHIM_NIK]}}]}}}}, ["La Ode Rahim", "Sri Wahyuni"]),
        ("expression", {"value": {"expression": {"birth_date": {"$lt": "1980-01-01"}}}}, ["La Ode Rahim"]),
    ],
)  # fmt: skip
def test_the_three_ways_to_ask_find_the_same_people(
    register: Register, kind: str, query: Any, names: list[str]
) -> None:
    _, told = register.say("sync/search", "search", search(query, kind))
    assert told["message"]["search_response"][0]["status"] == "succ"
    found = sorted(each["demographic_info"]["name"]["given_name"] for each in records(told))
    assert [name for name in found if not name.startswith("Pekerja")] == names


def test_what_is_not_searched_by_is_rejected_alone_and_the_rest_answered(register: Register) -> None:
    message = search(NIK)
    poor = {"expression1": {"attribute_name": "poverty_score", "operator": "lt", "attribute_value": "2"}}
    message["search_request"] += [
        search([poor], "predicate")["search_request"][0] | {"reference_id": "r-2"},
        message["search_request"][0],
    ]
    _, told = register.say("sync/search", "search", message)
    answers = [(each["status"], each.get("status_reason_code")) for each in told["message"]["search_response"]]
    assert answers == [
        ("succ", None), ("rjct", "rjct.search_criteria.invalid"), ("rjct", "rjct.reference_id.duplicate"),
    ]  # fmt: skip


def test_pages_hold_as_many_as_asked_for(register: Register) -> None:
    everyone = [{"expression1": {"attribute_name": "age", "operator": "ge", "attribute_value": "0"}}]
    seen, total = [], 0
    for page in range(1, 9):
        message = search(everyone, "predicate", pagination={"page_size": 2, "page_number": page})
        _, told = register.say("sync/search", "search", message)
        seen += [each["member_identifier"][0]["identifier_value"] for each in records(told)]
        total = told["message"]["search_response"][0]["pagination"]["total_count"]
    assert len(seen) == len(set(seen)) == total == 10


def test_a_search_is_taken_at_once_and_answered_at_the_registered_address(register: Register) -> None:
    status, told = register.say("search", "search", search(NIK), sender_uri=f"{BASE}/registry/on-search")
    assert (status, told["message"]["ack_status"]) == (200, "ACK")
    ((uri, body),) = answered()
    assert uri == f"{BASE}/registry/on-search"
    assert body["header"]["action"] == "on-search"
    assert body["message"]["correlation_id"] == told["message"]["correlation_id"]
    assert len(records(body)) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text || coalesce(encode(answer_sealed, 'escape'), '')"
                       " FROM partners_conversation c")  # fmt: skip
        assert "Sitti" not in str(cursor.fetchall())


@pytest.mark.parametrize(
    "uri", ["http://127.0.0.1:3337/", "http://127.0.0.1:3336@evil.example/", "http://127.0.0.1:33360/x",
            f"{BASE}/../admin", f"{BASE}/x?y=http://evil", "https://evil.example/registry/on-search"],
)  # fmt: skip
def test_an_answer_goes_to_registered_addresses_only(register: Register, uri: str) -> None:
    status, told = register.say("search", "search", search(NIK), sender_uri=uri)
    assert (status, told["message"]["error"]["code"]) == (403, "err.sender_uri.invalid")
    assert answered() == []


def test_what_became_of_a_search_is_told_by_each_of_its_numbers(register: Register) -> None:
    message = search(NIK)
    _, taken = register.say("search", "search", message)
    by = {
        "transaction_id": message["transaction_id"], "correlation_id": taken["message"]["correlation_id"],
        "reference_id_list": ["r-1"],
    }  # fmt: skip
    for stage in ("pdng", "succ"):
        for name, value in by.items():
            _, told = register.say("sync/txn/status", "txn-status", make.status(name, value))
            response = told["message"]["txnstatus_response"]["txn_status"]["search_response"]
            assert [each["status"] for each in response] == [stage]
        answered()
    _, later = register.say("txn/status", "txn-status", make.status("transaction_id", message["transaction_id"]))
    assert later["message"]["ack_status"] == "ACK"
    ((uri, body),) = answered()
    assert (uri, body["header"]["action"]) == (f"{BASE}/registry/txn/on-status", "txn-on-status")


def test_another_register_learns_nothing_of_these_messages(register: Register) -> None:
    message = search(NIK)
    register.say("sync/search", "search", message)
    other = make_register(NOW, "OTHER")
    _, told = other.say("sync/txn/status", "txn-status", make.status("transaction_id", message["transaction_id"]))
    assert told["message"]["txnstatus_response"]["txn_status"]["search_response"] == []


def test_a_subscriber_is_told_once_when_something_changes(money: Money, register: Register) -> None:
    _, taken = register.say("subscribe", "subscribe", make.subscribe(NIK))
    assert taken["message"]["ack_status"] == "ACK"
    ((uri, body),) = answered()
    (told,) = body["message"]["subscribe_response"]
    assert (uri, told["status"]) == (f"{BASE}/registry/on-subscribe", "succ")
    code = told["subscriptions"][0]["code"]
    assert answering.tell_changes(at=NOW) == []
    bill = money.cooperative
    pay(bill.total, bill.code or "", NOW.date(), key="now", office_id=money.cast.offices.kolaka)
    leave_membership_of(money.cast.sitti_member)
    assert len(answering.tell_changes(at=NOW)) == 1
    assert answering.tell_changes(at=NOW) == []
    ((uri, body),) = [(letter.uri, read_body(letter.body)) for letter in take_due(at=NOW)]
    assert (uri, body["header"]["action"]) == (f"{BASE}/registry/notify", "notify")
    assert body["message"]["notify_event"][0]["reference_id"] == code
    register.say("unsubscribe", "unsubscribe", make.unsubscribe(code))
    ((_, body),) = answered()
    assert body["message"]["subscription_status"] == [{"code": code, "status": "unsubscribe"}]
    register.say("unsubscribe", "unsubscribe", make.unsubscribe(code))
    ((_, body),) = answered()
    assert (body["message"]["status"], body["message"]["status_reason_code"]) == (
        "rjct", "rjct.subscription_code.invalid",
    )  # fmt: skip


def leave_membership_of(membership_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE membership_membership SET until = '2026-11-19' WHERE id = %s", [membership_id])


def test_a_second_subscription_and_one_to_nobody_are_rejected(register: Register) -> None:
    for query in (NIK, NIK, {"type": "NIK", "value": "1"}, {"type": "EMAIL", "value": "x"}):
        register.say("subscribe", "subscribe", make.subscribe(query))
        answered()
    told = [
        each for row in Conversation.objects.order_by("pk")
        for each in answering.talk.opened(bytes(row.answer_sealed or b""))["subscribe_response"]
    ]  # fmt: skip
    assert [each.get("status_reason_code") for each in told] == [
        None, "rjct.event.already_subscribed", "rjct.person_id.invalid", "rjct.notify_details.invalid",
    ]  # fmt: skip


def test_enrolled_says_yes_only_of_who_is_covered_for_the_programme(money: Money, register: Register) -> None:
    told = {}
    for name, number, programme in (
        ("sitti", SITTI_NIK, ""), ("sitti jkk", SITTI_NIK, "JKK"), ("sitti jp", SITTI_NIK, "jp"),
        ("nobody", "7401010101900001", ""),
    ):  # fmt: skip
        status, answer = register.say("sync/enrolled", "search", make.enrolled(number, programme))
        assert status == 200
        assert answer["enrolled_response"] == answer["message"]["enrolled_response"]
        told[name] = answer["enrolled_response"][0]["enrolled_status"]
    assert told == {"sitti": "no", "sitti jkk": "no", "sitti jp": "no", "nobody": "no"}
    bill = money.cooperative
    for each in (bill, money.draft):
        if each.code:
            pay(each.total, each.code, NOW.date(), key=each.code, office_id=money.cast.offices.kolaka)
    # The payer's first bill was not paid before: paying everything makes the month whole.
    for each in bills(shown="open", day=NOW.date(), payer_id=bill.payer_id):
        pay(each.total, each.code or "", NOW.date(), key=f"x{each.code}", office_id=money.cast.offices.kolaka)
    yes = [
        register.say("sync/enrolled", "search", make.enrolled(SITTI_NIK, name))[1]["enrolled_response"][0]
        for name in ("", "JKK", "jp")
    ]  # fmt: skip
    assert [each["enrolled_status"] for each in yes] == ["yes", "yes", "no"]


# ------------------------------------------------------------------------------------------------ who may speak


def test_without_a_token_nothing_is_answered(register: Register) -> None:
    body = register.envelope("search", search(NIK))
    for secret in ("", "ayp_forged", "ayt_forged", "x"):
        answer = register.post("search", body, secret=secret)
        assert (answer.status_code, answer.json()["message"]["error"]["code"]) == (401, "err.request.unauthorized")
    assert answered() == []


def test_a_scope_that_was_not_granted_is_forbidden(register: Register) -> None:
    partners.withdraw(register.partner_id, scope="enrolled", reason="uji", by=None, at=NOW)
    status, told = register.say("sync/enrolled", "search", make.enrolled(SITTI_NIK))
    assert (status, told["message"]["error"]["code"]) == (403, "err.request.forbidden")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda body: body.pop("signature"), "err.signature.missing"),
        (lambda body: body.update(signature="unsigned-stub"), "err.signature.missing"),
        (lambda body: body.update(signature="invalid-signature"), "err.signature.invalid"),
        (lambda body: body["message"].update(transaction_id="t-other"), "err.signature.invalid"),
        (lambda body: body["header"].update(total_count=2), "err.signature.invalid"),
        (lambda body: body["header"].update(sender_id="SOMEBODY"), "err.sender_id.invalid"),
        (lambda body: body.update(signature=body["signature"].replace("k-REG", "k-X")), "err.signature.invalid"),
        (lambda body: body.update(signature=body["signature"].replace("ed25519", "none")), "err.signature.invalid"),
    ],
)
def test_a_signature_that_does_not_hold_is_refused(
    register: Register, change: Callable[[dict[str, Any]], Any], code: str
) -> None:
    body = register.envelope("search", search(NIK))
    change(body)
    answer = register.post("sync/search", body)
    assert answer.status_code in (400, 401)
    assert answer.json()["message"]["error"]["code"] == code


def test_a_signature_of_another_time_or_with_a_revoked_key_is_refused(register: Register) -> None:
    for shift in (-3_600, 3_600):
        body = register.envelope("search", search(NIK))
        body["signature"] = register.signature(body["header"], body["message"], shift=shift)
        assert register.post("sync/search", body).json()["message"]["error"]["code"] == "err.signature.invalid"
    (key,) = answering.material(register.partner_id, "message", NOW)
    keys.revoke(register.partner_id, key.number, reason="uji", by=None, at=NOW)
    assert register.say("sync/search", "search", search(NIK))[0] == 401


def test_a_stub_passes_only_where_it_was_agreed_and_a_wrong_signature_nowhere(stubs: Register) -> None:
    assert stubs.say("sync/search", "search", search(NIK))[0] == 200
    body = stubs.envelope("search", search(NIK)) | {"signature": "invalid-signature"}
    assert stubs.post("search", body).status_code == 401


def test_a_message_is_taken_once(register: Register) -> None:
    body = register.envelope("search", search(NIK))
    assert register.post("search", body).status_code == 200
    again = register.post("search", body)
    assert (again.status_code, again.json()["message"]["error"]["message"]) == (409, "rjct.message_id.duplicate")
    assert len(answered()) == 1


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("message",), None), (("header",), None), (("header", "action"), "subscribe"), (("header", "action"), None),
        (("header", "message_id"), None), (("header", "message_ts"), "2026-11-20T09:00:00"),
        (("header", "message_ts"), "2026-11-20T08:00:00+07:00"), (("header", "total_count"), "1"),
        (("header", "version"), "9.0.0"), (("header", "is_msg_encrypted"), True),
        (("message", "transaction_id"), "x" * 100), (("message", "transaction_id"), 7),
        (("message", "search_request"), []), (("message", "search_request"), [{}]),
        (("message", "search_request", 0, "timestamp"), "not-a-timestamp"),
        (("message", "search_request", 0, "locale"), "en"), (("message", "search_request", 0, "locale"), "ENG"),
        (("message", "search_request", 0, "pagination"), {"page_size": 0, "page_number": 1}),
        (("message", "search_request", 0, "pagination"), {"page_size": 5, "page_number": 0}),
        (("message", "search_request", 0, "pagination"), {"page_size": -1, "page_number": 1}),
        (("message", "search_request", 0, "search_criteria", "query_type"), "graphql"),
    ],
)  # fmt: skip
def test_what_breaks_the_standard_is_refused_with_its_error(stubs: Register, place: Any, value: Any) -> None:
    body = stubs.envelope("search", search(NIK))
    *path, last = place
    target: Any = body
    for step in path:
        target = target[step]
    if value is None:
        del target[last]
    else:
        target[last] = value
    for where in ("search", "sync/search"):
        answer = stubs.post(where, body)
        assert answer.status_code == (401 if value == "2026-11-20T08:00:00+07:00" else 400)
        assert answer.json()["message"]["ack_status"] == "ERR"
    assert answered() == []


def test_limits_of_length_are_those_of_the_standard(stubs: Register) -> None:
    assert stubs.say("search", "search", search(NIK) | {"transaction_id": "x" * 99})[0] == 200
    assert stubs.say("unsubscribe", "unsubscribe", make.unsubscribe("s" * 99))[0] == 200
    assert stubs.say("unsubscribe", "unsubscribe", make.unsubscribe("s" * 100))[0] == 400
    assert stubs.say("search", "search", search(NIK, locale="eng"))[0] == 200


def test_other_kinds_of_content_sizes_and_methods_are_refused(stubs: Register) -> None:
    body = stubs.envelope("search", search(NIK))
    assert stubs.post("search", body, kind="text/plain").status_code == 415
    assert stubs.post("search", b"{" * 1_000_001).status_code == 413
    for raw in (b" ", b"[]", b'{"header":1', b'{"a":1,"a":2}'):
        assert stubs.post("search", raw).status_code == 400
    answer = stubs.http.get("/dci/registry/search")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["$and", "$or", "nik", "age", "type", "value", "expression", "query", "expression1", "x"]),
        inner, max_size=3,
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(["idtype-value", "expression", "predicate"]), query=_anything)
def test_whatever_is_asked_there_is_an_answer_of_the_standard(stubs: Register, kind: str, query: Any) -> None:
    status, told = stubs.say("sync/search", "search", search(query, kind))
    assert status in (200, 400)
    if status == 200:
        assert told["message"]["search_response"][0]["status"] in ("succ", "rjct")
    else:
        assert told["message"]["ack_status"] == "ERR"


def test_old_conversations_are_forgotten(stubs: Register) -> None:
    stubs.say("sync/search", "search", search(NIK))
    assert answering.talk.forget(at=NOW + timedelta(days=91)) == 1
