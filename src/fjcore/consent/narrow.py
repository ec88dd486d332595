"""What limits leave of a grant: they only lower, and one that fails ends all."""

from __future__ import annotations

from collections.abc import Iterator

from fjcore.consent.inquiry import Grant, Inquiry, Verdict
from fjcore.consent.parties import LimitQuestion, LimitRule
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, Reason
from fjcore.errors import RuleFailed


def narrowed(asked: Inquiry, name: str, found: Verdict) -> Verdict:
    """Give what is left of an answer for a category.

    Raises: RuleFailed, naming a rule plugin that failed.
    """
    cap, rule = min(_caps(asked, name), default=(View.FULL, ""))
    if cap <= View.MARKED:
        return Verdict(reason=Reason.LIMITED, rule=rule)
    lowered = tuple(
        Grant(min(grant.view, cap), grant.recorded_not_after, grant.release)
        for grant in found.grants
    )
    return Verdict(grants=lowered, rule=found.rule)


def _caps(asked: Inquiry, name: str) -> Iterator[tuple[View, str]]:
    basis = asked.question.basis.kind
    question = LimitQuestion(
        recipient=asked.question.recipient,
        recipient_kind=asked.recipient.kind,
        purpose=asked.question.purpose,
        basis=basis,
        category=name,
        acp_participant=asked.state.facts.acp_participant,
    )
    for limit in asked.policy.limits:
        if limit.matches(question):
            yield limit.cap, limit.id
    for rule in asked.policy.rules:
        yield _cap(rule, question)
    reading = basis is BasisKind.INTRA_PROGRAM and asked.inside
    if asked.policy.closed and not reading:
        yield View.MARKED, "closed"


def _cap(rule: LimitRule, question: LimitQuestion) -> tuple[View, str]:
    name, found = "rule", None
    try:
        name = str(rule.id)
        found = rule.cap(question)
    except KeyboardInterrupt:
        raise
    except BaseException:  # a rule that fails, or exits, ends the disclosure
        found = None
    if not isinstance(found, View):
        raise RuleFailed(name)
    return found, name
