"""What a survivor asks to have put right in her file, and what she was answered.

Events of the same log as releases: appended, never changed. 45 CFR 164.526 binds
covered entities; others keep to it as good practice. Not legal advice; not reviewed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from attrs import Attribute, evolve, field, frozen

from fjcore.consent._convert import aware
from fjcore.errors import EventRefused
from fjcore.values import end_of_day

#: 45 CFR 164.526(b)(2)(i): days after receipt by which a request must be acted on.
ANSWER_DAYS = 60
#: 45 CFR 164.526(b)(2)(ii): days that one extension may add.
EXTENSION_DAYS = 30
#: Longest text of a request, an answer or a statement.
MAX_TEXT = 20_000


class Denial(StrEnum):
    """Why a request may be denied: 45 CFR 164.526(a)(2) knows these four grounds."""

    NOT_CREATED_HERE = "not_created_here"
    NOT_IN_RECORD_SET = "not_in_record_set"
    NOT_FOR_INSPECTION = "not_for_inspection"
    ACCURATE_AND_COMPLETE = "accurate_and_complete"


def _told(_: object, attribute: Attribute[str], value: str) -> None:
    if not 0 < len(value.strip()) <= len(value) <= MAX_TEXT:
        raise EventRefused(f"event.{attribute.name}")


def _ground(_: object, attribute: Attribute[str], value: str) -> None:
    if value and value not in set(Denial):
        raise EventRefused(f"event.{attribute.name}")


@frozen(kw_only=True)
class AmendmentRequested:
    """A survivor asked to have something in her file put right; ``text`` is hers."""

    request: str
    text: str = field(validator=_told)
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<AmendmentRequested>"


@frozen(kw_only=True)
class AmendmentExtended:
    """She was told in writing why it takes longer, and by when; once only."""

    request: str
    text: str = field(validator=_told)
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<AmendmentExtended>"


@frozen(kw_only=True)
class AmendmentAnswered:
    """She was answered: accepted, where no ``denial`` is named, else denied on it.

    ``text`` is what she was told in writing.
    """

    request: str
    denial: str = field(default="", validator=_ground)
    text: str = field(validator=_told)
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<AmendmentAnswered>"


@frozen(kw_only=True)
class AmendmentDisputed:
    """She disagrees with a denial; her statement stays with the record from now on."""

    request: str
    text: str = field(validator=_told)
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<AmendmentDisputed>"


@frozen(kw_only=True)
class RecipientTold:
    """A recipient was told of every withdrawal that concerns it, up to this one."""

    recipient: str
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<RecipientTold>"


@frozen(kw_only=True)
class Discharged:
    """What a disclosure left to be done was done."""

    disclosure: str
    obligation: str
    effective_at: datetime = field(converter=aware)
    recorded_at: datetime = field(converter=aware)
    actor: str

    def __repr__(self) -> str:
        return "<Discharged>"


DeskEvent = (
    AmendmentRequested
    | AmendmentExtended
    | AmendmentAnswered
    | AmendmentDisputed
    | RecipientTold
    | Discharged
)

#: What each kind is called where events are written down.
DESK_KINDS: Mapping[str, type[DeskEvent]] = {
    "amendment_requested": AmendmentRequested,
    "amendment_extended": AmendmentExtended,
    "amendment_answered": AmendmentAnswered,
    "amendment_disputed": AmendmentDisputed,
    "recipient_told": RecipientTold,
    "discharged": Discharged,
}


@frozen(kw_only=True)
class Amendment:
    """One request as it stands: ``open``, ``accepted`` or ``denied``.

    ``due_at`` is the end of the last day on which it may be answered.
    """

    request: str
    received_at: datetime
    due_at: datetime
    state: str = "open"
    extended: bool = False
    denial: str = ""
    answered_at: datetime | None = None
    asked: str = field(repr=False)
    answer: str = field(default="", repr=False)
    disagreement: str = field(default="", repr=False)

    def __repr__(self) -> str:
        return f"<Amendment {self.request!r}>"


def amendments_of(events: Iterable[object], tz: ZoneInfo) -> tuple[Amendment, ...]:
    """Fold a person's events, in their order, into her requests, the oldest first.

    Source: 45 CFR 164.526(b)(2), (d).
    """
    found: dict[str, Amendment] = {}
    for event in events:
        if isinstance(event, AmendmentRequested):
            found.setdefault(event.request, _begun(event, tz))
            continue
        if not isinstance(
            event, AmendmentExtended | AmendmentAnswered | AmendmentDisputed
        ):
            continue
        before = found.get(event.request)
        if before is not None:
            found[event.request] = _moved(before, event, tz)
    return tuple(sorted(found.values(), key=lambda one: (one.received_at, one.request)))


def _begun(event: AmendmentRequested, tz: ZoneInfo) -> Amendment:
    return Amendment(
        request=event.request,
        received_at=event.effective_at,
        due_at=due_at(event.effective_at, tz),
        asked=event.text,
    )


def _moved(
    before: Amendment,
    event: AmendmentExtended | AmendmentAnswered | AmendmentDisputed,
    tz: ZoneInfo,
) -> Amendment:
    if isinstance(event, AmendmentDisputed):
        return evolve(before, disagreement=event.text)
    if before.state != "open":
        return before
    if isinstance(event, AmendmentExtended):
        if before.extended:
            return before
        due = due_at(before.received_at, tz, extended=True)
        return evolve(before, extended=True, due_at=due)
    return evolve(
        before,
        state="denied" if event.denial else "accepted",
        denial=event.denial,
        answered_at=event.effective_at,
        answer=event.text,
    )


def due_at(received_at: datetime, tz: ZoneInfo, *, extended: bool = False) -> datetime:
    """Give the end of the last local day on which a request may be acted on.

    Source: 45 CFR 164.526(b)(2).
    """
    days = ANSWER_DAYS + (EXTENSION_DAYS if extended else 0)
    return end_of_day(received_at.astimezone(tz).date() + timedelta(days=days), tz)
