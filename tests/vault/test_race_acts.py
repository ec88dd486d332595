"""Acts on one file at the same moment, over two connections: one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support import vaults
from support.vaults import STAFF

from fjcore.consent import CourtOrder, Instruction
from fjcore.errors import EventRefused
from fjcore.vault import Vault

from .grounds import COURT, CPS, NURSE, law_vault

Act = Callable[[Vault, str, str], object]
#: Each is done by two members of staff at once, under names of their own.
ACTS: dict[str, Act] = {
    "evidence": lambda vault, who, name: vault.ledger.evidence(
        who, CourtOrder(categories={"incident"}, verified=True), ref=name, actor=STAFF
    ),
    "report": lambda vault, who, _: vault.ledger.report(
        who, to=CPS, trigger="child_abuse", actor=NURSE
    ),
    "instruct": lambda vault, who, name: vault.ledger.instruct(
        who, Instruction(id=name, recipients={COURT}), actor=STAFF
    ),
    "amendment": lambda vault, who, _: vault.desk.request_amendment(
        who, "The street is wrong.", actor=STAFF
    ),
}
ROUNDS = 2


@pytest.fixture(
    params=[pytest.param("sqlite", marks=pytest.mark.nightly), "postgresql"]
)
def store(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return vaults.SQLITE
    return str(request.getfixturevalue("postgres_schema"))


def acting(folder: Path, subject: str, who: str, start: threading.Barrier) -> int:
    """Do every act some times, and try to answer one request that is there once."""
    answered = 0
    with vaults.reopened(folder) as vault:
        (request,) = vault.desk.amendments(subject, actor=STAFF)
        start.wait(timeout=60)
        for number in range(ROUNDS):
            for act in ACTS.values():
                act(vault, subject, f"{who}-{number}")
        try:
            vault.desk.answer_amendment(subject, request.request, who, actor=STAFF)
            answered = 1
        except EventRefused:
            pass
    return answered


def test_acts_should_stand_one_after_the_other(tmp_path: Path, store: str) -> None:
    """Every act of two connections should be on file once, and one answer alone."""
    with law_vault(tmp_path, url=store) as vault:
        subject = vaults.keep_demo(vault, "01-oconnor").subject
        vault.desk.request_amendment(subject, "The name is wrong.", actor=STAFF)
    start = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(acting, tmp_path, subject, who, start) for who in ("a", "b")
        ]
        answered = [one.result(timeout=120) for one in both]
    names = {f"{who}-{number}" for who in "ab" for number in range(ROUNDS)}
    with vaults.reopened(tmp_path) as vault:
        found = vault.ledger.on_file(subject, actor=STAFF)
        requests = vault.desk.amendments(subject, actor=STAFF)
        vault.verify()
    reports = found.evidence.keys() - names

    assert 1 == sum(answered)
    assert names == {one.id for one in found.instructions}
    assert names <= found.evidence.keys()
    assert 2 * ROUNDS == len(reports)
    assert 2 * ROUNDS + 1 == len(requests)
    assert ["accepted"] == [one.state for one in requests if one.state != "open"]
