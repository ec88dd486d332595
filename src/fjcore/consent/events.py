"""What happened to a person's permissions: append-only, each event with two times."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from fjcore.consent._convert import aware, names
from fjcore.consent.amendments import DeskEvent
from fjcore.consent.filed import (
    EvidenceEnded,
    EvidenceRecorded,
    FactsRecorded,
    InstructionLifted,
    InstructionSet,
)
from fjcore.consent.received import DataReceived
from fjcore.consent.release import Release, Signer


@frozen(kw_only=True)
class Drafted:
    """A form was filled in that nobody has signed yet."""

    release: Release
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return f"<Drafted {self.release!r}>"


@frozen(kw_only=True)
class Declined:
    """She was asked for a release and said no; it stands until she signs one."""

    release: Release
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return f"<Declined {self.release!r}>"


@frozen(kw_only=True)
class OralNoted:
    """She agreed out loud, and the form is still to be signed."""

    release: Release
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return f"<OralNoted {self.release!r}>"


@frozen(kw_only=True)
class Signed:
    """A release was signed."""

    release: Release
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return f"<Signed {self.release!r}>"


@frozen(kw_only=True)
class CoSigned:
    """Somebody signed a release as well, after it was first signed."""

    release_id: str
    signer: Signer
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<CoSigned>"


@frozen(kw_only=True)
class Withdrawn:
    """Permission was taken back, told to any staff member in any form.

    Everything where nothing is named; else one release, and of it (or of all) only
    the recipients and categories named.
    """

    release_id: str = ""
    recipients: tuple[str, ...] = field(default=(), converter=names)
    categories: tuple[str, ...] = field(default=(), converter=names)
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<Withdrawn>"


@frozen(kw_only=True)
class Revoked:
    """A release was ended by authority, such as a court or a new guardian."""

    release_id: str
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<Revoked>"


@frozen(kw_only=True)
class Invalidated:
    """A release was found never to have been good: it gives nothing, at any time."""

    release_id: str
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<Invalidated>"


@frozen(kw_only=True)
class Narrowed:
    """What a release gives was agreed to be less, from a time on.

    It no longer reaches these recipients, purposes, methods and categories.
    """

    release_id: str
    recipients: tuple[str, ...] = field(default=(), converter=names)
    purposes: tuple[str, ...] = field(default=(), converter=names)
    methods: tuple[str, ...] = field(default=(), converter=names)
    categories: tuple[str, ...] = field(default=(), converter=names)
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<Narrowed>"


@frozen(kw_only=True)
class Superseded:
    """A newer release took the place of one."""

    release_id: str
    by: str = ""
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<Superseded>"


@frozen(kw_only=True)
class Suspended:
    """A release is in doubt: whether she could sign, did sign, or was pressed to.

    It gives nothing until it is ``Resumed``.
    """

    release_id: str
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<Suspended>"


@frozen(kw_only=True)
class Resumed:
    """The doubt about a release is gone: she confirmed it."""

    release_id: str
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<Resumed>"


@frozen(kw_only=True)
class EndEventOccurred:
    """The event that a release ends with has come."""

    release_id: str
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<EndEventOccurred>"


@frozen(kw_only=True)
class Used:
    """A disclosure was made on the strength of a release."""

    release_id: str
    recipient: str
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<Used>"


Event = (
    Drafted
    | Declined
    | OralNoted
    | Signed
    | CoSigned
    | Withdrawn
    | Revoked
    | Invalidated
    | Narrowed
    | Superseded
    | Suspended
    | Resumed
    | EndEventOccurred
    | Used
    | FactsRecorded
    | InstructionSet
    | InstructionLifted
    | EvidenceRecorded
    | EvidenceEnded
    | DataReceived
    | DeskEvent
)
