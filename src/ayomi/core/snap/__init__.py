"""SNAP BI, the national standard of payments between programs: signatures, codes, virtual accounts, messages.

Source: PADG 23/15/PADG/2021 and the technical guidelines of the standard, https://apidevportal.aspi-indonesia.or.id/.
Values in, values out; the moment is passed in.
"""
