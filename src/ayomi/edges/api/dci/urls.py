"""The addresses of the standard, below /dci/ and, as its documents write them, at the root."""

from __future__ import annotations

from django.urls import URLPattern, path

from ayomi.edges.api.dci import openapi, services

app_name = "dci"
REGISTRY: list[URLPattern] = [
    path("registry/search", services.search, name="search"),
    path("registry/subscribe", services.subscribe, name="subscribe"),
    path("registry/unsubscribe", services.unsubscribe, name="unsubscribe"),
    path("registry/txn/status", services.txn_status, name="txn_status"),
    path("registry/sync/search", services.sync_search, name="sync_search"),
    path("registry/sync/txn/status", services.sync_txn_status, name="sync_txn_status"),
    path("registry/sync/enrolled", services.enrolled, name="enrolled"),
]
urlpatterns: list[URLPattern] = [*REGISTRY, path("openapi.json", openapi.schema, name="openapi")]
