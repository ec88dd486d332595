"""What a screening leaves behind: steps, and a result pinned to its edition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from fjcore.errors import AnswerRefused
from fjcore.screening import _shape as shape
from fjcore.screening.alerts import Alert, AlertChange
from fjcore.screening.evaluation import Evaluation


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


class Mode(StrEnum):
    """How the questions were put."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    SELF_DEVICE = "self_device"
    STAFF_TABLET = "staff_tablet"
    PROXY_OR_RECORD = "proxy_or_record"


class Presence(StrEnum):
    """Who else was there; nothing said is not the same as nobody."""

    NOBODY_ELSE = "nobody_else"
    INTERPRETER = "interpreter"
    SUPPORT_PERSON = "support_person"
    CHILD = "child"
    FAMILY = "family"
    PROFESSIONAL = "professional"
    PERSON_CAUSING_HARM = "person_causing_harm"
    UNKNOWN = "unknown"


def _program(_: object, __: object, program: str) -> None:
    if not shape.is_line(program):
        raise AnswerRefused("training.program")


@frozen(kw_only=True)
class Training:
    """The training of who asked: the program, and until when it holds.

    Raises: AnswerRefused, for a program that is no line of text.
    """

    program: str = field(validator=_program)
    completed_on: date
    valid_until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the training holds on a day."""
        return self.completed_on <= day and (
            self.valid_until is None or day <= self.valid_until
        )


@frozen(kw_only=True)
class Step:
    """One answer or skipping, in the order given.

    The total of a form of which only sums were told stands under ``total:SCORE``.
    """

    item: str
    status: Status = field(repr=False)
    value: str | None = field(repr=False)
    at: datetime
    by: str


@frozen(kw_only=True)
class WordingPin:
    """Which words the questions were put in; they change no score."""

    instrument: str
    language: str
    pack_version: str
    translation: str
    sha256: str


@frozen(kw_only=True)
class Override:
    """A professional's own judgement, beside the score and never in its place.

    ``of`` is a score, a trigger or ``outcome``; ``to`` what the judgement is.
    """

    of: str
    to: str = field(repr=False)
    reason: str
    text: str | None = field(repr=False)
    by: str
    role: str
    at: datetime


@frozen(kw_only=True)
class Scored:
    """By which revision and rules the answers of a result were scored before."""

    version: str
    revision: int
    logic_hash: str
    engine: str
    at: datetime


@frozen(kw_only=True)
class Result:
    """A finished screening, pinned to the exact definition that scored it.

    What it says stands: a later edition is another instrument, and ``rescore`` by a
    later revision is another result, with ``rescored_from``. ``untrained``: the tool
    asks for training, and none was stated. ``remarks`` are the items that were
    answered in free words. The totals that were told stand in ``taken`` too.
    """

    session: str
    instrument: str
    version: str
    revision: int
    logic_hash: str
    document_hash: str
    engine: str
    category: str | None
    wording: WordingPin | None
    started_at: datetime
    finished_at: datetime
    mode: Mode
    present: tuple[Presence, ...]
    profile: str | None
    entry_mode: str
    abandoned: bool
    untrained: bool
    limits: tuple[str, ...] = field(repr=False)
    statuses: Mapping[str, Status] = field(repr=False)
    answers: Mapping[str, str] = field(repr=False)
    totals: Mapping[str, int] = field(repr=False)
    taken: Mapping[str, Step] = field(repr=False)
    context: Mapping[str, Any] = field(repr=False)
    evaluation: Evaluation = field(repr=False)
    alerts: tuple[Alert, ...] = field(repr=False)
    changes: tuple[AlertChange, ...] = field(repr=False)
    overrides: tuple[Override, ...] = field(default=(), repr=False)
    rescored_from: Scored | None = None
    training: Training | None = None
    remarks: frozenset[str] = frozenset()
