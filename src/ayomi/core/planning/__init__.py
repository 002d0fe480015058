"""Plans: what it takes to grow, and how a target is shared out. Assumptions in, a course and its reasons out."""
