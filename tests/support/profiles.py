"""How many cases a property is tried on: in every run, at full, and by night."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

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
#: Steps of one run of a model by night, of which there are ``EXAMPLES``.
STEPS = 50


def profile(examples: int) -> settings:
    """Give the settings of a property that is tried on so many cases."""
    return settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck)
    )


usual = profile(EXAMPLES if FULL else ELSEWHERE)
dear = profile(EXAMPLES if FULL else FEW)
brief = profile(FEW)
nightly = profile(NIGHTLY)
nightly_model = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None
)
