"""A table walked inside one test, where each row takes next to no time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pytest

Row = TypeVar("Row")


def over(
    rows: Iterable[Row], ids: Callable[[Row], Any] = repr
) -> Callable[[Callable[[Row], None]], Callable[[], None]]:
    """Ask every row of a test, and fail once with each row that does not hold.

    Thousands of ids of a few milliseconds take longer to collect than to run.
    """
    kept = tuple(rows)

    def decorated(test: Callable[[Row], None]) -> Callable[[], None]:
        def walked() -> None:
            failed = []
            for row in kept:
                try:
                    test(row)
                except (Exception, pytest.fail.Exception) as fault:
                    failed.append(f"{ids(row)}: {type(fault).__name__}: {fault}")

            assert kept, "the table is empty"
            assert not failed, "\n".join([f"{len(failed)} of {len(kept)}", *failed])

        walked.__name__, walked.__doc__ = test.__name__, test.__doc__
        walked.__qualname__, walked.__module__ = test.__qualname__, test.__module__
        return walked

    return decorated
