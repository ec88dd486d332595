"""The parts of an instrument, each read from plain data."""

from __future__ import annotations

from typing import Any

from fjcore.screening import _shape as shape
from fjcore.screening._shape import BadShape
from fjcore.screening.definition import (
    Band,
    Constraint,
    Instrument,
    Item,
    Option,
    Predicate,
    Score,
    Trigger,
)

_REQUIRED = "id title version method source licence_of_wording subject items"
_KNOWN = (
    "scores bands triggers constraints outcomes outcome_rule context limits licence "
    "missing_policy confidence skip_logic loinc notes respondent entry_modes window "
    "eligibility norms_versioned override judgement review revision category tests "
    "outcome_if_nothing_answered"
)
_LEAVES = {"item": "eq", "item_score": "ge", "score": "ge", "context": "eq"}
#: Conditions inside conditions; no published tool comes near it.
MAX_NESTING = 20
_FACTS = {"boolean": bool, "integer": int, "string": str}


def instrument(data: Any) -> Instrument:
    """Read an instrument.

    Raises: BadShape, with the path of the first fault.
    """
    row = shape.table(data, "keys", _REQUIRED, _KNOWN)
    return Instrument(
        id=shape.ident(row["id"], "id"),
        title=shape.text(row["title"], "title"),
        version=shape.text(row["version"], "version"),
        method=shape.word(
            row["method"], "method", "actuarial decision_protocol checklist spj"
        ),
        source=shape.text(row["source"], "source"),
        licence=shape.text(row["licence_of_wording"], "licence_of_wording"),
        population=shape.text(row["subject"], "subject"),
        items=_each(_item, row["items"], "items"),
        revision=shape.number(row.get("revision", 1), "revision"),
        judgements=_each(_judgement, row.get("judgement", []), "judgement"),
        scores=_each(_score, row.get("scores", []), "scores"),
        bands=_each(_band, row.get("bands", []), "bands"),
        triggers=_each(_trigger, row.get("triggers", []), "triggers"),
        constraints=_each(_constraint, row.get("constraints", []), "constraints"),
        outcomes=shape.idents(row.get("outcomes", []), "outcomes"),
        outcome_rule=_each(_rule, row.get("outcome_rule", []), "outcome_rule"),
        outcome_if_nothing_answered=_maybe(row, "outcome_if_nothing_answered", ""),
        context={
            name: _context(value, path)
            for path, name, value in shape.named(row.get("context", {}), "context")
        },
        limits=shape.texts(row.get("limits", []), "limits"),
        **_policy(row),
    )


def _policy(row: dict[str, Any]) -> dict[str, Any]:
    """Read what is done about gaps and overrides, how it is entered, who reviewed."""
    missing = shape.table(
        row.get("missing_policy", {}),
        "missing_policy",
        "",
        "default published_rule note",
    )
    override = shape.table(
        row.get("override", {}), "override", "", "allowed reasons note"
    )
    modes = shape.texts(row.get("entry_modes", ["itemised"]), "entry_modes")
    for mode in modes:
        shape.word(mode, "entry_modes", "itemised total_only")
    category = row.get("category")
    if category is not None:
        shape.word(category, "category", "risk mental_health sud child_record")
    return {
        "category": category,
        "missing": shape.word(
            missing.get("default", "bounds"), "missing_policy", "bounds prorate omit"
        ),
        "entry_modes": modes,
        "override": shape.word(
            override.get("allowed", "upward_only"), "override", "none upward_only both"
        ),
        "override_reasons": shape.idents(
            override.get("reasons", ["professional_judgement"]), "override"
        ),
        "reviewed": _reviewed(row.get("review", {})),
    }


def _reviewed(review: Any) -> bool:
    """Whether a named person signed every part off."""
    signed, parts = False, []
    for path, name, value in shape.named(review, "review"):
        if name == "signed_off":
            signed = bool(shape.table(value, path, "name role date"))
        else:
            part = shape.table(value, path, "reviewed", "check_with")
            parts.append(shape.flag(part["reviewed"], path))
    return signed and all(parts)


def _each(read: Any, value: Any, path: str) -> tuple[Any, ...]:
    return tuple(read(row, where) for where, row in shape.rows(value, path))


def _maybe(row: dict[str, Any], key: str, path: str) -> str | None:
    value = row.get(key)
    return None if value is None else shape.ident(value, f"{path}.{key}".lstrip("."))


def _item(data: Any, path: str) -> Item:
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
        options=_each(_option, row.get("options", []), f"{path}.options"),
        applies_if=None if gate is None else predicate(gate, f"{path}.applies_if"),
        default=None if default is None else shape.text(default, f"{path}.default"),
        respondent=shape.word(
            row.get("respondent", "survivor"), path, "survivor professional"
        ),
        optional=shape.flag(row.get("optional", False), path),
        occasions=shape.idents(row.get("occasions", []), f"{path}.occasions"),
    )


def _option(data: Any, path: str) -> Option:
    row = shape.table(data, path, "value", "label score")
    value = shape.text(row["value"], path)
    score = row.get("score")
    return Option(
        value,
        shape.text(row.get("label", value), path),
        None if score is None else shape.number(score, path),
    )


def _judgement(data: Any, path: str) -> Item:
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


def _score(data: Any, path: str) -> Score:
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


def _band(data: Any, path: str) -> Band:
    row = shape.table(data, path, "score id min max label", "local")
    return Band(
        score=shape.ident(row["score"], path),
        id=shape.ident(row["id"], path),
        min=shape.number(row["min"], path),
        max=shape.number(row["max"], path),
        label=shape.text(row["label"], path),
        local=shape.flag(row.get("local", False), path),
    )


def _trigger(data: Any, path: str) -> Trigger:
    row = shape.table(
        data, path, "id when timing action", "severity action_code profile"
    )
    timing = shape.word(row["timing"], path, "immediate end")
    usual = "urgent" if timing == "immediate" else "notice"
    return Trigger(
        id=shape.ident(row["id"], path),
        when=predicate(row["when"], f"{path}.when"),
        timing=timing,
        action=shape.text(row["action"], path),
        severity=shape.word(row.get("severity", usual), path, "urgent notice"),
        action_code=_maybe(row, "action_code", path),
        profile=_maybe(row, "profile", path),
    )


def _constraint(data: Any, path: str) -> Constraint:
    row = shape.table(data, path, "id when message", "severity")
    shape.word(row.get("severity", "warning"), path, "warning")
    return Constraint(
        id=shape.ident(row["id"], path),
        when=predicate(row["when"], f"{path}.when"),
        message=shape.text(row["message"], f"{path}.message"),
    )


def _rule(data: Any, path: str) -> tuple[str | None, str]:
    if type(data) is not list or len(data) != 2:
        raise BadShape(path)
    name, outcome = data
    found = shape.ident(outcome, path)
    return (None if name is None else shape.ident(name, path)), found


def _context(data: Any, path: str) -> str | int | bool | None:
    row = shape.table(data, path, "type default")
    kind = shape.word(row["type"], path, " ".join(_FACTS))
    if row["default"] is None:
        return None
    if type(row["default"]) is not _FACTS[kind]:
        raise BadShape(path)
    return shape.fact(row["default"], path)


def predicate(data: Any, path: str, depth: int = 1) -> Predicate:
    """Read a condition: one shape each, and nothing that is evaluated.

    Raises: BadShape.
    """
    if type(data) is not dict or depth > MAX_NESTING:
        raise BadShape(path)
    keys = set(data)

    def parts(key: str) -> tuple[Predicate, ...]:
        inner = shape.rows(data[key], path)
        return tuple(predicate(row, where, depth + 1) for where, row in inner)

    for kind in ("any", "all"):
        if keys == {kind}:
            return Predicate(kind=kind, parts=parts(kind))
    if keys == {"not"}:
        return Predicate(
            kind="not", parts=(predicate(data["not"], f"{path}.not", depth + 1),)
        )
    if keys == {"at_least", "of"}:
        count = shape.number(data["at_least"], path)
        return Predicate(kind="at_least", parts=parts("of"), count=count)
    for kind, sign in _LEAVES.items():
        if keys == {kind, sign}:
            return _leaf(kind, data[kind], data[sign], path)
    raise BadShape(path)


def _leaf(kind: str, name: Any, value: Any, path: str) -> Predicate:
    read = {"item": shape.text, "context": shape.fact}.get(kind, shape.number)
    return Predicate(kind=kind, name=shape.ident(name, path), value=read(value, path))
