"""A licensing office asks; the rule answers, or people do; what lapses is withdrawn and told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.audit.queries import details_of, examine
from ayomi.apps.compliance.actions import recommendations as acts
from ayomi.apps.compliance.actions.recommendations import KeyReused, NotPossible, Question
from ayomi.apps.compliance.models import Decision, Proof, Request
from ayomi.apps.compliance.queries import verdict
from ayomi.apps.compliance.queries.checks import CHECKS
from ayomi.apps.compliance.queries.recommendations import authority_of, decisions, request, requests
from ayomi.apps.offices.queries import office_serving
from ayomi.core.periods import Month
from tests.apps.compliance import licensing
from tests.apps.compliance.licensing import OCTOBER, asked, bill, licensing_office, on, pay
from tests.cast import TODAY, Cast
from tests.cast import organisation as new_organisation

pytestmark = pytest.mark.django_db

UNKNOWN = {"number_kind": "name", "number": "", "name": "Koperasi Tani Baula", "region": "74.01"}


@pytest.fixture
def authority(cast: Cast) -> int:
    bill(Month(2026, 9), on(2, 9))
    return licensing_office(cast)


def sound() -> dict[str, tuple[int, ...]]:
    """The checks that something breaks."""
    return {each.name: found.examples for each in CHECKS if (found := examine(each)).broken}


def test_who_is_in_order_is_granted_at_once(authority: int, cast: Cast) -> None:
    pay(cast.cooperative, on(10))
    row = asked(authority, cast)
    assert (row.state, row.outcome, row.by_rule) == ("answered", "granted", True)
    assert (row.since, row.until) == (date(2026, 10, 26), date(2027, 4, 26))
    told = verdict(row.token, date(2026, 10, 26))
    assert (told.state, told.kind, told.name) == ("valid", "recommendation", "Koperasi Nelayan Samudra Wolo")
    assert told.number == row.number_given
    assert told.recommendation is not None and told.recommendation.authority == "Dinas Koperasi Kolaka"
    assert verdict(row.token, date(2027, 4, 25)).state == "valid"
    after = verdict(row.token, date(2027, 4, 26))
    assert (after.state, after.since) == ("lapsed", date(2027, 4, 26))
    assert sound() == {}


def test_who_is_a_little_behind_gets_a_short_one_with_what_is_missing(authority: int, cast: Cast) -> None:
    row = asked(authority, cast)
    assert (row.outcome, row.until) == ("short", date(2026, 11, 26))
    codes = {each.code: each.effect for each in decisions(row.request_id)[0].findings}
    assert codes["never_paid"] == codes["late"] == "shortens"


def test_who_hides_workers_is_refused_without_a_paper(authority: int, cast: Cast) -> None:
    pay(cast.cooperative, on(10))
    row = asked(authority, cast, stated=2)
    assert (row.outcome, row.token, row.until) == ("refused", "", None)
    assert Proof.objects.filter(kind="recommendation").count() == 0
    assert sound() == {}


def test_nobody_knows_it_so_it_is_not_enrolled(authority: int, cast: Cast) -> None:
    row = asked(authority, cast, **UNKNOWN)
    assert (row.outcome, row.organisation_id, row.whom) == ("refused", None, "Koperasi Tani Baula")
    assert [each.code for each in decisions(row.request_id)[0].findings] == ["not_enrolled"]
    assert row.office_id == office_serving("74.01", TODAY)


def test_a_name_is_found_however_it_is_written(authority: int, cast: Cast) -> None:
    pay(cast.cooperative, on(10))
    row = asked(authority, cast, **(UNKNOWN | {"name": "KOPERASI  nelayan samudra wolo"}))
    assert (row.organisation_id, row.outcome) == (cast.cooperative, "granted")


def test_two_of_a_name_wait_for_a_person_who_says_which(authority: int, cast: Cast) -> None:
    pay(cast.cooperative, on(10))
    other = new_organisation(
        "cooperative", "Koperasi Nelayan Samudra Wolo", office_id=cast.offices.kolaka, region="74.01"
    )
    row = asked(authority, cast, **(UNKNOWN | {"name": "Koperasi Nelayan Samudra Wolo"}))
    assert (row.state, row.outcome, row.due_on) == ("waiting", "", date(2026, 10, 27))
    assert acts.complete(row.request_id, organisation_id=other, by=None, at=OCTOBER) == "answered"
    found = request(row.request_id)
    assert found is not None and (found.outcome, found.organisation_id) == ("refused", other)
    with pytest.raises(NotPossible, match="not_waiting"):
        acts.complete(row.request_id, organisation_id=cast.cooperative, by=None, at=OCTOBER)


def test_without_a_count_it_waits_and_a_count_stated_once_serves_again(authority: int, cast: Cast) -> None:
    pay(cast.cooperative, on(10))
    row = asked(authority, cast, stated=None)
    assert row.state == "waiting"
    acts.complete(row.request_id, stated=1, by=None, at=OCTOBER)
    found = request(row.request_id)
    assert found is not None and found.outcome == "granted"
    assert asked(authority, cast, "2", stated=None).outcome == "granted"
    assert asked(authority, cast, "3", stated=None, at=on(27, 10, 2027)).outcome != "granted"


def test_the_same_key_is_answered_once_and_never_for_something_else(authority: int, cast: Cast) -> None:
    first, again = asked(authority, cast), asked(authority, cast, at=OCTOBER + timedelta(days=3))
    assert again == first
    assert Request.objects.count() == 1 and len(details_of("recommendation_asked")) == 1
    with pytest.raises(KeyReused):
        asked(authority, cast, stated=3)


def test_what_lies_outside_the_area_is_not_answered(authority: int, cast: Cast) -> None:
    new_organisation("firm", "CV Semarang", office_id=cast.offices.semarang, region="33.74", nib="1111111111116")
    for outside in ({"number": "1111111111116"}, UNKNOWN | {"region": "33.74"}):
        with pytest.raises(NotPossible, match="outside_area"):
            asked(authority, cast, **outside)
    country = licensing_office(cast, region=None, name="Kementerian Koperasi")
    assert asked(country, cast, number="1111111111116").outcome == "refused"


def test_only_a_government_body_may_ask_and_only_once(authority: int, cast: Cast) -> None:
    given = {"kind": "ministry", "region": None, "office_id": cast.offices.kolaka, "since": TODAY, "by": None}
    with pytest.raises(NotPossible, match="not_government"):
        acts.record_authority(cast.firm, at=OCTOBER, **given)  # type: ignore[arg-type]  # its fields
    body = new_organisation("government", "DPMPTSP", office_id=cast.offices.kolaka, region="74.01")
    acts.record_authority(body, at=OCTOBER, **given)  # type: ignore[arg-type]  # its fields
    with pytest.raises(NotPossible, match="already_authority"):
        acts.record_authority(body, at=OCTOBER, **given)  # type: ignore[arg-type]  # its fields
    with pytest.raises(NotPossible, match="not_an_authority"):
        acts.ask(0, "1", Question("other", "nib", "1"), by=None, at=OCTOBER)
    assert authority_of(body, date(2026, 8, 31)) is None


def test_departing_from_the_rule_needs_a_second_person(authority: int, cast: Cast) -> None:
    row = asked(authority, cast, stated=2)
    assert not acts.decide(row.request_id, outcome="short", months=1, reason="Daftar diantar besok", by=11, at=OCTOBER)
    found = request(row.request_id)
    assert found is not None and (found.state, found.outcome) == ("proposed", "refused")
    proposed = decisions(row.request_id)[0]
    assert (proposed.version, proposed.deviates, proposed.rule_outcome) == ("proposed", True, "refused")
    with pytest.raises(NotPossible, match="own_request"):
        acts.second(proposed.decision_id, approve=True, reason="Ya", by=11, at=OCTOBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=proposed.decision_id).update(version="standing", decided_at=OCTOBER, decided_by=11)
    with pytest.raises(NotPossible, match="proposal_waits"):
        acts.decide(row.request_id, outcome="refused", months=None, reason="Lain", by=12, at=OCTOBER)
    acts.second(proposed.decision_id, approve=True, reason="Buktinya ada", by=12, at=OCTOBER)
    found = request(row.request_id)
    assert found is not None and (found.state, found.outcome, found.by_rule) == ("answered", "short", False)
    assert acts.recheck(at=OCTOBER) == 0, "what it was granted in spite of does not make it fall"
    assert sound() == {}


def test_a_returned_proposal_leaves_the_answer_as_it_was(authority: int, cast: Cast) -> None:
    row = asked(authority, cast, stated=2)
    acts.decide(row.request_id, outcome="granted", months=None, reason="Kenal baik", by=11, at=OCTOBER)
    acts.second(decisions(row.request_id)[0].decision_id, approve=False, reason="Tidak cukup", by=12, at=OCTOBER)
    found = request(row.request_id)
    assert found is not None and (found.state, found.outcome, found.token) == ("answered", "refused", "")
    assert [each.version for each in decisions(row.request_id)] == ["returned", "standing"]
    assert sound() == {}


def test_a_person_decides_alone_within_what_the_rule_leaves_open(authority: int, cast: Cast) -> None:
    pay(cast.cooperative, on(10))
    row = asked(authority, cast, stated=None)
    with pytest.raises(NotPossible, match="too_long"):
        acts.decide(row.request_id, outcome="short", months=2, reason="Jumlahnya disebut lisan", by=11, at=OCTOBER)
    assert acts.decide(row.request_id, outcome="granted", months=3, reason="Diperiksa", by=11, at=OCTOBER)
    found = request(row.request_id)
    assert found is not None and (found.outcome, found.until) == ("granted", date(2027, 1, 26))


def test_a_new_decision_takes_the_place_of_the_paper_before(authority: int, cast: Cast) -> None:
    row = asked(authority, cast)
    pay(cast.cooperative, on(26))
    acts.decide(row.request_id, outcome="granted", months=None, reason="Sudah lunas", by=11, at=OCTOBER)
    found = request(row.request_id)
    assert found is not None and found.outcome == "granted" and found.token != row.token
    assert verdict(row.token, OCTOBER.date()).state == "withdrawn"
    assert sound() == {}


def test_an_unknown_organisation_is_never_recommended(authority: int, cast: Cast) -> None:
    row = asked(authority, cast, **UNKNOWN)
    with pytest.raises(NotPossible, match="not_enrolled"):
        acts.decide(row.request_id, outcome="short", months=None, reason="Akan mendaftar", by=11, at=OCTOBER)


def test_it_falls_when_arrears_pass_the_grace_and_only_then(authority: int, cast: Cast) -> None:
    pay(cast.cooperative, on(10))
    row = asked(authority, cast)
    bill(Month(2026, 10), on(28))
    due = licensing.bills.bills(shown="open", day=on(29).date(), payer_id=_payer(cast.cooperative), limit=1)[0].due_on
    assert acts.recheck(at=on(due.day, due.month)) == 0
    last = on(due.day, 1, 2027) if due.month == 10 else on(due.day, 2, 2027)
    assert acts.recheck(at=last) == 0, "three months begun"
    assert acts.recheck(at=last + timedelta(days=1)) == 1
    assert acts.recheck(at=last + timedelta(days=1)) == 0, "it falls once"
    found = request(row.request_id)
    assert found is not None and found.withdrawn_at is not None
    assert verdict(row.token, last.date() + timedelta(days=1)).state == "withdrawn"
    assert [each.code for each in decisions(row.request_id)[0].lapse] == ["arrears"]
    assert details_of("recommendation_lapsed") == [{"reasons": ["arrears"]}]


def _payer(organisation_id: int) -> int:
    found = licensing.one_organisation(organisation_id).payer_id
    assert found is not None
    return found


def test_a_person_withdraws_with_a_reason_once(authority: int, cast: Cast) -> None:
    row = asked(authority, cast)
    with pytest.raises(NotPossible, match="no_reason"):
        acts.withdraw(row.request_id, reason=" ", by=11, at=OCTOBER)
    acts.withdraw(row.request_id, reason="Keterangannya keliru", by=11, at=OCTOBER)
    with pytest.raises(NotPossible, match="nothing_stands"):
        acts.withdraw(row.request_id, reason="Lagi", by=11, at=OCTOBER)
    found = request(row.request_id)
    assert found is not None and found.standing(OCTOBER.date()) == "withdrawn"


def test_what_was_asked_and_decided_is_never_changed(authority: int, cast: Cast) -> None:
    row = asked(authority, cast)
    for broken in (
        lambda: Request.objects.filter(pk=row.request_id).update(purpose="other"),
        lambda: Request.objects.filter(pk=row.request_id).delete(),
        lambda: Decision.objects.filter(pk=row.decision_id).update(outcome="granted"),
        lambda: Decision.objects.filter(pk=row.decision_id).update(facts={}),
        lambda: Decision.objects.filter(pk=row.decision_id).update(version="proposed", decided_at=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_who_sees_a_question(authority: int, cast: Cast) -> None:
    row = asked(authority, cast)
    dinas = authority_of_number(authority)
    seen = {
        ("channel", dinas): True, ("channel", cast.cooperative): True, ("channel", cast.firm): False,
        ("office", cast.offices.kolaka): True, ("office", cast.offices.semarang): False, ("none", 0): False,
    }  # fmt: skip
    for (kind, whom), expected in seen.items():
        enter_scope(kind, offices=[whom] if kind == "office" else [], organisation=whom if kind == "channel" else None)
        try:
            found = (request(row.request_id), bool(requests(day=TODAY)), bool(decisions(row.request_id)))
        finally:
            leave_scope()
        assert (found[0] is not None, *found[1:]) == (expected,) * 3, (kind, whom)


def test_pages_write_none_of_it(authority: int, cast: Cast) -> None:
    enter_scope("all")
    try:
        for table in ("authority", "request", "decision", "sanctioncase", "sanctionstep"):
            with (
                pytest.raises(Exception, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"DELETE FROM compliance_{table}")
    finally:
        leave_scope()


def authority_of_number(authority: int) -> int:
    from ayomi.apps.compliance.queries.recommendations import authorities

    return next(each.organisation_id for each in authorities() if each.authority_id == authority)
