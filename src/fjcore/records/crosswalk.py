"""Where each row of the field's own record model went: a field, or why not."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from attrs import frozen


@frozen(kw_only=True)
class CrosswalkRow:
    """One row of the record model, and what stands for it.

    ``to`` are field paths, ``home`` a name outside the records, ``derived`` a function
    of ``fjcore.records.derived`` or ``standing``, ``why`` the reason why nothing does:
    one of the four. ``category`` is that of a row without a field of its own.
    """

    record: str
    field: str
    to: tuple[str, ...] = ()
    home: str = ""
    derived: str = ""
    why: str = ""
    category: str = ""
    source: str = "ours"
    reviewed: bool = False


@cache
def crosswalk() -> tuple[CrosswalkRow, ...]:
    """Give every row of the record model, in its order, and what stands for it."""
    path = files("fjcore.records").joinpath("data/crosswalk.toml")
    return tuple(
        CrosswalkRow(
            record=record,
            field=name,
            **{**row, "to": tuple(row.get("to", ()))},
        )
        for record, fields in tomllib.loads(path.read_text("utf-8")).items()
        for name, row in fields.items()
    )
