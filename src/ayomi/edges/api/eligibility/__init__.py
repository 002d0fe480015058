"""The gate of banks: is this customer covered, and if not, let us enrol her now."""
