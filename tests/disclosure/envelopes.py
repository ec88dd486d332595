"""Keys, cards and signed disclosures of made-up agencies."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from disclosure.worlds import AGENCY, built

from fjcore.crypto import OwnKeys
from fjcore.disclosure import Outgoing
from fjcore.disclosure.cards import Card, card_of
from fjcore.disclosure.envelope import HolderKey, sealed_to


def keys_of(number: int) -> OwnKeys:
    """Give the same keys for the same number."""
    seed = bytes([number]) * 32
    return OwnKeys(
        Ed25519PrivateKey.from_private_bytes(seed),
        X25519PrivateKey.from_private_bytes(seed),
    )


HOLDER, RECIPIENT, STRANGER = keys_of(1), keys_of(2), keys_of(3)
SIGNING = HolderKey(HOLDER.signing)
HOLDER_CARD = card_of("billings.fjc", "Billings FJC (example.org)", HOLDER)
RECIPIENT_CARD = card_of(AGENCY.id, AGENCY.name, RECIPIENT)


def signed(plan=None, held=None, *, signing=SIGNING, token="per_" + "a" * 26, **said):
    """A disclosure that its holder signed."""
    outgoing = Outgoing(signing=signing, token=token, **said)
    return built(plan, held, outgoing=outgoing)


def sealed(made=None, card: Card = RECIPIENT_CARD):
    """A signed disclosure, sealed to the keys of a card."""
    return sealed_to(made or signed(), card.receive, SIGNING)
