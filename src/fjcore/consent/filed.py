"""What is put on file beside the releases: facts, instructions, evidence."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from fjcore.consent._convert import aware, maybe_utc
from fjcore.consent.evidence import LegalEvidence
from fjcore.consent.facts import SubjectFacts
from fjcore.consent.instruction import Instruction


@frozen(kw_only=True)
class FactsRecorded:
    """The facts on file changed."""

    facts: SubjectFacts
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<FactsRecorded>"


@frozen(kw_only=True)
class InstructionSet:
    """She said what must never be done; it outlives every form.

    Another of the same id takes its place.
    """

    instruction: Instruction
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<InstructionSet>"


@frozen(kw_only=True)
class InstructionLifted:
    """She took an instruction back."""

    instruction_id: str
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<InstructionLifted>"


@frozen(kw_only=True)
class EvidenceRecorded:
    """Evidence of a legal ground was examined and put on file under a reference.

    It holds from ``effective_at`` until ``until``, half-open; what is recorded later
    under the same reference takes its place from then on.
    """

    ref: str
    evidence: LegalEvidence
    until: datetime | None = field(default=None, converter=maybe_utc)
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<EvidenceRecorded>"


@frozen(kw_only=True)
class EvidenceEnded:
    """What evidence showed is so no longer, such as an order that was lifted."""

    ref: str
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<EvidenceEnded>"
