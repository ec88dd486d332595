from __future__ import annotations

import hashlib

import attrs
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from fjcore.crypto import (
    CellAddress,
    Codec,
    Header,
    KeyContext,
    Label,
    commitment,
    decode,
    derive,
    encode,
    from_text,
    read_header,
    to_text,
)
from fjcore.crypto.envelope import pad, unpad
from fjcore.errors import BadId, FormatError, SealBroken, ValueRefused
from fjcore.values import SecretBytes

DATA_KEY = SecretBytes(bytes(range(32)))
CUSTODY_KEY = SecretBytes(bytes(range(0x20, 0x40)))
ADDRESS = CellAddress("bb" * 16, "advocacy_notes", "note", "cc" * 16, 1)
HEADER = Header(1, Codec.JSON, 3, 1, commitment(DATA_KEY)[:16]).pack()


def test_worked_example_commitment_and_header():
    """The key's commitment and the header should be the published bytes."""
    assert (
        commitment(DATA_KEY).hex()
        == "4691d3e425290ce1de3f293f3c12664ff244a5e59940fc670cd48881a2baa091"
    )
    assert HEADER.hex() == "f74a0101020300014691d3e425290ce1de3f293f3c12664f"


def test_worked_example_context():
    """The context should be the published 158 bytes."""
    context = ADDRESS.context(HEADER, "aa" * 16, "advocacy")

    assert len(context) == 158
    assert (
        hashlib.sha256(context).hexdigest()
        == "78fdaecfb7e9d268060acc795feabc7fe0424432d486b9ff9d255e4e2c1ee864"
    )


def test_worked_example_cell():
    """A cell should be the published bytes, for the published nonce."""
    context = ADDRESS.context(HEADER, "aa" * 16, "advocacy")
    key = derive(DATA_KEY, Label.SEAL_GCM).reveal()
    body = AESGCM(key).encrypt(bytes(12), pad(b'{"text":"hello"}'), context)

    assert (
        body.hex()
        == "95696f7305d2c6eaded9f660864b4a33e1092efc0b8c9089c592f560da9a259d851228e0fb"
        "48b36155a24366831bb0c44a6d11bb858d43331b93b2ac4137a043558cbb00f0cda05731ac"
        "1347ab8fabbf"
    )


def test_worked_example_wrapped_key():
    """A wrapped data key should be the published bytes, for the published nonce."""
    context = KeyContext(
        kind="data",
        vault_id="aa" * 16,
        holder_id="advocacy",
        epoch=1,
        subject_id="bb" * 16,
        compartment="advocacy_notes",
        commitment=commitment(DATA_KEY),
    ).encode()
    key = derive(CUSTODY_KEY, Label.WRAP).reveal()
    wrapped = AESGCM(key).encrypt(bytes(12), DATA_KEY.reveal(), context)

    assert (
        wrapped.hex()
        == "a50ebe13a2fa4b6c2c0a8cabaa5d313478ee5e2182df5a9c9e6aee72887b42ae844ac31f7d"
        "cf501716d476a9384e6916"
    )


@given(st.binary(max_size=9000))
def test_padding_round_trip(plain):
    """A padded text should come back, in one of a few lengths."""
    padded = pad(plain)

    assert plain == unpad(padded)
    assert len(padded) in {64, 128, 256, 512, 1024, 2048} or len(padded) % 4096 == 0


@pytest.mark.parametrize(
    "bad", [b"", bytes(64), b"x" * 64, b"\x80", b"a\x80" + bytes(99)]
)
def test_bad_padding_is_refused(bad):
    """A padding that was not made by us should be refused."""
    with pytest.raises(SealBroken):
        unpad(bad)


@pytest.mark.parametrize("bucket", [64, 128, 256, 512, 1024, 2048, 4096, 8192])
def test_a_bucket_is_left_at_its_edge(bucket):
    """A text of a bucket's own length should go to the next, one shorter should not."""
    assert len(pad(bytes(bucket - 1))) == bucket
    assert len(pad(bytes(bucket))) > bucket


@given(st.lists(st.binary(max_size=20), max_size=10))
def test_context_decodes(parts):
    """A context should read back as exactly its parts."""
    assert (b"fjcore/ctx/v1", tuple(parts)) == decode(encode(b"fjcore/ctx/v1", *parts))


@given(st.binary(max_size=60))
def test_context_decoder_refuses_with_one_error(raw):
    """Bytes that are no context should be refused in one way."""
    with pytest.raises(FormatError):
        decode(b"fjcore/ctx/v1" + raw + b"\x00\x00\x00\x09")


@given(st.binary(min_size=1, max_size=100))
def test_text_form(blob):
    """An envelope should come back from its text, and from no other text."""
    text = to_text(blob)

    assert blob == from_text(text)
    for wrong in (text + "=", text[5:], text + "!", text.upper()):
        if wrong != text:
            with pytest.raises(FormatError):
                from_text(wrong)


@given(st.binary(max_size=120))
def test_a_header_is_checked_before_any_key(raw):
    """Bytes that are no envelope should be refused by their header."""
    with pytest.raises(FormatError):
        read_header(raw)


@pytest.mark.parametrize("position", range(6))
def test_each_header_byte_matters(position):
    """A foreign magic, version, suite, codec or flag should be refused."""
    blob = bytearray(HEADER + bytes(28))
    blob[position] ^= 0xF0

    with pytest.raises(FormatError):
        read_header(bytes(blob))


PARTS = {
    "subject_id": "bc" * 16,
    "compartment": "legal",
    "record_type": "noted",
    "record_id": "cd" * 16,
    "revision": 2,
    "field_path": "text",
}


@pytest.mark.parametrize("part", ["header", "vault_id", "holder_id", *PARTS])
def test_each_part_of_the_context_matters(part):
    """A cell should not open when any one part of its context is another."""
    around = {"header": HEADER, "vault_id": "aa" * 16, "holder_id": "advocacy"}
    other = {"header": bytes(24), "vault_id": "ab" * 16, "holder_id": "police"}
    key = AESGCM(derive(DATA_KEY, Label.SEAL_GCM).reveal())
    body = key.encrypt(bytes(12), b"x", ADDRESS.context(**around))
    moved = attrs.evolve(ADDRESS, **{k: v for k, v in PARTS.items() if k == part})
    elsewhere = {k: other[k] if k == part else v for k, v in around.items()}

    assert key.decrypt(bytes(12), body, ADDRESS.context(**around)) == b"x"
    with pytest.raises(InvalidTag):
        key.decrypt(bytes(12), body, moved.context(**elsewhere))


@pytest.mark.parametrize("suite", [0, 2, 3, 255])
def test_only_one_suite_is_read(suite):
    """A suite that is reserved or unknown should be refused by the header alone."""
    blob = attrs.evolve(read_header(HEADER + bytes(28)), suite=suite).pack()

    with pytest.raises(FormatError):
        read_header(blob + bytes(28))


@pytest.mark.parametrize("revision", [-1, 1 << 64, True, "1"])
def test_an_address_takes_a_u64_revision_only(revision):
    """A revision that does not fit its eight bytes should be refused at once."""
    with pytest.raises(ValueRefused, match="revision"):
        CellAddress("bb" * 16, "legal", "note", "cc" * 16, revision)


@pytest.mark.parametrize("part", ["compartment", "record_type"])
def test_only_a_field_path_takes_a_star(part):
    """A star should stand for every field in the field path and nowhere else."""
    with pytest.raises(BadId):
        attrs.evolve(ADDRESS, **{part: "*"})


@pytest.mark.parametrize("name", ["", "Maeve", "a b", "x" * 65, "né"])
def test_an_address_takes_registry_names_only(name):
    """An address should refuse anything that could be personal, and not repeat it."""
    with pytest.raises(BadId) as caught:
        CellAddress("bb" * 16, name, "note", "cc" * 16, 1)

    assert not name or name not in str(caught.value)
