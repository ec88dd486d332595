"""A test whose service cannot be had is left out, with the reason, and fails in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CONFTEST = "from support.leaving import pytest_runtest_makereport\n"
CASES = """
import pytest
from services.needs import ServiceBroken, ServiceMissing

@pytest.fixture
def gone():
    raise ServiceMissing("get it from there")

def test_asks(gone):
    pass

def test_calls():
    raise ServiceMissing("get it from there")

def test_breaks():
    raise ServiceBroken("it did not answer")

def test_fails():
    assert False

def test_passes():
    pass
"""


@pytest.mark.parametrize(
    ("ci", "wanted"),
    [("", "2 failed, 1 passed, 2 skipped"), ("1", "3 failed, 1 passed, 1 error")],
)
def test_what_cannot_be_had(tmp_path: Path, ci: str, wanted: str) -> None:
    """Only what is missing should be left out, and nothing where CI is set."""
    (tmp_path / "conftest.py").write_text(CONFTEST, "utf-8")
    (tmp_path / "test_it.py").write_text(CASES, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-c", os.devnull, tmp_path],
        env={**os.environ, "CI": ci, "PYTHONPATH": str(TESTS)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 1 == done.returncode
    assert wanted in done.stdout
    assert "get it from there" in done.stdout
    assert ("SKIPPED" in done.stdout) != bool(ci)
