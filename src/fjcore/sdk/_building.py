"""Gathering what the plugins of a site contribute, for one registry."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from attrs import evolve

from fjcore.consent import Limit, PluginRule
from fjcore.errors import Problem, SiteError, UntrustedPlugin
from fjcore.records import Form
from fjcore.sdk import _attempts
from fjcore.sdk._attempts import Local
from fjcore.sdk._complete import lacked
from fjcore.sdk._deeds import noticed
from fjcore.sdk._lines import lines_of
from fjcore.sdk._partners import recognised
from fjcore.sdk._pluggy import Collector
from fjcore.sdk._rules import held_rules
from fjcore.sdk._untouched import Untouched
from fjcore.sdk.discovery import Candidate, scan, shared_prefixes
from fjcore.sdk.hookspecs import HookSpecs
from fjcore.sdk.loading import Loaded
from fjcore.sdk.recognising import named as recognisers_named
from fjcore.sdk.site import Site
from fjcore.sdk.status import PluginStatus, enabled, failed, not_named, off
from fjcore.sdk.watch import Watch


def built(
    site: Site,
    extra: tuple[Local, ...],
    strict: bool,
    watch: Watch | None,
    *,
    lenient: bool = False,
) -> dict[str, Any]:
    """Give the parts of a registry, as ``Registry.build`` says.

    Raises: SiteError; with ``strict``, the first PluginError.
    """
    installed = scan()
    named = _attempts.candidates(site, installed, extra)
    doubled = shared_prefixes(named)
    collector = Collector(HookSpecs)
    before = Untouched() if named else None
    loaded: dict[str, Loaded] = {}
    report: list[PluginStatus] = list(not_named(site, installed, extra))
    acts: dict[str, tuple[str, ...]] = {}
    closed = False
    for name, settings in sorted(site.plugins.items()):
        if not settings.enabled:
            report.append(off(name, installed, "disabled"))
            continue
        one = named.get(name)
        with noticed() as did:
            got = _attempts.attempt(
                name, one, settings, doubled=name in doubled, collector=collector
            )
        if not settings.apart:
            acts[name] = tuple(sorted(did))
        if isinstance(got, Loaded):
            loaded[name] = got
            report.append(enabled(name, one))
            continue
        if strict:
            raise got
        closed = closed or one is None or one.restrictive
        report.append(failed(name, one, got))
    for fault in _meddlers(before, named, loaded):
        if strict:
            raise fault[1]
        closed = True
        del loaded[fault[0]]
        # Or another registry would take it as it is now: imported, and done.
        _forgotten(_module_of(named[fault[0]]))
        report = [one for one in report if one.name != fault[0]]
        report.append(failed(fault[0], named[fault[0]], fault[1]))
    problems: tuple[Problem, ...] = ()
    if len(loaded) == sum(row.enabled for row in site.plugins.values()):
        problems = lacked(site, loaded)
    if problems and not lenient:
        raise SiteError("plugins", problems=problems)
    report = [evolve(one, did=acts.get(one.name, ())) for one in report]
    rules = tuple(held_rules(loaded.values(), site.policy.rule_late_ms, watch))
    return {**_gathered(site, loaded, closed, report, rules), "lacks": problems}


def _meddlers(
    before: Untouched | None,
    named: Mapping[str, Candidate],
    loaded: Mapping[str, Loaded],
) -> list[tuple[str, UntrustedPlugin]]:
    """Give the plugins that changed fjcore itself; what they changed is put back.

    Where nobody can tell whose a change is, it may be of any of them.
    """
    found = before.mended() if before is not None else ()
    modules = {name: _module_of(named[name]) for name in named}
    told: dict[str, str] = {}
    for change in found:
        whose = [name for name, module in modules.items() if change.of(module)]
        for name in whose or list(loaded):
            told.setdefault(name, change.name)
    return [
        (name, UntrustedPlugin(f"{named[name].who}: changes {change}"))
        for name, change in told.items()
        if name in loaded
    ]


def _forgotten(module: str) -> None:
    for name in tuple(sys.modules):
        if module and (name == module or name.startswith(f"{module}.")):
            del sys.modules[name]


def _module_of(one: Candidate) -> str:
    if one.found is not None:
        return one.found.module
    return one.module.__name__ if one.module is not None else ""


def _gathered(
    site: Site,
    loaded: Mapping[str, Loaded],
    closed: bool,
    report: list[PluginStatus],
    rules: tuple[PluginRule, ...],
) -> dict[str, Any]:
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
    return {
        "forms": forms,
        "code_lists": lists | every("fjcore_vocabularies"),
        "agencies": recognised(site, agencies),
        "limits": tuple(one for one in narrowing if type(one) is Limit),
        "rules": rules,
        "templates": every("fjcore_release_templates"),
        "recognisers": recognisers_named(
            (one.who, one.of("fjcore_recognisers")) for one in loaded.values()
        ),
        "closed": closed,
        "report": tuple(sorted(report, key=lambda status: status.name)),
        "connectors": lines_of(loaded.values(), "fjcore_connectors"),
        "keyrings": lines_of(loaded.values(), "fjcore_keyrings"),
        "channels": lines_of(loaded.values(), "fjcore_alert_channels"),
        "alert_policies": tuple(every("fjcore_alert_policies").values()),
        "exporters": lines_of(loaded.values(), "fjcore_exporters"),
        "reports": every("fjcore_reports"),
        "instruments": every("fjcore_instruments"),
        "wordings": every("fjcore_wording_packs"),
        "norms": every("fjcore_norms"),
        "importers": lines_of(loaded.values(), "fjcore_importers"),
        "checks": lines_of(loaded.values(), "fjcore_health_checks"),
        "folder": str(site.folder),
    }
