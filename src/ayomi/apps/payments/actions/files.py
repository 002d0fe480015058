"""Bank files: each kept once by its fingerprint, its good lines booked in batches, the rest told line by line.

Every line has a key made of what the bank says of it (`core.banking.keys`), so a file sent again, or begun again after
its process died, books what is missing and nothing twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import polars as pl
from django.db import connection
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.audit.queries import copy_out
from ayomi.apps.payments.actions.receive import take_receipts
from ayomi.apps.payments.models import BankFile, HeldLine
from ayomi.apps.payments.queries.banks import told_of
from ayomi.apps.payments.rules import digits
from ayomi.core.banking.keys import day_prefix, form_of
from ayomi.core.banking.lines import Line, Problem, Statement
from ayomi.core.banking.statements import read
from ayomi.core.banking.words import problem
from ayomi.core.lists.problems import Refusal

BATCH: Final = 5_000
"""Lines booked in one transaction."""
AGAIN: Final = "+"
"""What parts the key of a line from the file and line of its second payment, which a person booked."""
DAYS_AHEAD: Final = 10
"""A value day further ahead than this is asked about: longer than any holiday that banks value across."""


class BankFileRefused(Exception):
    """The file is no bank statement. `refusal` says in both languages what it seems to be and what was expected."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message_en)
        self.refusal = refusal


@dataclass(frozen=True)
class BankFileOutcome:
    """What became of a bank file. Every line is counted in exactly one of `taken`, `seen`, `held`, `set_aside` and
    `skipped`.

    `taken`: receipts booked from it, worth `amount` rupiah; `notes` counts them by what each was good for (keys of
    `rules.OUTCOME_WORDS`). `seen`: lines booked before from another file. `held`: lines that wait for a person.
    `set_aside`: lines of which a person said that they are no new money. `skipped`: how many lines are no receipts, by
    reason (keys of `core.banking.words.SKIPPED`). `problems`: what to tell, in order of lines, those of the whole file
    first, without lines that were decided about. `new` is False when this very file had been taken before.
    """

    bank_file_id: int
    name: str
    format: str
    account: str
    lines: int
    taken: int
    amount: int
    notes: Mapping[str, int]
    seen: int
    held: int
    set_aside: int
    skipped: Mapping[str, int]
    problems: tuple[Problem, ...]
    new: bool


@dataclass(frozen=True, slots=True)
class _Booked:
    """A receipt of another file on a day and account that this file speaks of."""

    key: str
    amount: int
    code: str
    said: str


def take_bank_file(content: bytes, file_name: str, office_id: int, *, by: int | None, at: datetime) -> BankFileOutcome:
    """Book a bank's statement file: MT940 or CSV. The right to take money was checked by the caller.

    The same file again goes on where it stopped and answers its first outcome. Raises BankFileRefused for what is no
    statement; nothing is kept of it then.
    """
    statement = read(content, file_name)
    if isinstance(statement, Refusal):
        raise BankFileRefused(statement)
    file, new = _kept(statement, hashlib.sha256(content).digest(), file_name, office_id, by=by, at=at)
    waiting = _waiting(statement, file)
    for start in range(0, len(waiting), BATCH):
        _take(waiting[start : start + BATCH], file.pk, by=by, at=at)
    return outcome_of(file.pk, new=new)


def _kept(
    statement: Statement, fingerprint: bytes, file_name: str, office_id: int, *, by: int | None, at: datetime
) -> tuple[BankFile, bool]:
    """The row of this file, and whether it was made now: then with what stands against each of its lines."""
    with owner_rights():
        one_at_a_time()
        known = BankFile.objects.filter(fingerprint=fingerprint).first()
        if known is not None:
            return known, False
        found = _first_look(statement, at)
        skipped = Counter(line.why for line in statement.lines if line.kind == "skipped")
        file = BankFile.objects.create(
            fingerprint=fingerprint, name=file_name[:200], format=statement.format, account=statement.account,
            lines=len(statement.lines), skipped=dict(sorted(skipped.items())),
            problems=[_stored(each) for each in found], received_at=at, received_by=by, office_id=office_id,
        )  # fmt: skip
        _hold(file, statement, found)
        record(
            "bank_file_received", subject="bank_file", subject_id=file.pk, by=by, at=at, office_id=office_id,
            detail={"name": file.name, "lines": file.lines, "problems": len(file.problems)},
        )  # fmt: skip
    return file, True


def _hold(file: BankFile, statement: Statement, found: Sequence[Problem]) -> None:
    """Keep the lines that a person may still book."""
    why = {each.line: each for each in found if each.code in ASKED}
    HeldLine.objects.bulk_create(
        HeldLine(
            bank_file=file, line=line.number, key=line.key, amount=line.amount, paid_on=line.day, code=line.code[:40],
            sender=line.sender[:160], remark=line.remark[:200], why=why[line.number].code,
            written=why[line.number].written,
        )
        for line in statement.receipts if line.day is not None and line.number in why
    )  # fmt: skip


def one_at_a_time() -> None:
    """Until the transaction ends no other bank file is looked at or booked: a second sender of the same lines waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('payments_bankfile'))")


def _waiting(statement: Statement, file: BankFile) -> list[Line]:
    """The receipts of the file that are neither told of nor booked yet."""
    told = {each["line"] for each in file.problems if each["code"] in _STOPPING}
    booked = set(
        copy_out(
            "SELECT bank_line FROM payments_receipt WHERE bank_file_id = %s", [file.pk], schema={"line": pl.Int64}
        )["line"]
    )
    return [line for line in statement.receipts if line.number not in told and line.number not in booked]


def _take(lines: Sequence[Line], file_id: int, *, by: int | None, at: datetime) -> None:
    """Book one batch and count it on the file, in one transaction."""
    frame = pl.DataFrame(
        [(each.key, each.amount, each.day, each.code, each.sender, each.remark, each.number) for each in lines],
        schema={
            "key": pl.String, "amount": pl.Int64, "paid_on": pl.Date, "code": pl.String, "sender": pl.String,
            "remark": pl.String, "line": pl.Int64,
        },
        orient="row",
    )  # fmt: skip
    with owner_rights():
        one_at_a_time()
        file = BankFile.objects.select_for_update().get(pk=file_id)
        taken = take_receipts(frame, channel="file", bank_file_id=file_id, office_id=file.office_id, by=by, at=at)
        seen = {each.key for each in taken if not each.new} - _of_file(file_id)
        file.problems += [
            _stored(problem("seen", line=line.number, field="line", written="berkas lain"))
            for line in lines if line.key in seen
        ]  # fmt: skip
        file.taken += sum(each.new for each in taken)
        file.save(update_fields=["problems", "taken"])


def _of_file(file_id: int) -> set[str]:
    frame = copy_out("SELECT key FROM payments_receipt WHERE bank_file_id = %s", [file_id], schema={"key": pl.String})
    return set(frame["key"])


# ------------------------------------------------------------------------------------------------ before booking

_STOPPING: Final = frozenset({"day_ahead", "seen", "told", "seen_other_code", "perhaps_second", "perhaps_booked"})
"""Problems of good lines that keep them from being booked, or say that they were."""
ASKED: Final = frozenset({"day_ahead", "perhaps_second", "perhaps_booked"})
"""Those of them that a person may decide against."""


def _first_look(statement: Statement, at: datetime) -> list[Problem]:
    """The problems of the file, and of its good lines those that what was booked before gives rise to."""
    latest = localdate(at) + timedelta(days=DAYS_AHEAD)
    by_day: dict[str, list[Line]] = {}
    problems = list(statement.problems)
    for line in statement.receipts:
        if line.day is not None and line.day > latest:
            written = line.day.strftime("%d-%m-%Y")
            problems.append(problem("day_ahead", line=line.number, field="day", written=written))
        elif line.day is not None:
            by_day.setdefault(day_prefix(line.account, line.day.strftime("%Y%m%d")), []).append(line)
    for prefix, booked in _booked_before(list(by_day)).items():
        problems += _against(by_day[prefix], booked)
    problems += _told_before([line for lines in by_day.values() for line in lines], {each.line for each in problems})
    return sorted(problems, key=lambda each: each.line)


def _told_before(lines: Sequence[Line], known: set[int]) -> list[Problem]:
    """Lines of money that a bank's program told of before: each told payment stands for one line."""
    coded = [line for line in lines if line.code and line.day is not None and line.number not in known]
    days = [line.day for line in coded if line.day is not None]
    if not days:
        return []
    near = timedelta(days=1)
    told = Counter(told_of([digits(line.code) for line in coded], min(days) - near, max(days) + 2 * near))
    problems = []
    for line in coded:
        what = (digits(line.code), line.amount)
        if told[what]:
            told[what] -= 1
            problems.append(problem("told", line=line.number, field="line", written=line.code))
    return problems


def _booked_before(prefixes: Sequence[str]) -> dict[str, list[_Booked]]:
    """Receipts from bank files on these accounts and days. Compared byte by byte, as the index of keys is."""
    rows = copy_out(
        "SELECT p.prefix, r.key, r.amount, r.code_seen, f.name, r.bank_line FROM unnest(%s::text[]) AS p (prefix)"
        " CROSS JOIN LATERAL (SELECT * FROM payments_receipt r"
        " WHERE r.key ~>=~ p.prefix AND r.key ~<~ (p.prefix || '~')) r"
        " JOIN payments_bankfile f ON f.id = r.bank_file_id",
        [list(prefixes)],
        schema={
            "prefix": pl.String, "key": pl.String, "amount": pl.Int64, "code": pl.String, "name": pl.String,
            "line": pl.Int64,
        },
    )  # fmt: skip
    booked: dict[str, list[_Booked]] = {}
    for prefix, key, amount, code, name, line in rows.iter_rows():
        booked.setdefault(prefix, []).append(_Booked(key, amount, code, f"{name[:50]}, baris {line}"))
    return booked


def _against(lines: Sequence[Line], booked: Sequence[_Booked]) -> list[Problem]:
    """What the receipts booked on one account and day mean for this file's lines of it. The rule is in `keys`."""
    own = {line.key for line in lines}
    formats = {form_of(line.key)[0] for line in lines}
    by_key = {each.key: each for each in booked}
    # Only a file that holds all lines of the day that an earlier one of its format had shows the day whole.
    # A second payment that a person booked has a key that no file has.
    whole = all(each.key in own for each in booked if form_of(each.key)[0] in formats and AGAIN not in each.key)
    left: dict[int, list[_Booked]] = {}
    for each in booked:
        if each.key not in own:
            left.setdefault(each.amount, []).append(each)
    problems = []
    for line in lines:
        before = by_key.get(line.key)
        if before is not None:
            code = _code_of_seen(line, before, whole=whole)
            problems.append(problem(code, line=line.number, field="line", written=before.said))
        elif other := next((each for each in left.get(line.amount, ()) if _may_be(line, each)), None):
            problems.append(problem("perhaps_booked", line=line.number, field="line", written=other.said))
    return problems


def _code_of_seen(line: Line, before: _Booked, *, whole: bool) -> str:
    if line.basis == "text" and not whole:
        return "perhaps_second"
    return "seen" if before.code == line.code else "seen_other_code"


def _may_be(line: Line, before: _Booked) -> bool:
    """Whether a line and a receipt of the same day and amount, known by other keys, can be the same money."""
    if line.code and before.code and line.code != before.code:
        return False
    # Two numbers of the bank in the same format are two payments.
    return not (line.basis == "reference" and form_of(line.key) == form_of(before.key))


# ------------------------------------------------------------------------------------------------ telling


def _stored(each: Problem) -> dict[str, Any]:
    """A problem without its words, which follow from the code."""
    return {"line": each.line, "field": each.field, "code": each.code, "written": each.written}


def outcome_of(file_id: int, *, new: bool = False) -> BankFileOutcome:
    """What became of a bank file that was taken in, as it stands now. Raises BankFile.DoesNotExist."""
    with owner_rights():
        file = BankFile.objects.get(pk=file_id)
        decided = dict(HeldLine.objects.filter(bank_file=file).exclude(state="waiting").values_list("line", "state"))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT note, count(*), sum(amount)::bigint FROM payments_receipt WHERE bank_file_id = %s"
                " GROUP BY 1 ORDER BY 1",
                [file_id],
            )
            notes = cursor.fetchall()
    told = tuple(
        sorted(
            (problem(**each) for each in file.problems if each["line"] not in decided), key=lambda each: each.line
        )
    )  # fmt: skip
    seen = len({each.line for each in told if each.code in ("seen", "told")})
    taken = sum(count for _, count, _ in notes)
    aside = sum(state == "set_aside" for state in decided.values())
    return BankFileOutcome(
        file_id, file.name, file.format, file.account, file.lines, taken, sum(amount for *_, amount in notes),
        {note: count for note, count, _ in notes}, seen,
        file.lines - taken - seen - aside - sum(file.skipped.values()), aside, file.skipped, told, new,
    )  # fmt: skip
