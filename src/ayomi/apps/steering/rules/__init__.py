"""Indicators, and how a figure stands against its target. Pure."""
