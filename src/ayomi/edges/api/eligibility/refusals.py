"""Why a bank gets no answer, in codes and plain words."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from ayomi.apps.eligibility.actions.asking import RequestIdUsed
from ayomi.apps.eligibility.actions.enrolling import NotPossible, UnknownEnrolment
from ayomi.apps.eligibility.rules.reading import WrongFields
from ayomi.core.law.citation import Words
from ayomi.core.snap.messages import WrongBody, read_body
from ayomi.edges.api.partners import note

LONGEST_BODY: Final = 10_000

WORDS: Final[dict[str, tuple[int, Words]]] = {
    "bad_request": (400, Words("Permintaan ini tidak dapat dibaca.", "This request cannot be read.")),
    "not_json": (415, Words("Kirim sebagai application/json.", "Send it as application/json.")),
    "not_list": (
        415, Words("Kirim sebagai text/csv, application/json, atau application/x-ndjson.",
                   "Send it as text/csv, application/json or application/x-ndjson."),
    ),
    "bad_list": (400, Words("Daftar ini tidak dapat dibaca.", "This list cannot be read.")),
    "no_rows": (400, Words("Daftar ini kosong.", "This list is empty.")),
    "unknown_column": (
        400, Words("Ada kolom yang tidak dikenal atau ditulis dua kali.", "A column is not known or stands twice."),
    ),
    "too_many_rows": (413, Words("Paling banyak 100.000 baris sekali kirim.", "At most 100,000 rows at a time.")),
    "too_large": (413, Words("Permintaan ini terlalu besar.", "This request is too large.")),
    "wrong_fields": (422, Words("Ada isian yang belum benar.", "Some fields are not right.")),
    "request_id_used": (
        409, Words("Nomor ini sudah dipakai untuk pesan lain. Pakai nomor baru.",
                   "This number was used for another message. Use a new one."),
    ),
    "unknown_enrolment": (404, Words("Pendaftaran ini tidak ada.", "There is no such enrolment.")),
    "offer_unknown": (409, Words("Tawaran ini tidak ada.", "There is no such offer.")),
    "offer_for_another": (409, Words("Tawaran ini untuk NIK lain.", "This offer is for another NIK.")),
    "offer_taken": (409, Words("Tawaran ini sudah dipakai.", "This offer was taken already.")),
    "offer_expired": (
        409, Words("Tawaran ini sudah lewat bulannya. Tanya kelayakan sekali lagi.",
                   "The month of this offer is over. Ask for eligibility once more."),
    ),
    "identity_differs": (
        409, Words("Nama atau tanggal lahir tidak cocok dengan catatan untuk NIK ini. Periksa KTP-nya, atau hubungi"
                   " kantor cabang.",
                   "Name or birth date do not fit what is on record for this NIK. Look at the card, or call the"
                   " branch office."),
    ),
    "already_covered": (
        409, Words("Nasabah ini sudah terdaftar dan iurannya lunas.", "This customer is enrolled and has paid."),
    ),
    "already_member": (409, Words("Nasabah ini sudah terdaftar.", "This customer is enrolled already.")),
    "nothing_due": (409, Words("Tidak ada yang perlu dibayar.", "There is nothing to be paid.")),
    "too_young": (409, Words("Umurnya belum 15 tahun.", "Younger than 15.")),
    "too_old": (
        409, Words("Umurnya sudah 65 tahun atau lebih; tidak dapat didaftarkan.",
                   "Aged 65 or more; enrolment is closed."),
    ),
    "too_many_jobs": (
        409, Words("Sudah terdaftar untuk dua pekerjaan, sebanyak yang boleh.",
                   "Enrolled for two jobs already, which is the most."),
    ),
    "no_account": (
        409, Words("Belum ada nomor rekening virtual untuk bank ini. Bayar dengan kode bayar.",
                   "No virtual account is agreed with this bank. Pay by the payment code."),
    ),
    "wrong_amount": (
        409, Words("Jumlahnya tidak sama dengan yang terbuka.", "This is not the sum that is open."),
    ),
    "already_paid": (409, Words("Sudah lunas.", "It is paid already.")),
    "bill_cancelled": (409, Words("Tagihannya dibatalkan.", "The bill was cancelled.")),
    "payment_id_used": (
        409, Words("Nomor pembayaran ini sudah dipakai untuk pembayaran lain.",
                   "This number was used for another payment."),
    ),
    "not_possible": (
        409, Words("Belum dapat dilakukan. Hubungi kantor cabang.", "This cannot be done. Call the branch office."),
    ),
}  # fmt: skip
"""HTTP status and words of each refusal."""


class Refused(Exception):
    """A refusal by its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refusal(request: HttpRequest, code: str, wrong: WrongFields | None = None) -> HttpResponse:
    """A refusal in the one shape; its code stands in the log of calls."""
    status, words = WORDS.get(code, WORDS["not_possible"])
    note(request, "").code = code
    error: dict[str, Any] = {"code": code, "message": words.id, "message_en": words.en}
    if wrong is not None:
        error["fields"] = [
            {"field": each.field, "code": each.code, "message": each.words.id, "message_en": each.words.en}
            for each in wrong.problems
        ]
    return text_of(json.dumps({"error": error}, ensure_ascii=False), status=status)


def text_of(text: str, *, status: int = 200) -> HttpResponse:
    """A text of JSON as an answer."""
    return HttpResponse(text.encode(), content_type="application/json; charset=utf-8", status=status)


def told(act: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The operation, with its refusals told as answers."""

    @wraps(act)
    def view(request: HttpRequest, **named: Any) -> HttpResponse:
        try:
            return act(request, **named)
        except WrongFields as wrong:
            return refusal(request, "wrong_fields", wrong)
        except RequestIdUsed:
            return refusal(request, "request_id_used")
        except UnknownEnrolment:
            return refusal(request, "unknown_enrolment")
        except (Refused, NotPossible) as problem:
            return refusal(request, problem.code)

    return view


def object_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of the body. Raises Refused."""
    if request.content_type != "application/json":
        raise Refused("not_json")
    raw = bytes_of(request, LONGEST_BODY)
    try:
        return read_body(raw)
    except WrongBody:
        raise Refused("bad_request") from None


def bytes_of(request: HttpRequest, most: int) -> bytes:
    """The bytes of the body; one that is too long is refused before it is read, and so is half of one."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdigit() or int(length) > most:
        raise Refused("too_large")
    try:
        raw = request.body
    except RequestDataTooBig:
        raise Refused("too_large") from None
    except UnreadablePostError:
        raise Refused("bad_request") from None
    if len(raw) < int(length):
        raise Refused("bad_request")
    return raw
