"""What is installed, and whether it may run: told before any plugin code has run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from attrs import field, frozen

from fjcore._version import __version__
from fjcore.errors import (
    DuplicatePlugin,
    IncompatiblePlugin,
    ManifestError,
    MissingPermission,
    PluginError,
    UntrustedPlugin,
)
from fjcore.sdk._blame import who
from fjcore.sdk._version import within
from fjcore.sdk.manifest import (
    MANIFEST,
    MAX_BYTES,
    Manifest,
    asked_of,
    normalised,
    parse_manifest,
)
from fjcore.sdk.settings import PluginSettings
from fjcore.values.files import read_text

if TYPE_CHECKING:
    from importlib.metadata import Distribution

    from fjcore.sdk._metadata import Described

#: The entry point group: its name is the plugin's, its value the package.
GROUP = "fjcore.plugins"


@frozen(kw_only=True)
class Found:
    """An installed distribution that says it is a plugin; nothing of it has run."""

    name: str
    version: str
    entry: str
    module: str
    described: Described = field(repr=False)

    @property
    def distribution(self) -> Distribution:
        """The distribution as the standard library knows it."""
        return self.described.distribution()


@frozen(kw_only=True)
class Candidate:
    """A plugin the site names, with its manifest or the fault that hides it."""

    name: str
    version: str
    manifest: Manifest | None = None
    fault: PluginError | None = None
    module: ModuleType | None = field(default=None, repr=False)
    found: Found | None = field(default=None, repr=False)
    package: Path | None = field(default=None, repr=False)

    @property
    def who(self) -> str:
        """Distribution and version, as errors name them."""
        return who(self.name, self.version)

    @property
    def restrictive(self) -> bool:
        """Whether doing without it would widen; an unread manifest counts so."""
        return self.manifest is None or self.manifest.restrictive


def scan() -> tuple[Found, ...]:
    """Give every installed plugin, in name order: one look at the environment."""
    from fjcore.sdk._metadata import described

    found = [
        Found(
            name=normalised(one.name),
            version=one.version,
            entry=entry,
            module=module,
            described=one,
        )
        for one in described(GROUP)
        for entry, module in one.entries
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.entry, one.module)))


def clashing(found: Iterable[Found]) -> frozenset[str]:
    """Give the distributions whose entry point is claimed more than once (D3)."""
    every = tuple(found)
    entries = Counter(normalised(one.entry) for one in every)
    names = Counter(one.name for one in every)
    return frozenset(
        one.name
        for one in every
        if entries[normalised(one.entry)] > 1 or names[one.name] > 1
    )


def candidate(found: Found, clashes: frozenset[str]) -> Candidate:
    """Read the manifest of an installed plugin, without importing it (D1, D2, D3)."""
    name = who(found.name, found.version)
    try:
        if found.name in clashes:
            raise DuplicatePlugin(f"{name}: entry point")
        package = _package(found, name)
        manifest = parse_manifest(_text(package, name), where=name)
        if manifest.name != found.name:
            raise ManifestError(f"{name}: name")
    except PluginError as error:
        fault = error.with_traceback(None)
    else:
        return Candidate(
            name=found.name,
            version=found.version,
            manifest=manifest,
            found=found,
            package=package,
        )
    return Candidate(name=found.name, version=found.version, fault=fault, found=found)


def _package(found: Found, name: str) -> Path:
    """Give the folder of a plugin's package; only a top-level one needs no import."""
    spec = None
    if found.module.isidentifier():
        try:
            spec = find_spec(found.module)
        except (ImportError, ValueError, AttributeError):
            spec = None
    if spec is None or spec.origin is None or not spec.submodule_search_locations:
        raise ManifestError(f"{name}: package")
    package = Path(spec.origin).parent
    if not _brought(found, package):
        raise UntrustedPlugin(f"{name}: package of another")
    return package


def _brought(found: Found, package: Path) -> bool:
    """Whether a package stands where its distribution put it.

    A folder of the same name earlier on the path would be run in its place.
    """
    said = found.described.metadata()
    if os.path.realpath(package.parent) == os.path.realpath(said.root):
        return True
    source = said.source
    inside = os.path.realpath(package).startswith(os.path.realpath(source) + os.sep)
    return bool(source) and inside


def _text(package: Path, name: str) -> str:
    text, _ = read_text(package / MANIFEST, MAX_BYTES)
    if text is None:
        raise ManifestError(f"{name}: {MANIFEST}")
    return text


def admit(one: Candidate, settings: PluginSettings) -> Manifest:
    """Hold a plugin against this fjcore and its table in the site file (D4, D5, D6).

    Raises: what hid its manifest; IncompatiblePlugin; MissingPermission;
    UntrustedPlugin. Each names distribution, version and the check.
    """
    if one.manifest is None:
        raise one.fault or ManifestError(one.who)
    if not within(__version__, one.manifest.requires_fjcore):
        raise IncompatiblePlugin(f"{one.who}: requires-fjcore")
    if not within(one.version, settings.version):
        raise IncompatiblePlugin(f"{one.who}: version")
    if asked_of(one.manifest, settings.permissions):
        raise MissingPermission(f"{one.who}: permissions")
    if settings.digest:
        _pinned(one, settings)
    return one.manifest


def _pinned(one: Candidate, settings: PluginSettings) -> None:
    from fjcore.sdk.trust import digested, files_of

    if one.found is None or one.package is None:
        raise UntrustedPlugin(f"{one.who}: local")
    found = one.found.described.metadata()
    editable = found.editable
    if editable and not settings.allow_editable:
        raise UntrustedPlugin(f"{one.who}: editable")
    digest, fault = digested(files_of(found, one.package, editable=editable))
    if fault:
        raise UntrustedPlugin(f"{one.who}: {fault}")
    if digest != settings.digest:
        raise UntrustedPlugin(f"{one.who}: digest")


def shared_prefixes(candidates: Mapping[str, Candidate]) -> frozenset[str]:
    """Give the plugins of which another one claims the same id prefix (D2)."""
    prefixes = Counter(
        one.manifest.ids for one in candidates.values() if one.manifest is not None
    )
    return frozenset(
        name
        for name, one in candidates.items()
        if one.manifest is not None and prefixes[one.manifest.ids] > 1
    )
