"""What every plugin must be, whatever it provides."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, get_type_hints

from fjcore.errors import FjcoreError
from fjcore.records import Form
from fjcore.sdk import HookSpecs, Manifest, PluginState, Registry, Site, parse_manifest
from fjcore.sdk.discovery import candidate, scan
from fjcore.sdk.items import checked
from fjcore.sdk.manifest import MANIFEST
from fjcore.sdk.signatures import hooks_of
from fjcore.testing.checks import check, must

#: A site of nobody, under which a plugin is tried.
SITE = """
[holder]
agency = "conformance"
kind = "vsp_advocate"
name = "Conformance Advocates"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"
[[staff]]
id = "j.rivers"
roles = ["advocate"]
"""

_PROBE = """
import builtins, json, logging, os, random, socket, sys, threading, time, warnings
sys.path[:] = json.loads(sys.argv[1])
import fjcore.sdk
opened, said = [], []
def hook(event, args):
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.system"):
        said.append(event)
    elif event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        said.append("open")
def state():
    return {
        "threads": threading.active_count(),
        "environment": sorted(os.environ.items()),
        "folder": os.getcwd(),
        "logging": (len(logging.root.handlers), logging.root.level),
        "random": hash(random.getstate()),
        "path": list(sys.path),
    }
before = state()
sys.dont_write_bytecode = True
sys.addaudithook(hook)
start = time.process_time()
__import__(sys.argv[2])
spent = time.process_time() - start
after = state()
changed = [name for name in before if before[name] != after[name]]
print(json.dumps({"changed": changed + said, "ms": spent * 1000}))
"""


class PluginSuite:
    """For every plugin: derive from it, and name the plugin's package as ``module``."""

    #: The package of the plugin.
    module: ClassVar[ModuleType]
    #: What a site would set for it, where it must set something.
    config: ClassVar[Mapping[str, Any]] = {}
    #: The permissions a site gives; those of the manifest if left out.
    permissions: ClassVar[frozenset[str] | None] = None
    #: Milliseconds of processor time that its import may take over fjcore's own.
    import_ms: ClassVar[float] = 250.0
    #: The text of the manifest, of a plugin that is no package.
    manifest_text: ClassVar[str] = ""

    @property
    def manifest(self) -> Manifest:
        """The manifest, as it is read."""
        return parse_manifest(self.manifest_text or _text(self.module))

    @check("P01", since="0.1")
    def test_manifest(self) -> None:
        """The manifest reads, and has the name of the distribution."""
        named = _distributions(self.module.__name__)
        must(
            not named or self.manifest.name in named,
            f"{MANIFEST}: name is not that of the distribution",
        )

    @check("P02", since="0.1")
    def test_hooks(self) -> None:
        """The hooks are sound, and exactly those that the manifest says."""
        hooks_of(self.module, self.manifest, plugin=self.manifest.name)

    @check("P03", since="0.1")
    def test_import_is_quiet(self) -> None:
        """Its import opens, starts and sets nothing."""
        changed = _imported(self.module.__name__)["changed"]
        must(not changed, f"the import touches: {', '.join(changed)}")

    @check("P04", since="0.1")
    def test_import_is_quick(self) -> None:
        """Its import takes no more processor time than it may."""
        name = self.module.__name__
        spent = _imported(name)["ms"]
        tries = 0
        while spent > self.import_ms and tries < 2:  # a busy machine is not its fault
            spent, tries = min(spent, _probed(name)["ms"]), tries + 1
        must(spent <= self.import_ms, f"the import takes {spent:.0f} ms")

    @check("P05", since="0.1")
    def test_hooks_are_pure(self) -> None:
        """A hook that is called twice gives the same twice."""
        for name, hook in _hooks(self.module).items():
            first, second = ([_said(one) for one in hook()] for _ in range(2))
            must(first == second, f"{name} gives something else the second time")

    @check("P06", since="0.1")
    def test_items(self) -> None:
        """What its hooks give passes the checks of the registry, ids among them."""
        for name, hook in _hooks(self.module).items():
            checked(name, hook(), self.manifest, plugin=self.manifest.name)

    @check("P07", since="0.1")
    def test_types(self) -> None:
        """Its hooks say that they return what the specification says."""
        for name, hook in _hooks(self.module).items():
            wanted = get_type_hints(getattr(HookSpecs, name)).get("return")
            said = get_type_hints(hook).get("return")
            must(said == wanted, f"{name} -> {wanted}")

    @check("P08", since="0.1")
    def test_comes_and_goes(self, tmp_path: Path) -> None:
        """It can be enabled, switched off, and enabled again after a restart."""
        if not self._sound():
            return  # what P02 and P06 tell
        states = [
            self._state(tmp_path, enabled=enabled) for enabled in (True, False, True)
        ]
        wanted = [PluginState.ENABLED, PluginState.OFF, PluginState.ENABLED]
        must(states == wanted, f"{self.manifest.name} is {', '.join(states)}")

    @check("P09", since="0.1")
    def test_prefix_is_its_own(self) -> None:
        """No other plugin that is installed has its prefix of ids."""
        for one in scan():
            other = candidate(one, frozenset()).manifest
            same = other is not None and other.ids == self.manifest.ids
            must(
                not same or one.name == self.manifest.name,
                f"ids: {self.manifest.ids} is taken by {one.name}",
            )

    def registry(self, folder: Path, *, enabled: bool = True) -> Registry:
        """Build a registry of this plugin alone."""
        manifest = self.manifest
        given = self.permissions
        given = manifest.permissions if given is None else given
        rows = {
            "enabled": enabled,
            "permissions": sorted(given),
            "config": dict(self.config),
        }
        table = "".join(f"{key} = {_toml(value)}\n" for key, value in rows.items())
        text = f"{SITE}\n[plugins.{manifest.name}]\n{table}"
        there = any(one.name == manifest.name for one in scan())
        extra = () if there else ((manifest, self.module),)
        return Registry.build(Site.parse(text, folder), extra=extra)

    def _sound(self) -> bool:
        try:
            self.test_hooks()
            self.test_items()
        except (FjcoreError, AssertionError):
            return False
        return True

    def _state(self, folder: Path, *, enabled: bool) -> PluginState:
        report = self.registry(folder, enabled=enabled).report
        name = self.manifest.name
        return next(row.state for row in report if row.name == name)


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{json.dumps(k)} = {_toml(v)}" for k, v in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value)


def _text(module: ModuleType) -> str:
    return (Path(module.__file__ or "").parent / MANIFEST).read_text("utf-8")


def _hooks(module: ModuleType) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(module).items()
        if name in vars(HookSpecs) and name.startswith("fjcore_")
    }


def _said(item: Any) -> tuple[type, Any]:
    """Give what can be compared of an item: all of it where it is data."""
    if type(item) is Form:  # its record type is a class of its own each time
        return Form, (item.id, item.version, item.describe(), item.code_lists)
    plain = "__eq__" in {
        name for base in type(item).__mro__[:-1] for name in vars(base)
    }
    return type(item), item if plain else item.id


def _distributions(module: str) -> set[str]:
    return {one.name for one in scan() if one.module == module}


@cache
def _imported(name: str) -> dict[str, Any]:
    return _probed(name)


def _probed(name: str) -> dict[str, Any]:
    """Import a module in a process of its own, and give what that did."""
    words = [sys.executable, "-c", _PROBE, json.dumps(sys.path), name]
    done = subprocess.run(  # noqa: S603 - this interpreter, and words of our own
        words, capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode:
        return {"changed": ["it cannot be imported"], "ms": 0.0}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
