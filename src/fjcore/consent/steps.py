"""The steps that what is shown took before: they go with it, so that its terms do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from attrs import field, frozen

from fjcore.consent._convert import name_set
from fjcore.consent.inquiry import Inquiry
from fjcore.consent.instruction import INSIDE
from fjcore.consent.received import Received


@frozen(kw_only=True)
class Step:
    """One earlier disclosure: its id, who made it, and what of this one came by it.

    ``items`` are categories, or narratives by name. ``onward``: whether it may go on to
    others than ``holder``; from ``expires`` on, nothing that came by it goes on.
    """

    id: str
    holder: str
    items: frozenset[str] = field(converter=name_set)
    onward: bool = False
    expires: datetime | None = None


def steps_of(asked: Inquiry, shown: Iterable[str]) -> tuple[Step, ...]:
    """Give the steps of what is shown, oldest first; none of what stays inside."""
    if asked.question.basis.kind in INSIDE:
        return ()
    items = frozenset(shown)
    found: dict[str, Step] = {}
    for terms, hop in _hops(asked.state.received):
        mine = {item for item in items if terms.holds(item) and hop.holds(item)}
        earlier = found.get(hop.id)
        if mine or earlier:
            found[hop.id] = Step(
                id=hop.id,
                holder=hop.origin,
                items=frozenset(mine | (earlier.items if earlier else set())),
                onward=hop.onward,
                expires=hop.expires,
            )
    return tuple(found.values())


def _hops(received: Iterable[Received]) -> Iterator[tuple[Received, Received]]:
    for terms in received:
        for hop in terms.hops:
            yield terms, hop
