"""P2w: the same in one process that has fjcore imported already; it has no goal."""

from __future__ import annotations

import hashlib
from importlib import import_module

from bench.harness import Candidate, Row
from bench.installed import Installed, name_of
from bench.rows import same
from bench.rows.plugins_build import PLUGINS, _site
from fjcore.sdk import Registry


def row() -> Row:
    """Time 40 of the smallest plugins, where nothing but they themselves is new."""
    place = Installed()
    place.plugins(range(PLUGINS))
    site = _site(place)
    modules = [name_of(number).replace("-", "_") for number in range(PLUGINS)]
    files = [path for path in place.root.rglob("*") if path.suffix != ".pyc"]
    hashed = [path for path in files if path.is_file()]

    def bare() -> int:
        place.forget()
        for module in modules:
            import_module(module)
        return len([hashlib.sha256(path.read_bytes()).digest() for path in hashed])

    def built() -> int:
        place.forget()
        return len(Registry.build(site, strict=True).limits)

    def check() -> None:
        same(built(), PLUGINS)
        same(bare(), len(hashed))

    return Row(
        id="P2w",
        what="the same in a process that has fjcore already",
        inside="the smallest plugins; what each costs beyond its import: discovery, "
        "its manifest, its RECORD, the checks",
        baseline=bare,
        candidates=[Candidate(name="Registry.build", act=built)],
        check=check,
        close=place.close,
    )
