from __future__ import annotations

import json

import pytest
from audit.worlds import T0, disclosure, event, rid
from hypothesis import given
from hypothesis import strategies as st

from fjcore.audit import (
    BASES,
    DECISIONS,
    EVENTS,
    AuditEvent,
    decode,
    leaf_hash,
    root_of,
)
from fjcore.audit import leaf as leaf_module
from fjcore.audit.leaf import MAX_LEAF_BYTES, PREFIX, encode
from fjcore.audit.tree import (
    append_peak,
    consistency_proof,
    inclusion_proof,
    root_of_peaks,
)
from fjcore.errors import LeafRefused

HEARTBEAT = (
    b"fjcore/audit-entry/v1\n"
    b'{"ev":"heartbeat","n":"00000000000000000000000000000010",'
    b'"r":"00000000000000000000000000000000","t":1767225600000000}'
)
GOLDEN_HASHES = [
    "6fb4d8a84a42855684a85d0473b605b9fbe8eaf8791d09f8ea526080f7db238b",
    "6fb2ddeb93bd888e82440228e4dff4f03d576d0f8442d16ba57c6abf25acbf69",
    "db0120e63cc1f7105dcd234480d4ac09197b4e4081041727321c9230c72276ac",
]
GOLDEN_PEAK = "8fecdf75a13b87ee4ff734110a19cd385f2796e0d523d6076d466ac3be756943"
GOLDEN_ROOT = "28c4d15a5bca9056af4403dd666792b36c30a36592e26d48b93f5b338b33a565"

codes = st.sampled_from
sixteen = st.binary(min_size=16, max_size=16)
maybe = st.none() | sixteen
events = st.builds(
    AuditEvent,
    ev=codes(sorted(EVENTS)),
    rid=sixteen,
    act=maybe,
    sub=maybe,
    rcp=maybe,
    basis=st.none() | codes(sorted(BASES)),
    dec=st.none() | codes(sorted(DECISIONS)),
    pol=maybe,
)
instants = st.sampled_from([0, 1, T0, 2**53 - 1]) | st.integers(0, 2**53 - 1)
details = st.none() | st.binary(min_size=32, max_size=32)


def nonce(number):
    return (16 + number).to_bytes(16, "big")


def golden():
    """The three entries of the published vector."""
    det = bytes.fromhex("e" * 64)
    said = [
        (event(0, ev="heartbeat"), None),
        (disclosure(1), det),
        (event(2, ev="heartbeat"), None),
    ]
    return [
        encode(what, t=T0 + i, nonce=nonce(i), det=det, skew=False)
        for i, (what, det) in enumerate(said)
    ]


def written(**changed):
    """An entry with keys changed, or left out where the change is ``...``."""
    said = {**json.loads(HEARTBEAT[len(PREFIX) :]), **changed}
    said = {name: value for name, value in said.items() if value is not ...}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return PREFIX + text.encode()


def test_golden_leaves():
    """The entries of the vector should be written byte for byte."""
    got = golden()

    assert got[0] == HEARTBEAT
    assert [len(raw) for raw in got] == [139, 409, 139]
    assert [leaf_hash(raw).hex() for raw in got] == GOLDEN_HASHES


def test_golden_tree():
    """Peaks, root and proofs of the vector should be as published."""
    hashes = [leaf_hash(raw) for raw in golden()]
    peaks = b""
    for size, item in enumerate(hashes):
        peaks = append_peak(peaks, size, item)

    assert peaks.hex() == GOLDEN_PEAK + GOLDEN_HASHES[2]
    assert root_of_peaks(peaks, 3).hex() == GOLDEN_ROOT
    assert root_of(hashes).hex() == GOLDEN_ROOT
    assert inclusion_proof(hashes, 1) == [hashes[0], hashes[2]]
    assert consistency_proof(hashes, 2) == [hashes[2]]


def test_closed_codes():
    """The codes should be those of format version 1 and no other."""
    assert sorted(EVENTS) == sorted(
        "keep read reveal search redact.correct disclose withhold receipt release.sign "
        "release.withdraw release.end key.create key.rotate key.shred export import "
        "import.reject breakglass hold.set hold.lift suspend.set suspend.lift "
        "accounting.read plugin.load policy.change migrate restore prune "
        "heartbeat drill".split()
    )
    assert sorted(BASES) == sorted(
        "release law court emergency internal subject none".split()
    )
    assert sorted(DECISIONS) == sorted("granted withheld error".split())


def test_what_a_full_leaf_shows():
    """A full entry should show these keys and no more: no name, purpose or reason."""
    raw = encode(disclosure(1), t=T0, nonce=nonce(1), det=bytes(32), skew=True)

    assert sorted(decode(raw)) == sorted(
        ["act", "basis", "dec", "det", "ev", "n", "pol", "r", "rcp", "skew", "sub", "t"]
    )
    assert len(raw) < 512


@given(events, instants, sixteen, details, st.booleans())
def test_round_trip(what, t, n, det, skew):
    """An entry should read back as what was said, and write itself again."""
    raw = encode(what, t=t, nonce=n, det=det, skew=skew)
    said = decode(raw)

    hexed = {
        "r": what.rid,
        "n": n,
        "det": det,
        **{name: getattr(what, name) for name in ("act", "sub", "rcp", "pol")},
    }
    wanted = {name: value.hex() for name, value in hexed.items() if value is not None}
    for name in ("ev", "basis", "dec"):
        if getattr(what, name) is not None:
            wanted[name] = getattr(what, name)
    assert said == {**wanted, "t": t, **({"skew": 1} if skew else {})}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    assert raw == PREFIX + text.encode("ascii")


@given(events, st.data())
def test_a_changed_byte_is_seen(what, data):
    """A byte changed anywhere should be refused or hash to another leaf."""
    raw = encode(what, t=T0, nonce=nonce(0), det=None, skew=False)
    at = data.draw(st.integers(0, len(raw) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]
    try:
        said = decode(changed)
    except LeafRefused:
        return

    assert said != decode(raw)
    assert leaf_hash(changed) != leaf_hash(raw)


@given(st.binary(max_size=200), st.booleans())
def test_anything_else_is_refused(junk, prefixed):
    """Bytes that are no entry should be refused as such and never break the reader."""
    with pytest.raises(LeafRefused) as caught:
        decode((PREFIX if prefixed else b"") + junk)

    assert caught.value.where == "leaf"
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("where", "changed"),
    [
        ("leaf", {"t": ...}),
        ("leaf", {"ev": ...}),
        ("leaf", {"r": ...}),
        ("leaf", {"n": ...}),
        ("leaf", {"purpose": "x"}),
        ("leaf", {"ev": "é"}),
        ("t", {"t": -1}),
        ("t", {"t": 2**53}),
        ("t", {"t": True}),
        ("t", {"t": "1"}),
        ("t", {"t": 1.5}),
        ("t", {"t": None}),
        ("skew", {"skew": 0}),
        ("skew", {"skew": 2}),
        ("skew", {"skew": True}),
        ("skew", {"skew": 1.0}),
        ("ev", {"ev": "deleted"}),
        ("ev", {"ev": ["keep"]}),
        ("dec", {"dec": "denied"}),
        ("basis", {"basis": "client_release"}),
        ("n", {"n": "0" * 31}),
        ("n", {"n": "A" * 32}),
        ("r", {"r": "0" * 32 + "\n"}),
        ("sub", {"sub": "g" * 32}),
        ("act", {"act": ""}),
        ("rcp", {"rcp": 0}),
        ("pol", {"pol": {}}),
        ("det", {"det": "0" * 32}),
        ("det", {"det": None}),
    ],
)
def test_faulty_leaves(where, changed):
    """An entry with a fault should be refused, naming the key and not its value."""
    with pytest.raises(LeafRefused) as caught:
        decode(written(**changed))

    assert caught.value.where == where
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        HEARTBEAT[len(PREFIX) :],
        HEARTBEAT + b"\n",
        HEARTBEAT + b" ",
        b"\n" + HEARTBEAT,
        HEARTBEAT.replace(b"/v1", b"/v2"),
        HEARTBEAT.replace(b'","', b'", "', 1),
        HEARTBEAT.replace(b"1767225600000000", b"1.7672256e15"),
        HEARTBEAT.replace(b'"ev":', b'"ev":"heartbeat","ev":'),
        HEARTBEAT.replace(b"heartbeat", b"heartbea\\u0074"),
        HEARTBEAT.replace(b'{"ev":"heartbeat",', b"{").replace(
            b"}", b',"ev":"heartbeat"}'
        ),
        PREFIX + b"[]",
        PREFIX + b"[" * 3000,
        PREFIX + b"NaN",
        PREFIX + b"9" * 4050,
    ],
)
def test_other_spellings(raw):
    """An entry spelled in any but its one way should be refused."""
    with pytest.raises(LeafRefused) as caught:
        decode(raw)

    assert caught.value.where == "leaf"


def test_cap(monkeypatch):
    """An entry at the cap should pass, one byte beyond it raise and never be cut."""
    raw = golden()[1]
    monkeypatch.setattr(leaf_module, "MAX_LEAF_BYTES", len(raw))
    at_cap = golden()[1]
    monkeypatch.setattr(leaf_module, "MAX_LEAF_BYTES", len(raw) - 1)

    with pytest.raises(LeafRefused):
        golden()
    with pytest.raises(LeafRefused):
        decode(raw)
    assert at_cap == raw
    assert MAX_LEAF_BYTES == 4096


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ev", "deleted"),
        ("ev", None),
        ("ev", ["keep"]),
        ("rid", bytes(15)),
        ("rid", "0" * 16),
        ("rid", None),
        ("act", bytes(17)),
        ("sub", b""),
        ("rcp", bytearray(16)),
        ("pol", bytes(32)),
        ("basis", "client_release"),
        ("basis", 1),
        ("dec", "denied"),
        ("dec", {}),
    ],
)
def test_faulty_events(name, value):
    """An event with a fault should be refused as it is made, naming the key."""
    with pytest.raises(LeafRefused) as caught:
        AuditEvent(**{"ev": "keep", "rid": rid(0), name: value})

    assert caught.value.where == name


@pytest.mark.parametrize(
    ("where", "changed"),
    [
        ("t", {"t": -1}),
        ("t", {"t": 2**53}),
        ("n", {"nonce": bytes(15)}),
        ("n", {"nonce": b""}),
        ("det", {"det": bytes(16)}),
    ],
)
def test_faulty_encodings(where, changed):
    """What the log adds should be checked as what the caller says."""
    with pytest.raises(LeafRefused) as caught:
        encode(
            event(0),
            **{"t": T0, "nonce": bytes(16), "det": None, "skew": False, **changed},
        )

    assert caught.value.where == where


def test_repr_shows_no_pseudonym():
    """A printed event should show codes and no pseudonym."""
    got = repr(disclosure(7))

    assert "disclose" in got
    assert not any(byte in got for byte in (r"\xaa", r"\xbb", r"\xcc", r"\x07"))
