"""One vault for all plugins that mean harm, and what it sends without them."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from attrs import frozen
from support import vaults
from support.hostile import Case
from support.installing import install_into
from support.vaults import EVENING, LEGAL, PASSPHRASE, STAFF

from fjcore.disclosure import Disclosure
from fjcore.errors import FjcoreError
from fjcore.sdk import PluginStatus, Registry, Site
from fjcore.sdk.discovery import scan
from fjcore.sdk.trust import digest_of
from fjcore.values import FixedClock, Secret
from fjcore.vault import Vault, propose

PURPOSE = "civil_legal_representation"
MANIFEST = """
api = "1"
name = "{name}"
requires-fjcore = "{requires}"
title = "A plugin that means harm"
kind = "community"
maintainers = ["Nobody in particular"]
provides = [{provides}]
permissions = [{permissions}]
ids = "{ids}"
{more}
"""


@frozen(kw_only=True)
class Outcome:
    """What became of the one disclosure, and what was told of the plugin."""

    status: PluginStatus
    closed: bool
    made: Disclosure | None
    errors: list[FjcoreError]
    arrived: int
    attempts: int
    shown: str


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A vault with one file and one release that names a note; its person."""
    folder = tmp_path_factory.mktemp("hostile")
    with vaults.new_vault(folder) as vault:
        subject = vaults.keep_demo(vault, "01-oconnor").subject
        vaults.sign_demo(vault, "01-oconnor-1-legal")
    return folder, subject


def disclosed(
    site: Site, registry: Registry, subject: str
) -> tuple[Disclosure | None, list[FjcoreError]]:
    """Have the note proposed, and the disclosure made with it, or without."""
    words, clock = Secret(PASSPHRASE), FixedClock(EVENING)
    made, errors, reviews = None, [], []
    to = {"to": LEGAL, "purpose": PURPOSE, "actor": STAFF}
    with Vault.open(site, words, registry=registry, clock=clock) as vault:
        try:
            notes = propose(vault, subject, **to)
            reviews = [one.reviewed(by=STAFF, at=EVENING) for one in notes]
        except FjcoreError as error:
            errors.append(error)
        try:
            made = vault.disclose(subject, reviews=reviews, **to).disclosure
        except FjcoreError as error:
            errors.append(error)
    return made, errors


@pytest.fixture(scope="module")
def plain(filled: tuple[Path, str]) -> Disclosure:
    """What the partner is sent without any plugin that means harm."""
    site = Site.load(filled[0] / "fjcore.toml")
    made, _ = disclosed(site, Registry.build(site), filled[1])
    assert made is not None
    return made


Run = Callable[[Case], Outcome]


@pytest.fixture
def run(
    filled: tuple[Path, str],
    plain: Disclosure,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> Iterator[Run]:
    """Give what installs a plugin and has the one disclosure made with it."""
    folder, subject = filled
    root = tmp_path / "site-packages"
    root.mkdir()
    monkeypatch.syspath_prepend(str(root))
    monkeypatch.setattr(os, "environ", os.environ.copy())

    def over(case: Case) -> Outcome:
        module = installed(case, root)
        site = site_for(case, folder, module)
        afterwards(case, root, module)
        registry = Registry.build(site)
        status = next(one for one in registry.report if one.name == "fjcore-demo")
        before, log = arrivals(folder), entries(folder)
        made, errors = disclosed(site, registry, subject)
        told = capfd.readouterr()
        shown = [told.out, told.err, caplog.text, repr(registry), str(status)]
        return Outcome(
            status=status,
            closed=registry.closed,
            made=made,
            errors=errors,
            arrived=arrivals(folder) - before,
            attempts=entries(folder) - log,
            shown="\n".join(shown),
        )

    yield over
    sys.modules.pop("fjcore_demo", None)


def arrivals(folder: Path) -> int:
    return len(vaults.outbox(folder))


def entries(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "store" / "vault.db")) as store:
        (count,) = store.execute("SELECT count(*) FROM fjc_audit_entry").fetchone()
    return int(count)


def installed(case: Case, root: Path) -> Path:
    text = MANIFEST.format(
        provides=", ".join(f'"{one}"' for one in case.provides),
        permissions=", ".join(f'"{one}"' for one in case.permissions),
        ids=case.ids,
        name=case.name,
        requires=case.requires,
        more=case.more,
    )
    return install_into(root, "fjcore-demo", case.source, text)


def site_for(case: Case, folder: Path, module: Path) -> Site:
    """Name the plugin in the site file; its connector reaches the partner."""
    given = case.given
    if "pinned" in given:
        found = next(one for one in scan() if one.name == "fjcore-demo")
        given = given.replace("pinned", digest_of(found.distribution, module))
    path = folder / "fjcore.toml"
    text = path.read_text("utf-8")
    if case.delivers:
        text = text.replace(
            f'id = "{LEGAL}"\nconnector = "filedrop.folder"',
            f'id = "{LEGAL}"\nconnector = "demo.mailbox"',
        )
    path = folder / "case.toml"
    path.write_text(f"{text}\n[plugins.fjcore-demo]\n{given}\n", "utf-8")
    return Site.load(path)


def afterwards(case: Case, root: Path, module: Path) -> None:
    """Change what is installed, after it was pinned."""
    if case.after == "edit":
        with (module / "__init__.py").open("a", encoding="utf-8") as file:
            file.write("\n# one line more\n")
    elif case.after == "add":
        (module / "extra.py").write_text("", "utf-8")
    elif case.after == "shadow":
        install_into(root, "fjcore-other", "", "", entry="fjcore-demo")
