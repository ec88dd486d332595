"""What a made-up project's settings name: its keyring, clock and way of reading."""

from __future__ import annotations

from datetime import UTC, datetime

from django.apps import AppConfig

from fjcore.crypto import STRICT, ReadMode, RootKeyring
from fjcore.values import Clock, FixedClock, SecretBytes

NOW = datetime(2026, 3, 2, tzinfo=UTC)


class ClinicConfig(AppConfig):
    """The project's application; its models are those of a test."""

    name = "services.clinic"
    label = "clinic"


class Project:
    """The present ones; a test puts its own here."""

    def __init__(self) -> None:
        self.root = SecretBytes(bytes(range(32)))
        self.clock = FixedClock(NOW)
        self.mode: ReadMode = STRICT


PROJECT = Project()


def keyring() -> RootKeyring:
    """Give the keyring."""
    return RootKeyring(PROJECT.root)


def clock() -> Clock:
    """Give the clock."""
    return PROJECT.clock


def mode() -> ReadMode:
    """Give the way of reading."""
    return PROJECT.mode
