"""Setting targets, loading what public reports say."""
