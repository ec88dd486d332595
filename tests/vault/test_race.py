"""A disclosure and a withdrawal at the same moment come one after the other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support import vaults
from support.vaults import LEGAL, STAFF

from fjcore.errors import FjcoreError, Refused
from fjcore.vault import Vault
from fjcore.vault.core import Core, Tx
from fjcore.vault.history import trail_of

DISCLOSERS = 3


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return vaults.SQLITE
    return str(request.getfixturevalue("postgres_schema"))


def disclosing(folder: Path, subject: str, start: threading.Barrier) -> list[str]:
    """Disclose until the release is gone; give how each attempt ended."""
    ends: list[str] = []
    with vaults.reopened(folder) as vault:
        start.wait(timeout=60)
        while "refused" not in ends:
            try:
                vault.disclose(
                    subject, to=LEGAL, purpose="protection_order", actor=STAFF
                )
                ends.append("sent")
            except Refused:
                ends.append("refused")
            except FjcoreError as error:
                ends.append(error.code)
    return ends


def withdrawing(folder: Path, subject: str, start: threading.Barrier) -> None:
    with vaults.reopened(folder) as vault:
        start.wait(timeout=60)
        vault.withdraw(subject, actor=STAFF)


def events_of(vault: Vault, subject: str) -> list[str]:
    """Give what the log tells of a person, in its order."""
    core = vault._core
    assert isinstance(core, Core)

    def work(tx: Tx) -> list[str]:
        return [leaf["ev"] for leaf, _ in trail_of(tx, subject)]

    return core.run(work)


def test_nothing_should_leave_after_a_withdrawal(tmp_path: Path, store: str) -> None:
    """No disclosure should be logged after a withdrawal, however they fall together."""
    with vaults.new_vault(tmp_path, store) as vault:
        subject = vaults.keep_demo(vault, "01-oconnor").subject
        _, release = vaults.release_of(vault, "01-oconnor-1-legal")
        vault.sign(subject, release, actor=STAFF)
    start = threading.Barrier(DISCLOSERS + 1)
    with ThreadPoolExecutor(DISCLOSERS + 1) as pool:
        sent = [
            pool.submit(disclosing, tmp_path, subject, start) for _ in range(DISCLOSERS)
        ]
        told = pool.submit(withdrawing, tmp_path, subject, start)
        told.result(timeout=120)
        ends = [one.result(timeout=120) for one in sent]
    with vaults.reopened(tmp_path) as vault:
        events = events_of(vault, subject)
        vault.verify()

    assert {end for one in ends for end in one} <= {"sent", "refused"}
    assert events.count("release.withdraw") == 1
    assert events.count("withhold") == DISCLOSERS
    assert "disclose" not in events[events.index("release.withdraw") :]
    assert events.count("disclose") == len(vaults.outbox(tmp_path))
