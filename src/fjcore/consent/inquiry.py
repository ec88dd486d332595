"""What one decision reads, and what it answers for one category."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from attrs import field, frozen

from fjcore.consent.evidence import LegalEvidence, in_force
from fjcore.consent.parties import Agency, Holder, Policy
from fjcore.consent.question import Question
from fjcore.consent.state import SubjectState
from fjcore.consent.view import View
from fjcore.consent.vocabulary import Reason, RecipientKind


@frozen(kw_only=True)
class Setting:
    """What a question says before any category is looked at."""

    recipient: str
    purpose: str
    basis: str
    regimes: frozenset[str]


@frozen(kw_only=True)
class Inquiry:
    """One question with everything its answer rests on."""

    policy: Policy = field(repr=False)
    state: SubjectState = field(repr=False)
    question: Question
    recipient: Agency

    @property
    def holder(self) -> Holder:
        """The agency unit that is asked."""
        return self.policy.holder

    @property
    def inside(self) -> bool:
        """Whether the holder's own staff ask."""
        return (
            self.recipient.kind is RecipientKind.INTERNAL_STAFF
            and self.question.recipient == self.holder.agency
        )

    @cached_property
    def setting(self) -> Setting:
        """What the question says before any category is looked at."""
        return Setting(
            recipient=self.recipient.kind,
            purpose=self.question.purpose,
            basis=self.question.basis.kind,
            regimes=self.holder.regimes,
        )

    @cached_property
    def evidence(self) -> LegalEvidence | None:
        """What is on file now under the reference of the basis, if it fits it."""
        basis, at = self.question.basis, self.question.at
        return in_force(self.state.evidence.get(basis.ref), basis.kind, at)

    def cells(self, least: int) -> bool | None:
        """Whether every count is zero or large enough; None when it is not said.

        The site's own threshold counts where it is higher.
        """
        smallest = self.question.smallest_cell
        if smallest is None:
            return None
        return smallest == 0 or smallest >= max(least, self.policy.min_cell)


@frozen
class Grant:
    """A view, and the instant after which a record must not have been made."""

    view: View
    recorded_not_after: datetime | None = None
    release: str = ""

    def reaches(self, recorded_at: datetime) -> bool:
        """Whether it reaches a record of an age; one of the cutoff itself, yes."""
        cutoff = self.recorded_not_after
        return cutoff is None or recorded_at <= cutoff


@frozen(kw_only=True)
class Verdict:
    """The answer for one category or named field: grants, or the reason for none."""

    grants: tuple[Grant, ...] = ()
    reason: Reason | None = None
    rule: str = ""
    stage: int = 9

    @property
    def granted(self) -> bool:
        """Whether anything may be shown."""
        return bool(self.grants)


def no(reason: Reason, rule: str) -> Verdict:
    """Answer that nothing is shown."""
    return Verdict(reason=reason, rule=rule)


def yes(rule: str) -> Verdict:
    """Answer that all is shown, by a rule and not by a release."""
    return Verdict(grants=(Grant(View.FULL),), rule=rule)
