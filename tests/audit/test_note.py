from __future__ import annotations

import base64
import hashlib

import pytest
from audit.worlds import ORIGIN
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from fjcore.audit import Checkpoint, open_checkpoint, sign_checkpoint, verifier_key
from fjcore.audit.note import MAX_NOTE_BYTES, MAX_SIGNATURES
from fjcore.errors import LogBroken, ValueRefused

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
ROOT = bytes.fromhex("28c4d15a5bca9056af4403dd666792b36c30a36592e26d48b93f5b338b33a565")
HEAD = Checkpoint(ORIGIN, 3, ROOT)
GOLDEN = (
    "advocacy.billings.example/audit/1\n"
    "3\n"
    "KMTRWlvKkFavRAPdZmeSs2wwo2WS4m1IuT9bM4szpWU=\n"
    "\n"
    "\u2014 advocacy.billings.example/audit/1 O4Sm2EaPxsqPd0C2j8iwaPqAP4eBpHWBVC6FuZVsw"
    "FLT+DmQ1vuTTlLmWtubr0mQgtSflnU1rZhvxcyU8/KeoXFbnws=\n"
).encode()
VKEY = (
    "advocacy.billings.example/audit/1+3b84a6d8+"
    "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
)
WITNESS = (
    "\u2014 partner.billings.example/witness jwyxMwAAAABpVccQHqRr2P1oVLC+hs7HoU0grrpL"
    "UnoJfCG0ztqlbTPvsjZalDoQjC6rn3m/nhiYAZYRwQ9O5hemXVbd/WqgXVmADg==\n"
).encode()

origins = st.from_regex(r"[a-z0-9.-]{1,40}/audit/[1-9]", fullmatch=True)
heads = st.builds(
    Checkpoint,
    origins,
    st.sampled_from([0, 1, 2**53, 2**64 - 1]) | st.integers(0, 2**64 - 1),
    st.binary(min_size=32, max_size=32),
)


def line(name, key, text, *, shown=None):
    """One signature line over any text, as a careless or hostile signer writes it."""
    public = key.public_key().public_bytes_raw()
    shown = shown or name
    keyid = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    blob = base64.b64encode(keyid + key.sign(text)).decode()
    return f"\u2014 {shown} {blob}\n".encode()


def signed(text):
    """A note with any text, truly signed by the log's key."""
    text = text if isinstance(text, bytes) else text.encode()
    return text + b"\n" + line(ORIGIN, KEY, text)


def test_golden_checkpoint():
    """The checkpoint and key of the vector should be written byte for byte."""
    assert sign_checkpoint(HEAD, KEY) == GOLDEN
    assert verifier_key(ORIGIN, PUBLIC) == VKEY
    assert open_checkpoint(GOLDEN, ORIGIN, PUBLIC) == HEAD
    assert signed(HEAD.text()) == GOLDEN


@given(heads)
def test_round_trip(head):
    """A signed head should open to itself under its own origin and key only."""
    note = sign_checkpoint(head, KEY)

    assert open_checkpoint(note, head.origin, PUBLIC) == head
    with pytest.raises(LogBroken):
        open_checkpoint(note, head.origin, OTHER.public_key())
    with pytest.raises(LogBroken):
        open_checkpoint(note, head.origin + "x", PUBLIC)


@given(st.integers(0, len(GOLDEN) - 1), st.integers(0, 7))
def test_a_changed_byte_is_refused(at, bit):
    """A note with any one bit changed should be refused."""
    note = GOLDEN[:at] + bytes([GOLDEN[at] ^ 1 << bit]) + GOLDEN[at + 1 :]

    with pytest.raises(LogBroken) as caught:
        open_checkpoint(note, ORIGIN, PUBLIC)
    assert caught.value.where == "checkpoint"
    assert caught.value.__context__ is None


@given(st.integers(0, len(GOLDEN) - 1))
def test_a_cut_note_is_refused(length):
    """A note cut short anywhere should be refused."""
    with pytest.raises(LogBroken):
        open_checkpoint(GOLDEN[:length], ORIGIN, PUBLIC)


@pytest.mark.parametrize(
    "note",
    [
        GOLDEN + WITNESS,
        GOLDEN.replace(b"\n\n", b"\n\n" + WITNESS),
        GOLDEN + line("other.example/audit/1", OTHER, HEAD.text().encode()),
        GOLDEN + line("other.example/audit/1", KEY, b"something else"),
        GOLDEN + line(ORIGIN, OTHER, b"another key in this name"),
        GOLDEN + WITNESS * (MAX_SIGNATURES - 1),
    ],
)
def test_other_signers(note):
    """Signatures by keys that are not known should be passed over."""
    assert open_checkpoint(note, ORIGIN, PUBLIC) == HEAD


@pytest.mark.parametrize(
    "note",
    [
        GOLDEN + line(ORIGIN, KEY, b"another text"),
        GOLDEN.replace(b"\n\n", b"\n\n" + line(ORIGIN, KEY, b"another text")),
        GOLDEN.partition(b"\n\n")[0] + b"\n\n" + WITNESS,
        HEAD.text().encode()
        + b"\n"
        + line(ORIGIN, KEY, HEAD.text().encode(), shown="other.example/audit/1"),
        HEAD.text().encode() + b"\n" + line(ORIGIN, OTHER, HEAD.text().encode()),
    ],
)
def test_signatures_that_do_not_count(note):
    """A false signature of the known key, or none of it, should refuse the note."""
    with pytest.raises(LogBroken):
        open_checkpoint(note, ORIGIN, PUBLIC)


B64 = base64.b64encode(ROOT).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n-1\n{B64}\n",
        f"{ORIGIN}\n03\n{B64}\n",
        f"{ORIGIN}\n+3\n{B64}\n",
        f"{ORIGIN}\n3_0\n{B64}\n",
        f"{ORIGIN}\n 3\n{B64}\n",
        f"{ORIGIN}\n\u0663\n{B64}\n",
        f"{ORIGIN}\n\n{B64}\n",
        f"{ORIGIN}\n{'9' * 5000}\n{B64}\n",
        f"{ORIGIN}\n{1 << 64}\n{B64}\n",
        f"{ORIGIN}\n3\n{B64[:-2]}V=\n",
        f"{ORIGIN}\n3\n{base64.b64encode(ROOT[:31]).decode()}\n",
        f"{ORIGIN}\n3\n{base64.b64encode(ROOT + bytes(1)).decode()}\n",
        f"{ORIGIN}\n3\n{base64.urlsafe_b64encode(bytes([255] * 32)).decode()}\n",
        f"{ORIGIN}\n3\n{B64}\nextension\n",
        f"{ORIGIN}\n3\n",
        f"{ORIGIN}\r\n3\r\n{B64}\r\n",
        f"{ORIGIN}\n3\n{B64}\t\n",
        f"{ORIGIN}\n3\n{B64}",
        f"x{ORIGIN}\n3\n{B64}\n",
    ],
)
def test_signed_but_malformed(text):
    """A head not in its one form should be refused though truly signed."""
    with pytest.raises(LogBroken) as caught:
        open_checkpoint(signed(text), ORIGIN, PUBLIC)

    assert caught.value.where == "checkpoint"
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "note",
    [
        b"",
        GOLDEN[:-1],
        GOLDEN + b"\n",
        GOLDEN + b"x\n",
        GOLDEN + b"x",
        GOLDEN + WITNESS[:-1],
        GOLDEN.replace(b"\n3\n", b"\n03\n"),
        GOLDEN.replace(b"\n3\n", b"\n+3\n"),
        GOLDEN.replace(b"\n3\n", b"\n 3\n"),
        GOLDEN.replace(b"\n3\n", "\n\u0663\n".encode()),
        GOLDEN.replace("\u2014".encode(), b"-"),
        GOLDEN.replace(b"nws=", b"nws"),
        GOLDEN.replace(b"nws=", b"nwt="),
        GOLDEN.replace(b"nws=", b"nws= "),
        GOLDEN + "\u2014 odd\u0007name AAAA\n".encode(),
        GOLDEN + "\u2014  AAAA\n".encode(),
        GOLDEN + b"\xff\n",
        GOLDEN + WITNESS * MAX_SIGNATURES,
    ],
)
def test_malformed_notes(note):
    """A note with anything odd about it should be refused."""
    with pytest.raises(LogBroken):
        open_checkpoint(note, ORIGIN, PUBLIC)


def test_size_cap():
    """A note longer than the cap should be refused, however well formed."""
    room = MAX_NOTE_BYTES - len(GOLDEN) - len("\u2014 w \n".encode())
    blob = b"A" * (room - room % 4)
    fits = GOLDEN + "\u2014 w ".encode() + blob + b"\n"
    beyond = GOLDEN + "\u2014 w ".encode() + blob + b"AAAA\n"

    assert open_checkpoint(fits, ORIGIN, PUBLIC) == HEAD
    assert len(beyond) > MAX_NOTE_BYTES
    with pytest.raises(LogBroken):
        open_checkpoint(beyond, ORIGIN, PUBLIC)


@pytest.mark.parametrize(
    ("where", "origin", "size", "root"),
    [
        ("origin", "", 3, ROOT),
        ("origin", "a b", 3, ROOT),
        ("origin", "a+b", 3, ROOT),
        ("origin", "a\nb", 3, ROOT),
        ("origin", "https://a.example/audit/1", 3, ROOT),
        ("origin", "\u00e9.example/audit/1", 3, ROOT),
        ("origin", None, 3, ROOT),
        ("size", ORIGIN, -1, ROOT),
        ("size", ORIGIN, True, ROOT),
        ("size", ORIGIN, 1 << 64, ROOT),
        ("size", ORIGIN, "3", ROOT),
        ("root", ORIGIN, 3, ROOT[:31]),
        ("root", ORIGIN, 3, B64),
    ],
)
def test_no_such_head(where, origin, size, root):
    """A head that no log can have should never come to be signed."""
    with pytest.raises(ValueRefused) as caught:
        Checkpoint(origin, size, root)

    assert caught.value.where == where


def test_where():
    """A refused note should be named as the caller names it."""
    with pytest.raises(LogBroken) as caught:
        open_checkpoint(b"", ORIGIN, PUBLIC, where="audit-head.note")

    assert caught.value.where == "audit-head.note"
