"""What a list may be at most. A file beyond one of these is refused by name of the limit, before it costs memory."""

from typing import Final

MEBIBYTE: Final = 1024 * 1024

LARGEST_FILE_BYTES: Final = 64 * MEBIBYTE
"""Largest upload looked into. 200,000 rows of 20 columns take about 25 MiB as XLSX and 50 MiB as CSV."""

LARGEST_UNPACKED_BYTES: Final = 640 * MEBIBYTE
"""Largest sum of the sizes a zip directory declares. 200,000 rows of 20 columns unpack to about 250 MiB."""

LARGEST_UNPACK_RATIO: Final = 200
"""Largest unpacked size per packed byte of a part above ``SMALL_PART_BYTES``; real sheets stay below 60."""

SMALL_PART_BYTES: Final = 8 * MEBIBYTE
"""Parts up to this size cannot hurt, whatever their ratio (a sheet of blank styled cells packs very well)."""

MOST_ZIP_ENTRIES: Final = 2_000
MOST_SHEETS: Final = 120
MOST_ROWS: Final = 200_000
"""Data rows of one list; the promise to users."""

MOST_SHEET_ROWS: Final = MOST_ROWS + 5_000
"""Rows of a sheet including titles, blank rows, repeated headers and signatures."""

MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 24_000_000
"""Cells of the rectangle from A1 to the farthest filled cell: the reader lays it out whole."""

LONGEST_CELL: Final = 1_000
"""Characters kept of one cell. The rest is cut and the cell is reported."""

HEADER_SEARCH_ROWS: Final = 200
"""Rows from the top among which the header of the table is looked for."""

SAMPLE_ROWS: Final = 400
"""Rows whose contents are looked at to guess what a column means."""

MOST_FORMULA_CELLS_KEPT: Final = 4_000_000
"""Positions of formula cells kept for the row reports."""

OLDEST_AGE: Final = 110
YOUNGEST_WORKING_AGE: Final = 15
YOUNGEST_MIGRANT_AGE: Final = 18
OWN_ACCOUNT_AGE_LIMIT: Final = 65
"""An own-account worker enrols before this birthday: the agency's stated condition for BPU, its article unconfirmed."""
