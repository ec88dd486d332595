"""Scoring takes time in proportion to the form, and never lists completions."""

from __future__ import annotations

import sys
from typing import Any

from screening.cases import definition
from screening.parts import draft, trigger, yes_no

from fjcore.screening import Instrument, evaluate


def form(size: int) -> Instrument:
    """Make a form of so many questions, each gated by the one before."""
    items: list[Any] = [yes_no("q0")]
    for number in range(1, size):
        gate = {"item": f"q{number - 1}", "eq": "yes"}
        items.append(yes_no(f"q{number}", applies_if=gate))
    names = [item["id"] for item in items]
    parts = [{"item": name, "eq": "yes"} for name in names]
    rule = {"any": [{"at_least": 2, "of": parts}, {"score": "total", "ge": 2}]}
    total = {"id": "total", "kind": "sum", "items": names, "min": 0, "max": size}
    return draft(definition(items=items, scores=[total], triggers=trigger(rule)))


def calls(made: Instrument) -> int:
    """Count the calls that it takes to score an empty form."""
    count = 0

    def seen(frame: Any, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    evaluate(made, {})
    held = sys.getprofile()
    sys.setprofile(seen)
    try:
        evaluate(made, {})
    finally:
        sys.setprofile(held)
    return count


def test_a_form_twice_as_long_takes_twice_as_long() -> None:
    """The work should grow as the form does, with every answer open."""
    short, long, longer = (calls(form(size)) for size in (40, 80, 160))

    assert 40 < short
    assert long <= 2.2 * short
    assert longer <= 2.2 * long
