"""What was done with and for a survivor: encounters, notes, plans, screenings."""

from __future__ import annotations

from datetime import datetime

from fjcore.records.label import FieldKind
from fjcore.records.record import labelled, part, parts, record
from fjcore.values import Missing, PartialDate

_ADVOCATE = ("advocate",)


@record("service_encounter", 1)
class ServiceEncounter:
    """One service given, by whom and how."""

    service: str = labelled(
        "participation", identifying="quasi", codes="voca.service", required=True
    )
    started_at: datetime = labelled("participation", identifying="quasi", required=True)
    minutes: int | Missing = labelled("participation", identifying="none")
    mode: str | Missing = labelled(
        "participation", identifying="none", codes="fj.service_mode"
    )
    staff: str | Missing = labelled("operations", about="staff", max_length=64)
    outcome: str | Missing = labelled("participation", identifying="quasi")


@record("note", 1)
class Note:
    """An advocate's note: privileged, and never released but by its own name."""

    kind: str = labelled(
        "advocacy_notes",
        identifying="none",
        privilege=_ADVOCATE,
        codes="fj.note_kind",
        required=True,
    )
    written_at: datetime = labelled(
        "advocacy_notes", identifying="quasi", privilege=_ADVOCATE, required=True
    )
    author: str | Missing = labelled(
        "advocacy_notes", about="staff", privilege=_ADVOCATE, max_length=64
    )
    text: str = labelled(
        "advocacy_notes",
        privilege=_ADVOCATE,
        kind=FieldKind.NARRATIVE,
        required=True,
        max_length=65536,
    )


@record("safety_plan", 1)
class SafetyPlan:
    """One version of a survivor's own plan; a new version never overwrites it."""

    created_on: PartialDate = labelled(
        "safety_plan", identifying="none", privilege=_ADVOCATE, required=True
    )
    situation: str | Missing = labelled(
        "safety_plan",
        identifying="quasi",
        privilege=_ADVOCATE,
        codes="fj.plan_situation",
    )
    warning_signs: tuple[str, ...] | Missing = labelled(
        "safety_plan", privilege=_ADVOCATE, kind=FieldKind.NARRATIVE
    )
    safe_places: tuple[str, ...] | Missing = labelled(
        "safety_plan", privilege=_ADVOCATE, kind=FieldKind.NARRATIVE
    )
    signals: str | Missing = labelled(
        "safety_plan", privilege=_ADVOCATE, kind=FieldKind.NARRATIVE
    )
    children_plan: str | Missing = labelled(
        "safety_plan", about="child", privilege=_ADVOCATE, kind=FieldKind.NARRATIVE
    )
    copy_given: str = labelled(
        "safety_plan",
        identifying="none",
        privilege=_ADVOCATE,
        codes="fj.copy_given",
        default="none",
    )


@part("answer")
class Answer:
    """One item of a screening; the status says as much as the answer."""

    item: str = labelled("risk", identifying="none", required=True, max_length=64)
    status: str = labelled(
        "risk", identifying="quasi", codes="fj.answer_status", required=True
    )
    value: str | Missing = labelled("risk", identifying="quasi")


@part("alert")
class Alert:
    """An alert that a screening raised: what to do, apart from the answers."""

    trigger: str = labelled("risk", identifying="none", required=True, max_length=64)
    action: str = labelled("risk", identifying="none", required=True)
    severity: str = labelled("risk", identifying="none", required=True, max_length=16)
    raised_at: datetime = labelled("risk", identifying="quasi", required=True)


@record("assessment", 1)
class Assessment:
    """A finished screening, pinned to the exact definition that scored it."""

    instrument: str = labelled("risk", identifying="none", required=True, max_length=64)
    version: str = labelled("risk", identifying="none", required=True, max_length=64)
    logic_hash: str = labelled("risk", identifying="none", required=True)
    administered_at: datetime = labelled("risk", identifying="quasi", required=True)
    complete: bool = labelled("risk", identifying="none", required=True)
    answers: tuple[Answer, ...] = parts()
    alerts: tuple[Alert, ...] = parts()
    flags_true: tuple[str, ...] = labelled("risk", identifying="quasi", default=())
    flags_open: tuple[str, ...] = labelled("risk", identifying="quasi", default=())
    score_lower: int | Missing = labelled("risk", identifying="quasi")
    score_upper: int | Missing = labelled("risk", identifying="quasi")
    band: str | Missing = labelled("risk", identifying="quasi", max_length=64)
    outcome: str | Missing = labelled("risk", identifying="quasi", max_length=64)
