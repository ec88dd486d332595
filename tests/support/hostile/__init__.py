"""Plugins that mean harm, each a module with a manifest, and what becomes of each."""

from __future__ import annotations

from support.hostile.case import Case, Ends
from support.hostile.delivering import DELIVERING
from support.hostile.loading import LOADING
from support.hostile.meddling import MEDDLING
from support.hostile.narrowing import NARROWING
from support.hostile.noting import NOTING
from support.hostile.returning import RETURNING
from support.hostile.surrounding import SURROUNDING

CASES = (
    *LOADING,
    *RETURNING,
    *NARROWING,
    *NOTING,
    *DELIVERING,
    *MEDDLING,
    *SURROUNDING,
)


def page_table() -> str:
    """Give the table of the page that tells of them."""
    head = "| Plugin | It tries | What becomes of it | Told |\n|---|---|---|---|"
    return "\n".join([head, *map(_row, CASES)])


def _row(case: Case) -> str:
    named = f"`{case.code}`, naming the plugin" if case.code else "-"
    told = f"{named}: `{case.says}`" if case.says and case.code else named
    told = f"`{case.did}`, in its row of the report" if case.did else told
    return f"| {case.id} | {case.tries} | {case.ends.value} | {told} |"


__all__ = ["CASES", "Case", "Ends", "page_table"]
