"""The whole story of a file, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support import vaults
from support.bodies import unnamed
from support.records import TICK
from support.vaults import EVENING, LEGAL, NAVIGATOR, POLICE, STAFF

from fjcore.consent import View
from fjcore.disclosure import Disclosure
from fjcore.errors import (
    DeliveryFailed,
    FjcoreError,
    ObligationOpen,
    OptionRefused,
    Problem,
    Refused,
    UnknownSubject,
)
from fjcore.values import FixedClock
from fjcore.vault import Vault, propose

PURPOSE = "protection_order"

#: Midnight in Denver, at which the minor of the demo turns 18.
BIRTHDAY = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)

ELSEWHERE = """
[[staff]]
id = "t.brandvold"
roles = ["advocate"]
units = ["bookkeeping"]
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return vaults.SQLITE
    return str(request.getfixturevalue("postgres_schema"))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(vaults.EVENING)


@pytest.fixture
def vault(tmp_path: Path, store: str, clock: FixedClock) -> Iterator[Vault]:
    with vaults.new_vault(tmp_path, store, clock=clock, more=ELSEWHERE) as made:
        yield made


def reasons(refused: Refused) -> set[str]:
    return {problem.code for problem in refused.problems}


def refusal(ask: Callable[[], object]) -> FjcoreError:
    with pytest.raises(FjcoreError) as caught:
        ask()
    return caught.value


def test_a_release_should_give_a_partner_the_named_fields(
    vault: Vault, tmp_path: Path
) -> None:
    """A disclosure should be the file delivered and hold what the release names."""
    kept = vaults.keep_demo(vault, "01-oconnor")
    subject, release = vaults.release_of(vault, "01-oconnor-1-legal")
    signing = vault.sign(subject, release, actor=STAFF)
    sent = vault.disclose(kept.subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)
    made = sent.disclosure
    file = tmp_path / "outbox" / LEGAL / sent.receipt.reference
    leaves = vault.registry.catalog().leaves()
    categories = {leaf.path: leaf.label.category for leaf in leaves}

    assert kept.subject == subject
    assert (release.id,) == made.release_ids
    assert {LEGAL} == set(signing.gives)
    assert signing.lacks == {}
    assert made.body == file.read_bytes()
    assert [file] == vaults.outbox(tmp_path)
    assert {"person", "incident", "contact_point"} <= set(made.content()["records"])
    assert unnamed(made.content()["records"], [release], categories) == []


def test_who_sees_should_tell_what_a_disclosure_then_gives(vault: Vault) -> None:
    """A matrix should show as full exactly the categories that then leave."""
    subject = vaults.keep_demo(vault, "01-oconnor").subject
    vaults.sign_demo(vault, "01-oconnor-1-legal")
    found = vault.who_sees(subject, actor=STAFF)
    row = next(row for row in found.rows if row.purpose == PURPOSE)
    notes = propose(vault, subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)
    made = vault.disclose(
        subject,
        to=LEGAL,
        purpose=PURPOSE,
        actor=STAFF,
        reviews=[one.reviewed(by=STAFF, at=EVENING) for one in notes],
    ).disclosure
    left = {category for _, _, category in made.granted}
    shown = {name for name, view in row.views.items() if view is View.FULL}

    assert row.recipient == LEGAL
    assert left == shown
    assert View.MARKED is row.views["identity.gov_id"]


def test_a_withdrawal_should_stop_a_disclosure(vault: Vault, tmp_path: Path) -> None:
    """A withdrawal should refuse the next disclosure and say whom to tell."""
    subject = vaults.keep_demo(vault, "01-oconnor").subject
    vaults.sign_demo(vault, "01-oconnor-1-legal")
    vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)
    before = vaults.outbox(tmp_path)
    told = vault.withdraw(subject, recipients=(LEGAL,), actor=STAFF).tell
    found = refusal(
        lambda: vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)
    )

    assert told == (LEGAL,)
    assert Refused is type(found)
    assert (Problem(LEGAL, "revoked"),) == found.problems
    assert before == vaults.outbox(tmp_path)


def test_an_account_should_list_what_left(vault: Vault, tmp_path: Path) -> None:
    """An account should list the one disclosure, and a reopened vault verify pinned."""
    subject = vaults.keep_demo(vault, "01-oconnor").subject
    release = vaults.sign_demo(vault, "01-oconnor-1-legal").release
    made = vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF).disclosure
    vault.withdraw(subject, recipients=(LEGAL,), actor=STAFF)
    refusal(lambda: vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF))
    vault.close()
    with vaults.reopened(tmp_path) as again:
        rows = again.account_of_disclosures(subject, actor=STAFF)
        report = again.verify()

    assert [made.id] == [row.disclosure for row in rows]
    assert [(row.recipient, row.purpose, row.actor, row.delivered) for row in rows] == [
        (LEGAL, PURPOSE, STAFF, True)
    ]
    assert (release,) == rows[0].releases
    assert rows[0].at == vaults.EVENING
    assert {path for path, _, _ in made.present} == set(rows[0].fields)
    assert report.pinned
    assert (report.subjects, report.records, report.events) == (1, 7, 4)


def test_an_abusing_guardian_should_not_release(vault: Vault) -> None:
    """A guardian who causes the harm should release nothing; the other one should."""
    subject = vaults.keep_demo(vault, "06-guardians").subject
    mother = vaults.sign_demo(vault, "06-guardians-1-legal")
    father = vaults.sign_demo(vault, "06-guardians-2-navigator")
    sent = vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)
    found = refusal(
        lambda: vault.disclose(
            subject, to=NAVIGATOR, purpose="service_coordination", actor=STAFF
        )
    )

    assert {LEGAL} == set(mother.gives)
    assert father.gives == {}
    assert father.lacks == {NAVIGATOR: "signer_abuser"}
    assert (mother.release,) == sent.disclosure.release_ids
    assert Refused is type(found)
    assert {"signer_abuser"} == reasons(found)


def test_a_minor_should_reconfirm_at_midnight(vault: Vault, clock: FixedClock) -> None:
    """A minor's release should hold to her birthday's midnight and not one tick on."""
    subject = vaults.keep_demo(vault, "05-minor").subject
    release = vaults.sign_demo(vault, "05-minor-1-legal").release
    clock.move_to(BIRTHDAY - TICK)
    sent = vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)
    clock.move_to(BIRTHDAY)
    found = refusal(
        lambda: vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)
    )

    assert (release,) == sent.disclosure.release_ids
    assert Refused is type(found)
    assert {"reconfirm_required"} == reasons(found)


def test_staff_should_read_what_they_need_to_know(vault: Vault) -> None:
    """A staff member should read with unit and need to know, and not without one."""
    subject = vaults.keep_demo(vault, "01-oconnor").subject

    def read(actor: str, why: str) -> Disclosure:
        return vault.read(
            subject, actor=actor, purpose="safety_planning", need_to_know=why
        )

    found = read(STAFF, "her advocate")
    aimless = refusal(lambda: read(STAFF, " "))
    outside = refusal(lambda: read("t.brandvold", "her books"))

    assert "person" in found.content()["records"]
    assert (Refused, OptionRefused) == (type(aimless), type(outside))
    assert vault.account_of_disclosures(subject, actor=STAFF) == ()


def test_police_should_need_the_warning(
    vault: Vault, clock: FixedClock, tmp_path: Path
) -> None:
    """A disclosure to the police should wait until the discovery warning was given."""
    clock.move_to(vaults.MORNING)
    subject = vaults.keep_demo(vault, "01-oconnor").subject
    clock.move_to(vaults.EVENING)
    vaults.sign_demo(vault, "01-oconnor-2-police")
    purpose = "criminal_investigation"
    found = refusal(
        lambda: vault.disclose(subject, to=POLICE, purpose=purpose, actor=STAFF)
    )
    before = vaults.outbox(tmp_path)
    sent = vaults.send(vault, subject, POLICE, purpose)

    assert ObligationOpen is type(found)
    assert found.where == "discovery_warning"
    assert before == []
    assert [sent.receipt.reference] == [path.name for path in vaults.outbox(tmp_path)]


def test_a_failed_delivery_should_stand_in_the_account(
    vault: Vault, tmp_path: Path
) -> None:
    """A disclosure that its connector lost should be accounted for as undelivered."""
    subject = vaults.keep_demo(vault, "01-oconnor").subject
    vaults.sign_demo(vault, "01-oconnor-1-legal")
    (tmp_path / "outbox").write_bytes(b"a file where a folder should be")
    found = refusal(
        lambda: vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)
    )
    rows = vault.account_of_disclosures(subject, actor=STAFF)

    assert DeliveryFailed is type(found)
    assert found.__context__ is None
    assert [(found.where, False)] == [(row.disclosure, row.delivered) for row in rows]


def test_a_stranger_should_stay_unknown(vault: Vault) -> None:
    """Every act on a person nobody took in should say that there is nothing."""
    nobody = "0" * 31 + "1"
    acts: list[Callable[[], object]] = [
        lambda: vault.disclose(nobody, to=LEGAL, purpose=PURPOSE, actor=STAFF),
        lambda: vault.withdraw(nobody, actor=STAFF),
        lambda: vault.who_sees(nobody, actor=STAFF),
        lambda: vault.account_of_disclosures(nobody, actor=STAFF),
        lambda: vault.read(nobody, actor=STAFF, purpose=PURPOSE, need_to_know="x"),
    ]

    assert [UnknownSubject] * len(acts) == [type(refusal(act)) for act in acts]
