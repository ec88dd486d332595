"""Each way in which opening can fail has an error of its own, and tells no value."""

from __future__ import annotations

import traceback

import pytest
from crypto.towns import ANN, Town
from crypto.worlds import NOW, place

from fjcore.crypto import (
    Cost,
    KeyState,
    LocalKeyring,
    RootKeyring,
    erase,
    set_state,
    to_text,
)
from fjcore.errors import (
    AccessRefused,
    CryptoError,
    DowngradeRefused,
    FormatError,
    KeyDestroyed,
    KeyMismatch,
    KeyMissing,
    KeyringDenied,
    KeyringUnreachable,
    KeySuspended,
    NotAnEnvelope,
    SealBroken,
    Throttled,
    Truncated,
    UnknownSuite,
    UnknownVersion,
)
from fjcore.values import Secret

WHERE = place(subject_id=ANN)
SAID = b"MARKER"
WORDS, OTHER = Secret("MARKER words of a vault"), Secret("MARKER words of another")
QUICK = Cost(iterations=1, lanes=1, memory=8 * 1024)


def bad_ring(error):
    class Bad(RootKeyring):
        def unwrap(self, wrapped, context, /):
            raise error("memory")

    return lambda town, blob: town.fresh(keyring=Bad()).open(WHERE, blob)


def patched(at, value):
    return lambda town, blob: town.seals.open(
        WHERE, blob[:at] + bytes([value]) + blob[at + 1 :]
    )


def tampered(town, blob):
    return town.seals.open(WHERE, blob[:-1] + bytes([blob[-1] ^ 1]))


def missing(town, blob):
    del town.store.wraps[blob[8:24]]
    return town.fresh().open(WHERE, blob)


def shredded(town, blob):
    people = {"approved_by": ["dana", "rosa"], "wraps_until": NOW}
    erase(town.holding, town.table, ANN, **people)
    return town.fresh().open(WHERE, blob)


def suspended(town, blob):
    set_state(town.holding, town.table, town.key(ANN), KeyState.SUSPENDED)
    return town.fresh().open(WHERE, blob)


def swapped_wrap(town, blob):
    other = town.key(f"{2:032x}").key_id
    town.store.wraps[blob[8:24]] = town.store.wraps[other]
    return town.fresh().open(WHERE, blob)


def downgraded(town, blob):
    (key_id,) = [k for k, r in town.table.rows.items() if k == blob[8:24]]
    record = town.table.rows[key_id]
    town.table.rows[key_id] = type(record)(
        **{name: getattr(record, name) for name in record.__slots__[:-1]}
        | {"suites": frozenset({2})}
    )
    return town.fresh().open(WHERE, blob)


FAULTS = {
    "plain text": (lambda t, b: t.seals.open(WHERE, SAID * 20), NotAnEnvelope),
    "text form": (lambda t, b: t.seals.open(WHERE, to_text(b).encode()), NotAnEnvelope),
    "tampered": (tampered, SealBroken),
    "truncated": (lambda t, b: t.seals.open(WHERE, b[:40]), Truncated),
    "cut by one": (lambda t, b: t.seals.open(WHERE, b[:-1]), SealBroken),
    "unknown version": (patched(2, 2), UnknownVersion),
    "unknown suite": (patched(3, 3), UnknownSuite),
    "unknown codec": (patched(4, 3), FormatError),
    "unknown flag": (patched(5, 7), FormatError),
    "missing key": (missing, KeyMissing),
    "shredded key": (shredded, KeyDestroyed),
    "suspended key": (suspended, KeySuspended),
    "another key's wrap": (swapped_wrap, KeyMismatch),
    "unreachable keyring": (bad_ring(KeyringUnreachable), KeyringUnreachable),
    "throttled keyring": (bad_ring(Throttled), Throttled),
    "denying keyring": (bad_ring(KeyringDenied), KeyringDenied),
    "another suite's key": (downgraded, DowngradeRefused),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_has_its_own(name):
    """Each fault should end in its own error, tell no value and open nothing."""
    act, wanted = FAULTS[name]
    town = Town()
    blob = town.seals.seal(WHERE, SAID)
    with pytest.raises(CryptoError) as caught:
        act(town, blob)
    error = caught.value
    told = "".join(traceback.format_exception(error))

    assert wanted is type(error)
    assert error.__context__ is error.__cause__ is None
    for form in (SAID.decode(), SAID.hex(), blob[36:].hex(), repr(blob[36:])[2:-1]):
        assert form not in told


def test_what_may_be_tried_again():
    """Only faults that pass by themselves should say so."""
    kinds = {kind for _, kind in FAULTS.values()}

    assert {KeyringUnreachable, Throttled} == {k for k in kinds if k.retryable}


def test_wrong_passphrase(tmp_path):
    """A wrong passphrase should be refused, and neither one told."""
    path = tmp_path / "root.json"
    LocalKeyring.create(path, WORDS, cost=QUICK).close()

    with pytest.raises(AccessRefused) as caught:
        LocalKeyring.open(path, OTHER)
    assert AccessRefused is caught.type
    assert SAID.decode() not in "".join(traceback.format_exception(caught.value))
