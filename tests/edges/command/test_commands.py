"""The commands of an installation: what they say, in which form, and how they end."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.queries import bills
from ayomi.config.main import COMMANDS, main
from ayomi.core.periods import Month
from tests.apps.contributions.world import World, build, enrol_fishers, enrol_workers, persons
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert said(capsys).startswith(f"usage: ayomi {name}")


def test_an_unknown_command_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["nothing"])
    assert ended.value.code == 2
    assert "assess" in capsys.readouterr().err


def test_assess_bills_the_month_and_says_so(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    enrol_workers(persons(2, world), world)
    assert main(["assess", "2026-08", "--json"]) == 0
    told = json.loads(said(capsys))
    assert (told["month"], told["bills"], told["lines"]) == ("2026-08", 1, 2)
    assert main(["assess", "2026-08", "--json"]) == 0
    assert json.loads(said(capsys))["bills"] == 0


@pytest.mark.parametrize("month", ["2026-13", "August", "2026-8"])
def test_assess_refuses_what_is_no_month(month: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["assess", month])
    assert ended.value.code == 2


def test_assess_says_when_no_law_is_known_for_a_month(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    enrol_workers(persons(1, world), world)
    assert main(["assess", "2027-04"]) == 1
    assert "ayomi:" in capsys.readouterr().err


def test_receive_books_once_and_tells_what_the_money_was_good_for(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol_fishers(persons(1, world), world)
    (number,) = assess(Month(2026, 8), scope="country", final=True, by=None, at=datetime(2026, 8, 20, tzinfo=UTC)).bills
    bill = bills.bill(number)
    assert bill is not None
    money = ["receive", "--amount", str(bill.total), "--code", str(bill.code), "--key", "a", "--paid-on", "2026-08-21"]
    assert main([*money, "--json"]) == 0
    first = json.loads(said(capsys))
    assert (first["outcome"], first["new"]) == ("paid", True)
    assert main([*money, "--json"]) == 0
    assert json.loads(said(capsys))["outcome"] == "seen"
    assert main(["receive", "--amount", "1", "--code", str(bill.code), "--key", "a"]) == 2
    assert main(["verify"]) == 0


def test_receive_asks_for_a_person_where_nobody_knows_the_money(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["receive", "--amount", "5000", "--key", "b"]) == 1
    assert "waits to be matched" in said(capsys)


@pytest.mark.parametrize(
    "given", [[], ["--amount", "5"], ["nowhere.csv"], ["nowhere.csv", "--amount", "5"], ["--amount", "0", "--key", "k"]]
)
def test_receive_refuses_what_it_cannot_book(given: list[str]) -> None:
    assert main(["receive", *given]) == 2


def test_targets_are_set_and_shown(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["targets", "set", "firms_enrolled", "2259", "--office", "pst", "--month", "2026-08"]) == 0
    assert main(["targets", "show", "--office", "PST", "--month", "2026-08", "--json"]) == 0
    told = [json.loads(line) for line in said(capsys).splitlines()]
    (firms,) = [row for row in told if row["indicator"] == "firms_enrolled"]
    assert (firms["target"], firms["realised"], firms["percent"], firms["origin"]) == (2259, None, None, "computed")
    assert main(["targets", "show", "--month", "2026-08"]) == 0
    assert "no data yet" in said(capsys)


@pytest.mark.parametrize(
    "given", [["show", "--office", "NOWHERE"], ["show", "--office", "Kanwil"],
              ["set", "happiness", "5", "--office", "PST"], ["set", "firms_enrolled", "-1", "--office", "PST"],
              ["set", "firms_enrolled", "5"]],
)  # fmt: skip
def test_targets_refuse_what_is_not_known(given: list[str]) -> None:
    assert main(["targets", *given]) == 2


def test_verify_prints_each_invariant_and_fails_when_one_is_broken(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.db import connection

    enrol_fishers(persons(1, world), world)
    assess(Month(2026, 8), scope="country", final=True, by=None, at=datetime(2026, 8, 20, tzinfo=UTC))
    assert main(["verify", "--json"]) == 0
    assert all(json.loads(line)["holds"] for line in said(capsys).splitlines())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO payments_credit (payer_id, amount) SELECT id, 5 FROM registry_payer LIMIT 1")
    assert main(["verify", "--json"]) == 1
    broken = [json.loads(line)["check"] for line in said(capsys).splitlines() if not json.loads(line)["holds"]]
    assert broken == ["credit_is_in_the_ledger", "nothing_vanishes"]


def test_an_account_is_made_and_its_password_set_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def typed(password: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))

    typed("sandi-yang-panjang")
    assert main(["user", "ratna", "--role", "membership_officer"]) == 0
    typed("sandi-lain-panjang")
    assert main(["user", "ratna"]) == 0
    typed("pendek")
    assert main(["user", "budi", "--role", "finance"]) == 1
    typed("sandi-yang-panjang")
    assert main(["user", "tidak-ada"]) == 1
    typed("sandi-yang-panjang")
    assert main(["user", "siti", "--role", "finance", "--office", "NOWHERE"]) == 1


def test_a_file_of_targets_is_looked_at_and_kept_as_drafts_of_a_user(
    cast: Cast, users: dict[str, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent, back = tmp_path / "Sasaran.csv", tmp_path / "kembali.csv"
    sent.write_text("Kantor;Indikator;Tahun;Sasaran\nC7471;BPU;2027;1.200\nKolakka;BPU;2027;5\n")
    assert main(["targets", "load", str(sent), "--json"]) == 1
    told = json.loads(said(capsys))
    assert (told["good"], told["bad"], told["kept"]) == (1, 1, 0)
    assert (told["rows"][0]["row"], told["rows"][0]["code"]) == (3, "office_unknown")
    assert main(["targets", "load", str(sent), "--as", "office_head", "--give-back", str(back)]) == 1
    assert "1 drafts kept" in said(capsys)
    assert "Kolakka" in back.read_text()
    assert main(["targets", "load", str(sent), "--as", "nobody"]) == 2
    assert main(["targets", "load", str(sent), "--as", "finance"]) == 2
    assert main(["targets", "load", str(tmp_path / "none.csv")]) == 2
    sent.write_bytes(b"%PDF-1.7")
    assert main(["targets", "load", str(sent), "--json"]) == 2
