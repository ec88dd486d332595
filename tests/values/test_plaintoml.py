"""Reading TOML as plain data."""

from __future__ import annotations

import pytest

from fjcore.values.plaintoml import plain_toml


def test_days_and_times_are_text() -> None:
    """Days and times should come as text wherever they stand, all else as it is."""
    found = plain_toml(
        'day = 2026-03-02\n[a]\nat = [2026-03-02T09:30:00Z, 07:30:00]\nn = 1\ns = "x"\n'
    )

    assert found == {
        "day": "2026-03-02",
        "a": {"at": ["2026-03-02T09:30:00+00:00", "07:30:00"], "n": 1, "s": "x"},
    }


@pytest.mark.parametrize(
    "text",
    ["a = ", "a = 1\na = 2", "a = 2026-02-30", "a = " + "[" * 10_000],
    ids=["cut off", "twice", "no such day", "too deep"],
)
def test_what_is_no_toml_is_nothing(text: str) -> None:
    """Text that is no TOML should give nothing, and raise nothing."""
    assert plain_toml(text) is None
