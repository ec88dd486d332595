"""Which ZIP prefixes too few people share, by vintage of the count."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from attrs import frozen


@frozen(kw_only=True)
class ZipTable:
    """Prefixes that become 000, and the last day on which the table may be used.

    ``valid_until``: None where somebody else vouches for the table.
    """

    version: str
    sparse: frozenset[str]
    valid_until: date | None = None
    reviewed: bool = False

    def current(self, on: date) -> bool:
        """Whether the table may be used on a day."""
        return self.valid_until is None or on <= self.valid_until


@cache
def zip_table() -> ZipTable:
    """Give the table that comes with fjcore: the union of its vintages.

    Source: 45 CFR 164.514(b)(2)(i)(B); ``data/zip3.toml`` (reviewed: false).
    """
    text = files("fjcore.redaction").joinpath("data/zip3.toml").read_text("utf-8")
    said = tomllib.loads(text)
    listed = [prefix for one in said["vintage"] for prefix in one["sparse"]]
    return ZipTable(
        version=said["version"],
        sparse=frozenset(listed),
        valid_until=said["valid_until"],
        reviewed=said["reviewed"],
    )
