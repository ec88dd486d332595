"""The special classifications that what is on file of a person shows."""

from __future__ import annotations

from collections.abc import Iterable

from fjcore.records.person import Person
from fjcore.values import Missing

#: Living situations of HUD's that are homeless ones: shelter, street, safe haven.
HOMELESS = frozenset({"101", "116", "118"})

_HARD_OF_HEARING = frozenset({"deaf", "hard_of_hearing"})
_MIGRANT = frozenset(
    {"refugee", "asylee", "asylum_seeker", "permanent_resident"}
    | {"conditional_resident", "nonimmigrant_visa", "u_or_t_status"}
    | {"other_protected", "undocumented", "other"}
)
_ORIENTATIONS = frozenset({"gay", "lesbian", "bisexual", "queer", "asexual"})
_IDENTITIES = frozenset({"non_binary", "transgender", "two_spirit"})


def special_classifications(
    person: Person, *, living: Iterable[str] = ()
) -> frozenset[str]:
    """Give the VOCA special classifications that what is on file of a person shows.

    ``living`` are her HUD living situations. An answer that is missing shows nothing;
    the holder may add or take away what she says herself.
    Source: OVC Performance Measurement Tool (reviewed: false).
    """
    shown = {
        "Deaf/Hard of Hearing": _any(person.accessibility_needs, _HARD_OF_HEARING),
        "Homeless": not HOMELESS.isdisjoint(living),
        "Immigrants/Refugees/Asylum Seekers": _any(person.immigration_status, _MIGRANT),
        "LGBTQ": _any(person.sexual_orientation, _ORIENTATIONS)
        or _any(person.gender_identity, _IDENTITIES),
        "Veterans": person.veteran_status is True,
        "Victims with Disabilities: Cognitive/Physical/Mental": _is_disabled(person),
        "Victims with Limited English Proficiency": person.interpreter_needed is True,
    }
    return frozenset(name for name, holds in shown.items() if holds)


def _any(held: str | tuple[str, ...] | Missing, wanted: frozenset[str]) -> bool:
    if isinstance(held, Missing):
        return False
    return not wanted.isdisjoint((held,) if isinstance(held, str) else held)


def _is_disabled(person: Person) -> bool:
    if person.disabling_condition is True or person.mental_health_condition is True:
        return True
    if isinstance(person.disabilities, Missing):
        return False
    return any(one.present is True for one in person.disabilities)
