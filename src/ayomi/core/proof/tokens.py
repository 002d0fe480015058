"""Addresses of proofs: unguessable, short enough to be typed from paper, without signs that look alike."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 signs: digits and capitals without I, L and O (taken for 1 and 0) and without U."""
LENGTH: Final = 26
"""Signs of a token: 130 bits."""
ENTROPY: Final = 17
"""Random bytes that a token is made of."""
_GROUPS: Final = (5, 5, 5, 5, 6)
_MEANT: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u2010": None, "\u2013": None})


def token_of(entropy: bytes) -> str:
    """The token of `entropy`, ENTROPY bytes from a source fit for secrets. Raises ValueError for another length."""
    if len(entropy) != ENTROPY:
        raise ValueError(f"a token is made of {ENTROPY} random bytes, not {len(entropy)}")
    number = int.from_bytes(entropy) >> (ENTROPY * 8 - LENGTH * 5)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def read_token(text: str) -> str | None:
    """The token meant by what was scanned or typed, or None where no token can be written so.

    Small letters, spaces, hyphens and the look-alikes O, I and L are forgiven.
    """
    token = text.strip().upper().translate(_MEANT)
    return token if len(token) == LENGTH and set(token) <= set(ALPHABET) else None


def grouped_token(token: str) -> str:
    """A token as it stands on paper: `7K2QX-9MFPD-04HTV-N8RWC-1J6BSA`."""
    parts, start = [], 0
    for width in _GROUPS:
        parts.append(token[start : start + width])
        start += width
    return "-".join(parts)
