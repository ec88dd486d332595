"""Handing a disclosure over: sealed, by its connector, and what came of it filed."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from fjcore.audit import Pending
from fjcore.consent import BasisKind, ObligationKind, Plan
from fjcore.disclosure import Connector, Disclosure, Evidence, Held, Receipt, send
from fjcore.disclosure.envelope import HolderKey, sealed_to
from fjcore.disclosure.forms import copy_of
from fjcore.errors import (
    AuditUnavailable,
    DeliveryFailed,
    EventRefused,
    FjcoreError,
    Problem,
)
from fjcore.records.checks import instant, instant_text
from fjcore.sdk.delivering import HeldConnector
from fjcore.sdk.exporting import ExportLine
from fjcore.values import parse_id, zone
from fjcore.vault.ask import Ask, failed
from fjcore.vault.core import Core, Tx
from fjcore.vault.history import trail_of
from fjcore.vault.moment import admitted


@frozen(kw_only=True)
class Ready:
    """A disclosure whose entry is committed, and what of it the carrier is handed."""

    made: Disclosure
    parcel: Disclosure
    pending: Pending
    copy: bytes = field(default=b"", repr=False)


@frozen(kw_only=True)
class Earlier:
    """A disclosure that the log has, as it was asked for, and its receipt if any."""

    ask: Ask = field(repr=False)
    id: str
    decided_at: datetime
    sha256: str
    receipt: Receipt | None


def holder_key(tx: Tx) -> HolderKey:
    """Give the key by which the holder signs."""
    return HolderKey(tx.seals.signing_key())


def parcel_of(tx: Tx, made: Disclosure, signing: HolderKey) -> Disclosure:
    """Seal a disclosure to the keys pinned for its recipient; as it is without any."""
    partner = tx.core.site.partners.get(made.recipient)
    keys = partner.receive_keys if partner else ()
    return sealed_to(made, keys, signing) if keys else made


def copied(
    tx: Tx, ask: Ask, made: Plan, held: list[Held], disclosure: Disclosure
) -> bytes:
    """Give the copy that was asked for, searched in its own form; else nothing."""
    if ask.copy is None:
        return b""
    form, lang = ask.copy
    tz = zone(tx.core.policy.holder.tz)
    return copy_of(disclosure, made, held, form, lang=lang, tz=tz)


def hand_over(core: Core, ask: Ask, connector: Connector, ready: Ready) -> Receipt:
    """Have a disclosure delivered, and file what came of it.

    Raises: DeliveryFailed, after which the log has the reason and the account says
    that it may have been sent; NotCommitted, DisclosureError, before anything leaves.
    """
    fault: FjcoreError
    try:
        receipt = send(connector, ready.parcel, ready.made.id, ready.pending)
    except DeliveryFailed as error:
        fault = _blamed(connector, error.with_traceback(None))
    except FjcoreError as error:
        fault = error.with_traceback(None)
    else:
        if not _received(core, ask, ready.made, receipt):
            raise DeliveryFailed(ready.made.id)
        return receipt
    _received(core, ask, ready.made, fault)
    raise fault


def _blamed(line: Connector, fault: DeliveryFailed) -> DeliveryFailed:
    """Name the plugin that did not deliver, and its code for why if it has one.

    Nothing else of what it said is passed on.
    """
    told: tuple[Problem, ...] = ()
    if isinstance(line, HeldConnector | ExportLine):
        told = (Problem(line.whose, line.why or "plugin_fault"),)
    return DeliveryFailed(fault.where, problems=told)


def close(connector: Connector) -> None:
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


def logged(core: Core, ask: Ask, fault: FjcoreError) -> FjcoreError:
    """Log why there is no disclosure, and give the error to be raised.

    That of the disclosure; AuditUnavailable, naming its code, where the log cannot
    take it. What the log's store raises does not go on: it may hold a value.
    """
    try:
        core.run(lambda tx: failed(tx, ask, fault))
    except KeyboardInterrupt:
        raise
    except BaseException:
        unlogged = True
    else:
        unlogged = False
    return AuditUnavailable(fault.code) if unlogged else fault


def _whose(fault: FjcoreError) -> Problem | None:
    """Give which plugin did not deliver, and why, if one was told."""
    return next(iter(fault.problems), None)


def _received(
    core: Core, ask: Ask, made: Disclosure, came: Receipt | FjcoreError
) -> bool:
    """File what came of a delivery; False where the log cannot take it."""
    said: dict[str, object] = {"disclosure": made.id}
    if isinstance(came, FjcoreError):
        said["error"] = came.code
        said |= {"by": one.path, "why": one.code} if (one := _whose(came)) else {}
    else:
        at = instant_text(came.delivered_at)
        said |= {"connector": came.connector, "reference": came.reference, "at": at}

    def work(tx: Tx) -> None:
        tx.note(
            "receipt",
            actor=ask.actor,
            subject=ask.subject,
            recipient=ask.recipient,
            decision="error" if "error" in said else "",
            detail=said,
        )

    try:
        core.run(work)
    except Exception:
        return False
    return True


def earlier(core: Core, subject: str, disclosure: str, actor: str) -> Earlier:
    """Give a disclosure that the log has, as it can be asked for again.

    Raises: EventRefused, naming ``disclosure``, when it has none of that id;
    UnknownSubject.
    """
    core.own(actor)
    parse_id(subject, where="subject")
    parse_id(disclosure, where="disclosure")

    def work(tx: Tx) -> Earlier:
        admitted(tx, subject, actor)
        found, receipt = None, None
        for leaf, said in trail_of(tx, subject):
            if said.get("disclosure") != disclosure:
                continue
            if leaf["ev"] == "disclose":
                found = said
            elif leaf["ev"] == "receipt" and "reference" in said:
                at = instant(said["at"])
                receipt = Receipt(said["connector"], at, said["reference"])
        if found is None:
            raise EventRefused("disclosure")
        return Earlier(
            ask=_asked(found, subject, actor),
            id=disclosure,
            decided_at=instant(found["decided_at"]),
            sha256=found["sha256"],
            receipt=receipt,
        )

    return core.run_for(actor, subject, work)


def _asked(said: dict[str, object], subject: str, actor: str) -> Ask:
    done = said["evidence"]
    at = instant(said["decided_at"])
    return Ask(
        subject=subject,
        recipient=str(said["recipient"]),
        person=str(said["person"]) or None,
        purpose=str(said["purpose"]),
        basis=BasisKind(str(said["basis"])),
        ref=str(said["basis_ref"]),
        actor=actor,
        evidence={
            ObligationKind(kind): Evidence(by, at)
            for kind, by in (done if isinstance(done, dict) else {}).items()
        },
    )
