"""The plan of a center as plain data."""

from __future__ import annotations

from typing import Any

from fjcore.consent.center.counsel import met_rules
from fjcore.consent.center.findings import Point
from fjcore.consent.center.report import CenterPlan
from fjcore.consent.center.standing import Standing
from fjcore.consent.center.ways import Held
from fjcore.consent.floor import FLOOR


def center_plain(plan: CenterPlan) -> dict[str, Any]:
    """Give a plan as plain data: agencies, boxes with their doors, points."""
    center = plan.found.center
    return {
        "name": center.name,
        "state": center.state,
        "as_of": center.as_of.isoformat(),
        "law_as_of": max(rule.as_of for rule in FLOOR),
        "packs": [
            {"id": p.id, "version": p.version, "as_of": p.as_of.isoformat()}
            for p in center.packs
        ],
        "reviewed": False,
        "legal_advice": False,
        "agencies": [_agency_plain(one) for one in plan.found.everyone],
        "files": [_file_plain(held) for held in plan.found.held],
        **{
            name: [_point_plain(one) for one in getattr(plan, name)]
            for name in ("steps", "walls", "forms", "agreements", "questions")
        },
        "rules": [
            {
                "rule": rule.id,
                "statement": rule.statement,
                "citation": rule.citation,
                "read": rule.read,
                "settled": rule.settled,
                "reviewed": rule.reviewed,
                "met_by": list(names),
            }
            for rule, names in met_rules(plan.found)
        ],
    }


def _agency_plain(one: Standing) -> dict[str, Any]:
    return {
        "id": one.agency.id,
        "name": one.agency.name,
        "kind": str(one.kind),
        "kind_in_file": str(one.agency.kind),
        "team": one.team,
        "holds": one.holds,
        "regimes": [
            {"regime": r.name, "reason": r.reason, "said": r.said} for r in one.regimes
        ],
    }


def _file_plain(held: Held) -> dict[str, Any]:
    return {
        "holder": held.standing.agency.id,
        "recipients": {
            column.key: {
                name: [
                    {"rule": w.rule, "bases": list(map(str, w.bases)), "by": list(w.by)}
                    for w in ways
                ]
                for name, ways in column.cells.items()
            }
            for column in held.columns
        },
    }


def _point_plain(one: Point) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "text": one.text,
        "about": list(one.names),
        "source": one.source,
    }
