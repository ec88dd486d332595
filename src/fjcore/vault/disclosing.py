"""Disclosing and reading: decide, cut, check, admit, log, commit; then hand on."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from fjcore.audit import Pending
from fjcore.consent import (
    Basis,
    BasisKind,
    Decision,
    Obligation,
    ObligationKind,
    Plan,
    Question,
    Used,
    decide,
    met_after,
    plan,
)
from fjcore.consent.evidence import EVIDENCE
from fjcore.disclosure import (
    BASIS_CLASS,
    Connector,
    Disclosure,
    Receipt,
    admit,
    build,
    send,
)
from fjcore.errors import (
    AuditUnavailable,
    DeliveryFailed,
    DisclosureError,
    EventRefused,
    FjcoreError,
    NoConnector,
    OptionRefused,
    Problem,
    Refused,
    UnknownPartner,
    VaultClosed,
)
from fjcore.values import new_id, parse_id, parse_name, zone
from fjcore.vault.ask import Ask, failed, nothing, withheld
from fjcore.vault.core import Core, Tx
from fjcore.vault.mandates import looked_up
from fjcore.vault.moment import Moment, moment, walled
from fjcore.vault.results import Sent

#: Grounds that a partner can be sent something on: a release, or evidence on file.
GROUNDS = frozenset({BasisKind.CLIENT_RELEASE, *EVIDENCE})


def disclose(core: Core, ask: Ask) -> Sent:
    """Send a partner what it may have; see ``Vault.disclose``."""
    core.own(ask.actor)
    parse_id(ask.subject, where="subject")
    if ask.basis not in GROUNDS:
        raise OptionRefused("basis", problems=(Problem("basis", "unknown_code"),))
    if ask.ref and ask.basis is BasisKind.CLIENT_RELEASE:
        raise EventRefused("ref")  # a release names itself
    if ask.ref:
        parse_name(ask.ref, where="ref")
    if core.policy.closed:
        raise VaultClosed(_not_loaded(core))
    name = parse_name(ask.recipient, where="recipient")
    if ask.person is not None:
        parse_name(ask.person, where="person")
    if name not in core.policy.partners:
        raise UnknownPartner("recipient")
    connector_id = core.site.connector_of(ask.recipient)
    if not connector_id:
        raise NoConnector(ask.recipient)
    connector = core.registry.connector(connector_id)
    try:
        made, pending = _made(core, ask, "disclose")
        receipt = send(connector, made, made.id, pending)
        filed = _received(core, ask, made, receipt)
    finally:
        _close(connector)
    if not filed:
        raise DeliveryFailed(made.id)
    return Sent(disclosure=made, receipt=receipt)


def _close(connector: Connector) -> None:
    """Close a connector; whatever it raises may hold what it was given to send."""
    stopped = False
    try:
        connector.close()
    except KeyboardInterrupt:
        stopped = True
    except BaseException:  # noqa: S110 - SystemExit from a plugin is a fault too
        pass
    if stopped:
        raise KeyboardInterrupt


def _not_loaded(core: Core) -> str:
    """Name the plugins that should be in use and are not."""
    lost = (row for row in core.registry.report if row.state in ("broken", "missing"))
    return ", ".join(f"{row.name}: {row.state}" for row in lost)


def read(core: Core, ask: Ask, event: str = "read") -> Disclosure:
    """Give staff what they may see; see ``Vault.read``."""
    parse_id(ask.subject, where="subject")
    made, _ = _made(core, ask, event)
    return made


def _made(core: Core, ask: Ask, event: str) -> tuple[Disclosure, Pending]:
    """Make a disclosure and commit its audit entry, or log why there is none."""
    fault: FjcoreError
    try:
        made = core.run(lambda tx: _attempt(tx, ask, event))
    except FjcoreError as error:
        fault = error.with_traceback(None)
    except Exception as error:  # its text may hold a value: only its kind goes on
        fault = DisclosureError(type(error).__name__)
    else:
        if isinstance(made, Refused):
            raise made
        return made
    try:
        core.run(lambda tx: failed(tx, ask, fault))
    except FjcoreError:
        unlogged = True
    else:
        unlogged = False
    if unlogged:
        raise AuditUnavailable(fault.code)
    raise fault


def _attempt(tx: Tx, ask: Ask, event: str) -> tuple[Disclosure, Pending] | Refused:
    now = moment(tx, ask.subject, disclosing=True)
    walled(now, ask.actor)
    if event == "disclose":
        tx.core.guard.check(tx)
    decision, review = _decided(tx, ask, now)
    made = _reviewed(plan(decision)) if review else plan(decision)
    if made.empty:
        return withheld(tx, ask, decision)
    held = tx.held(ask.subject)
    disclosure = build(
        made,
        held,
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
    revision = now.revision
    if event == "disclose":
        if not disclosure.present:
            return nothing(tx, ask, decision, held)
        revision = _use(tx, ask, made, now)
    pending = tx.note(
        event,
        actor=ask.actor,
        subject=ask.subject,
        recipient=ask.recipient,
        basis=BASIS_CLASS[ask.basis],
        decision="granted",
        request=disclosure.id,
        detail={
            **_said(ask, decision, made.obligations, disclosure),
            "revision": revision,
        },
    )
    return disclosure, pending


def _reviewed(made: Plan) -> Plan:
    """Give a plan that a lawyer must look at first."""
    more = Obligation.of(ObligationKind.LEGAL_REVIEW)
    if more in made.obligations:
        return made
    return evolve(made, obligations=(*made.obligations, more))


def _decided(tx: Tx, ask: Ask, now: Moment) -> tuple[Decision, bool]:
    """Decide; what a report rests on is looked up anew. Say if a lawyer must look.

    Raises: EventRefused, naming ``ref``, when nothing is on file under it.
    """
    core, state, review = tx.core, now.state, False
    if ask.ref:
        if ask.ref not in state.evidence:
            raise EventRefused("ref")
        state, review = looked_up(core, state, ask.ref, ask.actor, ask.recipient)
    question = _question(tx, ask, now)
    return decide(core.policy, state, question, fields=core.narratives), review


def foreseen(core: Core, ask: Ask) -> frozenset[str]:
    """Give the categories that a request would be granted now; nothing is made of it.

    Raises: UnknownSubject, EventRefused.
    """

    def work(tx: Tx) -> frozenset[str]:
        decision, _ = _decided(tx, ask, moment(tx, ask.subject))
        return decision.allowed

    return core.run(work)


def _question(tx: Tx, ask: Ask, now: Moment) -> Question:
    return Question(
        subject=ask.subject,
        recipient=ask.recipient,
        person=ask.person,
        purpose=ask.purpose,
        basis=Basis(ask.basis, ask.ref),
        at=now.at,
        staff=ask.actor,
        unit=ask.unit,
        need_to_know=bool(ask.need_to_know.strip()),
        categories=tx.core.categories,
        exemptions=False,
    )


def _use(tx: Tx, ask: Ask, made: Plan, now: Moment) -> int:
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
    return revision


def _said(
    ask: Ask, decision: Decision, duties: Iterable[Obligation], made: Disclosure
) -> dict[str, object]:
    return {
        "disclosure": made.id,
        "recipient": ask.recipient,
        "recipient_name": decision.recipient.name,
        "person": ask.person or "",
        "purpose": str(ask.purpose),
        "basis": str(ask.basis),
        "basis_ref": ask.ref,
        "releases": list(made.release_ids),
        "categories": sorted({category for _, _, category in made.present}),
        "fields": [[path, view] for path, view, _ in made.present],
        "sha256": made.sha256,
        "need_to_know": ask.need_to_know,
        "obligations": sorted(str(duty.kind) for duty in duties),
        # What is owed afterwards cannot have been done before: it waits for the desk.
        "evidence": {
            str(kind): given.by
            for kind, given in ask.evidence.items()
            if kind not in met_after()
        },
    }


def _received(core: Core, ask: Ask, made: Disclosure, receipt: Receipt) -> bool:
    """File a receipt; False where the log cannot take it, though it has arrived."""

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

    try:
        core.run(work)
    except FjcoreError:
        return False
    return True
