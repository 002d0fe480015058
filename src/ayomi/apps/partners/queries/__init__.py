"""Reading partners, who calls, what was called, and what waits to be sent."""
