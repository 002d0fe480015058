"""The register of members for other registers' programs, as DCI has it."""
