"""What becomes of a test whose service cannot be had on this machine.

In CI, which is where ``CI`` is set, it fails. Elsewhere it is left out, and the reason,
with how to get the service, is shown at the end of the run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType

import pytest
from services.needs import ServiceMissing


def _place(found: TracebackType) -> tuple[str, int]:
    while found.tb_next is not None:
        found = found.tb_next
    return found.tb_frame.f_code.co_filename, found.tb_lineno


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Iterator[None]:
    """Leave a test out where its service is missing, and not in CI."""
    report: pytest.TestReport = yield
    error = call.excinfo
    if error is None or not error.errisinstance(ServiceMissing):
        return report
    if not os.environ.get("CI"):
        report.outcome = "skipped"
        report.longrepr = (*_place(error.tb), f"Skipped: {error.value}")
    return report
