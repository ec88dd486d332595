"""What the plugins of a site contribute, gathered once into one frozen object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from attrs import evolve, field, frozen

from fjcore.consent import (
    Agency,
    Limit,
    LimitRule,
    PluginRule,
    Policy,
    ReleaseTemplate,
    limits_of,
    majority_age,
    release_template,
)
from fjcore.crypto import Keyring
from fjcore.disclosure import Connector
from fjcore.errors import Problem, SiteError
from fjcore.records import CORE_RECORDS, Catalog, CodeList, Form
from fjcore.redaction.narrative import Recogniser
from fjcore.screening import AlertPolicy
from fjcore.sdk import _attempts, _lines
from fjcore.sdk._attempts import Local
from fjcore.sdk._lines import Line, lines_of
from fjcore.sdk._partners import recognised
from fjcore.sdk._pluggy import Collector
from fjcore.sdk._rules import held_rules
from fjcore.sdk.alerting import Alerting
from fjcore.sdk.discovery import scan, shared_prefixes
from fjcore.sdk.hookspecs import HookSpecs
from fjcore.sdk.items import is_channel
from fjcore.sdk.loading import Loaded
from fjcore.sdk.recognising import named as recognisers_named
from fjcore.sdk.settings import LOCAL
from fjcore.sdk.site import Site
from fjcore.sdk.status import (
    PluginStatus,
    enabled,
    failed,
    not_named,
    off,
)
from fjcore.sdk.watch import Watch


def _sealed(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(table))


@frozen(kw_only=True)
class Registry:
    """What plugins contribute: forms, lists, limits, templates, lines; immutable.

    ``templates`` are by ``id/version``, those of plugins alone.

    ``closed``: a plugin that narrows what may leave did not load, so nothing may.
    """

    forms: Mapping[str, Form] = field(factory=dict, converter=_sealed)
    code_lists: Mapping[str, CodeList] = field(factory=dict, converter=_sealed)
    agencies: Mapping[str, Agency] = field(factory=dict, converter=_sealed)
    limits: tuple[Limit, ...] = ()
    rules: tuple[LimitRule, ...] = ()
    templates: Mapping[str, ReleaseTemplate] = field(factory=dict, converter=_sealed)
    recognisers: tuple[Recogniser, ...] = ()
    closed: bool = False
    report: tuple[PluginStatus, ...] = ()
    alert_policies: tuple[AlertPolicy, ...] = ()
    _connectors: Mapping[str, Line] = field(factory=dict, converter=_sealed)
    _keyrings: Mapping[str, Line] = field(factory=dict, converter=_sealed)
    _channels: Mapping[str, Line] = field(factory=dict, converter=_sealed)
    _folder: str = ""

    @classmethod
    def empty(cls) -> Registry:
        """Give a registry of no plugins at all."""
        return cls()

    @classmethod
    def build(
        cls,
        site: Site,
        *,
        extra: Iterable[Local] = (),
        strict: bool = False,
        watch: Watch | None = None,
    ) -> Registry:
        """Load the plugins that a site names; of any other, no line of code runs.

        One that fails is off and reported; one that narrows, or whose manifest
        cannot be read, closes the registry as well. ``extra`` brings local plugins
        of one file, which the site must name too. ``strict`` raises instead. With a
        ``watch``, a rule that does not answer ends the process.
        Raises: SiteError, when the site adopts an agency or uses a connector or a
        keyring that its plugins do not have; with ``strict``, the first PluginError.
        """
        return _build(site, tuple(extra), strict, watch)

    def catalog(self) -> Catalog:
        """Give core's record types and those of the forms."""
        own = tuple(form.record_type for form in self.forms.values())
        return Catalog((*CORE_RECORDS, *own))

    def template(self, name: str) -> ReleaseTemplate:
        """Give a template of a plugin, or one that ships, by its id or ``id/version``.

        By the id alone, the newest version.
        Raises: UnknownTemplate.
        """
        found = [one for one in self.templates.values() if name in (one.id, one.key)]
        if not found:
            return release_template(name)
        return max(found, key=lambda one: (len(one.version), one.version))

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
        return _lines.connector(self._connectors, name, self._folder)

    def keyring(self, name: str) -> Keyring:
        """Open the keyring of an id; whoever asked closes it.

        Raises: MissingPlugin, when there is none here; PluginFault, HookError;
        KeyringUnreachable, Throttled, KeyringDenied, AccessRefused, KeyUnavailable.
        """
        return _lines.keyring(self._keyrings, name, self._folder)

    def alerting(self, site: Site, *, instrument: str, asked_by: str) -> Alerting:
        """Open every channel on which staff of the holder are told of alerts.

        One that cannot be opened is named in ``faults``, and every alert is then kept
        as not told on it.
        """
        holder = site.holder().unit
        made = Alerting(
            instrument=instrument,
            asked_by=asked_by,
            policies=self.alert_policies,
            staff={
                name: one.roles
                for name, one in site.staff.items()
                if not one.units or holder in one.units
            },
            channels={},
        )
        return made.opened(
            {
                name: (line.who, partial(line.opened, self._folder, is_channel))
                for name, line in self._channels.items()
            }
        )


def _build(
    site: Site, extra: tuple[Local, ...], strict: bool, watch: Watch | None
) -> Registry:
    installed = scan()
    named = _attempts.candidates(site, installed, extra)
    doubled = shared_prefixes(named)
    collector = Collector(HookSpecs)
    loaded: dict[str, Loaded] = {}
    report: list[PluginStatus] = list(not_named(site, installed, extra))
    closed = False
    for name, settings in sorted(site.plugins.items()):
        if not settings.enabled:
            report.append(off(name, installed, "disabled"))
            continue
        one = named.get(name)
        got = _attempts.attempt(
            name, one, settings, doubled=name in doubled, collector=collector
        )
        if isinstance(got, Loaded):
            loaded[name] = got
            report.append(enabled(name, one))
            continue
        if strict:
            raise got
        closed = closed or one is None or one.restrictive
        report.append(failed(name, one, got))
    if len(loaded) == sum(row.enabled for row in site.plugins.values()):
        _complete(site, loaded)
    rules = tuple(held_rules(loaded.values(), site.policy.rule_late_ms, watch))
    return _gathered(site, loaded, closed, report, rules)


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
    rings = {name for one in loaded.values() for name, _ in one.of("fjcore_keyrings")}
    for path, name in site.keys.named():
        if name != LOCAL and name not in rings:
            problems.append(Problem(path, "unknown_keyring"))
    if problems:
        raise SiteError("plugins", problems=tuple(problems))


def _gathered(
    site: Site,
    loaded: Mapping[str, Loaded],
    closed: bool,
    report: list[PluginStatus],
    rules: tuple[PluginRule, ...],
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
        rules=rules,
        templates=every("fjcore_release_templates"),
        recognisers=recognisers_named(
            (one.who, one.of("fjcore_recognisers")) for one in loaded.values()
        ),
        closed=closed,
        report=tuple(sorted(report, key=lambda status: status.name)),
        connectors=lines_of(loaded.values(), "fjcore_connectors"),
        keyrings=lines_of(loaded.values(), "fjcore_keyrings"),
        channels=lines_of(loaded.values(), "fjcore_alert_channels"),
        alert_policies=tuple(every("fjcore_alert_policies").values()),
        folder=str(site.folder),
    )
