"""The elements of an instrument, each read from plain data."""

from __future__ import annotations

from typing import Any

from fjcore.screening import _shape as shape
from fjcore.screening._shape import BadShape
from fjcore.screening.elements import (
    Band,
    Choice,
    Constraint,
    Item,
    Option,
    Score,
    Trigger,
)
from fjcore.screening.grammar import predicate


def item(data: Any, path: str) -> Item:
    """Read an item: its options, its gate, its default.

    Raises: BadShape.
    """
    row = shape.table(
        data,
        path,
        "id neutral_label type",
        "options applies_if default respondent occasions optional",
    )
    gate, default = row.get("applies_if"), row.get("default")
    return Item(
        id=shape.ident(row["id"], path),
        label=shape.text(row["neutral_label"], path),
        type=shape.word(row["type"], path, "choice text"),
        options=shape.each(option, row.get("options", []), f"{path}.options"),
        applies_if=None if gate is None else predicate(gate, f"{path}.applies_if"),
        default=None if default is None else shape.text(default, f"{path}.default"),
        respondent=shape.word(
            row.get("respondent", "survivor"), path, "survivor professional"
        ),
        optional=shape.flag(row.get("optional", False), path),
        occasions=shape.idents(row.get("occasions", []), f"{path}.occasions"),
    )


def option(data: Any, path: str) -> Option:
    """Read one answer of an item.

    Raises: BadShape.
    """
    row = shape.table(data, path, "value", "label score")
    value = shape.text(row["value"], path)
    score = row.get("score")
    return Option(
        value,
        shape.text(row.get("label", value), path),
        None if score is None else shape.number(score, path),
    )


def judgement(data: Any, path: str) -> Item:
    """Read a rating that is recorded and never counted.

    Raises: BadShape.
    """
    row = shape.table(data, path, "id options")
    name = shape.ident(row["id"], path)
    options = shape.texts(row["options"], f"{path}.options")
    return Item(
        id=name,
        label=name,
        options=tuple(Option(value, value, None) for value in options),
        respondent="professional",
        judged=True,
    )


def score(data: Any, path: str) -> Score:
    """Read a sum or a scaled mean.

    Raises: BadShape.
    """
    row = shape.table(
        data, path, "id kind items min max", "times min_answered direction"
    )
    kind = shape.word(row["kind"], path, "sum scaled_mean")
    scaled = kind == "scaled_mean"
    if any((key in row) is not scaled for key in ("times", "min_answered")):
        raise BadShape(path)
    return Score(
        id=shape.ident(row["id"], path),
        kind=kind,
        items=shape.idents(row["items"], f"{path}.items"),
        min=shape.number(row["min"], path),
        max=shape.number(row["max"], path),
        times=shape.number(row.get("times", 0), path),
        min_answered=shape.number(row.get("min_answered", 0), path),
        direction=shape.word(
            row.get("direction", "higher_is_worse"),
            path,
            "higher_is_worse higher_is_better",
        ),
    )


def band(data: Any, path: str) -> Band:
    """Read a named span of a score.

    Raises: BadShape.
    """
    row = shape.table(data, path, "score id min max label", "local")
    return Band(
        score=shape.ident(row["score"], path),
        id=shape.ident(row["id"], path),
        min=shape.number(row["min"], path),
        max=shape.number(row["max"], path),
        label=shape.text(row["label"], path),
        local=shape.flag(row.get("local", False), path),
    )


def trigger(data: Any, path: str) -> Trigger:
    """Read a condition with what is to be done.

    Raises: BadShape.
    """
    row = shape.table(
        data, path, "id when timing action", "severity action_code profile source"
    )
    timing = shape.word(row["timing"], path, "immediate end")
    usual = "urgent" if timing == "immediate" else "notice"
    return Trigger(
        id=shape.ident(row["id"], path),
        when=predicate(row["when"], f"{path}.when"),
        timing=timing,
        action=shape.text(row["action"], path),
        severity=shape.word(row.get("severity", usual), path, "urgent notice"),
        action_code=shape.maybe(row, "action_code", path),
        source=shape.maybe_text(row, "source", path),
        profile=shape.maybe(row, "profile", path),
    )


def constraint(data: Any, path: str) -> Constraint:
    """Read a condition that is reported when true.

    Raises: BadShape.
    """
    row = shape.table(data, path, "id when message", "severity")
    shape.word(row.get("severity", "warning"), path, "warning")
    return Constraint(
        id=shape.ident(row["id"], path),
        when=predicate(row["when"], f"{path}.when"),
        message=shape.text(row["message"], f"{path}.message"),
    )


def rule(data: Any, path: str) -> tuple[str | None, str]:
    """Read one row of the outcome rule.

    Raises: BadShape.
    """
    if type(data) is not list or len(data) != 2:
        raise BadShape(path)
    name, outcome = data
    found = shape.ident(outcome, path)
    return (None if name is None else shape.ident(name, path)), found


def choice(data: Any, path: str) -> Choice:
    """Read a fact by which a cut is chosen.

    Raises: BadShape.
    """
    row = shape.table(data, path, "when profile")
    return Choice(
        when=predicate(row["when"], f"{path}.when"),
        profile=shape.ident(row["profile"], path),
    )
