"""Alerts on their way to staff of the same holder: who is told, and how little."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from attrs import frozen

from fjcore.screening.alerts import Alert


@frozen(kw_only=True)
class AlertPolicy:
    """Who else is told of an alert: staff of the same holder, by their roles.

    ``instruments`` and ``action_codes`` say of which alerts; empty means of all.
    ``urgent`` makes a notice urgent. Nothing here lowers or holds back an alert.
    """

    id: str
    roles: frozenset[str]
    instruments: frozenset[str] = frozenset()
    action_codes: frozenset[str] = frozenset()
    urgent: bool = False

    def covers(self, alert: Alert, instrument: str) -> bool:
        """Whether it speaks of an alert of an instrument."""
        code = alert.action_code
        return (not self.instruments or instrument in self.instruments) and (
            not self.action_codes or code in self.action_codes
        )


@frozen(kw_only=True)
class AlertNotice:
    """What a channel carries: that something is to be done, and whom to ask.

    It names no person, no instrument, no trigger and no answer: a pager or a mailbox is
    read by others too. ``id`` is the same each time the same alert is told.
    """

    id: str
    severity: str
    action_code: str | None
    raised_at: datetime
    asked_by: str
    receivers: tuple[str, ...]


class AlertChannel(Protocol):
    """Carries notices to staff; sees nothing else."""

    def tell(self, notice: AlertNotice, /) -> None:
        """Tell its receivers, once per ``notice.id``; raise where it cannot."""
        ...

    def close(self) -> None:
        """Let go of what ``connect`` opened."""
        ...


class AlertChannelFactory(Protocol):
    """Makes a channel from the site's settings for its plugin.

    ``id`` is ``<plugin prefix>.<name>``; ``hosts`` are the network hosts it talks to,
    each of which needs the permission ``network:<host>``.
    """

    @property
    def id(self) -> str:
        """The name by which faults call it."""
        ...

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every network host the channel talks to."""
        ...

    def connect(self, config: Any, folder: str, /) -> AlertChannel:
        """Open a channel; relative paths in ``config`` start at ``folder``."""
        ...


def notice_of(
    alert: Alert,
    instrument: str,
    *,
    policies: Iterable[AlertPolicy] = (),
    staff: Mapping[str, frozenset[str]],
    asked_by: str,
) -> AlertNotice:
    """Give the notice of an alert: to who asked, and to those whom policies add.

    ``staff`` are the holder's own, each with the roles. A policy can make a notice
    urgent, and never less urgent than the definition has it.
    """
    meant = [one for one in policies if one.covers(alert, instrument)]
    roles = frozenset().union(*(one.roles for one in meant))
    added = sorted(name for name, has in staff.items() if has & roles)
    urgent = alert.severity == "urgent" or any(one.urgent for one in meant)
    return AlertNotice(
        id=hashlib.sha256(alert.id.encode()).hexdigest()[:32],
        severity="urgent" if urgent else alert.severity,
        action_code=alert.action_code,
        raised_at=alert.raised_at,
        asked_by=asked_by,
        receivers=tuple(dict.fromkeys([asked_by, *added])),
    )
