from __future__ import annotations

import enum
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.profiles import tried

from fjcore.errors import BadText, NotCanonical, TooBig
from fjcore.values import canonical
from fjcore.values.canonical import MAX_DEPTH, MAX_INT

usual = tried(40, 150)

CANARY = "canary-7f3a91"

whole = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
edges = st.sampled_from([0, 1, -1, MAX_INT - 1, 1 - MAX_INT])
scalars = st.one_of(whole, st.booleans(), edges, st.integers(1 - MAX_INT, MAX_INT - 1))
plain = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(whole, inner, max_size=4)
    ),
    max_leaves=15,
)


class Word(str):
    """A text that is not quite one."""


class Number(enum.IntEnum):
    ONE = 1


def nested(depth: int, boxes: str) -> Any:
    """Containers in containers; the innermost is empty."""
    value: Any = [] if boxes[depth % len(boxes)] == "[" else {}
    for level in range(depth - 1, 0, -1):
        value = [value] if boxes[level % len(boxes)] == "[" else {"a": value}
    return value


# --- writing ------------------------------------------------------------------------


@usual
@given(plain)
def test_round_trip(value: Any) -> None:
    """What is written should read back the same, and be written the same again."""
    raw = canonical.dumps(value)

    assert value == canonical.loads(raw)
    assert raw == canonical.dumps(canonical.loads(raw))
    assert value == json.loads(raw)


def turned(value: Any) -> Any:
    """The same value with the keys of every object in the other order."""
    if isinstance(value, dict):
        return {key: turned(item) for key, item in reversed(value.items())}
    return [turned(item) for item in value] if isinstance(value, list) else value


@usual
@given(plain)
def test_one_form(value: Any) -> None:
    """One value should have one form, whatever the order of its keys."""
    raw = canonical.dumps(value)

    assert raw == canonical.dumps(turned(value))
    assert b"\n" not in raw


def test_the_form_is_fixed() -> None:
    """The form should stay what was hashed and signed before."""
    value = {"b": [True, -7, "ñ"], "a": {"z": "", "A": ()}}

    assert '{"a":{"A":[],"z":""},"b":[true,-7,"ñ"]}'.encode() == canonical.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        None,
        1.5,
        float("nan"),
        float("inf"),
        MAX_INT,
        -MAX_INT,
        10**400,
        {1: CANARY},
        {Word("k"): 1},
        Word(CANARY),
        Number.ONE,
        CANARY.encode(),
        {CANARY},
        object(),
        "\ud800",
        {"\udfff": 1},
    ],
    ids=lambda value: "object" if type(value) is object else repr(value),
)
def test_writing_refuses(value: Any) -> None:
    """What readers disagree about should be refused, in one way and unrepeated."""
    with pytest.raises(NotCanonical) as caught:
        canonical.dumps({"a": [value]})

    assert CANARY not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("boxes", ["[", "{", "[{", "{{["])
@pytest.mark.parametrize("depth", [1, 2, 31, 32, 33, 34, 200])
def test_writer_and_reader_agree_on_depth(boxes: str, depth: int) -> None:
    """What is written should be readable: both should stop at the same depth."""
    value = nested(depth, boxes)
    raw = json.dumps(value).encode()

    if depth <= MAX_DEPTH:
        assert value == canonical.loads(canonical.dumps(value))
        return
    with pytest.raises(TooBig):
        canonical.dumps(value)
    with pytest.raises(TooBig):
        canonical.loads(raw)


def test_a_list_that_holds_itself_is_refused() -> None:
    """A value without an end should be refused, not followed."""
    endless: list[Any] = []
    endless.append(endless)

    with pytest.raises(TooBig):
        canonical.dumps(endless)


# --- reading ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xef\xbb\xbf{}",
        b'{"canary-7f3a91":1,"canary-7f3a91":2}',
        b'{"a":{"b":1,"b":1}}',
        b'{"a":1,"\\u0061":2}',
        b"NaN",
        b"[Infinity]",
        b"[-Infinity]",
        b"1e999",
        b"[-1e999]",
        b"[1] x",
        b"'a'",
        b"[01]",
        b"[1,]",
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b'"\\ud800"',
        b'{"\\udc00":1}',
        b'"\\ud800\\u0041"',
        b'"open',
        b'"a\nb"',
        b"9007199254740992",
        b"-9007199254740992",
        b"1" + b"0" * 5000,
        b"\x00",
        "{}".encode("utf-16"),
    ],
    ids=lambda value: "object" if type(value) is object else repr(value),
)
def test_reading_refuses(raw: bytes) -> None:
    """Malformed JSON should be refused in one way, without a foreign error."""
    with pytest.raises(BadText) as caught:
        canonical.loads(raw, where="a.json")

    assert "a.json" in str(caught.value)
    assert CANARY not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'"\\ud83d\\ude00"', "😀"),
        (b'"\\\\ud800"', "\\ud800"),
        (b" [1 , null, 0.5]\n", [1, None, 0.5]),
        (b"9007199254740991", MAX_INT - 1),
        (b"-9007199254740991", 1 - MAX_INT),
    ],
    ids=lambda value: "object" if type(value) is object else repr(value),
)
def test_reading_takes(raw: bytes, value: Any) -> None:
    """What is plain JSON should be read, though it is not in canonical form."""
    assert value == canonical.loads(raw)


@pytest.mark.parametrize("bound", [1, 2, 20])
def test_the_size_is_bounded(bound: int) -> None:
    """A text of the bound should be read and one of a byte more refused unread."""
    assert canonical.loads(b"1".ljust(bound), max_bytes=bound) == 1
    with pytest.raises(TooBig):
        canonical.loads(b"\xff" * (bound + 1), max_bytes=bound)


def test_the_usual_bound_is_a_mebibyte() -> None:
    """Without a bound of its own a text should end at one mebibyte."""
    raw = b"1".ljust(1 << 20)

    assert canonical.loads(raw) == 1
    with pytest.raises(TooBig):
        canonical.loads(raw + b" ")


@usual
@given(st.text('[]{}"\\', max_size=60), st.sampled_from(["[", "{"]))
def test_brackets_in_texts_have_no_depth(text: str, box: str) -> None:
    """Brackets inside a text should not count as depth, quotes and all."""
    value: Any = [text] if box == "[" else {text: text}

    assert value == canonical.loads(json.dumps(value).encode(), max_depth=1)


@usual
@given(
    st.one_of(
        st.binary(max_size=40),
        st.text('[]{}":,.0123456789e-+\\untrfalsNI é\ud800', max_size=40).map(
            lambda text: text.encode("utf-8", "surrogatepass")
        ),
    )
)
def test_any_bytes(raw: bytes) -> None:
    """Any bytes should be read as every reader does, or refused as bad text."""
    refused = None
    try:
        value = canonical.loads(raw)
    except (BadText, TooBig) as error:
        refused = error

    if refused is None:
        assert value == json.loads(raw)
    else:
        assert refused.__context__ is None
        assert refused.__cause__ is None
