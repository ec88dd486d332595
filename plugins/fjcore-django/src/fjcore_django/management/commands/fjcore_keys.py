"""Make the first keys of a project, or put new ones in use."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from fjcore.crypto import retire_epochs, rewrap_all, roll_epoch
from fjcore_django import keys


class Command(BaseCommand):  # type: ignore[misc]
    """``fjcore_keys establish`` once; ``fjcore_keys rotate`` monthly."""

    help = "Make the first keys (establish), or new custody keys (rotate)."

    def add_arguments(self, parser: Any) -> None:
        """Take one word: what to do."""
        parser.add_argument("act", choices=["establish", "rotate"])

    def handle(self, *_: Any, act: str, **__: Any) -> None:
        """Do it, in one transaction of the models' database."""
        sealer, table = keys.sealer(), keys.key_table()
        with transaction.atomic(using=keys.settings_of().database):
            if act == "establish":
                sealer.establish(table)
                self.stdout.write("the first keys are made")
                return
            made = roll_epoch(sealer.holding, table)
        done = rewrap_all(sealer.holding, table)
        with transaction.atomic(using=keys.settings_of().database):
            gone = retire_epochs(sealer.holding, table)
        self.stdout.write(f"custody key of epoch {made.epoch} in use")
        self.stdout.write(f"data keys wrapped anew: {done}")
        for epoch in gone:
            self.stdout.write(f"custody key of epoch {epoch} destroyed")
