"""How much danger there is, and what a survivor plans: screenings and safety plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from fjcore.errors import UnknownRecord
from fjcore.records._declare import ADVOCATE, key, quasi, ref, several, told
from fjcore.records._screened import (
    LONG,
    Advice,
    Alert,
    AlertChange,
    Answer,
    Override,
    Rescored,
    Score,
    ScreeningFact,
    ScreeningFactOfHealth,
    ScreeningFactOfPerson,
    ScreeningWarning,
    Training,
    Wording,
    pin,
    risk,
    room,
)
from fjcore.records.record import labelled, leaves, parts, record
from fjcore.records.rule import in_order, within
from fjcore.records.versions import upcast
from fjcore.values import Missing, PartialDate


@upcast("assessment", 1, reads=["override"], writes=["overrides"])
def _several_overrides(fields: dict[str, Any]) -> dict[str, Any]:
    """Give the one override as the first of several; a reason for none is none."""
    held = fields.get("override")
    return {"overrides": [held]} if held is not None and "?" not in held else {}


@record(
    "assessment",
    2,
    rules=(in_order("score_lower", "score_upper"),),
)
class Assessment:
    """A finished screening, pinned to the exact definition that scored it.

    A score is a lower and an upper bound: an answer that is missing is never "no".
    ``score_lower``, ``score_upper`` and ``band`` are those of the first score, in whole
    points; ``scores`` has all of them exactly.
    """

    __upcasts__ = (_several_overrides,)

    assessment_id: str | Missing = key()
    session_id: str | Missing = key()
    instrument: str = risk("none", required=True, max_length=64)
    version: str = risk("none", required=True, max_length=LONG)
    revision: int | Missing = risk("none")
    logic_hash: str = risk("none", required=True)
    document_hash: str | Missing = pin()
    engine: str | Missing = pin()
    wording: Wording | Missing = several()
    limits: tuple[str, ...] = risk("none", default=(), max_length=LONG)
    profile: str | Missing = pin()
    entry_mode: str | Missing = risk("none", codes="fj.entry_mode")
    administered_at: datetime = risk(required=True)
    finished_at: datetime | Missing = risk()
    complete: bool = risk("none", required=True)
    abandoned: bool | Missing = risk()
    mode: str | Missing = risk(codes="fj.assessment_mode")
    present: tuple[str, ...] | Missing = room(codes="fj.presence")
    administered_by: str | Missing = ref(
        "operations", about="staff", identifying="direct", max_length=500
    )
    staff: tuple[str, ...] = ref(
        "operations", about="staff", identifying="direct", max_length=500, default=()
    )
    training: Training | Missing = several()
    untrained: bool | Missing = labelled(
        "operations", about="staff", identifying="none"
    )
    facts: tuple[ScreeningFact, ...] = parts()
    facts_of_person: tuple[ScreeningFactOfPerson, ...] = parts()
    facts_of_health: tuple[ScreeningFactOfHealth, ...] = parts()
    facts_defaulted: tuple[str, ...] = risk("none", default=(), max_length=160)
    answers: tuple[Answer, ...] = parts()
    missing: tuple[str, ...] = risk(default=(), max_length=160)
    may_apply: tuple[str, ...] = risk(default=(), max_length=160)
    stale: tuple[str, ...] = risk(default=(), max_length=160)
    warnings: tuple[ScreeningWarning, ...] = parts()
    alerts: tuple[Alert, ...] = parts()
    advice: tuple[Advice, ...] = parts()
    changes: tuple[AlertChange, ...] = parts()
    flags: tuple[str, ...] = risk("none", default=(), max_length=160)
    flags_true: tuple[str, ...] = risk(default=())
    flags_open: tuple[str, ...] = risk(default=())
    scores: tuple[Score, ...] = parts()
    score_lower: int | Missing = risk()
    score_upper: int | Missing = risk()
    band: str | Missing = risk(max_length=64)
    outcome: str | Missing = risk(max_length=64)
    outcomes: tuple[str, ...] = risk(default=(), max_length=160)
    overrides: tuple[Override, ...] = parts()
    rescored_from: Rescored | Missing = several()


# What a holder of another kind has on file is its own, who was there included. The
# other variants follow the instrument: the room was still the advocate's.
_POLICE = dict.fromkeys(("risk", "advocacy_notes"), "le_record")
_MEDICAL = dict.fromkeys(("risk", "advocacy_notes"), "medical")


@record("assessment.police", 2, relabel=_POLICE, privilege=())
class PoliceAssessment(Assessment):
    """A screening as the police that asked the questions keep it."""


@record("assessment.medical", 2, relabel=_MEDICAL, privilege=())
class MedicalAssessment(Assessment):
    """A screening as a medical holder keeps it."""


@record(
    "assessment.mental_health",
    2,
    relabel={"risk": "mental_health"},
    privilege=("clinician",),
)
class MentalHealthAssessment(Assessment):
    """A screening whose instrument asks about mental health."""


@record("assessment.sud", 2, relabel={"risk": "sud"}, privilege=("part2",))
class SUDAssessment(Assessment):
    """A screening whose instrument asks about substance use."""


@record("assessment.child_record", 2, relabel={"risk": "child_record"})
class ChildAssessment(Assessment):
    """A screening whose instrument is about a child."""


_BY_CATEGORY: dict[str, type[Assessment]] = {
    "risk": Assessment,
    "le_record": PoliceAssessment,
    "medical": MedicalAssessment,
    "mental_health": MentalHealthAssessment,
    "sud": SUDAssessment,
    "child_record": ChildAssessment,
}


_DONE = (".alerts.action", ".alerts.severity", ".alerts.raised_at")
#: What is to be done for a survivor, as every kind of screening has it: it may leave by
#: its own name, apart from the answers and the total that it was made of. What caused
#: the alert is not among it, since that tells the answer.
APART: Mapping[str, str] = MappingProxyType(
    {
        leaf.path: leaf.label.category
        for kind in _BY_CATEGORY.values()
        for leaf in leaves(kind)
        if leaf.path.endswith(_DONE)
    }
)


def assessment_type(category: str) -> type[Assessment]:
    """Give the record type that keeps what instruments of a category find.

    Raises: UnknownRecord, when there is none.
    """
    found = _BY_CATEGORY.get(category) if type(category) is str else None
    if found is None:
        raise UnknownRecord("assessment")
    return found


def _plan(**said: Any) -> Any:
    return quasi("safety_plan", privilege=ADVOCATE, **said)


def _words(**said: Any) -> Any:
    return told("safety_plan", privilege=ADVOCATE, **said)


@record("safety_plan", 1, rules=(within("plan_version", 1, 1_000_000),))
class SafetyPlan:
    """One version of a survivor's own plan; a new version never overwrites it."""

    plan_id: str | Missing = key()
    plan_version: int | Missing = _plan()
    created_on: PartialDate = labelled(
        "safety_plan", identifying="quasi", privilege=ADVOCATE, required=True
    )
    review_on: date | Missing = _plan()
    situation: str | Missing = _plan(codes="fj.plan_situation")
    warning_signs: tuple[str, ...] | Missing = _words()
    escape_routes: tuple[str, ...] | Missing = _words()
    safe_places: tuple[str, ...] | Missing = _words()
    safe_place_refs: tuple[str, ...] | Missing = ref(
        "safety_plan", privilege=ADVOCATE, identifying="direct"
    )
    signals: str | Missing = _words()
    go_bag: tuple[str, ...] | Missing = _plan(codes="fj.go_bag_item")
    children_plan: str | Missing = _words(about="child")
    pets_plan: str | Missing = _words()
    technology_plan: tuple[str, ...] | Missing = _plan(codes="fj.technology_step")
    weapons_plan: str | Missing = _words()
    copy_given: str = labelled(
        "safety_plan",
        identifying="quasi",
        privilege=ADVOCATE,
        codes="fj.copy_given",
        default="none",
    )
