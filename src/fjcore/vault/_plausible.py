"""What cannot be so of a person, whatever its shape: told before it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from fjcore.consent import SubjectFacts
from fjcore.errors import InputRefused, Problem
from fjcore.records import Person
from fjcore.values import PartialDate, zone
from fjcore.vault.inputs import Intake


def check_plausible(intake: Intake, *, at: datetime, tz: str) -> None:
    """Refuse an intake that tells of what is yet to come, or ends before it begins.

    What is on file already is read as it lies.
    Raises: InputRefused, with every place.
    """
    today = at.astimezone(zone(tz)).date()
    problems = list(_records(intake.records, today))
    if intake.facts is not None:
        problems += _facts(intake.facts, at, today)
    if problems:
        raise InputRefused("intake", problems=tuple(problems))


def _records(records: Iterable[object], today: date) -> Iterator[Problem]:
    for index, record in enumerate(records):
        if not isinstance(record, Person):
            continue
        for name in ("birth_date", "died_on"):
            day = getattr(record, name)
            if isinstance(day, PartialDate) and day.earliest > today:
                yield Problem(f"records.{index}.payload.{name}", "future")


def _facts(facts: SubjectFacts, at: datetime, today: date) -> Iterator[Problem]:
    if facts.birth_date is not None and facts.birth_date > today:
        yield Problem("facts.birth_date", "future")
    if facts.deceased_at is not None and facts.deceased_at > at:
        yield Problem("facts.deceased_at", "future")
    for index, one in enumerate(facts.guardians):
        if one.since and one.until and one.until <= one.since:
            yield Problem(f"facts.guardians.{index}.until", "end_before_start")
