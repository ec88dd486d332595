"""Reviews in a file between two acts: sealed for one vault, made anew when used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from support import vaults
from support.vaults import EVENING, LEGAL, STAFF
from vault.test_delivery import begun

from fjcore.errors import FjcoreError, StaleProposal
from fjcore.redaction.narrative import Addition
from fjcore.vault import Proposed, Request, Vault, open_reviews, propose, seal_reviews
from fjcore.vault.core import Tx
from fjcore.vault.history import trail_of

REQUEST = Request(to=LEGAL, purpose="civil_legal_representation")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """A vault with one file, of which a release names the account."""
    with vaults.new_vault(tmp_path_factory.mktemp("reviewing")) as made:
        yield made


@pytest.fixture(scope="module")
def subject(vault: Vault) -> str:
    found = vaults.keep_demo(vault, "01-oconnor").subject
    vaults.sign_demo(vault, "01-oconnor-1-legal")
    return found


@pytest.fixture(scope="module")
def raw(vault: Vault, subject: str) -> bytes:
    """The file of a review that adds a span."""
    add = [Addition(0, 2)]
    made = proposed(vault, subject).reviewed(by=STAFF, at=EVENING, add=add)
    return seal_reviews(vault, subject, REQUEST, [made], actor=STAFF)


def proposed(vault: Vault, subject: str) -> Proposed:
    (note,) = propose(
        vault, subject, to=REQUEST.to, purpose=REQUEST.purpose, actor=STAFF
    )
    return note


def opened(vault: Vault, subject: str, raw: bytes) -> Any:
    return open_reviews(vault, raw, subject=subject, actor=STAFF, where="r.json")


def test_a_review_comes_back_whole(vault: Vault, subject: str, raw: bytes) -> None:
    """A review should come back as it was given, on what is proposed now."""
    (found,) = opened(vault, subject, raw)

    assert ("incident.narrative", STAFF) == (found.path, found.approval.by)
    assert (EVENING, (Addition(0, 2),)) == (found.approval.at, found.approval.added)
    assert b"woodshed" not in raw


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"subject": "0" * 32}, "input_refused"),
        ({"id": "0" * 32}, "seal_broken"),
        ({"sealed": "AAAA"}, "not_an_envelope"),
        ({"sealed": "?"}, "input_refused"),
        ({"sealed": 1}, "input_refused"),
        ({"schema": "fjcore.reviews/2"}, "input_refused"),
        ({"more": ""}, "input_refused"),
    ],
    ids=["person", "moved", "cut", "base64", "type", "newer", "unknown"],
)
def test_a_file_that_was_changed(
    vault: Vault, subject: str, raw: bytes, said: dict[str, Any], code: str
) -> None:
    """A file of reviews that is not as it was made should give none."""
    changed = json.dumps({**json.loads(raw), **said}).encode()
    with pytest.raises(FjcoreError) as caught:
        opened(vault, subject, changed)

    assert code == caught.value.code


def test_a_file_that_is_none(vault: Vault, subject: str) -> None:
    """Other bytes should be refused by the name of their file."""
    with pytest.raises(FjcoreError) as caught:
        opened(vault, subject, b"\xff[")

    assert "input_refused" == caught.value.code
    assert "r.json" == caught.value.where


def test_who_reviewed_is_on_record(vault: Vault, subject: str, raw: bytes) -> None:
    """The entry of a disclosure should name who looked at each note, and when."""
    reviews = opened(vault, subject, raw)
    vault.disclose(
        subject, to=REQUEST.to, purpose=REQUEST.purpose, actor=STAFF, reviews=reviews
    )
    (said,) = vault._open.run(lambda tx: _entries(tx, subject))

    assert [["incident.narrative", STAFF, "2026-03-02T23:00:00Z"]] == said["reviewed"]


def _entries(tx: Tx, subject: str) -> list[dict[str, Any]]:
    return [said for leaf, said in trail_of(tx, subject) if leaf["ev"] == "disclose"]


def test_what_the_file_learned_since(vault: Vault) -> None:
    """Reviews should go stale with what the file knows."""
    subject = begun(vault)
    made = proposed(vault, subject).reviewed(by=STAFF, at=EVENING)
    raw = seal_reviews(vault, subject, REQUEST, [made], actor=STAFF)
    more = vaults.again(vaults.intake_of(vault, "02-nunez"), subject)
    vault.keep(more, actor=STAFF)
    with pytest.raises(StaleProposal) as caught:
        opened(vault, subject, raw)

    assert "known_sha256" == caught.value.where
