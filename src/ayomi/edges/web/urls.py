"""The addresses of the pages, by visitor. Add yours to the section it belongs to, or open a section for a new theme."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from ayomi.edges.web.views import account, calculator, documents, home, site, verification

SITE: list[URLPattern | URLResolver] = [
    path("", site.front, name="front"),
    path("robots.txt", site.robots, name="robots"),
]

PUBLIC: list[URLPattern | URLResolver] = [
    path("hitung-iuran/", calculator.calculator, name="calculator"),
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
]

urlpatterns: list[URLPattern | URLResolver] = [*SITE, *PUBLIC, *EVERYONE_SIGNED_IN, *DOCUMENTS]
