import io
import json
import subprocess
import sys

import pytest

from ayomi.edges.command.quote import answer_lines

GOOD = '{"kind": "due_date", "segment": "wage_earner", "programme": "jkk", "month": "2024-06"}'


def answers(*lines: str | bytes) -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    status = answer_lines(lines, out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_good_lines_end_with_status_zero() -> None:
    status, (first, second) = answers(GOOD, GOOD.encode())
    assert status == 0
    assert first == second
    assert first["due_date"] == "2024-07-15"


@pytest.mark.parametrize(
    "line",
    [
        "nonsense", "", "[]", "7", "null", '"text"', '{"kind": NaN', "{" * 100_000, b"\xff\xfe{}",
        '{"kind": "due_date", "kind": "penalty"}', "[" * 100_000, "1" * 10_000,
    ],
)  # fmt: skip
def test_a_line_that_is_not_one_question_is_answered_and_the_next_goes_on(line: str | bytes) -> None:
    status, (bad, good) = answers(line, GOOD)
    assert status == 1
    error = bad["error"]
    assert isinstance(error, dict)
    assert error["code"] == "bad_request"
    assert good["due_date"] == "2024-07-15"


def test_a_field_given_twice_is_named() -> None:
    status, (told,) = answers('{"kind": "risk_class", "month": "2024-06", "activity": "toko", "month": "2020-01"}')
    assert status == 1
    assert told["error"] == {
        "code": "bad_request",
        "message": "Isian month tertulis dua kali; tulis satu kali.",
        "message_en": "The field month is given twice.",
    }


def test_half_a_character_comes_back_as_an_escape() -> None:
    status, (answered,) = answers('{"kind": "risk_class", "month": "2024-06", "activity": "\\ud800 x"}')
    assert status == 1
    assert "error" in answered


def test_a_byte_order_mark_does_not_hurt() -> None:
    assert answers(b"\xef\xbb\xbf" + GOOD.encode())[0] == 0


def test_the_command_answers_on_its_own_streams_without_django_or_columns() -> None:
    code = (
        "import argparse, sys; from ayomi.edges.command.quote import run; status = run(argparse.Namespace()); "
        "assert not {'django', 'polars', 'narwhals'} & set(sys.modules); sys.exit(status)"
    )
    question = (
        '{"kind": "contribution", "segment": "wage_earner", "month": "2024-06", "wage": 10000000, "risk": "medium"}'
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=f"{question}\nx\n", capture_output=True, text=True, check=False
    )
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 1, done.stderr
    assert first["totals"] == {"employer": 689000, "worker": 300000, "government": 0, "self": 0, "all": 989000}
    assert second["error"]["code"] == "bad_request"
