"""Texts that are JSON, or nearly, at the boundaries of what is read."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from records.damage import CANARY, damaged
from records.every import AllTypes, all_types

from fjcore.errors import FjcoreError

#: The engines that write and read JSON, by name.
ENGINES: tuple[Any, ...] = ("standard", "orjson")

#: Whole texts, each of them at an edge of what JSON or a reader of records allows.
WHOLE = (
    b"",
    b" ",
    b"{}",
    b" {} ",
    b"\t{\r\n}\n",
    b"{}x",
    b"{}{}",
    b"\xef\xbb\xbf{}",
    b"\x0c{}",
    b"\xc2\xa0{}",
    b"null",
    b"[]",
    b"{",
    b"}",
    b"{,}",
    b'{"a"}',
    b'{"a":}',
    b"{'a':1}",
    b'{"a":1,}',
    b"{a:1}",
    b'{"a":1 "b":2}',
    b'{"a":/*c*/1}',
    b'{"\xff":1}',
    b'{"\xed\xa0\x80":1}',
    b'{"\xc0\xaf":1}',
    b'{"a":"\n"}',
    b'{"a":"\x00"}',
    b'{"a":"\\',
    b'{"a":"\\x"}',
    b'{"a":"\\u12"}',
    b"[" * 32 + b"]" * 32,
    b"[" * 33 + b"]" * 33,
    b"[" * 33 + b"]" * 32,
    b"[" * 2000 + b"]" * 2000,
    b'{"a":' * 33 + b"1" + b"}" * 33,
    b"[" * 20 + b'"' + b"[" * 40 + b'"' + b"]" * 20,
    *[b"[" * 20 + b"[],[" * n + b"]" * (20 + n) for n in (11, 12, 13)],
)

#: Values that may stand in an object, as text.
VALUES = (
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"nan",
    b"True",
    b"null",
    b"true",
    b"0",
    b"-0",
    b"-0.0",
    b"1.0",
    b"1e3",
    b"1E+2",
    b"1e999",
    b"-1e999",
    b"1e-999",
    b"01",
    b"+1",
    b".5",
    b"5.",
    b"0x10",
    *[str(n).encode() for n in (2**53 - 1, 2**53, -(2**53) + 1, -(2**53))],
    *[str(n).encode() for n in (2**63, 2**64 - 1, 2**64, 10**30, 10**9 - 1, 10**9)],
    b"1" * 5000,
    b'"\\ud800"',
    b'"\\udc00\\ud800"',
    b'"\\ud83d\\ude00"',
    b'"\\ud83d\\u0041"',
    b'"\\u0000"',
    b'"\\/\\b\\f\\n\\r\\t"',
    b'":"',
    b'" :"',
    b'"\\":"',
    b'"\\" :"',
    b'"\\\\"',
    b'"[[[["',
    b'"{"',
    b"[]",
    b"{}",
    b'{"?":"not_asked"}',
    b'{"?":"error","?":"error"}',
    b'{"?" :"error", "?":"error"}',
    b'[{"text":"a","text":"b"}]',
    b'["2026-03-02T10:00:00Z"]',
    b'"2026-03-02"',
)

SPACES = (b"", b" ", b"\n", b"\t ", b"\r\n", b"\x0b", b"\xc2\xa0")


def shown(value: Any) -> bytes:
    """Plain data as JSON, half characters and fractions and all."""
    return json.dumps(value).encode()


@st.composite
def objects(draw: st.DrawFn) -> tuple[bytes, type]:
    """An object of members that may be those of a type, twice, spaced, damaged."""
    payload, cls = draw(st.one_of(damaged(), damaged((AllTypes,), all_types())))
    space = st.sampled_from(SPACES[:1] * 4 + SPACES)
    rows = []
    if type(payload) is dict:
        rows = [(shown(key), _text(value)) for key, value in payload.items()]
    for _ in range(draw(st.sampled_from([0, 1, 1, 2]))):
        names = [key for key, _ in rows] or [b'"names"']
        key = draw(st.sampled_from([*names, shown(CANARY), b'":"', b'"\\u006eames"']))
        row = key, draw(st.sampled_from(VALUES))
        rows.insert(draw(st.integers(0, len(rows))), row)
    members = [key + draw(space) + b":" + draw(space) + value for key, value in rows]
    return b"{" + draw(space) + b",".join(members) + draw(space) + b"}", cls


def _text(value: Any) -> bytes:
    """As JSON where it can be; what JSON has no word for stands as null."""
    return json.dumps(value, default=lambda _: None).encode()


@st.composite
def torn(draw: st.DrawFn) -> tuple[bytes, type]:
    """A text with a piece cut out, put in twice, or bytes of another in its place."""
    raw, cls = draw(objects())
    at = draw(st.integers(0, len(raw)))
    end = min(len(raw), at + draw(st.sampled_from([0, 1, 2, 40])))
    piece = draw(
        st.sampled_from([b"", b'"', b"\\", b":", b",", b"\xff", raw[at:end] * 2])
    )
    return raw[:at] + piece + raw[end:], cls


texts = st.one_of(objects(), objects(), torn())


def outcome(act: Any, *given: Any, **said: Any) -> Any:
    """What an act gives, or what it says when it refuses."""
    try:
        return act(*given, **said)
    except FjcoreError as error:
        chained = error.__context__ or error.__cause__
        return type(error), error.where, error.problems, chained is None
