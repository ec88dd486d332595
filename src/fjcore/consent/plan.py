"""A plan: a decision compiled, with the span and the revision it holds for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from attrs import field, frozen

from fjcore.consent.copies import ConsentCopy
from fjcore.consent.decide import Decision
from fjcore.consent.inquiry import Grant, Verdict
from fjcore.consent.obligations import Obligation
from fjcore.consent.steps import Step
from fjcore.consent.view import View
from fjcore.errors import StalePlan
from fjcore.records.categories import CATEGORIES
from fjcore.values import utc

#: Views by name, sorted.
Views = tuple[tuple[str, View], ...]
#: Grants by name, sorted.
Rows = tuple[tuple[str, tuple[Grant, ...]], ...]


@frozen(kw_only=True)
class Plan:
    """What may be shown to one recipient, for one purpose, now.

    ``expires``: the end of the first release it rests on to end. ``valid`` is
    half-open; outside it, or at another revision, a plan is stale. ``silent`` names
    the categories and narratives whose very existence is not told. ``consents`` go
    with what is shown; ``basis_ref`` names the evidence it rests on. ``steps`` are what
    it came by before; ``onward``: it may be passed on with her further permission.
    """

    subject: str
    recipient: str
    person: str | None
    purpose: str
    basis: str
    categories: Rows
    named: Rows
    silent: frozenset[str] = field(repr=lambda names: repr(sorted(names)))
    obligations: tuple[Obligation, ...]
    consents: tuple[ConsentCopy, ...] = ()
    basis_ref: str = ""
    steps: tuple[Step, ...] = ()
    onward: bool = False
    release_ids: tuple[str, ...]
    expires: datetime | None
    valid: tuple[datetime | None, datetime | None] = field(repr=False)
    revision: int
    policy_hash: str

    def check(self, now: datetime, revision: int) -> None:
        """Refuse to be used outside its span or after the person's state moved on.

        Raises: StalePlan; NaiveTime.
        """
        now = utc(now)
        start, end = self.valid
        early = start is not None and now < start
        late = end is not None and now >= end
        if early or late or revision != self.revision:
            raise StalePlan("plan")

    def views_for(self, recorded_at: datetime) -> tuple[Views, Views]:
        """Give the views of categories and of named fields for a record of an age.

        A record newer than a release that does not cover later ones is not reached.
        """
        at = utc(recorded_at)
        silent = self.silent
        return _views(self.categories, silent, at), _views(self.named, silent, at)

    @cached_property
    def ages(self) -> tuple[datetime, ...]:
        """The instants past which a newer record is reached by less; sorted."""
        rows = (grants for _, grants in (*self.categories, *self.named))
        ends = {grant.recorded_not_after for grants in rows for grant in grants}
        return tuple(sorted(end for end in ends if end is not None))

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What was compiled of it; it goes with the plan."""
        return {}

    @property
    def empty(self) -> bool:
        """Whether nothing at all may be shown."""
        return not any(grants for _, grants in (*self.categories, *self.named))


def plan(decision: Decision) -> Plan:
    """Compile a decision."""
    question = decision.question
    return Plan(
        subject=question.subject,
        recipient=question.recipient,
        person=question.person,
        purpose=str(question.purpose),
        basis=str(question.basis.kind),
        categories=_rows(decision.verdicts),
        named=_rows(decision.named),
        silent=frozenset(_silent(decision)),
        obligations=tuple(map(Obligation.of, sorted(decision.obligations))),
        consents=decision.consents,
        basis_ref=question.basis.ref,
        steps=decision.steps,
        onward=decision.onward,
        release_ids=decision.release_ids,
        expires=decision.ends,
        valid=decision.valid,
        revision=decision.revision,
        policy_hash=decision.policy_hash,
    )


def _rows(verdicts: Mapping[str, Verdict]) -> Rows:
    return tuple((name, verdict.grants) for name, verdict in sorted(verdicts.items()))


def _silent(decision: Decision) -> Iterator[str]:
    """Name what is silent; a narrative is as silent as its category."""
    kinds = {**{name: name for name in decision.verdicts}, **decision.fields}
    yield from (name for name, kind in kinds.items() if CATEGORIES[kind].silent)


@lru_cache(maxsize=4096)
def _views(rows: Rows, silent: frozenset[str], at: datetime) -> Views:
    return tuple((name, _view(grants, at, name in silent)) for name, grants in rows)


def _view(grants: tuple[Grant, ...], at: datetime, silent: bool) -> View:
    nothing = View.SILENT if silent else View.MARKED
    return max((g.view for g in grants if g.reaches(at)), default=nothing)
