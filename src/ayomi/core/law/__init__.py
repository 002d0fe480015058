"""The law as dated, cited data, and the formulas that read it."""
