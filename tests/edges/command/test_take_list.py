"""`ayomi import`: what a list is, what is wrong with each row, and the good rows taken in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ayomi.apps.intake.queries import lists
from ayomi.config.main import main
from ayomi.core.lists.reading import Book, read_book
from tests.apps.intake.lists import people, table
from tests.core.lists.untidy import untidy_workbook, zipped

pytestmark = pytest.mark.django_db


PLACES = ("Kabupaten/Kota", "Jumlah koperasi", "Jumlah anggota")


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    found = tmp_path / "anggota.xlsx"
    found.write_bytes(untidy_workbook().data)
    return found


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return told


def test_a_dry_run_says_what_the_list_is_and_writes_nothing(untidy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, before = untidy_workbook(), lists.lists()
    assert (
        main(["import", str(untidy), "--dry-run", "--segment", "own_account", "--as-of", "2026-11-20", "--json"]) == 1
    )
    told = answer(capsys)
    assert (told["kind"], told["sheet"], told["header_row"]) == ("members_new", "Anggota", 4)
    assert told["counts"] == {"ready": 151, "fix": 8, "confirm": 1, "known": 0, "twin": 0}
    rows = {row["row"]: row for row in told["rows"]}  # type: ignore[attr-defined]  # a list of rows
    waiting = {number for number, row in rows.items() if row["state"] != "ready"}
    assert waiting == set(book.codes)
    assert all(code in {each["code"] for each in rows[number]["problems"]} for number, code in book.codes.items())
    assert lists.lists() == before


def test_words_for_people_name_each_row_and_what_to_do(untidy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(untidy), "--dry-run", "--language", "id"]) == 1
    told = capsys.readouterr().out
    assert "Dibaca sebagai: Peserta baru" in told
    assert "151" in told or "152" in told
    assert "Tanggal ini tidak ada." in told
    assert "jumlah: Jumlah 123456789" in told


def test_a_clean_list_ends_well(tmp_path: Path) -> None:
    file = tmp_path / "bersih.csv"
    file.write_bytes(table(*people(4)))
    assert main(["import", str(file), "--dry-run"]) == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "picture"),
        (zipped({"a.txt": b"x"}), None),
        (table(["Kolaka", 120, 80], ["Konawe", 95, 60], ["Muna", 77, 13], headings=PLACES), "summary_table"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_code_and_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, code: str | None
) -> None:
    file = tmp_path / "lain.bin"
    file.write_bytes(content)
    assert main(["import", str(file), "--dry-run", "--json"]) == 2
    refused = answer(capsys)["refused"]
    assert isinstance(refused, dict)
    assert refused["what"] and refused["expected"]
    assert code is None or refused["code"] == code


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tmp_path / "tidak-ada.csv"), "--dry-run"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_column_can_be_named_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "daftar.csv"
    file.write_bytes(table(*[[*row, "Wolo"] for row in people(3)], headings=("Nama", "NIK", "Lahir", "Upah", "X")))
    assert main(["import", str(file), "--dry-run", "--json", "--column", "X=village"]) == 0
    columns = answer(capsys)["columns"]
    assert isinstance(columns, list)
    assert columns[4]["field"] == "village"
    assert main(["import", str(file), "--dry-run", "--column", "Y=village"]) == 2
    assert main(["import", str(file), "--dry-run", "--column", "X=desanya"]) == 2


def test_the_rows_that_wait_are_given_back(untidy: Path, tmp_path: Path) -> None:
    out = tmp_path / "kembali.xlsx"
    main(["import", str(untidy), "--dry-run", "--segment", "own_account", "--give-back", str(out)])
    book = read_book(out.read_bytes(), out.name)
    assert isinstance(book, Book)
    assert len(book.sheets[0].rows) == len(untidy_workbook().codes) + 1


def test_with_a_payer_the_good_rows_are_taken_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.cast import make_cast

    cast = make_cast()
    before = lists.lists()
    file = tmp_path / "anggota.csv"
    file.write_bytes(table(*people(3)))
    given = ["import", str(file), "--for", "Koperasi Nelayan Samudra Wolo", "--month", "2026-12", "--json"]
    assert main([*given, "--dry-run"]) == 0
    assert answer(capsys)["counts"] == {"ready": 3, "fix": 0, "confirm": 0, "known": 0, "twin": 0}
    assert lists.lists() == before
    assert main(given) == 0
    told = answer(capsys)
    assert told["taken"] == 3
    assert lists.one(int(str(told["list"]))).row.organisation_id == cast.cooperative
    assert main(given) == 0
    assert "taken" not in answer(capsys)


def test_nobody_by_that_name_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "anggota.csv"
    file.write_bytes(table(*people(1)))
    assert main(["import", str(file), "--for", "Koperasi Yang Tidak Ada"]) == 2
    assert "nobody is known" in capsys.readouterr().err
    assert main(["import", str(file)]) == 2
    assert "--for" in capsys.readouterr().err
