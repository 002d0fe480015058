"""Assessing months, making bills final, billing construction projects, noting fines."""
