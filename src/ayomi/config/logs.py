"""What goes into the log: everything that helps, without the rows that the database quotes in its refusals."""

from __future__ import annotations

import logging
import re
from typing import Any

_QUOTED = re.compile(r"^(DETAIL|CONTEXT|HINT):.*(?:\n(?!\S+Error|  File|Traceback|\w+:).*)*", re.MULTILINE)
HIDDEN = r"\1: (not written to the log)"


class WithoutRows(logging.Formatter):
    """The database names the values of a refused row; those are people's data and stay out of the log."""

    def formatException(self, ei: Any) -> str:
        return _QUOTED.sub(HIDDEN, super().formatException(ei))

    def format(self, record: logging.LogRecord) -> str:
        return _QUOTED.sub(HIDDEN, super().format(record))
