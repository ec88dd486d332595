"""Places made coarser: a region, a state, a county, a city, all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Any

from attrs import evolve, frozen

# Source: U.S. Census Bureau, Census Regions and Divisions (reviewed: false).
_REGIONS = {
    "northeast": "CT ME MA NH NJ NY PA RI VT",
    "midwest": "IA IL IN KS MI MN MO ND NE OH SD WI",
    "south": "AL AR DC DE FL GA KY LA MD MS NC OK SC TN TX VA WV",
    "west": "AK AZ CA CO HI ID MT NM NV OR UT WA WY",
}

#: The region of each state and of the District; a territory has none.
REGIONS: Mapping[str, str] = MappingProxyType(
    {state: region for region, states in _REGIONS.items() for state in states.split()}
)

_NAMES = frozenset(_REGIONS)
_STATE = re.compile("[A-Z]{2}")
_COUNTY = re.compile("[0-9]{5}")


class PlaceStep(IntEnum):
    """How much of a place is kept, low to high."""

    REGION = 1
    STATE = 2
    COUNTY = 3
    CITY = 4
    KEEP = 5


@frozen(kw_only=True, repr=False)
class Place:
    """A place from its region down to its street; what is not known is empty.

    Shape: ``region`` as in ``REGIONS``, ``state`` of two letters, ``county`` five
    digits; ``line`` is a street, or coordinates as text.
    """

    region: str = ""
    state: str = ""
    county: str = ""
    city: str = ""
    line: str = ""

    def __repr__(self) -> str:
        return "<Place>"


def region(value: Any) -> str | None:
    """Give the region of a state, or of a region that region.

    Source: U.S. Census Bureau, Census Regions and Divisions (reviewed: false).
    """
    if not isinstance(value, str):
        return None
    return value if value in _NAMES else REGIONS.get(value)


def state(value: Any) -> str | None:
    """Give a state as it is, two capital letters; of a region, that region."""
    sound = isinstance(value, str) and (value in _NAMES or _STATE.fullmatch(value))
    return value if sound else None


def _two_letters(value: Any) -> str | None:
    return None if region(value) == value else state(value)


def county(value: Any) -> str | None:
    """Give a county as it is: its five FIPS digits."""
    sound = isinstance(value, str) and _COUNTY.fullmatch(value)
    return value if sound else None


def city(value: Any) -> str | None:
    """Give the name of a city as it is."""
    sound = isinstance(value, str) and value.strip()
    return value if sound else None


_LEVELS: tuple[tuple[PlaceStep, str, Callable[[Any], str | None]], ...] = (
    (PlaceStep.REGION, "region", region),
    (PlaceStep.STATE, "state", _two_letters),
    (PlaceStep.COUNTY, "county", county),
    (PlaceStep.CITY, "city", city),
)


def coarse_place(value: Any, step: PlaceStep, *, shelter: bool = False) -> Place | None:
    """Keep of a place what a step shows; None where that is nothing.

    The region is that of the state. What has not its shape is left out; coordinates
    are never rounded, they stay or go. ``shelter``: never finer than the state.
    Source: 34 U.S.C. 12291(b)(2); 42 U.S.C. 10406(c)(5)(H).
    """
    if not isinstance(value, Place):
        return None
    reached = min(step, PlaceStep.STATE) if shelter else step
    lies_in = region(value.state) or (region(value.region) if not value.state else None)
    whole = evolve(value, region=lies_in or "")
    shown = {
        name: shape(getattr(whole, name)) or ""
        for least, name, shape in _LEVELS
        if least <= reached
    }
    if reached is PlaceStep.KEEP and isinstance(value.line, str):
        shown["line"] = value.line
    made = Place(**shown)
    return None if made == Place() else made
