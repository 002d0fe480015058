"""What is told of numbers without telling them."""

from __future__ import annotations

import polars as pl
import pytest

from ayomi.apps.registry.rules import masked
from ayomi.core.identity import mask


@pytest.mark.parametrize(
    "number", ["+6281234567890", "08123", "12345678", "1234-5678 9012-3", "", "12345678901234567890"]
)
def test_a_column_of_numbers_is_masked_as_each_of_them_is(number: str) -> None:
    column = pl.DataFrame({"number": [number, None]}).select(masked(pl.col("number")))

    assert column.to_series().to_list() == [mask(number), None]
