"""Signing and sealing a disclosure, and what its recipient does to open one.

Nothing here needs a vault: a recipient has its own keys and the cards of its senders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from fjcore.crypto import (
    check_signature,
    manifest_of,
    open_bundle,
    recipient_key,
    recipient_key_id,
    seal_bundle,
    signer_key,
    signer_key_id,
    verify_bundle,
)
from fjcore.disclosure.cards import Card
from fjcore.disclosure.disclosure import _TOKEN, Disclosure
from fjcore.disclosure.signature import taken_apart
from fjcore.errors import (
    CryptoError,
    DisclosureError,
    DisclosureExpired,
    EnvelopeRefused,
    FjcoreError,
    KeyMissing,
    Problem,
    SealBroken,
    SignatureBroken,
    UnknownSigner,
    WrongKey,
)
from fjcore.records.checks import instant
from fjcore.values import canonical, parse_id, utc

if TYPE_CHECKING:
    from fjcore.crypto.publickeys import ReceivingKey, SignersKey, SigningKey

#: What the outside of a sealed disclosure says it is, and how a bundle begins.
SEALED_FORMAT, BUNDLE_MAGIC = "fjcore/sealed-disclosure/1", b"FJCB"


@frozen(repr=False, eq=False)
class HolderKey:
    """The holder's signing key, as disclosures are signed by it."""

    key: SigningKey

    @property
    def key_id(self) -> str:
        """The id by which a signature names the key."""
        return signer_key_id(self.key.public_key()).hex()

    def sign(self, message: bytes, /) -> bytes:
        """Sign a message."""
        return self.key.sign(message)


@frozen(kw_only=True)
class Checked:
    """A disclosure whose signature is good, as its recipient may use it.

    ``content`` is the body as plain data; of a sealed one that was not opened there is
    none, and nothing but ``id`` and ``holder`` is known. ``body`` is the signed file,
    which proves itself to whoever has the sender's card.
    """

    id: str
    holder: str
    sealed: bool
    content: dict[str, Any] | None = field(default=None, repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def opened(self) -> dict[str, Any]:
        """The content; raises WrongKey where it was not opened."""
        if self.content is None:
            raise WrongKey(self.id)
        return self.content


def sealed_to(
    disclosure: Disclosure, keys: Sequence[str], signing: HolderKey
) -> Disclosure:
    """Give a disclosure sealed to its recipient's keys: all that a carrier may see.

    It says nothing but who it is for and its id; not the holder, not what for.
    Raises: BadKey, CryptoRefused; DisclosureError, when it is sealed or not signed.
    """
    if disclosure.sealed or disclosure.key_id != signing.key_id:
        raise DisclosureError(disclosure.id)
    said = {
        "format": SEALED_FORMAT,
        "id": disclosure.id,
        "signer": signing.key_id,
        # Tells nothing: what it is of holds a signature, which nobody can guess.
        "sha256": disclosure.sha256,
    }
    public = [recipient_key(bytes.fromhex(key)) for key in keys]
    bundle = seal_bundle(disclosure.body, canonical.dumps(said), public, signing.key)
    blank: dict[str, Any] = dict.fromkeys(Disclosure.__slots__, "")
    blank |= dict.fromkeys(
        ("consents", "granted", "marked", "notices", "obligations", "previous"), ()
    )
    kept = ("id", "holder", "recipient", "decided_at", "expires", "key_id")
    return Disclosure(
        _TOKEN,
        {
            **blank,
            "release_ids": (),
            **{name: getattr(disclosure, name) for name in kept},
            "body": bundle,
            "sealed": True,
        },
    )


def is_sealed(raw: bytes) -> bool:
    """Whether bytes are a bundle, by how they begin."""
    return raw.startswith(BUNDLE_MAGIC)


def same_disclosure(one: bytes, other: bytes) -> bool:
    """Whether two files carry the same: byte for byte, or sealed twice from the same.

    Sealing is never the same twice; what a bundle says outside names what is within.
    """
    if one == other or not (is_sealed(one) and is_sealed(other)):
        return one == other
    try:
        return manifest_of(one) == manifest_of(other)
    except CryptoError:
        return False


def verify(raw: bytes, senders: Iterable[Card], *, now: datetime) -> Checked:
    """Check who signed a file, by cards pinned beforehand; a bundle stays unopened.

    Raises: EnvelopeRefused, UnknownSigner, SignatureBroken, DisclosureExpired.
    """
    if not is_sealed(raw):
        return _signed(raw, senders, now, sealed=False)
    said = _manifest(raw)
    card = _sender(said["signer"], senders, said["id"])
    _trusted(lambda: verify_bundle(raw, _public(card)), said["id"])
    return Checked(id=said["id"], holder=card.agency, sealed=True)


def open_disclosure(
    raw: bytes,
    senders: Iterable[Card],
    *,
    now: datetime,
    keys: Sequence[ReceivingKey] = (),
    recipient: str = "",
) -> Checked:
    """Open a file that one of the senders signed: sealed to one of one's keys, or not.

    ``recipient``: who one is; a disclosure for somebody else is then refused.
    Raises: EnvelopeRefused; UnknownSigner; SignatureBroken; WrongKey;
    DisclosureExpired, from the end of the permission on.
    """
    senders = tuple(senders)
    found = verify(raw, senders, now=now)
    if found.sealed:
        plain = _unsealed(raw, found, senders, keys)
        inner = _signed(plain, senders, now, sealed=True)
        if (inner.id, inner.holder) != (found.id, found.holder):
            raise SignatureBroken(found.id)
        found = inner
    if recipient and found.opened.get("recipient") != recipient:
        raise WrongKey(found.id)
    return found


def _unsealed(
    raw: bytes,
    found: Checked,
    senders: tuple[Card, ...],
    keys: Sequence[ReceivingKey],
) -> bytes:
    signer = _public(_sender(_manifest(raw)["signer"], senders, found.id))
    for own in keys:
        payload, fault = None, False
        try:
            payload = open_bundle(raw, own, signer).payload
        except KeyMissing:
            continue
        except CryptoError:
            fault = True
        if fault or payload is None:
            raise SignatureBroken(found.id)
        return payload
    raise WrongKey(found.id)


def _signed(
    raw: bytes, senders: Iterable[Card], now: datetime, *, sealed: bool
) -> Checked:
    said = taken_apart(raw)
    name, content = str(said.content.get("id")), said.content
    if not _is_id(name):
        raise EnvelopeRefused("disclosure", problems=(Problem("id", "format"),))
    card = _sender(said.key_id, senders, name)
    _trusted(
        lambda: check_signature(
            _public(card), said.signature, said.message, where=name
        ),
        name,
    )
    if content.get("holder") != card.agency:
        raise UnknownSigner(name)
    _in_time(content, name, now)
    return Checked(
        id=name, holder=card.agency, sealed=sealed, content=content, body=raw
    )


def _in_time(content: dict[str, Any], name: str, now: datetime) -> None:
    ends, sound = content.get("expires"), False
    try:
        over = ends is not None and utc(now) >= instant(ends)
        sound = True
    except (FjcoreError, ValueError):
        pass
    if not sound:
        raise EnvelopeRefused("disclosure", problems=(Problem("expires", "format"),))
    if over:
        raise DisclosureExpired(name)


def _sender(key_id: str, senders: Iterable[Card], name: str) -> Card:
    for card in senders:
        if card.sign and card.sign_id == key_id:
            return card
    raise UnknownSigner(name)


def _public(card: Card) -> SignersKey:
    return signer_key(bytes.fromhex(card.sign))


def _trusted(check: Any, name: str) -> None:
    """Do a check of a signature; an error of it is that of the disclosure."""
    broken = False
    try:
        check()
    except SealBroken:
        broken = True
    if broken:
        raise SignatureBroken(name)


def _manifest(raw: bytes) -> dict[str, str]:
    """Read what a bundle says of itself.

    Raises: EnvelopeRefused.
    """
    said: Any = None
    code = "format"
    try:
        said = canonical.loads(manifest_of(raw))
    except FjcoreError as error:
        code = error.code
    keys = {"format", "id", "signer", "sha256"}
    if (
        type(said) is not dict
        or said.keys() != keys
        or said["format"] != SEALED_FORMAT
        or not _is_id(said["id"])
        or type(said["signer"]) is not str
    ):
        raise EnvelopeRefused("bundle", problems=(Problem("", code),))
    found: dict[str, str] = said
    return found


def _is_id(text: Any) -> bool:
    try:
        parse_id(text)
    except FjcoreError:
        return False
    return True


def key_ids(keys: Sequence[str]) -> list[str]:
    """Give the ids of recipients' keys, as bundles name them."""
    return [recipient_key_id(recipient_key(bytes.fromhex(key))).hex() for key in keys]
