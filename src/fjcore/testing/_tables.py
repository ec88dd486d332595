"""The numbers and the words that made-up people are made of, read from the data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen


@frozen(kw_only=True)
class Marginal:
    """How often what happens, and who says so.

    Units: ``share`` in a thousand; ``weights`` relative to each other.
    ``published``: whether the source gives the figure, or it was chosen by us.
    """

    source: str
    published: bool
    reviewed: bool
    share: int = 0
    weights: Mapping[str, int] = {}


@cache
def marginals() -> Mapping[str, Marginal]:
    """Give every marginal by name, each with its source."""
    return {name: Marginal(**row) for name, row in _read("marginals").items()}


def share(name: str) -> int:
    """Give how many times in a thousand something happens."""
    return marginals()[name].share


def weights(name: str) -> Mapping[str, int]:
    """Give the weights of several answers."""
    return marginals()[name].weights


@cache
def words(*path: str) -> Any:
    """Give names, places or sentences by their path in the data."""
    found: Any = _read("words")
    for step in path:
        found = found[step]
    return found


@cache
def _read(name: str) -> dict[str, Any]:
    path = files("fjcore.testing").joinpath(f"data/{name}.toml")
    return tomllib.loads(path.read_text("utf-8"))
