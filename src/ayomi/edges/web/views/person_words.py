"""Words that pages about a person share: why one looked, what was looked at, why a membership ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.access.queries import LookRow
from ayomi.core.identity.refusal import Caution

Words = Mapping[str, str | Promise]

PURPOSES: Words = {
    "match_card": _("Mencocokkan dengan KTP"),
    "double": _("Menyelesaikan data ganda"),
    "asked": _("Permintaan peserta"),
    "claim": _("Menyiapkan pengajuan manfaat"),
    "contact": _("Menghubungi peserta"),
}
NUMBERS: Words = {
    "nik": _("NIK"),
    "kk": _("Nomor KK"),
    "phone": _("Telepon"),
    "account": _("Rekening"),
}
LOOKED_AT: Words = {
    "page": _("Membuka halaman"),
    "nik": _("Menampilkan NIK"),
    "kk": _("Menampilkan nomor KK"),
    "phone": _("Menampilkan nomor telepon"),
    "account": _("Menampilkan nomor rekening"),
    "bill": _("Mengunduh tagihan"),
    "export": _("Mengunduh data"),
    "card": _("Mencetak kartu"),
    "compare": _("Membandingkan data"),
    "cover": _("Memeriksa perlindungan lewat sistem lain"),
}
END_REASONS: Words = {
    "resigned": _("Berhenti bekerja"),
    "dismissed": _("Pemutusan hubungan kerja atau akhir kontrak"),
    "retired": _("Pensiun"),
    "disabled": _("Cacat total tetap"),
    "died": _("Meninggal"),
    "transferred": _("Pindah tempat kerja"),
    "left_country": _("Meninggalkan Indonesia"),
    "stopped": _("Berhenti atas permintaan sendiri"),
    "channel_changed": _("Pindah saluran"),
    "left": _("Keluar menurut daftar"),
    "undone": _("Pendaftaran dibatalkan"),
}


def listed(items: Sequence[str]) -> str:
    """`JKK, JKM, dan JHT`; `JKK dan JKM`."""
    if len(items) < 2:
        return "".join(items)
    if len(items) == 2:
        return gettext("%(one)s dan %(other)s") % {"one": items[0], "other": items[1]}
    return gettext("%(first)s, dan %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}


def end_reason(code: str) -> str:
    """Why a membership ended; a reason that came in a list stands as it was written."""
    return str(END_REASONS.get(code, code))


@dataclass(frozen=True, slots=True)
class Looked:
    """Looks of one kind by one person on one day, told once. `by` empty: the system itself."""

    at: datetime
    by: str
    place: str
    what: str
    purpose: str
    times: int


def looked(rows: Sequence[LookRow]) -> list[Looked]:
    """Who looked, newest first; the same look many times on a day is one line."""
    found: dict[tuple[object, ...], Looked] = {}
    for row in rows:
        key = (row.at.date(), row.by, row.office, row.what, row.purpose)
        before = found.get(key)
        found[key] = Looked(
            before.at if before else row.at, row.by, row.office, str(LOOKED_AT.get(row.what, row.what)), row.purpose,
            before.times + 1 if before else 1,
        )  # fmt: skip
    return list(found.values())


def remarks(codes: Sequence[str], nik_mask: str) -> list[str]:
    """What does not quite agree in a person's data, with what to do, in the language of the page."""
    english = get_language() == "en"
    doubts = [Caution(code, (("name", "NIK"), ("region", nik_mask[:4]))) for code in codes]
    return [f"{each.message_en} {each.cure_en}" if english else f"{each.message_id} {each.cure_id}" for each in doubts]
