"""Whether a row of the table can ever be the first to speak."""

from __future__ import annotations

from collections.abc import Sequence

from fjcore.consent.guards import Guard

#: Keys whose set a narrower condition's set is part of.
_WITHIN = ("recipient", "purpose", "basis", "category", "regimes_any")
#: Keys whose set a narrower condition's set holds.
_BEYOND = ("recipient_not", "basis_not", "category_not", "regimes_none")
#: A set and the set of what it must not hold.
_OPPOSED = (("recipient", "recipient_not"), ("basis", "basis_not"))
_ALSO = (("category", "category_not"),)


def unreachable(guards: Sequence[Guard]) -> int | None:
    """Give the first row that never speaks: it cannot hold, or another always precedes.

    Only what can be told from the sets is told: a row that this passes may be covered
    by several others together.
    """
    for index, guard in enumerate(guards):
        if _impossible(guard) or any(_implies(guard, one) for one in guards[:index]):
            return index
    return None


def _impossible(guard: Guard) -> bool:
    for some, others in (*_OPPOSED, *_ALSO):
        within, without = getattr(guard, some), getattr(guard, others)
        if within is not None and without is not None and within <= without:
            return True
    both = (guard.regimes_any, guard.regimes_none)
    if both[0] is not None and both[1] is not None and both[0] <= both[1]:
        return True
    return bool(set(guard.holds) & set(guard.lacks))


def _implies(guard: Guard, earlier: Guard) -> bool:
    """Whether an earlier condition holds wherever a condition does."""
    if earlier.any or earlier.cells_from is not None or earlier.cells_below is not None:
        return False
    for name in _WITHIN:
        wide, narrow = getattr(earlier, name), getattr(guard, name)
        if wide is not None and (narrow is None or not narrow <= wide):
            return False
    for name in _BEYOND:
        wide, narrow = getattr(earlier, name), getattr(guard, name)
        if wide is not None and not _outside(guard, name, wide, narrow):
            return False
    return set(earlier.holds) <= set(guard.holds) and set(earlier.lacks) <= set(
        guard.lacks
    )


def _outside(
    guard: Guard, name: str, wide: frozenset[str], narrow: frozenset[str] | None
) -> bool:
    if narrow is not None and wide <= narrow:
        return True
    own = getattr(guard, name.removesuffix("_not"), None)
    return name != "regimes_none" and own is not None and not own & wide
