"""The steps that a field declares, where its kind alone does not say them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fjcore.records.label import FieldKind, Ladder
from fjcore.records.record import Leaf
from fjcore.redaction.amounts import age_band, buckets
from fjcore.redaction.operators import STEPS, Operator, last_four
from fjcore.redaction.places import city, county, region, state

#: A step by its name; without an operator it shows nothing yet.
Step = tuple[str, Operator | None]

_BLANK: Step = ("", None)

#: Per ladder, the steps between nothing and everything, low to high. The parts of a
#: place share the steps of a place: region, state, county, city.
LADDERS: Mapping[Ladder, tuple[Step, ...]] = MappingProxyType(
    {
        Ladder.AGE: (("age_band", age_band),),
        Ladder.STATE: (("region", region), ("state", state)),
        Ladder.COUNTY: (_BLANK, _BLANK, ("county", county)),
        Ladder.CITY: (_BLANK, _BLANK, _BLANK, ("city", city)),
        Ladder.ACCOUNT: (("last_four", last_four),),
        Ladder.CASE_NUMBER: (("last_four", last_four),),
    }
)

# A shelter's place is never told finer than its state, short of all of it.
# 34 U.S.C. 12291(b)(2); 42 U.S.C. 10406(c)(5)(H).
_SHELTER = "location.shelter"
_FINER = (Ladder.COUNTY, Ladder.CITY)


def steps_of(leaf: Leaf) -> tuple[Step, ...]:
    """Give the steps of a field between nothing and everything, low to high."""
    if leaf.label.category == _SHELTER and (
        leaf.ladder in _FINER or leaf.kind is FieldKind.ZIP
    ):
        return ()
    if leaf.ladder is Ladder.BUCKET:
        return (("bucket", buckets(leaf.edges)),)
    if leaf.ladder is not None:
        return LADDERS[leaf.ladder]
    return STEPS.get(leaf.kind, ())
