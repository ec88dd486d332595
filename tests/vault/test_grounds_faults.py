"""Whatever fails on the way, nothing is delivered; races and seeded faults."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from redaction.planting import NOTICED, Mutant, changed
from support import vaults
from support.vaults import STAFF
from vault import test_grounds as grounds
from vault import test_ledger as ledgers
from vault.grounds import COURT, World, attempt, done, law_vault

from fjcore.consent import CourtOrder
from fjcore.errors import FjcoreError, Refused
from fjcore.vault import (
    appending,
    disclosing,
    entering,
    exhibits,
    ledger,
    mandates,
    releases,
)
from fjcore.vault.core import Core, Tx
from fjcore.vault.history import trail_of
from fjcore.vault.rows import Rows

ORDER = CourtOrder(categories=frozenset({"incident"}), verified=True)
MODULES = (appending, disclosing, entering, exhibits, ledger, mandates, releases)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("faults")) as made:
        yield made


def broken(*_: object, **__: object) -> Any:
    raise RuntimeError("a made-up fault")


STEPS: dict[str, tuple[Any, str]] = {
    "state": (Tx, "state"),
    "the row of law": (disclosing, "looked_up"),
    "decision": (disclosing, "decide"),
    "plan": (disclosing, "plan"),
    "records": (Tx, "held"),
    "cut": (disclosing, "build"),
    "gate": (disclosing, "admit"),
    "log": (Tx, "note"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_fault_should_deliver_nothing(
    world: World, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault at any step of a disclosure on an order should leave nothing sent."""
    vault, subject = world.person()
    ref = vault.ledger.evidence(subject, ORDER, actor=STAFF)
    place = Path(vault.site.folder)
    before = vaults.outbox(place)
    owner, name = STEPS[step]
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, broken)
        with pytest.raises((FjcoreError, RuntimeError)):
            attempt(vault, subject, COURT, "court_order", ref)

    assert before == vaults.outbox(place)
    assert () == vault.account_of_disclosures(subject, actor=STAFF)
    assert {"sent"} == attempt(vault, subject, COURT, "court_order", ref)


@pytest.mark.parametrize("step", ["add_event", "log"])
def test_a_fault_should_put_nothing_on_file(
    world: World, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Evidence whose row or audit entry cannot be written should not be there."""
    vault, subject = world.person()
    owner, name = {"add_event": (Rows, "add_event"), "log": (Tx, "note")}[step]
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, broken)
        with pytest.raises(RuntimeError):
            vault.ledger.evidence(subject, ORDER, actor=STAFF)

    assert {} == vault.ledger.on_file(subject, actor=STAFF).evidence
    assert vault.verify().entries


def sending(folder: Path, subject: str, start: threading.Barrier) -> list[str]:
    """Send on an order until it shows nothing more; give how each attempt ended."""
    ends: list[str] = []
    with vaults.reopened(folder) as vault:
        start.wait(timeout=60)
        while "refused" not in ends:
            try:
                vault.disclose(
                    subject,
                    to=COURT,
                    purpose="court_compliance",
                    basis="court_order",
                    ref="dv-26-1",
                    evidence=done(vault),
                    actor=STAFF,
                )
                ends.append("sent")
            except Refused:
                ends.append("refused")
            except FjcoreError as error:
                ends.append(error.code)
    return ends


def lifting(folder: Path, subject: str, start: threading.Barrier) -> None:
    with vaults.reopened(folder) as vault:
        start.wait(timeout=60)
        vault.ledger.end_evidence(subject, "dv-26-1", actor=STAFF)


def test_nothing_should_leave_after_an_order_was_lifted(tmp_path: Path) -> None:
    """No disclosure on an order should be logged after its end, however they fall."""
    with law_vault(tmp_path) as vault:
        subject = vaults.keep_demo(vault, "01-oconnor").subject
        vault.ledger.evidence(subject, ORDER, ref="dv-26-1", actor=STAFF)
    start = threading.Barrier(3)
    with ThreadPoolExecutor(3) as pool:
        sent = [pool.submit(sending, tmp_path, subject, start) for _ in range(2)]
        pool.submit(lifting, tmp_path, subject, start).result(timeout=120)
        ends = [one.result(timeout=120) for one in sent]
    with vaults.reopened(tmp_path) as vault:
        core = vault._core
        assert isinstance(core, Core)
        events = core.run(
            lambda tx: [
                said.get("step", leaf["ev"]) for leaf, said in trail_of(tx, subject)
            ]
        )

    assert {"sent", "refused"} >= {end for one in ends for end in one}
    assert "disclose" not in events[events.index("evidence_ended") :]
    assert events.count("disclose") == len(vaults.outbox(tmp_path))


ROLES = grounds.test_a_report_should_be_made_by_role
MUTANTS = tuple(
    (Mutant(*row[:4], row[4]), row[5] if len(row) > 5 else {})
    for row in (
        (
            "any reference will do",
            "disclosing.decided",
            "if ask.ref not in state.evidence:",
            "if False:",
            grounds.test_a_reference_should_be_on_file,
        ),
        (
            "the reference does not reach the engine",
            "disclosing._question",
            "Basis(ask.basis, ask.ref)",
            "Basis(ask.basis)",
            grounds.test_a_verified_order_should_send_what_it_lists,
        ),
        (
            "counsel need not look",
            "disclosing._attempt",
            "_reviewed(plan(decision)) if review else plan(decision)",
            "plan(decision)",
            grounds.test_a_report_should_hold_what_the_row_asks_for,
        ),
        (
            "any ground will do",
            "disclosing.disclose",
            "if ask.basis not in GROUNDS:",
            "if False:",
            grounds.test_other_grounds_should_be_refused,
            {"basis": "own_record"},
        ),
        (
            "the account forgets the paper",
            "entering.said_of",
            '"basis_ref": ask.ref,',
            "",
            grounds.test_a_verified_order_should_send_what_it_lists,
        ),
        (
            "what was said before is done afterwards",
            "entering.said_of",
            "if kind not in met_after()",
            "",
            grounds.test_what_an_emergency_owes_should_wait,
        ),
        (
            "a report may be said",
            "ledger.Ledger.evidence",
            "isinstance(evidence, Mandate | PermissiveStatute)",
            "False",
            grounds.test_evidence_of_a_report_should_not_be_said,
        ),
        (
            "a report serves every recipient",
            "mandates.looked_up",
            "if said.recipient == recipient:",
            "if True:",
            grounds.test_a_report_should_serve_nobody_else,
            {"actor": grounds.NURSE, "to": grounds.OTHER_CPS},
        ),
        (
            "who reports is not asked for anew",
            "mandates.looked_up",
            "holder_is_mandated=bool(rows)",
            "holder_is_mandated=True, covered=said.covered",
            grounds.test_a_report_should_serve_nobody_else,
            {"actor": STAFF, "to": grounds.CPS},
        ),
        (
            "what may be reported must be",
            "mandates.filled",
            "if rows and not rows[0].mandatory:",
            "if False:",
            grounds.test_a_permissive_row_should_serve_who_may_report,
        ),
        (
            "nobody's duty is everybody's",
            "mandates.filled",
            "holder_is_mandated=bool(rows)",
            "holder_is_mandated=True",
            ROLES,
            {"actor": grounds.PLAIN, "to": grounds.CPS, "reason": "not_mandated"},
        ),
        (
            "the future is recorded",
            "exhibits.past",
            "if at > now:",
            "if False:",
            ledgers.test_what_cannot_be_should_be_refused,
        ),
        (
            "a form on file is drafted again",
            "releases._unsigned",
            "if release.id in taken:",
            "if False:",
            ledgers.test_a_form_not_signed_should_be_signed_later,
            {"kind": ledgers.Drafted, "state": "draft"},
        ),
        (
            "a release nobody signed is ended",
            "releases.checked",
            "file = _signed(now, event.release_id)",
            "file = now.state.releases[0]",
            ledgers.test_what_cannot_be_should_be_refused,
        ),
        (
            "the caller says who recorded it",
            "ledger.Ledger.release",
            "attrs.evolve(event, recorded_at=now.at, actor=actor)",
            "event",
            ledgers.test_the_vault_should_say_who_recorded_and_when,
        ),
        (
            "a wall does not stand",
            "appending.append",
            "walled(now, actor)",
            "pass",
            ledgers.test_who_is_walled_off_should_find_nobody,
        ),
    )
)


@pytest.mark.parametrize(("mutant", "case"), MUTANTS, ids=[m.name for m, _ in MUTANTS])
def test_every_seeded_fault_should_be_noticed(
    mutant: Mutant,
    case: dict[str, Any],
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fault should be noticed by its test, which the sound code passes elsewhere."""
    module, *path = mutant.where.split(".")
    owner: Any = next(one for one in MODULES if one.__name__.endswith(f".{module}"))
    for name in path[:-1]:
        owner = getattr(owner, name)
    sound = getattr(owner, path[-1])
    faulty = changed(mutant, sound)
    monkeypatch.setattr(owner, path[-1], faulty)
    for one in MODULES:
        for key, value in list(vars(one).items()):
            if value is sound:
                monkeypatch.setattr(one, key, faulty)
    found = False
    try:
        mutant.noticed_by(world=world, **case)
    except (*NOTICED, FjcoreError):
        found = True

    assert found
