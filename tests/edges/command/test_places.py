"""`ayomi denominators` and `ayomi boundaries`: what they tell of a file, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from ayomi.apps.steering.models import BoundaryFile, Denominator
from ayomi.config.main import main
from tests.apps.steering.regional_tables import KOPDES, xlsx
from tests.core.places.maps import feature, geojson, square

pytestmark = pytest.mark.django_db


def test_a_table_is_taken_over_and_what_waits_is_told_and_given_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kopdes.xlsx").write_bytes(xlsx(KOPDES))
    load = [
        "denominators",
        "load",
        str(tmp_path / "kopdes.xlsx"),
        "--source",
        "simkopdes.go.id",
        "--as-of",
        "2026-06-02",
    ]
    assert main([*load, "--returned", str(tmp_path / "kembali.csv")]) == 1
    told = capsys.readouterr().out
    assert "row 4: KAB. KOLAKA TIMURR, SULAWESI TENGGARA is no certain region; nearest: Kabupaten Kolaka Timur" in told
    assert "18 figures taken over, 6 wait" in told
    assert "KAB. KOLAKA TIMURR" in (tmp_path / "kembali.csv").read_text(encoding="utf-8-sig")
    assert main(load) == 0
    assert "loaded before" in capsys.readouterr().out
    assert main(["denominators", "list"]) == 0
    assert "simkopdes.go.id" in capsys.readouterr().out


def test_a_preview_takes_nothing_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("Provinsi;Nilai\nBali;4\nAceh;3\n")
    load = ["denominators", "load", str(tmp_path / "a.csv"), "--source", "BPS", "--as-of", "2026-06-02"]
    assert main([*load, "--column", "2=msme", "--preview"]) == 0
    assert "msme" in capsys.readouterr().out
    assert not Denominator.objects.exists()


@pytest.mark.parametrize(
    ("text", "more"), [("Nama;NIK\nSitti;1\n", []), ("Provinsi;Nilai\nBali;4\nAceh;3\n", []), (None, [])]
)
def test_what_cannot_be_taken_ends_with_two(tmp_path: Path, text: str | None, more: list[str]) -> None:
    if text is not None:
        (tmp_path / "a.csv").write_text(text)
    assert main(["denominators", "load", str(tmp_path / "a.csv"), "--source", "x", "--as-of", "2026-06-02", *more]) == 2


def test_boundaries_are_drawn_and_what_is_left_out_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "batas.json"
    path.write_bytes(geojson(feature("74.01", square(121, -4)), feature("99.99", square(122, -4))))
    assert main(["boundaries", "load", str(path), "--source", "BIG"]) == 1
    told = capsys.readouterr().out
    assert "99.99: its code is in no edition" in told and "1 regencies; 513 without a shape" in told
    assert BoundaryFile.objects.count() == 1
    path.write_bytes(b"{}")
    assert main(["boundaries", "load", str(path), "--source", "BIG"]) == 2
    assert main(["boundaries", "load", str(tmp_path / "nichts"), "--source", "BIG"]) == 2
