"""Workbooks read in memory (extra ``intake``)."""

from __future__ import annotations

from typing import Any

from fjcore.errors import InputRefused
from fjcore.records._sheets import Found, sheets_in


def sheets_of(raw: bytes, *, where: str) -> dict[str, list[list[Any]]]:
    """Read the sheets of a workbook that holds nothing but data.

    Raises: InputRefused; MissingExtra.
    """
    found = Found()
    sheets = sheets_in(raw, found, where=where)
    if sheets is None or found.problems:
        problems = tuple(found.problems)
        del raw, sheets
        raise InputRefused(where, problems=problems)
    return sheets
