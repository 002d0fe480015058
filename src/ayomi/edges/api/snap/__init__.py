"""Virtual accounts for banks' programs, as SNAP BI has them."""
