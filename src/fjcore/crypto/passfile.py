"""Files that hold a secret sealed by a passphrase."""

from __future__ import annotations

import os
import secrets
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fjcore.crypto.derive import KEY_BYTES, new_key
from fjcore.crypto.envelope import NONCE_BYTES, TAG_BYTES
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


@frozen(kw_only=True)
class Kind:
    """One kind of such file: its format, how long the secret is, what else it says.

    Units: bytes, of the secret and of each further part, which stands there in hex.
    """

    format: str
    size: int
    more: Mapping[str, int]


def seal_file(
    kind: Kind,
    path: Path,
    secret: SecretBytes,
    passphrase: Secret[str],
    cost: Cost,
    *,
    more: Mapping[str, bytes],
) -> None:
    """Write the file of a secret, whole or not at all; ``more`` is bound to it.

    Raises: AccessRefused, when the file is there already or cannot be written, or
    the passphrase is empty or no text; CryptoRefused, when no file may ask for this
    cost; KeyUnavailable, when memory does not reach. Each names the file.
    """
    if not cost.sane:
        raise CryptoRefused(path.name)
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    head = _head(kind, salt, cost, more)
    key = _stretch(passphrase, salt, cost, path.name)
    sealed = AESGCM(key).encrypt(nonce, secret.reveal(), canonical.dumps(head))
    said = {**head, "nonce": nonce.hex(), "sealed": sealed.hex()}
    written = False
    try:
        write_new(path, canonical.dumps(said) + b"\n")
        written = True
    except OSError:
        pass
    if not written:
        raise AccessRefused(path.name)


def open_file(
    kind: Kind, path: Path, passphrase: Secret[str]
) -> tuple[SecretBytes, Mapping[str, bytes]]:
    """Open the secret of a file, and give what else the file says.

    Raises: KeyUnavailable, when there is no such file, or memory does not reach;
    FormatError, when it is damaged; AccessRefused, when the passphrase is not the
    one. Each names it.
    """
    said = _read(kind, path)
    cost = Cost(
        iterations=said["iterations"], lanes=said["lanes"], memory=said["memory"]
    )
    if not cost.sane:
        raise FormatError(path.name)
    salt = bytes.fromhex(said["salt"])
    more = {name: bytes.fromhex(said[name]) for name in kind.more}
    key = _stretch(passphrase, salt, cost, path.name)
    found = None
    try:
        found = AESGCM(key).decrypt(
            bytes.fromhex(said["nonce"]),
            bytes.fromhex(said["sealed"]),
            canonical.dumps(_head(kind, salt, cost, more)),
        )
    except InvalidTag:
        pass
    if found is None:
        raise AccessRefused(path.name)
    return SecretBytes(found), more


def make_root(
    kind: Kind, path: Path, passphrase: Secret[str], cost: Cost
) -> SecretBytes:
    """Make a secret in a new file of a kind; raises as ``seal_file``."""
    fault: CryptoError
    root = new_key()
    try:
        seal_file(kind, path, root, passphrase, cost, more={})
    except CryptoError as error:
        # What its frames hold opens every key: it must not travel with it.
        fault = error.with_traceback(None)
    else:
        return root
    raise fault


def open_root(kind: Kind, path: Path, passphrase: Secret[str]) -> SecretBytes:
    """Open the secret of a file of a kind; raises as ``open_file``."""
    fault: CryptoError
    try:
        return open_file(kind, path, passphrase)[0]
    except CryptoError as error:
        fault = error.with_traceback(None)
    raise fault


def _head(
    kind: Kind, salt: bytes, cost: Cost, more: Mapping[str, bytes]
) -> dict[str, Any]:
    return {
        "format": kind.format,
        "kdf": "argon2id",
        "iterations": cost.iterations,
        "lanes": cost.lanes,
        "memory": cost.memory,
        "salt": salt.hex(),
        **{name: more[name].hex() for name in kind.more},
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


def _read(kind: Kind, path: Path) -> dict[str, Any]:
    raw = read_regular(path, _MAX_FILE)
    if raw is None:
        raise KeyUnavailable(path.name)
    said: Any = None
    try:
        said = canonical.loads(raw, max_bytes=_MAX_FILE)
    except FjcoreError:
        pass
    if not _whole(kind, said):
        raise FormatError(path.name)
    found: dict[str, Any] = said
    return found


def _whole(kind: Kind, said: Any) -> bool:
    numbers = ("iterations", "lanes", "memory")
    sizes = {"salt": _SALT_BYTES, "nonce": NONCE_BYTES, **kind.more}
    sizes["sealed"] = kind.size + TAG_BYTES
    if type(said) is not dict or said.keys() != {
        "format",
        "kdf",
        *numbers,
        *sizes,
    }:
        return False
    if said["format"] != kind.format or said["kdf"] != "argon2id":
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
