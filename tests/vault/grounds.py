"""Vaults whose partners also are a court, protective services and an ambulance."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from support import vaults
from support.vaults import STAFF

from fjcore.consent import ObligationKind, shipped_packs
from fjcore.disclosure import Evidence
from fjcore.values import Clock
from fjcore.vault import Vault

COURT, CPS, APS, EMS = "district.court", "state.cps", "state.aps", "city.ems"
NURSE, CLERIC, PLAIN = "n.vale", "c.brannick", "p.quill"

(MONTANA,) = shipped_packs()
ADOPTED = f'\n[law]\npacks = [{{ id = "US-MT", sha256 = "{MONTANA.sha256}" }}]\n'

_PARTNERS = "".join(
    f'\n[[partners]]\nid = "{name}"\nkind = "{kind}"\nname = "{name} (example.org)"\n'
    'connector = "filedrop.folder"\n'
    for name, kind in ((COURT, "court"), (CPS, "cps"), (APS, "aps"), (EMS, "ems"))
)
_STAFF = "".join(
    f'\n[[staff]]\nid = "{name}"\nroles = ["advocate"]\n{reporter}'
    for name, reporter in (
        (NURSE, 'reporter = "nurse"\n'),
        (CLERIC, 'reporter = "clergy"\n'),
        (PLAIN, ""),
    )
)


def law_vault(
    folder: Path,
    *,
    regimes: Iterable[str] = ("vawa", "fvpsa", "voca"),
    law: str = ADOPTED,
    clock: Clock | None = None,
    url: str = vaults.SQLITE,
) -> Vault:
    """Make a vault under some regimes, with more partners and staff than the demo's."""
    site = vaults.site_in(folder, url, more=_PARTNERS + _STAFF + law)
    path = folder / "fjcore.toml"
    own = 'regimes = ["vawa", "fvpsa", "voca", "priv.mt.26-1-812"]'
    said = ", ".join(f'"{one}"' for one in regimes)
    text = path.read_text("utf-8")
    assert own in text
    path.write_text(text.replace(own, f"regimes = [{said}]"), "utf-8")
    from fjcore.sdk import Site
    from fjcore.values import FixedClock, Secret

    site = Site.load(path)
    return Vault.create(
        site,
        Secret(vaults.PASSPHRASE),
        clock=clock or FixedClock(vaults.EVENING),
        cost=vaults.CHEAP,
    )


#: All that a person can be asked to have done beforehand, under any ground.
ALL_DONE = (
    "legal_review notify_subject protect_safety safety_check_before_notice "
    "document_judgment discovery_warning report_only_required_facts assert_privilege"
).split()


def done(vault: Vault, *kinds: str, by: str = STAFF) -> dict[Any, Evidence]:
    """Say that a person discharged these just now; all of them where none is named."""
    now = vault.clock.now()
    return {ObligationKind(kind): Evidence(by, now) for kind in kinds or ALL_DONE}
