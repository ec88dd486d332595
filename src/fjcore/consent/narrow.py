"""What limits leave of a grant: they only lower, and one that fails ends all."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from fjcore.consent.inquiry import Grant, Inquiry, Verdict
from fjcore.consent.instruction import INSIDE
from fjcore.consent.parties import LimitQuestion, LimitRule, PluginRule
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, Reason
from fjcore.errors import RuleFailed
from fjcore.values.blame import kind_of
from fjcore.values.clock import ticks


def narrowed(asked: Inquiry, name: str, item: str, found: Verdict) -> Verdict:
    """Give what is left of an answer for a category, or a field of it by name.

    Raises: RuleFailed, naming a rule plugin that failed.
    """
    cap, rule = min(_caps(asked, name, item), default=(View.FULL, ""))
    if cap <= View.MARKED:
        return Verdict(reason=Reason.LIMITED, rule=rule)
    lowered = tuple(
        Grant(min(grant.view, cap), grant.recorded_not_after, grant.release)
        for grant in found.grants
    )
    return Verdict(grants=lowered, rule=found.rule)


def caps(asked: Inquiry, name: str, item: str) -> tuple[tuple[View, str], ...]:
    """Give every cap on an answer with what sets it; off the way of a decision.

    Raises: RuleFailed, naming a rule plugin that failed.
    """
    return tuple(_caps(asked, name, item))


def _caps(asked: Inquiry, name: str, item: str) -> Iterator[tuple[View, str]]:
    basis = asked.question.basis.kind
    question = LimitQuestion(
        recipient=asked.question.recipient,
        recipient_kind=asked.recipient.kind,
        purpose=asked.question.purpose,
        basis=basis,
        category=name,
        acp_participant=asked.state.facts.acp_participant,
    )
    for limit in asked.policy.matching(question):
        yield limit.cap, limit.id
    for instruction in _forbidding(asked, name, item):
        yield View.MARKED, instruction
    if basis not in INSIDE:
        for terms in asked.state.received:
            yield terms.cap(item, asked.recipient, asked.question.at), terms.id
    for rule in asked.policy.rules:
        yield _cap(rule, question)
    reading = basis is BasisKind.INTRA_PROGRAM and asked.inside
    if asked.policy.closed and not reading:
        yield View.MARKED, "closed"


def _forbidding(asked: Inquiry, name: str, item: str) -> Iterator[str]:
    """Name the instructions of hers that stand against an answer.

    What is read inside the program, or by her, goes to nobody she could have meant.
    """
    question = asked.question
    if question.basis.kind in INSIDE:
        return
    for standing in asked.state.instructions:
        if standing.holds(question.at) and standing.instruction.forbids(
            recipient=question.recipient,
            kind=asked.recipient.kind,
            purpose=question.purpose,
            category=name,
            item=item,
        ):
            yield standing.instruction.id


def _cap(rule: LimitRule, question: LimitQuestion) -> tuple[View, str]:
    name, found, kind, began = "rule", None, "type", ticks()
    try:
        name = str(rule.id)
        # A rule may write into what it is given: the next is not to read that.
        found = rule.cap(evolve(question))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a rule that fails, or exits, ends the disclosure
        found, kind = None, kind_of(error)
    took = ticks() - began
    if type(rule) is PluginRule and type(found) is View and took > rule.late_s:
        found, kind = None, "late"
    if type(found) is not View:  # any object can say that it is an instance
        name = rule.blamed(kind) if type(rule) is PluginRule else name
        raise RuleFailed(name)
    return found, name
