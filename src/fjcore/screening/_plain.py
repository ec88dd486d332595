"""An instrument as the plain data that it is read from, its vectors aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fjcore.screening._parts import SCHEMA
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Band, Item, Score, Trigger
from fjcore.screening.grammar import Predicate
from fjcore.screening.licence import Licence
from fjcore.screening.loinc import Loinc

_SIGNS = {"item": "eq", "item_score": "ge", "score": "ge", "context": "eq"}
_FACTS = {bool: "boolean", int: "integer"}


def definition_of(made: Instrument) -> dict[str, Any]:
    """Give a definition that reads as the same instrument, but for its vectors.

    A draft comes of it: nothing in it is reviewed, and it must be shown by vectors
    before it loads as more than that.
    """
    found = {
        "schema": SCHEMA,
        **_head(made),
        "items": [item_of(item) for item in made.items],
        "judgement": [
            {"id": item.id, "options": [option.value for option in item.options]}
            for item in made.judgements
        ],
        **rules_of(made),
    }
    return {key: value for key, value in found.items() if value not in (None, [], {})}


def _head(made: Instrument) -> dict[str, Any]:
    ages = {"age_min": made.age_min, "age_max": made.age_max}
    licence = made.licence
    return {
        "id": made.id,
        "title": made.title,
        "version": made.version,
        "revision": made.revision,
        "method": made.method,
        "category": made.category,
        "source": made.source,
        "licence_of_wording": made.licence_note,
        "licence": None if licence is None else _licence(licence),
        "subject": made.population,
        "respondent": None if made.respondent == "survivor" else made.respondent,
        "window": made.window,
        "eligibility": _said(ages),
        "limits": list(made.limits),
        "validation": [
            _said(
                {
                    "measure": row.measure,
                    "value": row.value,
                    "population": row.population,
                    "source": row.source,
                    "cut": row.cut,
                }
            )
            for row in made.figures
        ],
        "evidence": [
            {"cite": row.cite, "parts": list(row.parts)} for row in made.evidence
        ],
        "review": {
            name: _said({"reviewed": False, "check_with": row.check_with})
            for name, row in made.review.items()
        },
        "loinc": _loinc(made.loinc),
        "notes": made.notes,
        "norms_versioned": made.norms_versioned or None,
    }


def _licence(one: Licence) -> dict[str, Any]:
    return _said(
        {
            "holder": one.holder,
            "tier": one.tier,
            "contexts": {str(use): word for use, word in one.contexts.items()},
            "terms_url": one.terms_url,
            "may_alter": one.may_alter,
            "training_required": one.training_required,
            "attribution": one.attribution,
            "evidence": one.evidence,
            "dated": one.dated,
        }
    )


def _loinc(codes: Loinc) -> dict[str, Any]:
    whole = {
        "panel": codes.panel,
        "total": codes.total,
        "risk_level": codes.risk_level,
        "answer_list": codes.answer_list,
        "items": dict(codes.items),
        "answers": dict(codes.answers),
        "answer_lists": dict(codes.answer_lists),
    }
    return {key: value for key, value in whole.items() if value}


def rules_of(made: Instrument) -> dict[str, Any]:
    """Give what is made of answers: scores, bands, alerts, outcomes, cuts, facts."""
    cuts = {
        "default": made.default_profile,
        "choose": [
            {"when": condition_of(row.when), "profile": row.profile}
            for row in made.choices
        ],
    }
    return {
        "scores": [_score(score) for score in made.scores],
        "bands": [_band(band) for band in made.bands],
        "triggers": [_trigger(trigger) for trigger in made.triggers],
        "constraints": [
            {"id": row.id, "when": condition_of(row.when), "message": row.message}
            for row in made.constraints
        ],
        "outcomes": list(made.outcomes),
        "outcome_rule": [list(row) for row in made.outcome_rule],
        "outcome_if_nothing_answered": made.outcome_if_nothing_answered,
        "context": {name: _fact(fact) for name, fact in made.context.items()},
        "cut_profiles": {key: value for key, value in cuts.items() if value},
        "missing_policy": _said(
            {
                "default": made.missing,
                "published_rule": made.missing_rule,
                "note": made.missing_note,
            }
        ),
        "entry_modes": list(made.entry_modes),
        "override": _said(
            {
                "allowed": made.override,
                "reasons": list(made.override_reasons),
                "note": made.override_note,
            }
        ),
    }


def _fact(fact: str | int | bool | None) -> dict[str, Any]:
    return {"type": _FACTS.get(type(fact), "string"), "default": fact}


def item_of(item: Item) -> dict[str, Any]:
    """Give an item as it stands in a definition."""
    found: dict[str, Any] = {
        "id": item.id,
        "neutral_label": item.label,
        "type": item.type,
    }
    if item.options:
        found["options"] = [
            {"value": option.value, "label": option.label, "score": option.score}
            for option in item.options
        ]
    if item.applies_if is not None:
        found["applies_if"] = condition_of(item.applies_if)
    if item.default is not None:
        found["default"] = item.default
    if item.respondent != "survivor":
        found["respondent"] = item.respondent
    if item.optional:
        found["optional"] = True
    if item.occasions:
        found["occasions"] = list(item.occasions)
    return found


def _score(score: Score) -> dict[str, Any]:
    found = {
        "id": score.id,
        "kind": score.kind,
        "items": list(score.items),
        "min": score.min,
        "max": score.max,
        "direction": score.direction,
    }
    if score.kind == "scaled_mean":
        found |= {"times": score.times, "min_answered": score.min_answered}
    return found


def _band(band: Band) -> dict[str, Any]:
    found = {
        "score": band.score,
        "id": band.id,
        "min": band.min,
        "max": band.max,
        "label": band.label,
    }
    return found | ({"local": True} if band.local else {})


def _trigger(trigger: Trigger) -> dict[str, Any]:
    return _said(
        {
            "id": trigger.id,
            "when": condition_of(trigger.when),
            "timing": trigger.timing,
            "action": trigger.action,
            "severity": trigger.severity,
            "action_code": trigger.action_code,
            "profile": trigger.profile,
            "source": trigger.source,
        }
    )


def condition_of(rule: Predicate) -> dict[str, Any]:
    """Give a condition as it stands in a definition."""
    if rule.kind in _SIGNS:
        return {rule.kind: rule.name, _SIGNS[rule.kind]: rule.value}
    parts = [condition_of(part) for part in rule.parts]
    if rule.kind == "not":
        return {"not": parts[0]}
    if rule.kind == "at_least":
        return {"at_least": rule.count, "of": parts}
    return {rule.kind: parts}


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}
