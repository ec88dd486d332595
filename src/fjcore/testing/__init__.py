"""Made-up people for tests and trials, and strategies for property tests.

``fjcore.testing.strategies`` needs Hypothesis (extra ``testing``); nothing else does.
"""

from __future__ import annotations

from fjcore.testing._edges import ENOUGH, Edge
from fjcore.testing._synthetic import SyntheticFile, SyntheticSurvivor, synthetic
from fjcore.testing._tables import Marginal, marginals

__all__ = [
    "ENOUGH",
    "Edge",
    "Marginal",
    "SyntheticFile",
    "SyntheticSurvivor",
    "marginals",
    "synthetic",
]
