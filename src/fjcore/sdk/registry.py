"""What the plugins of a site contribute, gathered once into one frozen object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType, ModuleType
from typing import Any

from attrs import evolve, field, frozen

from fjcore.consent import Agency, Limit, LimitRule, Policy, limits_of, majority_age
from fjcore.disclosure import Connector, ConnectorFactory
from fjcore.errors import (
    DuplicatePlugin,
    HookError,
    MissingPlugin,
    PluginError,
    Problem,
    SiteError,
)
from fjcore.records import CORE_RECORDS, Catalog, CodeList, Form
from fjcore.redaction.narrative import Recogniser
from fjcore.sdk._blame import contained, who
from fjcore.sdk._partners import recognised
from fjcore.sdk.discovery import (
    Candidate,
    Found,
    admit,
    candidate,
    clashing,
    scan,
    shared_prefixes,
)
from fjcore.sdk.items import is_connector
from fjcore.sdk.loading import Loaded, load
from fjcore.sdk.manifest import Manifest
from fjcore.sdk.recognising import named
from fjcore.sdk.settings import PluginSettings
from fjcore.sdk.site import Site

#: A local plugin of one file: what it says about itself, and its module.
Local = tuple[Manifest, ModuleType]


class PluginState(StrEnum):
    """What became of a plugin that was found or named."""

    ENABLED = "enabled"
    OFF = "off"
    BROKEN = "broken"
    MISSING = "missing"


@frozen
class PluginStatus:
    """One line of the report; ``reason`` is a code, ``where`` what the fault names."""

    name: str
    version: str
    state: PluginState = field(kw_only=True)
    reason: str = field(default="", kw_only=True)
    where: str = field(default="", kw_only=True)


@frozen
class _Line:
    """How to make one connector."""

    factory: ConnectorFactory
    config: object
    who: str


def _sealed(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(table))


@frozen(kw_only=True)
class Registry:
    """Forms, code lists, agencies, limits, connectors and recognisers in use.

    ``closed``: a plugin that narrows what may leave did not load, so nothing may.
    """

    forms: Mapping[str, Form] = field(factory=dict, converter=_sealed)
    code_lists: Mapping[str, CodeList] = field(factory=dict, converter=_sealed)
    agencies: Mapping[str, Agency] = field(factory=dict, converter=_sealed)
    limits: tuple[Limit, ...] = ()
    rules: tuple[LimitRule, ...] = ()
    recognisers: tuple[Recogniser, ...] = ()
    closed: bool = False
    report: tuple[PluginStatus, ...] = ()
    _connectors: Mapping[str, _Line] = field(factory=dict, converter=_sealed)
    _folder: str = ""

    @classmethod
    def empty(cls) -> Registry:
        """Give a registry of no plugins at all."""
        return cls()

    @classmethod
    def build(
        cls, site: Site, *, extra: Iterable[Local] = (), strict: bool = False
    ) -> Registry:
        """Load the plugins that a site names; of any other, no line of code runs.

        One that fails is off and reported; one that narrows, or whose manifest
        cannot be read, closes the registry as well. ``extra`` brings local plugins
        of one file, which the site must name too. ``strict`` raises instead.
        Raises: SiteError, when the site adopts an agency or uses a connector that
        its plugins do not have; with ``strict``, the first PluginError.
        """
        return _build(site, tuple(extra), strict)

    def catalog(self) -> Catalog:
        """Give core's record types and those of the forms."""
        own = tuple(form.record_type for form in self.forms.values())
        return Catalog((*CORE_RECORDS, *own))

    def policy(self, site: Site) -> Policy:
        """Give the policy of a site: holder, partners, numbers, limits, those of packs.

        A pack that the site adopted can only narrow here, as a plugin can; its rows on
        reports make it possible to ask on the ground of a statute.
        """
        holder, packs = site.holder(), site.packs()
        return Policy(
            holder=evolve(holder, majority=majority_age(packs, holder.state)),
            partners=recognised(site, self.agencies),
            limits=(*self.limits, *limits_of(packs)),
            rules=self.rules,
            closed=self.closed,
            max_release_days=site.policy.max_release_days,
            min_cell=site.policy.min_cell,
            packs=packs,
        )

    def connector(self, name: str) -> Connector:
        """Open the connector of an id; whoever asked closes it.

        Raises: MissingPlugin, when there is none here; PluginFault, HookError.
        """
        line = self._connectors.get(name)
        if line is None:
            raise MissingPlugin(name)
        where = who(line.who, "connect")
        made = contained(lambda: line.factory.connect(line.config, self._folder), where)
        if not contained(lambda: is_connector(made), where):
            raise HookError(f"{where}: signature (R11)")
        return made


def _build(site: Site, extra: tuple[Local, ...], strict: bool) -> Registry:
    installed = scan()
    named = _candidates(site, installed, extra)
    doubled = shared_prefixes(named)
    loaded: dict[str, Loaded] = {}
    report: list[PluginStatus] = list(_not_named(site, installed, extra))
    closed = False
    for name, settings in sorted(site.plugins.items()):
        if not settings.enabled:
            report.append(_off(name, installed, "disabled"))
            continue
        one = named.get(name)
        got = _attempt(name, one, settings, name in doubled)
        if isinstance(got, Loaded):
            loaded[name] = got
            report.append(_enabled(name, one))
            continue
        if strict:
            raise got
        closed = closed or one is None or one.restrictive
        report.append(_failed(name, one, got))
    if len(loaded) == sum(row.enabled for row in site.plugins.values()):
        _complete(site, loaded)
    return _gathered(site, loaded, closed, report)


def _candidates(
    site: Site, installed: tuple[Found, ...], extra: tuple[Local, ...]
) -> dict[str, Candidate]:
    """Give what there is for each plugin that the site names and does not disable."""
    wanted = {name for name, row in site.plugins.items() if row.enabled}
    clashes = clashing(installed)
    found = {
        one.name: candidate(one, clashes) for one in installed if one.name in wanted
    }
    for manifest, module in extra:
        name = manifest.name
        if name not in wanted:
            continue
        fault = DuplicatePlugin(name) if name in found else None
        found[name] = Candidate(
            name=name,
            version="local",
            manifest=None if fault else manifest,
            fault=fault,
            module=module,
        )
    return found


def _attempt(
    name: str, one: Candidate | None, settings: PluginSettings, doubled: bool
) -> Loaded | PluginError:
    try:
        if one is None:
            raise MissingPlugin(name)
        manifest = admit(one, settings)
        if doubled:
            raise DuplicatePlugin(f"{one.who}: ids")
        return load(one, manifest, settings)
    except PluginError as error:
        return error.with_traceback(None)


def _not_named(
    site: Site, installed: tuple[Found, ...], extra: tuple[Local, ...]
) -> Iterator[PluginStatus]:
    seen = {one.name: one.version for one in installed}
    seen |= {manifest.name: "local" for manifest, _ in extra}
    for name in sorted(seen.keys() - site.plugins.keys()):
        yield PluginStatus(name, seen[name], state=PluginState.OFF, reason="not_named")


def _off(name: str, installed: tuple[Found, ...], reason: str) -> PluginStatus:
    version = next((one.version for one in installed if one.name == name), "")
    return PluginStatus(name, version, state=PluginState.OFF, reason=reason)


def _enabled(name: str, one: Candidate | None) -> PluginStatus:
    return PluginStatus(name, one.version if one else "", state=PluginState.ENABLED)


def _failed(name: str, one: Candidate | None, error: PluginError) -> PluginStatus:
    state = PluginState.MISSING if one is None else PluginState.BROKEN
    version = one.version if one else ""
    return PluginStatus(
        name, version, state=state, reason=error.code, where=error.where
    )


def _complete(site: Site, loaded: Mapping[str, Loaded]) -> None:
    """Check that what the site asks of its plugins is there."""
    problems = []
    for name, row in site.plugins.items():
        offered = dict(loaded[name].of("fjcore_agencies")) if name in loaded else {}
        for index, agency in enumerate(row.adopts):
            if row.enabled and agency not in offered:
                path = f"plugins.{name}.adopts.{index}"
                problems.append(Problem(path, "unknown_agency"))
    lines = {name for one in loaded.values() for name, _ in one.of("fjcore_connectors")}
    for index, partner in enumerate(site.partners.values()):
        if partner.connector and partner.connector not in lines:
            problems.append(Problem(f"partners.{index}.connector", "unknown_connector"))
    if problems:
        raise SiteError("plugins", problems=tuple(problems))


def _gathered(
    site: Site, loaded: Mapping[str, Loaded], closed: bool, report: list[PluginStatus]
) -> Registry:
    def every(hook: str) -> dict[str, Any]:
        pairs = (pair for one in loaded.values() for pair in one.of(hook))
        return dict(sorted(pairs, key=lambda pair: pair[0]))

    forms: dict[str, Form] = every("fjcore_forms")
    lists = {one.id: one for form in forms.values() for one in form.code_lists}
    adopted = {name for row in site.plugins.values() for name in row.adopts}
    agencies = {
        name: agency
        for name, agency in every("fjcore_agencies").items()
        if name in adopted
    }
    narrowing = every("fjcore_limits").values()
    return Registry(
        forms=forms,
        code_lists=lists | every("fjcore_vocabularies"),
        agencies=recognised(site, agencies),
        limits=tuple(one for one in narrowing if type(one) is Limit),
        rules=tuple(one for one in narrowing if type(one) is not Limit),
        recognisers=named(
            (one.who, one.of("fjcore_recognisers")) for one in loaded.values()
        ),
        closed=closed,
        report=tuple(sorted(report, key=lambda status: status.name)),
        connectors={
            name: _Line(factory, one.config, one.who)
            for one in loaded.values()
            for name, factory in one.of("fjcore_connectors")
        },
        folder=str(site.folder),
    )
