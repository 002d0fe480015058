"""Accounts are made by administrators; nobody signs up alone."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from ayomi.edges.web.language import SESSION_KEY


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def login(self, request: Any, user: Any) -> None:
        """Sign in, and speak the language that this user chose."""
        super().login(request, user)
        request.session[SESSION_KEY] = user.language
