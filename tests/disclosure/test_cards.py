"""Cards: the public keys of an agency, read strictly."""

from __future__ import annotations

import json

import pytest
from disclosure.envelopes import HOLDER, HOLDER_CARD, RECIPIENT

from fjcore.disclosure.cards import Card, card_from, card_of, card_text, is_key
from fjcore.errors import EnvelopeRefused

LOW_ORDER = "00" * 32


def test_round_trip():
    """A card should be read as it was written, with the same fingerprint."""
    found = card_from(card_text(HOLDER_CARD))

    assert HOLDER_CARD == found
    assert HOLDER_CARD.fingerprint == found.fingerprint
    assert [4] * 10 == [len(group) for group in found.fingerprint.split(" ")]


def test_another_key_has_another_fingerprint():
    """Two people who compare a card should notice any other key, name or agency."""
    cards = [
        HOLDER_CARD,
        card_of("billings.fjc", HOLDER_CARD.name, RECIPIENT),
        card_of("billings.police", HOLDER_CARD.name, HOLDER),
        card_of("billings.fjc", "", HOLDER),
    ]

    assert 4 == len({one.fingerprint for one in cards})


def test_a_card_that_only_receives():
    """A card without a signing key should say so."""
    assert "" == card_from(card_text(Card(agency="x.y"))).sign_id


@pytest.mark.parametrize(
    ("edit", "path"),
    [
        ({"format": "fjcore/card/2"}, "format"),
        ({"more": 1}, ""),
        ({"agency": "No Such Name"}, "agency"),
        ({"agency": None}, "agency"),
        ({"name": 5}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "a" * 201}, "name"),
        ({"sign": "ab"}, "sign"),
        ({"sign": 7}, "sign"),
        ({"receive": "ab"}, "receive"),
        ({"receive": [LOW_ORDER]}, "receive.0"),
        ({"receive": [HOLDER_CARD.receive[0]] * 2}, "receive"),
        ({"receive": [HOLDER_CARD.receive[0]] * 17}, "receive"),
        ({"receive": [[]]}, "receive.0"),
    ],
    ids=str,
)
def test_faults(edit, path):
    """Each fault of a card should be named by its path."""
    raw = json.dumps({**json.loads(card_text(HOLDER_CARD)), **edit}).encode()
    with pytest.raises(EnvelopeRefused) as caught:
        card_from(raw, where="their.card")

    assert "their.card" == caught.value.where
    assert path in [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff", b"{}" * 5000], ids=repr)
def test_junk(raw):
    """What is no card should be refused."""
    with pytest.raises(EnvelopeRefused):
        card_from(raw[:5000])


def test_keys_that_everybody_knows_the_secret_of():
    """A receiving key of small order should be refused."""
    assert not is_key(LOW_ORDER, receiving=True)
    assert is_key(HOLDER_CARD.receive[0], receiving=True)
    assert is_key(HOLDER_CARD.sign, receiving=False)
