"""Taking a person's file out of the vault, for a key of the holder's own alone."""

from __future__ import annotations

from types import MappingProxyType

from fjcore.consent import BasisKind
from fjcore.crypto import recipient_key, seal_bundle
from fjcore.values import canonical
from fjcore.vault import disclosing
from fjcore.vault.ask import Ask
from fjcore.vault.core import Core

#: What the manifest of an export says it is; it names nobody.
FORMAT = "fjcore/export/1"


def export_person(
    core: Core, subject: str, *, to_key: bytes, actor: str, why: str
) -> bytes:
    """Seal what the program's own staff may read of a person to the holder's own key.

    It is decided, cut, checked and logged as a read is, and the log calls it an export.
    """
    core.own(actor)
    recipient = recipient_key(to_key)
    ask = Ask(
        subject=subject,
        recipient=core.policy.holder.agency,
        purpose="system_operation",
        basis=BasisKind.INTRA_PROGRAM,
        actor=actor,
        unit=core.policy.holder.unit,
        need_to_know=why,
        evidence=MappingProxyType({}),
    )
    made = disclosing.read(core, ask, event="export")
    manifest = canonical.dumps({"format": FORMAT})
    signer = core.run(lambda tx: tx.seals.signing_key())
    return seal_bundle(made.body, manifest, [recipient], signer)
