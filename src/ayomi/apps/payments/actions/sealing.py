"""Sealing the ledger on behalf of the jobs: only money's own contexts touch it."""

from __future__ import annotations

from datetime import datetime

from ayomi.apps.ledger import actions as ledger


def seal(*, at: datetime) -> int:
    """Fingerprint the transfers written since the last seal; says how many."""
    return ledger.seal(at=at)
