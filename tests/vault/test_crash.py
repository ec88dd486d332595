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
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest
from support import vaults, worker
from support.vaults import LEGAL, STAFF

from fjcore.values import SystemClock
from fjcore.vault import engine

TESTS = Path(worker.__file__).parents[1]

#: The process is killed this many times: once it has said so many acts, and up to so
#: many milliseconds later. Of two acts the second is a disclosure.
ROUNDS = 30
#: What a kill has broken is not mended by the next: all is opened once in so many.
VERIFIED = 5
ACTS, LATEST = (1, 2), 60

#: Records of the one intake that is kept again and again.
IN_THE_DEMO = 7

#: How SQLite writes: newer builds with a log beside the file, older with a journal.
JOURNALS = ("wal", "delete")

Start = Callable[[str, str], subprocess.Popen[str]]


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[Start]:
    """Give a function that starts the process whose children are to be killed."""
    with ExitStack() as stack:

        def start(subject: str, journal: str) -> subprocess.Popen[str]:
            known = [str(TESTS), os.environ.get("PYTHONPATH", "")]
            started = subprocess.Popen(
                [sys.executable, "-m", "support.worker", tmp_path, subject, journal],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, known))},
            )
            stack.enter_context(started)
            stack.callback(started.kill)
            return started

        yield start


def struck(parent: subprocess.Popen[str], acts: int, after: float) -> list[list[str]]:
    """Have a child act, kill it some time after so many acts, give all it said."""
    assert parent.stdin is not None
    assert parent.stdout is not None
    print("next", file=parent.stdin, flush=True)
    word, child = parent.stdout.readline().split()
    said = [parent.stdout.readline().split() for _ in range(acts)]
    time.sleep(after)
    os.kill(int(child), signal.SIGKILL)
    while (line := parent.stdout.readline()) != "gone\n":
        said.append(line.split())

    assert word == "pid"
    return said


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


@pytest.mark.parametrize("journal", JOURNALS)
def test_a_killed_vault_should_hold_what_it_acknowledged(
    tmp_path: Path, parent: Start, monkeypatch: pytest.MonkeyPatch, journal: str
) -> None:
    """A vault killed in the middle of its acts should verify and miss nothing."""
    chance = random.Random("killed in the middle")  # noqa: S311 - moments, not secrets
    monkeypatch.setattr(engine, "_PRAGMAS", worker.writing(journal))
    subject = begin(tmp_path)
    process = parent(subject, journal)
    said: dict[str, set[str]] = {"keep": set(), "disclose": set()}
    for number in range(ROUNDS):
        after = chance.uniform(0, LATEST) / 1000
        for act, *ids in struck(process, ACTS[number % len(ACTS)], after):
            said[act].update(ids)
        with vaults.reopened(tmp_path, clock=SystemClock()) as vault:
            rows = vault.account_of_disclosures(subject, actor=STAFF)
            report = None if (number + 1) % VERIFIED else vault.verify()
        stand = records_in(tmp_path)
        files = [path.name for path in vaults.outbox(tmp_path)]
        whole = {name for name in files if name.startswith("disclosure-")}
        logged = {f"disclosure-{row.disclosure}.json" for row in rows}

        assert whole <= logged
        assert said["disclose"] <= {row.disclosure for row in rows if row.delivered}
        assert said["keep"] <= stand
        # An intake is kept whole or not at all.
        assert len(stand) % IN_THE_DEMO == 0
        assert report is None or (report.pinned and report.records == len(stand))

    assert report is not None
    for path in vaults.outbox(tmp_path):
        if path.name in whole:
            assert f"disclosure-{json.loads(path.read_bytes())['id']}.json" == path.name
    assert len(said["keep"]) >= ROUNDS
    assert said["disclose"]


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
