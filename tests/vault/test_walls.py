"""Whoever is walled off from a person, or works elsewhere, finds nobody there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import vaults
from support.vaults import LEGAL, STAFF

from fjcore.consent import SubjectFacts
from fjcore.errors import FjcoreError, OptionRefused, UnknownSubject
from fjcore.records import Incident
from fjcore.vault import Intake, Vault

OTHERS = """
[[staff]]
id = "t.brandvold"
roles = ["bookkeeper"]
units = ["bookkeeping"]

[[staff]]
id = "w.alled"
roles = ["advocate"]
"""
NOBODY = "0" * 31 + "1"
WALLED, ELSEWHERE = "w.alled", "t.brandvold"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with vaults.new_vault(tmp_path, more=OTHERS) as made:
        yield made


@pytest.fixture
def subject(vault: Vault) -> str:
    kept = vaults.keep_demo(vault, "01-oconnor").subject
    facts = vaults.intake_of(vault, "01-oconnor").facts or SubjectFacts()
    vault.keep(
        Intake(subject=kept, facts=wall(facts), records=(Incident(place="a yard"),)),
        actor=STAFF,
    )
    vaults.sign_demo(vault, "01-oconnor-1-legal")
    return kept


def wall(facts: SubjectFacts) -> SubjectFacts:
    from attrs import evolve

    return evolve(facts, conflict_walls=frozenset({WALLED}))


def acts(vault: Vault, subject: str, actor: str) -> dict[str, Callable[[], object]]:
    _, release = vaults.release_of(vault, "01-oconnor-1-legal")
    return {
        "read": lambda: vault.read(
            subject, actor=actor, purpose="safety_planning", need_to_know="curious"
        ),
        "disclose": lambda: vault.disclose(
            subject, to=LEGAL, purpose="protection_order", actor=actor
        ),
        "who_sees": lambda: vault.who_sees(subject, actor=actor),
        "account": lambda: vault.account_of_disclosures(subject, actor=actor),
        "sign": lambda: vault.sign(subject, release, actor=actor),
        "keep": lambda: vault.keep(
            Intake(subject=subject, facts=SubjectFacts()), actor=actor
        ),
        "screen": lambda: vault.paused.begun(subject, actor=actor),
    }


def fault(act: Callable[[], object]) -> FjcoreError:
    with pytest.raises(FjcoreError) as caught:
        act()
    return caught.value


#: What is logged, also when it was asked in vain.
LOGGED = ("read", "disclose", "who_sees", "account", "keep", "screen")


@pytest.mark.parametrize("act", LOGGED)
def test_a_wall_should_look_like_nobody(
    vault: Vault, subject: str, tmp_path: Path, act: str
) -> None:
    """Somebody walled off should get the very answer that a stranger's id gives."""
    walled = fault(acts(vault, subject, WALLED)[act])
    nobody = fault(acts(vault, NOBODY, WALLED)[act])

    assert UnknownSubject is type(walled)
    assert (str(walled), walled.problems) == (str(nobody), nobody.problems)
    assert vaults.outbox(tmp_path) == []


@pytest.mark.parametrize("act", [*LOGGED, "sign"])
def test_another_unit_should_not_act(vault: Vault, subject: str, act: str) -> None:
    """Staff of another unit should be refused before any person is looked for."""
    known = fault(acts(vault, subject, ELSEWHERE)[act])
    nobody = fault(acts(vault, NOBODY, ELSEWHERE)[act])

    assert OptionRefused is type(known)
    assert str(known) == str(nobody)
    assert "other_unit" in str(known)


@pytest.mark.parametrize("actor", [WALLED, ELSEWHERE, STAFF])
def test_anybody_should_take_down_a_withdrawal(
    vault: Vault, subject: str, actor: str
) -> None:
    """A withdrawal should hold whoever of the staff it was told to."""
    vault.withdraw(subject, actor=actor)
    found = fault(acts(vault, subject, STAFF)["disclose"])

    assert "revoked" in str(found)


def test_asking_in_vain_should_be_logged(vault: Vault, subject: str) -> None:
    """Every act refused to somebody walled off should leave its entry in the log."""
    before = vault.verify().entries
    for act in LOGGED:
        fault(acts(vault, subject, WALLED)[act])
    after = vault.verify().entries

    assert after - before == len(LOGGED)
