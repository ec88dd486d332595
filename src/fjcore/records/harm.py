"""What happened: incidents, and strangulation apart, since it must be acted on."""

from __future__ import annotations

from fjcore.records.label import FieldKind
from fjcore.records.record import labelled, record
from fjcore.values import Missing, PartialDate


@record("incident", 1)
class Incident:
    """One incident, as told to the holder's staff."""

    occurred_on: PartialDate | Missing = labelled("incident", identifying="quasi")
    victimizations: tuple[str, ...] | Missing = labelled(
        "incident", identifying="quasi", codes="voca.victimization"
    )
    place: str | Missing = labelled("incident", identifying="quasi", max_length=200)
    weapons: tuple[str, ...] | Missing = labelled(
        "incident", identifying="quasi", codes="fj.weapon"
    )
    injuries: str | Missing = labelled("incident", identifying="quasi")
    strangulation: bool | Missing = labelled("risk", identifying="quasi")
    children_present: bool | Missing = labelled(
        "household", identifying="quasi", about="child"
    )
    reported_to_police: bool | Missing = labelled("incident", identifying="quasi")
    police_report_number: str | Missing = labelled("incident", max_length=40)
    narrative: str | Missing = labelled(
        "incident.narrative",
        privilege=("advocate",),
        kind=FieldKind.NARRATIVE,
        max_length=65536,
    )


@record("strangulation", 1)
class Strangulation:
    """Pressure on the neck or blocked breathing; no visible sign never lowers risk.

    ``lost_consciousness`` "not_sure" counts as lost.
    """

    methods: tuple[str, ...] | Missing = labelled(
        "risk", identifying="quasi", codes="fj.strang_method"
    )
    episodes: int | Missing = labelled("risk", identifying="quasi")
    able_to_breathe: bool | Missing = labelled("risk", identifying="quasi")
    lost_consciousness: str | Missing = labelled(
        "risk", identifying="quasi", codes="fj.consciousness"
    )
    loss_of_bladder_bowel: bool | Missing = labelled("risk", identifying="quasi")
    symptoms: tuple[str, ...] | Missing = labelled(
        "risk", identifying="quasi", codes="fj.strang_symptom"
    )
    signs: tuple[str, ...] | Missing = labelled(
        "risk", identifying="quasi", codes="fj.strang_sign"
    )
    said_during: str | Missing = labelled(
        "incident.narrative",
        privilege=("advocate",),
        kind=FieldKind.NARRATIVE,
        max_length=65536,
    )
    pregnant_at_time: bool | Missing = labelled(
        "medical.reproductive", identifying="quasi"
    )
    medical_advice_given: bool | Missing = labelled("risk", identifying="quasi")
    medical_evaluation: str | Missing = labelled(
        "risk", identifying="quasi", codes="fj.medical_evaluation"
    )
