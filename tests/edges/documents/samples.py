"""Documents to print in tests."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ayomi.core.periods import Month
from ayomi.edges.documents.shapes import (
    Address,
    Bill,
    BillCharge,
    BillFine,
    BillMember,
    BillPart,
    Card,
    Certificate,
    ProjectCertificate,
    Signing,
)

AT = datetime(2026, 11, 20, 9, 14, tzinfo=ZoneInfo("Asia/Makassar"))
SIGNING = Signing("KCP Kolaka", "WITA", AT)
TOKEN = "7K2QX9MFPD04HTVN8RWC1J6BSA"
NAMES = ("Sitti Hasnawati", "Muhammad Ridwan", "La Ode Baharuddin", '=HYPERLINK("http://x")', "Ni Luh Ayu Suartini")


def address(number: str) -> Address:
    return Address(f"https://ayomi.example/v/{TOKEN}/", TOKEN, number, "ayomi.example/v")


OCTOBER = Month(2026, 10)


def line(number: int, *, reason: str = "regular", month: Month = OCTOBER, sign: int = 1) -> BillMember:
    parts = {
        "jkk": 30_705, "jkm": 10_350, "jht_employer": 127_650, "jht_worker": 69_000, "jp_employer": 69_000,
        "jp_worker": 34_500, "jpk": 0,
    }  # fmt: skip
    signed = {name: sign * amount for name, amount in parts.items()}
    return BillMember(
        name=NAMES[number % len(NAMES)], kpj=f"0{6010000000 + number}", month=month, reason=reason, wage=3_450_000,
        relief=0, total=sum(signed.values()), **signed,
    )  # fmt: skip


def bill(people: int = 3, *, state: str = "final", fine: bool = True, corrections: bool = True) -> Bill:
    lines = [line(number) for number in range(people)]
    if corrections:
        lines.append(line(0, reason="wage_corrected", month=Month(2026, 8)))
        lines.append(line(1, reason="left_late", month=Month(2026, 9), sign=-1))
    due = date(2026, 11, 16)
    parts = [BillPart(fund, sum(one.fund(fund) for one in lines), due) for fund in ("jkk", "jkm", "jht", "jp")]
    fines = (BillFine(Month(2026, 7), date(2026, 9, 21), 2, "2 %", "PP 44/2015 Pasal 22", 83_120),) if fine else ()
    if fine:
        parts.append(BillPart("fine", 83_120, due))
    paid = state == "paid"
    code = "" if state == "draft" else "8000000012345"
    return Bill(
        state, "wage_earner", Month(2026, 10), code, f"https://ayomi.example/bayar/{code}/", "PT Sinar Laut", "1000017",
        sum(part.amount for part in parts), due, date(2026, 11, 12) if paid else None, tuple(parts), tuple(lines), (),
        fines, SIGNING,
    )  # type: ignore[arg-type]  # the state is one of the four  # fmt: skip


def project_bill() -> Bill:
    charge = BillCharge("Jembatan Kali Semarang", 1, 3, 4_250_000_000, 5_100_000, 637_500)
    due = date(2026, 6, 1)
    return Bill(
        "final", "construction", Month(2026, 5), "8000000012345", "https://ayomi.example/bayar/8000000012345/",
        charge.project, "2000015", 5_737_500, due, None,
        (BillPart("jkk", 5_100_000, due), BillPart("jkm", 637_500, due)), (), (charge,), (), SIGNING,
    )  # fmt: skip


CARD = Card(
    "Sitti Hasnawati", "26010000123", ("jkk", "jkm", "jht"), "own_account", "Koperasi Nelayan Samudra Wolo",
    date(2026, 3, 1), address("KP-802-2026-000318"), SIGNING,
)  # fmt: skip
CERTIFICATE = Certificate(
    "Koperasi Nelayan Samudra Wolo", "KA000123", ("jkk", "jkm"), 312, 312, date(2026, 11, 30),
    address("SK-802-2026-000318"), SIGNING,
)  # fmt: skip
PROJECT = ProjectCertificate(
    "Jembatan Kali Semarang", "2600000011", "PT Karya Beton Utama", "", "Kota Semarang", 4_250_000_000,
    date(2026, 6, 1), date(2027, 1, 31), None, 84, date(2027, 1, 31), address("SP-101-2026-000044"), SIGNING,
)  # fmt: skip
