"""The chart of accounts. Programme funds stand apart; money on its way to them stands in `collection`."""

from __future__ import annotations

from typing import Final

FUNDS: Final = ("jkk", "jkm", "jht", "jp", "jpk", "pmi", "fine")
"""`pmi`: JKK and JKM of migrant workers, one undivided sum in the law."""

MONEY_IN_TRANSIT: Final = "cash/collection"
"""Money received and not yet handed to a fund."""
PAYERS_CREDIT: Final = "credit/payers"
"""What we owe to payers: received from them and not yet used by a bill."""
UNIDENTIFIED: Final = "credit/unidentified"
"""Money received of which nobody knows yet whose it is."""
HANDED_OVER: Final = "credit/handed_over"
"""Money received for something other than contributions, until its context takes it over."""


def receivable(fund: str) -> str:
    """What payers owe to the fund."""
    return f"receivable/{fund}"


def contributions(fund: str) -> str:
    """What was ever asked for the fund."""
    return f"contributions/{fund}"


def cash(fund: str) -> str:
    """Money handed to the fund."""
    return f"cash/{fund}"


def chart() -> list[tuple[str, str, str]]:
    """Every account as (code, fund, kind)."""
    accounts = [
        (MONEY_IN_TRANSIT, "collection", "asset"),
        (PAYERS_CREDIT, "collection", "liability"),
        (UNIDENTIFIED, "collection", "liability"),
        (HANDED_OVER, "collection", "liability"),
    ]
    for fund in FUNDS:
        accounts += [
            (receivable(fund), fund, "asset"),
            (cash(fund), fund, "asset"),
            (contributions(fund), fund, "income"),
        ]
    return accounts
