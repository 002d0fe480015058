"""What the columns of a bank's CSV mean, by their headers in Indonesian and English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ayomi.core.banking.amounts import side_of

ROLES: Final[dict[str, frozenset[str]]] = {
    role: frozenset(words.split("|"))
    for role, words in {
        "value_day": "tanggal efektif|tgl efektif|value date|val date|tanggal valuta|tgl valuta|effective date",
        "day": "tanggal|tgl|date|tanggal transaksi|tgl transaksi|tgl tran|transaction date|trans date|post date"
        "|posting date|tanggal posting|tanggal mutasi|tgl mutasi|tanggal buku|tgl trx|waktu transaksi|entry date",
        "debit": "debet|debit|mutasi debet|mutasi debit|debet idr|debit idr|db|uang keluar|keluar|debit amount"
        "|withdrawal",
        "credit": "kredit|credit|mutasi kredit|kredit idr|credit idr|cr|uang masuk|masuk|credit amount|deposit",
        "amount": "jumlah|nominal|amount|mutasi|nilai|jumlah mutasi|nilai transaksi|jumlah idr|amount idr|nominal idr"
        "|transaction amount|jumlah transaksi|jumlah rp|nominal rp|mutasi rp",
        "side": "d k|k d|d c|c d|db cr|cr db|db kr|dk|dc|dbcr|tipe|jenis|debit kredit|debet kredit|debit credit|type"
        "|jenis transaksi|jenis mutasi|tipe transaksi|posisi|arah|tanda",
        "balance": "saldo|balance|saldo akhir|running balance|saldo akhir mutasi|ending balance|saldo idr|saldo rp",
        "clock": "jam|jam tran|time|jam transaksi|waktu",
        "currency": "currency|mata uang|ccy|kode mata uang",
        "reference": "no referensi|nomor referensi|no ref|ref|ref no|referensi|reference|reference no|reference number"
        "|no jurnal|nomor jurnal|journal no|journal|no bukti|id transaksi|transaction id|trx id|no transaksi"
        "|nomor transaksi|bank reference",
        "text": "keterangan|berita|uraian|deskripsi|description|remark|remarks|narasi|narrative|transaksi|transaction"
        "|desk tran|detail|details|detail transaksi|keterangan transaksi|catatan|memo|berita transfer|particulars"
        "|deskripsi transaksi|rincian|additional desc|keterangan tambahan|uraian transaksi|transaction description",
        "sender": "pengirim|nama pengirim|sender|sender name|dari|nama|name|from|nama penyetor|penyetor",
        "code": "kode bayar|payment code|nomor va|no va|virtual account|va number|va|nomor virtual account|no pelanggan"
        "|nomor pelanggan|customer number|kode billing|kode iuran",
        "account": "no rekening|nomor rekening|no rek|norek|account|account no|account number|rekening|no acc"
        "|accountno",
    }.items()
}
_ROLE_OF: Final = {word: role for role, words in ROLES.items() for word in words}
_BRACKETED: Final = re.compile(r"\([^)]*\)")
HEADER_SEARCH_ROWS: Final = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of the columns by role; `header` is the row of the headers, counted from 0."""

    header: int
    names: tuple[str, ...]
    places: dict[str, tuple[int, ...]]

    def first(self, row: Sequence[str], role: str) -> str:
        """The first filled cell of a role in `row`, trimmed."""
        return next(filter(None, (row[place].strip() for place in self.places.get(role, ()) if place < len(row))), "")

    def all(self, row: Sequence[str], role: str) -> list[str]:
        return [row[place].strip() for place in self.places.get(role, ()) if place < len(row) and row[place].strip()]


def plain(header: str) -> str:
    """A header without case, signs and brackets: `TGL_TRAN` as `tgl tran`, `Jumlah (Rp)` as `jumlah`."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", _BRACKETED.sub(" ", header).lower()).split())


def role(header: str) -> str | None:
    """What a header means; None for unknown words. `+/-` and `D/K` are sides."""
    return "side" if header.strip() == "+/-" else _ROLE_OF.get(plain(header))


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The header row and its columns; None where no row names a day and money that comes in."""
    for place, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        places: dict[str, list[int]] = {}
        for column, header in enumerate(row):
            meaning = role(header)
            if meaning is not None:
                places.setdefault(meaning, []).append(column)
        if not ({"day", "value_day"} & places.keys()) or not ({"credit", "amount"} & places.keys()):
            continue
        if "side" not in places and (side := _unnamed_side(rows[place + 1 :], row)) is not None:
            places["side"] = [side]
        return Columns(place, tuple(row), {name: tuple(columns) for name, columns in places.items()})
    return None


def _unnamed_side(rows: Sequence[Sequence[str]], header: Sequence[str]) -> int | None:
    """The column without a name that says CR or DB: some banks put it behind the amount."""
    for column in range(max(map(len, rows[:400]), default=0)):
        if column < len(header) and header[column].strip():
            continue
        cells = [row[column].strip() for row in rows[:400] if column < len(row) and row[column].strip()]
        if cells and sum(side_of(cell) is not None for cell in cells) * 10 >= len(cells) * 9:
            return column
    return None
