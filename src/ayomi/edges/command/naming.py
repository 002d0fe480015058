"""Offices and months as people write them on a command line."""

from __future__ import annotations

import argparse
from typing import Final

from ayomi.apps.offices.queries import Office, head_office
from ayomi.apps.steering.queries.reported import SeveralOffices, UnknownAs, find_office
from ayomi.core.periods import Month

OFFICE_HELP: Final = (
    "code, name or what it is called, such as R5, 'Kantor Wilayah V', 'Region V' or Kolaka (the head office)"
)


class NoOffice(LookupError):
    """The text names no office, or several; the message says what to do, in one line."""


def month(text: str) -> Month:
    """A month from `YYYY-MM`, with a plain word for anything else. For `type=` of an argument."""
    try:
        return Month.parse(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no month; write it as year and month, such as 2011-09") from None


def named_office(text: str | None, at: Month) -> Office:
    """The office that is meant, those open in the month before others; the head office for None. Raises NoOffice."""
    if text is None:
        return head_office()
    try:
        return find_office(text, on=at.last_day)
    except SeveralOffices as several:
        raise NoOffice(f"{text!r} fits several offices, write the code of one: {'; '.join(several.names)}") from None
    except UnknownAs as unknown:
        near = f"; did you mean {' or '.join(unknown.near)}?" if unknown.near else ""
        raise NoOffice(f"no office is known as {text!r}{near}") from None
