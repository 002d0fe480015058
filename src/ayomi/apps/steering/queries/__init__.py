"""Realisation, targets, reported figures."""
