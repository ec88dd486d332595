"""One module per row of the table: what is timed, against what, and the goal."""

from __future__ import annotations


def same(one: object, other: object) -> None:
    """Refuse to compare the time of sides that do not give the same answer.

    Raises: AssertionError.
    """
    if one != other:
        raise AssertionError("the sides of this row do not give the same answer")
