"""An instrument, read from plain data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from fjcore.screening import _elements as elements
from fjcore.screening import _provenance as provenance
from fjcore.screening import _shape as shape
from fjcore.screening._shape import BadShape
from fjcore.screening.definition import Instrument

_REQUIRED = "id title version method source licence_of_wording subject items"
_KNOWN = (
    "schema scores bands triggers constraints outcomes outcome_rule context limits "
    "licence missing_policy confidence skip_logic loinc notes respondent entry_modes "
    "window eligibility norms_versioned override judgement review revision category "
    "tests outcome_if_nothing_answered cut_profiles validation evidence"
)
_METHODS = "actuarial decision_protocol checklist spj"
_RESPONDENTS = "survivor professional professional_from_records qualified_professional"
_FACTS = {"boolean": bool, "integer": int, "string": str}
#: The one form of a definition that this version reads.
SCHEMA = "fjcore.instruments/1"


def instrument(data: Any) -> Instrument:
    """Read an instrument.

    Raises: BadShape, with the path of the first fault.
    """
    row = shape.table(data, "keys", _REQUIRED, _KNOWN)
    shape.word(row.get("schema", SCHEMA), "schema", SCHEMA)
    return Instrument(
        id=shape.ident(row["id"], "id"),
        title=shape.text(row["title"], "title"),
        version=shape.text(row["version"], "version"),
        method=shape.word(row["method"], "method", _METHODS),
        source=shape.text(row["source"], "source"),
        licence_note=shape.text(row["licence_of_wording"], "licence_of_wording"),
        population=shape.text(row["subject"], "subject"),
        revision=shape.number(row.get("revision", 1), "revision"),
        window=shape.maybe_text(row, "window", ""),
        respondent=shape.word(
            row.get("respondent") or "survivor", "respondent", _RESPONDENTS
        ),
        norms_versioned=shape.flag(
            row.get("norms_versioned", False), "norms_versioned"
        ),
        limits=shape.texts(row.get("limits", []), "limits"),
        **_logic(row),
        **_policy(row),
        **provenance.told(row),
        document_hash=_hash(row),
    )


def _hash(row: Mapping[str, Any]) -> str:
    """Give the SHA-256 of a whole definition, its vectors aside."""
    whole = {key: value for key, value in row.items() if key != "tests"}
    try:
        text = json.dumps(whole, sort_keys=True, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        text = ""
    if not text:
        raise BadShape("keys")
    return hashlib.sha256(text.encode()).hexdigest()


def _logic(row: dict[str, Any]) -> dict[str, Any]:
    """Read what decides: items, scores, bands, triggers, outcomes, facts, cuts."""
    known = {
        "items": elements.item,
        "scores": elements.score,
        "bands": elements.band,
        "triggers": elements.trigger,
        "constraints": elements.constraint,
        "outcome_rule": elements.rule,
    }
    found: dict[str, Any] = {
        key: shape.each(read, row.get(key, []), key) for key, read in known.items()
    }
    nothing = "outcome_if_nothing_answered"
    cuts = shape.table(
        row.get("cut_profiles", {}), "cut_profiles", "", "default choose"
    )
    return found | {
        "judgements": shape.each(
            elements.judgement, row.get("judgement", []), "judgement"
        ),
        "outcomes": shape.idents(row.get("outcomes", []), "outcomes"),
        nothing: shape.maybe(row, nothing, ""),
        "context": {
            name: _context(value, path)
            for path, name, value in shape.named(row.get("context", {}), "context")
        },
        "default_profile": shape.maybe(cuts, "default", "cut_profiles"),
        "choices": shape.each(
            elements.choice, cuts.get("choose", []), "cut_profiles.choose"
        ),
    }


def _policy(row: dict[str, Any]) -> dict[str, Any]:
    """Read what is done about gaps and overrides, how it is entered, and for whom."""
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
        "missing_rule": shape.maybe_text(missing, "published_rule", "missing_policy"),
        "missing_note": shape.maybe_text(missing, "note", "missing_policy"),
        "override_note": shape.maybe_text(override, "note", "override"),
        **_ages(row.get("eligibility", {})),
    }


def _ages(data: Any) -> dict[str, int]:
    row = shape.table(data, "eligibility", "", "age_min age_max")
    return {key: shape.number(row[key], f"eligibility.{key}") for key in row}


def _context(data: Any, path: str) -> str | int | bool | None:
    row = shape.table(data, path, "type default")
    kind = shape.word(row["type"], path, " ".join(_FACTS))
    if row["default"] is None:
        return None
    if type(row["default"]) is not _FACTS[kind]:
        raise BadShape(path)
    return shape.fact(row["default"], path)
