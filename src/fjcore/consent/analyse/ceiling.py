"""The greatest view of a category on one ground: the law's way under every limit."""

from __future__ import annotations

from functools import cache

from attrs import frozen

from fjcore.consent.analyse.asker import Asker
from fjcore.consent.analyse.lawway import Bar, Way, law_way
from fjcore.consent.analyse.terms import Term
from fjcore.consent.inquiry import Setting
from fjcore.consent.parties import Limit, LimitQuestion, Policy
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, Purpose, Reason, RecipientKind

#: What lets nothing leave while a rule plugin is missing.
CLOSED = "closed"


@frozen(kw_only=True)
class Spot:
    """What is looked at: a recipient, a ground, a purpose, a category.

    ``participant``: whether the survivor is in an address program. ``exemptions``: as a
    question says it.
    """

    asker: Asker
    basis: BasisKind
    purpose: Purpose
    category: str
    participant: bool
    exemptions: bool = True

    def question(self) -> LimitQuestion:
        """Give what a limit is asked."""
        return LimitQuestion(
            recipient=self.asker.agency.id,
            recipient_kind=self.asker.agency.kind,
            purpose=self.purpose,
            basis=self.basis,
            category=self.category,
            acp_participant=self.participant,
        )


@frozen
class Ceiling:
    """The greatest view there, and the rules that keep it from being more.

    ``way`` is None where the law itself bars it. Rules in code are not asked.
    """

    view: View
    way: Way | None
    bars: tuple[Bar, ...] = ()


def ceiling(policy: Policy, spot: Spot) -> Ceiling:
    """Give the greatest view that any facts, evidence and releases can give.

    Exact for a policy without rules in code; those can only lower it.
    """
    way = law_of(policy, spot)
    if isinstance(way, Bar):
        return Ceiling(View.MARKED, None, (way,))
    view = cap(policy, spot)
    if view is View.FULL:
        return Ceiling(view, way)
    bars = [Bar(one.id, Reason.LIMITED) for one in binding(policy, spot, view)]
    if shut(policy, spot):
        bars.append(Bar(CLOSED, Reason.LIMITED))
    return Ceiling(max(view, View.MARKED), way, tuple(bars))


def law_of(policy: Policy, spot: Spot) -> Way | Bar:
    """Give the way in which the law alone opens a spot, or what bars it."""
    where = Setting(
        recipient=spot.asker.agency.kind,
        purpose=spot.purpose,
        basis=spot.basis,
        regimes=policy.holder.regimes,
    )
    # A release under VAWA, FVPSA or VOCA has to end within the days allowed.
    released = not policy.holder.family or policy.max_release_days > 0
    given = _given(policy, spot)
    return law_way(
        where, spot.category, given, released=released, exemptions=spot.exemptions
    )


def _given(policy: Policy, spot: Spot) -> Term:
    """Give the facts that are settled by who asks and what is looked at."""
    holder = policy.holder
    own = spot.asker.agency.id == holder.agency
    return _settled(spot.participant, own, spot.asker.is_subject, bool(holder.unit))


@cache
def _settled(participant: bool, own: bool, herself: bool, unit: bool) -> Term:
    given = {("acp_participant", participant), ("recipient_is_holder", own)}
    given |= {("recipient_is_subject", True)} if herself else set()
    given |= set() if unit else {("same_unit", False)}
    return frozenset(given)


def cap(policy: Policy, spot: Spot) -> View:
    """Give the highest view that the limits leave, whatever the law says."""
    asked = spot.question()
    if shut(policy, spot):
        return View.MARKED
    caps = (limit.cap for limit in policy.limits if limit.matches(asked))
    return min(caps, default=View.FULL)


def binding(policy: Policy, spot: Spot, view: View) -> tuple[Limit, ...]:
    """Give the limits that leave no more than a view; without all of them, more."""
    asked = spot.question()
    return tuple(
        limit for limit in policy.limits if limit.cap <= view and limit.matches(asked)
    )


def shut(policy: Policy, spot: Spot) -> bool:
    """Whether nothing leaves because a rule plugin is missing."""
    agency = spot.asker.agency
    reading = (
        spot.basis is BasisKind.INTRA_PROGRAM
        and agency.kind is RecipientKind.INTERNAL_STAFF
        and agency.id == policy.holder.agency
    )
    return policy.closed and not reading
