from __future__ import annotations

import copy
import dataclasses
import json
import logging
import pickle
import pprint
import string
import traceback
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from cattrs import Converter, UnstructureStrategy
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.values import Secret, SecretBytes

CANARY = "canary-7f3a91"

both = pytest.mark.parametrize(
    "secret",
    [Secret(CANARY), Secret([CANARY]), SecretBytes(CANARY.encode())],
    ids=["text", "list", "bytes"],
)


TUPLES = Converter(unstruct_strat=UnstructureStrategy.AS_TUPLE)


@dataclasses.dataclass
class Held:
    secret: Any


@attrs.define
class Kept:
    secret: Any


class Tuned(logging.Handler):
    """Keeps what a log would say."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def logged(secret: Any) -> str:
    log, tuned = logging.Logger("secrets"), Tuned()
    log.addHandler(tuned)
    log.warning("%s %r", secret, secret)
    return "".join(tuned.lines)


def raised(secret: Any) -> str:
    try:
        raise KeyError(secret)
    except KeyError as error:
        return "".join(traceback.format_exception(error)) + repr(error)


@both
@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        ascii,
        lambda secret: "%s %r %a" % (secret, secret, secret),  # noqa: UP031
        lambda secret: f"{secret!r} {secret!s}",
        "{!r}".format,
        lambda secret: string.Template("$a").substitute(a=secret),
        lambda secret: repr([secret, {"a": secret}, (secret,)]),
        lambda secret: repr(Held(secret)) + str(Kept(secret)),
        lambda secret: repr(TUPLES.unstructure(Kept(secret))),
        pprint.pformat,
        logged,
        raised,
        lambda secret: json.dumps(secret, default=str),
        lambda secret: repr(dir(secret)) + repr(type(secret)) + str(len(repr(secret))),
    ],
)
def test_no_way_of_printing_shows_it(secret: Any, show: Callable[[Any], str]) -> None:
    """Whatever prints a secret should print something, and nothing that it holds."""
    shown = show(secret)

    assert shown
    assert "canary" not in shown
    assert "7f3a91" not in shown


@both
@pytest.mark.parametrize(
    "act",
    [
        lambda secret: f"{secret}",
        lambda secret: f"{secret:>5}",
        "{}".format,
        lambda secret: format(secret, ""),
        *(lambda secret, p=p: pickle.dumps(secret, p) for p in range(6)),
        lambda secret: pickle.dumps(Kept(secret)),
        copy.copy,
        copy.deepcopy,
        lambda secret: copy.deepcopy([secret]),
        lambda secret: dataclasses.asdict(Held(secret)),
        lambda secret: attrs.asdict(Kept(secret)),
        lambda secret: attrs.astuple(Kept(secret)),
        lambda secret: attrs.asdict(Kept([secret])),
        lambda secret: attrs.asdict(Kept({"a": secret})),
        lambda secret: secret.__reduce__(),
        lambda secret: secret.__getstate__(),
        hash,
        lambda secret: {secret},
        lambda secret: {secret: 1},
        list,
        tuple,
        iter,
        lambda secret: [*secret],
        json.dumps,
        lambda secret: json.dumps(secret, default=vars),
        vars,
        sorted,
        lambda secret: sorted([secret, secret]),
        lambda secret: secret < Secret(1),
        lambda secret: secret + secret,
        lambda secret: "" + secret,
        lambda secret: "".join([secret]),
        bytes,
        int,
        memoryview,
        lambda secret: secret[0],
        lambda secret: CANARY in secret,
    ],
)
def test_it_refuses(secret: Any, act: Callable[[Any], object]) -> None:
    """A secret should refuse whatever would spread it, and say nothing of it."""
    with pytest.raises(TypeError) as caught:
        act(secret)

    assert "canary" not in "".join(traceback.format_exception_only(caught.value))


@pytest.mark.parametrize("other", [CANARY, Secret(CANARY), None, 0], ids=repr)
def test_comparing_raises(other: object) -> None:
    """Comparing a secret should raise, not answer: not even with itself."""
    secret = Secret(CANARY)
    for act in (
        lambda: secret == other,
        lambda: secret != other,
        lambda: other == secret,
        lambda: secret == secret,  # noqa: PLR0124
        lambda: secret in [other],
        lambda: [secret] == [other],
        lambda: Kept(secret) == Kept(other),
        lambda: Held(secret) == Held(other),
    ):
        with pytest.raises(TypeError):
            act()


@given(st.one_of(st.text(), st.integers(), st.lists(st.text(), max_size=2)))
@settings(max_examples=60, deadline=None)
def test_it_gives_back_what_it_holds(value: Any) -> None:
    """What was put in should come out when it is asked for by name, and only then."""
    secret = Secret(value)

    assert value is secret.reveal()
    assert repr(secret) == repr(Secret("another"))


@given(st.binary(max_size=64), st.integers(0, 511))
@settings(max_examples=150, deadline=None)
def test_key_material_compares_by_content(raw: bytes, bit: int) -> None:
    """Two keys should be equal if all bytes are, and differ by a single bit."""
    flipped = bytearray(raw or b"\0")
    flipped[bit // 8 % len(flipped)] ^= 1 << bit % 8

    assert SecretBytes(raw) == SecretBytes(bytearray(raw))
    assert SecretBytes(raw) != SecretBytes(bytes(flipped))
    assert SecretBytes(raw) != SecretBytes(raw + b"\0")
    assert SecretBytes(raw) != raw
    assert (len(raw), raw) == (len(SecretBytes(raw)), SecretBytes(raw).reveal())


def test_key_material_is_its_own_copy() -> None:
    """Changing the bytes that a key was made of should not change the key."""
    raw = bytearray(b"\x01" * 32)
    secret = SecretBytes(raw)
    raw[:] = bytes(32)

    assert b"\x01" * 32 == secret.reveal()


def test_key_material_is_wiped() -> None:
    """Leaving the block should overwrite a key, also when the block fails."""
    secret = SecretBytes(b"\x01" * 32)
    with pytest.raises(RuntimeError), secret:
        raise RuntimeError

    assert bytes(32) == secret.reveal()
    assert "32 bytes" in repr(secret)


def test_it_opens_once_that_is_noted() -> None:
    """A secret should open for a while once that is noted, and attrs then take it."""
    noted: list[str] = []
    with Secret(CANARY).opened(lambda: noted.append("opened")) as value:
        taken = attrs.asdict(Kept(value))

    assert ["opened"] == noted
    assert {"secret": CANARY} == taken


def test_it_does_not_open_unnoted() -> None:
    """A secret should stay shut where it cannot be noted that it is opened."""
    reached: list[str] = []

    def fail() -> None:
        raise OSError

    with pytest.raises(OSError), Secret(CANARY).opened(fail) as value:  # noqa: PT011
        reached.append(value)

    assert [] == reached
