"""The same events as other agencies recorded them: police, court, hospital, school."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from fjcore.records import (
    ChildAssessment,
    ClergyNote,
    CourtMatter,
    CourtOrder,
    EducationNote,
    ForensicAttachment,
    Incident,
    LegalMatter,
    LegalNote,
    MedicalAssessment,
    MedicalNote,
    MentalHealthAssessment,
    MentalHealthNote,
    PoliceAssessment,
    PoliceAttachment,
    PoliceIncident,
    ProsecutionIncident,
    ProsecutionMatter,
    ProtectionOrder,
    PsychotherapyNote,
    Strangulation,
    StrangulationExam,
    SUDAssessment,
)
from fjcore.testing._draws import Draws
from fjcore.testing._edges import Edge
from fjcore.testing._law import matter
from fjcore.testing._papers import attachment, note
from fjcore.testing._plot import Plot
from fjcore.testing._risk import assessment
from fjcore.values import Missing


def elsewhere(draws: Draws, plot: Plot, own: Sequence[object]) -> Iterator[object]:
    """Give what others have of the same events as the survivor's own records tell."""
    mine = {type(one): one for one in reversed(own)}
    if plot.reported:
        yield _kept_as(mine[Incident], PoliceIncident)
        if plot.injured:
            yield attachment(draws, plot, PoliceAttachment, 2)
        if plot.weapon:
            yield _kept_as(mine[Incident], ProsecutionIncident)
            yield matter(draws, plot, ProsecutionMatter)
    if plot.order:
        yield _kept_as(mine[ProtectionOrder], CourtOrder)
        yield _kept_as(mine[LegalMatter], CourtMatter, **_NO_FILE)
    if plot.exam:
        yield _kept_as(mine[Strangulation], StrangulationExam)
        yield attachment(draws, plot, ForensicAttachment, 3)
        yield note(draws, plot, MedicalNote, 1)
    if plot.order and draws.chance(500):
        yield note(draws, plot, LegalNote, 1)
    if plot.edge is Edge.EVERYTHING:
        yield from _rare(draws, plot)


def _rare(draws: Draws, plot: Plot) -> Iterator[object]:
    """Give what few files have: notes of other professions, their screenings."""
    for kind in (LegalNote, ClergyNote, MentalHealthNote, PsychotherapyNote):
        yield note(draws, plot, kind, 1)
    yield note(draws, plot, EducationNote, 1)
    afraid = {"afraid": True, "kick": plot.injured}
    for screened in _SCREENED:
        yield assessment(draws, plot, "hark", afraid, screened)


_SCREENED = (
    PoliceAssessment,
    MedicalAssessment,
    MentalHealthAssessment,
    SUDAssessment,
    ChildAssessment,
)


#: An attorney's file of hers is in no court.
_NO_FILE = dict.fromkeys(("attorney", "privileged_notes"), Missing.NOT_APPLICABLE)


def _kept_as(record: object, kind: type[object], **changed: object) -> object:
    """Give a record as the variant of its type that another holder keeps."""
    cls: Any = type(record)
    held = {a.name: getattr(record, a.name) for a in attrs.fields(cls)}
    return kind(**(held | changed))
