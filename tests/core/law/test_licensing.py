"""The licensing rule over any facts, and the days of sanctions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.law import sanctions
from ayomi.core.law.calendar import calendar
from ayomi.core.law.errors import NotInForce
from ayomi.core.law.licensing import RANK, Facts, deviates, judge, lapsed, rule_on, valid_until
from ayomi.core.law.licensing_words import cure, reason
from ayomi.core.law.sanctions import GROUNDS, Ground, Taken, next_step, time_of

DAYS = st.dates(date(2021, 3, 25), date(2026, 12, 31))


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    day = draw(DAYS)
    members = draw(st.integers(0, 500))
    wage_earners = draw(st.integers(0, members))
    late = draw(st.none() | st.integers(1, 400))
    return Facts(
        day=day, known=draw(st.booleans()), namesakes=draw(st.integers(0, 3)), members=members,
        wage_earners=wage_earners, stated=draw(st.none() | st.integers(1, 600)),
        size=draw(st.sampled_from([None, "micro", "small", "medium", "large"])),
        lacking={name: draw(st.integers(0, wage_earners)) for name in ("jkk", "jkm", "jht", "jp")},
        ever_paid=draw(st.booleans()), overdue_bills=0 if late is None else 1,
        overdue_since=None if late is None else day - timedelta(days=late),
        warned=draw(st.none() | st.just(day)), stopped=draw(st.none() | st.just(day)),
    )  # fmt: skip


@given(facts())
def test_the_answer_follows_from_its_findings_and_each_has_words(given: Facts) -> None:
    found = judge(given)
    effects = {each.effect for each in found.findings}
    expected = (
        "refused" if "refuses" in effects else "unclear" if "asks" in effects else "short" if "shortens" in effects
        else "granted"
    )  # fmt: skip
    assert found.outcome == expected
    for each in found.findings:
        assert reason(each).id and reason(each).en
        assert bool(cure(each).id) == bool(cure(each).en) == (each.effect != "meets")


@given(facts(), st.integers(1, 200))
def test_more_arrears_fewer_people_or_a_sanction_never_help(given: Facts, more: int) -> None:
    before = RANK[judge(given).ceiling]
    later = (given.overdue_since or given.day) - timedelta(days=more)
    assert RANK[judge(replace(given, overdue_since=later, overdue_bills=1)).ceiling] <= before
    assert RANK[judge(replace(given, stopped=given.day)).ceiling] <= before
    if given.stated is not None:
        assert RANK[judge(replace(given, stated=given.stated + more)).ceiling] <= before


@given(facts())
def test_only_what_the_rule_says_or_leaves_open_does_not_deviate(given: Facts) -> None:
    found = judge(given)
    alone = {outcome for outcome in RANK if not deviates(found, outcome)}
    if found.outcome == "unclear":
        assert alone == {outcome for outcome in RANK if RANK[outcome] <= RANK[found.ceiling]}
    else:
        assert alone == {found.outcome}


@given(facts(), facts())
def test_a_recommendation_falls_only_for_what_refuses_anew(then: Facts, now: Facts) -> None:
    before, after = judge(then), judge(now)
    fell = {each.code for each in lapsed(before.refusing, after)}
    assert fell == after.refusing - before.refusing
    assert lapsed(after.refusing, after) == ()


def sound(**more: object) -> Facts:
    whole = Facts(
        day=date(2026, 10, 26), members=20, wage_earners=20, stated=20, size="medium", ever_paid=True,
        lacking={"jkk": 0, "jkm": 0, "jht": 0, "jp": 0},
    )  # fmt: skip
    return replace(whole, **more)  # type: ignore[arg-type]  # its fields


@pytest.mark.parametrize(
    ("more", "outcome", "code"),
    [
        ({}, "granted", "all_reported"),
        ({"stated": 25}, "short", "some_missing"),
        ({"stated": 26}, "refused", "many_missing"),
        ({"stated": None}, "unclear", "not_stated"),
        ({"overdue_since": date(2026, 7, 26), "overdue_bills": 3}, "short", "late"),
        ({"overdue_since": date(2026, 7, 25), "overdue_bills": 3}, "refused", "arrears"),
        ({"lacking": {"jp": 4}}, "short", "some_lack"),
        ({"lacking": {"jp": 5}}, "refused", "many_lack"),
        ({"lacking": {"jp": 5}, "size": "small"}, "granted", "prescribed"),
        ({"size": None}, "unclear", "size_unknown"),
        ({"ever_paid": False}, "short", "never_paid"),
        ({"warned": date(2026, 10, 1)}, "short", "warned"),
        ({"stopped": date(2026, 10, 1)}, "refused", "services_stopped"),
        ({"members": 0, "wage_earners": 0}, "refused", "no_members"),
        ({"known": False}, "refused", "not_enrolled"),
        ({"known": False, "namesakes": 2}, "unclear", "several"),
    ],
)
def test_each_condition_at_its_edge(more: dict[str, object], outcome: str, code: str) -> None:
    found = judge(sound(**more))
    assert (found.outcome, code in {each.code for each in found.findings}) == (outcome, True)


def test_the_rule_has_its_dates_and_a_recommendation_its_months() -> None:
    with pytest.raises(NotInForce):
        rule_on(date(2021, 3, 24))
    assert valid_until("granted", date(2026, 8, 31)) == date(2027, 2, 28)
    assert valid_until("refused", date(2026, 8, 31)) is None
    assert valid_until("granted", date(2026, 8, 31), months=2) == date(2026, 10, 31)
    for months in (0, 7):
        with pytest.raises(ValueError, match="1 to 6"):
            valid_until("granted", date(2026, 8, 31), months=months)


@given(st.sampled_from(GROUNDS), st.dates(date(2015, 1, 1), date(2026, 6, 1)), st.lists(st.integers(0, 90), max_size=6))
def test_steps_follow_each_other_only_after_their_time(ground: Ground, first: date, waits: list[int]) -> None:
    taken: list[Taken] = []
    day = first
    for wait in [0, *waits]:
        coming = next_step(ground, taken, day)
        if coming is None:
            assert taken[-1].step == "stop_services"
            break
        if taken:
            assert taken[-1].ends is not None and coming.since == taken[-1].ends + timedelta(days=1)
        day = max(coming.since, day) + timedelta(days=wait)
        taken.append(Taken(coming.step, day, time_of(coming.step, day)))
    names = [each.step for each in taken]
    whole = ["warning_1", "warning_2", *(["fine"] if ground != "arrears" else []), "stop_services"]
    assert names == whole[: len(names)]
    for each in taken:
        if each.step.startswith("warning") and each.ends is not None:
            worked = [
                each.on + timedelta(days=ahead)
                for ahead in range(1, (each.ends - each.on).days + 1)
                if calendar().is_working_day(each.on + timedelta(days=ahead))
            ]
            assert len(worked) == 10 and worked[-1] == each.ends


def test_there_were_no_sanctions_before_the_regulation() -> None:
    with pytest.raises(NotInForce):
        next_step("arrears", [], date(2013, 12, 23))
    assert [each.id for each in sanctions.doubts("unregistered", [])] == []
    assert len(sanctions.doubts("arrears", [Taken("warning_1", date(2026, 12, 28), date(2027, 1, 11))])) == 2
