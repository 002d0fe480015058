"""`ayomi targets`: what an office shall reach and has reached."""

from __future__ import annotations

import argparse
import json
import sys
from fractions import Fraction

from django.utils import timezone

from ayomi.apps.offices.queries import UnknownOffice, office_by_code
from ayomi.apps.steering.actions.targets import set_target
from ayomi.apps.steering.queries.realisation import Row, table
from ayomi.apps.steering.rules.indicators import INDICATORS, UnknownIndicator
from ayomi.core.money import half_up
from ayomi.core.periods import Month


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("office", nargs="?", default="", help="code of the office (the head office)")
    parser.add_argument("--month", type=Month.parse, help="end of which month, such as 2026-10 (the last whole month)")
    parser.add_argument("--depth", type=int, default=1, help="levels of offices below it to show (1)")
    parser.add_argument("--set", nargs=2, metavar=("INDICATOR", "AMOUNT"), help="set the year's target of this office")
    parser.add_argument("--source", default="", help="where the target comes from")
    parser.add_argument("--json", action="store_true", help="one JSON object per office and indicator")
    parser.epilog = "Indicators: " + ", ".join(INDICATORS)


def run(given: argparse.Namespace) -> int:
    now = timezone.now()
    month = given.month or Month.of(timezone.localdate(now)).plus(-1)
    try:
        office_id = office_by_code(given.office).id if given.office else None
        if given.set:
            if office_id is None:
                print("ayomi: a target belongs to an office: name its code", file=sys.stderr)
                return 2
            indicator, amount = given.set
            set_target(office_id, month.year, indicator, int(amount), given.source, by=None, at=now)
    except UnknownOffice:
        print(f"ayomi: no office has the code {given.office!r}", file=sys.stderr)
        return 2
    except (UnknownIndicator, ValueError) as problem:
        print(f"ayomi: {problem}", file=sys.stderr)
        return 2
    rows = table(office_id, month.year, month.number, depth=given.depth)
    for row in rows:
        print(json.dumps(_told(row)) if given.json else _line(row))
    return 0


def _two(value: Fraction | None) -> str | None:
    """A percentage with two decimals, half up."""
    if value is None:
        return None
    whole, rest = divmod(half_up(value.numerator * 100, value.denominator), 100)
    return f"{whole}.{rest:02d}"


def _told(row: Row) -> dict[str, object]:
    standing = row.standing
    return {
        "office": row.office_code, "name": row.office_name, "indicator": row.indicator.key, "month": str(row.month),
        "realised": standing.realised, "target": standing.target, "percent": _two(standing.percent),
        "path": standing.path, "needed_per_month": standing.needed_per_month, "source": row.target_source,
    }  # fmt: skip


def _line(row: Row) -> str:
    standing = row.standing
    name = f"{'  ' * row.depth}{row.office_name}"
    percent = _two(standing.percent)
    against = f"{standing.target:>14,} {percent:>8} %" if standing.target is not None and percent else "     no target"
    return f"{name:<44.44} {row.indicator.name_en:<26.26} {standing.realised:>14,} {against}"
