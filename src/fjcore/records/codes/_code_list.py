"""One code list: a closed set of answers, at one version."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from attrs import field, frozen

from fjcore.values import Missing

#: Codes that tell why nothing was said, in whatever list they stand.
_TELLING = frozenset(one.value for one in Missing if one.outward is not one)


def _sealed(codes: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(codes))


class How(enum.StrEnum):
    """What a code that takes another's place says: the same, less, more, or nothing."""

    EXACT = "exact"
    NARROWER = "narrower"
    BROADER = "broader"
    NONE = "none"


@frozen
class Step:
    """Where a code goes in the next version, and how well: ``none`` goes nowhere."""

    how: How
    to: str = ""

    @property
    def lossy(self) -> bool:
        """Whether something is lost: only an exact step can be taken back."""
        return self.how is not How.EXACT


def _steps(rows: Mapping[str, Step]) -> Mapping[str, Step]:
    return MappingProxyType(dict(rows))


@frozen(hash=False)
class CodeList:
    """Codes and their labels at one version, with what became of older ones.

    A local list maps every code of its own to a core code: ``maps_to`` is the id of
    the core list, ``maps`` local code to core code. ``retired`` codes are read where
    they were stored, and never written. ``crosswalk`` tells where each code of an
    earlier version goes in the list ``next``. ``outward`` gives for a code that must
    not leave the one that leaves in its place.
    Units: in force from ``start`` and before ``end``, days; None where not known.
    """

    id: str
    version: str
    codes: Mapping[str, str] = field(converter=_sealed)
    source: str = ""
    reviewed: bool = False
    maps_to: str = ""
    maps: Mapping[str, str] = field(factory=dict, converter=_sealed)
    start: date | None = field(default=None, kw_only=True)
    end: date | None = field(default=None, kw_only=True)
    retired: Mapping[str, str] = field(factory=dict, converter=_sealed, kw_only=True)
    crosswalk: Mapping[str, Step] = field(factory=dict, converter=_steps, kw_only=True)
    next: str = field(default="", kw_only=True)
    outward: Mapping[str, str] = field(factory=dict, converter=_sealed, kw_only=True)

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __hash__(self) -> int:
        return hash((self.id, self.version))

    @property
    def readable(self) -> frozenset[str]:
        """Every code that a stored record may hold, retired ones too."""
        return frozenset(self.codes) | frozenset(self.retired)

    def in_force(self, on: date) -> bool:
        """Whether the version was in force on a day; an unknown end has not come."""
        return (self.start is None or self.start <= on) and (
            self.end is None or on < self.end
        )

    def leaves_as(self, core: CodeList | None = None) -> dict[str, str]:
        """Give for each code that must not leave the one that leaves in its place.

        A local list follows the core list it maps to, which is given as ``core``. An
        empty text stands for no code at all: the list has none to leave in its place.
        """
        hushed = dict.fromkeys(self.readable & _TELLING, "not_asked")
        out = {**hushed, **self.outward}
        for code, to in self.maps.items() if core is not None else ():
            away = core.leaves_as().get(to) if core is not None else None
            if away is not None and code not in self.outward:
                out[code] = self._standing_for(away, out)
        return {code: to if to in self.codes else "" for code, to in out.items()}

    def _standing_for(self, core_code: str, hidden: Mapping[str, str]) -> str:
        return min(
            (c for c, to in self.maps.items() if to == core_code and c not in hidden),
            default="",
        )
