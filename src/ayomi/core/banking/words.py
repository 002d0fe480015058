"""The words of what can be wrong with a statement file or a line of it. Keys are the stable codes."""

from __future__ import annotations

from typing import Final

from ayomi.core.banking.lines import LONGEST_WRITTEN, Problem, Severity

# code: (severity, what in Indonesian, what to do, what in English, what to do)
PROBLEMS: Final[dict[str, tuple[Severity, str, str, str, str]]] = {
    "cents": (
        "fix",
        "Jumlah {written} memuat sen; iuran selalu rupiah bulat.",
        "Cocokkan dengan rekening koran, lalu catat penerimaannya dengan tangan.",
        "The amount {written} has cents; contributions are whole rupiah.",
        "Compare with the bank statement and enter the receipt by hand.",
    ),
    "amount_unclear": (
        "fix",
        "Jumlah {written} tidak bisa dibaca dengan satu arti.",
        "Unduh ulang berkasnya dari bank, atau catat penerimaannya dengan tangan.",
        "The amount {written} cannot be read in one way only.",
        "Download the file from the bank again, or enter the receipt by hand.",
    ),
    "amount_damaged": (
        "fix",
        "Jumlah {written} rusak, seperti angka yang pernah dibuka di Excel.",
        "Unduh ulang berkasnya dari bank dan kirim tanpa membukanya di Excel.",
        "The amount {written} is damaged, as by opening the file in Excel.",
        "Download the file from the bank again and send it without opening it in Excel.",
    ),
    "amount_too_large": (
        "fix",
        "Jumlah {written} melampaui batas yang diterima.",
        "Periksa rekening koran; bila benar, hubungi bagian keuangan.",
        "The amount {written} is above what is accepted.",
        "Check the bank statement; if it is right, ask the finance unit.",
    ),
    "side_unclear": (
        "fix",
        "Tidak jelas apakah {written} uang masuk atau uang keluar.",
        "Periksa kolom debet/kredit baris ini di berkas asli.",
        "It is not clear whether {written} came in or went out.",
        "Check the debit/credit column of this line in the original file.",
    ),
    "both_sides": (
        "fix",
        "Baris ini berisi debet dan kredit sekaligus ({written}).",
        "Periksa baris ini di rekening koran, lalu catat dengan tangan.",
        "This line has a debit and a credit at once ({written}).",
        "Check the line on the bank statement and enter it by hand.",
    ),
    "day_unclear": (
        "fix",
        "Tanggal {written} tidak bisa dibaca dengan satu arti.",
        "Tulis sebagai tanggal-bulan-tahun (misalnya 20-11-2026), lalu kirim lagi.",
        "The date {written} cannot be read in one way only.",
        "Write it as day-month-year (such as 20-11-2026) and send it again.",
    ),
    "day_missing": (
        "fix",
        "Baris ini berisi uang masuk tanpa tanggal.",
        "Isi tanggalnya dari rekening koran, lalu kirim lagi.",
        "This line has money coming in but no date.",
        "Fill in the date from the bank statement and send it again.",
    ),
    "two_codes": (
        "fix",
        "Ada dua kode bayar berbeda dalam satu baris: {written}.",
        "Tanyakan kepada pembayar tagihan mana yang dimaksud, lalu catat dengan tangan.",
        "Two different payment codes stand in one line: {written}.",
        "Ask the payer which bill is meant and enter the receipt by hand.",
    ),
    "credit_reversed": (
        "fix",
        "Bank menarik kembali uang masuk sebesar {written} (tanda RC).",
        "Cari penerimaan asalnya dan laporkan ke bagian keuangan; baris ini tidak dicatat otomatis.",
        "The bank took back money it had credited, {written} (mark RC).",
        "Find the receipt it belongs to and tell the finance unit; this line is not booked by itself.",
    ),
    "debit_reversed": (
        "fix",
        "Bank mengembalikan uang keluar sebesar {written} (tanda RD); ini bukan setoran iuran.",
        "Laporkan ke bagian keuangan; baris ini tidak dicatat otomatis.",
        "The bank returned money that had gone out, {written} (mark RD); it is no contribution.",
        "Tell the finance unit; this line is not booked by itself.",
    ),
    "line_unreadable": (
        "fix",
        "Baris ini tidak mengikuti bentuk MT940: {written}.",
        "Unduh ulang berkasnya dari bank; bila tetap begini, catat penerimaannya dengan tangan.",
        "This line does not follow MT940: {written}.",
        "Download the file from the bank again; if it stays so, enter the receipt by hand.",
    ),
    "other_currency": (
        "fix",
        "Rekening ini bukan rupiah ({written}).",
        "Hanya rekening rupiah yang dicatat di sini; serahkan ke bagian keuangan.",
        "This account is not in rupiah ({written}).",
        "Only rupiah accounts are booked here; hand it to the finance unit.",
    ),
    "balance_differs": (
        "warning",
        "Saldo awal ditambah mutasi tidak sama dengan saldo akhir; selisih {written}.",
        "Ada baris yang hilang atau berubah. Unduh ulang rekening koran dari bank dan kirim lagi.",
        "The opening balance and the lines do not add up to the closing balance; they differ by {written}.",
        "A line is missing or was changed. Download the statement from the bank again and send it.",
    ),
    "balance_missing": (
        "warning",
        "Rekening koran ini tidak memuat {written}, jadi mutasinya tidak bisa dijumlahkan.",
        "Mungkin berkasnya terpotong. Unduh ulang dari bank bila jumlah barisnya kurang.",
        "This statement has no {written}, so its lines cannot be added up.",
        "The file may be cut off. Download it again if lines are missing.",
    ),
    "balance_unreadable": (
        "warning",
        "Saldo {written} tidak bisa dibaca.",
        "Unduh ulang berkasnya dari bank.",
        "The balance {written} cannot be read.",
        "Download the file from the bank again.",
    ),
    "account_unknown": (
        "warning",
        "Berkas ini tidak menyebut nomor rekening.",
        "Pakai unduhan yang memuat nomor rekening, supaya rekening yang berbeda tidak tercampur.",
        "This file does not name its account.",
        "Use a download that carries the account number, so that different accounts are not mixed up.",
    ),
    "day_ahead": (
        "fix",
        "Tanggal {written} masih jauh di depan.",
        "Periksa tanggal nilai di rekening koran; catat juga baris ini setelah hari itu.",
        "The day {written} is still far ahead.",
        "Check the value day on the bank statement; book this line after that day.",
    ),
    "seen": (
        "warning",
        "Baris ini sudah dicatat dari {written}; tidak dicatat dua kali.",
        "Tidak perlu apa-apa.",
        "This line was booked before from {written}; it is not booked twice.",
        "Nothing needs to be done.",
    ),
    "told": (
        "warning",
        "Uang dengan kode {written} ini sudah diberitahukan lewat sambungan bank dan sudah dicatat.",
        "Tidak perlu berbuat apa-apa.",
        "This money with the code {written} was told by the bank's program and booked already.",
        "Nothing needs to be done.",
    ),
    "seen_other_code": (
        "fix",
        "Baris ini sudah dicatat dari {written}, waktu itu dengan kode bayar lain atau tanpa kode.",
        "Buka penerimaan itu dan cocokkan dengan pembayar yang benar.",
        "This line was booked before from {written}, then with another payment code or none.",
        "Open that receipt and match it with the right payer.",
    ),
    "perhaps_second": (
        "fix",
        "Baris ini sama dengan yang sudah dicatat dari {written}, tetapi berkas ini tidak memuat semua baris hari itu:"
        " bisa baris yang sama, bisa pembayaran kedua.",
        "Unduh satu hari penuh dari bank dan kirim lagi. Bila memang pembayaran kedua, catat juga baris ini.",
        "This line equals one booked from {written}, but this file lacks other lines of that day: it may be the same"
        " line or a second payment.",
        "Download the whole day from the bank and send it again. If it is a second payment, book this line too.",
    ),
    "perhaps_booked": (
        "fix",
        "Pada hari dan jumlah yang sama sudah ada penerimaan dari {written} yang tidak ada di berkas ini: mungkin baris"
        " ini juga, dalam bentuk unduhan lain.",
        "Bandingkan keduanya. Bila memang dua pembayaran, catat juga baris ini.",
        "A receipt of the same day and amount, from {written}, is not in this file: it may be this very line in another"
        " form of download.",
        "Compare both. If they are two payments, book this line too.",
    ),
}

SKIPPED: Final[dict[str, tuple[str, str]]] = {
    "debit": ("Uang keluar, bukan penerimaan.", "Money going out, no receipt."),
    "no_amount": ("Tidak ada jumlah uang.", "No amount of money."),
    "pending": (
        "Belum dibukukan bank. Kirim lagi setelah bertanggal.",
        "Not booked by the bank yet. Send it again once it has a date.",
    ),
    "summary": ("Saldo atau jumlah, bukan mutasi.", "A balance or a total, no movement."),
    "header": ("Kepala tabel yang berulang.", "A repeated header."),
}
"""Why a line is no receipt and needs nobody: (Indonesian, English)."""


def problem(code: str, *, line: int, field: str, written: str = "") -> Problem:
    """A problem of `PROBLEMS` in words. `written` is what stood in the file; it is cut and made safe to show."""
    severity, what_id, do_id, what_en, do_en = PROBLEMS[code]
    shown = "".join(sign for sign in written if sign.isprintable())[:LONGEST_WRITTEN].strip()
    quoted = f"“{shown}”"
    return Problem(
        line, field, code, shown, severity,
        what_id.replace("{written}", quoted), do_id, what_en.replace("{written}", quoted), do_en,
    )  # fmt: skip
