"""What a proof says today, how an organisation stands with its duties, and what follows from that."""

from ayomi.apps.compliance.queries.proofs import (
    Holding,
    PayerHolding,
    ProjectFacts,
    ProofRow,
    Verdict,
    cards_standing,
    certificate_standing,
    current_membership,
    holdings,
    memberships_of_payer,
    payer_holding,
    proof,
    proofs_of_payer,
    proofs_of_person,
    verdict,
)

__all__ = [
    "Holding", "PayerHolding", "ProjectFacts", "ProofRow", "Verdict", "cards_standing", "certificate_standing",
    "current_membership", "holdings", "memberships_of_payer", "payer_holding", "proof", "proofs_of_payer",
    "proofs_of_person", "verdict",
]  # fmt: skip
