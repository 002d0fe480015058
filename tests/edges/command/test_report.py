"""`ayomi report`: a file for anyone, and what is due."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from ayomi.apps.steering.actions.report_runs import make_inquiry
from ayomi.apps.steering.actions.reported import load_reported_figures
from ayomi.apps.steering.models import ReportRun
from ayomi.edges.command import report
from tests.cast import Cast

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    report.arguments(parser)
    return report.run(parser.parse_args(words))


def test_the_report_of_2011_is_made_by_whoever_reads_the_readme(tmp_path: Path) -> None:
    load_reported_figures(by=None, at=AT)
    for kind, start in (("csv", b"office,"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        file = tmp_path / f"a.{kind}"
        assert run("--office", "Kanwil V", "--month", "2011-09", "--format", kind, "--out", str(file)) == 0
        assert file.read_bytes().startswith(start)
    assert "R5,2011-09,workers_covered,own_account,person,22524,25200,89.38" in (tmp_path / "a.csv").read_text()
    assert ReportRun.objects.count() == 0


def test_a_report_is_kept_when_asked_to(cast: Cast, tmp_path: Path) -> None:
    words = ("--office", "P7401", "--month", "2026-10", "--format", "csv", "--out", str(tmp_path / "a.csv"), "--keep")
    assert run(*words) == 0
    assert run(*words) == 0
    assert ReportRun.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--office", "Atlantis"), "no office is known"),
        (("--office", "Kantor Cabang"), "fits several"),
        (("--inquiry", "2025"), "xlsx or csv"),
        (("--inquiry", "2026", "--format", "csv"), "not over"),
        (("--office", "P7401", "--month", "2026-11", "--keep"), "not over"),
    ],
)
def test_what_cannot_be_is_said(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == 2
    assert said in capsys.readouterr().err


def test_the_yearly_tables_come_in_their_order(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    assert run("--inquiry", "2025", "--format", "csv", "--out", str(file)) == 0
    assert [line.split(",")[2:4] for line in file.read_text().splitlines()[1:4]] == [
        ["jkk", "employers"], ["jkk", "employees"], ["jkk", "self_employed"]
    ]  # fmt: skip
    assert not make_inquiry(2025, by=None, at=AT)


def test_what_is_due_is_made_and_counted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(report, "make_due", lambda month, **named: 7)
    monkeypatch.setattr(report, "send_made", lambda month: 2)
    assert run("--due") == 0
    assert "2026-10: 7 reports made, 2 sent" in capsys.readouterr().out
