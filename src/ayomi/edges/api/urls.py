"""The addresses of the interface alone, for programs that ask so often that looking through those of pages counts."""

from django.urls import URLPattern, URLResolver, path

from ayomi.edges.api.interface import api

urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/", api.urls)]
