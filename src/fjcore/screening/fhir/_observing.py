"""Scores and outcomes as Observations of FHIR R4."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from fjcore.errors import ExchangeRefused, Problem
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Score
from fjcore.screening.evaluation import Bounds
from fjcore.screening.fhir._responding import instant
from fjcore.screening.fhir._terms import LOINC, extension, security
from fjcore.screening.loinc import sure
from fjcore.screening.result import Result

_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"


def to_observations(
    made: Instrument,
    result: Result,
    *,
    subject: str | None = None,
    response: str | None = None,
) -> list[dict[str, Any]]:
    """Give each score of a result, and its outcome, as an Observation.

    A score has a value only if every completion of the missing answers agrees; else
    its bounds stand as components. An estimate is a component too, and never the value.
    ``response`` refers to the answers it was made of.
    Shape: whole numbers, and Decimals where a mean is none.
    Raises: ExchangeRefused, for a result of another instrument.
    """
    if (result.instrument, result.logic_hash) != (made.id, made.logic_hash):
        problem = Problem("instrument", "other")
        raise ExchangeRefused(made.id, problems=(problem,))
    found = result.evaluation
    rows = [_score(made, score, found.scores[score.id]) for score in made.scores]
    for row, score in zip(rows, made.scores, strict=True):
        banding = found.bands.get(score.id)
        if banding is None:
            continue
        labels = {b.id: b.label for b in made.banded[score.id]}
        if banding.band is not None:
            row["interpretation"] = [{"text": labels[banding.band]}]
        else:
            said = [_part("possible band", labels[name]) for name in banding.possible]
            row["component"] = [*row.get("component", []), *said]
    if found.outcomes:
        rows.append(_outcome(made, found.outcomes))
    head = _head(made, result, subject)
    made_of = {} if response is None else {"derivedFrom": [{"reference": response}]}
    return [{**head, **row, **made_of} for row in rows]


def _head(made: Instrument, result: Result, subject: str | None) -> dict[str, Any]:
    about = {} if subject is None else {"subject": {"reference": subject}}
    marks = [extension("logic-hash", "String", made.logic_hash)]
    if result.profile is not None:
        marks.append(extension("profile", "String", result.profile))
    survey = {"coding": [{"system": _CATEGORY, "code": "survey"}]}
    return {
        "resourceType": "Observation",
        "meta": {"security": security(made)},
        "extension": marks,
        "status": "preliminary" if result.abandoned else "final",
        "category": [survey],
        **about,
        "effectiveDateTime": instant(result.finished_at),
        "issued": instant(result.finished_at),
    }


def _code(text: str, code: str | None) -> dict[str, Any]:
    """Give what is observed: the code of LOINC where it is known, never another."""
    coded = {} if code is None else {"coding": [{"system": LOINC, "code": code}]}
    return {**coded, "text": text}


def _score(made: Instrument, score: Score, bounds: Bounds) -> dict[str, Any]:
    # The total of a tool is one; where it has several sums, none of them has its code.
    code = sure(made.loinc.total) if len(made.scores) == 1 else None
    row: dict[str, Any] = {"code": _code(f"{made.title}: {score.id}", code)}
    if bounds.lower == bounds.upper:
        return row | _number(bounds.lower)
    row["dataAbsentReason"] = _unknown()
    row["component"] = [
        {"code": {"text": "lowest it can be"}, **_number(bounds.lower)},
        {"code": {"text": "highest it can be"}, **_number(bounds.upper)},
    ]
    if bounds.prorated and bounds.value is not None:
        told = {"text": "estimate by a published rule; decides nothing"}
        row["component"].append({"code": told, **_number(bounds.value)})
    return row


def _number(value: Fraction) -> dict[str, Any]:
    if value.denominator == 1:
        return {"valueInteger": value.numerator}
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return {"valueQuantity": {"value": round(exact, 6)}}


def _outcome(made: Instrument, outcomes: tuple[str, ...]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "code": _code(f"{made.title}: outcome", sure(made.loinc.risk_level))
    }
    if len(outcomes) == 1:
        return row | {"valueCodeableConcept": {"text": outcomes[0]}}
    row["dataAbsentReason"] = _unknown()
    row["component"] = [_part("possible outcome", name) for name in outcomes]
    return row


def _part(code: str, text: str) -> dict[str, Any]:
    return {"code": {"text": code}, "valueString": text}


def _unknown() -> dict[str, Any]:
    return {"coding": [{"system": _ABSENT, "code": "unknown"}]}
