"""The steps of signing in and of guarding an account that we offer: allauth's views, without those of no use here.

Nobody signs up alone and no password travels by e-mail: an administrator makes accounts and gives new passwords.
"""

from __future__ import annotations

from allauth.account import views
from django.urls import URLPattern, URLResolver, include, path

from ayomi.edges.web.views.account import forgotten_password

urlpatterns: list[URLPattern | URLResolver] = [
    path("masuk/", views.login, name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("tidak-aktif/", views.account_inactive, name="account_inactive"),
    path("daftar/", views.signup, name="account_signup"),
    path("pastikan/", views.reauthenticate, name="account_reauthenticate"),
    path("kata-sandi/", views.password_change, name="account_change_password"),
    path("lupa-kata-sandi/", forgotten_password, name="account_reset_password"),
    path("langkah-kedua/", include("allauth.mfa.urls")),
    path("perangkat/", include("allauth.usersessions.urls")),
]
