"""`ayomi quote`: one JSON question per line in, one JSON answer per line out. No database, no Django."""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import TextIO

from ayomi.core.law.quote import answer, given_twice, not_json


def answer_lines(stdin: Iterable[str | bytes], stdout: TextIO) -> int:
    """Answers every line of `stdin` in order, going on after errors; gives the exit status, 1 if any line failed."""
    failed = False
    for line in stdin:
        answered = _answer(line)
        failed = failed or "error" in answered
        # Half a character (a lone surrogate) cannot be written as UTF-8; its escape is the same JSON.
        text = json.dumps(answered, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")
        stdout.write(text + "\n")
        stdout.flush()
    return 1 if failed else 0


def _answer(line: str | bytes) -> dict[str, object]:
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line.removeprefix("\ufeff")
        question = json.loads(text, object_pairs_hook=_once)
    except _GivenTwiceError as error:
        return given_twice(str(error))
    except (ValueError, RecursionError):
        # ValueError also covers bytes that are not UTF-8 and numbers too long to read.
        return not_json()
    return answer(question)


class _GivenTwiceError(ValueError):
    """Its message is the name of the field."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise _GivenTwiceError(name)
        found[name] = value
    return found


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: questions come on standard input."""
    parser.epilog = (
        'Example: echo \'{"kind": "contribution", "segment": "own_account", "month": "2026-11", "income": 1000000}\''
        " | ayomi quote"
    )


def run(given: argparse.Namespace) -> int:
    """Runs on this process's own streams."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    return answer_lines(sys.stdin.buffer, sys.stdout)


if __name__ == "__main__":
    sys.exit(run(argparse.Namespace()))
