"""`ayomi targets show`: what the reports of 2011 and 2013 said, row by row, to anybody who asks as people ask."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from ayomi.apps.steering.actions.reported import load_reported_figures
from ayomi.config.main import main

AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
KEYS = ["segment", "indicator", "unit", "realised", "target", "percent", "origin", "as_of"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)
    load_reported_figures(by=None, at=AT)


def rows(capsys: pytest.CaptureFixture[str], office: str, month: str) -> list[dict[str, Any]]:
    assert main(["targets", "show", "--office", office, "--month", month, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("office", ["R5", "Kantor Wilayah V", "Region V", "Jawa Tengah"])
def test_region_v_in_september_2011(office: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, office, "2011-09")
    assert all(list(row) == KEYS for row in found)
    told = {(row["segment"], row["indicator"]): (row["realised"], row["target"], row["percent"]) for row in found}
    assert told["construction", "workers_covered"] == (665_591, 708_221, 93.98)
    assert told["construction", "projects_enrolled"] == (None, 8_464, None)
    assert told["own_account", "workers_covered"] == (22_524, 25_200, 89.38)
    assert told["wage_earner", "firms_enrolled"] == (1_653, 2_259, 73.17)
    assert told["wage_earner", "workers_covered"] == (184_521, 217_373, 84.89)
    assert told["own_account", "claims_paid_cases"] == (1_132, None, None)
    assert {row["origin"] for row in found} == {"2011 report"}
    assert {row["as_of"] for row in found} == {"2011-07-31", "2011-09-30"}


def test_region_ii_in_april_2013(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "Region II", "2013-04")
    told = {(row["segment"], row["indicator"]): (row["realised"], row["target"], row["percent"]) for row in found}
    assert told["own_account", "workers_covered"] == (51_999, 29_160, 178.32)
    assert told["all", "workers_covered"] == (109_000, 909_000, 11.99)
    assert told["all", "offices_opened"] == (6, 6, 100)


def test_a_percentage_stands_with_both_its_places(capsys: pytest.CaptureFixture[str]) -> None:
    main(["targets", "show", "--office", "R2", "--month", "2013-04", "--json"])
    assert '"percent": 100.00, ' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--office", "Atlantis"], "no office is known as 'Atlantis'"),
        (["--office", ""], "no office is known as ''"),
        (["--office", "Kolka"], "did you mean Kantor Cabang Perintis Kolaka?"),
        (["--office", "Bandung"], "write the code of one: C3273 Kantor Cabang Kota Bandung; C3204"),
    ],
)
def test_an_office_that_is_unknown_or_not_the_only_one_is_said_in_a_line(
    given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["targets", "show", *given, "--json"]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)


@pytest.mark.parametrize("month", ["2011/09", "2011-13", "September"])
def test_a_month_that_is_none_is_said_with_how_to_write_it(month: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["targets", "show", "--office", "R5", "--month", month])
    assert ended.value.code == 2
    assert "write it as year and month, such as 2011-09" in capsys.readouterr().err


def test_a_month_that_nothing_is_known_of_is_said_and_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["targets", "show", "--office", "R5", "--month", "2031-01", "--json"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "nothing is known of Kantor Wilayah V" in told.err
