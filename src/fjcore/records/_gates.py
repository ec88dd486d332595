"""Gates: which questions are asked, given what was answered to the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, Protocol

from fjcore.records import checks
from fjcore.records._answers import is_reason
from fjcore.records._form import FormField
from fjcore.records._formtypes import Kind
from fjcore.records.expression import CLOSED, UNREADABLE, Expression
from fjcore.values import Tri, tri_all

#: Answers as expressions see them, by the name of the question.
Values = dict[str, Any]


class Gated(Protocol):
    """What may be asked only under a condition."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def when(self) -> Expression | None:
        """Its own condition."""

    @property
    def section(self) -> str:
        """The section whose condition it is under as well."""


def ordered(
    items: Iterable[Gated], sections: Mapping[str, Expression | None]
) -> list[str] | None:
    """Give names in an order in which each gate asks only for earlier ones.

    None when there is no such order: a gate then depends on itself.
    """
    graph = TopologicalSorter[str]()
    for item in items:
        gates = (item.when, sections.get(item.section))
        graph.add(item.name, *(n for gate in gates if gate for n in gate.names))
    try:
        return list(graph.static_order())
    except CycleError:
        return None


def opened(
    items: tuple[FormField, ...],
    sections: Mapping[str, Expression | None],
    answers: Mapping[str, Any],
    outer: Mapping[str, Any],
) -> tuple[dict[str, Tri], Values]:
    """Give the gate of each question, and the answers with closed ones marked."""
    by_name = {item.name: item for item in items}
    values: Values = dict(outer)
    for name, item in by_name.items():
        values.pop(name, None)
        if name in answers and item.type != "note":
            values[name] = seen(item.kind, answers[name])
    gates: dict[str, Tri] = {}
    for name in ordered(items, sections) or ():
        if name in by_name:
            item = by_name[name]
            both = (item.when, sections.get(item.section))
            gates[name] = tri_all(gate.truth(values) for gate in both if gate)
            if gates[name] is Tri.FALSE:
                values[name] = CLOSED
    return gates, values


def seen(kind: Kind, answer: Any) -> Any:
    """Give an answer, or the reason in its place, as expressions see it."""
    if not is_reason(answer):
        return kind.seen(answer)
    try:
        return checks.reason(answer)
    except checks.Fault:
        return UNREADABLE
