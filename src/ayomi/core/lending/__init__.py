"""Loans that come back: schedules, what a payment is counted for, classes and provisions. Pure, whole rupiah."""
