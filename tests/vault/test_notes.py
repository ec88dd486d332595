"""Notes and partners: what was reviewed for a release goes with it, no other does."""

from __future__ import annotations

import attrs
import pytest
from support import vaults
from support.vaults import EVENING, LEGAL, STAFF

from fjcore.errors import StaleProposal
from fjcore.vault import Vault, propose

PURPOSE = "civil_legal_representation"
PATH = "incident.narrative"


@pytest.fixture
def vault(tmp_path):
    """A vault with one file, of which a release names the account."""
    with vaults.new_vault(tmp_path) as made:
        yield made


@pytest.fixture
def subject(vault: Vault) -> str:
    found = vaults.keep_demo(vault, "01-oconnor").subject
    vaults.sign_demo(vault, "01-oconnor-1-legal")
    return found


def reviews_of(vault, subject):
    """The reviews of all notes that the release names, nothing cleared."""
    found = propose(vault, subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)
    return [one.reviewed(by=STAFF, at=EVENING) for one in found]


def sent(vault, subject, reviews=()):
    """What a partner is sent."""
    return vault.disclose(
        subject, to=LEGAL, purpose=PURPOSE, actor=STAFF, reviews=reviews
    ).disclosure


def accounts(made):
    """The accounts that stand in what is sent."""
    rows = made.content()["records"].get("incident", ())
    return [row["narrative"] for row in rows if "narrative" in row]


def test_an_account_that_nobody_reviewed_stays(vault, subject):
    """A release that names the account should not let it out unreviewed."""
    made = sent(vault, subject)

    assert [] == accounts(made)
    assert PATH in made.marked
    assert PATH not in {path for path, _, _ in made.granted}


def test_a_reviewed_account_goes(vault, subject):
    """A reviewed account should go with the release it was reviewed for."""
    (note,) = propose(vault, subject, to=LEGAL, purpose=PURPOSE, actor=STAFF)
    made = sent(vault, subject, reviews_of(vault, subject))

    assert [note.proposal.text] == accounts(made)
    assert PATH in {path for path, _, _ in made.granted}
    assert note.note[:9] not in repr(note)


def test_a_review_goes_stale_with_the_file(vault, subject):
    """A review should be refused once the file knows more."""
    reviews = reviews_of(vault, subject)
    more = vaults.again(vaults.intake_of(vault, "02-nunez"), subject)
    vault.keep(more, actor=STAFF)

    with pytest.raises(StaleProposal):
        sent(vault, subject, reviews)


def test_a_review_of_another_release_is_refused(vault, subject):
    """A review should not serve another release than its own."""
    reviews = [
        attrs.evolve(one, ground="another") for one in reviews_of(vault, subject)
    ]
    before = vaults.outbox(vault.site.folder)
    with pytest.raises(StaleProposal):
        sent(vault, subject, reviews)

    assert before == vaults.outbox(vault.site.folder)


def test_staff_read_their_own_notes(vault, subject):
    """What staff read inside should not wait for a review."""
    made = vault.read(
        subject, actor=STAFF, purpose="safety_planning", need_to_know="her case"
    )

    assert 1 == len(accounts(made))
