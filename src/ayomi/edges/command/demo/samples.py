"""Files to try things with, as people send them: an untidy workbook of a cooperative, and a bank's statements."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl
import xlsxwriter

from ayomi.core.identity import make_nik
from ayomi.core.periods import MONTH_NAMES
from ayomi.edges.command.demo import work
from ayomi.edges.command.demo.draw import Dice, dice
from ayomi.edges.command.demo.names import names

TITLE: Final = "DAFTAR CALON ANGGOTA BARU BPJS KETENAGAKERJAAN - KOPERASI NELAYAN SAMUDRA WOLO"
HEADER: Final = (
    "No", "Nama Lengkap (sesuai KTP)", "No. KTP", "Tgl Lhr", "L/P", "Pekerjaan", "Hasil/bln", "HP/WA", "Desa", "Ket.",
)  # fmt: skip
ROWS: Final = 163
FIRST_ROW, SECOND_HEADER = 3, 88
"""Sheet rows: the title is the first, the header the second and again in the middle, the sum the last."""
WIDTHS: Final = (5, 30, 20, 18, 5, 20, 14, 16, 16, 10)
_SHORT: Final = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des")
_VILLAGES: Final = (
    "Wolo:6 Lapao-Pao:4 Ulu_Wolo:3 Donggala:3 Samaenre:2 Langgomali:2 Tolowe_Ponrewaru:2 Muara_Lapao-Pao:2"
)
_TITLES: Final = "-:92 H.:4 Hj.:1 Drs.:1"
_DEGREES: Final = "-:94 S.Pi:3 S.Pd:2 A.Md:1"


@dataclass(frozen=True)
class Known:
    """Someone the register has already: as the workbook writes this person once more."""

    name: str
    nik: str | None
    born: date
    village: str


def sheet_rows(*, seed: int, registered: Sequence[Known], twins: Sequence[Known]) -> dict[int, list[Any]]:
    """Sheet row -> cells of the 163 people. `registered` and `twins` stand among the good rows."""
    numbers = [row for row in range(FIRST_ROW, FIRST_ROW + ROWS + 1) if row != SECOND_HEADER]
    own = dice(0, ROWS, seed)
    sex = own.chance(380, "list sex").replace_strict({True: "female", False: "male"}, return_dtype=pl.String)
    culture = own.word("tolaki_buton:62 bugis_makassar:38", "list culture").str.replace(" ", "_")
    born = [date(1966, 1, 5) + timedelta(days=day) for day in own.below(14_600, "list born").to_list()]
    frame = pl.DataFrame(
        {
            "row": numbers, "name": names(own, culture, sex), "sex": sex, "born": born,
            "before": own.word(_TITLES, "title"), "after": own.word(_DEGREES, "degree"),
            "work": own.word(work.COASTAL, "list work"), "income": work.incomes(own),
            "village": own.word(_VILLAGES, "list village"), "phone": own.below(90_000_000, "list phone"),
            "style": own.below(1000, "list style"),
        }
    )  # fmt: skip
    niks = [
        make_nik("74.01.10", day, "female" if of == "female" else "male", 21 + place * 3)
        for place, (day, of) in enumerate(frame.select("born", "sex").iter_rows())
    ]
    cells = {
        each["row"]: _cells(place, each, nik)
        for place, (each, nik) in enumerate(zip(frame.iter_rows(named=True), niks, strict=True))
    }
    _put_known(cells, registered, twins)
    _put_faults(cells)
    return cells


def _cells(place: int, each: dict[str, Any], nik: str) -> list[Any]:
    style = each["style"]
    # Capitals, titles and degrees as on the cards people copied from.
    name = each["name"].upper() if style % 5 == 0 else each["name"]
    before = "" if each["sex"] == "female" and each["before"] in ("H.", "Drs.") else each["before"]
    whole = " ".join(word for word in (before, name) if word) + (f", {each['after']}" if each["after"] else "")
    return [
        place + 1, whole, _nik(nik, style), _day(each["born"], style), "P" if each["sex"] == "female" else "L",
        each["work"], _income(each["income"], style), _phone(each["phone"], style), each["village"],
        ("lunas", "belum", None)[style % 3],
    ]  # fmt: skip


def _nik(nik: str, style: int) -> str:
    if style % 11 == 0:
        return f"'{nik}"
    return f"{nik[:6]} {nik[6:12]} {nik[12:]}" if style % 17 == 0 else nik


def _day(day: date, style: int) -> Any:
    """One of six styles; a real date of the spreadsheet is one of them."""
    month = MONTH_NAMES["id"][day.month - 1]
    return (
        f"{day.day}/{day.month}/{day:%y}", f"{day:%d-%m-%Y}", f"{day.day} {month} {day.year}", day,
        f"{day:%Y-%m-%d}", f"{day.day} {_SHORT[day.month - 1]} {day.year}",
    )[style % 6]  # fmt: skip


def _income(income: int, style: int) -> Any:
    dotted = f"{income:,}".replace(",", ".")
    return (dotted, income, f"Rp {dotted}", dotted)[style % 4]


def _phone(number: int, style: int) -> Any:
    """Mostly as a number, so that the leading zero is lost."""
    if style % 9 == 0:
        return None
    digits = f"8{(1, 2, 5)[style % 3]}{number % 10}{number + 10_000_000:08d}"[:11]
    if style % 7 == 0:
        return f"0{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    return int(digits) if style % 10 else f"+62 {digits}"


def _put_known(cells: dict[int, list[Any]], registered: Sequence[Known], twins: Sequence[Known]) -> None:
    for row, each in zip((8, 33, 104, 151), registered, strict=False):
        cells[row][1:4] = [each.name, each.nik, f"{each.born:%d-%m-%Y}"]
        cells[row][8] = each.village
    for row, each in zip((58, 127), twins, strict=False):
        cells[row][1:4] = [each.name, each.nik, f"{each.born:%d-%m-%Y}"]
        cells[row][8] = each.village


def _put_faults(cells: dict[int, list[Any]]) -> None:
    """Nine rows that need someone's hand, each for its own reason; and three whose dates do not agree."""
    cells[14][1:3] = ["La Ode Rahim", 7.40110e15]
    cells[27][1:3] = ["Hasnawati", "740110520688003"]
    cells[41][1:4] = ["Ambo Tuo", make_nik("74.01.10", date(1988, 2, 21), "male", 5), "31-02-1988"]
    cells[52][1:4] = ["La Baa", make_nik("74.01.10", date(1960, 5, 4), "male", 2), "04-05-1960"]
    cells[63][1] = None
    cells[71][1], cells[71][6] = "Nurlina", "1.1jt"
    cells[96][1], cells[96][7] = "Andi Baso Tenri", 81245
    cells[118][1], cells[118][5] = "Muh. Ridwan Saleh", "serabutan"
    shared = make_nik("74.01.10", date(1990, 8, 12), "male", 3)
    cells[139][1:4] = ["Hasan Basri", shared, "12-08-1990"]
    cells[140][1:4] = ["Darwis", shared, "12-08-1990"]
    for row in (19, 77, 155):
        day, month, year = str(cells[row][2]).replace(" ", "").strip("'")[6:12][:2], 4, 1979
        cells[row][3] = f"{int(day) % 40 or 1:02d}-{month:02d}-{year}"


def workbook(cells: dict[int, list[Any]]) -> bytes:
    """The workbook: a merged title, the header twice, the sum at the bottom, numbers as a spreadsheet spoils them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Anggota")
        bold, long = book.add_format({"bold": True}), book.add_format({"num_format": "0.00000E+00"})
        last = FIRST_ROW + ROWS
        sheet.merge_range(0, 0, 0, len(HEADER) - 1, TITLE, bold)
        for row in (FIRST_ROW - 1, SECOND_HEADER):
            sheet.write_row(row - 1, 0, HEADER, bold)
        for row, values in cells.items():
            for column, value in enumerate(values):
                _write(sheet, row - 1, column, value, long)
        total = sum(value for values in cells.values() if isinstance(value := values[6], int))
        sheet.write_row(last, 0, ["", "JUMLAH", "", "", "", "", total], bold)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, long: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value, *([long] if isinstance(value, float) else []))


def own_dice(seed: int) -> Dice:
    """Dice of the workbook's rows, for those who make people of the same place."""
    return dice(0, ROWS, seed)


@dataclass(frozen=True)
class Incoming:
    """One line of a bank statement: money in on a day with what the sender wrote."""

    day: date
    amount: int
    text: str
    sender: str


def bank_csv(lines: Sequence[Incoming], *, account: str) -> bytes:
    """A statement as internet banking gives it: semicolons, points between thousands, the newest line last."""
    rows = [f"No. Rekening;{account}", "Tanggal;Keterangan;Pengirim;Debet;Kredit;Saldo"]
    balance = 125_000_000
    for line in lines:
        balance += line.amount
        rows.append(
            f"{line.day:%d/%m/%Y};{line.text};{line.sender};0,00;{_dotted(line.amount)},00;{_dotted(balance)},00"
        )
    return ("\ufeff" + "\r\n".join(rows) + "\r\n").encode()


def _dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def mt940(lines: Sequence[Incoming], *, account: str, day: date) -> bytes:
    """The same as a SWIFT MT940 customer statement."""
    opening = 125_000_000
    closing = opening + sum(line.amount for line in lines)
    out = [
        ":20:AYOMI DEMO", f":25:{account}", ":28C:00001/001", f":60F:C{day - timedelta(days=1):%y%m%d}IDR{opening},00"
    ]  # fmt: skip
    for number, line in enumerate(lines, start=1):
        out.append(f":61:{line.day:%y%m%d}{line.day:%m%d}C{line.amount},00NTRFD{number:06d}")
        out.append(f":86:{line.text[:60]}\r\n{line.sender[:60]}")
    out.append(f":62F:C{day:%y%m%d}IDR{closing},00")
    return ("\r\n".join(out) + "\r\n-\r\n").encode("ascii", "replace")
