from __future__ import annotations

import pytest

from fjcore.testing.checks import checks_of, failures
from fjcore.testing.suites import __all__ as SUITES

from .bad import BAD
from .kit import GOOD


@pytest.mark.parametrize("suite", GOOD, ids=lambda suite: suite.__name__)
def test_good(suite):
    """What is as it should be should pass every check of its suite."""
    assert {} == failures(suite)


@pytest.mark.parametrize("check", BAD)
def test_bad(check):
    """What breaks one check should fail that one, and no other."""
    assert {check} == set(failures(BAD[check]))


def test_every_check_was_seen_to_fail():
    """No check should be one that nothing was ever seen to fail."""
    made = {one.id for suite in GOOD for one in checks_of(suite)}

    assert made == set(BAD)
    assert len(SUITES) == len(GOOD)
