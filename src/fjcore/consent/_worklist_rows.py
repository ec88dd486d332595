"""What worklists read of a person, and the rows they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attrs import field, frozen

from fjcore.consent.events import Event
from fjcore.consent.floor import law
from fjcore.values import utc


def met_after() -> frozenset[str]:
    """Give the obligations that the law lets be met after something was sent."""
    rows = law().obligations.items()
    return frozenset(
        str(kind) for kind, terms in rows if terms.must and terms.phase == "after"
    )


@frozen(kw_only=True)
class Sending:
    """One disclosure as the log has it: what was owed with it, and what was done."""

    disclosure: str
    at: datetime = field(converter=utc)
    recipient: str
    owed: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"<Sending {self.disclosure!r}>"


@frozen(kw_only=True)
class Docket:
    """All that worklists read of one person: events and sendings, in their order."""

    subject: str
    events: tuple[Event, ...] = ()
    sent: tuple[Sending, ...] = ()

    def __repr__(self) -> str:
        return f"<Docket {self.subject!r}>"

    def known(self, at: datetime) -> Iterator[Event]:
        """Give the events recorded by an instant, in their order."""
        return (event for event in self.events if event.recorded_at <= at)


@frozen(kw_only=True, order=True)
class Ending:
    """A live release that is about to end."""

    ends_at: datetime
    subject: str
    release: str
    recipients: tuple[str, ...]


@frozen(kw_only=True, order=True)
class OfAge:
    """A minor about to come of age, with the releases she must then sign anew.

    Also one who has, while such releases still stand: they give nothing any more.
    """

    of_age_at: datetime
    subject: str
    releases: tuple[str, ...]


@frozen(kw_only=True, order=True)
class Telling:
    """A recipient who got something, and is to be told of a withdrawal."""

    withdrawn_at: datetime
    subject: str
    recipient: str
    release: str


@frozen(kw_only=True, order=True)
class Awaiting:
    """What a disclosure left to be done, and nobody has said is done."""

    sent_at: datetime
    subject: str
    disclosure: str
    recipient: str
    obligation: str


@frozen(kw_only=True, order=True)
class Reviewable:
    """Something with law in it: a ``rule``, ``limit``, ``pack`` or ``form``."""

    kind: str
    id: str
    reviewed: bool = False


@frozen(kw_only=True, order=True)
class AmendmentDue:
    """A request for amendment that has no answer yet."""

    due_at: datetime
    subject: str
    request: str
    received_at: datetime
    extended: bool
    overdue: bool
