from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.banking import shapes
from tests.core.banking.shapes import CODE, OTHER, mt940, payment_code

from ayomi.core.banking.lines import Line, Statement
from ayomi.core.banking.statements import read
from ayomi.core.lists.problems import Refusal


def statement(content: str | bytes) -> Statement:
    found = read(content.encode() if isinstance(content, str) else content, "uji.txt")
    assert isinstance(found, Statement), found
    return found


def brief(lines: tuple[Line, ...]) -> list[tuple[date | None, int, str]]:
    return [(line.day, line.amount, line.code) for line in lines]


BOTH = [(date(2026, 11, 20), 1_500_000, CODE), (date(2026, 11, 20), 16_800, OTHER)]


def test_an_mt940_gives_its_credits_with_codes_senders_and_bank_references() -> None:
    found = statement(shapes.MT940)
    assert (found.format, found.account, found.problems) == ("mt940", "12003456", ())
    assert brief(found.receipts) == BOTH
    assert [line.sender for line in found.receipts] == ["KOPERASI TANI MAJU", "SITI AMINAH"]
    assert [line.basis for line in found.receipts] == ["reference", "reference"]
    assert [(line.number, line.why) for line in found.lines if line.kind == "skipped"] == [(8, "debit")]


@pytest.mark.parametrize(
    "changed",
    [
        shapes.MT940.replace("\r\n", "\n"),
        "{1:F01CENAIDJAXXXX0000000000}{2:I940X}{4:\r\n" + shapes.MT940.rstrip("\r\n-") + "\r\n-}{5:}",
        "\ufeff" + shapes.MT940,
        shapes.MT940.replace(":25:0012003456", ":25:BANKIDJA/0012003456IDR"),
    ],
    ids=["line feeds", "envelope", "byte mark", "bank before account"],
)
def test_envelopes_line_ends_and_bank_codes_change_no_line_and_no_key(changed: str) -> None:
    assert [line.key for line in statement(changed).receipts] == [line.key for line in statement(shapes.MT940).receipts]


def test_several_statements_in_one_file_keep_their_own_accounts() -> None:
    found = statement(shapes.MT940 + mt940([("C//Z9", 50_000, CODE)], account="777888999"))
    assert found.account == ""
    assert [line.account for line in found.receipts] == ["12003456", "12003456", "777888999"]
    assert found.problems == ()


def test_a_balance_that_does_not_add_up_is_said_with_the_difference() -> None:
    found = statement(shapes.MT940.replace("IDR9991800,00", "IDR9991000,00"))
    (said,) = found.problems
    assert (said.code, said.severity, said.line) == ("balance_differs", "warning", 12)
    assert "−800" in said.what_id


def test_a_file_cut_off_before_its_closing_balance_is_said() -> None:
    found = statement(shapes.MT940.split(":62F:")[0])
    assert [each.code for each in found.problems] == ["balance_missing"]
    assert len(found.receipts) == 2


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (":61:261120RC5000,00NTRFX", "credit_reversed"),
        (":61:261120RD5000,00NTRFX", "debit_reversed"),
        (":61:261120C5000,50NTRFX", "cents"),
        (":61:261120C5.000NTRFX", "line_unreadable"),
        (":61:261120C,NTRFX", "amount_unclear"),
        (":61:261320C5000,00NTRFX", "day_unclear"),
        (":61:garbage", "line_unreadable"),
        (":61:261120C999999999999999,00NTRFX", None),
        (":61:261120C1000000000000001,00NTRFX", "line_unreadable"),
    ],
)
def test_an_entry_that_is_no_plain_credit_is_never_booked_silently(entry: str, code: str | None) -> None:
    found = statement(f":20:A\n:25:123456\n:60F:C261119IDR0,\n{entry}\n:86:uji\n:62F:C261120IDR0,\n-\n")
    assert [each.code for each in found.problems if each.severity == "fix"] == ([code] if code else [])
    assert len(found.receipts) == (0 if code else 1)


def test_cents_that_are_zero_are_whole_rupiah() -> None:
    entries = "".join(f":61:261120C5000,{cents}NTRFX//R{n}\n:86:uji\n" for n, cents in enumerate(("", "0", "00")))
    found = statement(f":20:A\n:25:1\n:60F:C261119IDR0,\n{entries}:62F:C261120IDR15000,\n-\n")
    assert [line.amount for line in found.receipts] == [5000] * 3
    assert found.problems == ()


def test_a_foreign_account_is_not_booked() -> None:
    found = statement(shapes.MT940.replace("IDR", "USD"))
    assert found.receipts == ()
    assert {each.code for each in found.problems} == {"other_currency"}


@pytest.mark.parametrize(
    ("content", "account", "receipts"),
    [
        (shapes.DEBIT_CREDIT_COLUMNS, "1370001234567", [BOTH[0], (date(2026, 11, 21), 16_800, OTHER)]),
        (shapes.SIDE_BEHIND_AMOUNT, "123456789", BOTH[:1]),
        (
            shapes.SEMICOLONS_AND_TIME,
            "301001234567",
            [BOTH[0], (date(2026, 11, 20), 16_800, ""), (date(2026, 11, 20), 16_800, "")],
        ),
        (shapes.NEWEST_FIRST, "", [(date(2026, 11, 21), 16_800, OTHER), BOTH[0]]),
    ],
    ids=["debit and credit", "side behind amount", "semicolons", "newest first"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_bank_csv_shapes_are_read_in_every_encoding(
    content: str, account: str, receipts: list[tuple[date, int, str]], encoding: str
) -> None:
    found = statement(content.encode(encoding))
    assert (found.format, found.account) == ("csv", account)
    assert brief(found.receipts) == receipts
    assert {each.code for each in found.problems} <= ({"account_unknown"} if not account else set())


def test_rows_that_are_no_receipts_are_listed_with_their_reason() -> None:
    found = statement(shapes.SIDE_BEHIND_AMOUNT)
    assert [(line.number, line.why) for line in found.lines if line.kind == "skipped"] == [
        (9, "debit"), (10, "pending"), (11, "summary"), (12, "summary"),
    ]  # fmt: skip


def test_a_running_balance_that_breaks_is_said_once_at_its_line() -> None:
    found = statement(shapes.SEMICOLONS_AND_TIME.replace(";10016800.00\n", ";10016801.00\n"))
    assert [(each.code, each.line) for each in found.problems] == [("balance_differs", 3)]


CSV = "Tanggal;Keterangan;Debet;Kredit\n"


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("20/11/2026;a;;1.500,50", "cents", "amount"),
        ("20/11/2026;a;;1500.000", "amount_unclear", "amount"),
        ("20/11/2026;a;;1,5E+06", "amount_damaged", "amount"),
        ("20/11/2026;a;;-5000", "side_unclear", "amount"),
        ("20/11/2026;a;5000;5000", "both_sides", "amount"),
        ("31/02/2026;a;;5000", "day_unclear", "day"),
        ("kemarin;a;;5000", "day_unclear", "day"),
        (";a;;5000", "day_missing", "day"),
        (f"20/11/2026;{CODE} atau {OTHER};;5000", "two_codes", "code"),
        ("20/11/2026;a;;1000000000000001", "amount_too_large", "amount"),
    ],
)
def test_a_bad_row_says_what_is_wrong_and_what_to_do_and_the_good_ones_stay(row: str, code: str, field: str) -> None:
    found = statement(f"No rekening: 1234567890;;;\n{CSV}{row}\n20/11/2026;{CODE};;7000\n")
    assert [line.amount for line in found.receipts] == [7000]
    (said,) = found.problems
    assert (said.line, said.field, said.code) == (3, field, code)
    assert said.do_id and said.do_en and "{" not in said.what_id + said.what_en


def test_day_and_month_are_not_guessed_where_the_file_shows_both_orders() -> None:
    rows = "20/11/2026;a;;1000\n11/20/2026;a;;1000\n05/06/2026;a;;1000\n"
    found = statement(f"Account no: 1234567890;;;\n{CSV}{rows}")
    assert [line.day for line in found.receipts] == [date(2026, 11, 20)] * 2
    assert [(each.line, each.code) for each in found.problems] == [(5, "day_unclear")]


def test_the_same_code_twice_and_spaced_codes_are_one_code() -> None:
    spaced = f"{CODE[:4]} {CODE[4:8]} {CODE[8:12]} {CODE[12:]}"
    found = statement(f"{CSV}20/11/2026;{CODE} VA{CODE} {spaced};;5000\n")
    assert [line.code for line in found.receipts] == [CODE]


def test_a_code_is_never_cut_out_of_a_longer_number_nor_taken_without_its_check_digits() -> None:
    wrong = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
    found = statement(f"{CSV}20/11/2026;9{CODE} {wrong};;5000\n")
    assert [line.code for line in found.receipts] == [""]


def test_a_report_of_virtual_accounts_counts_every_amount_as_paid_in() -> None:
    found = statement("Tanggal,Nomor VA,Nama,Nominal\n20/11/2026,2000000000017,SITI,16800\n")
    assert [(line.code, line.sender, line.amount) for line in found.receipts] == [("2000000000017", "SITI", 16_800)]


def test_amounts_without_any_side_are_asked_about() -> None:
    found = statement("Tanggal,Keterangan,Jumlah\n20/11/2026,IURAN,16800\n")
    assert found.receipts == ()
    assert [each.code for each in found.problems] == ["side_unclear"]


def test_two_equal_payments_of_one_day_are_two_and_stay_themselves_in_a_longer_file() -> None:
    line = ("C", 16_800, "SETOR TUNAI")
    short, long = statement(mt940([line])), statement(mt940([line, line]))
    assert len({each.key for each in long.receipts}) == 2
    assert short.receipts[0].key == long.receipts[0].key
    assert {each.basis for each in long.receipts} == {"text"}


def test_a_reference_shared_by_equal_lines_is_no_better_than_words() -> None:
    found = statement(mt940([("C//BATCH", 5000, "a"), ("C//BATCH", 5000, "b"), ("C//BATCH", 6000, "c")]))
    assert [line.basis for line in found.receipts] == ["text", "text", "reference"]
    assert len({line.key for line in found.receipts}) == 3


def test_spacing_case_and_quotes_do_not_make_another_line() -> None:
    one = statement(f'No rekening: 1234567890;;;\n{CSV}20/11/2026;"Setor  tunai";;5.000,00\n')
    two = statement("No. Rek. 0001234567890,,,\nTanggal,Keterangan,Debet,Kredit\n2026-11-20,SETOR TUNAI,,5000\n")
    assert one.receipts[0].key == two.receipts[0].key


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7 x", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"Nama;Alamat\nSiti;Kolaka\n", "no_statement"),
        (b"\xff\xfea\x00b", "unknown_binary"),
    ],
)
def test_what_is_no_statement_is_refused_by_what_it_is(content: bytes, code: str) -> None:
    found = read(content, "mutasi.csv")
    assert isinstance(found, Refusal)
    assert found.code == code and "MT940" in found.message_id and "MT940" in found.message_en


def test_a_workbook_says_what_the_same_rows_say_as_text() -> None:
    rows: list[list[object]] = [
        ["Mutasi Rekening"],
        ["No. rekening : 0012003456"],
        ["Tanggal", "Keterangan", "Debet", "Kredit", "Kode bayar"],
        [datetime(2026, 11, 3), f"SETOR {CODE}", None, 16_800, ""],
        [datetime(2026, 11, 4, 9, 30), "BIAYA", 6_500.0, None, ""],
        ["05/11/2026", "TANPA KODE", None, 50_000.5, ""],
        [datetime(2026, 11, 6), "SETOR", None, 75_000, int(OTHER)],
        ["", "Jumlah", 6_500, 141_800, ""],
    ]
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("Petunjuk").write(0, 0, "Unduhan bank")
        sheet, day = book.add_worksheet("Mutasi"), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(place, column, cell, day if isinstance(cell, datetime) else None)
    found = statement(target.getvalue())
    assert (found.format, found.account) == ("book", "12003456")
    assert brief(found.receipts) == [(date(2026, 11, 3), 16_800, CODE), (date(2026, 11, 6), 75_000, OTHER)]
    assert [(each.line, each.code) for each in found.problems] == [(6, "cents")]
    assert [line.why for line in found.lines if line.kind == "skipped"] == ["debit", "summary"]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=300).map(str.encode)))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    assert isinstance(read(content, "x"), Statement | Refusal)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_statement_never_breaks_the_reader_nor_books_a_broken_amount(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([shapes.MT940, shapes.SIDE_BEHIND_AMOUNT, shapes.NEWEST_FIRST])).encode()
    place = data.draw(st.integers(0, len(whole)))
    cut = whole[:place] + data.draw(st.binary(max_size=12)) + whole[place + data.draw(st.integers(0, 40)) :]
    found = read(cut, "x")
    if isinstance(found, Statement):
        assert all(line.amount > 0 and line.day and line.key for line in found.receipts)
        assert len({line.key for line in found.receipts}) == len(found.receipts)


entries = st.lists(
    st.tuples(
        st.sampled_from(["C", "D", "C//R1", "C//R2"]),
        st.sampled_from([16_800, 50_000, 1_500_000]),
        st.sampled_from(["SETOR TUNAI", f"KODE {CODE}", "TRF"]),
    ),
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(entries, entries)
def test_an_overlapping_file_adds_what_the_first_did_not_have_and_nothing_else(
    first: list[tuple[str, int, str]], more: list[tuple[str, int, str]]
) -> None:
    one, two = statement(mt940(first, opening=10**8)), statement(mt940(first + more, opening=10**8))
    booked = {line.key: line.amount for line in one.receipts} | {line.key: line.amount for line in two.receipts}
    assert len(booked) == len(two.receipts)
    assert sum(booked.values()) == sum(amount for mark, amount, _ in first + more if mark.startswith("C"))
    assert not one.problems and not two.problems


@given(st.integers(0, 10**10 - 1))
def test_every_payment_code_is_found_among_other_words(number: int) -> None:
    code = payment_code(number)
    found = statement(mt940([("C", 1000, f"INV 77 {code} LUNAS")]))
    assert found.receipts[0].code == code


@pytest.mark.parametrize("start", [":86:" + "8 " * 500_000, ":61:" + "1" * 500_000, "?32" * 300_000])
def test_long_hostile_lines_are_read_in_a_moment(start: str) -> None:
    found = read(f":20:A\n:25:1\n:60F:C261119IDR0,\n:61:261120C5,NTRFX\n{start}\n:62F:C261120IDR5,\n".encode(), "x")
    assert isinstance(found, Statement)
