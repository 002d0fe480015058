"""Agreements derive from one another, duties fall due, and aims are counted from what came under them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from ayomi.apps.agreements import actions, queries
from ayomi.apps.agreements.actions import NewAgreement, NewBasis, NewParty, NotPossible
from ayomi.apps.agreements.models import Agreement
from ayomi.apps.agreements.rules import due_days, standing
from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.queries.bills import bills
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.core.periods import Month
from tests.cast import AT, Cast, organisation
from tests.core.papers.test_papers import PDF

DAY = date(2026, 9, 1)


def mou(office_id: int, title: str = "Nota kesepahaman perluasan kepesertaan", **more: object) -> int:
    return actions.write_agreement(
        NewAgreement(
            kind="mou", title=title, since=date(2020, 11, 4), until=date(2027, 11, 4), signed_on=date(2020, 11, 4),
            parties=(NewParty("BPJS Ketenagakerjaan"), NewParty("Kementerian Koperasi dan UKM")),
            bases=(NewBasis("Instruksi Presiden 2/2021", date(2021, 3, 25)),), **more,  # type: ignore[arg-type]
        ),
        office_id=office_id, by=None, at=AT,
    )  # fmt: skip


def derived(kind: str, parent: int, office_id: int, since: date = date(2021, 2, 1)) -> int:
    return actions.write_agreement(
        NewAgreement(
            kind=kind, title=f"{kind} turunan", since=since, until=date(2027, 2, 1), parent_id=parent,  # type: ignore[arg-type]
            parties=(NewParty("BPJS Ketenagakerjaan"), NewParty("Dinas Koperasi")),
        ),
        office_id=office_id, by=None, at=AT,
    )  # fmt: skip


def signed(agreement_id: int, on: date = date(2021, 2, 1)) -> int:
    actions.sign_agreement(agreement_id, signed_on=on, place="Kolaka", by=None, at=AT)
    return agreement_id


@contextmanager
def seen_from(*offices: int) -> Iterator[None]:
    enter_scope("office", offices=offices)
    try:
        yield
    finally:
        leave_scope()


def refused(code: str) -> pytest.RaisesExc[NotPossible]:
    return pytest.raises(NotPossible, match=f"^{code}$")


@pytest.mark.django_db
class TestDeriving:
    def test_the_chain_of_memorandum_cooperation_and_operation_can_be_followed(self, cast: Cast) -> None:
        first = signed(mou(cast.offices.head), date(2020, 11, 4))
        second = signed(derived("pks", first, cast.offices.regional))
        third = signed(derived("kso", second, cast.offices.kolaka))
        found = queries.agreement(third, DAY)
        assert [row.agreement_id for row in found.line] == [first, second]
        assert [row.agreement_id for row in queries.agreement(first, DAY).below] == [second, third]
        assert [(row.kind, row.depth) for row in queries.agreements(DAY)] == [("mou", 0), ("pks", 1), ("kso", 2)]

    @pytest.mark.parametrize("kind", ["kso", "mou"])
    def test_a_wrong_line_is_refused(self, cast: Cast, kind: str) -> None:
        first = mou(cast.offices.head)
        with refused("wrong_parent"):
            derived(kind, first, cast.offices.kolaka)

    def test_a_wrong_line_is_refused_by_the_database_too(self, cast: Cast) -> None:
        first = mou(cast.offices.head)
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.create(
                kind="kso", title="x", since=DAY, parent_id=first, office_id=cast.offices.head, recorded_at=AT
            )

    def test_nobody_agrees_with_himself(self, cast: Cast) -> None:
        with refused("two_parties"):
            actions.write_agreement(
                NewAgreement(kind="mou", title="x", since=DAY, parties=(NewParty("Satu"), NewParty("satu"))),
                office_id=cast.offices.head, by=None, at=AT,
            )  # fmt: skip

    def test_what_derives_is_signed_after_what_it_derives_from(self, cast: Cast) -> None:
        first = mou(cast.offices.head)
        second = derived("pks", first, cast.offices.regional)
        with refused("parent_not_signed"):
            signed(second)

    def test_an_agreement_given_up_says_why_and_holds_no_longer(self, cast: Cast) -> None:
        first = signed(mou(cast.offices.head), date(2020, 11, 4))
        with refused("no_reason"):
            actions.end_agreement(first, ended_on=DAY, reason=" ", by=None, at=AT)
        actions.end_agreement(first, ended_on=DAY, reason="Diganti yang baru", by=None, at=AT)
        assert queries.agreement(first, DAY - timedelta(days=1)).row.standing == "in_force"
        assert queries.agreement(first, DAY).row.standing == "ended"


class TestStanding:
    @given(st.integers(-400, 800))
    def test_ninety_days_before_its_end_it_is_expiring(self, offset: int) -> None:
        since, until = date(2026, 1, 1), date(2027, 1, 1)
        day = since + timedelta(days=offset)
        expected = (
            "coming" if day < since else "expired" if day >= until
            else "expiring" if (until - day).days <= 90 else "in_force"
        )  # fmt: skip
        assert standing("signed", since, until, None, day) == expected

    def test_a_draft_is_a_draft_on_every_day(self) -> None:
        assert standing("draft", DAY, None, None, DAY) == "draft"

    def test_a_duty_of_the_last_day_of_the_month_stays_there(self) -> None:
        assert due_days(date(2026, 1, 31), "monthly", last=date(2026, 4, 30), until=None) == [
            date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30),
        ]  # fmt: skip

    def test_a_duty_ends_with_its_agreement(self) -> None:
        days = due_days(date(2026, 1, 1), "yearly", last=date(2030, 1, 1), until=date(2028, 1, 1))
        assert days == [date(2026, 1, 1), date(2027, 1, 1)]


@pytest.mark.django_db
class TestDuties:
    def held(self, cast: Cast) -> tuple[int, int]:
        first = signed(mou(cast.offices.head), date(2020, 11, 4))
        party = queries.agreement(first, DAY).parties[0].party_id
        duty = actions.add_duty(
            first, text="Laporan triwulan kepesertaan koperasi", party_id=party, office_id=cast.offices.kolaka,
            owner=None, first_due=date(2026, 6, 15), repeats="quarterly", by=None, at=AT,
        )  # fmt: skip
        return first, duty

    def test_what_is_overdue_and_what_falls_due_soon_comes_to_its_office(self, cast: Cast) -> None:
        self.held(cast)
        found = queries.duties_due(DAY, offices=[cast.offices.kolaka])
        assert [(due.due_on, due.late) for due in found] == [(date(2026, 6, 15), True), (date(2026, 9, 15), False)]
        assert queries.duties_due(DAY, offices=[cast.offices.semarang]) == []

    def test_what_falls_due_comes_to_its_owner_and_once_late_to_the_whole_office(self, cast: Cast) -> None:
        first, _ = self.held(cast)
        party = queries.agreement(first, DAY).parties[0].party_id
        mine = actions.add_duty(
            first, text="Undangan sosialisasi", party_id=party, office_id=cast.offices.kolaka, owner=71,
            first_due=DAY + timedelta(days=3), repeats="once", by=None, at=AT,
        )  # fmt: skip

        def come(day: date, user: int, office: int = cast.offices.kolaka) -> bool:
            return mine in {due.duty.duty_id for due in queries.duties_due(day, offices=[office], user=user)}

        assert come(DAY, 71)
        assert come(DAY, 71, cast.offices.semarang), "she sees to it wherever she works now"
        assert not come(DAY, 72)
        assert come(DAY + timedelta(days=4), 72)
        assert not come(DAY + timedelta(days=4), 72, cast.offices.semarang)
        # What nobody owns comes to everyone of the office.
        assert len(queries.duties_due(DAY, offices=[cast.offices.kolaka], user=72)) == 2

    def test_one_agreement_shows_those_before_and_after_it(self, cast: Cast) -> None:
        first = signed(mou(cast.offices.head), date(2020, 11, 4))
        second = mou(cast.offices.head, title="Pembaruan", renews_id=first)
        assert [(old, row.agreement_id) for old, row in queries.agreement(first, DAY).renewals] == [(False, second)]
        assert [(old, row.agreement_id) for old, row in queries.agreement(second, DAY).renewals] == [(True, first)]
        below = derived("pks", second, cast.offices.kolaka)
        assert [(old, row.agreement_id) for old, row in queries.agreement(below, DAY).renewals] == [(True, first)]

    def test_a_duty_done_with_proof_is_due_no_more(self, cast: Cast) -> None:
        first, duty = self.held(cast)
        for _ in range(2):
            actions.fulfil_duty(
                duty, due_on=date(2026, 6, 15), done_on=date(2026, 6, 20), proof="Surat B/12/VI/2026", content=PDF,
                by=None, at=AT,
            )  # fmt: skip
        assert [due.due_on for due in queries.duties_due(DAY)] == [date(2026, 9, 15)]
        assert [row.proof for row in queries.agreement(first, DAY).done] == ["Surat B/12/VI/2026"]

    def test_a_day_on_which_nothing_is_due_cannot_be_ticked_off(self, cast: Cast) -> None:
        _, duty = self.held(cast)
        with refused("not_due"):
            actions.fulfil_duty(duty, due_on=DAY, done_on=DAY, proof="x", by=None, at=AT)

    def test_a_duty_is_not_done_without_proof(self, cast: Cast) -> None:
        _, duty = self.held(cast)
        with refused("no_proof"):
            actions.fulfil_duty(duty, due_on=date(2026, 6, 15), done_on=DAY, proof="  ", by=None, at=AT)

    def test_an_agreement_near_its_end_is_named_until_a_successor_is_signed(self, cast: Cast) -> None:
        first = signed(mou(cast.offices.head), date(2020, 11, 4))
        near = date(2027, 9, 1)
        assert [row.agreement_id for row in queries.expiring(near)] == [first]
        signed(mou(cast.offices.head, title="Pembaruan", renews_id=first), date(2020, 11, 4))
        assert first not in [row.agreement_id for row in queries.expiring(near)]

    def test_the_branch_that_sees_to_a_duty_may_say_it_is_done_and_no_other(self, cast: Cast) -> None:
        _, duty = self.held(cast)
        done = {"due_on": date(2026, 6, 15), "done_on": DAY, "proof": "Surat", "by": None, "at": AT}
        with seen_from(cast.offices.semarang), pytest.raises(DatabaseError), transaction.atomic():
            actions.fulfil_duty(duty, **done)  # type: ignore[arg-type]
        with seen_from(cast.offices.kolaka):
            actions.fulfil_duty(duty, **done)  # type: ignore[arg-type]
            assert [due.due_on for due in queries.duties_due(DAY)] == [date(2026, 9, 15)]

    def test_every_office_reads_an_agreement_and_only_its_own_writes_it(self, cast: Cast) -> None:
        first = signed(mou(cast.offices.head), date(2020, 11, 4))
        with seen_from(cast.offices.kolaka):
            assert queries.agreement(first, DAY).row.standing == "in_force"
            with pytest.raises(actions.UnknownAgreement):
                actions.set_aim(first, measure="workers", amount=5, by_day=DAY, by=None, at=AT)


@pytest.mark.django_db
class TestAims:
    def test_what_came_under_the_chain_is_counted_once_at_its_top(self, cast: Cast) -> None:
        first = signed(mou(cast.offices.head), date(2020, 11, 4))
        second = signed(derived("pks", first, cast.offices.regional))
        for measure, amount in (("workers", 100), ("cooperatives", 17), ("contributions", 1_000_000), ("workshops", 3)):
            actions.set_aim(first, measure=measure, amount=amount, by_day=date(2027, 1, 1), by=None, at=AT)  # type: ignore[arg-type]
        for agreement_id in (first, second):
            actions.bring_organisations(agreement_id, [cast.cooperative], since=date(2026, 1, 1), by=None, at=AT)
        month = Month(2026, 9)
        assert {aim.measure: aim.reached for aim in queries.aims(first, month)} == {
            "workers": 0, "cooperatives": 0, "contributions": 0, "workshops": None,
        }  # fmt: skip
        paid = pay_for(cast, month)
        assert {aim.measure: aim.reached for aim in queries.aims(first, month)} == {
            "workers": 1, "cooperatives": 1, "contributions": paid, "workshops": None,
        }  # fmt: skip
        assert [(row.name, row.covered) for row in queries.brought(second, month)] == [
            ("Koperasi Nelayan Samudra Wolo", 1)
        ]

    def test_an_organisation_comes_once_and_can_go(self, cast: Cast) -> None:
        first = signed(mou(cast.offices.head), date(2020, 11, 4))
        bring = {"since": date(2026, 1, 1), "by": None, "at": AT}
        assert actions.bring_organisations(first, [cast.cooperative], **bring) == 1  # type: ignore[arg-type]
        assert actions.bring_organisations(first, [cast.cooperative], **bring) == 0  # type: ignore[arg-type]
        actions.release_organisation(first, cast.cooperative, until=date(2026, 8, 1), by=None, at=AT)
        pay_for(cast, Month(2026, 9))
        actions.set_aim(first, measure="workers", amount=10, by_day=date(2027, 1, 1), by=None, at=AT)
        assert [aim.reached for aim in queries.aims(first, Month(2026, 9))] == [0]

    def test_a_draft_brings_nothing(self, cast: Cast) -> None:
        other = organisation("cooperative", "Koperasi Lain", office_id=cast.offices.kolaka, region="74.01")
        with refused("not_signed"):
            actions.bring_organisations(mou(cast.offices.head), [other], since=DAY, by=None, at=AT)


def pay_for(cast: Cast, month: Month) -> int:
    """The cooperative's bill of the month, assessed and paid. Returns its rupiah."""
    assess(month, scope="office", scope_id=cast.offices.kolaka, final=True, by=None, at=AT)
    bill = next(b for b in bills(shown="all", day=DAY, limit=50) if b.payer_name == "Koperasi Nelayan Samudra Wolo")
    take_receipt(
        key="uji-1", amount=bill.total, paid_on=DAY, code=bill.code, channel="manual", office_id=None, by=None, at=AT
    )
    return bill.total
