"""Which agencies a site recognises: adopted ones, its own, and what it says of them."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from fjcore.consent import Agency
from fjcore.sdk.site import Site


def recognised(site: Site, adopted: Mapping[str, Agency]) -> dict[str, Agency]:
    """Give the agencies of a site by id, adopted ones under what its own rows say."""
    found = dict(adopted)
    for partner in site.partners.values():
        known = found.get(partner.id)
        if partner.kind is not None:
            able = known.capabilities if known else None
            known = Agency(
                partner.id,
                kind=partner.kind,
                name=partner.name or (known.name if known else ""),
                capabilities=able,
            )
        if known is None:
            continue  # its plugin did not load: nobody is reached under this id
        if partner.name:
            known = evolve(known, name=partner.name)
        if partner.capabilities is not None:
            known = evolve(known, capabilities=partner.capabilities)
        found[partner.id] = known
    return found
