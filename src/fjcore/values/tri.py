"""Three-valued truth, so that what was not asked is never taken for "no"."""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Tri(enum.Enum):
    """True, false or undetermined (strong Kleene logic).

    Raises: TypeError, when used as a truth value; compare with ``is`` instead.
    """

    TRUE = "true"
    FALSE = "false"
    UNDETERMINED = "undetermined"

    def __bool__(self) -> bool:
        raise TypeError("a three-valued answer has no truth value; use `is Tri.TRUE`")

    @classmethod
    def of(cls, value: bool | None) -> Tri:
        """Give the three-valued form of a bool, with None as undetermined."""
        if value is None:
            return cls.UNDETERMINED
        return cls.TRUE if value else cls.FALSE

    @property
    def known(self) -> bool | None:
        """The plain bool, or None when undetermined."""
        return None if self is Tri.UNDETERMINED else self is Tri.TRUE


def tri_all(values: Iterable[Tri]) -> Tri:
    """Conjunction: false if any is false, else undetermined if any is, else true."""
    seen = set(values)
    if Tri.FALSE in seen:
        return Tri.FALSE
    return Tri.UNDETERMINED if Tri.UNDETERMINED in seen else Tri.TRUE


def tri_any(values: Iterable[Tri]) -> Tri:
    """Disjunction: true if any is true, else undetermined if any is, else false."""
    return tri_not(tri_all(tri_not(value) for value in values))


def tri_not(value: Tri) -> Tri:
    """Negation; undetermined stays undetermined."""
    if value is Tri.UNDETERMINED:
        return value
    return Tri.FALSE if value is Tri.TRUE else Tri.TRUE


def tri_at_least(count: int, values: Iterable[Tri]) -> Tri:
    """Whether at least ``count`` of the values are true, over every completion."""
    seen = list(values)
    true = sum(value is Tri.TRUE for value in seen)
    if true >= count:
        return Tri.TRUE
    unknown = sum(value is Tri.UNDETERMINED for value in seen)
    return Tri.FALSE if true + unknown < count else Tri.UNDETERMINED
