"""What a holder may keep only because its policy says so, and why it does."""

from __future__ import annotations

from collections.abc import Collection

from fjcore.errors import Problem
from fjcore.records._shape import info_of
from fjcore.records.person import COLLECTED_IF_LISTED
from fjcore.values import Missing

__all__ = ["COLLECTED_IF_LISTED", "uncollected"]


def uncollected(record: object, collect: Collection[str]) -> tuple[Problem, ...]:
    """Give a problem for each field that a record holds and the policy does not list.

    ``collect`` are the paths that the holder's policy lists, each for a reason of its
    own. A reason for a missing answer may always be kept.
    """
    name = info_of(type(record)).name
    return tuple(
        Problem(path, "forbidden")
        for path in COLLECTED_IF_LISTED
        if path not in collect
        and path.rpartition(".")[0] == name
        and not isinstance(getattr(record, path.rpartition(".")[2]), Missing)
    )
