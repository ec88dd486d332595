"""A plugin's digest: one number over its files, to compare with a pinned one.

It catches a changed or substituted release. It is no defence against somebody who
can write to the place where packages are installed.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution
from pathlib import Path, PurePosixPath

from fjcore.errors import UntrustedPlugin

#: Files that differ with the tool that installed, not with what was installed.
_INSTALLER = frozenset({"INSTALLER", "REQUESTED", "RECORD", "direct_url.json"})


def is_editable(distribution: Distribution) -> bool:
    """Whether a distribution runs from its source folder.

    Source: PEP 610, ``direct_url.json``.
    """
    try:
        text = distribution.read_text("direct_url.json")
        found = json.loads(text) if text else {}
    except (OSError, ValueError):
        return False
    info = found.get("dir_info") if isinstance(found, dict) else None
    return isinstance(info, dict) and info.get("editable") is True


def digest_of(distribution: Distribution, package: Path) -> str:
    """Give ``sha256:<hex>`` over the files of an installed plugin, read anew.

    Of an editable install these are the files of its package; of any other, those
    that its RECORD lists.
    Raises: UntrustedPlugin, when a file is absent, or one in the package is unlisted.
    """
    name = str(distribution.name)
    if is_editable(distribution):
        return _digest({_under(path, package): path for path in _files(package)}, name)
    listed = {
        file.as_posix(): Path(str(distribution.locate_file(file)))
        for file in _recorded(distribution)
        if not _left_out(file.parts)
    }
    known = {path.resolve() for path in listed.values()}
    if any(path.resolve() not in known for path in _files(package)):
        raise UntrustedPlugin(f"{name}: unlisted file")
    return _digest(listed, name)


def _recorded(distribution: Distribution) -> Iterable[PurePosixPath]:
    # Not `Distribution.files`: since Python 3.12 it leaves out the files that are gone.
    rows = csv.reader((distribution.read_text("RECORD") or "").splitlines())
    return [PurePosixPath(row[0]) for row in rows if row]


def _left_out(parts: tuple[str, ...]) -> bool:
    in_metadata = len(parts) == 2 and parts[0].endswith(".dist-info")
    return (
        parts[-1].endswith(".pyc")
        or parts[0] == ".."  # console scripts, written by the installer
        or (in_metadata and parts[1] in _INSTALLER | {"uv_build.json", "uv_cache.json"})
    )


def _files(package: Path) -> Iterable[Path]:
    for path in package.rglob("*"):
        inside = path.relative_to(package).parts
        if path.is_file() and "__pycache__" not in inside:
            yield path


def _under(path: Path, package: Path) -> str:
    return (Path(package.name) / path.relative_to(package)).as_posix()


def _digest(files: Mapping[str, Path], name: str) -> str:
    total = hashlib.sha256()
    absent = False
    for place in sorted(files, key=lambda text: text.encode()):
        try:
            inner = hashlib.sha256(files[place].read_bytes()).hexdigest()
        except OSError:
            absent = True
            break
        total.update(place.encode() + b"\0" + inner.encode() + b"\n")
    if absent or not files:
        raise UntrustedPlugin(f"{name}: file")
    return f"sha256:{total.hexdigest()}"
