"""Governments pay for named people: nobody without right, never more than the budget, every rupiah to be found."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, connections, transaction

from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.queries.bills import bills
from ayomi.apps.membership.queries import cover_on
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.apps.sponsorship import queries
from ayomi.apps.sponsorship.actions import budgets, proposing, taking
from ayomi.apps.sponsorship.actions.budgets import NotPossible
from ayomi.apps.sponsorship.models import Budget, Support
from ayomi.apps.sponsorship.rules import month_cost, span_cost
from ayomi.core.identity import make_nik
from ayomi.core.periods import Month
from tests.cast import AT, RAHIM_BORN, RAHIM_NIK, Cast, organisation

DAY = date(2026, 9, 1)
SEPTEMBER = Month(2026, 9)


def government(cast: Cast, region: str = "74.01", name: str = "Pemerintah Kabupaten Kolaka") -> int:
    return organisation("government", name, office_id=cast.offices.kolaka, region=region, government_payer=True)


def budget(
    cast: Cast, payer: int, *, amount: int = 100_000_000, quota: int = 1_000, region: str | None = "74.01"
) -> int:
    made = budgets.set_up_budget(
        organisation_id=payer, office_id=cast.offices.kolaka, name="Pekerja rentan 2026", source="dbhcht",
        since=Month(2026, 1), until=Month(2027, 1), amount=amount, quota=quota, income=1_000_000, jht=False,
        region=region, agreement_id=None, by=1, at=AT,
    )  # fmt: skip
    budgets.approve_budget(made, by=2, at=AT)
    return made


def row(serial: int, *, name: str = "", born: date = date(1985, 5, 20), district: str = "74.01.01",
        work: str = "Nelayan", nik: str | None = None) -> list[str]:  # fmt: skip
    number = make_nik(district, born, "male", serial) if nik is None else nik
    return [name or f"Warga {_letters(serial)}", number, born.isoformat(), "L", work, "Wolo"]


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()


def listed(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["Nama", "NIK", "Tanggal lahir", "Jenis kelamin", "Pekerjaan", "Desa"])
    sheet.writerows(rows)
    return out.getvalue().encode()


def proposed(budget_id: int, rows: Sequence[Sequence[str]]) -> proposing.Judged:
    return proposing.propose(budget_id, listed(rows), file_name="usulan.csv", by=3, at=AT)


def take_on(budget_id: int, months: int = 3, since: Month = SEPTEMBER) -> taking.TakenOn:
    return taking.take_on(budget_id, None, since=since, months=months, by=4, at=AT)


def refused(code: str) -> pytest.RaisesExc[NotPossible]:
    return pytest.raises(NotPossible, match=f"^{code}$")


class TestTheLaw:
    def test_a_month_costs_what_the_law_of_that_month_says_and_no_relief_applies(self) -> None:
        assert month_cost(Month(2024, 3), income=1_000_000, jht=False) == 16_800
        assert month_cost(Month(2026, 10), income=1_000_000, jht=False) == 16_800
        assert month_cost(Month(2026, 10), income=1_000_000, jht=True) == 36_800

    def test_seven_governments_of_2013_pay_for_51_999_people_out_of_35_billion(self) -> None:
        year = span_cost(date(2013, 1, 1), date(2014, 1, 1), income=1_000_000, jht=True)
        assert year == 12 * month_cost(Month(2013, 4), income=1_000_000, jht=True)
        assert 51_999 * year <= 35_000_000_000

    def test_557_people_for_three_months_of_2024(self) -> None:
        assert 557 * span_cost(date(2024, 4, 1), date(2024, 7, 1), income=1_000_000, jht=False) == 28_072_800


@pytest.mark.django_db
class TestProposing:
    def test_who_passes_and_who_does_not_each_with_the_reason(self, cast: Cast) -> None:
        told = proposed(
            budget(cast, government(cast)),
            [
                row(1),
                row(2, born=date(1950, 1, 1)),
                row(3, work="PNS Dinas Perikanan"),
                row(4, district="33.74.01"),
                row(0, name="La Ode Rahim", nik=RAHIM_NIK, born=RAHIM_BORN),
                row(1, name="Warga B"),
                ["Tanpa Nomor", "", "1990-01-01", "L", "Petani", "Wolo"],
                ["Salah Nomor", "740101", "1990-01-01", "L", "Petani", "Wolo"],
            ],
        )
        assert (told.rows, told.passed) == (8, 2)
        # Row 1 holds the headings.
        codes = {each["row"]: {why["code"] for why in each["why"]} for each in told.problems}
        assert codes[4] == {"civil_servant"}
        assert codes[6] == {"covered_elsewhere"}
        assert codes[7] == {"duplicate_row"}
        assert sorted(codes) == [3, 4, 6, 7, 8, 9]
        assert all(each["why"] for each in told.problems)
        # The region of a NIK is where it was first given: a doubt, no refusal.
        assert [(each["row"], each["why"][0]["code"]) for each in told.warnings] == [(5, "nik_from_elsewhere")]

    def test_whoever_the_list_says_lives_elsewhere_is_refused_wherever_the_nik_is_from(self, cast: Cast) -> None:
        sheet = "Nama;NIK;Tanggal lahir;Kabupaten\n" + "".join(
            f"Warga {name};{make_nik(first, date(1985, 5, 20), 'male', serial)};20-05-1985;{lives}\n"
            for serial, (name, first, lives) in enumerate(
                [("Aba", "74.01.01", "Kabupaten Kolaka"), ("Baco", "33.74.01", "Kabupaten Kolaka"),
                 ("Cora", "74.01.01", "Kabupaten Konawe")], 50,
            )
        )  # fmt: skip
        told = proposing.propose(
            budget(cast, government(cast)), sheet.encode(), file_name="usulan.csv", by=3, at=AT
        )  # fmt: skip
        assert [(each["name"], each["why"][0]["code"]) for each in told.problems] == [("Warga Cora", "outside_area")]
        assert told.warnings == []

    def test_the_same_file_is_the_same_proposal(self, cast: Cast) -> None:
        made = budget(cast, government(cast))
        assert proposed(made, [row(1)]).proposal_id == proposed(made, [row(1)]).proposal_id
        assert Support.objects.count() == 1

    def test_somebody_supported_is_not_taken_up_by_another_government(self, cast: Cast) -> None:
        first = budget(cast, government(cast))
        proposed(first, [row(1)])
        take_on(first)
        other = budget(cast, government(cast, name="Pemerintah Provinsi Sulawesi Tenggara", region="74"), region="74")
        assert proposed(other, [row(1), row(2)]).passed == 1

    def test_whoever_did_not_pass_goes_back_in_the_senders_own_file(self, cast: Cast) -> None:
        told = proposed(budget(cast, government(cast)), [row(1), row(2, born=date(1950, 1, 1))])
        name, content = proposing.returned_list(told.proposal_id)
        text = content.decode("utf-8-sig")
        assert name == "usulan.csv"
        assert "Warga C" in text
        assert "Warga B" not in text

    def test_a_picture_is_no_list(self, cast: Cast) -> None:
        with pytest.raises(proposing.ListRefused):
            proposing.propose(
                budget(cast, government(cast)), b"\x89PNG\r\n\x1a\n" + b"\0" * 64, file_name="x.png", by=3, at=AT
            )


@pytest.mark.django_db
class TestTakingOn:
    def test_594_proposed_557_pass_and_three_months_cost_28_072_800(self, cast: Cast) -> None:
        made = budget(cast, government(cast), amount=30_000_000)
        people = [row(serial) for serial in range(1, 558)]
        wrong = [row(serial, born=date(1950, 1, 1)) for serial in range(600, 637)]
        told = proposed(made, people + wrong)
        assert (told.rows, told.passed) == (594, 557)
        assert take_on(made) == taking.TakenOn(557, 0, {})
        assert queries.budget(made, DAY).committed == 28_072_800
        assert queries.budget(made, DAY).people == 557

    def test_seven_governments_pay_in_2013_by_the_law_of_2013(self, cast: Cast) -> None:
        january = Month(2013, 1)
        cost = span_cost(date(2013, 1, 1), date(2014, 1, 1), income=1_000_000, jht=True)
        for place in range(7):
            payer = government(cast, name=f"Pemerintah Kabupaten {_letters(place)}", region="74")
            made = budgets.set_up_budget(
                organisation_id=payer, office_id=cast.offices.kolaka, name="Pekerja rentan 2013", source="apbd",
                since=january, until=january.plus(12), amount=5_000_000_000, quota=10_000, income=1_000_000, jht=True,
                region="74", agreement_id=None, by=1, at=AT,
            )  # fmt: skip
            budgets.approve_budget(made, by=2, at=AT)
            proposed(made, [row(place * 10 + serial) for serial in (1, 2)])
            assert take_on(made, months=12, since=january) == taking.TakenOn(2, 0, {})
        sums = queries.budgets(date(2013, 6, 1))
        assert (sum(each.people for each in sums), sum(each.committed for each in sums)) == (14, 14 * cost)
        assert sum(each.amount for each in sums) == 35_000_000_000

    def test_money_runs_out_and_the_rest_wait_in_order(self, cast: Cast) -> None:
        made = budget(cast, government(cast), amount=16_800 * 3 * 2 + 1)
        proposed(made, [row(serial) for serial in range(1, 6)])
        told = take_on(made)
        assert (told.active, told.waiting) == (2, 3)
        assert [each.state for each in queries.supports(made)] == ["active"] * 2 + ["waiting"] * 3
        assert queries.budget(made, DAY).free == 1

    def test_places_run_out_too(self, cast: Cast) -> None:
        made = budget(cast, government(cast), quota=2)
        proposed(made, [row(serial) for serial in range(1, 4)])
        assert take_on(made).active == 2
        assert taking.take_on(made, None, since=Month(2026, 12), months=1, by=4, at=AT).active == 1

    def test_whoever_proposed_does_not_approve(self, cast: Cast) -> None:
        made = budget(cast, government(cast))
        proposed(made, [row(1)])
        with refused("own_request"):
            taking.take_on(made, None, since=SEPTEMBER, months=1, by=3, at=AT)

    def test_the_budget_is_approved_by_a_second_person(self, cast: Cast) -> None:
        made = budgets.set_up_budget(
            organisation_id=government(cast), office_id=cast.offices.kolaka, name="x", source="apbd",
            since=Month(2026, 1), until=Month(2027, 1), amount=1, quota=1, income=1_000_000, jht=False, region=None,
            agreement_id=None, by=1, at=AT,
        )  # fmt: skip
        with refused("own_request"):
            budgets.approve_budget(made, by=1, at=AT)
        with refused("not_approved"):
            taking.take_on(made, None, since=SEPTEMBER, months=1, by=4, at=AT)

    def test_more_than_the_budget_is_refused_by_the_database_too(self, cast: Cast) -> None:
        made = budget(cast, government(cast), amount=10)
        with pytest.raises(IntegrityError), transaction.atomic():
            Budget.objects.filter(pk=made).update(committed=11)

    def test_the_months_are_billed_to_the_payer_and_end_by_themselves(self, cast: Cast) -> None:
        made = budget(cast, government(cast))
        proposed(made, [row(1), row(2)])
        take_on(made, months=2)
        for number in (9, 10, 11):
            at = datetime(2026, number, 3, tzinfo=UTC)
            assess(Month(2026, number), scope="office", scope_id=cast.offices.kolaka, final=True, by=None, at=at)
        mine = [b for b in bills(shown="all", day=DAY, limit=99) if b.payer_name == "Pemerintah Kabupaten Kolaka"]
        assert sorted((b.month.month, b.total) for b in mine) == [(9, 33_600), (10, 33_600)]
        for bill in mine:
            take_receipt(key=f"uji-{bill.bill_id}", amount=bill.total, paid_on=DAY, code=bill.code or "",
                         channel="hand", office_id=None, by=None, at=AT)  # fmt: skip
        sums = queries.budget(made, DAY)
        assert (sums.committed, sums.billed, sums.paid) == (67_200, 67_200, 67_200)
        assert [(each.month.month, each.total) for each in queries.proofs(made)] == [(9, 16_800)] * 2 + [
            (10, 16_800)
        ] * 2
        person = queries.supports(made)[0].person_id
        answer = cover_on(person, date(2026, 9, 20))
        assert answer.covered
        assert not cover_on(person, date(2026, 12, 20)).covered
        assert all(broken(check) == 0 for check in queries.CHECKS)


def broken(check: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(check.breaks)  # type: ignore[attr-defined]  # a Check
        return len(cursor.fetchall())


@pytest.mark.django_db
class TestChanging:
    def ready(self, cast: Cast) -> tuple[int, int, int]:
        made = budget(cast, government(cast), quota=1)
        proposed(made, [row(1), row(2)])
        take_on(made, months=4)
        going, coming = queries.supports(made)
        return made, going.support_id, coming.support_id

    def test_one_goes_and_another_takes_the_place_with_the_reason(self, cast: Cast) -> None:
        made, going, coming = self.ready(cast)
        taking.replace_person(going, coming, on=Month(2026, 10), reason="moved", by=4, at=AT)
        states = [(each.state, each.reserved, each.end_reason) for each in queries.supports(made)]
        assert states == [("ended", 16_800, "moved"), ("active", 16_800 * 3, "")]
        assert queries.budget(made, DAY).committed == 16_800 * 4
        assert Support.objects.get(pk=coming).replaces_id == going
        assert all(broken(check) == 0 for check in queries.CHECKS)

    def test_a_support_that_ends_before_it_began_costs_nothing(self, cast: Cast) -> None:
        made, going, _ = self.ready(cast)
        taking.end_support(going, until=SEPTEMBER, reason="died", by=4, at=AT)
        assert queries.budget(made, DAY).committed == 0
        told = assess(SEPTEMBER, scope="office", scope_id=cast.offices.kolaka, final=False, by=None, at=AT)
        assert told is not None
        assert "Pemerintah Kabupaten Kolaka" not in {b.payer_name for b in bills(shown="all", day=DAY, limit=99)}

    def test_a_month_that_was_billed_is_not_given_back(self, cast: Cast) -> None:
        _, going, _ = self.ready(cast)
        assess(SEPTEMBER, scope="office", scope_id=cast.offices.kolaka, final=True, by=None, at=AT)
        with refused("outside"):
            taking.end_support(going, until=SEPTEMBER, reason="died", by=4, at=AT)
        taking.end_support(going, until=Month(2026, 10), reason="died", by=4, at=AT)

    def test_whoever_waits_can_be_taken_off_the_list_with_a_reason(self, cast: Cast) -> None:
        made, going, coming = self.ready(cast)
        with refused("no_reason"):
            taking.withdraw_proposal(coming, note=" ", by=4, at=AT)
        with refused("not_open"):
            taking.withdraw_proposal(going, note="Salah orang", by=4, at=AT)
        taking.withdraw_proposal(coming, note="Pindah ke Makassar", by=4, at=AT)
        assert [each.state for each in queries.supports(made)] == ["active", "refused"]
        with refused("not_taken"):
            taking.replace_person(going, coming, on=Month(2026, 10), reason="moved", by=4, at=AT)
        assert [each.state for each in queries.supports(made)] == ["active", "refused"]

    def test_an_end_needs_a_reason(self, cast: Cast) -> None:
        _, going, _ = self.ready(cast)
        with refused("no_reason"):
            taking.end_support(going, until=Month(2026, 10), reason="other", by=4, at=AT)

    def test_people_are_told_before_their_support_ends(self, cast: Cast) -> None:
        made, _, _ = self.ready(cast)
        assert queries.endings(date(2026, 11, 20), date(2027, 1, 19), budget_id=made)[0].until == date(2027, 1, 1)
        assert queries.endings(date(2026, 9, 20), date(2026, 11, 19), budget_id=made) == []

    def test_a_budget_never_shrinks_below_what_is_reserved(self, cast: Cast) -> None:
        made, _, _ = self.ready(cast)
        with refused("below_reserved"):
            budgets.ask_change(made, amount=16_800, quota=1, reason="APBD perubahan", by=4, at=AT)
        budgets.ask_change(made, amount=16_800 * 4, quota=1, reason="APBD perubahan", by=4, at=AT)
        budgets.decide_change(made, accepted=True, by=5, at=AT)
        assert queries.budget(made, DAY).free == 0

    def test_another_amount_holds_once_a_second_person_agrees(self, cast: Cast) -> None:
        made, _, coming = self.ready(cast)
        budgets.ask_change(made, amount=200_000_000, quota=2, reason="APBD perubahan", by=4, at=AT)
        with refused("own_request"):
            budgets.decide_change(made, accepted=True, by=4, at=AT)
        assert (queries.budget(made, DAY).amount, queries.budget(made, DAY).quota) == (100_000_000, 1)
        budgets.decide_change(made, accepted=True, by=5, at=AT)
        assert (queries.budget(made, DAY).amount, queries.budget(made, DAY).quota) == (200_000_000, 2)
        assert taking.take_on(made, [coming], since=SEPTEMBER, months=4, by=4, at=AT).active == 1
        with refused("no_change"):
            budgets.decide_change(made, accepted=True, by=5, at=AT)

    def test_what_was_reserved_since_a_change_was_asked_for_holds_against_it(self, cast: Cast) -> None:
        made = budget(cast, government(cast))
        budgets.ask_change(made, amount=16_800, quota=1, reason="Efisiensi", by=4, at=AT)
        proposed(made, [row(1), row(2)])
        take_on(made)
        with refused("below_reserved"):
            budgets.decide_change(made, accepted=True, by=5, at=AT)
        budgets.decide_change(made, accepted=False, by=4, at=AT)
        assert queries.budget(made, DAY).asked_amount is None

    def test_a_closed_budget_takes_on_nobody_and_keeps_whom_it_supports(self, cast: Cast) -> None:
        made, _, _ = self.ready(cast)
        assert budgets.close_budget(made, reason="Tahun anggaran berakhir", by=4, at=AT) == 1
        assert [each.state for each in queries.supports(made)] == ["active", "refused"]
        with refused("closed"):
            take_on(made)
        with refused("closed"):
            proposed(made, [row(3)])
        assert all(broken(check) == 0 for check in queries.CHECKS)

    def test_another_office_sees_nothing(self, cast: Cast) -> None:
        made, _, _ = self.ready(cast)
        enter_scope("office", offices=[cast.offices.semarang])
        try:
            assert queries.budgets(DAY) == []
            with pytest.raises(budgets.UnknownBudget):
                take_on(made)
        finally:
            leave_scope()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_take_more_than_there_is(cast: Cast) -> None:
    made = budget(cast, government(cast), amount=16_800 * 3 * 5 + 100, quota=7)
    proposed(made, [row(serial) for serial in range(1, 21)])
    ids = [each.support_id for each in queries.supports(made)]
    outcomes: list[object] = []

    def approve(part: list[int]) -> None:
        try:
            outcomes.append(taking.take_on(made, part, since=SEPTEMBER, months=3, by=4, at=AT))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=approve, args=(ids[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 4
    sums = queries.budget(made, DAY)
    assert (sums.people, sums.committed) == (5, 16_800 * 3 * 5)
    assert all(broken(check) == 0 for check in queries.CHECKS)
