"""Centers to plan: the example, and small ones of some facts."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from fjcore.consent import shipped_packs
from fjcore.consent.center import (
    Center,
    CenterAgency,
    CenterPlan,
    Funding,
    center_from,
    example_text,
    plan_center,
)


@cache
def example() -> CenterPlan:
    """Give the plan of the example, made once for all tests of a process."""
    return plan_center(center_from(example_text()))


def agency(id: str, kind: str, *money: str, **more: Any) -> CenterAgency:
    """Give an agency that pays its own staff."""
    said: dict[str, Any] = {"employer": id, "unit": id, "licences": frozenset(), **more}
    said["funding"] = frozenset(map(Funding, money or ("none",)))
    for name in ("staff", "licences"):
        if said.get(name) is not None:
            said[name] = frozenset(said[name])
    return CenterAgency(id=id, name=id.title(), kind=kind, **said)


def center(*agencies: CenterAgency, pack: bool = True, **more: Any) -> Center:
    """Give a center of some agencies, in Montana."""
    return Center(
        name="A Center",
        state="US-MT",
        tz="America/Denver",
        as_of=date(2026, 12, 1),
        agencies=agencies,
        packs=shipped_packs() if pack else (),
        **more,
    )
