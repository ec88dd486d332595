"""How much danger there is, and what a survivor plans: screenings and safety plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from fjcore.errors import UnknownRecord
from fjcore.records._declare import ADVOCATE, key, quasi, ref, several, told
from fjcore.records.record import labelled, leaves, part, parts, record
from fjcore.records.rule import in_order, within
from fjcore.values import Missing, PartialDate


def _risk(identifying: str = "quasi", **said: Any) -> Any:
    return labelled("risk", identifying=identifying, privilege=ADVOCATE, **said)


@part("answer")
class Answer:
    """One item of a screening; the status says as much as the answer."""

    item: str = labelled(
        "risk", identifying="none", privilege=ADVOCATE, required=True, max_length=64
    )
    status: str = labelled(
        "risk",
        identifying="quasi",
        privilege=ADVOCATE,
        codes="fj.answer_status",
        required=True,
    )
    value: str | Missing = _risk()


@part("alert")
class Alert:
    """An alert that a screening raised: what to do, apart from the answers."""

    trigger: str = labelled(
        "risk", identifying="none", privilege=ADVOCATE, required=True, max_length=64
    )
    action: str = labelled(
        "risk", identifying="none", privilege=ADVOCATE, required=True
    )
    severity: str = labelled(
        "risk", identifying="none", privilege=ADVOCATE, required=True, max_length=16
    )
    raised_at: datetime = labelled(
        "risk", identifying="quasi", privilege=ADVOCATE, required=True
    )


@part("override")
class Override:
    """Where a practitioner's judgement went beyond the score, and why."""

    level: str = labelled(
        "risk", identifying="quasi", privilege=ADVOCATE, required=True, max_length=64
    )
    reason: str = labelled(
        "risk", identifying="quasi", privilege=ADVOCATE, required=True
    )


@record(
    "assessment",
    1,
    rules=(in_order("score_lower", "score_upper"),),
)
class Assessment:
    """A finished screening, pinned to the exact definition that scored it.

    A score is a lower and an upper bound: an answer that is missing is never "no".
    """

    assessment_id: str | Missing = key()
    instrument: str = labelled(
        "risk", identifying="none", privilege=ADVOCATE, required=True, max_length=64
    )
    version: str = labelled(
        "risk", identifying="none", privilege=ADVOCATE, required=True, max_length=64
    )
    logic_hash: str = labelled(
        "risk", identifying="none", privilege=ADVOCATE, required=True
    )
    administered_at: datetime = labelled(
        "risk", identifying="quasi", privilege=ADVOCATE, required=True
    )
    complete: bool = labelled(
        "risk", identifying="none", privilege=ADVOCATE, required=True
    )
    mode: str | Missing = _risk(codes="fj.assessment_mode")
    administered_by: str | Missing = ref(
        "operations", about="staff", identifying="direct"
    )
    answers: tuple[Answer, ...] = parts()
    alerts: tuple[Alert, ...] = parts()
    flags_true: tuple[str, ...] = labelled(
        "risk", identifying="quasi", privilege=ADVOCATE, default=()
    )
    flags_open: tuple[str, ...] = labelled(
        "risk", identifying="quasi", privilege=ADVOCATE, default=()
    )
    score_lower: int | Missing = _risk()
    score_upper: int | Missing = _risk()
    band: str | Missing = _risk(max_length=64)
    outcome: str | Missing = _risk(max_length=64)
    override: Override | Missing = several()


@record("assessment.police", 1, relabel={"risk": "le_record"}, privilege=())
class PoliceAssessment(Assessment):
    """A screening as the police that asked the questions keep it."""


@record("assessment.medical", 1, relabel={"risk": "medical"}, privilege=())
class MedicalAssessment(Assessment):
    """A screening as a medical holder keeps it."""


@record(
    "assessment.mental_health",
    1,
    relabel={"risk": "mental_health"},
    privilege=("clinician",),
)
class MentalHealthAssessment(Assessment):
    """A screening whose instrument asks about mental health."""


@record("assessment.sud", 1, relabel={"risk": "sud"}, privilege=("part2",))
class SUDAssessment(Assessment):
    """A screening whose instrument asks about substance use."""


@record("assessment.child_record", 1, relabel={"risk": "child_record"})
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
        if leaf.path.endswith(
            (".alerts.action", ".alerts.severity", ".alerts.raised_at")
        )
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
