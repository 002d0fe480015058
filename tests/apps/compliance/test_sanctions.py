"""Sanctions step by step: only after the days of the law, by the right person, ended when cured."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from ayomi.apps.audit.queries import examine
from ayomi.apps.compliance.actions import recommendations, sanctions
from ayomi.apps.compliance.actions.recommendations import NotPossible
from ayomi.apps.compliance.models import SanctionCase, SanctionStep
from ayomi.apps.compliance.queries.checks import CHECKS
from ayomi.apps.compliance.queries.recommendations import request
from ayomi.apps.compliance.queries.sanctions import CaseRow, case, cases, cases_of, open_cases, stops_asked_of
from ayomi.core.law.penalties import administrative_fine
from ayomi.core.periods import Month
from tests.apps.compliance.licensing import asked, bill, licensing_office, on, pay
from tests.cast import Cast
from tests.cast import organisation as new_organisation

pytestmark = pytest.mark.django_db

OFFICER, SUPERVISOR, HEAD = 11, 12, 13
BEGUN = on(26)


@pytest.fixture
def late(cast: Cast) -> int:
    """The firm owes September, due on 15 October."""
    bill(Month(2026, 9), on(2, 9))
    return cast.firm


def found(case_id: int) -> CaseRow:
    row = case(case_id)
    assert row is not None
    return row


def warned(organisation_id: int, ground: str = "arrears", at: datetime = BEGUN) -> int:
    return sanctions.open_case(organisation_id, ground=ground, note="", by=OFFICER, at=at)  # type: ignore[arg-type]  # a ground


def after(case_id: int) -> datetime:
    """The first moment of the next step."""
    coming = found(case_id).next(BEGUN.date())
    assert coming is not None
    return on(coming.since.day, coming.since.month, coming.since.year)


def test_a_warning_needs_its_ground_and_only_one_case_runs(late: int, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="no_ground"):
        warned(late, "unregistered")
    with pytest.raises(NotPossible, match="no_ground"):
        warned(late, at=on(14))
    made = warned(late)
    with pytest.raises(NotPossible, match="already_open"):
        warned(late)
    row = found(made)
    assert [each.step for each in row.steps] == ["warning_1"]
    assert row.steps[0].ends_on == date(2026, 11, 9)
    assert row.steps[0].facts["overdue_bills"] == 1 and "nik" not in row.steps[0].facts
    assert open_cases([cast.offices.kolaka], limit=5)[0].case_id == made
    assert open_cases([cast.offices.semarang], limit=5) == []


def test_arrears_go_from_the_second_warning_to_the_request_to_stop_services(late: int, cast: Cast) -> None:
    authority = licensing_office(cast)
    made = warned(late)
    with pytest.raises(NotPossible, match="too_early"):
        sanctions.take_step(made, note="", by=OFFICER, at=on(9, 11))
    assert sanctions.take_step(made, note="", by=OFFICER, at=on(10, 11)) == "warning_2"
    assert found(made).steps[1].ends_on == date(2026, 11, 24)
    stop = {"services": ["business_permit"], "authority_id": authority}
    with pytest.raises(NotPossible, match="too_early"):
        sanctions.take_step(made, note="", by=SUPERVISOR, at=on(24, 11), **stop)  # type: ignore[arg-type]  # its fields
    at = after(made)
    with pytest.raises(NotPossible, match="own_step"):
        sanctions.take_step(made, note="", by=OFFICER, at=at, **stop)  # type: ignore[arg-type]  # its fields
    with pytest.raises(NotPossible, match="no_services"):
        sanctions.take_step(made, note="", services=["passport"], authority_id=authority, by=SUPERVISOR, at=at)
    assert sanctions.take_step(made, note="", by=SUPERVISOR, at=at, **stop) == "stop_services"  # type: ignore[arg-type]  # its fields
    with pytest.raises(NotPossible, match="last_step"):
        sanctions.take_step(made, note="", by=HEAD, at=at + timedelta(days=99), **stop)  # type: ignore[arg-type]  # its fields
    assert [row.case_id for row in stops_asked_of(authority)] == [made]
    refused = asked(authority, cast, number="9120001234567", stated=4, at=at)
    assert refused.outcome == "refused"


def test_a_request_to_stop_services_takes_the_recommendation_with_it(late: int, cast: Cast) -> None:
    authority = licensing_office(cast)
    given = asked(authority, cast, number="9120001234567", stated=4, at=BEGUN)
    assert given.outcome == "short"
    made = warned(late)
    sanctions.take_step(made, note="", by=OFFICER, at=on(10, 11))
    stop = {"services": ["tender_permit"], "authority_id": authority}
    sanctions.take_step(made, note="", by=SUPERVISOR, at=after(made), **stop)  # type: ignore[arg-type]  # its fields
    row = request(given.request_id)
    assert row is not None and row.withdrawn_at is not None
    assert [each.name for each in CHECKS if examine(each).broken] == []


def test_whoever_does_not_enrol_is_fined_and_pays_before_it_is_lifted(cast: Cast) -> None:
    shop = new_organisation("firm", "CV Belum Daftar", office_id=cast.offices.kolaka, region="74.01")
    made = warned(shop, "unregistered")
    sanctions.take_step(made, note="", by=OFFICER, at=after(made))
    with pytest.raises(NotPossible, match="no_base"):
        sanctions.take_step(made, note="", by=SUPERVISOR, at=after(made))
    at = after(made)
    assert sanctions.take_step(made, note="", base=10_000_000, by=SUPERVISOR, at=at) == "fine"
    fine, warning = found(made).steps[2], found(made).steps[1]
    assert fine.ends_on == at.date() + timedelta(days=30) and warning.ends_on is not None
    paid_on = at.date() + timedelta(days=3)
    owed = sanctions.fine_owed(found(made), paid_on)
    assert owed == administrative_fine(10_000_000, warning.ends_on, paid_on) == 10_000
    later = at + timedelta(days=3)
    with pytest.raises(NotPossible, match="not_cured"):
        sanctions.lift(made, reason="Sudah", by=SUPERVISOR, at=later)
    _enrol_one(cast, shop)
    with pytest.raises(NotPossible, match="cured"):
        sanctions.take_step(made, note="", services=["business_permit"], authority_id=1, by=HEAD, at=after(made))
    with pytest.raises(NotPossible, match="fine_open"):
        sanctions.lift(made, reason="Sudah mendaftar", by=SUPERVISOR, at=later)
    with pytest.raises(NotPossible, match="other_amount"):
        sanctions.pay_fine(made, amount=9_999, paid_on=paid_on, reference="B-1", by=OFFICER, at=later)
    sanctions.pay_fine(made, amount=owed, paid_on=paid_on, reference="B-1", by=OFFICER, at=later)
    with pytest.raises(NotPossible, match="already_paid"):
        sanctions.pay_fine(made, amount=owed, paid_on=paid_on, reference="B-1", by=OFFICER, at=later)
    sanctions.lift(made, reason="Sudah mendaftar", by=SUPERVISOR, at=later)
    assert (found(made).state, found(made).next(later.date())) == ("lifted", None)
    with pytest.raises(NotPossible, match="closed"):
        sanctions.take_step(made, note="", by=HEAD, at=after_days(later, 60))


def after_days(at: datetime, days: int) -> datetime:
    return at + timedelta(days=days)


def _enrol_one(cast: Cast, organisation_id: int) -> None:
    from tests.cast import enrol, people

    workers = people(1, district="74.01.01", office_id=cast.offices.kolaka, first=500)
    enrol(workers, segment="wage_earner", channel="firm", organisation_id=organisation_id,
          office_id=cast.offices.kolaka, jkk=True, jkm=True)  # fmt: skip


def test_a_sanction_is_lifted_once_the_money_came_and_revoked_only_by_another(late: int, cast: Cast) -> None:
    made = warned(late)
    with pytest.raises(NotPossible, match="own_step"):
        sanctions.revoke(made, reason="Keliru alamat", by=OFFICER, at=on(27))
    with pytest.raises(NotPossible, match="not_cured"):
        sanctions.lift(made, reason="Berjanji membayar", by=SUPERVISOR, at=on(27))
    pay(late, on(27))
    with pytest.raises(NotPossible, match="no_reason"):
        sanctions.lift(made, reason=" ", by=SUPERVISOR, at=on(28))
    sanctions.lift(made, reason="Lunas 27 Oktober", by=SUPERVISOR, at=on(28))
    assert [row.state for row in cases_of(late)] == ["lifted"]
    assert cases(shown="open") == [] and len(cases(shown="closed")) == 1


def test_the_database_holds_the_days_the_order_and_the_second_person(late: int, cast: Cast) -> None:
    authority = licensing_office(cast)
    made = warned(late)
    given = {"case_id": made, "facts": {}, "taken_at": BEGUN, "services": []}

    def step(number: int, name: str, day: date, by: int, **more: object) -> None:
        SanctionStep.objects.create(
            number=number,
            step=name,
            taken_on=day,
            taken_by=by,
            **(given | {"ends_on": day + timedelta(days=14)} | more),
        )

    for number, name, day, by in (
        (2, "warning_2", date(2026, 11, 9), OFFICER),
        (3, "warning_2", date(2026, 11, 10), OFFICER),
        (2, "stop_services", date(2026, 11, 10), SUPERVISOR),
    ):
        more = {"ends_on": None, "authority_id": authority} if name == "stop_services" else {}
        with pytest.raises(IntegrityError), transaction.atomic():
            step(number, name, day, by, **more)
    step(2, "warning_2", date(2026, 11, 10), OFFICER)
    with pytest.raises(IntegrityError), transaction.atomic():
        step(3, "stop_services", date(2026, 12, 1), OFFICER, ends_on=None, authority_id=authority)
    for broken in (
        "UPDATE compliance_sanctionstep SET taken_on = taken_on - 30",
        "DELETE FROM compliance_sanctionstep",
        "DELETE FROM compliance_sanctioncase",
        "UPDATE compliance_sanctioncase SET ground = 'incomplete'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        SanctionCase.objects.filter(pk=made).update(state="lifted")


def test_programmes_and_people_that_lack_are_a_ground(cast: Cast) -> None:
    bill(Month(2026, 9), on(2, 9))
    authority = licensing_office(cast)
    asked(authority, cast, number="9120001234567", stated=9)
    made = warned(cast.firm, "incomplete")
    assert found(made).ground == "incomplete"
    recommendations.ask(
        authority, "again", recommendations.Question("other", "nib", "9120001234567", stated=4), by=None, at=on(27)
    )
    with pytest.raises(NotPossible, match="cured"):
        sanctions.take_step(made, note="", by=OFFICER, at=after(made))
