"""Strangulation, apart from what else happened since it must be acted on; exams."""

from __future__ import annotations

from datetime import date, datetime

from fjcore.records._declare import ADVOCATE, direct, key, quasi, ref, several, told
from fjcore.records.record import labelled, part, record
from fjcore.records.rule import in_order, within
from fjcore.values import Missing


@part("onset")
class Onset:
    """A symptom, and when it came: during, after, or now."""

    symptom: str = labelled(
        "risk", identifying="quasi", codes="fj.strang_symptom", required=True
    )
    when: str = labelled(
        "risk", identifying="quasi", codes="fj.symptom_onset", required=True
    )


@part("sign")
class Sign:
    """A visible sign, and where on the body it is."""

    sign: str = labelled(
        "risk", identifying="quasi", codes="fj.strang_sign", required=True
    )
    body_site: str = labelled(
        "risk", identifying="quasi", codes="fj.body_site", required=True
    )


@part("imaging")
class Imaging:
    """An image of the neck that was advised or made, and when."""

    kind: str = labelled(
        "medical", identifying="quasi", codes="fj.imaging", required=True
    )
    done_on: date | Missing = quasi("medical")


@record(
    "strangulation",
    1,
    rules=(
        within("episodes", 0, 100_000),
        within("duration_seconds", 0, 86_400),
        within("duration_seconds_at_most", 0, 86_400),
        in_order("duration_seconds", "duration_seconds_at_most"),
    ),
)
class Strangulation:
    """Pressure on the neck or blocked breathing; no visible sign never lowers risk.

    ``lost_consciousness`` "not_sure" counts as lost. ``said_during`` keeps her words:
    "choked" stays "choked".
    Units: ``duration_seconds`` to ``duration_seconds_at_most``, where she gave a range.
    """

    event_ref: str | Missing = ref("risk")
    methods: tuple[str, ...] | Missing = quasi("risk", codes="fj.strang_method")
    episodes: int | Missing = quasi("risk")
    duration_seconds: int | Missing = quasi("risk")
    duration_seconds_at_most: int | Missing = quasi("risk")
    able_to_talk: bool | Missing = quasi("risk")
    able_to_breathe: bool | Missing = quasi("risk")
    lost_consciousness: str | Missing = quasi("risk", codes="fj.consciousness")
    memory_gap: bool | Missing = quasi("risk")
    loss_of_bladder_bowel: bool | Missing = quasi("risk")
    symptoms: tuple[str, ...] | Missing = quasi("risk", codes="fj.strang_symptom")
    onsets: tuple[Onset, ...] | Missing = several()
    signs: tuple[str, ...] | Missing = quasi("risk", codes="fj.strang_sign")
    sign_sites: tuple[Sign, ...] | Missing = several()
    said_during: str | Missing = told("incident.narrative", privilege=ADVOCATE)
    pregnant_at_time: bool | Missing = quasi("medical.reproductive")
    medical_advice_given: bool | Missing = quasi("risk")
    medical_evaluation: str | Missing = quasi("medical", codes="fj.medical_evaluation")
    imaging: tuple[Imaging, ...] | Missing = several()
    photos: tuple[str, ...] | Missing = ref("evidence_media", identifying="direct")


@record(
    "strangulation.exam",
    1,
    relabel=dict.fromkeys(
        ("risk", "medical", "incident.narrative", "evidence_media"), "medical.forensic"
    ),
    privilege=(),
)
class StrangulationExam(Strangulation):
    """Strangulation as a medical holder's forensic exam recorded it."""


def consciousness_lost(record: Strangulation) -> bool:
    """Whether consciousness counts as lost: "not sure" does, as memory goes first."""
    return record.lost_consciousness in ("yes", "not_sure")


@record("forensic_exam", 1)
class ForensicExam:
    """A forensic exam: evidence that is hers to report, or to leave unreported."""

    exam_id: str | Missing = key()
    exam_on: datetime | Missing = quasi("medical.forensic")
    examiner_kind: str | Missing = quasi("medical.forensic", codes="fj.examiner_kind")
    kit_collected: bool | Missing = quasi("medical.forensic")
    kit_number: str | Missing = direct("medical.forensic", max_length=64)
    reported_or_anonymous: str | Missing = quasi(
        "medical.forensic", codes="fj.exam_reporting"
    )
    photos_taken: str | Missing = quasi("medical.forensic", codes="fj.photos_taken")
    findings: str | Missing = told("medical.forensic", identifying="quasi")
    prophylaxis: tuple[str, ...] | Missing = quasi(
        "medical.forensic", codes="fj.prophylaxis"
    )
