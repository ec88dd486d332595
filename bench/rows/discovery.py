"""P1: finding the plugins among 300 distributions, against pluggy's own loader."""

from __future__ import annotations

import pluggy

from bench.harness import Candidate, Row
from bench.installed import Installed, name_of
from bench.rows import same
from fjcore.sdk.discovery import GROUP, candidate, clashing, scan

OTHERS, PLUGINS = 300, 5


def _theirs() -> set[str]:
    manager = pluggy.PluginManager("fjcore")
    manager.load_setuptools_entrypoints(GROUP)
    return {dist.metadata["name"] for _, dist in manager.list_plugin_distinfo()}


def _ours() -> set[str]:
    return {one.name for one in scan() if one.name.startswith("gen-")}


def _read() -> set[str]:
    found = scan()
    clashes = clashing(found)
    read = [candidate(one, clashes) for one in found]
    return {one.name for one in read if one.name.startswith("gen-") and one.manifest}


def row() -> Row:
    """Time one look at what is installed; both sides are warm."""
    place = Installed()
    place.others(OTHERS)
    place.plugins(range(PLUGINS))

    def check() -> None:
        wanted = {name_of(number) for number in range(PLUGINS)}
        same(wanted, {name for name in _theirs() if name.startswith("gen-")})
        same(wanted, _ours())
        same(wanted, _read())

    return Row(
        id="P1",
        what="discovery among 300 distributions / pluggy's loader",
        inside="processor time, both warm: modules of plugins imported, files in the "
        "system's cache; pluggy registers what it finds",
        baseline=_theirs,
        candidates=[
            Candidate(name="scan", act=_ours, goal=0.35),
            Candidate(name="and every manifest read and checked", act=_read),
        ],
        check=check,
        close=place.close,
    )
