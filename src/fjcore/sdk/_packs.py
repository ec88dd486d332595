"""The state packs that a site adopts: found, compared with their lines, and read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fjcore.consent import StatePack, parse_pack, shipped_packs
from fjcore.errors import PackRefused, Problem
from fjcore.sdk.settings import PackSettings
from fjcore.values.files import read_text

#: The largest file of a pack that is read.
MAX_BYTES = 256 << 10


def adopted(
    rows: Iterable[PackSettings], folder: Path, faults: Iterable[Problem]
) -> tuple[tuple[StatePack, ...], tuple[Problem, ...]]:
    """Give the packs that the lines of a site file name, or what is wrong with them.

    A pack that is not the one that was looked at is not taken. Lines in which there
    are faults already are left to those.
    """
    faulty = {fault.path.rpartition(".")[0] for fault in faults}
    packs: list[StatePack] = []
    problems: list[Problem] = []
    for index, row in enumerate(rows):
        if f"law.packs.{index}" in faulty:
            continue
        found = _found(row, folder)
        if isinstance(found, StatePack):
            packs.append(found)
        else:
            problems.append(Problem(f"law.packs.{index}.{found.path}", found.code))
    return tuple(packs), tuple(problems)


def _found(row: PackSettings, folder: Path) -> StatePack | Problem:
    pack = _brought(folder / row.path) if row.path else _shipped(row.id)
    if isinstance(pack, Problem):
        return pack
    if pack.id != row.id:
        return Problem("id", "other_pack")
    return pack if pack.sha256 == row.sha256 else Problem("sha256", "other_digest")


def _shipped(name: str) -> StatePack | Problem:
    found = [pack for pack in shipped_packs() if pack.id == name]
    return found[0] if found else Problem("id", "unknown_pack")


def _brought(path: Path) -> StatePack | Problem:
    text, _ = read_text(path, MAX_BYTES)
    if text is None:
        return Problem("path", "unreadable")
    try:
        return parse_pack(text, where=path.name)
    except PackRefused:
        return Problem("path", "faulty_pack")
