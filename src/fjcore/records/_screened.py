"""The parts of a screening as it is kept: answers, alerts, scores, pins, judgments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fjcore.records._declare import ADVOCATE, NARRATIVE
from fjcore.records.label import FieldKind
from fjcore.records.record import labelled, part
from fjcore.values import Missing

#: How long a text of a definition may be: as long as one is read.
LONG = 8192


def risk(identifying: str = "quasi", **said: Any) -> Any:
    """Declare a field that says what a screening found: its category is the record's.

    Each variant of the record moves it to its own category.
    """
    return labelled("risk", identifying=identifying, privilege=ADVOCATE, **said)


def pin(max_length: int = LONG) -> Any:
    """Declare a field that says by what a result came about, and nothing of anyone."""
    return risk("none", max_length=max_length)


def name(identifying: str = "none", **said: Any) -> Any:
    """Declare a field that holds the id of something in a definition."""
    return risk(identifying, **{"required": True, "max_length": 160, **said})


def words() -> Any:
    """Declare a remark in free words, which is released only by its own name."""
    return risk("direct", kind=FieldKind.NARRATIVE, max_length=NARRATIVE)


@part("answer")
class Answer:
    """One item of a screening; the status says as much as the answer.

    ``remark`` is an answer in free words. ``was`` is what was said of an item before
    its gate shut. ``by`` is the place of who took it among the record's ``staff``.
    """

    item: str = name()
    status: str = risk(codes="fj.answer_status", required=True)
    value: str | Missing = risk(max_length=LONG)
    remark: str | Missing = words()
    was: str | Missing = risk(codes="fj.answer_status")
    at: datetime | Missing = risk()
    by: int | Missing = risk("none")


@part("alert")
class Alert:
    """An alert that a screening raised: what to do, apart from the answers."""

    trigger: str = name()
    action: str = risk("none", required=True, max_length=LONG)
    severity: str = risk("none", required=True, max_length=16)
    raised_at: datetime = risk(required=True)


def room(identifying: str = "quasi", **said: Any) -> Any:
    """Declare a field of the holder's own, which no release of the findings reaches.

    Who was in the room is no finding of the tool, and where it is told, it may be said
    that a privilege was waived. A code or a source would tell of an alert what its
    owner struck out.
    """
    return labelled(
        "advocacy_notes", identifying=identifying, privilege=ADVOCATE, **said
    )


@part("advice")
class Advice:
    """Of what an alert says is to be done: the code of it, and where it comes from."""

    trigger: str = room("none", required=True, max_length=160)
    action_code: str | Missing = room("none", max_length=160)
    source: str | Missing = room("none", max_length=LONG)


@part("alert_change")
class AlertChange:
    """What became of an alert: an answer was changed, and it stays all the same."""

    trigger: str = name()
    change: str = risk(codes="fj.alert_change", required=True)
    at: datetime = risk(required=True)


@part("score")
class Score:
    """One score: it lies within the bounds, and in one of the bands that are named.

    Numbers are exact, as texts: whole, or a fraction such as ``600/11``. ``value`` is
    given where it is settled, or is an estimate by a published rule (``prorated``).
    ``told``: only the total was told, and no answer; then it is said when, and by
    which of the ``staff``.
    """

    score: str = name()
    lower: str = risk(required=True, max_length=40)
    upper: str = risk(required=True, max_length=40)
    value: str | Missing = risk(max_length=40)
    prorated: bool | Missing = risk()
    told: bool | Missing = risk()
    told_at: datetime | Missing = risk()
    told_by: int | Missing = risk("none")
    bands: tuple[str, ...] = risk(default=(), max_length=160)


@part("screening_warning")
class ScreeningWarning:
    """Something to look at again: answers that contradict, or another population."""

    warning: str = name()
    items: tuple[str, ...] = risk(default=(), max_length=160)
    message: str = risk("none", required=True, max_length=LONG)


@part("wording")
class Wording:
    """The words that the questions were put in, by the hash of all of them."""

    instrument: str = name()
    language: str = name()
    pack_version: str = name(max_length=LONG)
    translation: str = name()
    sha256: str = name()


@part("training")
class Training:
    """The training that whoever asked stated."""

    program: str = labelled(
        "operations", about="staff", identifying="quasi", required=True
    )
    completed_on: date = labelled(
        "operations", about="staff", identifying="quasi", required=True
    )
    valid_until: date | Missing = labelled(
        "operations", about="staff", identifying="quasi"
    )


@part("override")
class Override:
    """Where a practitioner's judgement went beyond the score, and why.

    ``of`` is a score, a trigger or the outcome. ``by`` is the place of who judged
    among the record's ``staff``.
    """

    of: str | Missing = risk("none", max_length=160)
    level: str = name("quasi")
    reason: str = risk(required=True)
    text: str | Missing = words()
    by: int | Missing = risk("none")
    role: str | Missing = risk("none")
    at: datetime | Missing = risk()


@part("rescored")
class Rescored:
    """By which revision and rules the answers had been scored before."""

    version: str = name(max_length=LONG)
    revision: int = risk("none", required=True)
    logic_hash: str = name()
    engine: str = name()
    at: datetime = risk(required=True)


def _fact(category: str, **said: Any) -> Any:
    return labelled(category, identifying="quasi", **said)


@part("screening_fact")
class ScreeningFact:
    """A fact that the scoring looked at, as it was typed: ``yes``, ``30``, a word."""

    fact: str = name()
    value: str | Missing = risk(max_length=1100)


@part("screening_fact_of_person")
class ScreeningFactOfPerson:
    """Her age or sex, where the scoring looked at it."""

    fact: str = _fact("demographics", required=True, max_length=160)
    value: str | Missing = _fact("demographics", max_length=1100)


@part("screening_fact_of_health")
class ScreeningFactOfHealth:
    """Whether she is pregnant, where the scoring looked at it."""

    fact: str = _fact("medical.reproductive", required=True, max_length=160)
    value: str | Missing = _fact("medical.reproductive", max_length=1100)
