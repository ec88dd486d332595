"""Plans that are known: by everything they rest on, and never past their span."""

from __future__ import annotations

from attrs import define, field

from fjcore.consent.decide import Decision
from fjcore.consent.parties import Policy
from fjcore.consent.plan import Plan, plan
from fjcore.consent.state import SubjectState
from fjcore.consent.timeline import Span

#: A plan, its span, and what else it was made of.
_Known = tuple[Plan, Span, SubjectState, Policy]


@define(eq=False, repr=False)
class Plans:
    """Keeps plans for the decisions they were compiled from, and for no others.

    A plan is known by the key of its decision: nothing of one person, revision or
    policy is ever given for another. It holds from its start up to, and without, its
    end; nothing is kept by the clock. Past ``limit`` the one longest unused goes. A
    decision is never kept: whoever asks has decided anew.
    """

    limit: int = 1024
    _known: dict[tuple[object, ...], _Known] = field(factory=dict, init=False)
    _newest: _Known | None = field(default=None, init=False)

    def __len__(self) -> int:
        """Give how many plans are known."""
        return len(self._known)

    def of(self, decision: Decision) -> Plan:
        """Give the plan of a decision: the one known for it, or else compiled now."""
        try:
            found = self._known[decision.key]
        except KeyError:
            return self._made(decision)
        if found[1] is not decision.valid and not _holds(found, decision):
            return self._made(decision)
        if found is not self._newest:
            self._keep(decision, found)
        return found[0]

    def forget(self, subject: str) -> None:
        """Forget every plan of one person."""
        known = list(self._known.items())
        for key in [key for key, one in known if one[0].subject == subject]:
            self._known.pop(key, None)
        self._newest = None

    def _made(self, decision: Decision) -> Plan:
        known = plan(decision), decision.valid, decision.state, decision.policy
        self._keep(decision, known)
        return known[0]

    def _keep(self, decision: Decision, known: _Known) -> None:
        """Put a plan behind all others, so that the first is the longest unused."""
        self._known.pop(decision.key, None)
        self._known[decision.key] = self._newest = known
        while len(self._known) > self.limit:
            self._known.pop(next(iter(self._known)), None)


def _holds(known: _Known, decision: Decision) -> bool:
    """Whether a plan known by the key of a decision is its plan.

    A state gives each of its spans as one object, so the same object is the same
    state, policy and span. Else they are compared: a policy's hash names its rules in
    code but not what they do, and a revision is a number.
    """
    _, (start, end), state, policy = known
    at = decision.question.at
    return (
        (start is None or start <= at)
        and (end is None or at < end)
        and state == decision.state
        and (policy is decision.policy or not policy.rules)
    )
