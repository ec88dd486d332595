"""How, where and when a person can be reached, and when that is not safe."""

from __future__ import annotations

from fjcore.records.label import FieldKind
from fjcore.records.record import labelled, record
from fjcore.values import Missing


@record("contact_point", 1)
class ContactPoint:
    """One way to reach a person; an unstated ``safety`` means: do not use it."""

    kind: str = labelled(
        "contact", identifying="none", codes="fj.contact_kind", required=True
    )
    value: str = labelled("contact", kind=FieldKind.PHONE, required=True)
    safety: str | Missing = labelled(
        "contact", identifying="none", codes="fj.contact_safety"
    )
    allowed_methods: tuple[str, ...] | Missing = labelled(
        "contact", identifying="none", codes="fj.contact_method"
    )
    voicemail_ok: bool | Missing = labelled("contact", identifying="none")
    shared_or_monitored: bool | Missing = labelled("contact", identifying="none")
    safe_times: str | Missing = labelled("contact", identifying="quasi")
    identify_as: str | Missing = labelled("contact", max_length=200)
    code_word: str | Missing = labelled("contact.code_word", max_length=60)


@record("address", 1)
class Address:
    """A place a person lives, works or gets post; its city is part of the place."""

    use: str = labelled(
        "location.residence", identifying="none", codes="fj.address_use", required=True
    )
    line: tuple[str, ...] | Missing = labelled("location.residence")
    city: str | Missing = labelled(
        "location.residence", identifying="quasi", max_length=50
    )
    state: str | Missing = labelled(
        "location.residence", identifying="none", max_length=2
    )
    postal_code: str | Missing = labelled(
        "location.residence", identifying="quasi", kind=FieldKind.ZIP, max_length=10
    )
    lives_with_person_causing_harm: bool | Missing = labelled(
        "location.residence", identifying="quasi"
    )


@record("address.shelter", 1, relabel={"location.residence": "location.shelter"})
class ShelterAddress(Address):
    """The place of a confidential shelter; it leaves only as its operator allows."""


@record("address.substitute", 1, relabel={"location.residence": "location.substitute"})
class SubstituteAddress(Address):
    """A substitute address of a state's address confidentiality program."""
