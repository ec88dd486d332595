"""What would be taken out of the notes that a release names, for staff to look at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fjcore.consent import Basis, BasisKind, plan
from fjcore.vault.ask import Ask
from fjcore.vault.core import Tx
from fjcore.vault.disclosing import decided
from fjcore.vault.moment import moment, walled
from fjcore.vault.notes import Proposed, proposed

if TYPE_CHECKING:
    from fjcore.vault.vault import Vault


def propose(
    vault: Vault,
    subject: str,
    *,
    to: str,
    purpose: str,
    actor: str,
    person: str | None = None,
    basis: str = BasisKind.CLIENT_RELEASE,
    ref: str = "",
    on: date | None = None,
) -> tuple[Proposed, ...]:
    """Give the notes that a release, or a ground, names, and what they would lose.

    Work paper for staff who may read them: nothing leaves by it, and that it was asked
    for is logged. Hand what ``reviewed`` makes of each to ``Vault.disclose``. ``on``:
    the day they were written, from which ages are reckoned. The rest is what
    ``Vault.disclose`` is asked for, and is to be the same there.
    Raises: UnknownSubject, UnknownPurpose, UnknownPartner, UnknownBasis, EventRefused,
    for a ``ref`` not on file, OptionRefused.
    """
    core = vault._open
    core.own(actor)
    ask = Ask(
        subject=subject,
        recipient=to,
        person=person,
        purpose=purpose,
        basis=Basis(basis).kind,
        ref=ref,
        actor=actor,
        evidence={},
    )

    def work(tx: Tx) -> tuple[Proposed, ...]:
        now = moment(tx, subject)
        walled(now, actor)
        decision, _ = decided(tx, ask, now)
        found = tuple(proposed(tx, subject, plan(decision), on))
        tx.note("read", actor=actor, subject=subject, detail={"what": "notes"})
        return found

    return core.run_for(actor, subject, work)
