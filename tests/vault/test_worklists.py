"""The lists of a vault: from its events and its log, walled, logged, without names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, fields, frozen
from support import vaults
from support.vaults import EVENING, LEGAL, POLICE, STAFF

from fjcore.consent import (
    FLOOR,
    AmendmentDue,
    Awaiting,
    Ending,
    OfAge,
    Signer,
    SubjectFacts,
    Telling,
    release_templates,
)
from fjcore.errors import (
    EventRefused,
    FjcoreError,
    OptionRefused,
    UnknownSubject,
)
from fjcore.records import HumanName, Person
from fjcore.values import FixedClock, new_id
from fjcore.vault import Intake, Vault

WALLED, ELSEWHERE = "w.related", "e.other"
MORE = f"""
[[staff]]
id = "{WALLED}"
roles = ["advocate"]

[[staff]]
id = "{ELSEWHERE}"
roles = ["advocate"]
units = ["another"]

[[law.accepted]]
rule = "N1"
by = "R. Okafor"
on = "2026-03-01"

[[law.accepted]]
rule = "fjcore.release/1"
by = "R. Okafor"
on = "2026-03-01"
"""
ADULT = date(1990, 5, 1)
NOBODY = "0" * 32


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """Give one vault for all of these; each test puts a person of its own in it."""
    folder = tmp_path_factory.mktemp("lists")
    with vaults.new_vault(folder, more=MORE) as opened:
        yield opened


@pytest.fixture
def subject(vault: Vault) -> str:
    """Give a new person with one release, for the legal aid, for thirty days."""
    person = Person(names=(HumanName(text="Wanda Brook"),))
    kept = vault.keep(
        Intake(records=(person,), facts=SubjectFacts(birth_date=ADULT)), actor=STAFF
    ).subject
    _, form = vaults.release_of(vault, "01-oconnor-1-legal")
    own = evolve(
        form,
        id=new_id(),
        signers=[Signer(kept, "subject")],
        scope=("identity.name",),
        signed_at=EVENING,
    )
    vault.sign(kept, own, actor=STAFF)
    return kept


def fault(act: Callable[[], object]) -> FjcoreError:
    """Give the error of this library that an act ends with."""
    with pytest.raises(FjcoreError) as caught:
        act()
    return caught.value


@frozen
class Own:
    """One person's rows of every list."""

    ending: tuple[Ending, ...]
    of_age: tuple[OfAge, ...]
    to_tell: tuple[Telling, ...]
    awaiting: tuple[Awaiting, ...]
    amendments: tuple[AmendmentDue, ...]


def lists(vault: Vault, subject: str, days: int = 31, actor: str = STAFF) -> Own:
    """Give a person's rows of the lists that somebody sees."""
    found = vault.worklists(actor=actor, within_days=days)
    rows = {
        field.name: tuple(
            row for row in getattr(found, field.name) if row.subject == subject
        )
        for field in fields(Own)
    }
    return Own(**rows)


def test_a_release_is_listed_until_it_is_taken_back(vault: Vault, subject: str) -> None:
    """A release about to end should be listed, and no longer once it is withdrawn."""
    (row,) = lists(vault, subject).ending
    none = lists(vault, subject, 3).ending
    vault.withdraw(subject, actor=STAFF)

    assert (subject, (LEGAL,)) == (row.subject, row.recipients)
    assert () == none == lists(vault, subject).ending


def test_who_got_something_is_to_be_told(vault: Vault, subject: str) -> None:
    """A recipient should be listed from a withdrawal on until it was told."""
    vaults.send(vault, subject, LEGAL, "protection_order")
    before = lists(vault, subject).to_tell
    vault.withdraw(subject, actor=STAFF)
    (row,) = lists(vault, subject).to_tell
    vault.desk.tell(subject, recipient=LEGAL, actor=STAFF)

    assert () == before == lists(vault, subject).to_tell
    assert (subject, LEGAL, "") == (row.subject, row.recipient, row.release)
    vault.verify()


def test_nobody_was_told_who_got_nothing(vault: Vault, subject: str) -> None:
    """That a recipient who got nothing was told should not be taken down."""
    for recipient in (LEGAL, POLICE, "nobody"):
        with pytest.raises(EventRefused):
            vault.desk.tell(subject, recipient=recipient, actor=STAFF)


def test_what_a_disclosure_owes_is_in_the_log(vault: Vault, subject: str) -> None:
    """What nobody owes should not be taken down as done."""
    sent = vaults.send(vault, subject, LEGAL, "protection_order")
    owed: Any = {"disclosure": sent.disclosure.id, "actor": STAFF}

    assert () == lists(vault, subject).awaiting
    with pytest.raises(EventRefused):
        vault.desk.discharge(subject, obligation="part2_document_emergency", **owed)
    with pytest.raises(OptionRefused):
        vault.desk.discharge(subject, obligation="log", **owed)


def test_a_minor_is_listed(vault: Vault) -> None:
    """A minor about to come of age should be listed with the instant it comes."""
    born = EVENING.date().replace(year=EVENING.year - 18) + timedelta(days=5)
    facts = SubjectFacts(birth_date=born)
    kept = vault.keep(Intake(facts=facts), actor=STAFF)
    (row,) = lists(vault, kept.subject).of_age

    assert (kept.subject, ()) == (row.subject, row.releases)
    assert () == lists(vault, kept.subject, 4).of_age


def test_what_is_accepted_is_not_listed(vault: Vault) -> None:
    """Rules and forms should be listed but for those accepted in the site file."""
    found = {(row.kind, row.id) for row in vault.worklists(actor=STAFF).unreviewed}
    rules = {("rule", rule.id) for rule in FLOOR}
    forms = {("form", one.key) for one in release_templates()}

    assert rules | forms == (found & (rules | forms)) | {
        ("rule", "N1"),
        ("form", "fjcore.release/1"),
    }
    assert {"rule", "form", "limit"} == {kind for kind, _ in found}


def test_amendments(vault: Vault, subject: str) -> None:
    """A request should be listed until it is answered, and kept with all its words."""
    desk = vault.desk
    request = desk.request_amendment(subject, "The street is wrong.", actor=STAFF)
    (row,) = lists(vault, subject).amendments
    desk.extend_amendment(subject, request, "We ask the clinic.", actor=STAFF)
    (longer,) = lists(vault, subject).amendments
    ground = "accurate_and_complete"
    desk.answer_amendment(subject, request, "It is so.", denial=ground, actor=STAFF)
    desk.dispute_amendment(subject, request, "It is not.", actor=STAFF)
    (one,) = desk.amendments(subject, actor=STAFF)

    assert (request, False) == (row.request, row.overdue)
    assert timedelta(days=30) == longer.due_at - row.due_at
    assert ("denied", "It is so.", "It is not.") == (
        one.state,
        one.answer,
        one.disagreement,
    )
    assert () == lists(vault, subject).amendments
    vault.verify()


def test_amendments_out_of_turn(vault: Vault, subject: str) -> None:
    """Each step should be refused out of its turn, and of a request not there."""
    desk = vault.desk
    one = desk.request_amendment(subject, "My name.", actor=STAFF)
    steps: dict[str, Any] = {
        "dispute": lambda r: desk.dispute_amendment(subject, r, "No.", actor=STAFF),
        "answer": lambda r: desk.answer_amendment(subject, r, "Yes.", actor=STAFF),
        "extend": lambda r: desk.extend_amendment(subject, r, "Later.", actor=STAFF),
    }
    for step in steps.values():
        assert isinstance(fault(lambda s=step: s(NOBODY)), EventRefused)
    assert isinstance(fault(lambda: steps["dispute"](one)), EventRefused)
    steps["answer"](one)

    for name in steps:
        assert isinstance(fault(lambda n=name: steps[n](one)), EventRefused)
    with pytest.raises(OptionRefused):
        desk.answer_amendment(subject, one, "No.", denial="because", actor=STAFF)


def test_a_request_from_before_now(vault: Vault, subject: str) -> None:
    """A request should count from when it came, and never from a time to come."""
    hour = timedelta(hours=1)
    desk, came = vault.desk, EVENING - 24 * hour
    desk.request_amendment(subject, "A date.", received_at=came, actor=STAFF)
    (row,) = lists(vault, subject).amendments

    later = EVENING + hour

    assert came == row.received_at
    with pytest.raises(OptionRefused):
        desk.request_amendment(subject, "A date.", received_at=later, actor=STAFF)


def test_a_wall_hides_a_person_from_every_list(vault: Vault, subject: str) -> None:
    """Somebody walled off should find the lists of a place without that person."""
    vaults.send(vault, subject, LEGAL, "protection_order")
    vault.withdraw(subject, actor=STAFF)
    vault.desk.request_amendment(subject, "The street.", actor=STAFF)
    file = lists(vault, subject)
    facts = SubjectFacts(birth_date=None, conflict_walls={WALLED})
    vault.keep(Intake(subject=subject, facts=facts), actor=STAFF)
    seen, hidden = lists(vault, subject), lists(vault, subject, actor=WALLED)

    assert file.to_tell == seen.to_tell != () != seen.amendments
    assert () == hidden.to_tell == hidden.amendments == hidden.ending
    for act in (
        lambda: vault.desk.amendments(subject, actor=WALLED),
        lambda: vault.desk.tell(subject, recipient=LEGAL, actor=WALLED),
        lambda: vault.desk.request_amendment(subject, "Mine.", actor=WALLED),
    ):
        assert isinstance(fault(act), UnknownSubject)


def test_another_unit_sees_no_list(vault: Vault) -> None:
    """Staff of another unit should be refused, whoever is on file."""
    assert "other_unit" in str(fault(lambda: vault.worklists(actor=ELSEWHERE)))


@pytest.mark.parametrize("days", [-1, 3661, 10**12])
def test_how_far_ahead(vault: Vault, days: int) -> None:
    """A look further ahead than makes sense should be refused."""
    with pytest.raises(OptionRefused):
        vault.worklists(actor=STAFF, within_days=days)


def test_looking_is_logged_and_holds_no_name(vault: Vault, subject: str) -> None:
    """A look at the lists should be in the log, and its answer hold ids alone."""
    before = vault.verify().entries
    found = vault.worklists(actor=STAFF, within_days=31)

    assert before + 1 == vault.verify().entries
    assert subject in repr(found)
    assert "Brook" not in repr(found)


def test_a_clock_set_back_hides_no_withdrawal(tmp_path: Path) -> None:
    """A clock set back should not put what was taken back on the list again."""
    clock = FixedClock(EVENING)
    with vaults.new_vault(tmp_path, clock=clock) as vault:
        kept = vaults.keep_demo(vault, "01-oconnor").subject
        vaults.sign_demo(vault, "01-oconnor-1-legal")
        assert lists(vault, kept).ending
        vault.withdraw(kept, actor=STAFF)
    early = FixedClock(EVENING - timedelta(minutes=3))
    with vaults.reopened(tmp_path, clock=early) as vault:
        assert () == lists(vault, kept).ending
