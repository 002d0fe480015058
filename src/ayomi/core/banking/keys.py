"""Keys by which a line of money is one with itself, whichever file it comes in.

The rule, since money booked twice or not at all is the worst that can happen here:

1. A line is known by its account, value day, amount, words (letters and digits only, so spacing, case and quotes do
   not matter) and time of day where the bank prints it. Where the bank gives a number of its own, that number stands
   in place of the words.
2. Lines that agree in all of this are numbered within the file: first, second, third. So two equal true payments of one
   day are both kept, and a file that overlaps another one books the larger of both counts: it adds what the other
   did not have and repeats nothing.
3. This holds as long as both files show a shared day from its beginning, as downloads of banks do. A file that begins
   in the middle of a day may hold a second payment that looks like the first of the earlier file. The key alone cannot
   tell; `payments.actions.files` sees it, because such a file lacks other lines of that day, and asks a person.
4. Balances are no part of a key: banks print them by their own order, and late bookings move them.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from ayomi.core.banking.lines import Basis, Form, Found, Line

NO_ACCOUNT = "-"


def known_by(text: str) -> str:
    """The letters and digits of a text, folded: what stays the same between two downloads."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def day_prefix(account: str, day: str) -> str:
    """What the keys of one account and day (YYYYMMDD) begin with."""
    owner = hashlib.sha256(account.encode()).hexdigest()[:16] if account else NO_ACCOUNT
    return f"bank/{owner}/{day}/"


def form_of(key: str) -> tuple[str, str]:
    """(file format, basis) of a key made here."""
    form, basis = key.split("/")[3].split(".")
    return form, basis


def with_keys(found: Iterable[Found], form: Form) -> tuple[Line, ...]:
    """Each line with its key. Keys look like `bank/<account>/<day>/<format>.<basis>/<sha256>`, at most 110 signs."""
    lines = list(found)
    shared = Counter(_identity(line) for line in lines if line.kind == "receipt")
    seen: Counter[Sequence[object]] = Counter()
    keyed = []
    for line in lines:
        key = ""
        basis: Basis | None = None
        if line.kind == "receipt" and line.day is not None:
            identity = _identity(line)
            seen[identity] += 1
            # A number that several equal lines carry is the number of a batch, no better than words.
            basis = "reference" if line.reference and shared[identity] == 1 else "text"
            key = _key(line, form, identity, seen[identity])
        keyed.append(_line(line, key, basis))
    return tuple(keyed)


def _identity(line: Found) -> tuple[object, ...]:
    words = f"r:{known_by(line.reference)}" if line.reference else f"t:{known_by(line.text)}:{known_by(line.clock)}"
    return (line.account, line.day, line.amount, words)


def _key(line: Found, form: Form, identity: tuple[object, ...], occurrence: int) -> str:
    assert line.day is not None
    digest = hashlib.sha256("\x1f".join((*map(str, identity), str(occurrence))).encode()).hexdigest()
    kind = "ref" if line.reference else "text"
    return f"{day_prefix(line.account, line.day.strftime('%Y%m%d'))}{form}.{kind}/{digest}"


def _line(found: Found, key: str, basis: Basis | None) -> Line:
    return Line(
        found.number, found.kind, found.account, found.day, found.amount, found.code, found.sender,
        found.text, found.reference, found.why, key, basis,
    )  # fmt: skip
