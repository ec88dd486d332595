"""Seal what stands in plain in the sealed fields of models."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from fjcore_django.moving import seal_table


class Command(BaseCommand):  # type: ignore[misc]
    """``fjcore_seal app.Model ...``: it may be stopped and begun again."""

    help = "Seal what stands in plain in the sealed fields of models."

    def add_arguments(self, parser: Any) -> None:
        """Take models, and how many rows make a transaction."""
        parser.add_argument("models", nargs="+", metavar="app.Model")
        parser.add_argument("--batch", type=int, default=500)

    def handle(self, *_: Any, models: list[str], batch: int, **__: Any) -> None:
        """Seal each model's table, and say how many cells were."""
        for name in models:
            done = seal_table(apps.get_model(name), limit=batch)
            self.stdout.write(f"{name}: {done} values sealed")
