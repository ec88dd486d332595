"""How many bits an index may have: enough to search by, too few to know anybody by."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from attrs import field, frozen

from fjcore.errors import IndexRefused

#: Below this, opening one cell of each person is quick and tells nothing.
SCAN_BELOW = 2000
_FEWEST, _MOST_PARTS, _MAX_BITS = 16, 16, 32


@frozen(kw_only=True)
class IndexPlan:
    """What an index is to be like, and why.

    ``bits`` is 0 where no index is to be made and records are opened instead.
    ``window`` holds the fewest and the most bits that would do. ``rows`` is how many
    rows a search is expected to find for a value, all but one of them in vain. ``why``
    explains each number.
    """

    bits: int
    partitions: int
    window: tuple[int, int]
    rows: float
    spent: int
    budget: int
    why: tuple[str, ...] = field(repr=False)

    @property
    def scan(self) -> bool:
        """Whether records are to be opened one by one instead."""
        return self.bits == 0


def plan_index(
    people: int,
    distinct: int,
    most_common: float,
    *,
    domain_bits: int = _MAX_BITS,
    existing: Iterable[int] = (),
    wanted: int | None = None,
    accepted_by: str = "",
) -> IndexPlan:
    """Plan an index over a field of so many people.

    ``distinct`` values are expected, the most frequent of them with the share
    ``most_common``; ``existing`` are the bits of the indexes that a person has already:
    they add up. Who accepts more than the sum allowed is named in ``accepted_by``.
    Units: bits; ``most_common`` between 0 and 1.
    Raises: IndexRefused, naming the rule: ``people``, ``distinct``, ``most_common``,
    ``window``, ``partitions`` or ``budget``.
    Source: the bounds are those of CipherSweet's planner (2 <= R/2^L <= sqrt(R)) and of
    the beacons of the AWS Database Encryption SDK (sqrt(X) <= 2^L < X/2); reviewed:
    false.
    """
    _check(people, distinct, most_common)
    spent = sum(existing)
    budget = people.bit_length() - 2
    if people < SCAN_BELOW:
        why = (f"{people} people: fewer than {SCAN_BELOW}, so each is opened instead",)
        return IndexPlan(
            bits=0,
            partitions=1,
            window=(0, 0),
            rows=float(people),
            spent=spent,
            budget=budget,
            why=why,
        )
    low, high, why_window = _window(people, distinct, domain_bits)
    bits = low if wanted is None else wanted
    if not low <= bits <= high:
        raise IndexRefused("window")
    if spent + bits > budget and not accepted_by:
        raise IndexRefused("budget")
    more = f", more is accepted by {accepted_by}" if spent + bits > budget else ""
    parts = _partitions(people, most_common)
    rows = people / 2 ** min(bits, domain_bits)
    return IndexPlan(
        bits=bits,
        partitions=parts,
        window=(low, high),
        rows=rows,
        spent=spent,
        budget=budget,
        why=(
            *why_window,
            f"{bits} bits: {rows:.1f} rows are expected for a value",
            f"parts: {parts}, since the most common value fills {most_common:.2%}",
            f"{spent} bits of other indexes and {bits} of this one; {budget} leave two "
            f"people alike{more}",
        ),
    )


def _check(people: int, distinct: int, most_common: float) -> None:
    if people < _FEWEST:
        raise IndexRefused("people")
    if distinct < 1:
        raise IndexRefused("distinct")
    if not 0 < most_common <= 1:
        raise IndexRefused("most_common")


def _window(people: int, distinct: int, domain: int) -> tuple[int, int, list[str]]:
    """Give the fewest and the most bits, and what each bound is for."""
    many, spread = _half_bits(people), _half_bits(distinct)
    few, alike = people.bit_length() - 2, (distinct - 1).bit_length() - 2
    why = [
        f"at least {many} bits: no more than sqrt({people}) rows for a value",
        f"at least {spread} bits: sqrt({distinct}) of the distinct values told apart",
        f"at most {few} bits: two people or more for a value",
        f"at most {alike} bits: more than two distinct values for one stored",
    ]
    low, high = max(many, spread, 1), min(few, alike, _MAX_BITS)
    # More bits than the values have tell no two of them further apart.
    if low > high or low > domain:
        raise IndexRefused("window")
    return low, high, why


def _half_bits(count: int) -> int:
    """Give the fewest bits whose values are as many as the root of a count."""
    return ((count - 1).bit_length() + 1) // 2


def _partitions(people: int, most_common: float) -> int:
    parts = 1
    while most_common * people / parts > sqrt(people):
        parts *= 2
    if parts > _MOST_PARTS:
        raise IndexRefused("partitions")
    return parts
