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
    Policy,
    ReleaseTemplate,
    limits_of,
    majority_age,
    release_template,
)
from fjcore.crypto import Keyring
from fjcore.disclosure import Connector, ExportKind
from fjcore.errors import Problem
from fjcore.records import CORE_RECORDS, Catalog, CodeList, Form
from fjcore.redaction.narrative import Recogniser
from fjcore.screening import (
    AlertPolicy,
    Instrument,
    WordingPack,
    languages,
    load,
    load_wording,
)
from fjcore.screening.norms import NormTable
from fjcore.screening.wording import allowed
from fjcore.sdk import _lines
from fjcore.sdk._attempts import Local
from fjcore.sdk._building import built
from fjcore.sdk._kept import is_channel
from fjcore.sdk._lines import Line
from fjcore.sdk._looking import looked
from fjcore.sdk._partners import recognised
from fjcore.sdk.alerting import Alerting
from fjcore.sdk.delivering import HeldConnector
from fjcore.sdk.exporting import HeldExporter, held_exporter
from fjcore.sdk.health import HealthRow
from fjcore.sdk.importing import HeldImporter, held_importer
from fjcore.sdk.report import ReportDefinition
from fjcore.sdk.site import Site
from fjcore.sdk.status import PluginStatus
from fjcore.sdk.watch import Watch


def _sealed(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(table))


@frozen(kw_only=True)
class Registry:
    """What plugins contribute: forms, lists, limits, templates, lines; immutable.

    ``templates`` are by ``id/version``, those of plugins alone.

    ``closed``: a plugin that narrows what may leave did not load, so nothing may.
    ``lacks``: what the site asks of its plugins and they do not have, if ``lenient``.
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
    lacks: tuple[Problem, ...] = ()
    alert_policies: tuple[AlertPolicy, ...] = ()
    reports: Mapping[str, ReportDefinition] = field(factory=dict, converter=_sealed)
    instruments: Mapping[str, Instrument] = field(factory=dict, converter=_sealed)
    wordings: Mapping[str, WordingPack] = field(factory=dict, converter=_sealed)
    norms: Mapping[str, NormTable] = field(factory=dict, converter=_sealed)
    _importers: Mapping[str, Line] = field(factory=dict, converter=_sealed)
    _checks: Mapping[str, Line] = field(factory=dict, converter=_sealed)
    _exporters: Mapping[str, Line] = field(factory=dict, converter=_sealed)
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
        lenient: bool = False,
        watch: Watch | None = None,
    ) -> Registry:
        """Load the plugins that a site names; of any other, no line of code runs.

        One that fails is off and reported; one that narrows, or whose manifest
        cannot be read, closes the registry as well. ``extra`` brings local plugins
        of one file, which the site must name too. ``strict`` raises instead.
        ``lenient``, for a look at plugins, names in ``lacks`` what else is a SiteError.
        With a ``watch``, a rule that does not answer ends the process.
        Raises: SiteError, when the site adopts an agency or uses a connector or a
        keyring that its plugins do not have; with ``strict``, the first PluginError.
        """
        return cls(**built(site, tuple(extra), strict, watch, lenient=lenient))

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

        Raises: MissingPlugin, BrokenPlugin, when there is none here; PluginFault,
        HookError.
        """
        return _lines.connector(self._line(self._connectors, name), self._folder)

    def delivering(self, name: str) -> HeldConnector:
        """Open the connector of an id behind a wall that names its plugin.

        Raises: as ``connector``.
        """
        inner = self.connector(name)
        found = self._line(self._connectors, name)
        return HeldConnector(name, found.named(name), found, inner)

    def keyring(self, name: str) -> Keyring:
        """Open the keyring of an id; whoever asked closes it.

        Raises: MissingPlugin, BrokenPlugin, when there is none here; PluginFault,
        HookError; KeyringUnreachable, Throttled, KeyringDenied, AccessRefused,
        KeyUnavailable.
        """
        return _lines.keyring(self._line(self._keyrings, name), name, self._folder)

    @property
    def exporters(self) -> Mapping[str, ExportKind]:
        """What each exporter accepts, by its id."""
        return {name: one.factory.accepts for name, one in self._exporters.items()}

    def exporter(self, name: str) -> HeldExporter:
        """Give the exporter of an id; none of its code runs before it is to write.

        Raises: MissingPlugin, BrokenPlugin, when there is none here.
        """
        return held_exporter(name, self._line(self._exporters, name))

    @property
    def importers(self) -> tuple[str, ...]:
        """The ids of the importers in use."""
        return tuple(self._importers)

    def importer(self, name: str) -> HeldImporter:
        """Give the importer of an id; none of its code runs before it is to read.

        Raises: MissingPlugin, BrokenPlugin, when there is none here.
        """
        return held_importer(name, self._line(self._importers, name))

    def _line(self, lines: Mapping[str, Line], name: str) -> Line:
        return _lines.line(lines, name, self.report)

    def instrument(self, name: str) -> Instrument:
        """Give an instrument that ships, or one of a plugin.

        Raises: UnknownInstrument.
        """
        found = self.instruments.get(name)
        return found if found is not None else load(name)

    def languages(self, instrument: str) -> tuple[str, ...]:
        """Give the languages in which there are words of an instrument, sorted."""
        own = (one for one in self.wordings.values() if one.instrument == instrument)
        return tuple(sorted({*languages(instrument), *(one.language for one in own)}))

    def words(self, made: Instrument, language: str, *, use: str) -> WordingPack:
        """Give the words of an instrument that ship, or those of a plugin.

        Raises: LicenceRefused; WordingRefused, when there are none in this language.
        """
        pack = self.wordings.get(f"{made.id}@{language}")
        if pack is None:
            return load_wording(made, language, use=use)
        return allowed(pack, made, use=use)

    def health(self) -> tuple[HealthRow, ...]:
        """Have each plugin look at its own settings; one that fails is not well."""
        return looked(self._checks.items())

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
                name: (line.named(), partial(line.opened, self._folder, is_channel))
                for name, line in self._channels.items()
            }
        )
