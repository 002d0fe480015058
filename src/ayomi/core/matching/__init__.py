"""Deciding whether two records speak of one person or one organisation."""
