"""Acts from the log in words: who did what to what, with the address of what it was done to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.access.queries import names
from ayomi.apps.audit.queries import EventRow
from ayomi.apps.offices.queries import offices_of
from ayomi.apps.registry.queries.lists import names_of
from ayomi.edges.web.roles import may
from ayomi.edges.web.templatetags.ayomi import number

ACTIONS: dict[str, str | Promise] = {
    "agreement_ended": _("Perjanjian diakhiri"),
    "agreement_signed": _("Penandatanganan dicatat"),
    "agreement_written": _("Perjanjian dicatat"),
    "aim_set": _("Sasaran perjanjian ditetapkan"),
    "area_moved": _("Wilayah dipindahkan"),
    "authority_recorded": _("Lembaga perizinan dicatat"),
    "bank_day_booked": _("Uang yang tidak diberitahukan dicatat"),
    "bank_day_compared": _("Berkas harian mitra dibandingkan"),
    "bank_file_received": _("Berkas bank masuk"),
    "held_line_booked": _("Baris berkas bank dicatat juga"),
    "held_line_set_aside": _("Baris berkas bank disisihkan"),
    "bill_cancelled": _("Tagihan dibatalkan"),
    "bill_final": _("Tagihan dijadikan final"),
    "boundaries_loaded": _("Batas wilayah dimuat"),
    "boundaries_loaded_again": _("Batas wilayah dimuat ulang"),
    "budget_approved": _("Anggaran bantuan disetujui"),
    "budget_change_asked": _("Perubahan anggaran bantuan diusulkan"),
    "budget_change_refused": _("Perubahan anggaran bantuan ditolak"),
    "budget_changed": _("Anggaran bantuan diubah"),
    "budget_closed": _("Anggaran bantuan ditutup"),
    "budget_set_up": _("Anggaran bantuan dicatat"),
    "cards_issued": _("Kartu diterbitkan"),
    "contact_added": _("Narahubung ditambahkan"),
    "denominator_columns_set": _("Kolom penyebut ditunjukkan"),
    "denominators_dropped": _("Berkas penyebut dibuang"),
    "denominators_received": _("Berkas penyebut masuk"),
    "denominators_taken": _("Penyebut diambil alih"),
    "denominators_withdrawn": _("Penyebut ditarik"),
    "duty_added": _("Kewajiban ditambahkan"),
    "duty_done": _("Kewajiban dicatat selesai"),
    "email_changed": _("Alamat surel diganti"),
    "examination_asked": _("Pemeriksaan data diminta"),
    "fund_budget": _("Anggaran dana ditetapkan"),
    "fund_opened": _("Dana dibuka"),
    "fund_rule_written": _("Aturan dana ditulis"),
    "language_changed": _("Bahasa diganti"),
    "list_asked_for": _("Daftar diminta didaftarkan"),
    "list_checked": _("Daftar diperiksa"),
    "list_columns_changed": _("Kolom daftar diubah"),
    "list_given_back": _("Baris dikembalikan ke pengirim"),
    "list_received": _("Daftar masuk"),
    "list_refused": _("Daftar ditolak"),
    "list_taken_in": _("Daftar didaftarkan"),
    "list_undone": _("Daftar dibatalkan"),
    "demo_begun": _("Dunia contoh mulai dibuat"),
    "demo_built": _("Dunia contoh selesai dibuat"),
    "demo_stage": _("Bagian dunia contoh dibuat"),
    "list_of_bank_answered": _("Daftar nasabah bank dijawab"),
    "debtor_enrolled": _("Debitur didaftarkan bank"),
    "members_enrolled": _("Peserta didaftarkan"),
    "members_left": _("Peserta keluar"),
    "merge_proposed": _("Penggabungan data diusulkan"),
    "merge_refused": _("Penggabungan data ditolak"),
    "office_closed": _("Kantor ditutup"),
    "office_opened": _("Kantor dibuka"),
    "opening_approved": _("Pembukaan kantor disetujui"),
    "opening_opened": _("Kantor yang direncanakan dibuka"),
    "opening_planned": _("Pembukaan kantor direncanakan"),
    "opening_refused": _("Pembukaan kantor ditolak"),
    "opening_withdrawn": _("Rencana pembukaan kantor ditarik"),
    "organisation_changed": _("Badan diubah"),
    "organisation_released": _("Badan dilepas dari perjanjian"),
    "organisations_brought": _("Badan datang lewat perjanjian"),
    "organisations_forgotten": _("Badan dari daftar yang dibatalkan dihapus"),
    "organisations_recorded": _("Badan dicatat"),
    "package_recorded": _("Paket pekerja migran dicatat"),
    "packages_withdrawn": _("Paket pekerja migran ditarik"),
    "paper_attached": _("Naskah dilampirkan"),
    "paper_kept": _("Naskah disimpan"),
    "partner_address_registered": _("Alamat mitra didaftarkan"),
    "partner_address_removed": _("Alamat mitra dihapus"),
    "partner_grant_withdrawn": _("Izin mitra dicabut"),
    "partner_granted": _("Mitra diberi izin"),
    "partner_hooks_set": _("Peristiwa yang diberitahukan kepada mitra diubah"),
    "partner_key_issued": _("Kunci mitra diterbitkan"),
    "partner_key_revoked": _("Kunci mitra dicabut"),
    "partner_limits_changed": _("Batas mitra diubah"),
    "partner_registered": _("Mitra didaftarkan"),
    "partner_resumed": _("Mitra dibuka kembali"),
    "partner_suspended": _("Mitra ditutup sementara"),
    "password_changed": _("Kata sandi diganti"),
    "people_proposed": _("Orang diusulkan untuk dibayari"),
    "people_taken_on": _("Orang dibayari"),
    "person_changed": _("Data orang diubah"),
    "persons_merged": _("Data orang digabungkan"),
    "persons_recorded": _("Orang dicatat"),
    "persons_told_apart": _("Dua data dinyatakan dua orang"),
    "persons_separated": _("Data orang dipisahkan"),
    "places_matched": _("Tempat dicocokkan"),
    "programmes_changed": _("Program diubah"),
    "project_covered": _("Proyek tertanggung"),
    "project_registered": _("Proyek didaftarkan"),
    "proof_issued": _("Kartu atau sertifikat diterbitkan"),
    "proof_withdrawn": _("Kartu atau sertifikat dicabut"),
    "proposal_withdrawn": _("Usulan ditarik"),
    "receipt_identified": _("Uang masuk dicocokkan"),
    "receipt_taken": _("Uang masuk dicatat"),
    "recommendation_asked": _("Rekomendasi diminta"),
    "recommendation_completed": _("Permintaan rekomendasi dilengkapi"),
    "recommendation_decided": _("Rekomendasi diputuskan"),
    "recommendation_lapsed": _("Rekomendasi dicabut karena faktanya berubah"),
    "recommendation_proposed": _("Putusan di luar aturan diusulkan"),
    "recommendation_returned": _("Usul putusan dikembalikan"),
    "recommendation_withdrawn": _("Rekomendasi dicabut"),
    "reference_loaded": _("Wilayah dan kantor dimuat"),
    "report_made": _("Laporan dibuat"),
    "reported_figures_loaded": _("Angka laporan dimuat"),
    "risk_decided": _("Tingkat risiko ditetapkan"),
    "rows_left_out": _("Baris dikesampingkan"),
    "rows_restored": _("Baris dikembalikan ke daftar"),
    "sanction_fine_paid": _("Denda administratif dibayar"),
    "sanction_lifted": _("Sanksi dicabut"),
    "sanction_opened": _("Teguran pertama diberikan"),
    "sanction_revoked": _("Sanksi dibatalkan"),
    "sanction_step": _("Langkah sanksi diberikan"),
    "scenario_removed": _("Skenario dihapus"),
    "scenario_saved": _("Skenario disimpan"),
    "site_added": _("Lokasi ditambahkan"),
    "subcontractor_added": _("Subkontraktor ditambahkan"),
    "support_ended": _("Bantuan diakhiri"),
    "tallies_rebuilt": _("Angka kantor dihitung ulang dari nol"),
    "target_file_kept": _("Sasaran dari berkas disimpan sebagai draf"),
    "target_file_received": _("Berkas sasaran masuk"),
    "target_set": _("Sasaran ditetapkan"),
    "target_shared": _("Sasaran dibagi ke kantor di bawahnya"),
    "targets_approved": _("Sasaran disetujui"),
    "targets_drafted": _("Sasaran ditulis sebagai draf"),
    "targets_proposed": _("Sasaran diajukan"),
    "targets_returned": _("Sasaran dikembalikan"),
    "targets_withdrawn": _("Usulan sasaran ditarik"),
    "user_created": _("Pengguna dibuat"),
    "user_deactivated": _("Pengguna dinonaktifkan"),
    "user_role_changed": _("Peran pengguna diganti"),
    "wages_changed": _("Upah diubah"),
}
"""The words for each act; one that is not here is shown by its own name."""

ADDRESSES = {
    "bank_file": "bank_file",
    "bill": "bill",
    "receipt": "receipt",
    "upload": "upload",
    "person": "person",
    "organisation": "organisation",
    "project": "project",
    "target": "target",
    "target_file": "target_file",
    "opening": "opening",
    "user": "user",
    "partner": "partner",
    "agreement": "agreement",
    "budget": "budget",
    "recommendation": "recommendation",
    "sanction": "sanction",
}
"""The page of each kind of thing, by the name of its address."""


SUBJECTS: dict[str, str | Promise] = {
    "agreement": _("Perjanjian"),
    "application": _("Permohonan"),
    "authority": _("Lembaga perizinan"),
    "bank_file": _("Berkas bank"),
    "bill": _("Tagihan"),
    "boundary_file": _("Berkas batas wilayah"),
    "budget": _("Anggaran bantuan"),
    "demo": _("Dunia contoh"),
    "denominator_file": _("Berkas penyebut"),
    "examination": _("Pemeriksaan"),
    "fund": _("Dana"),
    "membership": _("Kepesertaan"),
    "office": _("Kantor"),
    "opening": _("Rencana kantor"),
    "organisation": _("Badan"),
    "paper": _("Naskah"),
    "partner": _("Mitra"),
    "person": _("Orang"),
    "project": _("Proyek"),
    "proof": _("Kartu atau sertifikat"),
    "receipt": _("Uang masuk"),
    "recommendation": _("Rekomendasi"),
    "refresh": _("Penghitungan"),
    "report_run": _("Laporan"),
    "reported_figure": _("Angka laporan"),
    "sanction": _("Sanksi"),
    "scenario": _("Skenario"),
    "support": _("Orang yang dibayari"),
    "target": _("Sasaran"),
    "target_file": _("Berkas sasaran"),
    "upload": _("Daftar"),
    "user": _("Pengguna"),
}
"""The words for what an act was done to; the number follows, or a name stands in its place."""


@dataclass(frozen=True, slots=True)
class Told:
    """One act as a page shows it."""

    event_id: int
    at: datetime
    who: str
    what: str
    thing: str
    url: str
    reason: str


def action_words(action: str) -> str:
    return str(ACTIONS.get(action, action.replace("_", " ")))


def told(events: Sequence[EventRow], role: str) -> list[Told]:
    """The acts in words, with the addresses that `role` may open. Four queries, for the names of all who did them and
    of what they were done to."""
    of = {kind: [event.subject_id for event in events if event.subject == kind] for kind in SUBJECTS}
    known = names([*(event.by for event in events if event.by is not None), *of["user"]])
    called: dict[tuple[str, int], str] = {("user", user): name for user, name in known.items()}
    called |= {("office", office): found.name for office, found in offices_of(of["office"]).items()}
    called |= names_of(organisations=of["organisation"], projects=of["project"])
    return [
        Told(
            event.event_id,
            event.at,
            gettext("Sistem") if event.by is None else known.get(event.by, f"#{event.by}"),
            action_words(event.action),
            called.get((event.subject, event.subject_id)) or _thing(event),
            _address(event, role),
            event.reason,
        )
        for event in events
    ]


def _thing(event: EventRow) -> str:
    words = str(SUBJECTS.get(event.subject, event.subject.replace("_", " ")))
    rows = event.detail.get("rows", 1)
    # One act on a set of memberships is noted once, with how many.
    if event.subject == "membership" and isinstance(rows, int) and rows > 1:
        return gettext("%(n)s kepesertaan") % {"n": number(rows)}
    return f"{words} {event.subject_id}" if event.subject_id else words


def _address(event: EventRow, role: str) -> str:
    name = ADDRESSES.get(event.subject)
    if name is None or not may(role, name):
        return ""
    try:
        return reverse(name, args=[event.subject_id])
    except NoReverseMatch:
        return ""
