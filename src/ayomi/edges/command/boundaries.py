"""`ayomi boundaries`: an official file of boundaries, after which the map is drawn."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.utils import timezone

from ayomi.apps.steering.actions.boundaries import load_boundaries
from ayomi.core.places.shapes import LARGEST_FILE_BYTES, BoundariesRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    sub = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    load = sub.add_parser("load", help="read GeoJSON or TopoJSON with Kemendagri codes, and draw the map after it")
    load.add_argument("file", type=Path)
    load.add_argument("--source", required=True, help="who publishes the boundaries, and where")


def run(given: argparse.Namespace) -> int:
    """Exit status 0 when the file was drawn whole, 1 when something was left out, 2 when nothing could be drawn."""
    try:
        if given.file.stat().st_size > LARGEST_FILE_BYTES:
            print(f"ayomi: {given.file} is larger than a boundary file may be", file=sys.stderr)
            return 2
        loaded = load_boundaries(
            given.file.read_bytes(), file_name=given.file.name, source=given.source, by=None, at=timezone.now()
        )
    except OSError as problem:
        print(f"ayomi: {given.file}: {problem.strerror}", file=sys.stderr)
        return 2
    except BoundariesRefused as refused:
        print(f"ayomi: {given.file.name}: {refused.what_en}", file=sys.stderr)
        return 2
    except ValueError as problem:
        print(f"ayomi: {problem}", file=sys.stderr)
        return 2
    for _, problem_en in loaded.problems:
        print(f"  {problem_en}")
    again = "" if loaded.new else ", the same file as before"
    print(
        f"{loaded.provinces} provinces and {loaded.regencies} regencies{again}; {loaded.missing} without a shape,"
        f" {loaded.specks} specks left out"
    )
    return 1 if loaded.problems or loaded.missing else 0
