"""What lists answer: as pages show them, and what the database already knows of their rows."""
