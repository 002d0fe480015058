"""Proofs handed out and taken back, recommendations for licensing offices, and sanctions."""

from ayomi.apps.compliance.actions.proofs import (
    AlreadyWithdrawn,
    NothingToProve,
    UnknownProof,
    issue_cards,
    issue_proof,
    withdraw_proof,
)

__all__ = ["AlreadyWithdrawn", "NothingToProve", "UnknownProof", "issue_cards", "issue_proof", "withdraw_proof"]
