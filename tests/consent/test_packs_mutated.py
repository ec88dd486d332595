"""Whatever is done to a pack's file, it is read or refused, and never widens."""

from __future__ import annotations

from typing import Any

import pytest
from consent.packfiles import EVERY, data_of, toml
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import View, lint_pack, parse_pack
from fjcore.errors import PackRefused
from fjcore.records import CATEGORIES

usual = settings(max_examples=40, deadline=None)

_WORDS = (
    "any_person advocate cps abuser child_abuse burn sud identity location.shelter "
    "full mandatory never express yy-1 yy-9 US-MT 2026-01-01 immediately"
).split()

values = st.recursive(
    st.one_of(
        st.sampled_from(_WORDS),
        st.integers(-(2**70), 2**70),
        st.booleans(),
        st.text(max_size=6),
        st.floats(),
        st.dates(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(_WORDS), inner)
    ),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the path of every value inside plain data."""
    keys: Any = ()
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = range(len(value))
    found = [(*path, key) for key in keys]
    return [*found, *(deep for one in found for deep in places(value[one[-1]], one))]


PLACES = places(data_of())


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Give the data of the pack with another value at a path."""
    data: Any = data_of()
    row = data
    for key in path[:-1]:
        row = row[key]
    row[path[-1]] = value
    return dict(data)


def written(data: dict[str, Any]) -> str:
    """Write data as TOML; JSON's words for numbers that are none are not TOML's."""
    return toml(data).replace("NaN", "nan").replace("Infinity", "inf")


def read_or_refused(text: str) -> None:
    """Check that a text is refused with its faults, or is a pack that only narrows."""
    faults = lint_pack(text)
    if faults:
        with pytest.raises(PackRefused) as caught:
            parse_pack(text)
        assert faults == caught.value.problems
        return

    found = parse_pack(text)
    assert found.majority is None or 18 <= found.majority.age
    assert all(row.cap < View.FULL for row in found.limits)
    assert all(row.facts <= CATEGORIES.keys() for row in found.reports)
    assert not any("abuser" in row.recipients for row in found.reports)
    assert 64 == len(found.sha256)


@usual
@given(st.sampled_from(PLACES), values)
def test_any_value_anywhere_should_be_read_or_refused(
    path: tuple[Any, ...], value: Any
) -> None:
    """A pack with any other value at any place should be read or refused whole."""
    read_or_refused(written(changed(path, value)))


@usual
@given(
    st.integers(0, len(EVERY)),
    st.integers(0, 40),
    st.sampled_from(
        ["", "[", "]]", '"', "\n", "=", "\x00", "\u202e", "#", "é", "[[limit]]"]
    ),
)
def test_any_cut_should_be_read_or_refused(start: int, count: int, put: str) -> None:
    """A pack's text with anything cut out or put in should be read or refused."""
    read_or_refused(EVERY[:start] + put + EVERY[start + count :])


@usual
@given(st.lists(st.sampled_from(EVERY.split("\n\n")), max_size=12))
def test_any_order_of_tables_should_be_read_or_refused(parts: list[str]) -> None:
    """The tables of a pack in any order, some lost or twice, should do no harm."""
    read_or_refused("\n\n".join(parts))
