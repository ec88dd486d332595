"""What other agencies send: opened by the vault's key, from partners pinned here."""

from __future__ import annotations

from fjcore.crypto import OwnKeys
from fjcore.disclosure.cards import Card, card_of
from fjcore.disclosure.envelope import Checked, open_disclosure
from fjcore.sdk import Site
from fjcore.vault.core import Core, Tx


def senders(site: Site) -> tuple[Card, ...]:
    """Give the cards of those partners whose signing key is pinned in a site file."""
    return tuple(
        Card(
            agency=one.id,
            name=one.name,
            sign=one.sign_key,
            receive=one.receive_keys,
        )
        for one in site.partners.values()
        if one.sign_key
    )


def unsealed(core: Core, raw: bytes) -> Checked:
    """Open a disclosure to this holder, which a partner pinned in the site file signed.

    Its ``body`` is the signed file, and its ``content`` what stands in it.
    Raises: EnvelopeRefused; UnknownSigner; SignatureBroken; WrongKey, also where it is
    for somebody else; DisclosureExpired.
    """

    def work(tx: Tx) -> Checked:
        return open_disclosure(
            raw,
            senders(core.site),
            now=core.clock.now(),
            keys=(tx.seals.receiving_key(),),
            recipient=core.policy.holder.agency,
        )

    return core.run(work)


def own_card(core: Core, actor: str) -> Card:
    """Give the holder's card: its public keys, for partners to pin."""
    core.own(actor)
    holder = core.site.holder()

    def work(tx: Tx) -> Card:
        keys = OwnKeys(tx.seals.signing_key(), tx.seals.receiving_key())
        return card_of(holder.agency, holder.name, keys)

    return core.run(work)
