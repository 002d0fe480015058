"""Partners made and changed, their keys, what they call and what is sent to them."""
