"""The addresses of the pages, by visitor. Add yours to the section it belongs to, or open a section for a new theme."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from ayomi.edges.web.licensing_urls import LICENSING
from ayomi.edges.web.people_urls import PEOPLE
from ayomi.edges.web.place_urls import PLACES
from ayomi.edges.web.views import (
    account,
    agreements,
    assessing,
    bank_files,
    benefits_calculator,
    bills,
    calculator,
    calendar,
    documents,
    examining,
    figures,
    funding,
    home,
    loans,
    openings,
    partners,
    performance,
    plan_sharing,
    plans,
    receipts,
    reports,
    revolving,
    site,
    sponsorship,
    target_forms,
    target_uploads,
    targets,
    trail,
    uploads,
    users,
    verification,
)

SITE: list[URLPattern | URLResolver] = [
    path("", site.front, name="front"),
    path("robots.txt", site.robots, name="robots"),
]

PUBLIC: list[URLPattern | URLResolver] = [
    path("hitung-iuran/", calculator.calculator, name="calculator"),
    path("apa-yang-saya-dapat/", benefits_calculator.benefits_calculator, name="benefits_calculator"),
    path("cara-menghitung/", calculator.how_we_calculate, name="how_we_calculate"),
    path("v/", verification.verify_form, name="verify_form"),
    path("v/<str:token>/", verification.verify, name="verify"),
    path("bayar/<str:code>/", verification.pay, name="pay"),
]

EVERYONE_SIGNED_IN: list[URLPattern | URLResolver] = [
    path("beranda/", home.home, name="home"),
    path("akun/", account.my_account, name="my_account"),
]

DOCUMENTS: list[URLPattern | URLResolver] = [
    path("tagihan/<int:bill_id>/tagihan.pdf", documents.bill_pdf, name="bill_pdf"),
    path("tagihan/<int:bill_id>/tagihan.xlsx", documents.bill_xlsx, name="bill_xlsx"),
    path("kepesertaan/<int:membership_id>/kartu.pdf", documents.card, name="card"),
    path("pembayar/<int:payer_id>/sertifikat.pdf", documents.certificate, name="certificate"),
    path("bukti/<int:proof_id>/cabut/", documents.proof_withdraw, name="proof_withdraw"),
]

BILLS: list[URLPattern | URLResolver] = [
    path("tagihan/", bills.bills, name="bills"),
    path("tagihan/<int:bill_id>/", bills.bill, name="bill"),
    path("tagihan/<int:bill_id>/final/", bills.bill_final, name="bill_final"),
    path("tagihan/<int:bill_id>/batal/", bills.bill_cancel, name="bill_cancel"),
    path("tagihan/hitung/", assessing.assess_new, name="assess_new"),
    path("tagihan/hitung/<int:run_id>/", assessing.assessment, name="assessment"),
]

MONEY: list[URLPattern | URLResolver] = [
    path("uang-masuk/", receipts.receipts, name="receipts"),
    path("uang-masuk/catat/", receipts.receipt_new, name="receipt_new"),
    path("uang-masuk/berkas/", bank_files.bank_file_new, name="bank_file_new"),
    path("uang-masuk/berkas/<int:bank_file_id>/", bank_files.bank_file, name="bank_file"),
    path("uang-masuk/berkas/baris/<int:held_id>/", bank_files.held_line, name="held_line"),
    path("uang-masuk/<int:receipt_id>/", receipts.receipt, name="receipt"),
    path("uang-masuk/<int:receipt_id>/cocokkan/", receipts.receipt_identify, name="receipt_identify"),
]

LISTS: list[URLPattern | URLResolver] = [
    path("daftar/", uploads.uploads, name="uploads"),
    path("daftar/unggah/", uploads.upload_new, name="upload_new"),
    path("daftar/badan-baru/", uploads.upload_organisation, name="upload_organisation"),
    path("daftar/<int:upload_id>/", uploads.upload, name="upload"),
    path("daftar/<int:upload_id>/kolom/", uploads.upload_columns, name="upload_columns"),
    path("daftar/<int:upload_id>/baris/", uploads.upload_rows, name="upload_rows"),
    path("daftar/<int:upload_id>/daftarkan/", uploads.upload_apply, name="upload_apply"),
    path("daftar/<int:upload_id>/kembalikan/", uploads.upload_giveback, name="upload_giveback"),
    path("daftar/<int:upload_id>/batalkan/", uploads.upload_undo, name="upload_undo"),
    path("daftar/<int:upload_id>/lanjutkan/", uploads.upload_resume, name="upload_resume"),
    path("daftar/<int:upload_id>/tagih/", uploads.upload_bill, name="upload_bill"),
]

AGREEMENTS: list[URLPattern | URLResolver] = [
    path("kerja-sama/", agreements.agreements, name="agreements"),
    path("kerja-sama/catat/", agreements.agreement_new, name="agreement_new"),
    path("kerja-sama/<int:agreement_id>/", agreements.agreement, name="agreement"),
    path("kerja-sama/<int:agreement_id>/tanda-tangan/", agreements.agreement_sign, name="agreement_sign"),
    path("kerja-sama/<int:agreement_id>/akhiri/", agreements.agreement_end, name="agreement_end"),
    path("kerja-sama/<int:agreement_id>/badan/", agreements.agreement_bring, name="agreement_bring"),
    path("kerja-sama/<int:agreement_id>/naskah/", agreements.agreement_attach, name="agreement_attach"),
    path("kerja-sama/<int:agreement_id>/naskah/<int:paper_id>/", agreements.agreement_paper, name="agreement_paper"),
    path("kerja-sama/<int:agreement_id>/sasaran/", agreements.aim_new, name="aim_new"),
    path("kerja-sama/<int:agreement_id>/kewajiban/", agreements.duty_new, name="duty_new"),
    path("kerja-sama/<int:agreement_id>/kewajiban/<int:duty_id>/<str:due>/", agreements.duty_done, name="duty_done"),
]

PLANS: list[URLPattern | URLResolver] = [
    path("rencana/", plans.plans, name="plans"),
    path("rencana/pertumbuhan/", plans.growth, name="growth"),
    path("rencana/pertumbuhan/simpan/", plans.scenario_save, name="scenario_save"),
    path("rencana/pertumbuhan/<int:scenario_id>/hapus/", plans.scenario_remove, name="scenario_remove"),
    path("rencana/bandingkan/", plans.compare, name="compare"),
    path("rencana/bagi/", plan_sharing.plan_sharing, name="plan_sharing"),
    path("rencana/kantor/", openings.openings, name="openings"),
    path("rencana/kantor/baru/", openings.opening_new, name="opening_new"),
    path("rencana/kantor/<int:opening_id>/", openings.opening, name="opening"),
    path("rencana/kantor/<int:opening_id>/putuskan/", openings.opening_decide, name="opening_decide"),
    path("rencana/kantor/<int:opening_id>/tarik/", openings.opening_withdraw, name="opening_withdraw"),
    path("rencana/kantor/<int:opening_id>/buka/", openings.opening_open, name="opening_open"),
]

SPONSORSHIP: list[URLPattern | URLResolver] = [
    path("bantuan/", sponsorship.budgets, name="budgets"),
    path("bantuan/baru/", sponsorship.budget_new, name="budget_new"),
    path("bantuan/<int:budget_id>/", sponsorship.budget, name="budget"),
    path("bantuan/<int:budget_id>/setujui/", sponsorship.budget_approve, name="budget_approve"),
    path("bantuan/<int:budget_id>/ubah/", sponsorship.budget_change, name="budget_change"),
    path("bantuan/<int:budget_id>/ubah/putuskan/", sponsorship.budget_change_decide, name="budget_change_decide"),
    path("bantuan/<int:budget_id>/tutup/", sponsorship.budget_close, name="budget_close"),
    path("bantuan/<int:budget_id>/usul/", sponsorship.budget_propose, name="budget_propose"),
    path("bantuan/<int:budget_id>/orang/", sponsorship.budget_people, name="budget_people"),
    path("bantuan/<int:budget_id>/bukti.pdf", sponsorship.budget_pdf, name="budget_pdf"),
    path("bantuan/<int:budget_id>/bukti.xlsx", sponsorship.budget_xlsx, name="budget_xlsx"),
    path("bantuan/usulan/<int:proposal_id>/", sponsorship.proposal, name="proposal"),
    path("bantuan/usulan/<int:proposal_id>/kembalikan/", sponsorship.proposal_return, name="proposal_return"),
    path("bantuan/orang/<int:support_id>/akhiri/", sponsorship.support_end, name="support_end"),
]

REPORTS: list[URLPattern | URLResolver] = [
    path("laporan/", reports.reports, name="reports"),
    path("laporan/ilo/<int:year>/", reports.inquiry_page, name="inquiry"),
    path("laporan/ilo/<int:year>/tabel.<str:kind>", reports.inquiry_file, name="inquiry_file"),
    path("laporan/<int:office_id>/<str:month>/", reports.report, name="report"),
    path("laporan/<int:office_id>/<str:month>/laporan.<str:kind>", reports.report_file, name="report_file"),
]

FUNDS: list[URLPattern | URLResolver] = [
    path("dana/", funding.funds, name="funds"),
    path("dana/baru/", funding.fund_new, name="fund_new"),
    path("dana/rencana/", revolving.fund_plan, name="fund_plan"),
    path("dana/<int:window_id>/anggaran/", funding.fund_budget, name="fund_budget"),
    path("permohonan/", funding.applications, name="applications"),
    path("permohonan/ajukan/", funding.application_new, name="application_new"),
    path("permohonan/<int:application_id>/", funding.application, name="application"),
    path("permohonan/<int:application_id>/periksa/", funding.application_check, name="application_check"),
    path("permohonan/<int:application_id>/survei/", funding.application_survey, name="application_survey"),
    path("permohonan/<int:application_id>/usulkan/", funding.application_propose, name="application_propose"),
    path("permohonan/<int:application_id>/putuskan/", funding.application_decide, name="application_decide"),
    path("permohonan/<int:application_id>/perjanjian/", funding.application_agree, name="application_agree"),
    path("permohonan/<int:application_id>/perjanjian.pdf", funding.application_paper, name="application_paper"),
    path("permohonan/<int:application_id>/tarik/", funding.application_withdraw, name="application_withdraw"),
    path("permohonan/<int:application_id>/tahap/<int:number>/syarat/", funding.tranche_met, name="tranche_met"),
    path("permohonan/<int:application_id>/tahap/<int:number>/bayar/", funding.tranche_pay, name="tranche_pay"),
    path("pinjaman/", loans.loans, name="loans"),
    path("pinjaman/<int:loan_id>/", loans.loan, name="loan"),
]

KEEPING: list[URLPattern | URLResolver] = [
    path("sambungan/", partners.partners_list, name="partners"),
    path("sambungan/baru/", partners.partner_new, name="partner_new"),
    path("sambungan/<int:partner_id>/", partners.partner, name="partner"),
    path("sambungan/<int:partner_id>/kunci/", partners.partner_key, name="partner_key"),
    path(
        "sambungan/<int:partner_id>/kunci/<int:key_number>/cabut/",
        partners.partner_key_revoke,
        name="partner_key_revoke",
    ),
    path("sambungan/<int:partner_id>/izin/", partners.partner_grant, name="partner_grant"),
    path("sambungan/<int:partner_id>/alamat/", partners.partner_address, name="partner_address"),
    path(
        "sambungan/<int:partner_id>/alamat/<int:address_id>/hapus/",
        partners.partner_address_remove,
        name="partner_address_remove",
    ),
    path("sambungan/<int:partner_id>/batas/", partners.partner_limits, name="partner_limits"),
    path("sambungan/<int:partner_id>/tutup/", partners.partner_switch, name="partner_switch"),
    path("sambungan/<int:partner_id>/harian/", partners.partner_bank_day, name="partner_bank_day"),
    path(
        "sambungan/<int:partner_id>/harian/<int:bank_day_id>/catat/",
        partners.partner_bank_day_book,
        name="partner_bank_day_book",
    ),
    path("kinerja/", performance.performance, name="performance"),
    path("kinerja/angka/", figures.figures_page, name="figures"),
    path("kinerja/angka/<slug:key>/", figures.figure_page, name="figure"),
    path("kalender/", calendar.due_calendar, name="due_calendar"),
    path("sasaran/", targets.targets, name="targets"),
    path("sasaran/isi/", target_forms.target_new, name="target_new"),
    path("sasaran/bagi/", target_forms.target_share, name="target_share"),
    path("sasaran/unggah/", target_uploads.target_upload, name="target_upload"),
    path("sasaran/unggah/<int:file_id>/", target_uploads.target_file, name="target_file"),
    path("sasaran/unggah/<int:file_id>/kembalikan/", target_uploads.target_giveback, name="target_giveback"),
    path("sasaran/setujui/", targets.target_queue, name="target_queue"),
    path("sasaran/<int:target_id>/", targets.target, name="target"),
    path("jejak/", trail.trail, name="trail"),
    path("pemeriksaan/", examining.examination, name="examination"),
    path("pengguna/", users.users, name="users"),
    path("pengguna/baru/", users.user_new, name="user_new"),
    path("pengguna/<int:user_id>/", users.user, name="user"),
    path("pengguna/<int:user_id>/peran/", users.user_role, name="user_role"),
    path("pengguna/<int:user_id>/kata-sandi/", users.user_password, name="user_password"),
    path("pengguna/<int:user_id>/nonaktif/", users.user_deactivate, name="user_deactivate"),
    path("pengguna/<int:user_id>/keluarkan/", users.user_sessions_end, name="user_sessions_end"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *SITE,
    *PUBLIC,
    *EVERYONE_SIGNED_IN,
    *DOCUMENTS,
    *BILLS,
    *MONEY,
    *AGREEMENTS,
    *LICENSING,
    *SPONSORSHIP,
    *FUNDS,
    *KEEPING,
    *PLANS,
    *REPORTS,
    *LISTS,
    *PEOPLE,
    *PLACES,
]
