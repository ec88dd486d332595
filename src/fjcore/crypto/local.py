"""The local keyring: one file, whose root key a passphrase seals."""

from __future__ import annotations

import os
import secrets
import unicodedata
from pathlib import Path
from typing import Any

from attrs import frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fjcore.crypto.context import KeyContext
from fjcore.crypto.derive import KEY_BYTES, new_key
from fjcore.crypto.envelope import NONCE_BYTES, TAG_BYTES
from fjcore.crypto.keyring import Cap, RootKeyring, WrappedKey
from fjcore.errors import (
    AccessRefused,
    CryptoError,
    CryptoRefused,
    FjcoreError,
    FormatError,
    KeyUnavailable,
)
from fjcore.values import Secret, SecretBytes, canonical
from fjcore.values.files import read_regular

FORMAT = "fjcore/keyring/1"

_SALT_BYTES = 16
_MAX_FILE = 4096


@frozen(kw_only=True)
class Cost:
    """How dear one guess of the passphrase is.

    Units: ``memory`` in KiB. Source: RFC 9106, section 4, second choice.
    """

    iterations: int = 3
    lanes: int = 4
    memory: int = 64 * 1024

    @property
    def sane(self) -> bool:
        """Whether a file may ask for this: neither trivial nor a trap for memory."""
        return (
            1 <= self.iterations <= 16
            and 1 <= self.lanes <= 16
            and 8 * 1024 <= self.memory <= 256 * 1024
        )


#: The cost of a new keyring where nobody says another.
DEFAULT_COST = Cost()


class LocalKeyring:
    """A root key in one file, mode 0600, sealed by a passphrase with Argon2id."""

    def __init__(self, root: SecretBytes) -> None:
        self._root = RootKeyring(root, name="local")

    def __repr__(self) -> str:
        return repr(self._root)

    @property
    def id(self) -> str:
        """The name by which the site file chooses it."""
        return self._root.id

    @property
    def caps(self) -> frozenset[Cap]:
        """What else it can do: wraps are bound to their context."""
        return self._root.caps

    def wrap(self, key: SecretBytes, context: KeyContext, /) -> WrappedKey:
        """Seal a key to its context.

        Raises: KeyUnavailable, when the keyring is closed.
        """
        return self._root.wrap(key, context)

    def unwrap(self, wrapped: WrappedKey, context: KeyContext, /) -> SecretBytes:
        """Open a key.

        Raises: KeyMismatch; KeyUnavailable, when the keyring is closed.
        """
        return self._root.unwrap(wrapped, context)

    def close(self) -> None:
        """Forget the root key."""
        self._root.close()

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: Secret[str],
        *,
        cost: Cost = DEFAULT_COST,
    ) -> LocalKeyring:
        """Make a new root key and write its file, whole or not at all.

        Raises: AccessRefused, when the file is there already or cannot be written, or
        the passphrase is empty or no text; CryptoRefused, when no file may ask for
        this cost; KeyUnavailable, when memory does not reach. Each names the file.
        """
        return cls(make_root(path, passphrase, cost, FORMAT))

    @classmethod
    def open(cls, path: Path, passphrase: Secret[str]) -> LocalKeyring:
        """Open the root key of a file.

        Raises: KeyUnavailable, when there is no such file, or memory does not reach;
        FormatError, when it is damaged; AccessRefused, when the passphrase is not the
        one. Each names it.
        """
        return cls(open_root(path, passphrase, FORMAT))


def make_root(
    path: Path, passphrase: Secret[str], cost: Cost, kind: str
) -> SecretBytes:
    """Make a secret in a new file of a kind; as ``LocalKeyring.create`` does."""
    fault: CryptoError
    try:
        return _made(path, passphrase, cost, kind)
    except CryptoError as error:
        # What its frames hold opens every key: it must not travel with it.
        fault = error.with_traceback(None)
    raise fault


def open_root(path: Path, passphrase: Secret[str], kind: str) -> SecretBytes:
    """Open the secret of a file of a kind; as ``LocalKeyring.open`` does."""
    fault: CryptoError
    try:
        return _opened(path, passphrase, kind)
    except CryptoError as error:
        fault = error.with_traceback(None)
    raise fault


def _made(path: Path, passphrase: Secret[str], cost: Cost, kind: str) -> SecretBytes:
    if not cost.sane:
        raise CryptoRefused(path.name)
    root, salt = new_key(), secrets.token_bytes(_SALT_BYTES)
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = _head(salt, cost, kind)
    key = _stretch(passphrase, salt, cost, path.name)
    sealed = AESGCM(key).encrypt(nonce, root.reveal(), canonical.dumps(head))
    said = {**head, "nonce": nonce.hex(), "sealed": sealed.hex()}
    written = False
    try:
        write_new(path, canonical.dumps(said) + b"\n")
        written = True
    except OSError:
        pass
    if not written:
        raise AccessRefused(path.name)
    return root


def _opened(path: Path, passphrase: Secret[str], kind: str = FORMAT) -> SecretBytes:
    said = _read(path, kind)
    cost = Cost(
        iterations=said["iterations"], lanes=said["lanes"], memory=said["memory"]
    )
    if not cost.sane:
        raise FormatError(path.name)
    salt = bytes.fromhex(said["salt"])
    key = _stretch(passphrase, salt, cost, path.name)
    root = None
    try:
        root = AESGCM(key).decrypt(
            bytes.fromhex(said["nonce"]),
            bytes.fromhex(said["sealed"]),
            canonical.dumps(_head(salt, cost, kind)),
        )
    except InvalidTag:
        pass
    if root is None:
        raise AccessRefused(path.name)
    return SecretBytes(root)


def _head(salt: bytes, cost: Cost, kind: str) -> dict[str, Any]:
    return {
        "format": kind,
        "kdf": "argon2id",
        "iterations": cost.iterations,
        "lanes": cost.lanes,
        "memory": cost.memory,
        "salt": salt.hex(),
    }


def _letters(passphrase: Secret[str], where: str) -> bytes:
    # An encoding error would carry the whole passphrase with it.
    letters = b""
    try:
        letters = unicodedata.normalize("NFKC", passphrase.reveal()).encode()
    except UnicodeEncodeError:
        pass
    if not letters:
        raise AccessRefused(where)
    return letters


def _stretch(passphrase: Secret[str], salt: bytes, cost: Cost, where: str) -> bytes:
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    key = None
    try:
        key = kdf.derive(_letters(passphrase, where))
    except MemoryError:
        pass
    if key is None:
        raise KeyUnavailable(where)
    return key


def _read(path: Path, kind: str) -> dict[str, Any]:
    raw = read_regular(path, _MAX_FILE)
    if raw is None:
        raise KeyUnavailable(path.name)
    said: Any = None
    try:
        said = canonical.loads(raw, max_bytes=_MAX_FILE)
    except FjcoreError:
        pass
    if not _whole(said, kind):
        raise FormatError(path.name)
    found: dict[str, Any] = said
    return found


def _whole(said: Any, kind: str) -> bool:
    numbers = ("iterations", "lanes", "memory")
    sizes = {"salt": _SALT_BYTES, "nonce": NONCE_BYTES, "sealed": KEY_BYTES + TAG_BYTES}
    if type(said) is not dict or said.keys() != {
        "format",
        "kdf",
        *numbers,
        *sizes,
    }:
        return False
    if said["format"] != kind or said["kdf"] != "argon2id":
        return False
    if any(type(said[name]) is not int for name in numbers):
        return False
    for name, size in sizes.items():
        text = said[name]
        digits = set("0123456789abcdef")
        if type(text) is not str or len(text) != 2 * size or not digits >= set(text):
            return False
    return True


def write_new(path: Path, content: bytes) -> None:
    """Write a file that was not there, mode 0600, whole or not at all.

    Raises: OSError, also when it is there already.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        os.unlink(draft)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
