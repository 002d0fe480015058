"""A backup brings back what was there, its keys only to whoever knows the passphrase, and never overwrites anything."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayomi.config import backup, postgres

PHRASE = "perahu kecil di teluk"


@pytest.fixture
def phrase(tmp_path: Path) -> Path:
    file = tmp_path / "phrase"
    file.write_text(f"{PHRASE}\n")
    return file


def data(place: Path, keys: str = '{"session": "x"}') -> Path:
    place.mkdir()
    (place / "keys.json").write_text(keys)
    (place / "signing").mkdir()
    (place / "signing" / "authority.pem").write_text("certificate")
    return place


def test_what_is_backed_up_comes_back_with_its_policies_and_keys(tmp_path: Path, phrase: Path) -> None:
    file, there, empty = tmp_path / "ayomi.backup", data(tmp_path / "there"), tmp_path / "empty"
    with postgres.ephemeral() as server:
        with psycopg.connect(server.url, autocommit=True) as link:
            link.execute("CREATE ROLE ayomi_web NOLOGIN")
            link.execute("CREATE TABLE people (name text)")
            link.execute("INSERT INTO people VALUES ('Wa Ode Sitti Hajar')")
            link.execute("ALTER TABLE people ENABLE ROW LEVEL SECURITY")
            link.execute("CREATE POLICY scope ON people TO ayomi_web USING (true)")
        assert backup.backup(file, server.url, there, PHRASE) == file.stat().st_size
        assert file.stat().st_mode & 0o777 == 0o600
        with pytest.raises(backup.BackupProblem, match="not empty"):
            backup.restore(file, server.url)
    assert backup.put_back_keys(file, empty, phrase)
    with postgres.ephemeral() as server:
        backup.restore(file, server.url)
        with psycopg.connect(server.url) as link:
            assert link.execute("SELECT name FROM people").fetchall() == [("Wa Ode Sitti Hajar",)]
            assert link.execute("SELECT polname FROM pg_policy").fetchall() == [("scope",)]
    assert (empty / "keys.json").read_text() == (there / "keys.json").read_text()
    assert (empty / "signing" / "authority.pem").read_text() == "certificate"
    assert (empty / "keys.json").stat().st_mode & 0o077 == 0


def test_keys_are_never_replaced_by_others(tmp_path: Path, phrase: Path) -> None:
    file, there = tmp_path / "ayomi.backup", data(tmp_path / "there")
    with postgres.ephemeral() as server:
        backup.backup(file, server.url, there, PHRASE)
    assert backup.put_back_keys(file, there, phrase)
    (there / "keys.json").write_text(json.dumps({"session": "another"}))
    with pytest.raises(backup.BackupProblem, match="other keys"):
        backup.put_back_keys(file, there, phrase)
    phrase.write_text("bukan frasa yang itu")
    with pytest.raises(backup.BackupProblem, match="does not open"):
        backup.put_back_keys(file, tmp_path / "new", phrase)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not a backup")
    with pytest.raises(backup.BackupProblem, match="no backup"):
        backup.opened(wrong)
    short = tmp_path / "short"
    short.write_text("pendek")
    for file in (None, short, tmp_path / "missing"):
        with pytest.raises(backup.BackupProblem):
            backup.passphrase_of(file)


@settings(max_examples=5, deadline=None)
@given(st.binary(max_size=2000), st.text(min_size=12, max_size=40))
def test_only_the_passphrase_opens_what_was_sealed_with_it(content: bytes, words: str) -> None:
    sealed = backup.seal(content, words)
    assert backup.unseal(sealed, words) == content
    with pytest.raises(backup.BackupProblem):
        backup.unseal(sealed, words + "x")
