"""What a screening leaves behind: steps, alerts, and a result pinned to its edition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from fjcore.screening.evaluate import Evaluation


class Status(StrEnum):
    """Why an item has no answer; all count alike, and the difference is kept.

    ``not_applicable`` is worked out from the gates, never given by anyone.
    """

    ANSWERED = "answered"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    NOT_ANSWERED = "not_answered"
    UNSAFE_TO_ASK = "unsafe_to_ask"
    INTERRUPTED = "interrupted"
    NOT_APPLICABLE = "not_applicable"


@frozen(kw_only=True)
class Alert:
    """What is to be done for a survivor now; it stays, whatever becomes of the form."""

    trigger: str
    action: str
    severity: str
    raised_at: datetime


class Change(StrEnum):
    """What became of an alert; none of it takes the alert away."""

    RAISED = "raised"
    SUPERSEDED = "superseded"
    REOPENED = "reopened"


@frozen(kw_only=True)
class AlertChange:
    """An alert raised, or its condition ended or come back by a changed answer."""

    trigger: str
    change: Change
    at: datetime


@frozen(kw_only=True)
class Step:
    """One answer or skipping, in the order given."""

    item: str
    status: Status = field(repr=False)
    value: str | None = field(repr=False)
    at: datetime
    by: str


@frozen(kw_only=True)
class Result:
    """A finished screening, pinned to the exact definition that scored it."""

    instrument: str
    version: str
    revision: int
    logic_hash: str
    started_at: datetime
    finished_at: datetime
    mode: str
    profile: str | None
    abandoned: bool
    statuses: Mapping[str, Status] = field(repr=False)
    answers: Mapping[str, str] = field(repr=False)
    evaluation: Evaluation = field(repr=False)
    alerts: tuple[Alert, ...] = field(repr=False)
    changes: tuple[AlertChange, ...] = field(repr=False)
