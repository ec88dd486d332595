"""Disclosing and reading: decide, cut, check, admit, log, commit; then hand on."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from fjcore.audit import Pending
from fjcore.consent import (
    Basis,
    BasisKind,
    Decision,
    ObligationKind,
    Plan,
    Question,
    Used,
    decide,
    plan,
)
from fjcore.disclosure import (
    BASIS_CLASS,
    Disclosure,
    Evidence,
    Receipt,
    admit,
    build,
    send,
)
from fjcore.errors import (
    AuditUnavailable,
    DeliveryFailed,
    FjcoreError,
    Problem,
    Refused,
    UnknownPartner,
    UnknownSubject,
    VaultClosed,
)
from fjcore.values import new_id, parse_id, parse_name, zone
from fjcore.vault.core import Core, Moment, Tx, moment
from fjcore.vault.results import Sent


@frozen(kw_only=True)
class Ask:
    """One request, from inside or for a partner."""

    subject: str
    recipient: str
    purpose: str
    basis: BasisKind
    actor: str
    person: str | None = None
    unit: str = ""
    need_to_know: str = ""
    evidence: Mapping[ObligationKind, Evidence]


def disclose(core: Core, ask: Ask) -> Sent:
    """Send a partner what it may have; see ``Vault.disclose``."""
    core.staff(ask.actor)
    parse_id(ask.subject, where="subject")
    if core.policy.closed:
        raise VaultClosed("plugins")
    name = parse_name(ask.recipient, where="recipient")
    if name not in core.policy.partners:
        raise UnknownPartner("recipient")
    connector_id = core.site.connector_of(ask.recipient)
    if not connector_id:
        raise DeliveryFailed(f"{ask.recipient}: connector")
    connector = core.registry.connector(connector_id)
    try:
        made, pending = _made(core, ask, "disclose")
        receipt = send(connector, made, made.id, pending)
    finally:
        connector.close()
    _received(core, ask, made, receipt)
    return Sent(disclosure=made, receipt=receipt)


def read(core: Core, ask: Ask) -> Disclosure:
    """Give staff what they may see; see ``Vault.read``."""
    parse_id(ask.subject, where="subject")
    made, _ = _made(core, ask, "read")
    return made


def _made(core: Core, ask: Ask, event: str) -> tuple[Disclosure, Pending]:
    """Make a disclosure and commit its audit entry, or log why there is none."""
    fault: FjcoreError
    try:
        made = core.run(lambda tx: _attempt(tx, ask, event))
    except FjcoreError as error:
        fault = error
    else:
        if isinstance(made, Refused):
            raise made
        return made
    try:
        core.run(lambda tx: _failed(tx, ask, fault))
    except FjcoreError:
        unlogged = True
    else:
        unlogged = False
    if unlogged:
        raise AuditUnavailable(fault.code)
    raise fault


def _attempt(tx: Tx, ask: Ask, event: str) -> tuple[Disclosure, Pending] | Refused:
    now = moment(tx, ask.subject, disclosing=True)
    decision = decide(
        tx.core.policy, now.state, _question(tx, ask, now), fields=tx.core.narratives
    )
    made = plan(decision)
    if made.empty:
        return _withheld(tx, ask, decision)
    disclosure = build(
        made,
        tx.held(ask.subject),
        disclosure_id=new_id(),
        holder=tx.core.policy.holder.agency,
        now=now.at,
        revision=now.revision,
        tz=zone(tx.core.policy.holder.tz),
    )
    admit(
        disclosure,
        made,
        decision.recipient,
        evidence=ask.evidence,
        now=now.at,
        revision=now.revision,
        last_entry_at=tx.last_entry_at(),
    )
    if event == "disclose":
        _use(tx, ask, made, now)
    pending = tx.note(
        event,
        actor=ask.actor,
        subject=ask.subject,
        recipient=ask.recipient,
        basis=BASIS_CLASS[ask.basis],
        decision="granted",
        request=disclosure.id,
        detail=_said(ask, decision, disclosure),
    )
    return disclosure, pending


def _question(tx: Tx, ask: Ask, now: Moment) -> Question:
    return Question(
        subject=ask.subject,
        recipient=ask.recipient,
        person=ask.person,
        purpose=ask.purpose,
        basis=Basis(ask.basis),
        at=now.at,
        staff=ask.actor,
        unit=ask.unit,
        need_to_know=bool(ask.need_to_know.strip()),
        categories=tx.core.categories,
        exemptions=False,
    )


def _use(tx: Tx, ask: Ask, made: Plan, now: Moment) -> None:
    revision = now.revision
    for release_id in made.release_ids:
        used = Used(
            release_id=release_id,
            recipient=ask.recipient,
            effective_at=now.at,
            recorded_at=now.at,
            actor=ask.actor,
        )
        revision = tx.rows.add_event(ask.subject, revision, used)


def _said(ask: Ask, decision: Decision, made: Disclosure) -> dict[str, object]:
    return {
        "disclosure": made.id,
        "recipient": ask.recipient,
        "recipient_name": decision.recipient.name,
        "purpose": str(ask.purpose),
        "basis": str(ask.basis),
        "releases": list(made.release_ids),
        "categories": sorted({category for _, _, category in made.granted}),
        "fields": [[path, view] for path, view, _ in made.granted],
        "sha256": made.sha256,
        "need_to_know": ask.need_to_know,
        "evidence": {str(kind): given.by for kind, given in ask.evidence.items()},
    }


def _withheld(tx: Tx, ask: Ask, decision: Decision) -> Refused:
    """Log a denial; it is committed like any answer."""
    reasons = {name: str(reason) for name, reason in decision.reasons.items()}
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
            "reasons": reasons,
        },
    )
    furthest = max(
        (v.stage for v in decision.verdicts.values() if v.stage < 9), default=9
    )
    nearest = {
        str(v.reason) for v in decision.verdicts.values() if v.stage == furthest
    } or set(reasons.values())
    problems = tuple(Problem(ask.recipient, code) for code in sorted(nearest))
    return Refused(ask.subject, problems=problems)


def _failed(tx: Tx, ask: Ask, fault: FjcoreError) -> None:
    unknown = isinstance(fault, UnknownSubject)
    if not unknown:
        tx.rows.lock(ask.subject)
    tx.note(
        "withhold",
        actor=ask.actor,
        subject=None if unknown else ask.subject,
        recipient=ask.recipient,
        basis=BASIS_CLASS[ask.basis],
        decision="error",
        detail={"recipient": ask.recipient, "error": fault.code},
    )


def _received(core: Core, ask: Ask, made: Disclosure, receipt: Receipt) -> None:
    def work(tx: Tx) -> None:
        tx.note(
            "receipt",
            actor=ask.actor,
            subject=ask.subject,
            recipient=ask.recipient,
            detail={
                "disclosure": made.id,
                "connector": receipt.connector,
                "reference": receipt.reference,
            },
        )

    core.run(work)
