"""Disclosing and reading: decide, cut, check, admit, log, commit; then hand on."""

from __future__ import annotations

from attrs import evolve

from fjcore.consent import (
    Basis,
    BasisKind,
    Decision,
    Obligation,
    ObligationKind,
    Plan,
    Question,
    decide,
    plan,
)
from fjcore.consent.evidence import EVIDENCE
from fjcore.disclosure import (
    Connector,
    Disclosure,
    Held,
    Outgoing,
    Receipt,
    admit,
    build,
)
from fjcore.disclosure.envelope import HolderKey
from fjcore.disclosure.tokens import subject_token
from fjcore.errors import (
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
from fjcore.redaction.narrative import Review
from fjcore.values import new_id, parse_id, parse_name, zone
from fjcore.vault.ask import Ask, begun, nothing, withheld
from fjcore.vault.core import Core, Tx
from fjcore.vault.entering import entered, entered_again, read_by, said_of, unused
from fjcore.vault.handing import (
    Earlier,
    Ready,
    close,
    copied,
    earlier,
    hand_over,
    holder_key,
    logged,
    parcel_of,
)
from fjcore.vault.mandates import looked_up
from fjcore.vault.moment import Moment, moment, walled
from fjcore.vault.notes import leaving
from fjcore.vault.results import Sent

#: Grounds that a partner can be sent something on: a release, or evidence on file.
GROUNDS = frozenset({BasisKind.CLIENT_RELEASE, *EVIDENCE})


def disclose(
    core: Core,
    ask: Ask,
    before: Earlier | None = None,
    *,
    line: Connector | None = None,
) -> Sent:
    """Send a partner what it may have; see ``Vault.disclose``.

    ``before``: the same, which was decided and logged and may not have arrived.
    ``line``: what takes it, instead of the connector of the site file.
    """
    core.own(ask.actor)
    parse_id(ask.subject, where="subject")
    if ask.basis not in GROUNDS:
        raise OptionRefused("basis", problems=(Problem("basis", "unknown_code"),))
    if ask.ref and ask.basis is BasisKind.CLIENT_RELEASE:
        raise EventRefused("ref")  # a release names itself
    if ask.ref:
        parse_name(ask.ref, where="ref")
    parse_name(ask.recipient, where="recipient")
    if ask.person is not None:
        parse_name(ask.person, where="person")
    connector = _reached(core, ask, line)
    try:
        ready = _made(core, ask, "disclose", before)
        receipt = hand_over(core, ask, connector, ready)
    finally:
        close(connector)
    return Sent(disclosure=ready.made, receipt=receipt, copy=ready.copy)


def retry(
    core: Core, subject: str, disclosure: str, actor: str, reviews: tuple[Review, ...]
) -> Receipt:
    """Deliver after all what may not have arrived; see ``Vault.retry``."""
    before = earlier(core, subject, disclosure, actor)
    if before.receipt is not None:
        return before.receipt
    return disclose(core, evolve(before.ask, reviews=reviews), before).receipt


def _reached(core: Core, ask: Ask, line: Connector | None) -> Connector:
    """Open the connector that reaches a partner; that there is none is logged too."""
    fault: FjcoreError
    try:
        return _connector(core, ask.recipient, line)
    except FjcoreError as error:
        fault = error.with_traceback(None)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        fault = DisclosureError(type(error).__name__)
    fault = logged(core, ask, fault)
    raise fault


def _connector(core: Core, recipient: str, line: Connector | None) -> Connector:
    if core.policy.closed:
        raise VaultClosed(_not_loaded(core))
    if recipient not in core.policy.partners:
        raise UnknownPartner("recipient")
    if line is not None:
        return line
    name = core.site.connector_of(recipient)
    if not name:
        raise NoConnector(recipient)
    return core.registry.delivering(name)


def _not_loaded(core: Core) -> str:
    """Name the plugins that should be in use and are not."""
    lost = (row for row in core.registry.report if row.state in ("broken", "missing"))
    return ", ".join(f"{row.name}: {row.state}" for row in lost)


def read(core: Core, ask: Ask, event: str = "read") -> Disclosure:
    """Give staff what they may see; see ``Vault.read``."""
    parse_id(ask.subject, where="subject")
    return _made(core, ask, event).made


def _made(core: Core, ask: Ask, event: str, before: Earlier | None = None) -> Ready:
    """Make a disclosure and commit its audit entry, or log why there is none."""
    fault: FjcoreError
    try:
        begun(core, ask, event)
        made = core.run(lambda tx: _attempt(tx, ask, event, before))
    except FjcoreError as error:
        fault = error.with_traceback(None)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # its text may hold a value: only its kind goes on
        fault = DisclosureError(type(error).__name__)
    else:
        if isinstance(made, Refused):
            raise made
        return made
    fault = logged(core, ask, fault)
    raise fault


def _attempt(
    tx: Tx, ask: Ask, event: str, before: Earlier | None = None
) -> Ready | Refused:
    now = moment(tx, ask.subject, disclosing=True)
    walled(now, ask.actor)
    if before is not None:
        now = evolve(now, state=unused(tx, now, before.decided_at))
    if leaves := event == "disclose":
        tx.core.guard.check(tx)
    decision, review = decided(tx, ask, now)
    made = _reviewed(plan(decision)) if review else plan(decision)
    if made.empty:
        return withheld(tx, ask, decision)
    made, held = leaving(tx, ask, made) if leaves else (made, tx.held(ask.subject))
    signing = holder_key(tx) if leaves else None
    disclosure = _built(tx, made, held, now, signing, before)
    admit(
        disclosure,
        made,
        decision.recipient,
        evidence=ask.evidence,
        now=now.at,
        revision=now.revision,
        last_entry_at=tx.last_entry_at(),
    )
    said = said_of(ask, decision, made.obligations, disclosure)
    if signing is None:
        said = {**said, "revision": now.revision}
        return read_by(tx, ask, event, disclosure, said)
    if not disclosure.present:
        return nothing(tx, ask, decision, held)
    parcel = parcel_of(tx, disclosure, signing)
    copy = copied(tx, ask, made, held, disclosure)
    if before is not None:
        ready = entered_again(tx, ask, before, disclosure, parcel)
    else:
        ready = entered(tx, ask, made, now, disclosure, parcel, said)
    return evolve(ready, copy=copy)


def _built(
    tx: Tx,
    made: Plan,
    held: list[Held],
    now: Moment,
    signing: HolderKey | None,
    before: Earlier | None,
) -> Disclosure:
    """Build a disclosure; one for a partner is signed, and has its name for her."""
    token = ""
    if signing is not None:
        token = subject_token(tx.seals.token_key(made.recipient), now.subject)
    return build(
        made,
        held,
        disclosure_id=before.id if before else new_id(),
        holder=tx.core.policy.holder.agency,
        now=now.at,
        revision=now.revision,
        tz=zone(tx.core.policy.holder.tz),
        outgoing=Outgoing(
            token=token,
            signing=signing,
            decided_at=before.decided_at if before else None,
        ),
    )


def _reviewed(made: Plan) -> Plan:
    """Give a plan that a lawyer must look at first."""
    more = Obligation.of(ObligationKind.LEGAL_REVIEW)
    if more in made.obligations:
        return made
    return evolve(made, obligations=(*made.obligations, more))


def decided(tx: Tx, ask: Ask, now: Moment) -> tuple[Decision, bool]:
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


def decided_now(tx: Tx, ask: Ask, now: Moment) -> Decision:
    """Decide on a request of which nothing is made.

    Raises: EventRefused, naming ``ref``, when nothing is on file under it.
    """
    return decided(tx, ask, now)[0]


def foreseen(core: Core, ask: Ask) -> frozenset[str]:
    """Give the categories that a request would be granted now; nothing is made of it.

    Raises: UnknownSubject, EventRefused.
    """

    def work(tx: Tx) -> frozenset[str]:
        decision, _ = decided(tx, ask, moment(tx, ask.subject))
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
