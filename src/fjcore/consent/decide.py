"""The decision: deny by default, per category, from releases and named bases only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from attrs import field, frozen

from fjcore.consent import judge, obligations
from fjcore.consent.floor import GOVERNMENT, PROCEEDINGS, TEAM
from fjcore.consent.judge import Asking, Miss
from fjcore.consent.parties import Agency, LimitQuestion, Policy
from fjcore.consent.question import Question
from fjcore.consent.state import OnFile, SubjectState
from fjcore.consent.validity import valid_interval
from fjcore.consent.view import View
from fjcore.consent.vocabulary import (
    BasisKind,
    ObligationKind,
    Purpose,
    Reason,
    RecipientKind,
)
from fjcore.errors import RuleFailed, UnknownBasis, UnknownPartner
from fjcore.records.categories import CATEGORIES, category

#: Bases of this version; any other is refused, so nothing leaves on it.
BASES = frozenset(
    {
        BasisKind.NONE,
        BasisKind.CLIENT_RELEASE,
        BasisKind.INTRA_PROGRAM,
        BasisKind.SUBJECT_ACCESS,
    }
)


@frozen
class Grant:
    """A view, and the instant after which a record must not have been made."""

    view: View
    recorded_not_after: datetime | None = None
    release: str = ""


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


@frozen(kw_only=True)
class Decision:
    """The answer to one question; ``plan`` compiles it."""

    question: Question
    recipient: Agency
    verdicts: Mapping[str, Verdict] = field(repr=False)
    named: Mapping[str, Verdict] = field(repr=False)
    obligations: frozenset[ObligationKind]
    redacted: Mapping[str, tuple[str, ...]]
    release_ids: tuple[str, ...]
    ends: datetime | None
    valid: tuple[datetime | None, datetime | None]
    revision: int
    policy_hash: str

    @property
    def allowed(self) -> frozenset[str]:
        """Categories of which something may be shown."""
        return frozenset(name for name, v in self.verdicts.items() if v.granted)

    @property
    def reasons(self) -> Mapping[str, Reason]:
        """Why each other category is withheld."""
        return {n: v.reason for n, v in self.verdicts.items() if v.reason is not None}


def recipient_of(policy: Policy, question: Question) -> Agency:
    """Give the recipient a question names.

    Raises: UnknownPartner, naming it by the question's own field.
    """
    if question.basis.kind is BasisKind.INTRA_PROGRAM:
        if question.recipient == policy.holder.agency:
            holder = policy.holder
            return Agency(
                holder.agency, kind=RecipientKind.INTERNAL_STAFF, name=holder.name
            )
    if question.recipient == question.subject:
        return Agency(question.subject, kind=RecipientKind.SUBJECT, name="subject")
    found = policy.partners.get(question.recipient)
    if found is None:
        raise UnknownPartner("recipient")
    return found


def decide(
    policy: Policy,
    state: SubjectState,
    question: Question,
    *,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> Decision:
    """Answer a question from the state of one person; pure, and without any data.

    ``fields`` are the narratives that a release can name, with their categories.
    Raises: UnknownPartner, UnknownBasis, UnknownCategory; RuleFailed, naming a rule
    plugin that failed: then nothing may leave.
    """
    if question.basis.kind not in BASES:
        raise UnknownBasis("basis")
    recipient = recipient_of(policy, question)
    asked = CATEGORIES if question.categories is None else question.categories
    one = _Engine(policy, state, question, recipient)
    verdicts = {name: one.verdict(category(name).id, name) for name in sorted(asked)}
    named = {
        path: one.verdict(kind, path)
        for path, kind in sorted(fields.items())
        if kind in verdicts
    }
    allowed = frozenset(name for name, v in verdicts.items() if v.granted)
    redacted = {
        name: cut
        for name, inner in question.embedded.items()
        if name in allowed and (cut := tuple(i for i in inner if i not in allowed))
    }
    used = {
        grant.release
        for v in (*verdicts.values(), *named.values())
        for grant in v.grants
        if grant.release
    }
    tz = judge.zone(policy.holder.tz)
    ends = [
        end
        for file in state.releases
        if file.release.id in used and (end := file.release.end(tz))
    ]
    return Decision(
        question=question,
        recipient=recipient,
        verdicts=MappingProxyType(verdicts),
        named=MappingProxyType(named),
        obligations=obligations.of(
            policy, state, question, recipient, verdicts, redacted
        ),
        redacted=MappingProxyType(redacted),
        release_ids=tuple(sorted(used)),
        ends=min(ends, default=None),
        valid=valid_interval(policy, state, question.at),
        revision=state.revision,
        policy_hash=policy.hash,
    )


def _no(reason: Reason, rule: str) -> Verdict:
    return Verdict(reason=reason, rule=rule)


def _yes(rule: str) -> Verdict:
    return Verdict(grants=(Grant(View.FULL),), rule=rule)


@frozen
class _Engine:
    policy: Policy
    state: SubjectState
    question: Question
    recipient: Agency

    def verdict(self, name: str, item: str) -> Verdict:
        found = self._floor(name)
        if found is None or (found.granted and not self.question.exemptions):
            found = self._basis(name, item)
        return self._limited(name, found) if found.granted else found

    def _floor(self, name: str) -> Verdict | None:
        """Rules ahead of any release, in the order of the table."""
        q, kind = self.question, self.recipient.kind
        family = self.policy.holder.family
        if name == "aggregate":
            small = q.smallest_cell
            enough = small is not None and (small == 0 or small >= self.policy.min_cell)
            return _yes("X1") if enough else _no(Reason.SMALL_CELL, "X1")
        if kind is RecipientKind.ABUSER:
            return _no(Reason.ABUSER_RECIPIENT, "N2")
        if kind is RecipientKind.HMIS and family:
            return _no(Reason.HMIS_PROHIBITED, "N1")
        if kind is RecipientKind.PUBLIC_WEB:
            return _no(Reason.PUBLICATION_BAN, "N5")
        if name == "location.substitute" and self.state.facts.acp_participant:
            if kind in GOVERNMENT:
                return _yes("X4")
        if name == "ciphertext":
            return _no(Reason.INDIVIDUAL_LEVEL, "I4")
        return self._rows(name) or self._own_records(name)

    def _rows(self, name: str) -> Verdict | None:
        q, holder = self.question, self.policy.holder
        if name not in ("deidentified_rows", "pseudonymous_ids"):
            return None
        if q.basis.kind is BasisKind.CLIENT_RELEASE:
            return None
        proper = q.deid_method in ("safe_harbor", "expert")
        if name == "deidentified_rows" and "hipaa" in holder.regimes and proper:
            if not holder.family:
                return _yes("N4")
        return _no(Reason.INDIVIDUAL_LEVEL, "N3")

    def _own_records(self, name: str) -> Verdict | None:
        kind, purpose = self.recipient.kind, self.question.purpose
        if name in ("le_record", "pros_record"):
            proceedings = (
                Purpose.CRIMINAL_INVESTIGATION,
                Purpose.PROSECUTION,
                Purpose.PO_ENFORCEMENT,
            )
            if purpose in proceedings and (kind in TEAM or kind is RecipientKind.COURT):
                return _yes("X2")
        registry = (RecipientKind.PO_REGISTRY, RecipientKind.LAW_ENFORCEMENT)
        if name == "court_record" and purpose is Purpose.PO_ENFORCEMENT:
            if kind in registry:
                return _yes("X3")
        return None

    def _basis(self, name: str, item: str) -> Verdict:
        kind = self.question.basis.kind
        if kind is BasisKind.INTRA_PROGRAM:
            return self._intra_program(name)
        if kind is BasisKind.SUBJECT_ACCESS:
            return self._subject_access(name)
        facts = self.state.facts
        if name == "sud" and self.question.purpose in PROCEEDINGS:
            if facts.downstream_part2 and facts.use_against_subject:
                return _no(Reason.USE_AGAINST_PATIENT, "H2")
        if name == "other_party":
            return _no(Reason.THIRD_PARTY, "N6")
        return self._releases(name, item)

    def _intra_program(self, name: str) -> Verdict:
        q, holder = self.question, self.policy.holder
        if q.staff and q.staff in self.state.facts.conflict_walls:
            return _no(Reason.CONFLICT_WALL, "I2")
        if name == "other_party":
            return _no(Reason.THIRD_PARTY, "I1")
        inside = (
            q.recipient == holder.agency
            and self.recipient.kind is RecipientKind.INTERNAL_STAFF
            and q.unit == holder.unit
            and q.need_to_know
        )
        return _yes("I1") if inside else _no(Reason.NO_RELEASE, "I1")

    def _subject_access(self, name: str) -> Verdict:
        q = self.question
        if self.recipient.kind is not RecipientKind.SUBJECT or q.recipient != q.subject:
            return _no(Reason.NO_RELEASE, "I5")
        if name == "other_party":
            return _no(Reason.THIRD_PARTY, "I5")
        return _yes("I5")

    def _releases(self, name: str, item: str) -> Verdict:
        """Each release on its own; of several misses the nearest is told."""
        misses: list[Miss] = []
        grants: list[Grant] = []
        for file in self.state.releases:
            found = self._release(file, name, item)
            if isinstance(found, Miss):
                misses.append(found)
            else:
                grants.append(found)
        if grants:
            return Verdict(grants=tuple(grants), rule="C16")
        if not misses:
            return _no(Reason.NO_RELEASE, "-")
        nearest = max(misses, key=lambda miss: miss.stage)
        return Verdict(reason=nearest.reason, rule="C", stage=nearest.stage)

    def _release(self, file: OnFile, name: str, item: str) -> Grant | Miss:
        q, facts = self.question, self.state.facts
        asking = Asking(
            recipient=q.recipient,
            person=q.person,
            purpose=q.purpose,
            method=q.method,
            at=q.at,
        )
        missed = judge.matches(file, q.subject, facts, self.policy, asking)
        if missed:
            return missed
        reached = judge.reach(file, name, item, q.at)
        if isinstance(reached, Miss):
            return reached
        release = file.release
        by_parent = reached not in (name, item)
        introduced = q.introduced.get(name)
        if judge.newer_than_form(release, introduced, by_parent=by_parent):
            return Miss(5, Reason.NEW_CATEGORY)
        lacking = judge.special_form(release, name, facts, self.policy.holder)
        if lacking:
            return Miss(5, lacking)
        until = None if release.covers_future_records else judge.signed(release)
        return Grant(release.views.get(reached, View.FULL), until, release.id)

    def _limited(self, name: str, found: Verdict) -> Verdict:
        """What limits leave of a grant; they only lower, and a failing one ends all."""
        question = LimitQuestion(
            recipient=self.question.recipient,
            recipient_kind=self.recipient.kind,
            purpose=self.question.purpose,
            basis=self.question.basis.kind,
            category=name,
            acp_participant=self.state.facts.acp_participant,
        )
        caps = [
            (limit.cap, limit.id)
            for limit in self.policy.limits
            if limit.matches(question)
        ]
        caps += [(_cap(rule, question), rule.id) for rule in self.policy.rules]
        if self.policy.closed and question.basis is not BasisKind.INTRA_PROGRAM:
            caps.append((View.MARKED, "closed"))
        cap, rule = min(caps, default=(View.FULL, ""))
        lowered = tuple(
            Grant(min(grant.view, cap), grant.recorded_not_after, grant.release)
            for grant in found.grants
        )
        if cap <= View.MARKED:
            return Verdict(reason=Reason.LIMITED, rule=rule)
        return Verdict(grants=lowered, rule=found.rule)


def _cap(rule: object, question: LimitQuestion) -> View:
    found: object = None
    try:
        found = rule.cap(question)  # type: ignore[attr-defined]
    except KeyboardInterrupt:
        raise
    except BaseException:  # a rule that fails, or exits, ends the disclosure
        found = None
    if not isinstance(found, View):
        raise RuleFailed(str(getattr(rule, "id", "rule")))
    return found
