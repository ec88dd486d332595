"""Vaults whose partners also are a court, protective services and an ambulance."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from attrs import define, evolve, field
from support import vaults
from support.vaults import STAFF

from fjcore.consent import ObligationKind, shipped_packs
from fjcore.disclosure import Evidence
from fjcore.errors import Refused
from fjcore.sdk import Site
from fjcore.values import Clock, FixedClock, Secret
from fjcore.vault import Vault

COURT, CPS, APS, EMS = "district.court", "state.cps", "state.aps", "city.ems"
OTHER_CPS = "county.cps"
NURSE, CLERIC, PLAIN = "n.vale", "c.brannick", "p.quill"

(MONTANA,) = shipped_packs()
ADOPTED = f'\n[law]\npacks = [{{ id = "US-MT", sha256 = "{MONTANA.sha256}" }}]\n'

_PARTNERS = "".join(
    f'\n[[partners]]\nid = "{name}"\nkind = "{kind}"\nname = "{name} (example.org)"\n'
    'connector = "filedrop.folder"\n'
    for name, kind in (
        (COURT, "court"),
        (CPS, "cps"),
        (APS, "aps"),
        (EMS, "ems"),
        (OTHER_CPS, "cps"),
    )
)
_STAFF = "".join(
    f'\n[[staff]]\nid = "{name}"\nroles = ["advocate"]\n{reporter}'
    for name, reporter in (
        (NURSE, 'reporter = "nurse"\n'),
        (CLERIC, 'reporter = "clergy"\n'),
        (PLAIN, ""),
    )
)


def more(law: str = ADOPTED) -> str:
    """Give what a site file has here beyond the demo's."""
    return _PARTNERS + _STAFF + law


def law_vault(
    folder: Path,
    *,
    regimes: Iterable[str] = ("vawa", "fvpsa", "voca"),
    law: str = ADOPTED,
    clock: Clock | None = None,
    url: str = vaults.SQLITE,
) -> Vault:
    """Make a vault under some regimes, with more partners and staff than the demo's."""
    vaults.site_in(folder, url, more=more(law))
    path = folder / "fjcore.toml"
    own = 'regimes = ["vawa", "fvpsa", "voca", "priv.mt.26-1-812"]'
    said = ", ".join(f'"{one}"' for one in regimes)
    text = path.read_text("utf-8")
    assert own in text
    path.write_text(text.replace(own, f"regimes = [{said}]"), "utf-8")
    return Vault.create(
        Site.load(path),
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


def attempt(
    vault: Vault, subject: str, to: str, basis: str, ref: str, *, actor: str = STAFF
) -> set[str]:
    """Disclose with all discharged; give ``sent``, or the reasons why nothing was."""
    purposes = {"emergency": "medical_emergency", "oral_agreement": "medical_treatment"}
    try:
        vault.disclose(
            subject,
            to=to,
            purpose=purposes.get(basis, "mandatory_report"),
            basis=basis,
            ref=ref,
            evidence=done(vault),
            actor=actor,
        )
    except Refused as refused:
        return {problem.code for problem in refused.problems}
    return {"sent"}


@define
class World:
    """Open vaults by the regimes and the law they are under, made when asked for."""

    folder: Path
    _open: dict[tuple[tuple[str, ...], str], Vault] = field(factory=dict)
    _stack: ExitStack = field(factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def person(
        self, regimes: tuple[str, ...] = ("vawa", "fvpsa"), law: str = ADOPTED
    ) -> tuple[Vault, str]:
        """Give a vault with somebody new in it."""
        key = (regimes, law)
        if key not in self._open:
            place = self.folder / str(len(self._open))
            place.mkdir()
            made = law_vault(place, regimes=regimes, law=law)
            self._open[key] = self._stack.enter_context(made)
        vault = self._open[key]
        intake = evolve(vaults.intake_of(vault, "01-oconnor"), new_subject=None)
        return vault, vault.keep(intake, actor=STAFF).subject
