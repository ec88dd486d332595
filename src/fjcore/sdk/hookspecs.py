"""The hooks: each takes nothing, runs once while a registry is built, and declares.

No hook returns an "allow": a plugin adds forms, names, narrower limits and ways to
deliver, and nothing it returns can let anything out.
"""

from __future__ import annotations

from collections.abc import Sequence

from fjcore.sdk._pluggy import hookimpl, hookspec
from fjcore.sdk.contracts import (
    Agency,
    AlertChannelFactory,
    AlertPolicy,
    CodeList,
    ConnectorFactory,
    ExporterFactory,
    Form,
    ImporterFactory,
    Instrument,
    KeyringFactory,
    Limit,
    LimitRule,
    NormTable,
    Recogniser,
    ReleaseTemplate,
    WordingPack,
)
from fjcore.sdk.health import HealthCheck
from fjcore.sdk.report import ReportDefinition

__all__ = [
    "HOOKS",
    "HookSpecs",
    "hookimpl",
]


class HookSpecs:
    """The specifications, one method per hook."""

    @hookspec
    def fjcore_forms(self) -> Sequence[Form]:
        """Give local forms; ids are ``x_<prefix>.<name>``, every field labelled."""
        return ()

    @hookspec
    def fjcore_vocabularies(self) -> Sequence[CodeList]:
        """Give code lists that no form brings along; each code maps to a core one."""
        return ()

    @hookspec
    def fjcore_agencies(self) -> Sequence[Agency]:
        """Give agencies; each is inert until the site file adopts it by id."""
        return ()

    @hookspec
    def fjcore_release_templates(self) -> Sequence[ReleaseTemplate]:
        """Give release forms in a community's own words, in each of its languages."""
        return ()

    @hookspec
    def fjcore_limits(self) -> Sequence[Limit | LimitRule]:
        """Give limits, and rules where a limit's guards cannot say it; both narrow."""
        return ()

    @hookspec
    def fjcore_connectors(self) -> Sequence[ConnectorFactory]:
        """Give makers of connectors; each host needs ``network:<host>``."""
        return ()

    @hookspec
    def fjcore_keyrings(self) -> Sequence[KeyringFactory]:
        """Give makers of keyrings; they need ``holds-keys``, hosts as connectors do."""
        return ()

    @hookspec
    def fjcore_recognisers(self) -> Sequence[Recogniser]:
        """Give what finds more in a note; it needs ``reads-narrative``, and adds."""
        return ()

    @hookspec
    def fjcore_alert_policies(self) -> Sequence[AlertPolicy]:
        """Give policies that add receivers to alerts or make them urgent."""
        return ()

    @hookspec
    def fjcore_alert_channels(self) -> Sequence[AlertChannelFactory]:
        """Give makers of channels on which staff are told; hosts as of connectors."""
        return ()

    @hookspec
    def fjcore_exporters(self) -> Sequence[ExporterFactory]:
        """Give makers of exporters; counts, and unnamed rows, need a permission."""
        return ()

    @hookspec
    def fjcore_reports(self) -> Sequence[ReportDefinition]:
        """Give reports that core counts; a threshold is core's or larger."""
        return ()

    @hookspec
    def fjcore_importers(self) -> Sequence[ImporterFactory]:
        """Give makers of importers; each reads one input, and gives drafts alone."""
        return ()

    @hookspec
    def fjcore_instruments(self) -> Sequence[Instrument]:
        """Give screening instruments, as ``parse_instrument`` reads them."""
        return ()

    @hookspec
    def fjcore_wording_packs(self) -> Sequence[WordingPack]:
        """Give the words of an instrument in a language in which none ship."""
        return ()

    @hookspec
    def fjcore_norms(self) -> Sequence[NormTable]:
        """Give how a named population scored; it changes no score, band or cut."""
        return ()

    @hookspec
    def fjcore_health_checks(self) -> Sequence[HealthCheck]:
        """Give what looks at the plugin's own settings, and says how they are."""
        return ()


#: Every hook by its name, and what a manifest's ``provides`` calls it.
HOOKS = {
    name: name.removeprefix("fjcore_").replace("_", "-")
    for name in vars(HookSpecs)
    if name.startswith("fjcore_")
}
