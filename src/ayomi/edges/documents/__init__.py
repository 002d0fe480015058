"""Documents on paper and in files: bills, cards and certificates, set with typst and signed as PAdES."""
