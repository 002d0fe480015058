"""Registers of social protection that speak to each other as the Digital Convergence Initiative has it.

Source: https://standards.spdci.org/ (social registry and integrated beneficiary registry, 1.0.0). Values in and out.
"""
