"""Every property of decisions on many more cases than a usual run has time for."""

from __future__ import annotations

import pytest
from consent.draws import built
from consent.properties import PROPERTIES
from consent.test_mutants import TESTS
from hypothesis import HealthCheck, given, settings

MANY = settings(
    max_examples=50_000, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_every_property_is_one_of_a_test_that_runs() -> None:
    """Every property kept should be a test of one of the files of properties."""
    here = {name for module in TESTS for name in vars(module)}

    assert len(PROPERTIES) >= 25
    assert set() == set(PROPERTIES) - here


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_a_property_holds_of_fifty_thousand_cases(name: str) -> None:
    """Each property should hold of 50,000 cases, too."""
    of, check = PROPERTIES[name]

    MANY(given(built(of))(check))()
