"""Suite 02: Cobblestone-256, a text in chunks under a salt and a commitment."""

from __future__ import annotations

from cryptography.cobblestone import (
    Cobblestone256Decryptor,
    Cobblestone256Encryptor,
)
from cryptography.exceptions import InvalidTag

from fjcore.crypto.derive import Label, derive
from fjcore.crypto.envelope import HEADER_BYTES
from fjcore.values import SecretBytes


def sealing(key: SecretBytes, context: bytes) -> Cobblestone256Encryptor:
    """Give what seals one text, with a random salt of its own."""
    made = derive(key, Label.SEAL_COBBLESTONE)
    return Cobblestone256Encryptor(made.reveal(), context)


def opening(key: SecretBytes, context: bytes) -> Cobblestone256Decryptor:
    """Give what opens one text."""
    made = derive(key, Label.SEAL_COBBLESTONE)
    return Cobblestone256Decryptor(made.reveal(), context)


def opened(key: SecretBytes, blob: bytes, context: bytes) -> bytes | None:
    """Open a whole envelope held in memory; None when it was altered or moved."""
    body = memoryview(blob)[HEADER_BYTES:]
    return whole(opening(key, context), body)


def whole(decryptor: Cobblestone256Decryptor, body: bytes | memoryview) -> bytes | None:
    """Open a whole body; None unless all of it is in order."""
    try:
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag:
        return None
