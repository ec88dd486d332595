"""Blind indexes: finding a person by a name, a date or a number that stays sealed."""

from __future__ import annotations

from fjcore.crypto.index.memory import MemoryIndexRows
from fjcore.crypto.index.normalise import NORMALISERS, Normaliser, normaliser
from fjcore.crypto.index.plan import SCAN_BELOW, IndexPlan, plan_index
from fjcore.crypto.index.search import (
    IndexRows,
    candidates,
    rebuild,
    scan,
    search,
)
from fjcore.crypto.index.tokens import ALLOWED, IndexRow, IndexSpec, Tokens

__all__ = [
    "ALLOWED",
    "NORMALISERS",
    "SCAN_BELOW",
    "IndexPlan",
    "IndexRow",
    "IndexRows",
    "IndexSpec",
    "MemoryIndexRows",
    "Normaliser",
    "Tokens",
    "candidates",
    "normaliser",
    "plan_index",
    "rebuild",
    "scan",
    "search",
]
