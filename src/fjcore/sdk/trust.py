"""A plugin's digest: one number over its files, to compare with a pinned one.

It catches a changed or substituted release. It is no defence against somebody who
can write to the place where packages are installed.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from attrs import frozen

from fjcore.errors import UntrustedPlugin
from fjcore.sdk._blame import who

if TYPE_CHECKING:
    from importlib.metadata import Distribution

#: Files that differ with the tool that installed, not with what was installed.
_INSTALLER = frozenset(
    {"INSTALLER", "REQUESTED", "RECORD", "direct_url.json"}
    | {"uv_build.json", "uv_cache.json"}
)


_PIECE = 1 << 14
#: A pipe without a writer would hold the reader up for ever.
_READ = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _READ |= getattr(os, _name, 0)
del _name


@frozen
class Metadata:
    """How to read what an installer wrote of a distribution, and where it put it."""

    read: Callable[[str], str]
    root: str

    @property
    def editable(self) -> bool:
        """Whether the distribution runs from its source folder.

        Source: PEP 610, ``direct_url.json``.
        """
        info = self._url().get("dir_info")
        return isinstance(info, dict) and info.get("editable") is True

    def _url(self) -> dict[str, Any]:
        text = self.read("direct_url.json")
        try:
            found = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def source(self) -> str:
        """The folder that an editable distribution runs from; empty for any other."""
        url = self._url().get("url")
        if not self.editable or type(url) is not str:
            return ""
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        return unquote(parts.path) if parts.scheme == "file" else ""


def metadata_in(info: str) -> Metadata:
    """Give what stands in a distribution's folder of metadata."""

    def read(name: str) -> str:
        raw = bytes_in(os.path.join(info, name))
        return "" if raw is None else raw.decode("utf-8", "replace")

    return Metadata(read, os.path.dirname(info))


def metadata_of(distribution: Distribution) -> Metadata:
    """Give the same of a distribution that the standard library found."""

    def read(name: str) -> str:
        try:
            return distribution.read_text(name) or ""
        except (OSError, ValueError):
            return ""

    return Metadata(read, str(distribution.locate_file("")))


def bytes_in(path: str, most: int = sys.maxsize) -> bytes | None:
    """Give the bytes of a file, as far as asked for; None where it cannot be read."""
    try:
        handle = os.open(path, _READ)
    except OSError:
        return None
    try:
        # A file object costs several times what these few bytes do.
        pieces = [os.read(handle, _PIECE)]
        while len(pieces[-1]) == _PIECE and len(pieces) * _PIECE < most:
            pieces.append(os.read(handle, _PIECE))
    except OSError:
        return None
    finally:
        os.close(handle)
    return b"".join(pieces)


def digest_of(distribution: Distribution, package: Path) -> str:
    """Give ``sha256:<hex>`` over the files of an installed plugin, read anew.

    Of an editable install these are the files of its package; of any other, those
    that its RECORD lists.
    Raises: UntrustedPlugin, when a file is absent, or one in the package is unlisted.
    """
    found = metadata_of(distribution)
    digest, fault = digested(files_of(found, package, editable=found.editable))
    if fault:
        raise UntrustedPlugin(
            f"{who(str(distribution.name), str(distribution.version))}: {fault}"
        )
    return digest


def files_of(
    found: Metadata, package: Path, *, editable: bool
) -> dict[str, str] | None:
    """Give the files that are pinned, by the names a digest is over; None with strays.

    A stray is whatever stands in the package and is not of what was installed.
    """
    inside = list(_inside(os.fspath(package)))
    if editable:
        start = len(os.fspath(package)) + 1
        return {
            f"{package.name}/{path[start:].replace(os.sep, '/')}": path
            for path in inside
            if os.path.isfile(path)
        }
    places = _recorded(found.read("RECORD"))
    listed = {place: os.path.join(found.root, place) for place in places}
    strays = set(inside).difference(listed.values())
    if strays:
        # The same file may be reached by another name: a linked folder of packages.
        real = {os.path.realpath(path) for path in listed.values()}
        strays = {path for path in strays if os.path.realpath(path) not in real}
    return None if strays else listed


def _recorded(text: str) -> Iterator[str]:
    # Not `Distribution.files`: since Python 3.12 it leaves out the files that are gone.
    for row in csv.reader(text.splitlines()):
        if not row:
            continue
        parts = [part for part in row[0].split("/") if part not in ("", ".")]
        if parts and not _left_out(parts):
            yield ("/" if row[0].startswith("/") else "") + "/".join(parts)


def _left_out(parts: list[str]) -> bool:
    in_metadata = len(parts) == 2 and parts[0].endswith(".dist-info")
    return (
        parts[-1].endswith(".pyc")
        or parts[0] == ".."  # console scripts, written by the installer
        or (in_metadata and parts[1] in _INSTALLER)
    )


def _inside(folder: str) -> Iterable[str]:
    """Give the paths of all that is not a folder; what Python keeps is left out."""
    with os.scandir(folder) as found:
        entries = list(found)
    for entry in entries:
        if not entry.is_dir(follow_symlinks=False):
            yield entry.path  # a link to a folder too: code may be imported from there
        elif entry.name != "__pycache__":
            yield from _inside(entry.path)


def digested(files: Mapping[str, str] | None) -> tuple[str, str]:
    """Give the digest over files, or why there is none."""
    if files is None:
        return "", "unlisted file"
    total = hashlib.sha256()
    for place in sorted(files, key=str.encode):
        raw = bytes_in(files[place])
        if raw is None:
            return "", "file"
        inner = hashlib.sha256(raw).hexdigest()
        total.update(place.encode() + b"\0" + inner.encode() + b"\n")
    return (f"sha256:{total.hexdigest()}", "") if files else ("", "file")
