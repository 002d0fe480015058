"""Each rupiah of a payment in words."""

from collections.abc import Sequence

from ayomi.core.law.citation import Words
from ayomi.core.lending.allocation import Difference, Loan, Part, Use
from ayomi.core.money import rupiah_text
from ayomi.core.periods import day_text

USE_WORDS: dict[Use, Words] = {
    "fee": Words("jasa administrasi", "fee"),
    "principal": Words("pokok", "principal"),
    "recovery": Words("pemulihan pinjaman yang sudah dihapus", "recovery of a loan written off"),
    "credit": Words("kelebihan, disimpan untuk peminjam", "more than was owed, kept for the borrower"),
    "waived": Words("jasa dibebaskan", "fee waived"),
    "written_off": Words("dihapus dari pembukuan", "written off"),
}


def of_event(loan: Loan, event: int) -> list[Words]:
    """What the money of one event was counted for, one sentence for each part."""
    dues = {each.number: each.due for each in loan.owed}
    found = []
    for part in (part for part in loan.parts if part.event == event):
        name, due = USE_WORDS[part.use], dues.get(part.row)
        where = Words("", "")
        if due is not None:
            where = Words(
                f" angsuran ke-{part.row} (jatuh tempo {day_text(due, 'id')})",
                f" of instalment {part.row} (due {day_text(due, 'en')})",
            )
        found.append(
            Words(
                f"{rupiah_text(part.amount, 'id')}: {name.id}{where.id}.",
                f"{rupiah_text(part.amount, 'en')}: {name.en}{where.en}.",
            )
        )
    return found


def of_differences(changed: Sequence[Difference]) -> list[Words]:
    """What a payment booked late changed in those counted before."""
    found = []
    for each in changed:
        before, after = _said(each.before), _said(each.after)
        if each.before:
            found.append(
                Words(
                    f"Posting {each.event} dihitung ulang: tadinya {before.id}; sekarang {after.id}.",
                    f"Posting {each.event} is counted anew: before {before.en}; now {after.en}.",
                )
            )
        else:
            found.append(Words(f"Posting {each.event} baru: {after.id}.", f"Posting {each.event} is new: {after.en}."))
    return found


def _said(parts: Sequence[Part]) -> Words:
    if not parts:
        return Words("tidak ada", "nothing")
    indonesian, english = [], []
    for part in parts:
        name = USE_WORDS[part.use]
        row = (f" angsuran ke-{part.row}", f" of instalment {part.row}") if part.row else ("", "")
        indonesian.append(f"{rupiah_text(part.amount, 'id')} {name.id}{row[0]}")
        english.append(f"{rupiah_text(part.amount, 'en')} {name.en}{row[1]}")
    return Words(", ".join(indonesian), ", ".join(english))
