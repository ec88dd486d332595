"""The sentences of a plan, read on first use from one file of data."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words() -> dict[str, Any]:
    """Give every sentence, by table and name. Source: ``data/en.toml``, unreviewed."""
    text = files("fjcore.consent.center").joinpath("data/en.toml").read_text("utf-8")
    return tomllib.loads(text)


def say(path: str, **parts: str) -> str:
    """Give a sentence by its path, such as ``regime.usual``, with its parts put in."""
    found: Any = words()
    for name in path.split("."):
        found = found[name]
    return str(found).format(**parts)


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Give names as a sentence has them."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
