"""What recommendations and sanctions refuse to do, and the measures of their rule, in the words of a page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext

from ayomi.core.law.book import integer, parameter
from ayomi.core.law.licensing import rule_on
from ayomi.core.law.sanctions import FILE as SANCTIONS


def refused_words(code: str) -> str:
    """Why an act is not possible, and what to do instead."""
    return {
        "not_government": gettext("Badan ini tidak tercatat sebagai pemerintah. Betulkan jenisnya dulu."),
        "already_authority": gettext("Instansi ini sudah tercatat sebagai lembaga perizinan."),
        "not_an_authority": gettext("Kantor Anda belum tercatat sebagai lembaga perizinan. Hubungi kantor cabang."),
        "outside_area": gettext("Badan ini di luar wilayah kantor Anda. Periksa nomor dan tempatnya."),
        "not_waiting": gettext("Permintaan ini sudah dijawab."),
        "unknown_organisation": gettext("Badan ini tidak ditemukan."),
        "no_reason": gettext("Tuliskan alasannya."),
        "proposal_waits": gettext("Masih ada usul putusan yang menunggu orang kedua."),
        "not_enrolled": gettext("Badan yang belum terdaftar tidak dapat direkomendasikan."),
        "too_long": gettext("Masa berlakunya melebihi aturan."),
        "not_proposed": gettext("Usul ini sudah diputuskan."),
        "own_request": gettext("Usul sendiri diputuskan oleh orang lain."),
        "too_late": gettext("Masa usul ini sudah lewat. Kembalikan, lalu putuskan lagi."),
        "nothing_stands": gettext("Tidak ada rekomendasi yang berlaku."),
        "no_ground": gettext("Menurut data hari ini sebab itu tidak ada."),
        "already_open": gettext("Badan ini sudah dalam sanksi yang berjalan."),
        "closed": gettext("Sanksi ini sudah berakhir."),
        "last_step": gettext("Tidak ada langkah lagi setelah ini."),
        "too_early": gettext("Jangka waktu langkah sebelumnya belum lewat."),
        "cured": gettext("Menurut data hari ini kewajibannya sudah dipenuhi. Cabut sanksinya."),
        "own_step": gettext("Langkah ini diberikan oleh orang lain dari yang memberi langkah sebelumnya."),
        "no_base": gettext("Tulis iuran yang seharusnya dibayar."),
        "no_services": gettext("Pilih layanan dan lembaga yang diminta menghentikannya."),
        "no_fine": gettext("Belum ada denda pada hari itu."),
        "already_paid": gettext("Denda sudah dicatat lunas."),
        "other_amount": gettext("Jumlahnya tidak sama dengan denda yang terhitung pada hari itu."),
        "in_the_future": gettext("Hari itu belum tiba."),
        "no_reference": gettext("Tulis nomor bukti pembayarannya."),
        "not_cured": gettext("Menurut data hari ini kewajibannya belum dipenuhi."),
        "fine_open": gettext("Denda administratifnya belum dibayar."),
    }[code]


def measures(day: date) -> dict[str, Any]:
    """The measures of the licensing rule and the days of sanctions in force on the day."""
    rule = rule_on(day)
    return {
        "workers_short": rule.workers["short"],
        "programmes_short": rule.programmes["short"],
        "months_late": rule.months_late,
        "granted": rule.validity["granted"],
        "short": rule.validity["short"],
        "statement": rule.statement_months,
        "answer": rule.answer_working_days,
        "warning": parameter(SANCTIONS, "warning_working_days", integer).on(day).value,
        "fine_days": parameter(SANCTIONS, "fine_payment_days", integer).on(day).value,
    }
