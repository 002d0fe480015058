"""Reading assessments, bills and lines."""
