"""Suspensions on file: what may be asked, for how long, and that it is logged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve
from support import vaults
from support.vaults import EVENING, LEGAL, MORNING, POLICE, STAFF

from fjcore.errors import EventRefused, OptionRefused, UnknownPartner, UnknownSubject
from fjcore.vault import (
    Vault,
    lift_suspension,
    suspend_account,
    suspensions,
)

DAYS = timedelta(days=1)
ORAL = {"written": False}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    with vaults.new_vault(tmp_path_factory.mktemp("suspending")) as made:
        yield made


@pytest.fixture(scope="module")
def one(vault: Vault) -> str:
    """One person, of whom nothing is put on file."""
    return vaults.keep_demo(vault, "01-oconnor").subject


@pytest.fixture
def subject(vault: Vault) -> str:
    """One more person for each test."""
    intake = evolve(vaults.intake_of(vault, "01-oconnor"), new_subject=None)
    return vault.keep(intake, actor=STAFF).subject


def asked(vault: Vault, subject: str, **said: Any) -> Any:
    parts = {
        "agency": POLICE,
        "official": "Sgt. A. Moss",
        "written": True,
        "until": EVENING + 5 * DAYS,
        "actor": STAFF,
        **said,
    }
    if not parts["written"] and "until" not in said:
        parts["until"] = None
    return suspend_account(vault, subject, **parts)


def test_it_is_on_file_until_lifted(vault: Vault, subject: str) -> None:
    """A statement should be on file as it was made, and lifted once."""
    made = asked(vault, subject, counsel="B. Vale", stated_at=MORNING)
    before = suspensions(vault, subject, actor=STAFF)
    lift_suspension(vault, subject, made.id, actor=STAFF)
    (after,) = suspensions(vault, subject, actor=STAFF)
    with pytest.raises(EventRefused):
        lift_suspension(vault, subject, made.id, actor=STAFF)

    assert (made,) == before
    assert (MORNING, "B. Vale", STAFF) == (made.since, made.counsel, made.actor)
    assert made.holds(EVENING)
    assert not after.holds(EVENING)


@pytest.mark.parametrize("days", [30, 7])
def test_an_oral_one_ends(vault: Vault, subject: str, days: int) -> None:
    """One made out loud should end by itself after 30 days, or before."""
    until = None if days == 30 else EVENING + days * DAYS
    made = asked(vault, subject, **ORAL, until=until)

    assert EVENING + days * DAYS == made.until


def test_a_written_one_may_follow_an_oral_one(vault: Vault, subject: str) -> None:
    """Out loud it should not go on beyond its 30 days; in writing it may."""
    asked(vault, subject, **ORAL, stated_at=MORNING)
    with pytest.raises(OptionRefused) as caught:
        asked(vault, subject, **ORAL)
    asked(vault, subject, until=EVENING + 90 * DAYS)

    assert ["conflict"] == [one.code for one in caught.value.problems]
    assert 2 == len(suspensions(vault, subject, actor=STAFF))


@pytest.mark.parametrize(
    ("said", "where", "code"),
    [
        ({"agency": LEGAL}, "agency", "unknown_code"),
        ({"official": " "}, "official", "required"),
        ({"official": "x" * 201}, "official", "length"),
        ({"counsel": "x\n"}, "counsel", "format"),
        ({"until": None}, "until", "required"),
        ({"until": EVENING}, "until", "end_before_start"),
        ({"until": EVENING + 31 * DAYS, **ORAL}, "until", "over_cap"),
        ({"stated_at": EVENING + DAYS}, "stated_at", "future"),
    ],
    ids=["kind", "nobody", "long", "lines", "open", "over", "oral", "future"],
)
def test_what_cannot_be_asked(
    vault: Vault, one: str, said: dict[str, Any], where: str, code: str
) -> None:
    """A statement that the rule does not know should be refused, and not on file."""
    with pytest.raises(OptionRefused) as caught:
        asked(vault, one, **said)

    assert [(where, code)] == [(p.path, p.code) for p in caught.value.problems]
    assert () == suspensions(vault, one, actor=STAFF)


def test_who_is_not_known(vault: Vault, one: str) -> None:
    """An agency or a person that nobody knows should be refused as anywhere."""
    with pytest.raises(UnknownPartner):
        asked(vault, one, agency="billings.nobody")
    with pytest.raises(UnknownSubject):
        asked(vault, "0" * 32)

    assert vault.verify().subjects
