"""What is written and what is kept as evidence: notes and attachments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fjcore.records._declare import (
    ADVOCATE,
    NARRATIVE,
    direct,
    key,
    plain,
    quasi,
    ref,
    several,
)
from fjcore.records.label import FieldKind
from fjcore.records.record import labelled, part, record
from fjcore.records.rule import matches, within
from fjcore.values import Missing


@part("segment")
class Segment:
    """A passage of a note, and what it is about, so that it can be told apart."""

    topic: str = labelled(
        "advocacy_notes",
        identifying="quasi",
        privilege=ADVOCATE,
        codes="fj.note_topic",
        required=True,
    )
    text: str = labelled(
        "advocacy_notes",
        privilege=ADVOCATE,
        kind=FieldKind.NARRATIVE,
        required=True,
        max_length=NARRATIVE,
    )


@record("note", 1)
class Note:
    """An advocate's note: privileged, and never released but by its own name.

    Passages that ought to be told apart stand in ``segments``.
    """

    note_id: str | Missing = key()
    kind: str = labelled(
        "advocacy_notes",
        identifying="quasi",
        privilege=ADVOCATE,
        codes="fj.note_kind",
        required=True,
    )
    written_at: datetime = labelled(
        "advocacy_notes", identifying="quasi", privilege=ADVOCATE, required=True
    )
    author: str | Missing = direct(
        "advocacy_notes", about="staff", privilege=ADVOCATE, max_length=64
    )
    text: str = labelled(
        "advocacy_notes",
        privilege=ADVOCATE,
        kind=FieldKind.NARRATIVE,
        required=True,
        max_length=NARRATIVE,
    )
    segments: tuple[Segment, ...] | Missing = several()
    facts_only: bool | Missing = plain("operations")


def _moved(category: str) -> dict[str, str]:
    return {"advocacy_notes": category}


@record("note.legal", 1, relabel=_moved("legal_file"), privilege=("attorney",))
class LegalNote(Note):
    """A note of an attorney's file."""


@record("note.clergy", 1, relabel=_moved("clergy_notes"), privilege=("clergy",))
class ClergyNote(Note):
    """What was said to a chaplain or another member of the clergy."""


@record("note.medical", 1, relabel=_moved("medical"), privilege=())
class MedicalNote(Note):
    """A note of a medical record."""


@record(
    "note.mental_health",
    1,
    relabel=_moved("mental_health"),
    privilege=("clinician",),
)
class MentalHealthNote(Note):
    """A note of a mental-health treatment record, its psychotherapy notes apart."""


@record(
    "note.psychotherapy",
    1,
    relabel=_moved("psychotherapy_notes"),
    privilege=("clinician",),
)
class PsychotherapyNote(Note):
    """Psychotherapy notes: 45 CFR 164.501."""


@record("note.education", 1, relabel=_moved("education"), privilege=())
class EducationNote(Note):
    """A note of an education record."""


def _seen(**said: Any) -> Any:
    return quasi("evidence_media", **said)


@part("custody_step")
class CustodyStep:
    """Who had a piece of evidence in hand, when, and what was done with it."""

    at: datetime = labelled("evidence_media", identifying="quasi", required=True)
    who: str = labelled("evidence_media", about="staff", required=True, max_length=64)
    action: str = labelled(
        "evidence_media",
        identifying="quasi",
        codes="fj.custody_action",
        required=True,
    )
    reason: str | Missing = _seen()


@record(
    "attachment",
    1,
    rules=(
        matches("digest", "[0-9a-f]{64}"),
        within("size_bytes", 0, 10**9 - 1),
        matches("media_type", r"[a-z]+/[a-z0-9.+-]+"),
    ),
)
class Attachment:
    """A photo, recording or paper; its bytes lie sealed outside the record.

    What a camera wrote into a picture is stripped by default, and the sealed original
    is kept. ``digest`` is a keyed SHA-256 of the bytes before sealing: without the key
    nobody can tell whether a picture they have is this one.
    """

    kind: str = labelled(
        "evidence_media",
        identifying="quasi",
        codes="fj.evidence_type",
        required=True,
    )
    content_ref: str = labelled(
        "evidence_media", kind=FieldKind.ID, required=True, max_length=64
    )
    size_bytes: int | Missing = _seen()
    media_type: str | Missing = _seen(max_length=100)
    digest: str = labelled("evidence_media", required=True, max_length=64)
    captured_at: datetime | Missing = _seen()
    captured_by: str | Missing = direct("evidence_media", about="staff", max_length=64)
    device: str | Missing = _seen(max_length=100)
    body_site: str | Missing = _seen(codes="fj.body_site")
    view: str | Missing = _seen(codes="fj.photo_view")
    scale_used: bool | Missing = _seen()
    exif_policy: str = labelled(
        "evidence_media",
        identifying="quasi",
        codes="fj.exif_policy",
        default="strip_all",
    )
    custody_log: tuple[CustodyStep, ...] | Missing = several()
    consent_to_photo: str | Missing = ref("releases")
    sexual_content: bool = labelled(
        "evidence_media", identifying="quasi", required=True
    )


@record("attachment.police", 1, relabel={"evidence_media": "le_record"})
class PoliceAttachment(Attachment):
    """A piece of evidence as the police that took it keep it."""


@record("attachment.forensic", 1, relabel={"evidence_media": "medical.forensic"})
class ForensicAttachment(Attachment):
    """A picture or paper of a forensic exam."""


def copying_locked(held: Attachment, *, minor: bool | None) -> bool:
    """Whether a piece of evidence may be copied by nobody: not even to disclose it.

    ``minor``: whether a child is shown; undecided counts as one.
    Source: 18 U.S.C. 2252A; the law allows no copy of a sexual image of a child.
    """
    return held.sexual_content and minor is not False
