"""The one chain of views: how much of a field may be seen."""

from __future__ import annotations

from enum import IntEnum


class View(IntEnum):
    """A step on the chain, from nothing at all to everything.

    Meet is the lower step, join the higher. What a coarser step shows belongs to the
    kind of field; silent and marked show nothing of it.
    """

    SILENT = 0
    MARKED = 1
    PLACEHOLDER = 2
    COARSE_1 = 3
    COARSE_2 = 4
    COARSE_3 = 5
    COARSE_4 = 6
    COARSE_5 = 7
    FULL = 8


#: Views that a release may grant: below them nothing of a value is shown.
GRANTABLE = tuple(view for view in View if view > View.MARKED)
