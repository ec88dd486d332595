"""What attrs and cattrs make of secrets, however a converter is set up."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any, NamedTuple

import attrs
import pytest
from cattrs import BaseConverter, Converter, GenConverter, UnstructureStrategy
from cattrs.preconf import json as json_ways
from cattrs.preconf import orjson as orjson_ways

from fjcore.values import Secret, SecretBytes, refuse_secrets

CANARY = "canary-7f3a91"

MAKERS: dict[str, Callable[..., BaseConverter]] = {
    "base": BaseConverter,
    "converter": Converter,
    "json": json_ways.make_converter,
    "orjson": orjson_ways.make_converter,
}
OPTIONS: dict[str, dict[str, object]] = {
    "plain": {},
    "strict": {
        "detailed_validation": False,
        "prefer_attrib_converters": True,
        "forbid_extra_keys": True,
        "omit_if_default": True,
    },
}

every = pytest.mark.parametrize(
    ("maker", "options"),
    [
        pytest.param(maker, options, id=f"{name}-{option}")
        for name, maker in MAKERS.items()
        for option, options in OPTIONS.items()
        if name != "base" or option == "plain"
    ],
)
strategies = pytest.mark.parametrize("strategy", list(UnstructureStrategy), ids=str)
both = pytest.mark.parametrize(
    "secret", [Secret(CANARY), SecretBytes(CANARY.encode())], ids=["text", "bytes"]
)


def test_one_converter_has_two_names() -> None:
    """The older name of the converter should be the same one, and so tried with it."""

    assert GenConverter is Converter


# With types and not their names: cattrs on Python 3.14 does not find those.
Pair = NamedTuple("Pair", [("name", str), ("kept", Secret[str])])  # noqa: UP014


def holding(kind: object) -> Callable[[object], object]:
    """Give a new class, whose names no converter has resolved, with one field."""
    return attrs.make_class("Holds", {"kept": attrs.field(type=kind)})


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(TypeError, match="cannot be taken apart") as caught:
        act()
    return "".join(traceback.format_exception(caught.value))


@every
@strategies
@both
def test_no_converter_gives_it_on(
    maker: Callable[..., BaseConverter],
    options: dict[str, object],
    strategy: UnstructureStrategy,
    secret: Any,
) -> None:
    """A converter of any make should refuse a secret wherever one is declared."""
    converter = maker(unstruct_strat=strategy, **options)
    declared = holding(type(secret))(secret)
    shown = (
        secret,
        {"kept": secret},
        declared,
        holding(Any)(secret),
        holding(type(secret) | None)(secret),
        [holding(Any)(declared)],
    )
    said = [refused(lambda one=one: converter.unstructure(one)) for one in shown]

    assert CANARY not in "".join(said)


@every
@strategies
def test_none_hands_it_on_unseen(
    maker: Callable[..., BaseConverter],
    options: dict[str, object],
    strategy: UnstructureStrategy,
) -> None:
    """A converter that looks at all it hands on should refuse what types do not say."""
    secret = Secret([CANARY])
    guarded = {**options, "unstructure_fallback_factory": refuse_secrets}
    converter = maker(unstruct_strat=strategy, **guarded)
    shown = (
        holding(object)(secret),
        holding(object)([{"a": (secret,)}]),
        holding("Secret[str]")(secret),
        holding("Any")(secret),
        Pair("a", secret),
        {"a": Pair("a", secret)},
    )
    said = [refused(lambda one=one: converter.unstructure(one)) for one in shown]

    assert CANARY not in "".join(said)


@every
@both
def test_none_makes_one(
    maker: Callable[..., BaseConverter], options: dict[str, object], secret: Any
) -> None:
    """A converter should not make a secret of plain data, in no strategy and no way."""
    kind = type(secret)
    for strategy in UnstructureStrategy:
        converter = maker(unstruct_strat=strategy, **options)
        for data in (CANARY, {"_value": CANARY}, {"_raw": CANARY}, (CANARY,), {}, ()):
            said = refused(lambda data=data, way=converter: way.structure(data, kind))

            assert "'_value'" not in said


@every
def test_what_is_no_secret_passes(
    maker: Callable[..., BaseConverter], options: dict[str, object]
) -> None:
    """What holds no secret should come out as if nobody had looked."""
    plain = holding(object)([{"a": (1, "b", None)}, {2}])
    usual = maker(**options).unstructure(plain)
    guarded = maker(**options, unstructure_fallback_factory=refuse_secrets)

    assert usual == guarded.unstructure(plain)


@both
def test_no_writer_writes_one(secret: Any) -> None:
    """What a converter hands on unseen should be refused by what writes it."""
    closed = holding(object)(secret)
    for ways in (json_ways, orjson_ways):
        with pytest.raises(TypeError):
            ways.make_converter().dumps(closed)
