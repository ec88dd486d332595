from __future__ import annotations

import pytest

from fjcore.testing.checks import checks_of, failures
from fjcore.testing.suites import __all__ as SUITES

from .bad import BAD
from .kit import GOOD, Plugin, module

#: What a module does when it is imported, by the check that it fails.
IMPORTS = {
    "P03": "import os; os.environ['KIT'] = 'set'",
    "P04": "sum(range(20_000_000))",
}


@pytest.mark.parametrize("suite", GOOD, ids=lambda suite: suite.__name__)
def test_good(suite):
    """What is as it should be should pass every check of its suite."""
    assert {} == failures(suite)


#: What needs an import in a process of its own is tried at night.
CHECKS = [
    pytest.param(name, marks=pytest.mark.nightly) if name == "P01" else name
    for name in BAD
]


@pytest.mark.parametrize("check", CHECKS)
def test_bad(check):
    """What breaks one check should fail that one, and no other."""
    assert {check} == set(failures(BAD[check]))


@pytest.mark.nightly
@pytest.mark.parametrize(("check", "text"), IMPORTS.items(), ids=IMPORTS)
def test_bad_import(check, text, tmp_path, monkeypatch):
    """A module that is loud or slow to import should fail that check alone."""
    name = f"kit_{check.lower()}"
    (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    suite = type("Bad", (Plugin,), {"module": module(name=name)})

    assert {check} == set(failures(suite))


def test_every_check_was_seen_to_fail():
    """No check should be one that nothing was ever seen to fail."""
    made = {one.id for suite in GOOD for one in checks_of(suite)}

    assert made == {*BAD, *IMPORTS}
    assert len(SUITES) == len(GOOD)
