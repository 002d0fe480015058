"""Proofs handed out, taken back, and what they say on a day."""

from __future__ import annotations

from dataclasses import astuple, fields
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from ayomi.apps.compliance import actions, queries, rules
from ayomi.apps.compliance.models import Proof
from ayomi.core.proof.tokens import LENGTH, grouped_token
from tests.apps.compliance import world
from tests.apps.compliance.world import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def cooperative() -> world.Payer:
    return world.cooperative(world.office())


@pytest.fixture
def fisher(cooperative: world.Payer) -> world.Membership:
    one = world.member(cooperative)
    world.paid(one, *world.months(date(2026, 3, 1), 9))
    return one


def card(one: world.Membership) -> str:
    return actions.issue_proof("card", membership_id=one.pk, by=None, at=NOW)


def test_a_card_is_issued_once_and_asked_for_again(fisher: world.Membership) -> None:
    token = card(fisher)
    assert len(token) == LENGTH
    assert card(fisher) == token
    assert actions.issue_proof("card", person_id=fisher.person_id, by=None, at=NOW) == token
    assert Proof.objects.count() == 1


def test_what_was_never_paid_for_has_no_proof(cooperative: world.Payer) -> None:
    one = world.member(cooperative)
    with pytest.raises(actions.NothingToProve):
        card(one)
    with pytest.raises(actions.NothingToProve):
        actions.issue_proof("certificate", payer_id=cooperative.pk, by=None, at=NOW)


def test_many_cards_are_issued_in_a_fixed_number_of_statements(cooperative: world.Payer) -> None:
    everyone = [world.member(cooperative, f"Anggota {number}", kpj=f"{26020000000 + number}") for number in range(30)]
    for one in everyone[:-1]:
        world.paid(one, date(2026, 11, 1))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        tokens = actions.issue_cards([one.pk for one in everyone], by=None, at=NOW)
    assert len(asked) <= 5
    assert set(tokens) == {one.pk for one in everyone[:-1]}
    assert len(set(tokens.values())) == 29


def test_a_card_is_valid_through_the_last_paid_day_and_in_grace_after_it(fisher: world.Membership) -> None:
    token = card(fisher)
    told = queries.verdict(token, TODAY)
    assert (told.state, told.covered_until) == ("valid", date(2026, 11, 30))
    assert queries.verdict(token, date(2026, 11, 30)).state == "valid"
    after = queries.verdict(token, date(2026, 12, 1))
    assert (after.state, after.since, after.grace_until) == ("grace", date(2026, 12, 1), date(2027, 3, 31))
    assert queries.verdict(token, date(2027, 3, 31)).state == "grace"
    lapsed = queries.verdict(token, date(2027, 4, 1))
    assert (lapsed.state, lapsed.since) == ("lapsed", date(2026, 12, 1))


def test_who_has_left_is_covered_no_longer_and_has_no_grace(cooperative: world.Payer) -> None:
    one = world.member(cooperative, until=date(2026, 11, 15))
    world.paid(one, *world.months(date(2026, 3, 1), 9))
    token = card(one)
    assert queries.verdict(token, date(2026, 11, 14)).state == "valid"
    told = queries.verdict(token, date(2026, 11, 15))
    assert (told.state, told.since) == ("lapsed", date(2026, 11, 15))


def test_a_certificate_counts_its_members(cooperative: world.Payer, fisher: world.Membership) -> None:
    world.member(cooperative, "Baharuddin", kpj="26010000222")
    told = queries.verdict(actions.issue_proof("certificate", payer_id=cooperative.pk, by=None, at=NOW), TODAY)
    assert (told.state, told.members, told.covered) == ("valid", 2, 1)
    assert told.name == "Koperasi Nelayan Samudra Wolo"
    assert told.programmes == ("jkk", "jkm")
    assert told.number.startswith("SK-T802-2026-")


def test_a_project_is_covered_while_its_work_lasts(cooperative: world.Payer) -> None:
    site = world.bridge(cooperative.office)
    with pytest.raises(actions.NothingToProve):
        actions.issue_proof("project", payer_id=site.pk, by=None, at=NOW)
    world.project_paid(site, date(2026, 6, 1), date(2027, 2, 1))
    token = actions.issue_proof("project", payer_id=site.pk, by=None, at=NOW)
    assert queries.verdict(token, date(2027, 1, 31)).state == "valid"
    assert queries.verdict(token, date(2027, 2, 1)).state == "lapsed"
    assert queries.verdict(token, date(2026, 5, 31)).state == "not_yet"
    with pytest.raises(actions.NothingToProve):
        actions.issue_proof("certificate", payer_id=site.pk, by=None, at=NOW)


def test_a_withdrawn_proof_says_so_and_can_be_replaced(fisher: world.Membership) -> None:
    token = card(fisher)
    proof = Proof.objects.get()
    with pytest.raises(ValueError, match="reason"):
        actions.withdraw_proof(proof.pk, reason=" ", by=None, at=NOW)
    actions.withdraw_proof(proof.pk, reason="Kartu hilang", by=None, at=NOW)
    told = queries.verdict(token, TODAY)
    assert (told.state, told.withdrawn_on) == ("withdrawn", TODAY)
    assert "Kartu hilang" not in repr(told)
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.withdraw_proof(proof.pk, reason="lagi", by=None, at=NOW)
    with pytest.raises(actions.UnknownProof):
        actions.withdraw_proof(proof.pk + 1, reason="lagi", by=None, at=NOW)
    renewed = card(fisher)
    assert renewed != token
    assert queries.verdict(renewed, TODAY).state == "valid"
    assert queries.verdict(token, TODAY).state == "withdrawn"


def test_issuing_and_withdrawing_leave_a_trail(fisher: world.Membership) -> None:
    card(fisher)
    actions.withdraw_proof(Proof.objects.get().pk, reason="Kartu hilang", by=7, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT action, by, reason FROM audit_event WHERE subject = 'proof' ORDER BY id")
        assert cursor.fetchall() == [("proof_issued", None, ""), ("proof_withdrawn", 7, "Kartu hilang")]


def test_unknown_tokens_get_the_same_shape_from_the_same_questions(fisher: world.Membership) -> None:
    token = card(fisher)
    with CaptureQueriesContext(connection) as known:
        told = queries.verdict(token, TODAY)
    for wrong in ("0" * LENGTH, "not a token", ""):
        with CaptureQueriesContext(connection) as asked:
            unknown = queries.verdict(wrong, TODAY)
        assert len(asked) == len(known)
        assert type(unknown) is type(told)
        assert unknown == queries.Verdict("unknown", TODAY)


def test_a_token_typed_by_hand_finds_its_proof(fisher: world.Membership) -> None:
    assert queries.verdict(grouped_token(card(fisher)).lower(), TODAY).state == "valid"


def test_a_verdict_tells_no_full_name_and_no_full_number_of_a_person(fisher: world.Membership) -> None:
    told = queries.verdict(card(fisher), TODAY)
    assert told.name == "S•••i H•••••••i"
    assert told.card_digits == "•••••••0123"
    text = repr(astuple(told))
    for secret in ("Hasnawati", "26010000123", world.NIK, "7401"):
        assert secret not in text
    assert {field.name for field in fields(told)}.isdisjoint({"person_id", "membership_id", "nik", "born"})


def test_the_database_refuses_two_standing_cards_of_one_membership(fisher: world.Membership) -> None:
    card(fisher)
    with pytest.raises(IntegrityError):
        Proof.objects.create(
            token="X" * LENGTH, kind="card", person=fisher.person, membership=fisher, office=fisher.office,
            issued_at=NOW,
        )  # fmt: skip


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
SPANS = st.lists(st.tuples(DAYS, st.integers(1, 90)).map(lambda s: (s[0], s[0] + timedelta(days=s[1]))), max_size=6)


@given(SPANS, DAYS)
def test_nobody_is_valid_on_a_day_that_no_span_holds(spans: list[tuple[date, date]], day: date) -> None:
    found = rules.of_payer(spans, segments=["own_account"], day=day)
    assert (found.state == "valid") == any(since <= day < until for since, until in spans)
    if found.state == "valid":
        assert found.until is not None
        assert not any(since <= found.until < until for since, until in spans)
    if found.state in {"grace", "lapsed"}:
        assert found.since == max(until for _, until in spans if until <= day)


@given(SPANS)
def test_spans_that_meet_are_one(spans: list[tuple[date, date]]) -> None:
    whole = rules.met(spans)
    assert all(one[1] < other[0] for one, other in pairwise(whole))
