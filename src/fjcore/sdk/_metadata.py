"""Which installed distributions name an entry point of a group: read from the disk.

The folders of ``sys.path`` are looked through directly, since asking
``importlib.metadata`` for every distribution there takes several times as long. What
else may hold distributions, such as archives and finders of other tools, is asked
through it. Of two distributions of one name, the first on the path is the one.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from fjcore.sdk.trust import Metadata, bytes_in, metadata_in, metadata_of

if TYPE_CHECKING:
    from importlib.metadata import Distribution

_SEPARATORS = re.compile(r"[-_.]+")
_INFO = (".dist-info", ".egg-info")
_ENDS = frozenset({"nfo", "egg"})

#: The most that is read of a distribution's own description; its name is at the top.
_MOST = 64 << 10
_MOST_ENTRIES = 1 << 20
_ENTRIES = os.sep + "entry_points.txt"


@frozen
class Described:
    """An installed distribution's own name and version, and where they stand.

    ``info`` is its folder of metadata, empty where there is none to read from.
    """

    name: str
    version: str
    info: str
    entries: tuple[tuple[str, str], ...]
    given: Distribution | None = None

    def distribution(self) -> Distribution:
        """Give the distribution as the standard library knows it."""
        from importlib.metadata import Distribution

        return self.given or Distribution.at(self.info)

    def metadata(self) -> Metadata:
        """Give how to read what the installer wrote."""
        return metadata_of(self.given) if self.given else metadata_in(self.info)


def described(group: str) -> Iterator[Described]:
    """Give each distribution on the path that has entry points of a group."""
    seen: set[str] = set()
    marked = f"[{group}]".encode()
    for folder in sys.path:
        names = _listed(folder or ".")
        if names is None:
            yield from _asked(folder, group, seen)
            continue
        start = os.path.join(folder or ".", "")
        for name in names:
            if _first(_stem(name), seen):
                yield from _read(start + name, group, marked)
    for finder in sys.meta_path:
        if getattr(finder, "__module__", "") != "_frozen_importlib_external":
            yield from _found(_of(finder), group, seen)


def _listed(folder: str) -> list[str] | None:
    """Give what in a folder is a distribution's; None where it may stand otherwise."""
    try:
        # Most names in such a folder are modules: these are told apart at once.
        every = [name for name in os.listdir(folder) if name[-3:].lower() in _ENDS]
    except NotADirectoryError:
        return None
    except OSError:
        return []
    if folder[-4:].lower() == ".egg" or any(n[-4:].lower() == ".egg" for n in every):
        return None
    return [name for name in every if name.lower().endswith(_INFO)]


def _stem(name: str) -> str:
    """Give a distribution's name from that of its folder, ``name-version.dist-info``.

    Source: the specification of recording installed projects (PEP 376, PEP 503).
    """
    return _SEPARATORS.sub("-", name.rpartition(".")[0].partition("-")[0]).lower()


def _first(name: str, seen: set[str]) -> bool:
    if name in seen:
        return False
    seen.add(name)
    return True


def _read(info: str, group: str, marked: bytes) -> Iterator[Described]:
    raw = bytes_in(info + _ENTRIES, _MOST_ENTRIES) or b""
    if marked not in raw:
        return
    entries = tuple(entries_in(raw.decode("utf-8", "replace"), group))
    if not entries:
        return
    for place in ("METADATA", "PKG-INFO", ""):
        head = bytes_in(os.path.join(info, place) if place else info, _MOST) or b""
        name, version = said_in(head.decode("utf-8", "replace").splitlines())
        if name:
            yield Described(name, version, info, entries)
            return


def entries_in(text: str, group: str) -> Iterator[tuple[str, str]]:
    """Give names and values of a group, as the standard library reads them."""
    inside = False
    for line in map(str.strip, text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            inside = line.strip("[]") == group
        elif inside:
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()


def said_in(lines: Iterable[str]) -> tuple[str, str]:
    """Give the name and version that a description begins with.

    Source: the core metadata specification: headers, until an empty line.
    """
    name = version = ""
    for line in lines:
        if not line or (name and version):
            break
        key, _, value = line.partition(":")
        key = key.lower()
        if key == "name":
            name = name or value.strip()
        elif key == "version":
            version = version or value.strip()
    return name, version


# --- what is not a folder -----------------------------------------------------------


def _asked(folder: str, group: str, seen: set[str]) -> Iterator[Described]:
    from importlib.metadata import distributions

    return _found(distributions(path=[folder]), group, seen)


def _of(finder: object) -> Iterable[Distribution]:
    find = getattr(finder, "find_distributions", None)
    if find is None:
        return ()
    from importlib.metadata import DistributionFinder

    found: Iterable[Distribution] = find(DistributionFinder.Context())
    return found


def _found(
    distributions: Iterable[Distribution], group: str, seen: set[str]
) -> Iterator[Described]:
    for one in distributions:
        name = one.metadata["Name"]
        if not name or not _first(_SEPARATORS.sub("-", name).lower(), seen):
            continue
        entries = tuple(
            (entry.name, entry.value)
            for entry in one.entry_points
            if entry.group == group
        )
        if entries:
            yield Described(name, str(one.version), "", entries, one)
