"""The same framework on the same server answering a constant: no database, no body read, the length alone added."""

from __future__ import annotations

from typing import Any

import django
from django.conf import settings

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="bench", LOGGING_CONFIG=None,
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    )  # fmt: skip
    django.setup()

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.urls import path
from ninja import NinjaAPI

api = NinjaAPI(docs_url=None, openapi_url=None)


@api.post("/eligibility")
def constant(request: HttpRequest) -> Any:
    return {"result": "eligible"}


urlpatterns = [path("api/v1/", api.urls)]
application = get_wsgi_application()
