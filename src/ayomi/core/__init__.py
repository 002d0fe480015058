"""The thinking shelf: the law, matching, schedules. Values and columns in, values, columns and reasons out.

Nothing here knows the clock, the database, the network or Django.
"""
