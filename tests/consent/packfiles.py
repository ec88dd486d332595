"""Texts of state packs for tests, and edits of their data."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fjcore.consent import StatePack, parse_pack
from fjcore.records._tomltext import value_text

ROOT = Path(__file__).parents[2]

MONTANA = files("fjcore.consent").joinpath("law/states/us-mt.toml").read_text("utf-8")
#: A made-up state: every table of the format has a row.
EVERY = (ROOT / "tests/vectors/packs/us-yy.toml").read_text("utf-8")
#: The made-up state of the how-to page.
EXAMPLE = (ROOT / "docs/examples/state-pack/us-zz.toml").read_text("utf-8")

Edit = Callable[[dict[str, Any]], object]


def data_of(text: str = EVERY) -> dict[str, Any]:
    """Give the data of a pack, to be changed at will."""
    return copy.deepcopy(_loaded(text))


@cache
def _loaded(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def toml(data: dict[str, Any]) -> str:
    """Write data as TOML: every value on a line of its own, days as texts."""
    return "".join(
        f"{value_text(k)} = {value_text(_texts(v))}\n" for k, v in data.items()
    )


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def edited(edit: Edit, text: str = EVERY) -> str:
    """Give a pack's text after one change of its data."""
    data = data_of(text)
    edit(data)
    return toml(data)


def pack(edit: Edit = lambda data: None, text: str = EVERY) -> StatePack:
    """Read a pack after one change of its data."""
    return parse_pack(edited(edit, text))


def put(table: str, index: int | None, key: str, value: Any) -> Edit:
    """Give an edit that sets one key of a row, or takes it away with None."""

    def edit(data: dict[str, Any]) -> None:
        row = data if not table else data[table]
        row = row if index is None else row[index]
        row.pop(key, None)
        if value is not None:
            row[key] = value

    return edit
