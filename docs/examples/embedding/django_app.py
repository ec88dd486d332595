"""Django: consent as a decorator of views, and a middleware for whatever goes wrong.

Serve ``application`` with any WSGI server. In a project of yours, the settings are
yours; ``DEBUG`` must be off, since its pages show what was asked and what was held.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import django
from center import disclosed
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

from fjcore.disclosure import Disclosure

View = Callable[..., HttpResponse]


def refused() -> HttpResponse:
    """Give one answer for everything that is not a disclosure."""
    answer = HttpResponse(b'{"refused":true}', "application/json", 404)
    answer["Cache-Control"] = "no-store"
    return answer


class AlikeMiddleware:
    """Answers errors, unknown pages and refusals alike: with no text of Django's."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the answer of a view, or the one refusal."""
        answer = self.get_response(request)
        return answer if answer.status_code == 200 else refused()

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse:
        """Keep an exception from being logged with its frames."""
        return refused()


def consented(view: Callable[[HttpRequest, Disclosure], HttpResponse]) -> View:
    """Call a view with what may leave, or not at all."""

    @wraps(view)
    def guard(request: HttpRequest) -> HttpResponse:
        if request.method != "GET":
            return refused()
        found = disclosed(
            request.headers.get("Authorization", ""),
            request.GET.get("subject", ""),
            request.GET.get("purpose", ""),
        )
        return refused() if found is None else view(request, found)

    return guard


@consented
def disclosure(request: HttpRequest, made: Disclosure) -> HttpResponse:
    """Serve the bytes of a disclosure: those that were checked, and no others."""
    answer = HttpResponse(made.body, "application/json")
    answer["Cache-Control"] = "no-store"
    return answer


urlpatterns = [path("disclosure", disclosure)]


def application() -> WSGIHandler:
    """Give the application of a project that has nothing else."""
    settings.configure(
        ALLOWED_HOSTS=["records.example.org", "testserver"],
        DEBUG=False,
        LOGGING={
            "version": 1,
            # What it logs of a refused request would tell one refusal from another.
            "loggers": {"django.request": {"level": "CRITICAL"}},
        },
        MIDDLEWARE=[f"{__name__}.AlikeMiddleware"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="made anew for each project",  # noqa: S106 - signs nothing here
    )
    django.setup()
    return WSGIHandler()
