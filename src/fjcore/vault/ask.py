"""One request, from inside or for a partner, and how a refusal of it is logged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from fjcore.consent import (
    BasisKind,
    Decision,
    LimitRule,
    ObligationKind,
    PluginRule,
    Purpose,
)
from fjcore.disclosure import BASIS_CLASS, Evidence, Held
from fjcore.disclosure.forms import Form
from fjcore.errors import FjcoreError, Problem, Refused, RuleFailed
from fjcore.redaction.narrative import Review
from fjcore.vault.core import Core, Tx


@frozen(kw_only=True)
class Ask:
    """One request, from inside or for a partner."""

    subject: str
    recipient: str
    purpose: str
    basis: BasisKind
    ref: str = ""
    actor: str
    person: str | None = field(default=None, repr=False)
    unit: str = ""
    need_to_know: str = field(default="", repr=False)
    evidence: Mapping[ObligationKind, Evidence]
    reviews: tuple[Review, ...] = field(default=(), repr=False)
    copy: tuple[Form, str] | None = None


#: What a report on each of these grounds is for.
PURPOSES = {
    BasisKind.STATUTORY_MANDATE: Purpose.MANDATORY_REPORT,
    BasisKind.STATUTE_PERMISSIVE: Purpose.PERMISSIVE_REPORT,
}

#: What the log says of a request while plugins' rules are asked about it.
UNANSWERED = "rule_unanswered"


def report_ask(
    subject: str, recipient: str, basis: BasisKind, ref: str, actor: str
) -> Ask:
    """Give the request by which a report on file is made."""
    return Ask(
        subject=subject,
        recipient=recipient,
        purpose=PURPOSES[basis],
        basis=basis,
        ref=ref,
        actor=actor,
        evidence={},
    )


def nothing(tx: Tx, ask: Ask, decision: Decision, held: Iterable[Held]) -> Refused:
    """Refuse to send an empty file: it would only tell that there is a person."""
    limits = {
        grant.recorded_not_after
        for verdict in (*decision.verdicts.values(), *decision.named.values())
        for grant in verdict.grants
    }
    later = any(
        limit is not None and item.recorded_at > limit
        for item in held
        for limit in limits
    )
    code = "future_record" if later else "nothing_on_file"
    _note_denial(tx, ask, dict.fromkeys(sorted(decision.allowed), code))
    return Refused(ask.subject, problems=(Problem(ask.recipient, code),))


def withheld(tx: Tx, ask: Ask, decision: Decision) -> Refused:
    """Log a denial; it is committed like any answer."""
    reasons = {name: str(reason) for name, reason in decision.reasons.items()}
    _note_denial(tx, ask, reasons)
    furthest = max(
        (v.stage for v in decision.verdicts.values() if v.stage < 9), default=9
    )
    nearest = {
        str(v.reason) for v in decision.verdicts.values() if v.stage == furthest
    } or set(reasons.values())
    problems = tuple(Problem(ask.recipient, code) for code in sorted(nearest))
    return Refused(ask.subject, problems=problems)


def _note_denial(tx: Tx, ask: Ask, reasons: Mapping[str, str]) -> None:
    tx.note(
        "withhold",
        actor=ask.actor,
        subject=ask.subject,
        recipient=ask.recipient,
        basis=BASIS_CLASS[ask.basis],
        decision="withheld",
        detail={
            "recipient": ask.recipient,
            "purpose": str(ask.purpose),
            "basis": str(ask.basis),
            "basis_ref": ask.ref,
            "reasons": dict(reasons),
        },
    )


def begun(core: Core, ask: Ask, event: str) -> None:
    """Log, before rules of plugins are asked, that nothing was given on a request.

    It stays the last word on the request where such a rule never answers.
    """
    if event == "disclose" and core.policy.rules:
        core.run(lambda tx: _unanswered(tx, ask))


def _unanswered(tx: Tx, ask: Ask) -> None:
    tx.note(
        "withhold",
        actor=ask.actor,
        subject=ask.subject if tx.rows.has(ask.subject) else None,
        recipient=ask.recipient,
        basis=BASIS_CLASS[ask.basis],
        decision="error",
        detail={
            "recipient": ask.recipient,
            "error": UNANSWERED,
            "rules": sorted(_names(tx.core.policy.rules)),
        },
    )


def _names(rules: Iterable[LimitRule]) -> Iterator[str]:
    for rule in rules:
        if type(rule) is PluginRule:
            yield f"{rule.plugin} {rule.id}"


def failed(tx: Tx, ask: Ask, fault: FjcoreError) -> None:
    """Log that a request ended in an error."""
    tx.note(
        "withhold",
        actor=ask.actor,
        subject=ask.subject if tx.rows.has(ask.subject) else None,
        recipient=ask.recipient,
        basis=BASIS_CLASS[ask.basis],
        decision="error",
        detail={
            "recipient": ask.recipient,
            "error": fault.code,
            **({"rule": fault.where} if isinstance(fault, RuleFailed) else {}),
        },
    )
