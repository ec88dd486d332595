"""Gates: as ``enableWhen`` where FHIR can say them, else as a condition of ours."""

from __future__ import annotations

import json
from typing import Any

from fjcore.errors import BadText, TooBig
from fjcore.screening._plain import condition_of
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item
from fjcore.screening.fhir._reading import Reader
from fjcore.screening.fhir._terms import coding, extension
from fjcore.screening.grammar import Predicate
from fjcore.values import canonical

#: A condition in an extension is a text, and is read like any other.
MAX_CONDITION = 1 << 18
MAX_LEVELS = 64
_ANSWERS = ("answerString", "answerBoolean", "answerInteger", "answerCoding")


def gate(made: Instrument, item: Item) -> dict[str, Any]:
    """Write the gate of an item."""
    rule = item.applies_if
    if rule is None:
        return {}
    flat = (rule,) if rule.kind == "item" else rule.parts
    if rule.kind not in ("item", "any", "all") or any(p.kind != "item" for p in flat):
        text = json.dumps(condition_of(rule), separators=(",", ":"))
        return {"extension": [extension("applies-if", "String", text)]}
    found: dict[str, Any] = {"enableWhen": [_row(made, part) for part in flat]}
    if rule.kind != "item":
        found["enableBehavior"] = rule.kind
    return found


def _row(made: Instrument, part: Predicate) -> dict[str, Any]:
    source = made.by_id[part.name]
    return {
        "question": part.name,
        "operator": "=",
        "answerCoding": coding(made, source, part.value),
    }


def gate_of(
    reader: Reader, row: dict[str, Any], path: str, answers: Any
) -> dict[str, Any] | None:
    """Read the gate of an item, as it stands in a definition.

    ``answers`` gives the item and the option that a ``question`` and a value mean.
    """
    said = reader.own(row, path, "applies-if", MAX_CONDITION)
    rows = reader.rows(row, "enableWhen", path)
    if said is not None and rows:
        reader.refuse(f"{path}.enableWhen", "conflict")
    elif said is not None:
        return condition(reader, said, f"{path}.extension")
    parts = [_part(reader, one, where, answers) for where, one in rows]
    whole = [part for part in parts if part is not None]
    behavior = reader.text(row, "enableBehavior", path)
    if behavior not in (None, "any", "all"):
        reader.refuse(f"{path}.enableBehavior", "unknown_code")
    if len(rows) > 1 and row.get("enableBehavior") is None:
        # FHIR R4, que-12: nobody may guess whether one or all must hold.
        reader.refuse(f"{path}.enableBehavior", "required")
    if not whole:
        return None
    return whole[0] if behavior is None else {behavior: whole}


def _part(
    reader: Reader, row: dict[str, Any], path: str, answers: Any
) -> dict[str, Any] | None:
    name = reader.needed(row, "question", path)
    sign = reader.needed(row, "operator", path)
    keys = [key for key in row if key.startswith("answer")]
    if len(keys) != 1:
        reader.refuse(f"{path}.answer", "duplicate" if keys else "required")
        return None
    if sign not in ("=", "!="):
        # "exists" would make a skipped answer tell; the others compare numbers.
        reader.refuse(f"{path}.operator", "unknown_code")
        return None
    if keys[0] not in _ANSWERS:
        reader.refuse(f"{path}.{keys[0]}", "unknown_type")
        return None
    found = answers(name, row[keys[0]], path, keys[0])
    if found is None:
        return None
    rule = {"item": found[0], "eq": found[1]}
    return rule if sign == "=" else {"not": rule}


def condition(reader: Reader, text: str, path: str) -> dict[str, Any] | None:
    """Read a condition that stands as a text."""
    found = None
    try:
        found = canonical.loads(
            text.encode(), max_bytes=MAX_CONDITION, max_depth=MAX_LEVELS
        )
    except (BadText, TooBig):
        pass
    if isinstance(found, dict):
        return found
    reader.refuse(path, "format")
    return None
