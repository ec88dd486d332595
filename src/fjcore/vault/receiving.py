"""Opening what another agency sent to the holder, by the keys that the site pins."""

from __future__ import annotations

from fjcore.disclosure.cards import Card
from fjcore.disclosure.envelope import Checked, is_sealed, open_disclosure
from fjcore.sdk import Site
from fjcore.vault.core import Core


def senders(site: Site) -> tuple[Card, ...]:
    """Give the cards of the partners whose signing keys are pinned."""
    return tuple(
        Card(agency=one.id, name=one.name, sign=one.sign_key)
        for one in site.partners.values()
        if one.sign_key
    )


def opened_here(core: Core, raw: bytes) -> Checked:
    """Open a disclosure that was sent to the holder, and check who signed it.

    Raises: EnvelopeRefused, UnknownSigner, SignatureBroken, WrongKey,
    DisclosureExpired.
    """
    keys = [core.run(lambda tx: tx.seals.receiving_key())] if is_sealed(raw) else []
    return open_disclosure(
        raw,
        senders(core.site),
        now=core.clock.now(),
        keys=keys,
        recipient=core.policy.holder.agency,
    )
