"""Signatures that hold, and files that were touched."""

from __future__ import annotations

import io
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from ayomi.edges.documents.proofs import card_pdf
from ayomi.edges.documents.signing import FILE, PASSPHRASE, NoSigner, Signer, check, sign, signer_of
from tests.edges.documents import samples

AT = samples.AT


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return signer_of(tmp_path_factory.mktemp("signing") / "keys", name="Ayomi ayomi.example", at=AT)


@pytest.fixture(scope="module")
def signed(signer: Signer) -> bytes:
    return sign(card_pdf(samples.CARD, "id"), signer, reason="Kartu peserta", location="KCP Kolaka", at=AT)


def test_a_signed_card_is_intact_valid_trusted_and_whole(signed: bytes, signer: Signer) -> None:
    found = check(signed, root=signer.root, at=AT)
    assert found is not None
    assert found.good
    assert (found.signer, found.signed_at) == ("Ayomi ayomi.example", AT)
    assert (found.reason, found.location) == ("Kartu peserta", "KCP Kolaka")


def test_the_signature_is_of_the_baseline_profile(signed: bytes) -> None:
    assert b"/ETSI.CAdES.detached" in signed


def test_any_changed_byte_under_the_signature_is_noticed(signed: bytes, signer: Signer) -> None:
    # The two byte ranges are all of the file but the signature's own value.
    ranges = re.search(rb"/ByteRange \[ ?(\d+) (\d+) (\d+) (\d+)", signed)
    assert ranges
    first, length, second, rest = (int(number) for number in ranges.groups())
    assert (first, second + rest) == (0, len(signed))
    for place in (*range(900, length, length // 25), *range(second, len(signed), rest // 5)):
        touched = bytearray(signed)
        touched[place] ^= 0x01
        found = check(bytes(touched), root=signer.root, at=AT)
        assert found is None or not found.good


def test_what_is_added_after_signing_is_noticed(signed: bytes, signer: Signer) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root["/Lang"] = writer.root["/Lang"].__class__("xx")
    writer.update_root()
    changed = io.BytesIO()
    writer.write(changed)
    found = check(changed.getvalue(), root=signer.root, at=AT)
    assert found is not None
    assert not found.whole
    assert not found.good


def test_a_stranger_s_signature_is_not_trusted(signed: bytes, tmp_path: Path) -> None:
    stranger = signer_of(tmp_path, name="Ayomi ayomi.example", at=AT)
    found = check(signed, root=stranger.root, at=AT)
    assert found is not None
    assert (found.intact, found.valid, found.trusted) == (True, True, False)


def test_a_file_without_signature_has_none() -> None:
    assert check(card_pdf(samples.CARD, "id"), root=None, at=AT) is None  # type: ignore[arg-type]  # never looked at
    assert check(b"not a PDF", root=None, at=AT) is None  # type: ignore[arg-type]  # never looked at


def test_signing_again_at_the_same_moment_gives_the_same_bytes(signed: bytes, signer: Signer) -> None:
    pdf = card_pdf(samples.CARD, "id")
    assert sign(pdf, signer, reason="Kartu peserta", location="KCP Kolaka", at=AT) == signed
    later = AT + timedelta(seconds=1)
    assert sign(pdf, signer, reason="Kartu peserta", location="KCP Kolaka", at=later) != signed


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as several:
        made = list(several.map(lambda _: signer_of(tmp_path / "keys", name="Ayomi x", at=AT), range(4)))
    assert len({one.root.serial_number for one in made}) == 1
    for name in (FILE, PASSPHRASE):
        assert stat.S_IMODE((tmp_path / "keys" / name).stat().st_mode) == 0o600
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == sorted([FILE, PASSPHRASE])


def test_outside_its_years_the_certificate_signs_nothing(tmp_path: Path) -> None:
    known = signer_of(tmp_path, name="Ayomi x", at=AT)
    assert known.until - known.since == timedelta(days=3650)
    for moment in (AT - timedelta(days=1), known.until):
        with pytest.raises(NoSigner, match="the certificate holds from"):
            signer_of(tmp_path, name="Ayomi x", at=moment)


def test_a_wrong_passphrase_is_said_plainly(tmp_path: Path) -> None:
    signer_of(tmp_path / "a", name="Ayomi x", at=AT)
    other = tmp_path / "b"
    other.mkdir()
    (other / FILE).write_bytes((tmp_path / "a" / FILE).read_bytes())
    (other / PASSPHRASE).write_text("wrong")
    with pytest.raises(NoSigner, match="cannot be read"):
        signer_of(other, name="Ayomi x", at=AT)
