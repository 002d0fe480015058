"""The cast for tests of lists. Loaded before Django is set up where only these tests are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone of `tests.cast`."""
    from tests.cast import make_cast

    return make_cast()
