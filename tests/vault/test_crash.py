"""A vault whose process is killed at any moment has lost nothing it acknowledged."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest
from support import vaults, worker
from support.vaults import LEGAL, STAFF

from fjcore.values import SystemClock

TESTS = Path(worker.__file__).parents[1]

#: Each act is killed this many times, after so many milliseconds.
ROUNDS = 15
SOONEST, LATEST = 5, 250


def struck(folder: Path, act: str, subject: str, after: float) -> list[list[str]]:
    """Run a worker, kill it some time after its first word, give all it said."""
    known = [str(TESTS), os.environ.get("PYTHONPATH", "")]
    child = subprocess.Popen(
        [sys.executable, "-m", "support.worker", str(folder), act, subject],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, known))},
    )
    with child:
        assert child.stdout is not None
        assert child.stderr is not None
        first = child.stdout.readline()
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
        rest, faults = child.stdout.read(), child.stderr.read()

    assert (faults, child.returncode) == (b"", -signal.SIGKILL)
    # A line without its end was never said.
    lines = (first + rest).splitlines(keepends=True)
    return [line.decode().split() for line in lines if line.endswith(b"\n")]


def records_in(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "store" / "vault.db")) as database:
        return {row[0] for row in database.execute("SELECT record_id FROM fjc_record")}


def begin(folder: Path) -> str:
    """Make a vault in which one person has a release that lasts beyond today."""
    with vaults.new_vault(folder, clock=SystemClock()) as vault:
        subject = vaults.keep_demo(vault, "01-oconnor").subject
        _, release = vaults.release_of(vault, "01-oconnor-1-legal")
        today = datetime.now(UTC)
        lasting = attrs.evolve(
            release, signed_at=today, expires_on=None, duration_days=30
        )
        vault.sign(subject, lasting, actor=STAFF)
    return subject


@pytest.mark.parametrize("act", ["keep", "disclose"])
def test_a_killed_vault_should_hold_what_it_acknowledged(
    tmp_path: Path, act: str
) -> None:
    """A vault killed in the middle of its acts should verify and miss nothing."""
    chance = random.Random(f"killed in {act}")  # noqa: S311 - moments, not secrets
    subject = begin(tmp_path)
    acknowledged: set[str] = set()
    for _ in range(ROUNDS):
        after = chance.uniform(SOONEST, LATEST) / 1000
        for said in struck(tmp_path, act, subject, after):
            acknowledged.update(said)
        with vaults.reopened(tmp_path, clock=SystemClock()) as vault:
            report = vault.verify()
            rows = vault.account_of_disclosures(subject, actor=STAFF)
        files = [path.name for path in vaults.outbox(tmp_path)]
        whole = {name for name in files if name.startswith("disclosure-")}
        logged = {f"disclosure-{row.disclosure}.json" for row in rows}
        arrived = {row.disclosure for row in rows if row.delivered}

        assert report.pinned
        assert whole <= logged
        if act == "keep":
            assert acknowledged <= records_in(tmp_path)
            assert len(records_in(tmp_path)) == report.records
            assert report.records % 7 == 0
        else:
            assert acknowledged <= arrived

        for path in vaults.outbox(tmp_path):
            if path.name in whole:
                said_id = json.loads(path.read_bytes())["id"]
                assert f"disclosure-{said_id}.json" == path.name

    assert len(acknowledged) >= ROUNDS


def test_an_unfinished_file_should_go_with_the_next(tmp_path: Path) -> None:
    """A file left half written should be gone after the next delivery."""
    subject = begin(tmp_path)
    left = tmp_path / "outbox" / LEGAL / f".disclosure-{'0' * 32}.json.part"
    left.parent.mkdir(parents=True, mode=0o700)
    left.write_bytes(b'{"half')
    with vaults.reopened(tmp_path, clock=SystemClock()) as vault:
        sent = vault.disclose(
            subject, to=LEGAL, purpose="protection_order", actor=STAFF
        )

    assert [sent.receipt.reference] == [path.name for path in vaults.outbox(tmp_path)]
