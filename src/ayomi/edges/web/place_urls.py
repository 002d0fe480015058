"""The addresses of the map and of figures from outside."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from ayomi.edges.web.views import denominators, map

PLACES: list[URLPattern | URLResolver] = [
    path("peta/", map.country, name="map"),
    path("peta/kota-dan-desa/", map.growth, name="town_and_country"),
    path("peta/<str:province>/", map.one_province, name="map_province"),
    path("penyebut/", denominators.denominators, name="denominators"),
    path("penyebut/unggah/", denominators.denominator_new, name="denominator_new"),
    path("penyebut/<int:file_id>/", denominators.denominator, name="denominator"),
    path("penyebut/<int:file_id>/kolom/", denominators.denominator_columns, name="denominator_columns"),
    path("penyebut/<int:file_id>/wilayah/", denominators.denominator_places, name="denominator_places"),
    path("penyebut/<int:file_id>/pakai/", denominators.denominator_take, name="denominator_take"),
    path("penyebut/<int:file_id>/sisihkan/", denominators.denominator_drop, name="denominator_drop"),
    path("penyebut/<int:file_id>/kembali.csv", denominators.denominator_returned, name="denominator_returned"),
]
