"""Why a field holds no answer."""

from __future__ import annotations

import enum


class Missing(enum.Enum):
    """A reason for an absent answer; never a truth value, so a skip is never "no".

    Raises: TypeError, when used as a truth value.
    Source: HL7 FHIR R4 data-absent-reason; HUD HMIS answers 8, 9 and 99.
    """

    NOT_ASKED = "not_asked"
    ASKED_UNKNOWN = "asked_unknown"
    ASKED_DECLINED = "asked_declined"
    NOT_APPLICABLE = "not_applicable"
    UNSAFE_TO_ASK = "unsafe_to_ask"
    NOT_COLLECTED = "not_collected"
    WITHHELD = "withheld"
    ERROR = "error"

    def __bool__(self) -> bool:
        raise TypeError("a missing answer is neither true nor false")

    @property
    def outward(self) -> Missing:
        """The reason as it may leave: some reasons would themselves tell something."""
        if self in (Missing.UNSAFE_TO_ASK, Missing.WITHHELD):
            return Missing.NOT_ASKED
        return self
