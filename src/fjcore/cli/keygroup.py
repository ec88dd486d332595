"""The group of commands on keys, from all the modules where they stand."""

from __future__ import annotations

from fjcore.cli import erasing, finding
from fjcore.cli.keys import keys

__all__ = ["erasing", "finding", "keys"]
