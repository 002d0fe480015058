"""The words of sanctions as they are kept."""

from __future__ import annotations

from typing import Final

from ayomi.core.law.sanctions import GROUNDS, STEPS

CASE_STATES: Final = ("open", "lifted", "revoked")
"""`lifted` once what was asked for is done; `revoked` where it should never have been opened."""

__all__ = ["CASE_STATES", "GROUNDS", "STEPS"]
