"""Instruments, answers and scores as plain dicts of FHIR R4, both ways.

Nothing here sends: what is made is as sensitive as what it is made of, and leaves a
vault as a disclosure or not at all. Nothing that is read is run or fetched.
Source: HL7 FHIR 4.0.1.
"""

from __future__ import annotations

from fjcore.screening.fhir._asking import to_questionnaire
from fjcore.screening.fhir._hearing import from_response
from fjcore.screening.fhir._observing import to_observations
from fjcore.screening.fhir._responding import to_response
from fjcore.screening.fhir._taking import from_questionnaire

__all__ = [
    "from_questionnaire",
    "from_response",
    "to_observations",
    "to_questionnaire",
    "to_response",
]
