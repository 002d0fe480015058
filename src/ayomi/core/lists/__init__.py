"""Lists of people and organisations as they arrive: an untrusted file in, checked rows with reasons out.

The way through, one room per step, nothing remembered between them::

    reading.read_book(data, filename)          bytes            -> Book      | Refusal
    tables.find_table(book)                    Book             -> Table     | Refusal
    columns.guess_columns(table)               Table            -> Mapping
    checking.check_list(table, mapping, ...)   Table + Mapping  -> Checked   | Refusal
    giveback.give_back(table, checked, ...)    Checked          -> bytes of the sender's own file

Nothing here knows who is already registered: the caller joins ``Checked.frame`` with the registry.
"""
