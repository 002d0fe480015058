"""Where each address leads."""

from django.urls import URLPattern, URLResolver, include, path

from ayomi.edges.api.dci.urls import REGISTRY
from ayomi.edges.api.interface import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ayomi.edges.web.urls")),
    path("akun/", include("ayomi.edges.web.account_urls")),
    path("api/v1/", api.urls),
    path("", include("ayomi.edges.api.snap.urls")),
    path("dci/", include("ayomi.edges.api.dci.urls")),
    path("", include((REGISTRY, "registry"))),
]

handler400 = "ayomi.edges.web.views.site.bad_request"
handler403 = "ayomi.edges.web.views.site.forbidden"
handler404 = "ayomi.edges.web.views.site.not_found"
handler429 = "ayomi.edges.web.views.site.too_many"
handler500 = "ayomi.edges.web.views.site.failed"
