"""Every record type by name: core's own and those of enabled local forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from attrs import field, frozen

from fjcore.errors import Malformed, Problem, UnknownRecord
from fjcore.records.case import Case, Enrollment
from fjcore.records.contact import (
    Address,
    ContactPoint,
    EmergencyContact,
    ShelterAddress,
    SubstituteAddress,
)
from fjcore.records.directory import Agency, Project, Staff
from fjcore.records.exam import ForensicExam, Strangulation, StrangulationExam
from fjcore.records.harm import (
    Incident,
    Offender,
    PoliceIncident,
    ProsecutionIncident,
)
from fjcore.records.household import Household, Relationship
from fjcore.records.label import FieldKind
from fjcore.records.legal import (
    CompensationClaim,
    CourtMatter,
    CourtOrder,
    LegalMatter,
    ProsecutionMatter,
    ProtectionOrder,
)
from fjcore.records.papers import (
    Attachment,
    ClergyNote,
    EducationNote,
    ForensicAttachment,
    LegalNote,
    MedicalNote,
    MentalHealthNote,
    Note,
    PoliceAttachment,
    PsychotherapyNote,
)
from fjcore.records.person import Person
from fjcore.records.record import Leaf, info_of, leaves
from fjcore.records.safety import (
    APART,
    Assessment,
    ChildAssessment,
    MedicalAssessment,
    MentalHealthAssessment,
    PoliceAssessment,
    SafetyPlan,
    SUDAssessment,
)
from fjcore.records.service import (
    HotlineContact,
    Referral,
    ServiceEncounter,
    UnmetRequest,
)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}(\.[a-z][a-z0-9_]{0,40}){0,2}")

#: Record types of core, in the order in which a file reads best.
CORE_RECORDS: tuple[type, ...] = (
    Person,
    ContactPoint,
    Address,
    ShelterAddress,
    SubstituteAddress,
    EmergencyContact,
    Household,
    Relationship,
    Case,
    Enrollment,
    Incident,
    PoliceIncident,
    ProsecutionIncident,
    Offender,
    Strangulation,
    StrangulationExam,
    ForensicExam,
    Assessment,
    PoliceAssessment,
    MedicalAssessment,
    MentalHealthAssessment,
    SUDAssessment,
    ChildAssessment,
    ServiceEncounter,
    UnmetRequest,
    HotlineContact,
    Referral,
    SafetyPlan,
    ProtectionOrder,
    CourtOrder,
    LegalMatter,
    CourtMatter,
    ProsecutionMatter,
    CompensationClaim,
    Note,
    LegalNote,
    ClergyNote,
    MedicalNote,
    MentalHealthNote,
    PsychotherapyNote,
    EducationNote,
    Attachment,
    PoliceAttachment,
    ForensicAttachment,
    Agency,
    Staff,
    Project,
)


def _by_name(kinds: Iterable[type]) -> Mapping[str, type]:
    found: dict[str, type] = {}
    for kind in kinds:
        name = info_of(kind).name
        if found.setdefault(name, kind) is not kind:
            raise Malformed(name, problems=(Problem(name, "duplicate"),))
    return MappingProxyType(found)


def _shown(name: object) -> str:
    """Give a name back only if it could be one: free text ends here."""
    return name if type(name) is str and _NAME.fullmatch(name) else ""


@frozen
class Catalog:
    """The record types that a vault or a vendor works with; immutable.

    Raises: Malformed, when two types have one name.
    """

    types: Mapping[str, type] = field(default=CORE_RECORDS, converter=_by_name)

    def get(self, name: str) -> type:
        """Give the record type of a name.

        Raises: UnknownRecord, naming it if it has the shape of a record's name.
        """
        found = self.types.get(name) if type(name) is str else None
        if found is None:
            raise UnknownRecord(_shown(name))
        return found

    def leaves(self) -> tuple[Leaf, ...]:
        """Every labelled field of every type."""
        return tuple(leaf for kind in self.types.values() for leaf in leaves(kind))

    def narratives(self) -> dict[str, str]:
        """Path and category of each free-text field that only its name can release."""
        return {
            leaf.path: leaf.label.category
            for leaf in self.leaves()
            if leaf.kind is FieldKind.NARRATIVE
        }

    def nameable(self) -> dict[str, str]:
        """Path and category of each field that a release may name.

        Besides narratives that is what an alert of a screening says is to be done,
        which may leave without the answers.
        """
        apart = {leaf.path for leaf in self.leaves()} & APART.keys()
        return self.narratives() | {path: APART[path] for path in sorted(apart)}
