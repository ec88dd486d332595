"""Which tables stand in which database."""

from __future__ import annotations

from typing import Any

from fjcore_django.keys import settings_of

_APP, _WRAP = "fjcore", "wraprow"


class KeyRouter:
    """Keeps the wraps in a database of their own: name it in ``DATABASE_ROUTERS``."""

    def db_for_read(self, model: Any, **_: Any) -> str | None:
        """Give the database of wraps for these, that of sealed models for the rest."""
        if model._meta.app_label != _APP:
            return None
        said = settings_of()
        return said.wraps if model._meta.model_name == _WRAP else said.database

    db_for_write = db_for_read

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **_: Any
    ) -> bool | None:
        """Make each table in its database only, and no other in that of wraps."""
        said = settings_of()
        if app_label == _APP and model_name is not None:
            return db == (said.wraps if model_name == _WRAP else said.database)
        return False if db == said.wraps else None
