"""Security labels, from what was granted and not from the values that happen to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fjcore.records import CATEGORIES
from fjcore_fhir.terms import (
    ACT,
    ALWAYS,
    LABELS,
    LEVEL,
    OWN_LABELS,
    REFUSED,
    SENSITIVITY,
    NotFHIR,
)

#: The ``meta`` of a resource.
Meta = dict[str, Any]


def label_of(categories: Iterable[str], privileges: Iterable[str], path: str) -> Meta:
    """Give the ``meta`` of a resource that holds fields of these categories.

    Shape: confidentiality, V where a release has to name the category and R otherwise,
    then sensitivities, then what a recipient has to do.
    Raises: NotFHIR, ``unlabelled`` without a category or with one that is not in the
    tree, ``refused`` with one that never leaves as FHIR.
    """
    names = sorted(set(categories))
    if not names or any(name not in CATEGORIES for name in names):
        raise NotFHIR("unlabelled", path)
    if REFUSED.intersection(names):
        raise NotFHIR("refused", path)
    very = any(CATEGORIES[name].explicit_only for name in names)
    hl7 = sorted({code for name in names for code in LABELS.get(name, ())})
    own = [name for name in names if name in OWN_LABELS or name not in LABELS]
    own += sorted({f"privilege.{name}" for name in privileges})
    return {
        "security": [
            {"system": LEVEL, "code": "V" if very else "R"},
            *({"system": ACT, "code": code} for code in hl7),
            *({"system": SENSITIVITY, "code": code} for code in own),
            *({"system": ACT, "code": code} for code in ALWAYS),
        ]
    }


def joined(metas: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the label of what holds all of these: the strictest of each."""
    codes = {(one["system"], one["code"]) for meta in metas for one in meta["security"]}
    very = (LEVEL, "V") in codes
    codes -= {(LEVEL, "R"), (LEVEL, "V")}
    rest = [{"system": system, "code": code} for system, code in sorted(codes)]
    return {"security": [{"system": LEVEL, "code": "V" if very else "R"}, *rest]}
