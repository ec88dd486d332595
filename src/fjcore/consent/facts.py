"""What about a person decides: age, guardians, death, walls."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from attrs import field, frozen

from fjcore.consent._convert import maybe_utc, name_set
from fjcore.errors import EventRefused, Malformed
from fjcore.records.codec import structure_settings

#: Kinds of guardian that may sign; an agent or a relative who just cares may not.
SIGNING_KINDS = frozenset({"parent", "court_guardian", "state_guardian"})
GUARDIAN_KINDS = SIGNING_KINDS | {"poa", "de_facto"}
ABUSER = frozenset({"no", "suspected", "confirmed"})
#: Years of birth that a calendar can add an age to.
BIRTH_YEARS = range(1800, 2200)


@frozen(kw_only=True)
class Guardian:
    """One guardian; ``since`` and ``until`` bound the office, half-open.

    ``abuser``: no, suspected or confirmed; known from ``abuser_known_at``, or always.
    """

    id: str
    kind: str
    abuser: str = "no"
    abuser_of_other_parent: bool = False
    since: datetime | None = field(default=None, converter=maybe_utc)
    until: datetime | None = field(default=None, converter=maybe_utc)
    abuser_known_at: datetime | None = field(default=None, converter=maybe_utc)

    def __repr__(self) -> str:
        return "<Guardian>"


def _guardians(items: Iterable[Guardian]) -> tuple[Guardian, ...]:
    return tuple(items)


@frozen(kw_only=True)
class SubjectFacts:
    """The facts on file at one time; a new record of facts replaces the old whole.

    ``prior_disclosures`` are recipients who already have data, from before this vault.
    Raises: NaiveTime.
    """

    birth_date: date | None = None
    deceased_at: datetime | None = field(default=None, converter=maybe_utc)
    emancipated: bool = False
    may_consent_alone: bool = False
    can_knowingly_consent: bool = True
    acp_participant: bool = False
    guardians: tuple[Guardian, ...] = field(default=(), converter=_guardians)
    conflict_walls: frozenset[str] = field(default=frozenset(), converter=name_set)
    shelter_authorization: bool = False
    downstream_part2: bool = False
    use_against_subject: bool = False
    prior_disclosures: frozenset[str] = field(default=frozenset(), converter=name_set)

    def __repr__(self) -> str:
        return "<SubjectFacts>"


def facts_from(data: object) -> SubjectFacts:
    """Read facts from plain data.

    Raises: EventRefused, with the path and code of every fault.
    """
    fault: EventRefused
    try:
        return _facts(data)
    except EventRefused as error:
        fault = error.with_traceback(None)
    del data  # a traceback may print what its frames hold
    raise fault


def _facts(data: object) -> SubjectFacts:
    problems: tuple[Any, ...] = ()
    found = None
    try:
        found = structure_settings(data, SubjectFacts)
    except Malformed as error:
        problems = error.problems
    if found is None:
        raise EventRefused("facts", problems=problems)
    if found.birth_date is not None and found.birth_date.year not in BIRTH_YEARS:
        raise EventRefused("facts.birth_date")
    for index, row in enumerate(found.guardians):
        if row.kind not in GUARDIAN_KINDS or row.abuser not in ABUSER:
            raise EventRefused(f"facts.guardians.{index}")
    return found
