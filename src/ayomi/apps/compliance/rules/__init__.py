"""What proofs, facts and days of sanctions mean: pure functions of what is stored."""

from ayomi.apps.compliance.rules.proofs import (
    PREFIX,
    PROGRAMMES,
    ProofKind,
    Standing,
    State,
    after_the_end,
    met,
    number_of,
    of_membership,
    of_packages,
    of_payer,
    of_project,
    programmes_in_order,
)

__all__ = [
    "PREFIX", "PROGRAMMES", "ProofKind", "Standing", "State", "after_the_end", "met", "number_of", "of_membership",
    "of_packages", "of_payer", "of_project", "programmes_in_order",
]  # fmt: skip
