"""The secrets of one installation: made once, kept in one file that only its owner may read."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Keys:
    session: str
    """Signs sessions and tokens."""
    sealing: bytes
    """64 bytes: encrypts personal numbers (AES-SIV)."""
    finding: bytes
    """32 bytes: keyed hash through which an encrypted number is found."""


def load(data_directory: Path, given: str | None) -> Keys:
    """Keys given as JSON text, or those of the data directory, made at the first start.

    Losing them makes every personal number unreadable: back the file up apart from the database.
    """
    if given:
        return _read(given, "AYOMI_KEYS")
    file = data_directory / "keys.json"
    if not file.exists():
        _make(file)
    return _read(file.read_text(), str(file))


def _make(file: Path) -> None:
    if not file.parent.exists():
        file.parent.mkdir(parents=True)
        # The account that runs the embedded server for root must get through, whatever the umask says.
        file.parent.chmod(0o711)
    text = json.dumps(
        {
            "session": secrets.token_urlsafe(48),
            "sealing": base64.b64encode(secrets.token_bytes(64)).decode(),
            "finding": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
    )
    draft = file.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        # A link and not a rename: of two first starts at once, one wins and both read the winner's keys.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read(text: str, where: str) -> Keys:
    try:
        fields = json.loads(text)
        keys = Keys(
            fields["session"],
            base64.b64decode(fields["sealing"], validate=True),
            base64.b64decode(fields["finding"], validate=True),
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise SystemExit(f"ayomi: the keys in {where} cannot be read ({problem})") from None
    if len(keys.sealing) != 64 or len(keys.finding) != 32:
        raise SystemExit(f"ayomi: the keys in {where} have the wrong length")
    return keys
