"""A plugin's manifest: what it says about itself, read before any of its code runs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from attrs import frozen

from fjcore.errors import (
    IncompatiblePlugin,
    Malformed,
    ManifestError,
    Problem,
)
from fjcore.records import core_lists
from fjcore.records.codec import structure_settings
from fjcore.sdk._version import is_range
from fjcore.values.plaintoml import faulty_line

#: Name of the file, beside the ``__init__.py`` of a plugin's package.
MANIFEST = "fjcore-plugin.toml"

#: Major number of the contract between fjcore and its plugins.
API = "1"

#: The largest manifest that is read.
MAX_BYTES = 64 << 10

#: The permission of a plugin that looks for names in notes.
READS_NARRATIVE = "reads-narrative"

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PREFIX = re.compile(r"[a-z][a-z0-9]{1,23}")
#: What a plugin that is handed custody, index and identity keys must be permitted.
HOLDS_KEYS = "holds-keys"
#: What a plugin that is handed counts, or rows without a name, must be permitted.
AGGREGATE, DEIDENTIFIED = "aggregate", "deidentified"
_PERMISSION = re.compile(
    rf"{HOLDS_KEYS}|{AGGREGATE}|{DEIDENTIFIED}"
    r"|network:(\*\.)?[a-z0-9][a-z0-9.-]{0,252}(:[0-9]{1,5})?"
)
_REFUSAL = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CONFIG = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*:[A-Z][A-Za-z0-9]*")
#: What each kind of text in a manifest looks like, as a regular expression.
PATTERNS = {
    "name": _NAME.pattern,
    "ids": _PREFIX.pattern,
    "permission": f"{READS_NARRATIVE}|{_PERMISSION.pattern}",
    "config": _CONFIG.pattern,
    "refusal": _REFUSAL.pattern,
}
#: The most codes by which a plugin may say why it refuses something.
MAX_REFUSALS = 64
_SEPARATORS = re.compile(r"[-_.]+")


#: In a manifest alone: the hosts are those of its settings, each given by the site.
CONFIGURED_HOSTS = "network:*"


class Kind(StrEnum):
    """What a plugin is for, in one word."""

    COMMUNITY = "community"
    CONNECTOR = "connector"
    KEYRING = "keyring"
    EXCHANGE = "exchange"
    RECOGNISER = "recogniser"
    REPORT = "report"


class Provides(StrEnum):
    """What a plugin may contribute; each has its hook ``fjcore_<name>``."""

    FORMS = "forms"
    VOCABULARIES = "vocabularies"
    AGENCIES = "agencies"
    LIMITS = "limits"
    RELEASE_TEMPLATES = "release-templates"
    CONNECTORS = "connectors"
    KEYRINGS = "keyrings"
    RECOGNISERS = "recognisers"
    ALERT_POLICIES = "alert-policies"
    ALERT_CHANNELS = "alert-channels"
    EXPORTERS = "exporters"
    REPORTS = "reports"
    IMPORTERS = "importers"
    INSTRUMENTS = "instruments"
    WORDING_PACKS = "wording-packs"
    NORMS = "norms"
    HEALTH_CHECKS = "health-checks"


@frozen(kw_only=True)
class Manifest:
    """What a plugin says it is, needs and contributes.

    ``ids`` is the prefix of every id it defines, ``requires_fjcore`` the range of
    fjcore's versions it works with, ``config`` the class of its settings, ``refusals``
    the codes by which its exporters, importers and connectors may say why they refuse.
    """

    api: str
    name: str
    requires_fjcore: str
    title: str
    kind: Kind
    maintainers: tuple[str, ...]
    provides: frozenset[Provides]
    ids: str
    permissions: frozenset[str] = frozenset()
    jurisdictions: tuple[str, ...] = ()
    config: str = ""
    refusals: frozenset[str] = frozenset()

    @property
    def restrictive(self) -> bool:
        """Whether it narrows what may leave, so that doing without it would widen."""
        return bool({Provides.LIMITS, Provides.RECOGNISERS} & self.provides)


def normalised(name: str) -> str:
    """Give a distribution's name in its one form.

    Source: PEP 503, "Normalized Names".
    """
    return _SEPARATORS.sub("-", name).lower()


def is_name(text: str) -> bool:
    """Whether a text is a distribution's name in its one form."""
    return _NAME.fullmatch(text) is not None


def is_permission(text: str) -> bool:
    """Whether a text is a permission: ``holds-keys``, to read notes, a host.

    ``aggregate`` and ``deidentified`` are to be handed counts, or rows without a name.

    A host is ``network:<host>``; it may end in a port, and begin with ``*.`` for every
    host below a name.
    """
    return text == READS_NARRATIVE or _PERMISSION.fullmatch(text) is not None


def asked_of(found: Manifest, given: frozenset[str]) -> frozenset[str]:
    """Give the permissions a plugin needs and was not given.

    One that talks to the hosts its site names has `network:*`: at least one host.
    """
    named = any(permission.startswith("network:") for permission in given)
    open_ended = {CONFIGURED_HOSTS} if named else frozenset[str]()
    return found.permissions - given - open_ended


def parse_manifest(text: str, *, where: str = MANIFEST) -> Manifest:
    """Read a manifest from TOML text.

    Raises: ManifestError, with the path and code of every fault; IncompatiblePlugin,
    when it was written for another contract.
    """
    try:
        data = tomllib.loads(text) if len(text) <= MAX_BYTES else None
    except (ValueError, RecursionError):
        data = None
    if data is None:
        problem = Problem(MANIFEST, "format", faulty_line(text[:MAX_BYTES]))
        raise ManifestError(where, problems=(problem,))
    if isinstance(data.get("api"), str) and data["api"] != API:
        raise IncompatiblePlugin(f"{where}: api")
    found, problems = _structured(data)
    if found is not None:
        problems = tuple(_problems(found))
    if found is None or problems:
        raise ManifestError(where, problems=problems)
    return found


def _structured(data: dict[str, Any]) -> tuple[Manifest | None, tuple[Problem, ...]]:
    try:
        renamed = hyphens(data, {"requires-fjcore": "requires_fjcore"})
        return structure_settings(renamed, Manifest), ()
    except Malformed as error:
        return None, error.problems


def hyphens(table: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Give a table with its hyphened keys as field names, and no other spelling."""
    barred = set(names.values())
    return {
        names.get(key, f"?{key}" if key in barred else key): value
        for key, value in table.items()
    }


def _problems(found: Manifest) -> Iterator[Problem]:
    if not is_name(found.name):
        yield Problem("name", "format")
    if not found.requires_fjcore or not is_range(found.requires_fjcore):
        yield Problem("requires-fjcore", "format")
    if not found.title.strip():
        yield Problem("title", "required")
    if not found.maintainers:
        yield Problem("maintainers", "required")
    if not found.provides:
        yield Problem("provides", "required")
    if not _PREFIX.fullmatch(found.ids):
        yield Problem("ids", "format")
    elif found.ids in core_prefixes():
        yield Problem("ids", "duplicate")
    for name in sorted(found.permissions - {CONFIGURED_HOSTS}):
        if not is_permission(name):
            yield Problem("permissions", "unknown_code")
    codes = all(map(_REFUSAL.fullmatch, found.refusals))
    if not codes or len(found.refusals) > MAX_REFUSALS:
        yield Problem("refusals", "format")
    if found.config and not _CONFIG.fullmatch(found.config):
        yield Problem("config", "format")


@cache
def core_prefixes() -> frozenset[str]:
    """Give the prefixes that core uses itself."""
    own = {"fj", "fjcore", "core", "x"}
    return frozenset(own | {name.split(".")[0] for name in core_lists()})
