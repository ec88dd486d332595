"""The application: its tables of key records, wraps and index rows."""

from __future__ import annotations

from django.apps import AppConfig


class FjcoreConfig(AppConfig):  # type: ignore[misc]
    """The application of sealed fields."""

    name = "fjcore_django"
    label = "fjcore"
    verbose_name = "Sealed fields"
    default_auto_field = "django.db.models.BigAutoField"
