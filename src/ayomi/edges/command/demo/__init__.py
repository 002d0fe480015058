"""`ayomi demo`: a country of any size with names, places, wages and mistakes as they are in life, and its stories."""

from __future__ import annotations

import argparse
import json
import sys
import time

from django.utils import timezone

from ayomi.apps.audit.actions import alone, record
from ayomi.apps.audit.queries import details_of
from ayomi.edges.command.demo import build

DEFAULT_PEOPLE = 20_000
SEED = 2026


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=DEFAULT_PEOPLE, help="how many people (20000)")
    parser.add_argument("--months", type=int, help="months of history (12; 3 from 200,000 people on)")
    parser.add_argument("--seed", type=int, default=SEED, help="another number gives other people (2026)")
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def run(given: argparse.Namespace) -> int:
    months = given.months or (3 if given.people >= 200_000 else 12)
    plan = build.Plan(given.people, months, given.seed, timezone.now())
    started = time.monotonic()
    building = _build(plan)
    for name, seconds, rows in building.took:
        print(f"{name:<24} {seconds:8.2f} s {rows:>10,} rows")
    print(time.monotonic() - started)
    return 0


def _build(plan):
    def tell(what, done, whole):
        print(what, done, whole, file=sys.stderr)
    t = time.monotonic()
    building = build.prepare(plan, tell)
    building.took.append(("prepare", time.monotonic() - t, 0))
    build.ordinary(building)
    for _ in build.months(building):
        pass
    return building
