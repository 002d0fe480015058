"""What belongs to the site as a whole: the front door, the file for robots, and the pages of refusal and failure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from ayomi.edges.web.views.calculator import calculator


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The calculator for the public; their own home page for whoever is signed in."""
    if request.user.is_authenticated:
        return redirect("home")
    return calculator(request)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what the public may read, and nothing else."""
    lines = ("User-agent: *", "Allow: /$", "Allow: /hitung-iuran/", "Allow: /cara-menghitung/", "Disallow: /")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "429.html", status=429)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose proof of origin is missing or too old: most often a page left open overnight."""
    return render(request, "403_stale.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Drawn without the database or the user, either of which may be what failed."""
    page = render_to_string("500.html", {"language": getattr(request, "LANGUAGE_CODE", "id")})
    return HttpResponse(page, status=500)
