from __future__ import annotations

import copy
import hashlib
import pickle

import attrs
import pytest
from disclosure.worlds import built, held_of, maeve

from fjcore.consent import ObligationKind
from fjcore.disclosure import Disclosure
from fjcore.disclosure.disclosure import _TOKEN
from fjcore.values import canonical

#: All that a recipient's connector can read of a disclosure.
PUBLIC = {
    *("id", "holder", "recipient", "person", "purpose", "basis"),
    *("basis_ref", "release_ids"),
    *("decided_at", "expires", "policy_hash", "granted", "marked", "notices"),
    *("consents", "obligations", "token", "previous", "key_id", "sealed", "name"),
    "is_same",
    *("body", "sha256", "content", "intact", "present"),
}


def test_what_it_holds():
    """A disclosure should hold no subject, revision, reason, count or record."""
    made = built()

    assert {name for name in dir(made) if not name.startswith("_")} == PUBLIC
    assert not hasattr(made, "__dict__")
    assert "c3" * 16 not in repr([getattr(made, name) for name in PUBLIC])


def test_only_build_makes_one():
    """A disclosure should be made by nothing but its builder."""
    parts = dict.fromkeys(Disclosure.__slots__, "") | {"body": b"{}"}
    with pytest.raises(TypeError):
        Disclosure(object(), parts)

    assert Disclosure(_TOKEN, parts).body == b"{}"


def test_it_has_no_subclasses():
    """A class that would pass for a disclosure should not be made."""
    with pytest.raises(TypeError):
        type("Mine", (Disclosure,), {})


@pytest.mark.parametrize("act", [copy.copy, copy.deepcopy, pickle.dumps, vars])
def test_it_cannot_be_copied(act):
    """A disclosure should not be copied, pickled or taken apart."""
    with pytest.raises(TypeError):
        act(built())
    assert not attrs.has(Disclosure)


def test_it_cannot_be_changed():
    """A disclosure should keep what it was made with."""
    made = built()
    with pytest.raises(AttributeError):
        made.body = b"{}"
    with pytest.raises(AttributeError):
        del made.body
    with pytest.raises(AttributeError):
        made.more = 1

    assert made.intact


def test_its_text_says_no_content():
    """What is printed of a disclosure should be ids and the number of fields."""
    made = built(held=held_of(maeve()))
    count = len(made.granted)
    expected = (
        f"<Disclosure {made.id} to billings.legal_aid for protection_order, "
        f"{count} fields>"
    )

    assert expected == repr(made) == str(made) == f"{made}"


def test_its_hash_is_that_of_its_bytes():
    """The hash should be SHA-256 of the body, and the body canonical."""
    made = built()

    assert hashlib.sha256(made.body).hexdigest() == made.sha256
    assert canonical.dumps(made.content()) == made.body


def test_its_content_is_read_anew():
    """What a connector does to the content should not reach the disclosure."""
    made = built()
    made.content()["records"].clear()

    assert made.content()["records"]


def test_obligations_are_known():
    """Every obligation the engine can attach should be of the closed vocabulary."""

    assert len(ObligationKind) == 24
