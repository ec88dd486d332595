"""Texts of a closed list as its members; a text that is none stays for a check."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

E = TypeVar("E", bound=StrEnum)


def member(kind: type[E], text: Any) -> E:
    """Give the member of a list that a text names, or the text itself."""
    found: E = next((one for one in kind if one.value == text), text)
    return found


def members(kind: type[E], texts: Iterable[Any]) -> frozenset[E]:
    """Give the members of a list that several texts name."""
    return frozenset(member(kind, text) for text in texts)
