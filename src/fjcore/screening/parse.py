"""Reading a definition strictly, and refusing one that could mislead."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from fjcore.errors import DefinitionRefused, Problem, UnknownInstrument
from fjcore.screening.definition import (
    Band,
    Constraint,
    Instrument,
    Item,
    Option,
    Predicate,
    Score,
    Trigger,
    logic_of,
)
from fjcore.screening.lint import lint

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")

_REQUIRED = frozenset(
    "id title version method source licence_of_wording subject items".split()
)
_KNOWN = _REQUIRED | frozenset(
    (
        "scores bands triggers constraints outcomes outcome_rule context limits "
        "missing_policy confidence skip_logic loinc notes respondent entry_modes "
        "eligibility norms_versioned override judgement review tests "
        "outcome_if_nothing_answered"
    ).split()
)
_ITEM = frozenset(
    (
        "id neutral_label type options applies_if default respondent occasions optional"
    ).split()
)
_METHODS = frozenset("actuarial decision_protocol checklist spj".split())
_SHAPES = ({"item", "eq"}, {"item_score", "ge"}, {"score", "ge"}, {"context", "eq"})


class _Bad(ValueError):
    """A fault while reading, with its path."""


def parse(data: Any, *, tested: bool = False) -> Instrument:
    """Read a definition.

    ``tested`` refuses one that brings no test vectors of its own.
    Raises: DefinitionRefused, with the path and code of every fault.
    """
    where = "instrument"
    problems: list[Problem] = []
    made = None
    if type(data) is dict and _ID.fullmatch(str(data.get("id"))):
        where = data["id"]
    try:
        made = _instrument(data)
    except _Bad as error:
        problems.append(Problem(str(error), "E00"))
    except (KeyError, TypeError, AttributeError, ValueError):
        problems.append(Problem("", "E00"))
    if made is not None:
        problems += lint(made)
        if tested and not data.get("tests"):
            problems.append(Problem("tests", "E12"))
    if made is None or problems:
        raise DefinitionRefused(where, problems=tuple(problems))
    return made


def instruments() -> tuple[str, ...]:
    """Give the ids of the instruments that ship, sorted."""
    folder = files("fjcore.screening").joinpath("definitions")
    return tuple(
        sorted(
            entry.name.removesuffix(".json")
            for entry in folder.iterdir()
            if entry.name.endswith(".json")
        )
    )


@cache
def load(instrument_id: str) -> Instrument:
    """Give an instrument that ships.

    Raises: UnknownInstrument.
    """
    if instrument_id not in instruments():
        known = _ID.fullmatch(instrument_id) is not None
        raise UnknownInstrument(instrument_id if known else "")
    return parse(read(instrument_id), tested=True)


def read(instrument_id: str) -> Any:
    """Give the definition of an instrument that ships, as plain data."""
    folder = files("fjcore.screening").joinpath("definitions")
    return json.loads(folder.joinpath(f"{instrument_id}.json").read_text("utf-8"))


def _instrument(data: Any) -> Instrument:
    if type(data) is not dict or not _REQUIRED <= data.keys() <= _KNOWN:
        raise _Bad("keys")
    if data["method"] not in _METHODS:
        raise _Bad("method")
    return Instrument(
        id=_id(data["id"], "id"),
        title=_text(data["title"], "title"),
        version=_text(data["version"], "version"),
        method=data["method"],
        source=_text(data["source"], "source"),
        licence=_text(data["licence_of_wording"], "licence_of_wording"),
        population=_text(data["subject"], "subject"),
        items=tuple(_item(row, f"items.{n}") for n, row in enumerate(data["items"])),
        scores=tuple(
            _score(row, f"scores.{n}") for n, row in enumerate(data.get("scores", []))
        ),
        bands=tuple(
            _band(row, f"bands.{n}") for n, row in enumerate(data.get("bands", []))
        ),
        triggers=tuple(
            _trigger(row, f"triggers.{n}")
            for n, row in enumerate(data.get("triggers", []))
        ),
        constraints=tuple(
            Constraint(
                id=_id(row["id"], f"constraints.{n}"),
                when=_predicate(row["when"], f"constraints.{n}.when"),
                message=_text(row["message"], f"constraints.{n}.message"),
            )
            for n, row in enumerate(data.get("constraints", []))
        ),
        outcome_rule=tuple((row[0], row[1]) for row in data.get("outcome_rule") or []),
        outcome_if_nothing_answered=data.get("outcome_if_nothing_answered"),
        context={
            name: row.get("default") for name, row in data.get("context", {}).items()
        },
        limits=tuple(data.get("limits", [])),
        logic=logic_of(data),
    )


def _item(row: Mapping[str, Any], path: str) -> Item:
    if not row.keys() <= _ITEM or row["type"] not in ("choice", "text"):
        raise _Bad(path)
    options = []
    for number, option in enumerate(row.get("options", [])):
        score = option.get("score")
        if score is not None and type(score) is not int:
            raise _Bad(f"{path}.options.{number}")
        value = _text(option["value"], f"{path}.options.{number}")
        label = _text(option.get("label", value), path)
        options.append(Option(value, label, score))
    gate = row.get("applies_if")
    return Item(
        id=_id(row["id"], path),
        label=_text(row["neutral_label"], path),
        type=row["type"],
        options=tuple(options),
        applies_if=None if gate is None else _predicate(gate, f"{path}.applies_if"),
        default=row.get("default"),
        respondent=row.get("respondent", "survivor"),
        optional=bool(row.get("optional", False)),
        occasions=tuple(row.get("occasions", [])),
    )


def _score(row: Mapping[str, Any], path: str) -> Score:
    if row["kind"] not in ("sum", "scaled_mean"):
        raise _Bad(path)
    return Score(
        id=_id(row["id"], path),
        kind=row["kind"],
        items=tuple(row["items"]),
        min=_int(row["min"], path),
        max=_int(row["max"], path),
        times=_int(row.get("times", 0), path),
        min_answered=_int(row.get("min_answered", 0), path),
    )


def _band(row: Mapping[str, Any], path: str) -> Band:
    return Band(
        score=row["score"],
        id=_id(row["id"], path),
        min=_int(row["min"], path),
        max=_int(row["max"], path),
        label=_text(row["label"], path),
        local=bool(row.get("local", False)),
    )


def _trigger(row: Mapping[str, Any], path: str) -> Trigger:
    if row["timing"] not in ("immediate", "end"):
        raise _Bad(path)
    return Trigger(
        id=_id(row["id"], path),
        when=_predicate(row["when"], f"{path}.when"),
        timing=row["timing"],
        action=_text(row["action"], path),
        profile=row.get("profile"),
    )


def _predicate(row: Any, path: str) -> Predicate:
    keys = set(row) if type(row) is dict else set()
    if keys in ({"any"}, {"all"}):
        kind = next(iter(keys))
        parts = [_predicate(p, f"{path}.{n}") for n, p in enumerate(row[kind])]
        return Predicate(kind=kind, parts=tuple(parts))
    if keys == {"not"}:
        return Predicate(kind="not", parts=(_predicate(row["not"], f"{path}.not"),))
    if keys == {"at_least", "of"}:
        parts = [_predicate(p, f"{path}.{n}") for n, p in enumerate(row["of"])]
        count = _int(row["at_least"], path)
        return Predicate(kind="at_least", parts=tuple(parts), count=count)
    if keys not in _SHAPES:
        raise _Bad(path)
    kind = next(key for key in ("item", "item_score", "score", "context") if key in row)
    value = row["eq"] if "eq" in row else _int(row["ge"], path)
    return Predicate(kind=kind, name=str(row[kind]), value=value)


def _id(value: Any, path: str) -> str:
    if type(value) is not str or not _ID.fullmatch(value):
        raise _Bad(path)
    return value


def _text(value: Any, path: str) -> str:
    if type(value) is not str or not value:
        raise _Bad(path)
    return value


def _int(value: Any, path: str) -> int:
    if type(value) is not int:
        raise _Bad(path)
    return value
