"""How many cases a property is tried on: in every run, in CI, and by night."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

#: Cases of every numbered property: in every run of CI, and of most in every other.
EXAMPLES = 1_000
#: Cases elsewhere of the few that take 5 to 20 milliseconds each, and of the others.
FEW = 100
#: Cases of each by night.
NIGHTLY = 50_000


def profile(examples: int) -> settings:
    """Give the settings of a property that is tried on so many cases."""
    return settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck)
    )


usual = profile(EXAMPLES)
dear = profile(EXAMPLES if os.environ.get("CI") else FEW)
brief = profile(FEW)
nightly = profile(NIGHTLY)
