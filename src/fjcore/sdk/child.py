"""A process of its own for one plugin that delivers.

It is told what to do on its input, in one piece of JSON, and answers on its output in
one. It is given no key and no store; of the environment it has what the site names. The
first thing it does is to bound itself; the plugin's code comes after that.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

#: Bytes per MiB.
_MIB = 1 << 20


def main() -> None:
    """Do what the input says, and answer; anything that goes wrong ends with 1."""
    answer = os.dup(1)
    with open(os.devnull, "r+b") as nothing:
        # What a plugin prints may hold what it was given; nobody is to read it.
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    said = json.loads(sys.stdin.buffer.read())
    _bound(said["seconds"], said["memory"])
    told = _did(said)
    with os.fdopen(answer, "wb") as out:
        out.write(json.dumps(told).encode())
    # No handler that the plugin left for the end of the process gets to run.
    os._exit(0)


def _bound(seconds: float, memory: int) -> None:
    """Bound processor time and memory; where a system has no such bounds, neither."""
    try:
        import resource
    except ImportError:
        return
    for kind, bound in (
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_AS, memory * _MIB),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        least = bound if most == resource.RLIM_INFINITY else min(bound, most)
        resource.setrlimit(kind, (least, least))


def _did(said: Mapping[str, Any]) -> dict[str, Any]:
    from fjcore.errors import FjcoreError
    from fjcore.values.blame import kind_of

    do: Callable[[Mapping[str, Any]], dict[str, Any]] = {
        "describe": _described,
        "check": _checked,
    }.get(said["do"], _sent)
    try:
        return do(said)
    except FjcoreError as error:
        return {"error": type(error).__name__, "where": error.where}
    except BaseException as error:
        return {"fault": kind_of(error)}


def _loaded(said: Mapping[str, Any]) -> Any:
    from fjcore.records.codec import structure_settings
    from fjcore.sdk.discovery import admit, candidate, scan
    from fjcore.sdk.loading import load
    from fjcore.sdk.settings import PluginSettings

    settings = structure_settings(said["settings"], PluginSettings)
    found = next(one for one in scan() if one.name == said["plugin"])
    one = candidate(found, frozenset())
    return load(one, admit(one, settings), settings)


def _described(said: Mapping[str, Any]) -> dict[str, Any]:
    """Tell the connectors that a plugin declares, and the hosts of each."""
    loaded = _loaded(said)
    makers = loaded.of("fjcore_connectors")
    return {"connectors": {name: list(maker.hosts) for name, maker in makers}}


def _checked(said: Mapping[str, Any]) -> dict[str, Any]:
    """Import a plugin that need not be installed, and tell what its hooks declare."""
    from importlib import import_module

    from attrs import has

    from fjcore.errors import ManifestError
    from fjcore.sdk._blame import contained, who
    from fjcore.sdk.discovery import Candidate
    from fjcore.sdk.loading import declared
    from fjcore.sdk.manifest import parse_manifest

    sys.path.insert(0, said["root"])
    manifest = parse_manifest(said["manifest"])
    one = Candidate(name=manifest.name, version=said["version"], manifest=manifest)
    where = who(one.who, "import")
    module = contained(lambda: import_module(said["module"]), where)
    items = declared(one, manifest, module)
    home, _, name = manifest.config.partition(":")
    if manifest.config:
        place = contained(lambda: import_module(home), who(one.who, "config"))
        kind = vars(place).get(name)
        if home.split(".")[0] != said["module"] or not isinstance(kind, type):
            raise ManifestError(f"{one.who}: config")
        if not has(kind):
            raise ManifestError(f"{one.who}: config")
    return {"hooks": {hook: len(found) for hook, found in items.items()}}


def _sent(said: Mapping[str, Any]) -> dict[str, Any]:
    """Have a disclosure delivered, and tell the receipt."""
    from fjcore.disclosure.handing import unpacked
    from fjcore.values.blame import kind_of, said_of

    loaded = _loaded(said)
    maker = dict(loaded.of("fjcore_connectors"))[said["connector"]]
    try:
        line = maker.connect(loaded.config, said["folder"])
        receipt = line.send(unpacked(said["disclosure"]), said["key"])
    except BaseException as error:
        # Whatever the plugin raises may name what it was given, an error of ours too.
        return {"fault": said_of(error, loaded.refusals) or kind_of(error)}
    return {
        "connector": receipt.connector,
        "delivered_at": receipt.delivered_at.isoformat(),
        "reference": receipt.reference,
    }
