"""The screening unit: twenty weighted items, bands, two answers that alert at once."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from fjcore.screening import Instrument, parse

#: Points of the four answers of the last four items.
LEVELS = (0, 1, 2, 4)
#: Where each band begins, and the total that no form goes beyond.
STARTS, TOP = (0, 8, 14, 18), 56
CRITICAL = ("q3", "q12")
FORMS, OPEN, SEED = 1_000, 0.03, 20


def data() -> dict[str, Any]:
    """Give the definition as plain data."""
    items = [_item(number) for number in range(1, 21)]
    names = [item["id"] for item in items]
    ends = [start - 1 for start in STARTS[1:]] + [TOP]
    return {
        "id": "unit-20",
        "title": "screening unit",
        "version": "1",
        "method": "actuarial",
        "source": "made up to be timed",
        "licence_of_wording": "own words",
        "subject": "nobody",
        "items": items,
        "scores": [
            {"id": "total", "kind": "sum", "items": names, "min": 0, "max": TOP}
        ],
        "bands": [
            {"score": "total", "id": f"b{low}", "min": low, "max": high, "label": "-"}
            for low, high in zip(STARTS, ends, strict=True)
        ],
        "triggers": [
            *(
                {
                    "id": name,
                    "when": {"item": name, "eq": "yes"},
                    "timing": "immediate",
                    "action": "act",
                }
                for name in CRITICAL
            ),
            {
                "id": "high",
                "when": {"score": "total", "ge": STARTS[-1]},
                "timing": "end",
                "action": "act",
            },
        ],
    }


def _item(number: int) -> dict[str, Any]:
    weights = (0, number % 4 + 1) if number <= 16 else LEVELS
    values = ("no", "yes") if number <= 16 else ("a", "b", "c", "d")
    return {
        "id": f"q{number}",
        "neutral_label": f"question {number}",
        "type": "choice",
        "options": [
            {"value": value, "score": score}
            for value, score in zip(values, weights, strict=True)
        ],
    }


@cache
def instrument() -> Instrument:
    """Give the definition, read."""
    return parse(data(), strict=False)


@cache
def forms() -> tuple[dict[str, str], ...]:
    """Give the seeded forms, of which a few answers are open: three at most."""
    draw = random.Random(SEED)  # noqa: S311 - made-up answers
    return tuple(_form(draw) for _ in range(FORMS))


def _form(draw: random.Random) -> dict[str, str]:
    asked = instrument().asked
    left = [item.id for item in asked if draw.random() < OPEN][:3]
    return {
        item.id: draw.choice(tuple(item.points))
        for item in asked
        if item.id not in left
    }


def whole() -> tuple[dict[str, str], ...]:
    """Give the forms of which every item was answered."""
    return tuple(form for form in forms() if len(form) == len(instrument().asked))
