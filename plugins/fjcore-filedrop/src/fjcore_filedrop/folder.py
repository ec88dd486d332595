"""One file per disclosure: whole or absent, readable by its owner alone."""

from __future__ import annotations

import fcntl
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from fjcore.sdk import Connector, Disclosure, Receipt
from fjcore_filedrop.config import Config

#: The id by which a partner in the site file refers to this connector.
CONNECTOR = "filedrop.folder"

_AGENCY = re.compile(r"[a-z0-9_][a-z0-9_.:-]{0,63}")
_ID = re.compile(r"[0-9a-f]{32}")
_PART = ".part"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class NotDelivered(Exception):
    """The disclosure was not written. The one word in it says why."""


@frozen
class FolderFactory:
    """Makes connectors that write below the ``root`` of the site's settings."""

    id: str = CONNECTOR
    hosts: tuple[str, ...] = ()

    def connect(self, config: Config, folder: str, /) -> Connector:
        """Give a connector; nothing is made or opened before the first delivery."""
        return FolderConnector(Path(folder) / config.root)


@frozen
class FolderConnector:
    """Writes ``<root>/<recipient>/disclosure-<id>.json``, the body byte for byte.

    One that is sealed to its recipient's key ends in ``.fjcb``.
    """

    root: Path

    def send(self, disclosure: Disclosure, key: str, /) -> Receipt:  # noqa: ARG002
        """Write the file; the same disclosure again finds it there and changes nothing.

        Shape: file mode 0600 in a folder of mode 0700; the receipt's ``reference`` is
        the file's name and its time the one at which the file was written.
        Raises: NotDelivered, with ``name`` for a recipient or id that cannot be a file
        name, ``open_folder`` when others may enter the folder, ``other_content`` when
        another body stands under this id, ``io`` for anything the system refused.
        """
        if not _AGENCY.fullmatch(disclosure.recipient) or not _ID.fullmatch(
            disclosure.id
        ):
            raise NotDelivered("name")
        name = f"disclosure-{disclosure.id}.{'fjcb' if disclosure.sealed else 'json'}"
        failed = False
        try:
            written = drop(
                self.root,
                disclosure.recipient,
                name,
                disclosure.body,
                same=disclosure.is_same,
            )
        except OSError:  # its text holds a path
            failed = True
        if failed:
            raise NotDelivered("io")
        at = datetime.fromtimestamp(written // 10**9, UTC)
        return Receipt(CONNECTOR, at, name)

    def close(self) -> None:
        """Do nothing: no file stays open between deliveries."""


def drop(
    root: Path,
    place: str,
    name: str,
    body: bytes,
    *,
    same: Callable[[bytes], bool] | None = None,
) -> int:
    """Write a file below a root, whole or not at all; give when it was written.

    ``same`` tells whether what is there already is this: the same bytes, if left out.
    Raises: OSError; NotDelivered, as ``FolderConnector.send``.
    """
    held = same or body.__eq__
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(root / place) as folder:
        # Only who holds the lock writes here, so a part left over is a dead one.
        for left in os.listdir(folder):
            if left.endswith(_PART):
                os.unlink(left, dir_fd=folder)
        with suppress(FileNotFoundError):
            return _settled(folder, name, len(body), held)
        _put(folder, name, body)
        return _settled(folder, name, len(body), held)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
        _sync(path.parent)
    folder = os.open(path, _FOLDER)
    try:
        if stat.S_IMODE(os.fstat(folder).st_mode) & 0o077:
            raise NotDelivered("open_folder")
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(folder)


def _put(folder: int, name: str, body: bytes) -> None:
    part = f".{name}{_PART}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    opened = os.open(part, flags, 0o600, dir_fd=folder)
    with os.fdopen(opened, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    # A link, unlike a rename, never takes the place of a file that is there.
    os.link(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    os.unlink(part, dir_fd=folder)
    os.fsync(folder)


def _settled(folder: int, name: str, size: int, same: Callable[[bytes], bool]) -> int:
    """Give when the file was written, if it holds exactly this."""
    opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder)
    file: BinaryIO
    with closing(os.fdopen(opened, "rb")) as file:
        held = same(file.read(size + 1))
        written = os.fstat(file.fileno()).st_mtime_ns
    if not held:
        raise NotDelivered("other_content")
    os.fsync(folder)
    return written


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
