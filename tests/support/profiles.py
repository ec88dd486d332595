"""How many cases a property is tried on: in every run, in CI, and by night."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

IN_CI = bool(os.environ.get("CI"))
#: Cases of every numbered property in CI.
EXAMPLES = 1_000
#: Cases of one elsewhere, where each takes about 3 milliseconds.
ELSEWHERE = 250
#: Cases where each takes 5 to 20, and of what is not numbered.
FEW = 60
#: Cases of each by night.
NIGHTLY = 50_000


def profile(examples: int) -> settings:
    """Give the settings of a property that is tried on so many cases."""
    return settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck)
    )


usual = profile(EXAMPLES if IN_CI else ELSEWHERE)
dear = profile(EXAMPLES if IN_CI else FEW)
brief = profile(FEW)
nightly = profile(NIGHTLY)
