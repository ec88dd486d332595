"""Work over many records at once (extra ``bulk``): scoring a million screenings."""

from __future__ import annotations

try:
    import numpy as _numpy  # noqa: F401
except ImportError:
    _MISSING = True
else:
    _MISSING = False
if _MISSING:
    from fjcore.errors import MissingExtra

    raise MissingExtra("bulk")

from fjcore.bulk.responses import OPEN, SKIPPED, Responses, encode
from fjcore.bulk.scores import BandColumn, ScoreColumn, Scores
from fjcore.bulk.scoring import score

__all__ = [
    "OPEN",
    "SKIPPED",
    "BandColumn",
    "Responses",
    "ScoreColumn",
    "Scores",
    "encode",
    "score",
]
