"""Small definitions written out, whole or with one part changed."""

from __future__ import annotations

from typing import Any

import pytest
from screening.cases import definition

from fjcore.errors import DefinitionRefused
from fjcore.screening import Instrument, parse


def yes_no(name: str, **more: Any) -> dict[str, Any]:
    """Give an item of two answers."""
    options = [{"value": "no", "score": 0}, {"value": "yes", "score": 1}]
    return {
        "id": name,
        "neutral_label": name,
        "type": "choice",
        "options": options,
    } | more


def whole(**parts: Any) -> dict[str, Any]:
    """Give a sound definition with some of its parts replaced."""
    base: dict[str, Any] = {
        "items": [yes_no("a"), yes_no("b")],
        "scores": [
            {"id": "total", "kind": "sum", "items": ["a", "b"], "min": 0, "max": 2}
        ],
        "bands": [
            {"score": "total", "id": "low", "min": 0, "max": 0, "label": "low"},
            {"score": "total", "id": "high", "min": 1, "max": 2, "label": "high"},
        ],
        "triggers": [
            {
                "id": "any",
                "when": {"score": "total", "ge": 1},
                "timing": "immediate",
                "action": "act",
            }
        ],
    }
    return definition(**(base | parts))


def vector(number: int, answers: dict[str, Any], **expected: Any) -> dict[str, Any]:
    """Give a vector of the sound definition."""
    return {"id": f"made-up/{number}", "answers": answers, "expected": expected}


def stated(low: int, high: int, *possible: str) -> dict[str, Any]:
    """Give what a vector states of the total of the sound definition."""
    settled = low == high
    return {
        "scores": {
            "total": {"min": low, "max": high, "value": low if settled else None}
        },
        "bands": {
            "total": {
                "band": possible[0] if len(possible) == 1 else None,
                "possible": list(possible),
            }
        },
    }


def sound(**parts: Any) -> dict[str, Any]:
    """Give a definition that may ship, with some of its parts replaced."""
    no, yes = {"a": "no", "b": "no"}, {"a": "yes", "b": "yes"}
    uses = dict.fromkeys(("clinical", "research", "education"), "yes")
    base: dict[str, Any] = {
        "limits": ["a limit"],
        "licence": {"holder": "nobody", "contexts": {**uses, "commercial": "no"}},
        "tests": [
            vector(1, {}, **stated(0, 2, "low", "high"), flags={"any": None}),
            vector(2, no, **stated(0, 0, "low"), flags={"any": False}),
            vector(3, no | {"a": "yes"}, **stated(1, 1, "high"), flags={"any": True}),
            vector(4, yes, **stated(2, 2, "high"), complete=True),
        ],
    }
    return whole(**(base | parts))


def draft(data: Any) -> Instrument:
    """Read a definition that need not bring vectors, limits or a licence."""
    return parse(data, strict=False)


def refusals(data: Any, **how: Any) -> list[tuple[str, str]]:
    """Give the path and code of every fault for which a definition is refused."""
    with pytest.raises(DefinitionRefused) as caught:
        parse(data, **({"strict": False} | how))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return [(problem.path, problem.code) for problem in caught.value.problems]


def trigger(when: Any, **more: Any) -> list[dict[str, Any]]:
    """Give the one trigger of a definition."""
    return [{"id": "t", "when": when, "timing": "end", "action": "act"} | more]


def nested(levels: int) -> dict[str, Any]:
    """Give a condition of so many levels."""
    made: dict[str, Any] = {"item": "a", "eq": "yes"}
    for number in range(levels - 1):
        made = {"not": made} if number % 2 else {"any": [made]}
    return made
