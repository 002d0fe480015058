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
    "receipt": {
        "paid": Status("maju", "check", _("Melunasi tagihan")),
        "too_much": Status("maju", "check", _("Melunasi, ada lebihnya")),
        "too_little": Status("soga", "clock", _("Kurang, menjadi titipan")),
        "already_paid": Status("soga", "clock", _("Sudah lunas, menjadi titipan")),
        "bill_cancelled": Status("soga", "clock", _("Tagihan batal, menjadi titipan")),
        "credit": Status("maju", "check", _("Menjadi titipan")),
        "handed_over": Status("maju", "check", _("Diteruskan ke pinjamannya")),
        "unknown_code": Status("tinggal", "late", _("Kode tidak dikenal")),
        "no_code": Status("tinggal", "late", _("Tanpa kode bayar")),
    },
    "application": {
        "submitted": Status("soga", "clock", _("Diajukan")),
        "surveyed": Status("soga", "clock", _("Disurvei")),
        "proposed": Status("soga", "clock", _("Menunggu putusan")),
        "approved": Status("maju", "check", _("Disetujui")),
        "refused": Status("tenang", "dash", _("Ditolak")),
        "agreed": Status("maju", "check", _("Disepakati, dicairkan bertahap")),
        "paid": Status("maju", "check", _("Dicairkan")),
        "withdrawn": Status("tenang", "dash", _("Ditarik")),
    },
    "loan": {
        "lancar": Status("maju", "check", _("Lancar")),
        "kurang_lancar": Status("soga", "clock", _("Kurang lancar")),
        "diragukan": Status("tinggal", "late", _("Diragukan")),
        "macet": Status("tinggal", "late", _("Macet")),
        "closed": Status("tenang", "check", _("Lunas")),
    },
    "run": {
        "waiting": Status("tenang", "clock", _("Menunggu giliran")),
        "running": Status("soga", "clock", _("Sedang berjalan")),
        "done": Status("maju", "check", _("Selesai")),
        "failed": Status("tinggal", "late", _("Berhenti")),
    },
    "list": {
        "received": Status("tenang", "clock", _("Menunggu giliran")),
        "reading": Status("soga", "clock", _("Sedang dibaca")),
        "checking": Status("soga", "clock", _("Sedang diperiksa")),
        "columns": Status("soga", "late", _("Kolom perlu ditunjukkan")),
        "checked": Status("soga", "late", _("Perlu diperbaiki")),
        "applying": Status("soga", "clock", _("Sedang didaftarkan")),
        "applied": Status("maju", "check", _("Didaftarkan")),
        "undone": Status("tenang", "dash", _("Dibatalkan")),
        "refused": Status("tinggal", "stop", _("Bukan daftar")),
        "stopped": Status("tinggal", "late", _("Berhenti")),
        "failed": Status("tinggal", "late", _("Berhenti")),
    },
    "target": {
        "draft": Status("tenang", "file", _("Draf")),
        "proposed": Status("soga", "clock", _("Menunggu persetujuan")),
        "approved": Status("maju", "check", _("Berlaku")),
        "returned": Status("tinggal", "late", _("Dikembalikan")),
        "ended": Status("tenang", "dash", _("Tidak berlaku lagi")),
        "withdrawn": Status("tenang", "dash", _("Ditarik")),
    },
    "cover": {
        "covered": Status("maju", "check", _("Tertanggung")),
        "waiting": Status("soga", "clock", _("Menunggu pembayaran")),
        "grace": Status("soga", "clock", _("Masa tenggang")),
        "lapsed": Status("tinggal", "late", _("Berhenti")),
        "none": Status("tinggal", "dash", _("Tidak tertanggung")),
        "ended": Status("tenang", "dash", _("Sudah keluar")),
    },
    "budget": {
        "draft": Status("soga", "clock", _("Menunggu persetujuan")),
        "approved": Status("maju", "check", _("Disetujui")),
        "closed": Status("tenang", "dash", _("Ditutup")),
    },
    "support": {
        "proposed": Status("soga", "clock", _("Diusulkan")),
        "waiting": Status("soga", "clock", _("Menunggu tempat")),
        "active": Status("maju", "check", _("Dibayari")),
        "ended": Status("tenang", "dash", _("Diakhiri")),
        "refused": Status("tinggal", "stop", _("Tidak didaftarkan")),
    },
    "agreement": {
        "draft": Status("tenang", "file", _("Draf")),
        "coming": Status("tenang", "clock", _("Belum mulai")),
        "in_force": Status("maju", "check", _("Berlaku")),
        "expiring": Status("soga", "clock", _("Segera berakhir")),
        "expired": Status("tinggal", "late", _("Sudah habis")),
        "ended": Status("tenang", "dash", _("Diakhiri")),
    },
    "recommendation": {
        "waiting": Status("soga", "clock", _("Menunggu petugas")),
        "proposed": Status("soga", "clock", _("Menunggu orang kedua")),
        "granted": Status("maju", "check", _("Direkomendasikan")),
        "short": Status("soga", "check", _("Sementara")),
        "refused": Status("tinggal", "stop", _("Tidak direkomendasikan")),
        "withdrawn": Status("tinggal", "stop", _("Dicabut")),
        "expired": Status("tenang", "dash", _("Habis masanya")),
    },
    "effect": {
        "meets": Status("maju", "check", _("Terpenuhi")),
        "shortens": Status("soga", "clock", _("Masih kurang")),
        "asks": Status("soga", "person", _("Perlu petugas")),
        "refuses": Status("tinggal", "stop", _("Tidak terpenuhi")),
    },
    "sanction": {
        "open": Status("tinggal", "late", _("Berjalan")),
        "lifted": Status("maju", "check", _("Dicabut, sudah dipenuhi")),
        "revoked": Status("tenang", "dash", _("Dibatalkan")),
    },
    "opening": {
        "planned": Status("soga", "clock", _("Menunggu persetujuan")),
        "approved": Status("soga", "clock", _("Disetujui, belum dibuka")),
        "refused": Status("tinggal", "stop", _("Ditolak")),
        "withdrawn": Status("tenang", "dash", _("Ditarik")),
        "opened": Status("maju", "check", _("Dibuka")),
    },
    "migrant": {
        "contract": Status("tenang", "clock", _("Menunggu kontrak")),
        "unpaid": Status("soga", "clock", _("Belum dibayar")),
        "coming": Status("maju", "check", _("Lunas, belum mulai")),
        "covered": Status("maju", "check", _("Tertanggung")),
        "ending": Status("soga", "late", _("Segera habis")),
        "over": Status("tenang", "dash", _("Selesai")),
    },
    "delivery": {
        "waiting": Status("soga", "clock", _("Menunggu")),
        "sent": Status("maju", "check", _("Diterima")),
        "given_up": Status("tinggal", "stop", _("Dihentikan")),
    },
    "mail": {
        "none": Status("tenang", "dash", _("Tidak dikirim")),
        "sending": Status("soga", "clock", _("Dijanjikan, belum pasti")),
        "sent": Status("maju", "check", _("Terkirim")),
        "failed": Status("tinggal", "late", _("Ditolak server")),
    },
    "document": {
        "valid": Status("maju", "check", _("Berlaku")),
        "lapsed": Status("soga", "clock", _("Tidak berlaku")),
        "withdrawn": Status("tinggal", "stop", _("Dicabut")),
        "unknown": Status("tenang", "search", _("Tidak dikenal")),
    },
}
