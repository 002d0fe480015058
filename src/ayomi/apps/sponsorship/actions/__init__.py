"""Budgets set up and approved, people proposed and taken on."""
