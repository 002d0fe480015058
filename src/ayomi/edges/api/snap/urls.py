"""The addresses of the standard, and those under which one published client knows two of them."""

from __future__ import annotations

from django.urls import URLPattern, path

from ayomi.edges.api.snap import openapi, services

app_name = "snap"
urlpatterns: list[URLPattern] = [
    path("v1.0/access-token/b2b", services.token, name="token"),
    path("v1.0/transfer-va/inquiry", services.inquiry, name="inquiry"),
    path("v1.0/transfer-va/payment", services.payment, name="payment"),
    path("v1.0/transfer-va/status", services.status, name="status"),
    path("v1.0/openapi.json", openapi.schema, name="openapi"),
    path("v1.0/<path:rest>", services.unknown, name="unknown"),
    path("authorization/v1/access-token/b2b", services.token, name="token_of_gateway"),
    path("orders/v1.0/transfer-va/status", services.status, name="status_of_gateway"),
]
