"""A bank with everything it may ask, on a fixed morning."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.edges.api.eligibility.bank import Bank, make_bank


@pytest.fixture
def bank(db: None, november: None) -> Bank:
    return make_bank(datetime(2026, 11, 1, tzinfo=UTC))
