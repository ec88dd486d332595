"""Every property of decisions on many more cases than a usual run has time for."""

from __future__ import annotations

from pathlib import Path

import pytest
from consent import (
    test_reading,
    test_scenario_files,
    test_scenario_runner,
)
from consent.properties import PROPERTIES
from consent.test_mutants import TESTS
from hypothesis import given
from support.profiles import nightly

from fjcore.testing.strategies import built

#: All files of properties, so that what is run does not depend on what else is.
MODULES = (
    *TESTS,
    test_reading,
    test_scenario_files,
    test_scenario_runner,
)


def test_every_property_is_one_of_the_files_named() -> None:
    """Every file that holds a property should be among those whose properties run."""
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    holding = {path.stem for path in files if "\n@holds(" in path.read_text("utf-8")}
    here = {name for module in MODULES for name in vars(module)}

    assert set() == holding - {module.__name__.split(".")[-1] for module in MODULES}
    assert set() == set(PROPERTIES) - here


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_a_property_holds_of_fifty_thousand_cases(name: str) -> None:
    """Each property should hold of 50,000 cases, too."""
    of, check = PROPERTIES[name]

    nightly(given(built(of))(check))()
