"""A membership's life: wages, programmes, leaving and coming back, cover, and the one answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from ayomi.apps.membership import actions, queries
from ayomi.apps.membership.models import Change, Cover, Membership, Term
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry.queries import organisation
from tests import cast as people
from tests.cast import AT, TODAY, Cast
from tests.cast_fixtures import cast

__all__ = ["cast"]

LATER = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
SEP, OCT, NOV, DEC = (date(2026, month, 1) for month in (9, 10, 11, 12))


def pay(*payments: tuple[int, date, date]) -> int:
    rows = pl.DataFrame(
        list(payments), schema={"membership_id": pl.Int64, "month": pl.Date, "paid_on": pl.Date}, orient="row"
    )
    return actions.extend_cover(rows)


def wages(membership_id: int) -> list[tuple[date, date | None, int]]:
    found = Term.objects.filter(membership_id=membership_id, superseded_at__isnull=True).order_by("since")
    return [(t.since, t.until, t.wage) for t in found]


def change(member: int, since: date, wage: int, at: datetime = LATER, upload: int | None = None) -> str | None:
    frame = pl.DataFrame({"membership_id": [member], "since": [since], "wage": [wage]})
    code: str | None = actions.change_wages(frame, upload_id=upload, by=None, at=at)["code"][0]
    return code


def leave(member: int, until: date, at: datetime = LATER, upload: int | None = None) -> str | None:
    frame = pl.DataFrame({"membership_id": [member], "until": [until], "reason": ["resigned"]})
    code: str | None = actions.leave(frame, upload_id=upload, by=None, at=at)["code"][0]
    return code


def test_a_wage_corrected_back_is_noted_and_what_was_known_before_stays_readable(cast: Cast) -> None:
    member = cast.worker_members[0]
    assert change(member, OCT, 6_000_000) is None
    assert wages(member) == [(SEP, OCT, 5_000_000), (OCT, None, 6_000_000)]
    note = Change.objects.get(membership_id=member, reason="wage_corrected")
    assert note.from_month == OCT
    known_in_october = [t for t in queries.terms(member) if t.recorded_at <= AT]
    assert [(t.since, t.until, t.wage) for t in known_in_october] == [(SEP, None, 5_000_000)]


def test_a_wage_to_come_needs_no_note(cast: Cast) -> None:
    member = cast.worker_members[0]
    assert change(member, date(2027, 1, 1), 6_000_000) is None
    assert not Change.objects.filter(membership_id=member, reason="wage_corrected").exists()


def test_the_same_wage_again_changes_nothing(cast: Cast) -> None:
    assert change(cast.worker_members[0], OCT, 5_000_000) == "unchanged"
    assert Term.objects.filter(membership_id=cast.worker_members[0]).count() == 1


def test_a_correction_of_a_span_leaves_the_days_around_it(cast: Cast) -> None:
    member = cast.worker_members[0]
    frame = pl.DataFrame({"membership_id": [member], "since": [OCT], "until": [NOV], "wage": [4_000_000]})
    assert actions.change_wages(frame, upload_id=None, by=None, at=LATER)["code"].to_list() == [None]
    assert wages(member) == [(SEP, OCT, 5_000_000), (OCT, NOV, 4_000_000), (NOV, None, 5_000_000)]


@pytest.mark.parametrize(
    ("member", "since", "wage", "code"),
    [
        (0, OCT, 1, "membership_unknown"),
        (None, date(2026, 8, 31), 1, "outside_membership"),
        (None, OCT, -1, "wage_missing"),
        (None, OCT, 2 * 10**12, "wage_too_large"),
    ],
)
def test_a_wage_that_cannot_be_is_refused_with_its_reason(
    cast: Cast, member: int | None, since: date, wage: int, code: str
) -> None:
    assert change(cast.worker_members[0] if member is None else member, since, wage) == code


def test_old_age_savings_can_be_added_later_and_dropped_again(cast: Cast) -> None:
    member = [cast.sitti_member]
    assert actions.add_programmes(member, frozenset({"jht"}), since=OCT, by=None, at=AT)["code"].to_list() == [None]
    assert actions.drop_programmes(member, frozenset({"jht"}), since=DEC, by=None, at=AT)["code"].to_list() == [None]
    chosen = [
        (t.since, t.jht) for t in Term.objects.filter(membership_id=member[0], superseded_at=None).order_by("since")
    ]
    assert chosen == [(SEP, False), (OCT, True), (DEC, False)]
    refused = actions.add_programmes(member, frozenset({"jp"}), since=OCT, by=None, at=AT)
    assert refused["code"].to_list() == ["programme_not_allowed"]
    least = actions.drop_programmes(member, frozenset({"jkm"}), since=OCT, by=None, at=AT)
    assert least["code"].to_list() == ["programme_missing"]


def test_a_leaver_reported_late_is_noted_loses_later_cover_and_may_come_back(cast: Cast) -> None:
    member = cast.worker_members[0]
    pay((member, SEP, SEP), (member, OCT, date(2026, 10, 5)))
    assert leave(member, date(2026, 10, 16)) is None
    assert Change.objects.filter(membership_id=member, reason="left_late", from_month=OCT).count() == 1
    assert queries.cover_on(cast.workers[0], date(2026, 10, 15)).status == "covered"
    assert queries.cover_on(cast.workers[0], date(2026, 10, 16)).jobs == ()
    assert leave(member, NOV) == "left_already"
    back = people.enrol(
        (cast.workers[0],), segment="wage_earner", channel="firm", organisation_id=cast.firm,
        office_id=cast.offices.kolaka, since=NOV,
    )  # fmt: skip
    assert back["code"].to_list() == [None]
    assert len(queries.timeline(cast.workers[0])) == 2


def test_undoing_a_list_of_leavers_gives_their_days_of_cover_back(cast: Cast) -> None:
    member = cast.worker_members[0]
    pay((member, SEP, SEP), (member, OCT, date(2026, 10, 5)))
    before = list(Cover.objects.order_by("month").values_list("month", "since", "until"))
    assert leave(member, date(2026, 9, 10), upload=71) is None
    assert list(Cover.objects.order_by("month").values_list("month", "since", "until")) != before
    assert actions.undo_upload(71, by=None, at=LATER) == 1
    assert list(Cover.objects.order_by("month").values_list("month", "since", "until")) == before
    assert Membership.objects.get(pk=member).until is None


def test_undoing_a_list_takes_its_members_and_wages_back_and_the_people_can_join_again(cast: Cast) -> None:
    member = cast.worker_members[0]
    newcomers = people.people(2, district="74.01.01", office_id=cast.offices.kolaka, first=700)
    terms = {"segment": "wage_earner", "channel": "firm", "organisation_id": cast.firm}
    people.enrol(newcomers, office_id=cast.offices.kolaka, upload_id=72, **terms)
    assert change(member, OCT, 6_000_000, upload=72) is None
    assert actions.undo_upload(72, by=None, at=datetime(2026, 12, 11, tzinfo=UTC)) == 3
    assert [wage for *_, wage in wages(member)] == [5_000_000]
    assert queries.counts(on=DEC, organisation_id=cast.firm).members == 4
    again = people.enrol(newcomers, office_id=cast.offices.kolaka, **terms)
    assert again["code"].to_list() == [None, None]


def test_a_list_others_built_on_is_not_undone(cast: Cast) -> None:
    member = cast.worker_members[0]
    assert change(member, OCT, 6_000_000, upload=73) is None
    assert change(member, NOV, 7_000_000, at=datetime(2026, 12, 12, tzinfo=UTC)) is None
    with pytest.raises(actions.ChangedSince) as refusal:
        actions.undo_upload(73, by=None, at=datetime(2026, 12, 13, tzinfo=UTC))
    assert refusal.value.memberships == [member]


def test_changing_channel_carries_wage_and_programmes_along(cast: Cast) -> None:
    moved = actions.change_channel(
        cast.rahim_member, on=OCT, segment="own_account", channel="cooperative", organisation_id=cast.cooperative,
        office_id=cast.offices.kolaka, by=None, at=AT,
    )  # fmt: skip
    assert moved["code"].to_list() == [None]
    assert [(m.channel, m.since, m.until) for m in queries.timeline(cast.rahim)] == [
        ("alone", SEP, OCT),
        ("cooperative", OCT, None),
    ]
    assert wages(moved["membership_id"][0]) == [(OCT, None, 1_000_000)]


def test_a_refused_change_of_channel_leaves_everything_as_it_was(cast: Cast) -> None:
    second = people.enrol((cast.sitti,), segment="own_account", channel="alone", office_id=cast.offices.kolaka)
    refused = actions.change_channel(
        second["membership_id"][0], on=OCT, segment="own_account", channel="cooperative",
        organisation_id=cast.cooperative, office_id=cast.offices.kolaka, by=None, at=AT,
    )  # fmt: skip
    assert refused["code"].to_list() == ["already_member"]
    assert Membership.objects.get(pk=second["membership_id"][0]).until is None


def test_a_risk_decided_back_reopens_every_worker_from_then_on(cast: Cast) -> None:
    touched = actions.risk_decided(
        cast.firm, from_month=date(2026, 10, 1), size="large", risk="very_high", activity="Peleburan nikel",
        industry="", reason="hasil pemeriksaan", by=None, at=LATER,
    )  # fmt: skip
    assert touched == 4
    assert [(t.since, t.until, t.risk) for t in organisation(cast.firm).terms] == [
        (date(2020, 1, 1), OCT, "high"),
        (OCT, None, "very_high"),
    ]
    assert set(Change.objects.filter(reason="risk_changed").values_list("from_month", flat=True)) == {OCT}


def test_paying_again_changes_nothing_and_an_earlier_day_counts(cast: Cast) -> None:
    member = cast.sitti_member
    pay((member, SEP, date(2026, 9, 20)))
    pay((member, SEP, date(2026, 9, 25)))
    assert list(Cover.objects.values_list("since", "until")) == [(date(2026, 9, 20), OCT)]
    pay((member, SEP, date(2026, 9, 15)))
    assert list(Cover.objects.values_list("since", "until")) == [(date(2026, 9, 15), OCT)]


def test_the_one_answer_names_programmes_channel_payer_and_article(cast: Cast) -> None:
    pay((cast.sitti_member, SEP, date(2026, 9, 5)))
    answer = queries.cover_on(cast.sitti, date(2026, 9, 20))
    assert (answer.status, answer.covered, answer.programmes) == ("covered", True, ("jkk", "jkm"))
    job = answer.jobs[0]
    assert (job.through, job.paid_by, job.channel) == (
        "Koperasi Nelayan Samudra Wolo", "Koperasi Nelayan Samudra Wolo", "cooperative",
    )  # fmt: skip
    assert (job.since, job.until, job.paid_on) == (date(2026, 9, 5), OCT, date(2026, 9, 5))
    before = queries.cover_on(cast.sitti, date(2026, 9, 4))
    assert (before.status, before.jobs[0].why) == ("not_covered", "not_begun")
    grace = queries.cover_on(cast.sitti, date(2026, 12, 31))
    assert (grace.status, grace.covered, grace.jobs[0].arrears) == ("grace", True, 2)
    assert grace.jobs[0].source.text.startswith("PP 44/2015 Pasal 39")
    assert queries.cover_on(cast.sitti, date(2027, 2, 1)).jobs[0].why == "lapsed"
    assert queries.cover_on(cast.sitti, date(2026, 8, 31)).jobs == ()


def test_the_answer_is_one_over_merged_records_and_several_jobs(cast: Cast) -> None:
    pay((cast.rahim_member, SEP, SEP))
    registry.merge(cast.sitti, cast.rahim, "orang yang sama", by=None, at=AT)
    for person_id in (cast.sitti, cast.rahim):
        answer = queries.cover_on(person_id, date(2026, 9, 10))
        assert (answer.person_id, answer.status) == (cast.sitti, "covered")
        assert [job.membership_id for job in answer.jobs] == [cast.rahim_member, cast.sitti_member]


def test_workers_of_a_project_are_covered_from_its_first_payment_to_the_end_of_maintenance(cast: Cast) -> None:
    builder = cast.builders[0]
    assert queries.cover_on(builder, date(2026, 9, 20)).jobs[0].why == "project_unpaid"
    actions.cover_project(cast.project, date(2026, 9, 10), by=None, at=AT)
    actions.cover_project(cast.project, date(2026, 12, 10), by=None, at=AT)
    days = [date(2026, 9, 9), date(2026, 9, 10), date(2027, 8, 31), date(2027, 9, 1)]
    assert [queries.cover_on(builder, day).covered for day in days] == [False, True, True, False]
    assert queries.counts(on=date(2026, 9, 20), project_id=cast.project).covered == 3


def test_the_timeline_shows_spans_and_gaps_without_holes(cast: Cast) -> None:
    pay((cast.sitti_member, SEP, date(2026, 9, 5)), (cast.sitti_member, NOV, date(2026, 11, 2)))
    found = queries.timeline(cast.sitti)[0]
    assert [(s.since, s.until, s.kind) for s in found.stretches] == [
        (SEP, date(2026, 9, 5), "uncovered"), (date(2026, 9, 5), OCT, "covered"), (OCT, NOV, "uncovered"),
        (NOV, DEC, "covered"), (DEC, None, "uncovered"),
    ]  # fmt: skip


def test_member_lists_turn_pages_without_losing_or_repeating_anyone(cast: Cast) -> None:
    whole = queries.member_rows(on=TODAY)
    first = queries.member_rows(on=TODAY, limit=4)
    rest = queries.member_rows(on=TODAY, after=(first[-1].name_key, first[-1].membership_id))
    assert [r.membership_id for r in first + rest] == [r.membership_id for r in whole]
    assert len(whole) == 10
    pay((cast.sitti_member, SEP, SEP))
    assert [r.person_id for r in queries.member_rows(on=TODAY, covered=True)] == [cast.sitti]
    assert len(queries.member_rows(on=TODAY, covered=False)) == 9


def test_one_box_finds_names_numbers_and_places(cast: Cast) -> None:
    kpj = queries.membership(cast.sitti_member, on=TODAY).kpj
    for text in ("sitti haj", "HAJAR", people.SITTI_NIK, "0812-3456-7890", kpj, "Wa Ode Siti"):
        assert cast.sitti in [hit.id for hit in queries.search(text) if hit.kind == "person"], text
    firm = organisation(cast.firm)
    for text in ("PT Anugerah", "pomalaa", firm.npp or "", "9120001234567", firm.payer_number or ""):
        assert cast.firm in [hit.id for hit in queries.search(text) if hit.kind == "organisation"], text
    assert cast.project in [hit.id for hit in queries.search("jembatan oko") if hit.kind == "project"]
    place = queries.search("Kolaka")
    assert ("place", "74.01") in [(hit.kind, hit.number) for hit in place]
    assert cast.cooperative in [hit.id for hit in place if hit.kind == "organisation"]
    assert queries.search("") == []
    assert queries.search("x' OR 1=1 --") == []
