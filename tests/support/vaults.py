"""Vaults in a folder of one test, filled with the made-up people of the demo."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from attrs import evolve

from fjcore.cli import run
from fjcore.consent import ObligationKind, Release
from fjcore.crypto import Cost
from fjcore.disclosure import Evidence
from fjcore.sdk import Registry, Site
from fjcore.values import Clock, FixedClock, Secret
from fjcore.vault import (
    Intake,
    Kept,
    Sent,
    Signing,
    Vault,
    intake_from,
    read_file,
    release_file_from,
)

STAFF = "r.okafor"
PASSPHRASE = "made-up people only, always"  # noqa: S105 - opens made-up vaults alone
CHEAP = Cost(iterations=1, lanes=1, memory=8192)
SQLITE = "sqlite:store/vault.db"

#: Intakes are kept in the morning, releases were signed by the evening.
MORNING = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
EVENING = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)

#: The plugins that the demo's site file names.
INSTALLED = {"fjcore-billings", "fjcore-filedrop"}

DEMO = Path(str(files("fjcore.cli").joinpath("demo_data")))

LEGAL, POLICE, HOSPITAL = "billings.legal_aid", "billings.police", "billings.hospital"
NAVIGATOR = "billings.navigator"


def site_in(
    folder: Path, url: str = SQLITE, *, more: str = "", synthetic: bool = False
) -> Site:
    """Write the demo's site file into a folder, with another store, and load it."""
    text = (DEMO / "fjcore.toml").read_text("utf-8")
    text = text.replace("sqlite:vault.db", url)
    if not synthetic:
        text = text.replace("synthetic = true", "synthetic = false")
    path = folder / "fjcore.toml"
    path.write_text(text + more, "utf-8")
    return Site.load(path)


_BUILT: dict[str, Registry] = {}


def registry_of(site: Site) -> Registry:
    """Give the registry of the site file in a folder, built once for all like it.

    Only of the plugins that always are installed: what a test installs, it builds.
    """
    text = (site.folder / "fjcore.toml").read_text("utf-8")
    if site.plugins.keys() - INSTALLED:
        return Registry.build(site)
    if text not in _BUILT:
        _BUILT[text] = Registry.build(site)
    return evolve(_BUILT[text], folder=str(site.folder))


def new_vault(
    folder: Path,
    url: str = SQLITE,
    *,
    clock: Clock | None = None,
    more: str = "",
    synthetic: bool = False,
) -> Vault:
    """Make a vault with cheap key stretching, its clock standing in the evening.

    It is a real one, unless it is to take made-up people, as the demo's does.
    """
    site = site_in(folder, url, more=more, synthetic=synthetic)
    return Vault.create(
        site,
        Secret(PASSPHRASE),
        registry=registry_of(site),
        clock=clock or FixedClock(EVENING),
        cost=CHEAP,
    )


def reopened(folder: Path, *, clock: Clock | None = None) -> Vault:
    """Open the vault of a folder again."""
    site = Site.load(folder / "fjcore.toml")
    return Vault.open(
        site,
        Secret(PASSPHRASE),
        registry=registry_of(site),
        clock=clock or FixedClock(EVENING),
    )


def demo_files(kind: str) -> list[Path]:
    """Give the demo's input files of a kind, in their order."""
    return sorted((DEMO / kind).glob("*.json"))


def intake_of(vault: Vault, stem: str) -> Intake:
    """Read a demo intake, said to be made up where the vault is for such people."""
    path = DEMO / "intakes" / f"{stem}.json"
    found = intake_from(
        read_file(path),
        forms=vault.registry.forms,
        catalog=vault.registry.catalog(),
        where=path.name,
    )
    return evolve(found, synthetic=vault.site.store.synthetic)


def release_of(vault: Vault, stem: str) -> tuple[str, Release]:
    """Read a demo release and whose it is."""
    path = DEMO / "releases" / f"{stem}.json"
    return release_file_from(read_file(path), fields=vault.narratives, where=path.name)


def keep_demo(vault: Vault, stem: str) -> Kept:
    """Keep a demo intake."""
    return vault.keep(intake_of(vault, stem), actor=STAFF)


def sign_demo(vault: Vault, stem: str) -> Signing:
    """Put a demo release on file."""
    subject, release = release_of(vault, stem)
    return vault.sign(subject, release, actor=STAFF)


def screen_demo(vault: Vault, path: Path) -> list[str]:
    """Score and keep a demo screening."""
    return list(run.screen(vault, path, STAFF))


def warned(vault: Vault) -> dict[Any, Evidence]:
    """Say that the survivor was warned of discovery just now."""
    return {ObligationKind.DISCOVERY_WARNING: Evidence(STAFF, vault.clock.now())}


def send(vault: Vault, subject: str, to: str, purpose: str) -> Sent:
    """Disclose with every warning given beforehand."""
    return vault.disclose(
        subject, to=to, purpose=purpose, actor=STAFF, evidence=warned(vault)
    )


def outbox(folder: Path) -> list[Path]:
    """Give everything that stands in the outbox, hidden and unfinished files too."""
    return sorted(p for p in (folder / "outbox").rglob("*") if p.is_file())


def again(intake: Intake, subject: str) -> Intake:
    """Give an intake as a further one of a person already known."""
    return evolve(intake, subject=subject, new_subject=None)
