"""Answers questions about contributions, by segment."""

from collections.abc import Callable

from ayomi.core.law.request import Fields
from ayomi.core.law.terms import SEGMENTS, Segment


def contribution(fields: Fields) -> dict[str, object]:
    """The answer to a `contribution` question. Raises BadRequest, NotInForce, NotEligible."""
    return _answerer(fields.choice("segment", SEGMENTS))(fields)


def _answerer(segment: Segment) -> Callable[[Fields], dict[str, object]]:
    """The function for `segment`, imported when it is first asked."""
    if segment == "wage_earner":
        from ayomi.core.law.quote_wage_earner import wage_earner

        return wage_earner
    if segment == "own_account":
        from ayomi.core.law.quote_own_account import own_account

        return own_account
    from ayomi.core.law.quote_projects import migrant_worker, project

    return project if segment == "construction" else migrant_worker
