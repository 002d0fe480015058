"""Runs the cases in tests/law/*.yaml: what is asked, and what the law answers, in words a lawyer can read."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from ayomi.core.law.quote import answer

PAYMENTS = {"taxes": "tax", "nets": "net", "finals": "final"}
ITEMS = ("lump_sum", "periodic", "funeral", "scholarship", "land", "sea", "air", "home_care", "shortfall")
CASES = Path(__file__).parents[2] / "law"


def plain(value: Any) -> Any:
    """Days back to the text they were written as."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def cases() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.yaml")):
        for case in plain(yaml.safe_load(file.read_text(encoding="utf-8"))):
            name = f"{file.stem}: {case['name']}"
            if "table" not in case:
                yield pytest.param(case["ask"], case["expect"], id=name)
                continue
            table = case["table"]
            for row in table["rows"]:
                given = dict(zip(table["vary"], row, strict=False))
                ask = given["ask"] if "ask" in given else {**case["ask"], **given}
                expected = row[len(table["vary"]) :]
                assert len(expected) == len(table["expect"]), f"{name}: {row}"
                yield pytest.param(
                    ask, dict(zip(table["expect"], expected, strict=True)), id=f"{name}: {list(given.values())}"
                )


def lines_of(answered: Mapping[str, Any]) -> list[Any]:
    lines: list[Any] = answered.get("lines", [])
    return lines


def sum_of(answered: Mapping[str, Any], programme: str, payer: str | None) -> int | None:
    amounts = [x["amount"] for x in lines_of(answered) if x["programme"] == programme and payer in (None, x["payer"])]
    return sum(amounts) if amounts else None


def found(answered: Mapping[str, Any], name: str) -> Any:
    """The value a column of a table names: an answer's field, a total, or a line's amount by programme and payer."""
    if "." in name:
        outer, inner = name.split(".")
        return answered.get(outer, {}).get(inner)
    if name == "programmes":
        return list(dict.fromkeys(line["programme"] for line in lines_of(answered))) or None
    if name in PAYMENTS:
        return [payment[PAYMENTS[name]] for payment in answered.get("payments", [])] or None
    if name in ("from_jkk", "from_jkm"):
        return next(line[name] for line in lines_of(answered) if line["programme"] == "jkp")
    if name in answered or name in ("confidence", "due_date", "months_late", "amount", "instalments", "risk", "source"):
        return answered.get(name)
    of_item = [line for line in lines_of(answered) if line.get("item") == name.partition(" ")[0]]
    if of_item or name.partition(" ")[0] in ITEMS:
        return of_item[0][name.partition(" ")[2] or "amount"] if of_item else None
    programme, _, payer = name.partition(" ")
    return sum_of(answered, programme, payer or None)


def check(answered: dict[str, Any], expected: Mapping[str, Any]) -> None:
    for name, value in expected.items():
        if name == "says":
            text = " ".join(line["explain"]["id"] for line in lines_of(answered))
            assert all(part in text for part in value), text
        elif name == "items":
            assert {line["item"]: line["amount"] for line in lines_of(answered)} == value
        elif name == "amounts":
            got = {f"{line['programme']} {line['payer']}": line["amount"] for line in lines_of(answered)}
            assert got == value
        elif name == "lines":
            for wanted in value:
                (line,) = [line for line in lines_of(answered) if line["programme"] == wanted["programme"]]
                assert {key: line[key] for key in wanted} == wanted
        elif isinstance(value, dict):
            assert {key: answered[name][key] for key in value} == value, answered
        else:
            assert found(answered, name) == value, answered


@pytest.mark.parametrize(("ask", "expected"), list(cases()))
def test_the_law_answers(ask: dict[str, object], expected: dict[str, Any]) -> None:
    answered = answer(ask)
    check(answered, expected)
    if "error" in answered:
        assert {"error", "error.code"} & expected.keys(), answered
        return
    explained = [answered, *lines_of(answered)]
    assert all(part["explain"]["id"] and part["explain"]["en"] for part in explained)
    assert all(line["source"] and ("rate_ppm" in line or "rule" in line) for line in lines_of(answered))
