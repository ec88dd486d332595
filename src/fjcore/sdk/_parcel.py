"""A plugin as its author has it: the folder of a project or a package, or a wheel."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath

from attrs import frozen

from fjcore.errors import Problem
from fjcore.sdk._metadata import entries_in, said_in
from fjcore.sdk.manifest import MANIFEST
from fjcore.values.files import read_text
from fjcore.values.plaintoml import plain_toml

GROUP = "fjcore.plugins"

#: What a wheel may hold: so many files, so many bytes unpacked, so much packed.
MAX_MEMBERS, MAX_UNPACKED, MAX_RATIO = 1000, 200 << 20, 100
_MAX_PROJECT = 1 << 20


@frozen(kw_only=True)
class Parcel:
    """A plugin's package, and what its project or its metadata says of it.

    ``entries`` is None where nothing says anything of entry points.
    """

    package: Path
    name: str = ""
    version: str = ""
    entries: tuple[tuple[str, str], ...] | None = None


def opened(path: Path, folder: Path) -> Parcel | Problem:
    """Find the plugin at a path; a wheel is unpacked into a folder, within bounds.

    Codes: ``unreadable``, ``too_big``, ``missing``, ``duplicate``.
    """
    if path.is_dir():
        return _found(path, _project(path))
    fault = _unpacked(path, folder)
    if fault:
        return Problem(path.name, fault)
    return _found(folder, _metadata(folder))


def _found(folder: Path, said: Parcel) -> Parcel | Problem:
    if (folder / MANIFEST).is_file():
        return Parcel(package=folder)
    places = [*folder.glob(f"*/{MANIFEST}"), *folder.glob(f"src/*/{MANIFEST}")]
    if len(places) != 1:
        return Problem(MANIFEST, "duplicate" if places else "missing")
    return Parcel(
        package=places[0].parent,
        name=said.name,
        version=said.version,
        entries=said.entries,
    )


def _project(folder: Path) -> Parcel:
    text, _ = read_text(folder / "pyproject.toml", _MAX_PROJECT)
    data = plain_toml(text) if text is not None else None
    table = data.get("project") if data else None
    if not isinstance(table, dict):
        return Parcel(package=folder)
    points = table.get("entry-points")
    group = points.get(GROUP) if isinstance(points, dict) else None
    rows = group.items() if isinstance(group, dict) else ()
    return Parcel(
        package=folder,
        name=str(table.get("name", "")),
        version=str(table.get("version", "")),
        entries=tuple((str(name), str(value)) for name, value in rows),
    )


def _metadata(folder: Path) -> Parcel:
    info = next(iter(sorted(folder.glob("*.dist-info"))), None)
    if info is None:
        return Parcel(package=folder)
    head, _ = read_text(info / "METADATA", _MAX_PROJECT)
    points, _ = read_text(info / "entry_points.txt", _MAX_PROJECT)
    name, version = said_in((head or "").splitlines())
    rows = tuple(entries_in(points or "", GROUP))
    return Parcel(package=folder, name=name, version=version, entries=rows)


def _unpacked(path: Path, folder: Path) -> str:
    """Unpack a wheel within bounds, and give the code of what is wrong with it."""
    try:
        with zipfile.ZipFile(path) as wheel:
            members = wheel.infolist()
            if len(members) > MAX_MEMBERS:
                return "too_big"
            if not all(map(_sound, members)):
                return "unreadable"
            left = min(MAX_UNPACKED, MAX_RATIO * path.stat().st_size)
            for member in members:
                if not member.is_dir():
                    left = _written(wheel, member, folder, left)
                if left < 0:
                    return "too_big"
    except Exception:
        # Each way of packing has errors of its own, and none tells more than this.
        return "unreadable"
    return ""


def _sound(member: zipfile.ZipInfo) -> bool:
    place = PurePosixPath(member.filename)
    # A name with a backslash or a drive is a path of its own on some systems.
    plain = not set(member.filename) & set("\\:\0")
    link = stat.S_ISLNK(member.external_attr >> 16)
    return plain and not link and not place.is_absolute() and ".." not in place.parts


def _written(
    wheel: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, left: int
) -> int:
    """Unpack one file, and give how many bytes are left; what headers say may lie."""
    place = folder / member.filename
    place.parent.mkdir(parents=True, exist_ok=True)
    with wheel.open(member) as packed, place.open("wb") as out:
        while left >= 0 and (piece := packed.read(1 << 16)):
            left -= len(piece)
            if left >= 0:
                out.write(piece)
    return left
