"""Papers about what left: notices, who holds what, a packet for counsel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from support import vaults
from support.vaults import LEGAL, POLICE, STAFF
from vault.grounds import COURT, law_vault
from vault.test_delivery import begun, sent

from fjcore.consent import SubjectFacts
from fjcore.disclosure.holdings import holdings_report
from fjcore.disclosure.notices import notice_report
from fjcore.disclosure.packet import packet_report
from fjcore.errors import (
    EventRefused,
    OptionRefused,
    UnknownPartner,
    UnknownSubject,
)
from fjcore.vault import Vault

#: What the demo's intake says of her, and no paper may.
VALUES = ("Maeve", "Connor", "406-555-0101", "woodshed", "Fenella", "1988-04-17")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    with law_vault(tmp_path_factory.mktemp("papers")) as made:
        yield made


def told(*reports: Any) -> str:
    return "".join(one.text() + one.html() for one in reports)


def test_a_notice_should_go_to_who_got_something(vault: Vault) -> None:
    """Each recipient should be told of its own disclosures, by its own name for her."""
    subject = begun(vault)
    made = sent(vault, subject).disclosure
    before = vault.papers.notices(subject, actor=STAFF)
    vault.withdraw(subject, actor=STAFF)
    (one,) = vault.papers.notices(subject, actor=STAFF)
    both = [notice_report(one, lang) for lang in ("en", "es")]
    vault.desk.tell(subject, recipient=LEGAL, actor=STAFF)

    assert () == before == vault.papers.notices(subject, actor=STAFF)
    assert (LEGAL, made.token) == (one.recipient, one.token)
    assert [made.id] == [row.disclosure for row in one.rows]
    assert all(made.id in told(report) for report in both)
    assert not [word for word in (*VALUES, subject) if word in told(*both)]


def test_a_notice_should_speak_of_its_release_alone(vault: Vault) -> None:
    """A disclosure on another release should not be in the notice of one taken back."""
    subject = begun(vault)
    made = sent(vault, subject).disclosure
    vault.withdraw(subject, release=made.release_ids[0], actor=STAFF)
    (one,) = vault.papers.notices(subject, actor=STAFF)

    assert made.release_ids[0] == one.release
    assert [made.id] == [row.disclosure for row in one.rows]


def test_who_holds_what(vault: Vault) -> None:
    """Holdings should gather all that was sent, and say when no permission stands."""
    subject = begun(vault)
    names = [sent(vault, subject).disclosure.id for _ in range(2)]
    (before,) = vault.papers.holders(subject, actor=STAFF)
    vault.withdraw(subject, actor=STAFF)
    (after,) = vault.papers.holders(subject, actor=STAFF)
    report = holdings_report([after])

    assert names == list(before.disclosures)
    assert {"contact", "identity.name"} <= set(before.categories)
    assert (False, True) == (before.ended, after.ended)
    assert attrs.evolve(before, ended=True) == after
    assert not [word for word in VALUES if word in told(report)]


def test_a_breach_should_list_everybody(vault: Vault) -> None:
    """After a breach each person whose data the agency got should be listed, by id."""
    hers = [begun(vault) for _ in range(2)]
    names = {sent(vault, subject).disclosure.id for subject in hers}
    unsent = begun(vault)
    found = {one.subject: one for one in vault.papers.held_by(LEGAL, actor=STAFF)}
    report = holdings_report([*found.values()], breach=LEGAL)

    assert names == {found[subject].disclosures[0] for subject in hers}
    assert unsent not in found
    assert () == vault.papers.held_by(POLICE, actor=STAFF)
    assert all(subject in told(report) for subject in hers)
    assert not [word for word in VALUES if word in told(report)]
    with pytest.raises(UnknownPartner):
        vault.papers.held_by("billings.nobody", actor=STAFF)


def test_whoever_is_walled_off_should_find_nothing(vault: Vault) -> None:
    """Somebody behind a wall should find her in no paper."""
    subject = begun(vault)
    sent(vault, subject)
    facts = SubjectFacts(conflict_walls=frozenset({"p.quill"}))
    intake = vaults.again(vaults.intake_of(vault, "01-oconnor"), subject)
    vault.keep(attrs.evolve(intake, facts=facts), actor=STAFF)
    seen = vault.papers.held_by(LEGAL, actor="p.quill")

    assert subject not in {one.subject for one in seen}
    for act in (vault.papers.notices, vault.papers.holders):
        with pytest.raises(UnknownSubject):
            act(subject, actor="p.quill")
    with pytest.raises(UnknownSubject):
        vault.papers.packet(subject, to=COURT, actor="p.quill")


def test_a_packet_should_say_what_the_rules_say(vault: Vault) -> None:
    """Counsel should see kinds, rules and duties, and not one value of the file."""
    subject = begun(vault)
    made = sent(vault, subject).disclosure
    found = vault.papers.packet(subject, to=COURT, actor=STAFF)
    report = packet_report(found)
    held = {one.record: one.count for one in found.held}

    assert 1 == held["person"] == held["incident"]
    assert {"nothing"} == {one.view for one in found.answers}
    assert {"subpoena_not_order"} == {one.reason for one in found.answers}
    assert all(one.citation for one in found.answers)
    assert {"notify_subject", "assert_privilege"} <= {one.kind for one in found.owed}
    assert (made.id,) == found.earlier
    assert not [word for word in VALUES if word in told(report)]
    assert "34 U.S.C. 12291" in told(report)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"basis": "client_release"}, OptionRefused),
        ({"ref": "paper.none"}, EventRefused),
        ({"to": "nobody.here"}, UnknownPartner),
    ],
)
def test_a_packet_that_cannot_be_made(
    vault: Vault, said: dict[str, str], error: type[Exception]
) -> None:
    """A demand that is none, is not on file, or is nobody's should be refused."""
    subject = begun(vault)
    with pytest.raises(error):
        vault.papers.packet(subject, actor=STAFF, **{"to": COURT, **said})


def test_papers_should_be_on_record(vault: Vault) -> None:
    """Each paper should leave its entry in the log."""
    from vault.test_delivery import entries

    subject = begun(vault)
    vault.papers.notices(subject, actor=STAFF)
    vault.papers.holders(subject, actor=STAFF)
    vault.papers.packet(subject, to=COURT, actor=STAFF)
    kinds = [said.get("what") for _, _, said in entries(vault, subject)][-3:]

    assert ["notices", "holders", "packet"] == kinds
    assert json.dumps(kinds)
    assert Path(vault.site.folder).is_dir()
