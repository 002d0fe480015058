"""The public calculator "Berapa iurannya?" and the page that lists the rules behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    return render(request, "calculator/calculator.html")


@require_safe
def how_we_calculate(request: HttpRequest) -> HttpResponse:
    return render(request, "calculator/rules.html")
