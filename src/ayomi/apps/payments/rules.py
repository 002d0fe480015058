"""What becomes of money that arrives. Pure."""

from __future__ import annotations

from typing import Final

OUTCOME_WORDS: Final = {
    "paid": ("Tagihan lunas.", "The bill is paid."),
    "too_little": (
        "Kurang dari tagihan. Uang disimpan sebagai titipan pembayar; tagihan tetap terbuka sampai cukup.",
        "Less than the bill. The money is kept as the payer's credit; the bill stays open until there is enough.",
    ),
    "too_much": (
        "Tagihan lunas. Kelebihannya menjadi titipan untuk tagihan berikutnya.",
        "The bill is paid. What is over becomes credit for the next bill.",
    ),
    "already_paid": (
        "Tagihan ini sudah lunas. Uang disimpan sebagai titipan untuk tagihan berikutnya.",
        "This bill was paid before. The money is kept as credit for the next bill.",
    ),
    "bill_cancelled": (
        "Tagihan ini sudah dibatalkan. Uang disimpan sebagai titipan pembayar.",
        "This bill was cancelled. The money is kept as the payer's credit.",
    ),
    "credit": (
        "Nomor pembayar dikenali. Uang menjadi titipan dan membayar tagihan terlama yang terbuka.",
        "The payer's number is known. The money becomes credit and pays the oldest open bill.",
    ),
    "handed_over": (
        "Kode ini untuk angsuran atau keperluan lain di luar iuran. Uang diteruskan ke sana.",
        "The code is for an instalment or something else than contributions. The money is handed on.",
    ),
    "unknown_code": (
        "Kode bayar tidak dikenal. Uang tercatat dan menunggu dicocokkan.",
        "The payment code is unknown. The money is booked and waits to be matched.",
    ),
    "no_code": (
        "Tidak ada kode bayar. Uang tercatat dan menunggu dicocokkan.",
        "There is no payment code. The money is booked and waits to be matched.",
    ),
    "seen": (
        "Kiriman ini sudah pernah dicatat. Tidak dicatat dua kali.",
        "This message was booked before. It is not booked twice.",
    ),
}
"""What to tell about a receipt, by its note: (Indonesian, English)."""


def digits(text: str) -> str:
    """A payment code as it is compared: its digits, however a bank or a person spaced them."""
    return "".join(letter for letter in text if letter.isdigit() and letter.isascii())
