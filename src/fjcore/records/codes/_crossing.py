"""Codes of one version said in the next, with what was lost on the way counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from attrs import field, frozen

from fjcore.errors import UnknownRecord
from fjcore.records.codes._code_list import CodeList, How, Step
from fjcore.records.codes._shipped import core_list, versions_of

_STAYS = Step(How.EXACT)


def _sealed(lost: Mapping[How, int]) -> Mapping[How, int]:
    return MappingProxyType(dict(lost))


@frozen
class Crossed:
    """Codes said in another version, and how many steps of each lossy kind it took.

    ``codes`` has one place for each code given; an empty text where it went nowhere.
    """

    codes: tuple[str, ...]
    lost: Mapping[How, int] = field(converter=_sealed)


def cross(codes: Iterable[str], name: str, version: str) -> Crossed:
    """Say codes of a version of a core list in the newest version of that list.

    A list that gave way to another ends in that other one.
    Raises: UnknownRecord, naming the list when a code is none of that version.
    """
    chain = _chain(name, version)
    found, lost = [], Counter[How]()
    for code in codes:
        if code not in chain[0].codes:
            raise UnknownRecord(name)
        now = code
        for one in chain[:-1]:
            step = one.crosswalk[now]
            lost.update([step.how] if step.lossy else [])
            now = step.to
            if not now:
                break
        found.append(now)
    return Crossed(tuple(found), lost)


def _chain(name: str, version: str) -> list[CodeList]:
    """Give the versions that a code passes through, the first and the last too."""
    found = [core_list(name, version)]
    while (one := found[-1]).crosswalk:
        every = versions_of(name)
        away = core_list(one.next) if one.next else None
        found.append(away or every[every.index(one) + 1])
    return found
