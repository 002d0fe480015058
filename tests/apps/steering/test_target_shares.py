"""A region's target is shared out to its branches by a rule that can be seen, and each part waits for approval."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.cast import Cast

from ayomi.apps.audit.queries import events
from ayomi.apps.steering.actions import target_shares as actions
from ayomi.apps.steering.actions.targets import NotYours, ReasonMissing, Waiting, approve_targets, set_target
from ayomi.apps.steering.queries import shares, targets
from ayomi.apps.steering.rules.indicators import UnknownIndicator

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BPU, MONEY = "workers_covered_own_account", "contributions_received"


def preview(office_id: int, rule: str, total: int = 1_000, key: str = MONEY, **more: object) -> shares.Preview:
    return shares.share_preview(office_id, key, 2027, total, rule, on=AT.date(), **more)  # type: ignore[arg-type]  # by name


def test_equal_parts_add_up_and_differ_by_one_at_most(cast: Cast) -> None:
    found = preview(cast.offices.regional, "equal")
    parts = [line.share or 0 for line in found.lines]
    assert (found.problem, sum(parts)) == ("", 1_000)
    assert max(parts) - min(parts) <= 1
    assert cast.offices.kendari in {line.office.id for line in found.lines}


def test_a_rule_without_its_figures_says_so_and_shares_nothing(cast: Cast) -> None:
    found = preview(cast.offices.regional, "uncovered", uncovered={cast.offices.kendari: 5})
    assert found.problem == "unknown"
    assert {line.share for line in found.lines} == {None}
    assert preview(cast.offices.regional, "last_year").problem == "nothing"
    assert preview(cast.offices.kolaka, "equal").problem == "nobody"


def test_capacities_and_uncovered_workers_weigh(cast: Cast) -> None:
    ids = [line.office.id for line in preview(cast.offices.regional, "equal").lines]
    given = {office: 3 if office == cast.offices.kendari else 1 for office in ids}
    for rule in ("capacity", "uncovered"):
        found = preview(cast.offices.regional, rule, total=len(ids) + 2, **{rule: given})
        assert {line.office.id: line.share for line in found.lines} == given


def test_unknown_figures_are_refused(cast: Cast) -> None:
    with pytest.raises(UnknownIndicator):
        preview(cast.offices.regional, "equal", key="collection_rate")


def test_parts_are_proposed_and_count_once_a_second_person_approved(cast: Cast, users: dict[str, int]) -> None:
    o = cast.offices
    set_target(o.regional, 2027, BPU, 1_000, "RKAT 2027", by=None, at=AT)
    parts = {line.office.id: line.share or 0 for line in preview(o.regional, "equal", key=BPU).lines}
    shared = actions.share_target(
        o.regional, 2027, BPU, parts, rule="equal", reason="Dibagi rata", source="RKAT 2027", by=users["regional"],
        at=AT,
    )  # fmt: skip
    assert (len(shared.proposed), shared.sum) == (len(parts), 1_000)
    rows = targets.standing(list(parts), 2027, BPU)
    assert {(row.state, row.origin) for row in rows} == {("proposed", "shared")}
    own = targets.standing([o.regional], 2027, BPU)[0]
    assert {row.shared_from_id for row in rows} == {own.id}
    assert next(row.owner_id for row in rows if row.office_id == o.kendari) == users["office_head"]
    assert targets.in_force(list(parts), 2027) == {}
    approve_targets(shared.proposed, by=users["head_office"], at=AT)
    region = targets.cells(o.regional, 2027, [BPU], on=AT.date())[0]
    assert (region.below.in_force, region.difference) == (1_000, 0)
    assert events(action="target_shared")[0].detail["rule"] == "equal"


def test_sharing_out_again_leaves_what_is_the_same_and_asks_why_the_rest_changes(
    cast: Cast, users: dict[str, int]
) -> None:
    o = cast.offices
    set_target(o.regional, 2027, BPU, 10, "RKAT", by=None, at=AT)
    set_target(o.kendari, 2027, BPU, 4, "RKAT", by=None, at=AT)
    assert_same = actions.share_target(
        o.regional, 2027, BPU, {o.kendari: 4}, rule="equal", reason="", source="", by=users["regional"], at=AT
    )
    assert (assert_same.proposed, len(assert_same.same)) == ((), 1)
    with pytest.raises(ReasonMissing):
        actions.share_target(
            o.regional, 2027, BPU, {o.kendari: 5}, rule="equal", reason="", source="", by=users["regional"], at=AT
        )
    for refusal in (None, Waiting):
        if refusal is None:
            actions.share_target(
                o.regional, 2027, BPU, {o.kendari: 5}, rule="equal", reason="Naik", source="", by=users["regional"],
                at=AT,
            )  # fmt: skip
        else:
            with pytest.raises(refusal):
                actions.share_target(
                    o.regional, 2027, BPU, {o.kendari: 6}, rule="equal", reason="Naik", source="",
                    by=users["regional"], at=AT,
                )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "child", "refusal"),
    [
        ("regional", "semarang", actions.NotBelow),
        ("office_head", "kendari", NotYours),
        ("finance", "kendari", NotYours),
    ],
)
def test_only_the_region_shares_out_to_its_own_branches(
    cast: Cast, users: dict[str, int], role: str, child: str, refusal: type[Exception]
) -> None:
    o = cast.offices
    set_target(o.regional, 2027, BPU, 10, "RKAT", by=None, at=AT)
    with pytest.raises(refusal):
        actions.share_target(
            o.regional, 2027, BPU, {getattr(o, child): 4}, rule="equal", reason="x", source="", by=users[role], at=AT
        )


def test_an_office_without_a_target_has_nothing_to_share(cast: Cast, users: dict[str, int]) -> None:
    with pytest.raises(actions.NothingToShare):
        actions.share_target(
            cast.offices.regional, 2027, BPU, {cast.offices.kendari: 4}, rule="equal", reason="x", source="",
            by=users["regional"], at=AT,
        )  # fmt: skip
