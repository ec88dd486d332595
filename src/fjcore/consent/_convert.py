"""Converters of fields: any iterable in, one frozen collection held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fjcore.values import utc


def names(items: Iterable[str]) -> tuple[str, ...]:
    """Hold texts in their order."""
    return tuple(items)


def name_set(items: Iterable[str]) -> frozenset[str]:
    """Hold texts as a set."""
    return frozenset(items)


def maybe_utc(at: datetime | None) -> datetime | None:
    """Hold an instant in UTC, or none.

    Raises: NaiveTime.
    """
    return None if at is None else utc(at)


def aware(at: datetime) -> datetime:
    """Hold an instant of an event in UTC.

    Raises: NaiveTime.
    """
    return utc(at, where="event")
