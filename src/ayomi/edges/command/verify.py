"""Every invariant of the stored data, checked and said."""

from __future__ import annotations

import argparse
import json
import sys

from ayomi.apps.audit.queries import Finding
from ayomi.edges.jobs.verifying import ALL, findings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object per check")
    parser.add_argument("--language", choices=("id", "en"), default="en", help="language of the sentences (en)")


def run(given: argparse.Namespace) -> int:
    """Exit status 0 when everything holds, 1 otherwise."""
    broken = sum(_say(finding, seconds, given) for finding, seconds in findings(_counting))
    if not given.json:
        print(f"\n{ALL} checks, {broken} broken")
    return 1 if broken else 0


def _counting(compared: int) -> None:
    if sys.stderr.isatty():
        print(f"\r        {compared:,} contributions worked out again", end="\r", file=sys.stderr, flush=True)


def _say(finding: Finding, seconds: float, given: argparse.Namespace) -> bool:
    broken = finding.broken > 0
    if given.json:
        print(
            json.dumps(
                {
                    "check": finding.name,
                    "holds": not broken,
                    "looked_at": finding.looked_at,
                    "broken": finding.broken,
                    "examples": finding.examples,
                    "words": finding.words_id if given.language == "id" else finding.words_en,
                }
            ),
            flush=True,
        )
        return broken
    words = finding.words_id if given.language == "id" else finding.words_en
    print(f"{'BROKEN' if broken else 'ok':>6}  {words}  ({finding.looked_at:,} looked at, {seconds:.2f} s)", flush=True)
    if broken:
        print(f"        {finding.broken:,} break it, such as {finding.examples}", file=sys.stderr)
    return broken
