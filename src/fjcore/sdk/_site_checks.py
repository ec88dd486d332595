"""What must hold in a site file beyond the shape of its tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from fjcore.consent import ReporterRole
from fjcore.errors import Problem, ValueRefused
from fjcore.records.collecting import COLLECTED_IF_LISTED
from fjcore.sdk._version import is_range
from fjcore.sdk.manifest import is_name, is_permission
from fjcore.sdk.settings import (
    DEFAULT_RELEASE_DAYS,
    FLOOR_MIN_CELL,
    IndexSettings,
    PackSettings,
    Partner,
    PluginSettings,
    PolicySettings,
    Staff,
    Tables,
)
from fjcore.values import parse_name, zone

#: Federal regimes a holder may be under; a privilege is ``priv.<state>.<cite>``.
REGIMES = frozenset({"vawa", "fvpsa", "voca", "hipaa", "part2", "ferpa"})

#: What people of a vault may be found by.
FOUND_BY = frozenset("name name_sound birth_date gov_id phone email case".split())

#: The states, the District and the territories, after ISO 3166-2:US.
STATES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE "
    "NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY "
    "DC AS GU MP PR VI UM".split()
)

_PRIVILEGE = re.compile(r"priv\.[a-z]{2}(\.[a-z0-9_-]{1,40}){1,4}")
_STATE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_DIGEST = re.compile(r"(sha256:[0-9a-f]{64})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STORE = re.compile(r"sqlite:.+|postgresql(\+[a-z0-9]+)?://.+")
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,63}")
_LONGEST_DAYS = 3660
_MAX_SECONDS = 3600
_LEAST_MEMORY, _MAX_MEMORY = 128, 1 << 20
_MAX_CELL = 1000
_LONGEST_LATE_MS, _LONGEST_WAIT_S = 60_000, 600


def problems_of(tables: Tables) -> Iterator[Problem]:
    """Give every fault in the tables by its path, never with a value."""
    yield from _holder(tables)
    yield from _policy(tables.policy)
    yield from _law(tables)
    adopted = {name for one in tables.plugins.values() for name in one.adopts}
    for index, partner in enumerate(tables.partners):
        yield from _partner(partner, f"partners.{index}", adopted)
    taken = (tables.holder.agency, *(partner.id for partner in tables.partners))
    yield from _repeats(taken, lambda index: f"partners.{index - 1}.id")
    for index, member in enumerate(tables.staff):
        yield from _staff(member, f"staff.{index}")
    yield from _repeats((s.id for s in tables.staff), lambda i: f"staff.{i}.id")
    if not _STORE.fullmatch(tables.store.url):
        yield Problem("store.url", "format")
    for path, name in tables.keys.named():
        yield from _named(name, path)
    rings = tables.keys.named()
    yield from _repeats((name for _, name in rings), lambda index: rings[index][0])
    if not tables.keys.url.strip():
        yield Problem("keys.url", "required")
    for index, row in enumerate(tables.indexes):
        yield from _index(row, f"indexes.{index}")
    indexes = (f"{row.of}/{row.version}" for row in tables.indexes)
    yield from _repeats(indexes, lambda i: f"indexes.{i}.version")
    if tables.ready.drilled_on and not _is_date(tables.ready.drilled_on):
        yield Problem("ready.drilled_on", "format")
    for name, settings in tables.plugins.items():
        yield from _plugin(name, settings)
    if tables.holder.agency in adopted:
        yield Problem("holder.agency", "duplicate")


def _holder(tables: Tables) -> Iterator[Problem]:
    holder = tables.holder
    yield from _named(holder.agency, "holder.agency")
    yield from _plain(holder.agency, "holder.agency")
    yield from _named(holder.unit, "holder.unit")
    if not holder.name.strip():
        yield Problem("holder.name", "required")
    for regime in holder.regimes:
        if regime not in REGIMES and not _PRIVILEGE.fullmatch(regime):
            yield Problem("holder.regimes", "unknown_code")
    if not _STATE.fullmatch(holder.state):
        yield Problem("holder.state", "format")
    elif not _is_known(holder.state, tables.law.packs):
        yield Problem("holder.state", "unknown_code")
    if _refused(lambda: zone(holder.tz)):
        yield Problem("holder.tz", "unknown_code")


def _is_known(state: str, packs: Iterable[PackSettings]) -> bool:
    """Whether there is such a state; one made up is there by the pack of its law."""
    country, _, code = state.partition("-")
    return country != "US" or code in STATES or state in {pack.id for pack in packs}


def _plain(name: str, path: str) -> Iterator[Problem]:
    """Refuse an id that begins as analyses begin a kind or an agency."""
    if name.startswith(("kind:", "agency:")):
        yield Problem(path, "format")


def _policy(policy: PolicySettings) -> Iterator[Problem]:
    days = policy.max_release_days
    if not 1 <= days <= _LONGEST_DAYS:
        yield Problem("policy.max_release_days", "range")
    elif days > DEFAULT_RELEASE_DAYS and not policy.max_release_days_reason.strip():
        yield Problem("policy.max_release_days_reason", "required")
    if not FLOOR_MIN_CELL <= policy.min_cell <= _MAX_CELL:
        yield Problem("policy.min_cell", "range")
    if not 1 <= policy.rule_late_ms <= _LONGEST_LATE_MS:
        yield Problem("policy.rule_late_ms", "range")
    if not 1 <= policy.rule_wait_s <= _LONGEST_WAIT_S:
        yield Problem("policy.rule_wait_s", "range")
    for index, row in enumerate(policy.collect):
        if row.field not in COLLECTED_IF_LISTED:
            yield Problem(f"policy.collect.{index}.field", "unknown_field")
        if not row.reason.strip():
            yield Problem(f"policy.collect.{index}.reason", "required")
    names = (row.field for row in policy.collect)
    yield from _repeats(names, lambda index: f"policy.collect.{index}.field")


def _law(tables: Tables) -> Iterator[Problem]:
    for index, row in enumerate(tables.law.accepted):
        if not row.rule.strip() or not row.by.strip():
            yield Problem(f"law.accepted.{index}", "required")
        if not _is_date(row.on):
            yield Problem(f"law.accepted.{index}.on", "format")
    for index, pack in enumerate(tables.law.packs):
        path = f"law.packs.{index}"
        if not _STATE.fullmatch(pack.id):
            yield Problem(f"{path}.id", "format")
        elif pack.id != tables.holder.state:
            yield Problem(f"{path}.id", "other_state")
        if not _SHA256.fullmatch(pack.sha256):
            yield Problem(f"{path}.sha256", "format")
    ids = (pack.id for pack in tables.law.packs)
    yield from _repeats(ids, lambda i: f"law.packs.{i}.id")


def _partner(row: Partner, path: str, adopted: Iterable[str]) -> Iterator[Problem]:
    yield from _named(row.id, f"{path}.id")
    yield from _plain(row.id, f"{path}.id")
    if row.connector:
        yield from _named(row.connector, f"{path}.connector")
    if row.sign_key or row.receive_keys:
        yield from _keys(row, path)
    if row.id not in adopted:
        if row.kind is None:
            yield Problem(f"{path}.kind", "required")
        if not row.name.strip():
            yield Problem(f"{path}.name", "required")


def _keys(row: Partner, path: str) -> Iterator[Problem]:
    # Whoever pins no keys does not pay for the cryptography that checks them.
    from fjcore.disclosure.cards import MAX_KEYS, is_key

    if row.sign_key and not is_key(row.sign_key, receiving=False):
        yield Problem(f"{path}.sign_key", "format")
    for index, key in enumerate(row.receive_keys):
        if not is_key(key, receiving=True):
            yield Problem(f"{path}.receive_keys.{index}", "format")
    if len(row.receive_keys) > MAX_KEYS:
        yield Problem(f"{path}.receive_keys", "range")
    yield from _repeats(row.receive_keys, lambda i: f"{path}.receive_keys.{i}")


def _staff(row: Staff, path: str) -> Iterator[Problem]:
    yield from _named(row.id, f"{path}.id")
    if not row.roles:
        yield Problem(f"{path}.roles", "required")
    for role in row.roles:
        yield from _named(role, f"{path}.roles")
    if row.reporter is ReporterRole.ANY_PERSON:  # what a statute says, nobody's job
        yield Problem(f"{path}.reporter", "unknown_code")
    for unit in row.units:
        yield from _named(unit, f"{path}.units")


def _index(row: IndexSettings, path: str) -> Iterator[Problem]:
    if row.of not in FOUND_BY:
        yield Problem(f"{path}.of", "unknown_code")
    if not 1 <= row.bits <= 32:
        yield Problem(f"{path}.bits", "range")
    if row.partitions not in (1, 2, 4, 8, 16):
        yield Problem(f"{path}.partitions", "range")
    if not 1 <= row.version < 1 << 31:
        yield Problem(f"{path}.version", "range")


def _plugin(name: str, row: PluginSettings) -> Iterator[Problem]:
    path = f"plugins.{name}" if is_name(name) else "plugins"
    if not is_name(name):
        yield Problem(path, "format")
    if not is_range(row.version):
        yield Problem(f"{path}.version", "format")
    if not _DIGEST.fullmatch(row.digest):
        yield Problem(f"{path}.digest", "format")
    for permission in row.permissions:
        if not is_permission(permission):
            yield Problem(f"{path}.permissions", "unknown_code")
    yield from _apart(row, path)
    for index, agency in enumerate(row.adopts):
        yield from _named(agency, f"{path}.adopts.{index}")
    yield from _repeats(row.adopts, lambda index: f"{path}.adopts.{index}")


def _apart(row: PluginSettings, path: str) -> Iterator[Problem]:
    if row.isolation not in ("", "process"):
        yield Problem(f"{path}.isolation", "unknown_code")
    if not 0 < row.seconds <= _MAX_SECONDS:
        yield Problem(f"{path}.seconds", "range")
    if not _LEAST_MEMORY <= row.memory <= _MAX_MEMORY:
        yield Problem(f"{path}.memory", "range")
    for index, name in enumerate(row.environment):
        if not _VARIABLE.fullmatch(name) or name.startswith("FJCORE_"):
            yield Problem(f"{path}.environment.{index}", "format")


def _named(text: str, path: str) -> Iterator[Problem]:
    if _refused(lambda: parse_name(text)):
        yield Problem(path, "format")


def _repeats(names: Iterable[str], path: Callable[[int], str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield Problem(path(index), "duplicate")
        seen.add(name)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _refused(check: Callable[[], object]) -> bool:
    try:
        check()
    except ValueRefused:
        return True
    return False
