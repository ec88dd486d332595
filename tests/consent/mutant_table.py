"""The page on how consent is tested: its tables, as they are read from the tests."""

from __future__ import annotations

from typing import Any

from consent.faults import Fault, RowFault, Swap


def where(fault: Fault | RowFault | Swap) -> str:
    """Name the function, or the rows of a rule, that a fault changes."""
    if isinstance(fault, RowFault):
        return f"rule {fault.rule}"
    return f"`{fault.where}`"


def row(fault: Fault | RowFault | Swap) -> str:
    """Give the line of one fault: what is wrong, where, and the test that notices."""
    return f"| {fault.name} | {where(fault)} | `{fault.noticed_by}` |"


def table(faults: Any) -> str:
    """Give the lines of all of them, in the order of the tests."""
    return "\n".join(row(fault) for fault in faults)
