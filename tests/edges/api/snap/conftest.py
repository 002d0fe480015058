"""A bank that speaks to us on the morning of 20 November 2026, and people who owe."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.edges.api.snap.bank import Bank, make_bank
from tests.edges.web.money_world import Money, make_money

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
JAKARTA = timezone.get_fixed_timezone(timedelta(hours=7))


@pytest.fixture
def money(cast: Cast) -> Money:
    return make_money(cast)


@pytest.fixture
def bank(cast: Cast, november: None) -> Bank:
    return make_bank(NOW.astimezone(JAKARTA))
