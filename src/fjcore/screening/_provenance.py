"""Licence, figures, sources and reviews, each read from plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fjcore.screening import _shape as shape
from fjcore.screening.licence import Licence, Use
from fjcore.screening.loinc import Loinc
from fjcore.screening.provenance import Citation, Figure, Review

_LICENCE = (
    "tier terms_url contexts may_alter training_required attribution evidence dated "
    "reviewed"
)
_SINGLE = "panel total risk_level answer_list"
_SEVERAL = "items answers answer_lists"
_MEASURES = "sensitivity specificity auc npv ppv classified range"


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """Read everything that says where a definition comes from.

    Raises: BadShape.
    """
    review = row.get("review", {})
    return {
        "licence": None if row.get("licence") is None else licence(row["licence"]),
        "figures": shape.each(_figure, row.get("validation", []), "validation"),
        "evidence": shape.each(_citation, row.get("evidence", []), "evidence"),
        "loinc": Loinc() if row.get("loinc") is None else _loinc(row["loinc"]),
        "notes": shape.maybe_text(dict(row), "notes", ""),
        "review": _parts(review) or _checked(row.get("confidence", {})),
        "reviewed": _signed(review),
    }


def licence(data: Any) -> Licence:
    """Read what an owner is known to allow.

    Raises: BadShape.
    """
    row = shape.table(data, "licence", "holder", _LICENCE)
    contexts = shape.table(
        row.get("contexts", {}), "licence.contexts", "", " ".join(Use)
    )
    return Licence(
        holder=shape.text(row["holder"], "licence.holder"),
        tier=shape.word(row.get("tier", "B"), "licence.tier", "A B C own"),
        contexts={
            use: shape.word(word, f"licence.contexts.{use}", "yes no ask")
            for use, word in contexts.items()
        },
        terms_url=shape.maybe_text(row, "terms_url", "licence"),
        may_alter=shape.flag(row.get("may_alter", False), "licence.may_alter"),
        training_required=shape.flag(
            row.get("training_required", False), "licence.training_required"
        ),
        attribution=shape.maybe_text(row, "attribution", "licence"),
        evidence=shape.maybe_text(row, "evidence", "licence"),
        dated=None
        if row.get("dated") is None
        else shape.day(row["dated"], "licence.dated"),
        reviewed=shape.flag(row.get("reviewed", False), "licence.reviewed"),
    )


def _loinc(data: Any) -> Loinc:
    """Read codes; whether their check digits fit is for the lint to say."""
    row = shape.table(data, "loinc", "", f"{_SINGLE} {_SEVERAL}")
    single: dict[str, Any] = {
        key: shape.maybe_text(row, key, "loinc") for key in _SINGLE.split()
    }
    several: dict[str, Any] = {
        key: {
            name: shape.text(value, path)
            for path, name, value in shape.named(row.get(key, {}), f"loinc.{key}")
            if value is not None
        }
        for key in _SEVERAL.split()
    }
    return Loinc(**single, **several)


def _figure(data: Any, path: str) -> Figure:
    row = shape.table(data, path, "measure value population source", "cut reviewed")
    return Figure(
        measure=shape.word(row["measure"], path, _MEASURES),
        value=shape.text(row["value"], path),
        population=shape.text(row["population"], path),
        source=shape.text(row["source"], path),
        cut=shape.maybe_text(row, "cut", path),
        reviewed=shape.flag(row.get("reviewed", False), path),
    )


def _citation(data: Any, path: str) -> Citation:
    row = shape.table(data, path, "cite parts", "reviewed")
    return Citation(
        cite=shape.text(row["cite"], path),
        parts=shape.idents(row["parts"], path),
        reviewed=shape.flag(row.get("reviewed", False), path),
    )


def _parts(data: Any) -> dict[str, Review]:
    found = {}
    for path, name, value in shape.named(data, "review"):
        if name == "signed_off":
            continue
        row = shape.table(value, path, "reviewed", "check_with")
        found[name] = Review(
            reviewed=shape.flag(row["reviewed"], path),
            check_with=shape.maybe_text(row, "check_with", path),
        )
    return found


def _checked(data: Any) -> dict[str, Review]:
    """Read the same of a definition that only says what was held against its source."""
    return {
        name: Review(reviewed=shape.text(word, path) == "checked")
        for path, name, word in shape.named(data, "confidence")
    }


def _signed(data: Any) -> bool:
    """Whether a named person signed every part off."""
    for path, name, value in shape.named(data, "review"):
        if name == "signed_off":
            row = shape.table(value, path, "name role date")
            shape.text(row["name"], path)
            shape.text(row["role"], path)
            shape.day(row["date"], path)
            return all(part.reviewed for part in _parts(data).values())
    return False
