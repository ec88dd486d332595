"""Whether what a site asks of its plugins is there."""

from __future__ import annotations

from collections.abc import Mapping

from fjcore.errors import Problem
from fjcore.sdk.loading import Loaded
from fjcore.sdk.settings import LOCAL
from fjcore.sdk.site import Site


def lacked(site: Site, loaded: Mapping[str, Loaded]) -> tuple[Problem, ...]:
    """Give the path of each thing that a site asks and its plugins do not have."""
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
    return tuple(problems)
