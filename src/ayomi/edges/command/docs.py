"""`ayomi docs`: the pages of the law, written from its parameters, or compared with them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ayomi.edges.documents.law_pages import pages


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", nargs="?", type=Path, default=Path("docs/law"), help="where they are (docs/law)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 when a page is stale")


def run(given: argparse.Namespace) -> int:
    """Exit status 0 when the pages are as the law says, 1 when --check found others, 2 when they cannot be written."""
    stale = stale_pages(given.directory)
    if given.check:
        for name, why in stale.items():
            print(f"ayomi: {given.directory / name} is {why}; run `ayomi docs`", file=sys.stderr)
        return 1 if stale else 0
    fresh = pages()
    try:
        given.directory.mkdir(parents=True, exist_ok=True)
        for name in stale:
            if name in fresh:
                (given.directory / name).write_text(fresh[name], encoding="utf-8")
            else:
                (given.directory / name).unlink()
    except OSError as problem:
        print(f"ayomi: {given.directory} cannot be written: {problem.strerror}", file=sys.stderr)
        return 2
    print(f"{given.directory}: {len(fresh)} pages, {len(stale)} changed")
    return 0


def stale_pages(directory: Path) -> dict[str, str]:
    """What is wrong with each page that is not as the law says: `missing`, `stale`, or `of no theme`."""
    fresh = pages()
    found = {file.name: file.read_text(encoding="utf-8") for file in directory.glob("*.md")}
    wrong = {name: "missing" if name not in found else "stale" for name in fresh if found.get(name) != fresh[name]}
    return wrong | {name: "of no theme" for name in found if name not in fresh}
