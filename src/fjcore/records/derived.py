"""What is worked out from records and never kept: ages, classes, groups, rows.

A derived value carries the labels of all that it is worked out from: ``inputs`` names
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from fjcore.errors import Malformed, Problem, UnknownRecord
from fjcore.records._classes import HOMELESS, special_classifications
from fjcore.records.household import Household
from fjcore.records.person import HumanName
from fjcore.values import Missing, PartialDate, missing_to_hud, missing_to_voca

__all__ = [
    "HOMELESS",
    "INPUTS",
    "MAJORITY_AGE",
    "age_band",
    "date_quality",
    "household_type",
    "inputs",
    "inverse",
    "is_minor",
    "minor_at",
    "name_quality",
    "ovw_group",
    "race_row",
    "special_classifications",
    "ssn_quality",
]

#: Fields that each derived value is worked out from.
INPUTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "age_band": ("person.birth_date",),
        "minor_at": ("person.birth_date",),
        "is_minor": ("person.birth_date",),
        "date_quality": ("person.birth_date",),
        "name_quality": ("person.names.text", "person.names.use"),
        "ssn_quality": ("person.ssn",),
        "household_type": ("household.members.person_ref", "person.birth_date"),
        "race_row": ("person.race_ethnicity",),
        "special_classifications": (
            "person.accessibility_needs",
            "person.disabilities.present",
            "person.disabling_condition",
            "person.gender_identity",
            "person.immigration_status",
            "person.interpreter_needed",
            "person.mental_health_condition",
            "person.sexual_orientation",
            "person.veteran_status",
            "enrollment.prior_living_situation",
        ),
        "ovw_group": ("relationship.kind",),
        "inverse": ("relationship.kind",),
        "standing": (
            "service_encounter.person_ref",
            "service_encounter.funding_sources",
            "service_encounter.service",
            "service_encounter.started_at",
        ),
    }
)

MAJORITY_AGE = 18

_BANDS = ((13, "0-12"), (18, "13-17"), (25, "18-24"), (60, "25-59"))


def inputs(name: str) -> tuple[str, ...]:
    """Give the fields that a derived value is worked out from.

    Raises: UnknownRecord, when there is no such value.
    """
    found = INPUTS.get(name) if type(name) is str else None
    if found is None:
        raise UnknownRecord("derived")
    return found


# --- ages ---------------------------------------------------------------------------


def _band(age: int) -> str:
    return next((band for end, band in _BANDS if age < end), "60+")


def age_band(born: PartialDate | Missing, on: date) -> str | None:
    """Give the VOCA age band of a person on a day; None is no row at all.

    A birth date that allows two bands counts as not reported.
    Source: OVC Performance Measurement Tool, ages (reviewed: false).
    """
    if isinstance(born, Missing):
        return _voca_code(born)
    youngest, oldest = map(_band, born.age_at(on))
    return youngest if youngest == oldest else "not_reported"


def _voca_code(reason: Missing) -> str | None:
    return missing_to_voca(reason).code.lower().replace(" ", "_") or None


def minor_at(
    born: PartialDate | Missing, on: date, *, majority: int = MAJORITY_AGE
) -> bool | None:
    """Whether a person is a minor on a day; None when her birth date leaves it open.

    Units: ``majority`` in whole years; states differ.
    """
    if isinstance(born, Missing):
        return None
    youngest, oldest = born.age_at(on)
    if oldest < majority:
        return True
    return False if youngest >= majority else None


def is_minor(
    born: PartialDate | Missing, on: date, *, majority: int = MAJORITY_AGE
) -> bool:
    """Whether a person counts as a minor where that protects: undecided does."""
    return minor_at(born, on, majority=majority) is not False


def household_type(
    household: Household, minors: Mapping[str, bool | None]
) -> str | None:
    """Give HUD's household type, or None while ages leave it open.

    ``minors`` says of each member, by ``person_ref``, whether it is a minor.
    Source: HUD data standards FY2026, 2.07.4.
    """
    said = {minors.get(member.person_ref) for member in household.members}
    if {True, False} <= said:
        return "3"
    if None in said:
        return None
    return "4" if True in said else "1"


# --- qualities ----------------------------------------------------------------------


def date_quality(born: PartialDate | Missing) -> str:
    """Give HUD's quality of a birth date: 1 full, 2 partial or approximate, or why not.

    Source: HUD data standards FY2026, 3.03.2.
    """
    if isinstance(born, Missing):
        return missing_to_hud(born).code
    return "1" if born.precision == "day" and not born.approximate else "2"


def name_quality(names: Iterable[HumanName]) -> str:
    """Give HUD's quality of a name: 1 where a full one is known, 2 for another.

    A chosen name is not the legal one; a name of one word is a whole name.
    Source: HUD data standards FY2026, 3.01.5.
    """
    uses = [name.use for name in names]
    if not uses:
        return missing_to_hud(Missing.NOT_COLLECTED).code
    return "1" if any(use == "legal" or use is _UNSAID for use in uses) else "2"


_UNSAID = Missing.NOT_COLLECTED


def ssn_quality(ssn: str | Missing) -> str:
    """Give HUD's quality of a number: one on file is full.

    Source: HUD data standards FY2026, 3.02.2.
    """
    return missing_to_hud(ssn).code if isinstance(ssn, Missing) else "1"


# --- race and ethnicity -------------------------------------------------------------

_ROWS = MappingProxyType(
    {
        "AmIndAKNative": "American Indian/Alaska Native",
        "Asian": "Asian",
        "BlackAfAmerican": "Black/African American",
        "HispanicLatinao": "Hispanic or Latino",
        "MidEastNAfrican": "Some Other Race",
        "NativeHIPacific": "Native Hawaiian and Other Pacific Islander",
        "White": "White Non-Latino/Caucasian",
    }
)

#: HUD's list of 2024 spelled one code otherwise.
_ALIASES = MappingProxyType({"HispanicLatinaeo": "HispanicLatinao"})


def race_row(
    races: Iterable[str] | Missing, *, hispanic_white: str = "multiple"
) -> str | None:
    """Give the one VOCA row in which a person counts; None is no row at all.

    More than one code is ``Multiple Races``. Hispanic and White together follow the
    holder's rule, ``multiple`` or ``hispanic``, which is printed with the table.
    Raises: Malformed, when a code or the rule is not known.
    Source: OVC Performance Measurement Tool (reviewed: false).
    """
    if hispanic_white not in ("multiple", "hispanic"):
        raise _refused("hispanic_white")
    if isinstance(races, Missing):
        return missing_to_voca(races).code or None
    held = {_ALIASES.get(code, code) for code in races}
    if not held <= _ROWS.keys():
        raise _refused("race_ethnicity")
    if held == {"HispanicLatinao", "White"} and hispanic_white == "hispanic":
        return _ROWS["HispanicLatinao"]
    if len(held) > 1:
        return "Multiple Races"
    return _ROWS[held.pop()] if held else "Not Reported"


def _refused(path: str) -> Malformed:
    return Malformed(path, problems=(Problem(path, "unknown_code"),))


# --- relationships ------------------------------------------------------------------

_PAIRS = (("PA", "CH"), ("GP", "GC"), ("SP", "SC"), ("EE", "ER"))
_SAME = "SE CS SB IL SS OF AQ FR NE BG XS OK RU ST VO XR CO".split()
_NO_WAY_BACK = ("BE", "CF")

_INVERSES: Mapping[str, str | None] = MappingProxyType(
    {
        **{code: code for code in _SAME},
        **{one: other for pair in _PAIRS for one, other in (pair, pair[::-1])},
        **dict.fromkeys(_NO_WAY_BACK),
    }
)

_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        code: group
        for group, codes in {
            "partner": "SE CS XS XR",
            "dating": "BG",
            "family": "PA SB CH GP GC IL SP SC SS OF CF",
            "acquaintance": "AQ FR NE BE EE ER OK",
            "stranger": "ST",
            "unknown": "RU",
        }.items()
        for code in codes.split()
    }
)


def inverse(kind: str) -> str | None:
    """Give the relationship seen from the other side; None where no code says it.

    Raises: Malformed, when the code is not known.
    Source: FBI NIBRS; XR and CO as extensions (reviewed: false).
    """
    if kind not in _INVERSES:
        raise _refused("relationship.kind")
    return _INVERSES[kind]


def ovw_group(kind: str) -> str | None:
    """Give the group of OVW's report; None for one that a person must decide.

    Raises: Malformed, when the code is not known.
    Source: OVW progress report (reviewed: false).
    """
    if kind not in _INVERSES:
        raise _refused("relationship.kind")
    return _GROUPS.get(kind)
