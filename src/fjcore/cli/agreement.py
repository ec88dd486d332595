"""What the runners of vector files share: saying what differs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol


class Differing(Protocol):
    """A vector whose answer is not the one expected, and in which field."""

    @property
    def id(self) -> str:
        """Names the vector."""
        ...

    @property
    def field(self) -> str:
        """Names what differs."""
        ...

    @property
    def expected(self) -> Any:
        """Give what the vector says."""
        ...

    @property
    def got(self) -> Any:
        """Give what this version says."""
        ...


def agreement(total: int, failed: int, found: Iterable[Differing]) -> dict[str, Any]:
    """Give a run as plain data, the same for every kind of vector."""
    return {
        "total": total,
        "passed": total - failed,
        "failed": failed,
        "failures": [
            {"id": d.id, "field": d.field, "expected": d.expected, "got": d.got}
            for d in found
        ],
    }
