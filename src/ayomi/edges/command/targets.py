"""`ayomi targets`: what an office shall reach and has reached."""

from __future__ import annotations

import argparse
import json
import sys
import time
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from ayomi.apps.offices.queries import Office
from ayomi.apps.steering.actions.refresh import rebuild, refresh
from ayomi.apps.steering.actions.targets import set_target
from ayomi.apps.steering.queries.figures import COMPUTED, Shown, shown
from ayomi.apps.steering.rules.closing import last_closed
from ayomi.apps.steering.rules.indicators import EVERY_HEADLINE, HEADLINES, UnknownIndicator, headline, name_of
from ayomi.core.money import half_up
from ayomi.core.periods import Month
from ayomi.edges.command import load_targets
from ayomi.edges.command.naming import OFFICE_HELP, NoOffice, month, named_office


def arguments(parser: argparse.ArgumentParser) -> None:
    doing = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    show = doing.add_parser("show", help="the figures of an office beside its targets")
    _office(show)
    show.add_argument("--json", action="store_true", help="one JSON object per row")
    show.epilog = (
        "Rows of --json: segment, indicator, unit, realised, target, percent (of the target, two decimals), origin"
        " ('computed', or the report a figure is from), as_of. What is not known is null, which is not nought."
    )
    setting = doing.add_parser("set", help="set the year's target of an office")
    setting.add_argument("indicator", help="such as firms_enrolled or workers_covered_own_account")
    setting.add_argument("amount", type=int, help="in the unit of the indicator")
    _office(setting)
    setting.add_argument("--source", default="", help="where the target comes from")
    load_targets.arguments(doing)
    for name, words in (
        ("refresh", "bring the figures up to date with what changed"),
        ("rebuild", "count all figures anew; says how many had been different"),
    ):
        doing.add_parser(name, help=words).add_argument("--json", action="store_true", help="answer in JSON")
    setting.epilog = "Indicators: " + ", ".join(HEADLINES) + "; further: " + ", ".join(
        each for each in EVERY_HEADLINE if each not in HEADLINES
    )  # fmt: skip


def _office(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--office", help=OFFICE_HELP)
    parser.add_argument("--month", type=month, help="end of which month, such as 2026-10 (the last that was closed)")


def run(given: argparse.Namespace) -> int:
    """Exit status 0 when done, 2 when an office, an indicator or an amount is not known."""
    doing = {
        "show": _show, "set": _set, "load": load_targets.run, "refresh": _count_again, "rebuild": _count_again,
    }  # fmt: skip
    return doing[given.what](given)


def _count_again(given: argparse.Namespace) -> int:
    started = time.monotonic()
    done = (rebuild if given.what == "rebuild" else refresh)(at=timezone.now())
    seconds = time.monotonic() - started
    if given.json:
        told = {"kind": done.kind, "waiting": done.waiting, "changed": done.changed, "seconds": round(seconds, 3)}
        print(json.dumps(told))
    else:
        print(f"{done.kind}: {done.waiting:,} changes taken in, {done.changed:,} figures different, {seconds:.1f} s")
    return 0


def _month(given: argparse.Namespace) -> Month:
    return given.month or last_closed(timezone.localdate(timezone.now()))


def _found(given: argparse.Namespace) -> Office | None:
    try:
        return named_office(given.office, _month(given))
    except NoOffice as told:
        print(f"ayomi: {told}", file=sys.stderr)
    return None


def _set(given: argparse.Namespace) -> int:
    if given.office is None:
        print("ayomi: a target belongs to an office: name it with --office", file=sys.stderr)
        return 2
    office = _found(given)
    if office is None:
        return 2
    try:
        key = headline(given.indicator).key
        set_target(office.id, _month(given).year, key, given.amount, given.source, by=None, at=timezone.now())
    except UnknownIndicator:
        print(f"ayomi: no indicator is called {given.indicator!r}", file=sys.stderr)
        return 2
    except ValueError as problem:
        print(f"ayomi: {problem}", file=sys.stderr)
        return 2
    return 0


def _show(given: argparse.Namespace) -> int:
    office = _found(given)
    if office is None:
        return 2
    rows = shown(office.id, _month(given))
    if not given.json:
        print(f"{office.code}  {office.name}, {_month(given)}")
    for row in rows:
        print(_object(_told(row)) if given.json else _line(row))
    if not rows:
        print(f"ayomi: nothing is known of {office.name} in {_month(given)}", file=sys.stderr)
    return 0


def _two(value: Fraction | None) -> Decimal | None:
    """A percentage with two decimals, half up."""
    return None if value is None else Decimal(half_up(value.numerator * 100, value.denominator)).scaleb(-2)


def _number(value: int | Decimal | None) -> int | Decimal | None:
    """A whole number without a point."""
    return value if value is None or isinstance(value, int) else int(value) if value == int(value) else value


def _object(told: dict[str, object]) -> str:
    """One JSON object on a line. Decimals stand as numbers with all their places, which `json` would take from them."""
    parts = (
        f"{json.dumps(name)}: {value if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)}"
        for name, value in told.items()
    )
    return f"{{{', '.join(parts)}}}"


def _told(row: Shown) -> dict[str, object]:
    figure = row.figure
    return {
        "segment": figure.segment, "indicator": figure.indicator, "unit": figure.unit,
        "realised": _two(figure.ratio) if figure.numerator is not None else _number(figure.amount),
        "target": _number(row.target), "percent": _two(row.percent),
        "origin": COMPUTED if figure.origin == COMPUTED else figure.source, "as_of": figure.as_of.isoformat(),
    }  # fmt: skip


def _line(row: Shown) -> str:
    told, figure = _told(row), row.figure
    name = f"{name_of(figure.indicator, 'en')}, {figure.segment}"
    realised = "no data yet" if told["realised"] is None else _grouped(told["realised"])
    against = "no target" if told["target"] is None else _grouped(told["target"])
    percent = "" if told["percent"] is None else f"{told['percent']} %"
    mark = f", restated from {_grouped(figure.reported_as)}" if figure.restated else ""
    return (
        f"{name:<52.52} {realised:>20} {against:>20} {percent:>10}  {figure.unit}, {told['origin']},"
        f" {told['as_of']}{mark}"
    )


def _grouped(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
