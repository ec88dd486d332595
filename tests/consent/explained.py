"""Cases to explain, and the same answers decided again with one thing changed."""

from __future__ import annotations

from fjcore.consent import Change, Decision, Explained, View, explain, what_if
from fjcore.testing.consent import PARTS, Choose, Facts, answer_of, case, pick

#: What varies, in turn: everything, then what holds a view down.
FOCI = (PARTS, ("limits", "scope"), ("grounds",), ("form", "people"), ("asker",))


def explained_case(choose: Choose) -> Facts:
    """Choose a case in which something is mostly held down, of one category or two."""
    return asked_less(choose, case(choose, pick(choose, FOCI)))


def asked_less(choose: Choose, facts: Facts) -> Facts:
    """Give a case that asks for one category or two of those it asked for."""
    kinds = facts["request"]["categories"]
    few = tuple(sorted({pick(choose, kinds) for _ in range(1 + choose(2))}))
    return facts | {"request": facts["request"] | {"categories": few}}


def limited_case(choose: Choose) -> Facts:
    """Choose a case with limits and instructions, and a release that lets much pass."""
    return asked_less(choose, case(choose, ("limits", "limits", "scope"), least=1))


def highest(decision: Decision, name: str) -> View:
    """The highest view of a category or field by name; marked is nothing."""
    answers = {**decision.verdicts, **decision.named}
    return max((grant.view for grant in answers[name].grants), default=View.MARKED)


def lines_of(facts: Facts) -> tuple[Decision, tuple[Explained, ...]]:
    """An answer with its lines."""
    decision = answer_of(facts)
    return decision, explain(decision).lines


def changed(decision: Decision, line: Explained, change: Change) -> View:
    """The view of a line with a change made, as the engine decides it."""
    return highest(what_if(decision, change), line.name)
