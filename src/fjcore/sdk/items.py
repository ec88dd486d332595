"""The checks of what a hook returned (R8 to R12); every rule here only refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from attrs import evolve

from fjcore.errors import HookError
from fjcore.records import CORE_RECORDS, core_lists, leaves
from fjcore.records.categories import is_known
from fjcore.records.record import info_of
from fjcore.sdk import _offered
from fjcore.sdk._blame import contained, who
from fjcore.sdk._kept import keeps
from fjcore.sdk._plain import is_plain_data
from fjcore.sdk.contracts import (
    Agency,
    AlertChannelFactory,
    AlertPolicy,
    CodeList,
    ConnectorFactory,
    Form,
    KeyringFactory,
    Limit,
    LimitRule,
    ObligationKind,
    RecipientKind,
    Recogniser,
    ReleaseTemplate,
    WordingPack,
    parse_template,
)
from fjcore.sdk.manifest import HOLDS_KEYS, READS_NARRATIVE, Manifest

#: How many items one hook may return.
MAX_ITEMS = 1000

_ID = re.compile(r"[a-z0-9_.-]{1,64}")
_HOST = re.compile(r"(\*\.)?[a-z0-9][a-z0-9.-]{0,252}(:[0-9]{1,5})?")

#: A rule gives the number of the check that failed, or an empty text.
Rule = Callable[[Any, Manifest], str]


def checked(
    hook: str, result: object, manifest: Manifest, *, plugin: str
) -> tuple[tuple[str, Any], ...]:
    """Give what a hook returned as pairs of id and item, in id order.

    Raises: HookError, naming plugin, hook and check; PluginFault, when looking at an
    item runs code of the plugin that fails.
    """
    where = who(plugin, hook)
    found: dict[str, Any] = {}
    for item in _listed(result, where):
        name, kept, fault = contained(partial(_looked, item, hook, manifest), where)
        if fault:
            raise HookError(f"{where}: {fault}")
        # A new wording is a new version of the same template: both stay known.
        key = kept.key if type(kept) is ReleaseTemplate else name
        worded = type(kept) is WordingPack  # known by what it words
        if not (worded or _own(name, hook, manifest)) or key in found:
            raise HookError(f"{where}: id (R10)")
        found[key] = kept
    return tuple(sorted(found.items()))


def _listed(result: object, where: str) -> tuple[Any, ...]:
    # No other sequence: one that is made while it is read may never end.
    listed = type(result) is list or type(result) is tuple
    if not listed or len(result) > MAX_ITEMS:  # type: ignore[arg-type]
        raise HookError(f"{where}: result (R8)")
    return tuple(result)  # type: ignore[arg-type]


def _looked(item: Any, hook: str, manifest: Manifest) -> tuple[str, Any, str]:
    """Look at one item of a plugin: its id, the item as it is kept, its fault."""
    fault = _RULES[hook](item, manifest)
    if fault:
        return "", None, fault
    worded = type(item) is WordingPack
    name = f"{item.instrument}@{item.language}" if worded else item.id
    return (name if type(name) is str else ""), _sealed(item), ""


def _own(name: str, hook: str, manifest: Manifest) -> bool:
    record_side = hook in ("fjcore_forms", "fjcore_vocabularies")
    prefix = f"x_{manifest.ids}." if record_side else f"{manifest.ids}."
    return bool(_ID.fullmatch(name)) and name.startswith(prefix) and name != prefix


def _sealed(item: Any) -> Any:
    """Give a form over copies of its tables, so that nobody can change it later."""
    if type(item) is ReleaseTemplate:
        return parse_template(item.text)
    if type(item) is not Form:
        return item
    fields = tuple(evolve(one, label=_copy(one.label)) for one in item.fields)
    return evolve(
        item, title=_copy(item.title), fields=fields, constants=_copy(item.constants)
    )


def _copy(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(table))


# --- one rule per hook --------------------------------------------------------------


def _form(item: Any, manifest: Manifest) -> str:
    if type(item) is not Form or type(item.fields) is not tuple:
        return "type (R9)"
    prefix = f"x_{manifest.ids}."
    if not all(one.id.startswith(prefix) for one in item.code_lists):
        return "id (R10)"
    info = info_of(item.record_type)  # raises when a field has no label
    own = {leaf.path for leaf in leaves(item.record_type)}
    core = {leaf.path for kind in CORE_RECORDS for leaf in leaves(kind)}
    targets = {one.target for one in item.fields}
    if info.name != item.id or not targets <= own | core or not own <= targets:
        return "fields (R12)"
    if not set(item.constants) <= core:
        return "constants (R12)"
    return next((f for f in map(_mapping, item.code_lists) if f), "")


def _mapping(item: Any) -> str:
    if type(item) is not CodeList or not is_plain_data(item):
        return "type (R9)"
    core = core_lists().get(item.maps_to)
    if core is None or item.maps.keys() != item.codes.keys():
        return "mapping (R12)"
    return "" if set(item.maps.values()) <= core.codes.keys() else "mapping (R12)"


def _vocabulary(item: Any, _: Manifest) -> str:
    return _mapping(item)


def _said(text: object) -> bool:
    """Whether a text says something and can stand in a line that staff read."""
    return type(text) is str and bool(text.strip()) and text.isprintable()


def _agency(item: Any, _: Manifest) -> str:
    if type(item) is not Agency or not is_plain_data(item):
        return "type (R9)"
    if not _said(item.name):
        return "name (R12)"
    able = item.capabilities
    kinds = able is None or (
        type(able) is frozenset and all(type(one) is ObligationKind for one in able)
    )
    if type(item.name) is not str or not kinds:
        return "type (R9)"
    return "" if type(item.kind) is RecipientKind else "kind (R12)"


def _limit(item: Any, _: Manifest) -> str:
    if type(item) is not Limit:
        return "" if keeps(item, LimitRule) else "signature (R11)"
    hash(item)  # an unhashable part can still be changed
    if not is_plain_data(item):
        return "type (R9)"
    if not _said(item.statement) or not _said(item.citation):
        return "statement, citation (R12)"
    # A misspelt category would be a limit that is not applied.
    return "" if all(map(is_known, item.categories)) else "categories (R12)"


def _template(item: Any, _: Manifest) -> str:
    if type(item) is not ReleaseTemplate or type(item.text) is not str:
        return "type (R9)"
    # What was made otherwise than by reading it was never checked as a form.
    return "" if parse_template(item.text) == item else "words (R12)"


def _connector(item: Any, manifest: Manifest) -> str:
    if not keeps(item, ConnectorFactory):
        return "signature (R11)"
    return _hosted(item, manifest)


def _keyring(item: Any, manifest: Manifest) -> str:
    if not keeps(item, KeyringFactory):
        return "signature (R11)"
    if HOLDS_KEYS not in manifest.permissions:
        return "permission (D5)"
    return _hosted(item, manifest)


def _hosted(item: Any, manifest: Manifest) -> str:
    """Whether each host that something talks to was permitted."""
    hosts = item.hosts
    if type(hosts) is not tuple or not all(type(host) is str for host in hosts):
        return "type (R9)"
    needed = {f"network:{host}" for host in hosts}
    if not all(map(_HOST.fullmatch, hosts)) or not needed <= manifest.permissions:
        return "permission (D5)"
    return ""


def _recogniser(item: Any, manifest: Manifest) -> str:
    if not keeps(item, Recogniser):
        return "signature (R11)"
    return "" if READS_NARRATIVE in manifest.permissions else "permission (D5)"


def _policy(item: Any, _: Manifest) -> str:
    if type(item) is not AlertPolicy or not is_plain_data(item):
        return "type (R9)"
    if type(item.urgent) is not bool:
        return "type (R9)"
    for names in (item.roles, item.instruments, item.action_codes):
        if type(names) is not frozenset or not all(type(one) is str for one in names):
            return "type (R9)"
    return "" if item.roles or item.urgent else "adds nothing (R12)"


def _channel(item: Any, manifest: Manifest) -> str:
    if not keeps(item, AlertChannelFactory):
        return "signature (R11)"
    return _hosted(item, manifest)


_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "fjcore_forms": _form,
        "fjcore_vocabularies": _vocabulary,
        "fjcore_agencies": _agency,
        "fjcore_limits": _limit,
        "fjcore_release_templates": _template,
        "fjcore_connectors": _connector,
        "fjcore_keyrings": _keyring,
        "fjcore_recognisers": _recogniser,
        "fjcore_alert_policies": _policy,
        "fjcore_alert_channels": _channel,
        "fjcore_exporters": _offered.exporter,
        "fjcore_reports": _offered.report,
        "fjcore_importers": _offered.importer,
        "fjcore_instruments": _offered.instrument,
        "fjcore_wording_packs": _offered.wording_pack,
        "fjcore_norms": _offered.norm,
        "fjcore_health_checks": _offered.health,
    }
)
