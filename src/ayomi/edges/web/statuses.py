"""How each state of a bill, list, receipt or membership looks and reads: a tone, an icon and a word, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayomi.edges.web.parts import Tone


@dataclass(frozen=True, slots=True)
class Status:
    tone: Tone
    icon: str
    word: str | Promise


STATUSES: dict[str, dict[str, Status]] = {
    "bill": {
        "draft": Status("tenang", "file", _("Draf")),
        "final": Status("soga", "clock", _("Belum dibayar")),
        "overdue": Status("tinggal", "late", _("Lewat tempo")),
        "paid": Status("maju", "check", _("Lunas")),
        "cancelled": Status("tenang", "dash", _("Dibatalkan")),
    },
    "run": {
        "waiting": Status("tenang", "clock", _("Menunggu giliran")),
        "running": Status("soga", "clock", _("Sedang berjalan")),
        "done": Status("maju", "check", _("Selesai")),
        "failed": Status("tinggal", "late", _("Berhenti")),
    },
    "cover": {
        "covered": Status("maju", "check", _("Tertanggung")),
        "waiting": Status("soga", "clock", _("Menunggu pembayaran")),
        "lapsed": Status("tinggal", "late", _("Berhenti")),
        "none": Status("tinggal", "dash", _("Tidak tertanggung")),
        "ended": Status("tenang", "dash", _("Sudah keluar")),
    },
    "document": {
        "valid": Status("maju", "check", _("Berlaku")),
        "lapsed": Status("soga", "clock", _("Tidak berlaku")),
        "withdrawn": Status("tinggal", "stop", _("Dicabut")),
        "unknown": Status("tenang", "search", _("Tidak dikenal")),
    },
}
