"""Bank statement files: untrusted bytes in, lines of money with stable keys out. See `statements.read`."""
