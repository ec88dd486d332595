"""The tables of the site file, as frozen settings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from fjcore.consent import ObligationKind, RecipientKind, ReporterRole

#: Longest release a site may allow without a reason. Source: consent policy, 90 days.
DEFAULT_RELEASE_DAYS = 90
#: Smallest count that may be published unless the site says otherwise, and the floor.
DEFAULT_MIN_CELL, FLOOR_MIN_CELL = 11, 5
#: After so many milliseconds an answer of a plugin's rule is late, and after so many
#: seconds without one a command ends its process.
DEFAULT_LATE_MS, DEFAULT_WAIT_S = 100, 10


def _sealed(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(table))


@frozen(kw_only=True)
class HolderSettings:
    """``[holder]``: the agency unit whose vault this is."""

    agency: str
    kind: RecipientKind
    name: str
    unit: str
    regimes: frozenset[str]
    state: str
    tz: str


@frozen(kw_only=True)
class Collected:
    """One of ``[[policy.collect]]``: a field kept only for a reason of the holder's."""

    field: str
    reason: str


@frozen(kw_only=True)
class PolicySettings:
    """``[policy]``: what a site may set, within core's bounds.

    ``collect`` lists the fields that are kept here beyond what any center needs.
    Units: ``max_release_days`` in calendar days; above 90 a reason must stand beside.
    ``rule_late_ms`` in milliseconds: a plugin's rule that answers later has failed;
    ``rule_wait_s`` in seconds: a command ends its process without an answer by then.
    """

    max_release_days: int = DEFAULT_RELEASE_DAYS
    max_release_days_reason: str = ""
    min_cell: int = DEFAULT_MIN_CELL
    rule_late_ms: int = DEFAULT_LATE_MS
    rule_wait_s: int = DEFAULT_WAIT_S
    collect: tuple[Collected, ...] = ()

    @property
    def collected(self) -> frozenset[str]:
        """The paths of the fields that ``collect`` lists."""
        return frozenset(row.field for row in self.collect)


@frozen(kw_only=True)
class Accepted:
    """A rule that a named person accepted before a lawyer reviewed it."""

    rule: str
    by: str
    on: str


@frozen(kw_only=True)
class PackSettings:
    """A state pack that the site adopts, by its id and the SHA-256 of its data.

    ``path`` is the file of one that a site or a plugin brings; without it, the pack is
    one that comes with fjcore.
    """

    id: str
    sha256: str
    path: str = ""


@frozen(kw_only=True)
class LawSettings:
    """``[law]``: the packs that are in force, and who accepted which rule, and when."""

    packs: tuple[PackSettings, ...] = ()
    accepted: tuple[Accepted, ...] = ()


@frozen(kw_only=True)
class Partner:
    """One of ``[[partners]]``: an agency that may be asked for by this id.

    ``kind`` and ``name`` may be left out for an agency adopted from a plugin.
    ``capabilities`` are the obligations it can honour; left out, what its plugin
    says, or all of them. ``connector`` is the id by which disclosures reach it.
    ``sign_key`` is the pinned key by which it signs; with ``receive_keys``, what is
    sent to it is sealed to them.
    """

    id: str
    kind: RecipientKind | None = None
    name: str = ""
    capabilities: frozenset[ObligationKind] | None = None
    connector: str = ""
    sign_key: str = ""
    receive_keys: tuple[str, ...] = ()


@frozen(kw_only=True)
class Staff:
    """One of ``[[staff]]``: who works here; no ``units`` means the holder's own.

    ``reporter`` is her profession as statutes on reports name it; without it none binds
    or permits her.
    """

    id: str
    roles: frozenset[str]
    units: frozenset[str] = frozenset()
    approver: bool = False
    reporter: ReporterRole | None = None


@frozen(kw_only=True)
class StoreSettings:
    """``[store]``: ``sqlite:<file>`` or ``postgresql://...``; it may hold a secret.

    ``synthetic``: a vault for made-up people, which takes nobody else.
    """

    url: str = field(default="sqlite:vault.db", repr=False)
    synthetic: bool = False


#: The keyring of core's own: a file that a passphrase opens.
LOCAL = "local"


@frozen(kw_only=True)
class KeySettings:
    """``[keys]``: which keyrings there are, and the folder of the key store.

    ``keyring`` wraps and opens the holder's own keys. ``second`` wraps them too, so
    that either may be lost, and is never asked to open one while it is second.
    ``read`` are asked for what they wrapped earlier, while keys move to another.
    """

    keyring: str = LOCAL
    second: str = ""
    read: tuple[str, ...] = ()
    url: str = field(default="keys", repr=False)

    def named(self) -> tuple[tuple[str, str], ...]:
        """Give the keyrings by where they are named."""
        earlier = [(f"keys.read.{at}", name) for at, name in enumerate(self.read)]
        second = [("keys.second", self.second)] if self.second else []
        return (("keys.keyring", self.keyring), *second, *earlier)

    @property
    def opening(self) -> tuple[str, ...]:
        """The keyrings that may be asked to open a key: in use first."""
        return (self.keyring, *self.read)

    @property
    def passphrase(self) -> bool:
        """Whether one of the keyrings is opened by a passphrase."""
        return LOCAL in {name for _, name in self.named()}


@frozen(kw_only=True)
class IndexSettings:
    """One of ``[[indexes]]``: what people may be found by, in how many bits and parts.

    ``accepted_by`` names who accepts that the bits of all add up to more than is safe.
    """

    of: str
    bits: int
    partitions: int = 1
    version: int = 1
    accepted_by: str = ""


@frozen(kw_only=True)
class ReadySettings:
    """``[ready]``: what a site states before real people are on file.

    Nothing checks it. Each says where, or by whom: the copy of the log's head that is
    kept elsewhere, the backups of the database and, apart from them, of the key store,
    and how long what is kept. ``drilled_on``: the day on which the recovery of the keys
    was last tried.
    """

    log_head: str = ""
    database_backup: str = ""
    keys_backup: str = ""
    retention: str = ""
    drilled_on: str = ""


@frozen(kw_only=True)
class PluginSettings:
    """``[plugins.NAME]``: a plugin in use, the versions and permissions it may have.

    ``adopts`` are the agencies of the plugin that this holder recognises as such.
    ``isolation``: ``process`` for a plugin of connectors alone, whose code then runs
    in a process of its own, with the variables of the environment that are named.
    Units: ``seconds`` of one call of that process; ``memory`` in MiB.
    """

    version: str = ""
    permissions: frozenset[str] = frozenset()
    digest: str = ""
    allow_editable: bool = False
    adopts: tuple[str, ...] = ()
    config: Mapping[str, Any] = field(factory=dict, converter=_sealed, repr=False)
    enabled: bool = True
    isolation: str = ""
    seconds: float = 60.0
    memory: int = 1024
    environment: tuple[str, ...] = ()

    @property
    def apart(self) -> bool:
        """Whether the plugin's code runs in a process of its own."""
        return bool(self.isolation)


@frozen(kw_only=True)
class Tables:
    """The whole site file as it was written."""

    holder: HolderSettings
    policy: PolicySettings = PolicySettings()
    law: LawSettings = LawSettings()
    partners: tuple[Partner, ...] = ()
    staff: tuple[Staff, ...] = ()
    store: StoreSettings = StoreSettings()
    keys: KeySettings = KeySettings()
    indexes: tuple[IndexSettings, ...] = ()
    ready: ReadySettings = ReadySettings()
    plugins: Mapping[str, PluginSettings] = field(factory=dict, converter=_sealed)
