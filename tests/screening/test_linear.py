"""Scoring takes steps in proportion to the form, and never lists completions."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from screening.cases import definition
from screening.parts import draft, trigger, yes_no

from fjcore.screening import Instrument, evaluate, instruments, load
from fjcore.screening.interpreting import interpret
from fjcore.screening.lint import conditions


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


def steps(act: Callable[[], object]) -> int:
    """Count the instructions of Python that a call runs."""
    count = 0

    def seen(frame: Any, event: str, arg: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return seen

    act()
    held = sys.gettrace()
    # Python 3.12 looks whether anybody wants single instructions when tracing begins.
    sys._getframe().f_trace_opcodes = True
    sys.settrace(seen)
    try:
        act()
    finally:
        sys.settrace(held)
    return count


@pytest.mark.parametrize("read", [evaluate, interpret])
def test_a_form_twice_as_long_takes_twice_as_many_steps(read: Any) -> None:
    """The work should grow as the form does, with every answer open."""
    made = [form(size) for size in (40, 80, 160)]
    short, long, longer = (steps(lambda one=one: read(one, {}).flags) for one in made)

    assert 400 < short
    # Names beyond the first 256 of a function cost one step more; a square costs four.
    assert long <= 2.5 * short
    assert longer <= 2.5 * long


def parts(made: Instrument) -> int:
    """Count what a definition is made of: items, conditions, bands, places in sums."""
    nodes = sum(1 for _, rule in conditions(made) for _ in rule.walk())
    return (
        len(made.asked)
        + nodes
        + len(made.bands)
        + sum(len(score.items) for score in made.scores)
    )


@pytest.mark.parametrize("name", instruments())
def test_every_part_of_what_ships_takes_few_steps(name: str) -> None:
    """Scoring should take a bounded number of steps for each part of a definition."""
    made = load(name)
    whole = {i.id: i.options[-1].value for i in made.asked if i.options}
    for answers in ({}, whole):
        taken = steps(lambda said=answers: evaluate(made, said).truths)

        assert taken <= 300 + 20 * parts(made)
