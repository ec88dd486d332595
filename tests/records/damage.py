"""Payloads that are damaged here and there, at the boundaries of the rules."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from fjcore.records import CORE_RECORDS, unstructure
from fjcore.testing.strategies import records

CANARY = "canary-7f3a91"

#: Values that a field may or may not hold.
PIECES: tuple[Any, ...] = (
    *[
        "",
        " ",
        "\n",
        "\t\n",
        "x",
        "x\ny",
        "x\r\ny",
        "x\ry",
        "\u2003",
        "\u200b",
        "\u00ad",
    ],
    *["\0", "a\x1f", "a\x7f", "a\x85", "é\x9f", "\ud800", "a\udfff", "😀", CANARY],
    *["\u202ea", "a\u202a", "\u2066a\u2069", "a\u200d", "\u200ea", "\u200f", "a\u200c"],
    *["x" * n for n in (2, 3, 10, 11, 40, 41, 64, 65, 200, 201, 500, 501)],
    *["é" * n for n in (500, 501)],
    *["x" * 65536, "x" * 65537, "é\n" * 32768, "x\r\n" * 32768, " " * 65536],
    *["59101", "59101-1234", "59101-", "5910", "591011", "５９１０１", "59101\n"],
    *["406-555-0101", "+1 (406) 555-0101", "406", "4065550", "(406) 555-0101"],
    *["1" * 22, "1" * 23, "+" + "1" * 22, "555-01-", "a@example.org", "a@b@c", "@"],
    *["a b@example.org", "a" * 64 + "@x", "a" * 65 + "@x", "x@" + "y" * 255, "a\0@b"],
    *["2026", "2026~", "2026-02", "2026-02-28", "2026-02-29", "2026-13", "0000"],
    *["0001", "9999-12-31", "2024/2025~", "2025/2024", "2024/2025/2026", "2026-W01-1"],
    *["2026-03-02T10:00:00", "2026-03-02T10:00:00Z", "2026-03-02T10:00Z", "now"],
    *["2026-03-02T10:00:00+00:00", "2026-03-02T10:00:00-07:00", "2026-03-02 10:00Z"],
    *["2026-03-02T10:00:00.5Z", "2026-03-02T10:00:00.1234567Z", "2026-03-02T24:00:00Z"],
    *["2026-02-29T10:00:00Z", "2026-03-02T10:00:00+24:00", "2026-03-02T10:60:00Z"],
    *["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-00:01", "20260302T100000Z"],
    *["2026-W10-1T10:00:00Z", "2026-03-02T10:00:60Z", "2026-03-02T10:00:00z"],
    *["2026-03-02T10:00:00+0700", "2026-03-02T10:00:00+07:0x", "2026-03-02T10:00:00Z0"],
    *["phone", "residence", "case", "none", "answered", "A1", "PHONE", "phone "],
    *[
        True,
        False,
        0,
        1,
        -1,
        7.0,
        10**9 - 1,
        10**9,
        -(10**9) + 1,
        -(10**9),
        2**70,
        None,
    ],
    *[[], {}, [[]], [{}], ["x"], [""], [None], [1, "x", True], {"a": 1}, ("x",), b"x"],
    *[
        ["x"] * 1000,
        ["x"] * 1001,
        [{"text": "x"}] * 1001,
        [{"text": "x"}, {"texts": "x"}],
    ],
    *[{"?": "not_asked"}, {"?": "withheld"}, {"?": "masked"}, {"?": 1}, {"?": None}],
    *[{"?": "error", "a": 1}, {"?": []}, {"a": {"?": "error"}}, [{"?": "not_asked"}]],
)

#: Keys that no type has.
KEYS = ("?", "", "text_", "__class__", CANARY)


def _places(value: Any, steps: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    inside = [place for key, item in items for place in _places(item, (*steps, key))]
    return [*([steps] if steps else []), *inside]


def _change(draw: st.DrawFn, payload: Any, cls: Any) -> None:
    names = [attribute.name for attribute in cls.__attrs_attrs__]
    act = draw(st.sampled_from(["put", "replace", "replace", "drop", "add"]))
    places = _places(payload)
    if act == "put" or not places:
        payload[draw(st.sampled_from(names))] = copy.deepcopy(
            draw(st.sampled_from(PIECES))
        )
        return
    *steps, last = draw(st.sampled_from(places))
    holder = payload
    for step in steps:
        holder = holder[step]
    if act == "drop":
        del holder[last]
    elif act == "add" and isinstance(holder, dict):
        holder[draw(st.sampled_from(KEYS))] = copy.deepcopy(
            draw(st.sampled_from(PIECES))
        )
    else:
        holder[last] = copy.deepcopy(draw(st.sampled_from(PIECES)))


@st.composite
def damaged(
    draw: st.DrawFn, types: tuple[type, ...] = CORE_RECORDS, start: Any = None
) -> tuple[Any, type]:
    """A payload with none, one or several changes, and its type."""
    cls = draw(st.sampled_from(types))
    payload = unstructure(draw(records(cls))) if start is None else start
    payload = copy.deepcopy(payload)
    for _ in range(draw(st.sampled_from([0, 1, 1, 2, 4]))):
        _change(draw, payload, cls)
    return payload, cls
