"""A disclosure on its way: signed by its holder, sealed to its recipient or refused."""

from __future__ import annotations

import json
import traceback

import attrs
import pytest
from disclosure.envelopes import (
    HOLDER,
    HOLDER_CARD,
    RECIPIENT,
    RECIPIENT_CARD,
    SIGNING,
    STRANGER,
    sealed,
    signed,
)
from disclosure.worlds import (
    AGENCY,
    END,
    ID,
    NOON,
    TICK,
    USUAL,
    built,
    held_of,
    maeve,
    plan_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import Step
from fjcore.crypto import seal_bundle
from fjcore.disclosure import Outgoing, terms_of
from fjcore.disclosure.cards import card_of
from fjcore.disclosure.envelope import (
    HolderKey,
    open_disclosure,
    same_disclosure,
    sealed_to,
    verify,
)
from fjcore.disclosure.signature import signed as sign
from fjcore.disclosure.tokens import subject_token
from fjcore.errors import (
    DisclosureError,
    DisclosureExpired,
    EnvelopeRefused,
    FjcoreError,
    SignatureBroken,
    UnknownSigner,
    WrongKey,
)
from fjcore.values import SecretBytes, canonical

CARDS = (RECIPIENT_CARD, HOLDER_CARD)
BODY, BUNDLE = signed().body, sealed().body


def opened(raw, *, cards=CARDS, now=NOON, keys=(RECIPIENT.receiving,), **said):
    return open_disclosure(raw, cards, now=now, keys=keys, **said)


def fault(raw, **said):
    with pytest.raises(FjcoreError) as caught:
        opened(raw, **said)
    assert caught.value.__context__ is None
    return caught.value


def test_a_signed_body_is_the_body_and_its_signature():
    """A signature should stand in the body, and change nothing else of it."""
    plain = built(outgoing=Outgoing(token="per_" + "a" * 26)).content()
    whole = signed().content()
    said = whole.pop("signature")

    assert plain == whole
    assert {"key", "value"} == said.keys()
    assert SIGNING.key_id == said["key"] == signed().key_id


def test_signing_is_the_same_twice():
    """Signing the same disclosure twice should give the same bytes, for a retry."""
    assert signed().body == signed().body


@pytest.mark.parametrize("raw", [BODY, BUNDLE], ids=["signed", "sealed"])
def test_open(raw):
    """A recipient should get what was signed, and the file that proves it."""
    found = opened(raw, recipient=AGENCY.id)

    assert (ID, "billings.fjc") == (found.id, found.holder)
    assert "Maeve Quill" in json.dumps(found.opened)
    assert BODY == found.body
    assert (raw is BUNDLE) == found.sealed
    assert "Maeve" not in repr(found)
    assert AGENCY.id == verify(found.body, CARDS, now=NOON).opened["recipient"]


def test_a_sealed_one_is_verified_unopened():
    """The seal should be checked by the sender's card alone, and show nothing."""
    found = verify(BUNDLE, CARDS, now=NOON)

    assert (ID, "billings.fjc", True) == (found.id, found.holder, found.sealed)
    with pytest.raises(WrongKey):
        assert found.opened


def test_a_carrier_sees_nothing():
    """A sealed disclosure should show its carrier who it is for, and nothing of it."""
    one = sealed()
    seen = {name: getattr(one, name) for name in type(one).__slots__}
    told = repr([v for k, v in seen.items() if k not in ("body", "sha256")])

    assert b"Maeve" not in one.body
    assert b"billings" not in one.body
    assert not [w for w in ("release", "protection_order", "person.") if w in told]
    assert (AGENCY.id, ID, f"disclosure-{ID}.fjcb") == (one.recipient, one.id, one.name)
    assert one.intact
    with pytest.raises(DisclosureError):
        one.content()


@pytest.mark.parametrize(
    ("raw", "said", "error"),
    [
        (BODY, {"cards": ()}, UnknownSigner),
        (BUNDLE, {"cards": (RECIPIENT_CARD,)}, UnknownSigner),
        (BODY, {"recipient": "billings.police"}, WrongKey),
        (BUNDLE, {"recipient": "billings.police"}, WrongKey),
        (BUNDLE, {"keys": ()}, WrongKey),
        (BUNDLE, {"keys": (STRANGER.receiving,)}, WrongKey),
        (BODY, {"now": END}, DisclosureExpired),
        (BODY, {"now": END + TICK}, DisclosureExpired),
        (BUNDLE, {"now": END}, DisclosureExpired),
        (b"", {}, EnvelopeRefused),
        (b"FJCB", {}, EnvelopeRefused),
        (b"{}", {}, EnvelopeRefused),
        (built().body, {}, EnvelopeRefused),
        (BODY + b"\n", {}, EnvelopeRefused),
        (BODY.replace(b'"basis"', b' "basis"'), {}, EnvelopeRefused),
        (BODY.replace(b"protection_order", b"discovery"), {}, SignatureBroken),
    ],
)
def test_what_is_refused(raw, said, error):
    """Each way to be wrong should have its own error, and tell no value."""
    found = fault(raw, **said)

    assert error is type(found)
    assert "Maeve" not in "".join(traceback.format_exception(found))


def test_the_last_instant_holds():
    """A permission should hold until the tick before its end."""
    assert opened(BODY, now=END - TICK).id == ID


def test_a_key_speaks_for_its_own_agency_alone():
    """A trusted agency should not be able to send in another's name."""
    other = HolderKey(RECIPIENT.signing)
    made = signed(signing=other)

    assert UnknownSigner is type(fault(made.body))
    assert UnknownSigner is type(
        fault(sealed_to(made, RECIPIENT_CARD.receive, other).body)
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_no_altered_byte_passes(place, flip):
    """A body with any byte altered should not be taken for what was signed."""
    raw = bytearray(BODY)
    raw[place] ^= flip

    assert type(fault(bytes(raw))) in (SignatureBroken, EnvelopeRefused, UnknownSigner)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(BUNDLE) - 1), st.integers(1, 255))
def test_no_altered_byte_of_a_bundle_passes(place, flip):
    """A bundle with any byte altered should open for nobody."""
    raw = bytearray(BUNDLE)
    raw[place] ^= flip

    assert isinstance(
        fault(bytes(raw)), SignatureBroken | EnvelopeRefused | UnknownSigner
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(BUNDLE) - 1))
def test_no_shorter_bundle_passes(size):
    """A bundle cut anywhere should be refused."""
    assert isinstance(fault(BUNDLE[:size]), DisclosureError)


def test_what_is_within_must_be_what_is_said_outside():
    """A bundle that carries another disclosure than it names should be refused."""
    said = {"format": "fjcore/sealed-disclosure/1", "id": "6b" * 16}
    said |= {"signer": SIGNING.key_id, "sha256": "00" * 32}
    made = seal_bundle(
        BODY,
        canonical.dumps(said),
        [RECIPIENT.receiving.public_key()],
        HOLDER.signing,
    )

    assert SignatureBroken is type(fault(made))


@pytest.mark.parametrize(
    "edit",
    [
        {"expires": 5},
        {"expires": "tomorrow"},
        {"id": "short"},
        {"signature": {}},
        {"signature": None},
    ],
    ids=str,
)
def test_a_sender_that_signs_nonsense_is_refused(edit):
    """A malformed body should be refused by its path, though its sender signed it."""
    content = built().content()
    if "signature" in edit:
        raw = json.dumps({**content, **edit}, sort_keys=True, separators=(",", ":"))
        raw = raw.encode()
    else:
        raw = sign({**content, **edit}, SIGNING)
    found = fault(raw)

    assert EnvelopeRefused is type(found)
    assert found.problems


def test_sealing_twice_is_known_to_be_the_same():
    """A retry should be known for the same, though sealing never is."""
    again, other = sealed(), sealed(signed(token=""))

    assert again.body != BUNDLE
    assert again.is_same(BUNDLE)
    assert same_disclosure(again.body, BUNDLE)
    assert not other.is_same(BUNDLE)
    assert not again.is_same(BODY)
    assert not again.is_same(b"FJCB nothing")
    assert signed().is_same(BODY)
    assert not signed().is_same(BODY + b" ")


def test_only_a_signed_disclosure_is_sealed():
    """What is not signed by the same key, or sealed already, should not be sealed."""
    for made in (built(), sealed(), signed(signing=HolderKey(STRANGER.signing))):
        with pytest.raises(DisclosureError):
            sealed_to(made, RECIPIENT_CARD.receive, SIGNING)


def test_all_keys_of_a_recipient_open():
    """A recipient with two keys should open by either."""
    both = attrs.evolve(
        RECIPIENT_CARD,
        receive=(*RECIPIENT_CARD.receive, *card_of("x", "", STRANGER).receive),
    )
    raw = sealed(card=both).body

    assert opened(raw).body == BODY
    assert opened(raw, keys=(STRANGER.receiving,)).body == BODY


def test_what_it_went_through_goes_along():
    """Earlier steps, the token and the terms should stand in what is received."""
    step = Step(id="7c" * 16, holder="billings.shelter", items={"identity.name"})
    made = signed(plan_of(USUAL, steps=(step,)), held_of(maeve()))
    content = opened(made.body).opened

    told = {"id": step.id, "holder": step.holder, "items": ["identity.name"]}

    assert [told] == content["previous"]
    assert made.token == content["subject"]
    assert ID == terms_of(opened(made.body).body, recipient=AGENCY.id).id


@settings(max_examples=30, deadline=None)
@given(
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=32, max_size=32),
    st.integers(0, 2**128 - 1),
)
def test_tokens_join_for_one_recipient_alone(one, other, number):
    """A person should have one name per recipient, another for each."""
    subject = f"{number:032x}"
    first = subject_token(SecretBytes(one), subject)

    assert first == subject_token(SecretBytes(one), subject)
    assert subject not in first
    assert 30 == len(first)
    assert (one == other) == (first == subject_token(SecretBytes(other), subject))
    assert first != subject_token(SecretBytes(one), f"{number ^ 1:032x}")
