"""Bank files: kept once, booked once, whatever is sent again, overlaps or dies half way."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ayomi.apps.audit.models import Event
from ayomi.apps.audit.queries import examine
from ayomi.apps.contributions.actions.finalise import finalise
from ayomi.apps.contributions.models import Bill, Part
from ayomi.apps.ledger.queries import CHECKS as LEDGER_CHECKS
from ayomi.apps.offices.models import Office
from ayomi.apps.payments.actions import files
from ayomi.apps.payments.actions.files import BankFileOutcome, BankFileRefused, take_bank_file
from ayomi.apps.payments.actions.held import AlreadyDecided, TooEarly, book_held, set_aside
from ayomi.apps.payments.models import BankFile, HeldLine, Receipt
from ayomi.apps.payments.queries import CHECKS
from ayomi.apps.registry.models import Organisation, Payer
from tests.core.banking.shapes import mt940

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
HEADER = "No. rekening : 0012003456;;;\nTanggal;Keterangan;Debet;Kredit\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> int:
    return Office.objects.create(code="UJI", name="Cabang Uji", kind="branch", opened=date(2014, 1, 1)).pk


def bills(office: int, payers: int, months: int, total: int = 16_800) -> list[str]:
    """Payment codes of final bills: `months` of each payer, first payer first."""
    organisations = Organisation.objects.bulk_create(
        Organisation(kind="firm", name=f"PT {n}", name_key=f"{n}", office_id=office, recorded_at=AT)
        for n in range(payers)
    )
    owners = Payer.objects.bulk_create(
        Payer(number=f"1{n:011d}", organisation=each, office_id=office) for n, each in enumerate(organisations)
    )
    drafts = Bill.objects.bulk_create(
        Bill(
            payer=owner, office_id=office, month=date(2025 + month // 12, 1 + month % 12, 1), segment="own_account",
            kind="monthly", state="draft", total=total, due_on=date(2026, 12, 15), drafted_at=AT,
        )
        for owner in owners for month in range(months)
    )  # fmt: skip
    Part.objects.bulk_create(Part(bill=bill, fund="jkk", amount=total, due_on=bill.due_on) for bill in drafts)
    finalise([bill.pk for bill in drafts], by=None, at=AT)
    return list(Bill.objects.order_by("pk").values_list("code", flat=True))


def take(content: str, office: int, name: str = "mutasi.txt") -> BankFileOutcome:
    outcome = take_bank_file(content.encode(), name, office, by=7, at=AT)
    assert outcome.lines == outcome.taken + outcome.seen + outcome.held + outcome.set_aside + sum(
        outcome.skipped.values()
    )
    return outcome


def assert_books_are_right() -> None:
    broken = [found for found in map(examine, (*CHECKS, *LEDGER_CHECKS)) if found.broken]
    assert broken == []


def test_twenty_thousand_lines_are_booked_once(office: int) -> None:
    codes = bills(office, payers=1_000, months=20)
    content = mt940((f"C//FT{n:08d}", 16_800, f"IURAN {code}") for n, code in enumerate(codes))
    outcome = take(content, office)
    assert (outcome.taken, outcome.amount, outcome.notes) == (20_000, 20_000 * 16_800, {"paid": 20_000})
    again = take(content, office)
    assert (again.taken, again.amount, again.notes, again.new) == (20_000, 20_000 * 16_800, {"paid": 20_000}, False)
    assert Receipt.objects.count() == 20_000
    assert not Bill.objects.exclude(state="paid").exists()
    assert_books_are_right()


def test_an_overlapping_file_books_only_the_new_lines(office: int) -> None:
    first, second, third = bills(office, payers=3, months=1)
    start = [("C//A", 16_800, first), ("C", 16_800, f"TUNAI {second}"), ("C", 16_800, f"TUNAI {second}")]
    take(mt940(start), office)
    outcome = take(mt940([*start, ("C", 16_800, f"TUNAI {second}"), ("C//B", 16_800, third)]), office)
    assert (outcome.taken, outcome.seen, outcome.held) == (2, 3, 0)
    assert outcome.notes == {"already_paid": 1, "paid": 1}
    assert [each.code for each in outcome.problems] == ["seen"] * 3
    assert Receipt.objects.count() == 5
    assert_books_are_right()


def test_each_fate_of_money_has_its_place_and_nothing_vanishes(office: int) -> None:
    codes = bills(office, payers=4, months=1)
    content = mt940(
        [
            ("C//1", 16_800, codes[0]), ("C//2", 20_000, codes[1]), ("C//3", 10_000, codes[2]),
            ("C//5", 5_000, "TANPA KODE"), ("D//6", 2_500, "ADMIN"), ("C//7", 9_000, f"{codes[0]} {codes[1]}"),
            ("RC//8", 9_000, "BATAL"),
        ]
    )  # fmt: skip
    outcome = take(content, office)
    assert outcome.notes == {"no_code": 1, "paid": 1, "too_little": 1, "too_much": 1}
    assert (outcome.held, outcome.skipped) == (2, {"debit": 1})
    assert [each.code for each in outcome.problems] == ["two_codes", "credit_reversed"]
    assert take(mt940([("C//4", 16_800, codes[0])], account="77"), office).notes == {"already_paid": 1}
    assert_books_are_right()


def test_a_file_that_died_half_way_goes_on_where_it_stopped(office: int, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = bills(office, payers=10, months=1)
    content = mt940((f"C//F{n}", 16_800, code) for n, code in enumerate(codes))
    booked = files.take_receipts
    monkeypatch.setattr(files, "BATCH", 4)

    def dies(*given: object, **named: object) -> object:
        if Receipt.objects.count() >= 8:
            raise ConnectionError("the process died")
        return booked(*given, **named)  # type: ignore[arg-type]  # handed on as given

    monkeypatch.setattr(files, "take_receipts", dies)
    with pytest.raises(ConnectionError):
        take(content, office)
    assert BankFile.objects.get().taken == 8
    monkeypatch.setattr(files, "take_receipts", booked)
    outcome = take(content, office)
    assert (outcome.taken, outcome.notes, outcome.new) == (10, {"paid": 10}, False)
    assert BankFile.objects.get().taken == 10
    assert_books_are_right()


def test_a_second_file_of_the_same_day_that_lacks_lines_of_it_leaves_doubtful_lines_to_a_person(office: int) -> None:
    first, second = bills(office, payers=2, months=1)
    same = ("C", 16_800, "SETOR TUNAI")
    take(mt940([("C", 16_800, f"TUNAI {first}"), same]), office)
    outcome = take(mt940([same, ("C", 16_800, f"TUNAI {second}")]), office)
    assert [(each.code, each.severity) for each in outcome.problems] == [("perhaps_second", "fix")]
    assert (outcome.taken, outcome.held) == (1, 1)
    assert Receipt.objects.count() == 3


def test_the_same_money_in_another_form_of_download_is_not_booked_again(office: int) -> None:
    (code,) = bills(office, payers=1, months=1)
    take(mt940([("C//FT1", 16_800, f"TRF {code}"), ("C//FT2", 50_000, "LAIN")]), office)
    rows = f"20/11/2026;KREDIT {code};;16.800\n20/11/2026;BARU;;75.000\n"
    outcome = take(HEADER + rows, office, "mutasi.csv")
    assert [each.code for each in outcome.problems] == ["perhaps_booked"]
    assert (outcome.taken, outcome.amount, outcome.held) == (1, 75_000, 1)
    assert "mutasi.txt" in outcome.problems[0].what_id


def test_a_second_payment_is_booked_by_a_person_with_a_reason_and_once(office: int) -> None:
    first, second = bills(office, payers=2, months=1)
    same = ("C", 16_800, "SETOR TUNAI")
    take(mt940([("C", 16_800, f"TUNAI {first}"), same]), office)
    partial = mt940([same, ("C", 16_800, f"TUNAI {second}")])
    take(partial, office)
    line = HeldLine.objects.get()
    with pytest.raises(ValueError, match="reason"):
        book_held(line.pk, "  ", by=7, at=AT)
    taken = book_held(line.pk, "dua setoran, kata teller", by=7, at=AT)
    with pytest.raises(AlreadyDecided):
        book_held(line.pk, "lagi", by=8, at=AT)
    with pytest.raises(AlreadyDecided):
        set_aside(line.pk, "lagi", by=8, at=AT)
    assert (taken.new, Receipt.objects.count()) == (True, 4)
    again = take(partial, office)
    assert (again.taken, again.held, again.problems) == (2, 0, ())
    # The whole day, as the bank shows it in the end, brings nothing new of its own accord.
    day = take(mt940([("C", 16_800, f"TUNAI {first}"), same, ("C", 16_800, f"TUNAI {second}")]), office, "hari.txt")
    assert (day.taken, day.seen) == (0, 3)
    with pytest.raises(IntegrityError, match="stands as it came"), transaction.atomic():
        HeldLine.objects.update(reason="lain")
    assert_books_are_right()


def test_a_line_set_aside_books_nothing_and_waits_for_nobody(office: int) -> None:
    same = ("C", 16_800, "SETOR TUNAI")
    take(mt940([("C", 16_800, "LAIN"), same]), office)
    partial = mt940([same])
    take(partial, office)
    set_aside(HeldLine.objects.get().pk, "baris yang sama", by=7, at=AT)
    outcome = take(partial, office)
    assert (outcome.held, outcome.set_aside, outcome.problems) == (0, 1, ())
    assert Receipt.objects.count() == 2
    assert Event.objects.filter(action="held_line_set_aside", reason="baris yang sama").count() == 1


def test_a_day_far_ahead_is_not_booked_by_anybody_before_it_comes(office: int) -> None:
    take(mt940([("C", 16_800, "LAIN")]).replace("2611201120C", "2701150115C"), office)
    line = HeldLine.objects.get()
    with pytest.raises(TooEarly):
        book_held(line.pk, "salah ketik", by=7, at=AT)
    assert book_held(line.pk, "harinya tiba", by=7, at=datetime(2027, 1, 15, 2, tzinfo=UTC)).new


def test_equal_payments_of_different_bills_or_days_or_accounts_are_never_doubted(office: int) -> None:
    first, second = bills(office, payers=2, months=1)
    take(mt940([("C", 16_800, first)]), office)
    assert take(mt940([("C", 16_800, second)]), office).taken == 1
    assert take(mt940([("C", 16_800, first)]).replace("2611201120C", "2611211121C"), office).taken == 1
    assert take(mt940([("C", 16_800, first)], account="99887766"), office).taken == 1
    assert Receipt.objects.count() == 4


def test_a_line_seen_with_another_code_is_told_and_not_booked(office: int) -> None:
    first, second = bills(office, payers=2, months=1)
    take(mt940([("C//FT1", 16_800, f"{first}")]), office)
    outcome = take(mt940([("C//FT1", 16_800, f"{second}")]), office)
    assert [each.code for each in outcome.problems] == ["seen_other_code"]
    assert (outcome.taken, outcome.held) == (0, 1)


def test_a_day_far_ahead_waits(office: int) -> None:
    (code,) = bills(office, payers=1, months=1)
    outcome = take(mt940([("C", 16_800, code)]).replace("2611201120C", "2701150115C"), office)
    assert ([each.code for each in outcome.problems], outcome.taken) == (["day_ahead"], 0)


def test_what_is_no_statement_is_refused_and_not_kept(office: int) -> None:
    with pytest.raises(BankFileRefused) as refused:
        take_bank_file(b"%PDF-1.7", "mutasi.pdf", office, by=7, at=AT)
    assert refused.value.refusal.code == "pdf"
    assert not BankFile.objects.exists()


def test_the_file_is_written_in_the_log_once_with_who_sent_it(office: int) -> None:
    content = mt940([("C", 16_800, "TUNAI")])
    take(content, office)
    take(content, office)
    assert list(Event.objects.filter(action="bank_file_received").values_list("by", "office_id")) == [(7, office)]


def test_looking_for_booked_lines_asks_once_however_many_lines_there_are(office: int) -> None:
    def asked(lines: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            take(mt940((f"C//{lines}-{n}", 1_000 + n, "TUNAI") for n in range(lines)), office)
        return len(captured)

    assert asked(3) == asked(300)
