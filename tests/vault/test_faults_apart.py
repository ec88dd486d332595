"""Faults that need a vault of their own: a recogniser, a killed process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sdk.test_recognisers import registry_of
from support import vaults, worker
from support.vaults import EVENING, LEGAL, STAFF
from vault.test_delivery import entries

from fjcore.errors import PluginFault
from fjcore.sdk import Site
from fjcore.values import FixedClock, Secret
from fjcore.vault import Vault, propose

PURPOSE = "civil_legal_representation"
FAILS_LATER = (
    "self.seen = getattr(self, 'seen', 0) + 1\n"
    "        if self.seen > {}: raise RuntimeError(text)\n"
    "        return []"
)
#: Of a child: it dies where the carrier is called, after the entry was committed.
KILLED = """
import os, sys
from pathlib import Path
from support import vaults
from fjcore.vault import handing

handing.send = lambda *_: os._exit(9)
with vaults.reopened(Path(sys.argv[1])) as vault:
    vaults.send(vault, sys.argv[2], vaults.LEGAL, "protection_order")
"""


def filled(vault: Vault) -> str:
    subject = vaults.keep_demo(vault, "01-oconnor").subject
    vaults.sign_demo(vault, "01-oconnor-1-legal")
    return subject


def made(site: Site, **said: object) -> Vault:
    return Vault.create(
        site,
        Secret(vaults.PASSPHRASE),
        clock=FixedClock(EVENING),
        cost=vaults.CHEAP,
        **said,  # type: ignore[arg-type]
    )


def test_a_recogniser_that_fails_at_the_last(tmp_path: Path) -> None:
    """A recogniser that fails when a note is to go should end it all, by its name."""
    registry = registry_of(tmp_path, FAILS_LATER.format(1))
    with made(Site.load(tmp_path / "fjcore.toml"), registry=registry) as vault:
        subject = filled(vault)
        (note,) = propose(vault, subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)
        reviews = [note.reviewed(by=STAFF, at=EVENING)]
        with pytest.raises(PluginFault) as caught:
            vault.disclose(
                subject, to=LEGAL, purpose=PURPOSE, actor=STAFF, reviews=reviews
            )
        event, decision, said = entries(vault, subject)[-1]

    assert ("withhold", "error", "plugin_fault") == (event, decision, said["error"])
    assert "woodshed" not in str(caught.value)
    assert [] == vaults.outbox(tmp_path)


@pytest.mark.nightly
def test_a_process_killed_between_commit_and_carrier(tmp_path: Path) -> None:
    """A death after the commit should be told as unknown, and a retry deliver once."""
    with vaults.new_vault(tmp_path) as vault:
        subject = filled(vault)
    known = [str(Path(worker.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    died = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), subject],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, known))},
        check=False,
    )
    with vaults.reopened(tmp_path) as vault:
        (row,) = vault.account_of_disclosures(subject, actor=STAFF)
        before = vaults.outbox(tmp_path)
        receipts = {vault.retry(subject, row.disclosure, actor=STAFF) for _ in "12"}
        (ended,) = vault.account_of_disclosures(subject, actor=STAFF)
        report = vault.verify()

    assert (9, False, True) == (died.returncode, row.delivered, ended.delivered)
    assert [] == before
    assert 1 == len(receipts)
    assert [f"disclosure-{row.disclosure}.json"] == [
        path.name for path in vaults.outbox(tmp_path)
    ]
    assert report.pinned
