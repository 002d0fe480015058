"""Proofs on paper that lead to a page: their unguessable addresses, and how little of a person that page shows."""
