"""A Disclosure as plain data, for a process of its own that carries it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from fjcore.consent import ConsentCopy, Step
from fjcore.disclosure.disclosure import Disclosure, rebuilt

_PARTS = {kind.__name__: kind for kind in (ConsentCopy, Step)}

#: What a Disclosure consists of; its digest is made of these.
_NAMES = tuple(name for name in Disclosure.__slots__ if name != "sha256")


def copied(made: Disclosure) -> Disclosure:
    """Give another object of the same bytes and ids, for code that may change it."""
    return rebuilt({name: getattr(made, name) for name in _NAMES})


def parts_of(made: Disclosure) -> list[Any]:
    """Give the parts of a Disclosure themselves, to see later whether it has others.

    One that was taken out of it counts as None.
    """
    return [getattr(made, name, None) for name in _NAMES]


def packed(made: Disclosure) -> dict[str, Any]:
    """Give a Disclosure as plain data that JSON can hold."""
    return {name: _plain(getattr(made, name)) for name in _NAMES}


def unpacked(parts: Mapping[str, Any]) -> Disclosure:
    """Give the Disclosure that was packed; its bytes and ids are the same."""
    return rebuilt({name: _meant(part) for name, part in parts.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, frozenset):
        return {"set": sorted(value)}
    if attrs.has(type(value)):
        names = [one.name for one in attrs.fields(type(value))]
        held = {name: _plain(getattr(value, name)) for name in names}
        return {"part": type(value).__name__, "held": held}
    return value


def _meant(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_meant(part) for part in value)
    if not isinstance(value, dict):
        return value
    if "bytes" in value:
        return base64.b64decode(value["bytes"])
    if "set" in value:
        return frozenset(value["set"])
    if "instant" in value:
        return datetime.fromisoformat(value["instant"])
    held = {name: _meant(part) for name, part in value["held"].items()}
    return _PARTS[value["part"]](**held)
