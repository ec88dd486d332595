"""Why a field holds no answer, and how other systems say so."""

from __future__ import annotations

import enum
from collections.abc import Container, Mapping
from types import MappingProxyType

from attrs import frozen


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


@frozen
class MissingCode:
    """How another system says a reason; an empty ``code`` is a blank, or no row.

    ``lossy``: the reason cannot be read back from it. ``problem`` is
    ``no_code_for_missing`` where a list has no code for it, which is to be counted.
    """

    code: str
    lossy: bool = False
    problem: str = ""


def _said(code: str, *, lossy: bool = False) -> MissingCode:
    return MissingCode(code, lossy)


_M = Missing

#: HUD: 8 does not know, 9 prefers not to answer, 99 data not collected.
_HUD: Mapping[Missing, MissingCode] = MappingProxyType(
    {
        _M.NOT_ASKED: _said("99", lossy=True),
        _M.ASKED_UNKNOWN: _said("8"),
        _M.ASKED_DECLINED: _said("9"),
        # The gate that closed the question says it again when the row is read.
        _M.NOT_APPLICABLE: _said("", lossy=True),
        _M.UNSAFE_TO_ASK: _said("99", lossy=True),
        _M.NOT_COLLECTED: _said("99"),
        _M.WITHHELD: _said("99", lossy=True),
        _M.ERROR: _said("99", lossy=True),
    }
)

_FHIR: Mapping[Missing, MissingCode] = MappingProxyType(
    {
        _M.NOT_ASKED: _said("not-asked"),
        _M.ASKED_UNKNOWN: _said("asked-unknown"),
        _M.ASKED_DECLINED: _said("asked-declined"),
        _M.NOT_APPLICABLE: _said("not-applicable"),
        _M.UNSAFE_TO_ASK: _said("not-asked", lossy=True),
        _M.NOT_COLLECTED: _said("unknown"),
        # `masked` would tell that there is something; it is only ever a plan's marker.
        _M.WITHHELD: _said("unknown", lossy=True),
        _M.ERROR: _said("error"),
    }
)

_FHIR_IN: Mapping[str, Missing] = MappingProxyType(
    {
        "unknown": _M.NOT_COLLECTED,
        "asked-unknown": _M.ASKED_UNKNOWN,
        "temp-unknown": _M.ASKED_UNKNOWN,
        "not-asked": _M.NOT_ASKED,
        "not-performed": _M.NOT_ASKED,
        "asked-declined": _M.ASKED_DECLINED,
        "not-applicable": _M.NOT_APPLICABLE,
        "masked": _M.WITHHELD,
        "not-permitted": _M.WITHHELD,
        "unsupported": _M.ERROR,
        "as-text": _M.ERROR,
        "error": _M.ERROR,
        "not-a-number": _M.ERROR,
        "negative-infinity": _M.ERROR,
        "positive-infinity": _M.ERROR,
    }
)

_NOT_REPORTED = "Not Reported"

_VOCA: Mapping[Missing, MissingCode] = MappingProxyType(
    {
        _M.NOT_ASKED: _said(_NOT_REPORTED, lossy=True),
        _M.ASKED_UNKNOWN: _said(_NOT_REPORTED, lossy=True),
        _M.ASKED_DECLINED: _said(_NOT_REPORTED, lossy=True),
        _M.NOT_APPLICABLE: _said(""),
        _M.UNSAFE_TO_ASK: _said(_NOT_REPORTED, lossy=True),
        _M.NOT_COLLECTED: _said("Not Tracked"),
        _M.WITHHELD: _said(_NOT_REPORTED, lossy=True),
        _M.ERROR: _said(_NOT_REPORTED, lossy=True),
    }
)


def missing_to_hud(
    reason: Missing, *, codes: Container[str] | None = None
) -> MissingCode:
    """Say a reason as HUD does: 8, 9, 99 or a blank.

    ``codes`` are those of the field's list: where it lacks the code a blank stands,
    and the problem is to be counted.
    Source: HUD HMIS data standards FY2026 (reviewed: false).
    """
    said = _HUD[reason]
    if codes is None or not said.code or said.code in codes:
        return said
    return MissingCode("", lossy=True, problem="no_code_for_missing")


def missing_from_hud(code: str) -> Missing | None:
    """Read a reason from a HUD answer; None when the answer is one.

    A blank and a 99 say that nothing was collected, and are never a "no".
    """
    return {
        "8": Missing.ASKED_UNKNOWN,
        "9": Missing.ASKED_DECLINED,
        "99": Missing.NOT_COLLECTED,
        "": Missing.NOT_COLLECTED,
    }.get(code)


def missing_to_fhir(reason: Missing) -> MissingCode:
    """Say a reason as a code of FHIR's data-absent-reason; never ``masked``.

    Source: HL7 FHIR R4 data-absent-reason.
    """
    return _FHIR[reason]


def missing_from_fhir(code: str) -> Missing | None:
    """Read a reason from a data-absent-reason; None when it is none of the fifteen."""
    return _FHIR_IN.get(code)


def missing_to_voca(reason: Missing) -> MissingCode:
    """Give the row of a VOCA table in which a person without an answer counts.

    An empty code is no row: the question does not apply to her.
    Source: OVC Performance Measurement Tool (reviewed: false).
    """
    return _VOCA[reason]
