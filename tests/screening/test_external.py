"""Tools that are recorded as they were told, and never scored here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from fjcore.errors import AnswerRefused, NaiveTime
from fjcore.screening import external, external_tools, instruments
from fjcore.values import utc

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOLD: dict[str, Any] = {
    "version": "2.0",
    "result": "high danger",
    "found_by": "officer-1",
    "found_at": NOON,
}
CANARY = "canary-7f3a"


def test_what_a_tool_found_is_kept_as_told() -> None:
    """A result from elsewhere should be kept in its words, and nothing made of it."""
    found = external("lap-2.0", source="a paper form", **TOLD)

    assert ("lap-2.0", "2.0", "high danger") == (
        found.tool,
        found.version,
        found.result,
    )
    assert ("officer-1", utc(NOON)) == (found.found_by, found.found_at)
    assert "high danger" not in repr(found)


def test_ten_tools_are_known_and_not_scored() -> None:
    """Each tool that is not encoded should say why, and none of them ship."""
    tools = external_tools()

    assert 10 == len(tools)
    assert all(tools.values())
    assert not set(tools) & set(instruments())
    assert {"da-le", "lap-2.0", "ovat", "sharp", "casr-sf subscales"} < set(tools)
    assert all(external(name, **TOLD).tool == name for name in tools)
    assert "another tool" == external("another tool", **TOLD).tool


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("tool", {"tool": "hark"}),
        ("tool", {"tool": ""}),
        ("tool", {"tool": "x" * 129}),
        ("version", {"version": "  "}),
        ("result", {"result": ""}),
        ("result", {"result": "x" * 4097}),
        ("result", {"result": f"{CANARY}\ud800"}),
        ("found_by", {"found_by": None}),
        ("source", {"source": 3}),
    ],
)
def test_a_result_without_its_parts_is_refused(
    where: str, change: dict[str, Any]
) -> None:
    """A part that is missing or too long should be named, and its words not said."""
    way = {"tool": "sash", **TOLD} | change
    with pytest.raises(AnswerRefused) as caught:
        external(way.pop("tool"), **way)

    assert where == caught.value.where
    assert CANARY not in str(caught.value)


def test_a_time_without_a_zone_is_refused() -> None:
    """A finding should be placed in time beyond doubt."""
    with pytest.raises(NaiveTime):
        external("sash", **(TOLD | {"found_at": datetime(2026, 3, 2)}))  # noqa: DTZ001
