"""How many cases a property is tried on: in every run, at full, and by night."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings

Test = TypeVar("Test", bound=Callable[..., Any])

#: Whether the numbered properties are tried at full, as `.ci/run` does once.
FULL = bool(os.environ.get("FJCORE_FULL"))
#: Cases of every numbered property then.
EXAMPLES = 1_000
#: Cases of one elsewhere, where each takes about 3 milliseconds.
ELSEWHERE = 120
#: Cases where each takes 5 to 20, and of what is not numbered.
FEW = 60
#: Cases of each by night.
NIGHTLY = 50_000


def profile(examples: int) -> settings:
    """Give the settings of a property that is tried on so many cases."""
    return settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck)
    )


usual = profile(EXAMPLES if FULL else ELSEWHERE)
dear = profile(EXAMPLES if FULL else FEW)
brief = profile(FEW)
nightly = profile(NIGHTLY)


def counted(cases: int, full: int) -> int:
    """Give how many cases of a test marked `full` are tried, here and at full."""
    return full if FULL else cases


def tried(cases: int, full: int) -> Callable[[Test], Test]:
    """Try a property on so many cases, and on more at full.

    It is marked `full`: that step takes what is so marked, and no more of its file.
    """
    settled = settings(max_examples=counted(cases, full), deadline=None)

    def decorated(test: Test) -> Test:
        marked: Test = pytest.mark.full(settled(test))
        return marked

    return decorated
