"""What a signed-in user can do about their own account; the single steps are allauth's, in our words."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_required
@require_safe
def my_account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/my_account.html")


@require_safe
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Passwords are renewed in person: an administrator knows whose account it is, an e-mail does not."""
    return render(request, "account/forgotten_password.html")
