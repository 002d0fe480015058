"""The addresses of the pages, by visitor. Add yours to the section it belongs to, or open a section for a new theme."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from ayomi.edges.web.views import account, calculator, home, site

SITE: list[URLPattern | URLResolver] = [
    path("", site.front, name="front"),
    path("robots.txt", site.robots, name="robots"),
]

PUBLIC: list[URLPattern | URLResolver] = [
    path("hitung-iuran/", calculator.calculator, name="calculator"),
    path("cara-menghitung/", calculator.how_we_calculate, name="how_we_calculate"),
]

EVERYONE_SIGNED_IN: list[URLPattern | URLResolver] = [
    path("beranda/", home.home, name="home"),
    path("akun/", account.my_account, name="my_account"),
]

urlpatterns: list[URLPattern | URLResolver] = [*SITE, *PUBLIC, *EVERYONE_SIGNED_IN]
