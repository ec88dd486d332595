from __future__ import annotations

import json
import stat

import attrs
import pytest
from crypto.worlds import ANN, VAULT, World, place
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from fjcore.crypto import (
    Cost,
    KeyKind,
    MemoryKeyStore,
    RootKeyring,
    Sealer,
    Wrap,
    drill,
    erase,
    make_recovery,
    open_recovery,
    recoverable,
    restore,
    retire_epochs,
    rewrap_all,
    rewrap_root,
    roll_epoch,
    standing,
)
from fjcore.crypto.derive import new_key, wrap
from fjcore.errors import (
    AccessRefused,
    FormatError,
    KeyMismatch,
    KeyMissing,
    KeyUnavailable,
)
from fjcore.values import Secret

QUICK = Cost(iterations=1, lanes=1, memory=8 * 1024)
WORDS = Secret("made-up words for a made-up safe")


class Recoverable(World):
    """A vault with a recovery key in a file of a folder, and a cell."""

    def __init__(self, folder):
        super().__init__()
        self.file = folder / "recovery.json"
        self.cell = self.seals.seal(place(), b"kept")
        self.made = make_recovery(
            self.sealer.holding, self.table, self.file, WORDS, cost=QUICK
        )

    def lost(self):
        """Give the same vault over another root, its own being lost."""
        self.keyring = RootKeyring(name="another")
        self.sealer = self.open()
        return self.sealer.holding


@pytest.fixture(name="world")
def _world(tmp_path):
    return Recoverable(tmp_path)


def own(world):
    return [row for row in world.table.rows.values() if row.kind is not KeyKind.DATA]


def test_a_lost_root(world):
    """A vault whose root is lost should open again by the recovery file alone."""
    holding = world.lost()
    with pytest.raises(KeyMissing):
        world.fresh().open(place(), world.cell)
    done = restore(holding, world.table, open_recovery(world.file, WORDS))

    assert len(own(world)) == done
    assert b"kept" == world.fresh().open(place(), world.cell).payload
    assert all(d.passed for d in drill(holding, world.table, rings=[world.keyring]))


def test_keys_made_later(world):
    """Keys that are made after the recovery key should be wrapped for it as made."""
    world.seals.index_key(1)
    roll_epoch(world.sealer.holding, world.table)
    rewrap_all(world.sealer.holding, world.table)
    key = open_recovery(world.file, WORDS)
    (found,) = drill(world.sealer.holding, world.table, recovery=key)

    assert ("recovery", True) == (found.way, found.passed)
    assert (4, 1) == (found.own, found.data)
    holding = world.lost()
    assert 4 == restore(holding, world.table, key)
    assert b"kept" == world.fresh().open(place(), world.cell).payload


def test_a_newer_recovery_key(world, tmp_path):
    """A newer recovery key should take the place of the one before."""
    before, first = open_recovery(world.file, WORDS), world.made.public.ref
    file = tmp_path / "newer.json"
    made = make_recovery(world.sealer.holding, world.table, file, WORDS, cost=QUICK)

    assert first != made.public.ref == recoverable(world.sealer.holding, world.table)
    with pytest.raises(KeyMissing):
        restore(world.lost(), world.table, before)
    assert 2 == restore(world.lost(), world.table, open_recovery(file, WORDS))


def test_the_file(world, tmp_path):
    """The file should be its owner's alone, say whose it is, and hold no key in clear.

    It is not opened by another passphrase, nor altered, nor as a keyring's file.
    """
    said = json.loads(world.file.read_text())

    assert 0o600 == stat.S_IMODE(world.file.stat().st_mode)
    assert ("fjcore/recovery/1", VAULT) == (said["format"], said["vault"])
    with pytest.raises(AccessRefused):
        open_recovery(world.file, Secret("other words for a made-up safe"))
    with pytest.raises(KeyUnavailable):
        open_recovery(tmp_path / "none.json", WORDS)
    for part, kind in {
        "format": FormatError,
        "vault": AccessRefused,
        "public": AccessRefused,
        "sealed": AccessRefused,
    }.items():
        text = said[part]
        changed = ("0" if text[0] != "0" else "1") + text[1:]
        file = tmp_path / f"{part}.json"
        file.write_text(json.dumps(said | {part: changed}))
        with pytest.raises(kind) as caught:
            open_recovery(file, WORDS)
        assert caught.value.__context__ is None


def test_another_vaults_file(world, tmp_path):
    """The recovery file of another vault should open nothing, and change nothing."""
    (tmp_path / "other").mkdir()
    other = Recoverable(tmp_path / "other")
    before = dict(world.store.wraps)
    keys = {"vault_id": "ab" * 16}
    strange = attrs.evolve(open_recovery(other.file, WORDS), **keys)

    with pytest.raises(KeyMissing):
        restore(world.lost(), world.table, open_recovery(other.file, WORDS))
    with pytest.raises(KeyMismatch):
        restore(world.lost(), world.table, strange)
    assert before == world.store.wraps


def test_nothing_is_written_unless_all_opens(world):
    """A restore should write nothing where one key's recovery wrap is gone."""
    index = world.seals.index_key(1)
    record = world.table.active(KeyKind.INDEX, "", "")
    gone = [w for w in world.store.get(record.key_id) if w.kind == "recovery"]
    world.store.delete((record.key_id, one) for one in gone)
    before = dict(world.store.wraps)

    assert 32 == len(index)
    with pytest.raises(KeyMissing):
        restore(world.lost(), world.table, open_recovery(world.file, WORDS))
    assert before == world.store.wraps


def planted(world):
    """Put a custody key of a thief's in place, wrapped to the recovery's public key."""
    holding, key = world.sealer.holding, new_key()
    record = holding.record(key, KeyKind.CUSTODY, epoch=2)
    said = json.loads(world.file.read_text())
    public = X25519PublicKey.from_public_bytes(bytes.fromhex(said["public"]))
    suite = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    from fjcore.crypto.recovery import _bound

    inner = wrap(new_key(), key, holding.context(record).encode())
    blob = suite.encrypt(inner, public, info=_bound(holding, record))
    world.table.put(record)
    world.store.put(record.key_id, Wrap("recovery", world.made.public.ref, blob))
    return record


def test_a_planted_key(world):
    """A key that a thief wrapped to the public half should not come in by a restore."""
    planted(world)

    with pytest.raises(KeyMismatch):
        restore(world.lost(), world.table, open_recovery(world.file, WORDS))


def test_a_planted_recovery_key(world):
    """A recovery key that was put in the place of the holder's should be refused."""
    record = world.table.active(KeyKind.IDENTITY, "", "")
    (kept,) = [w for w in world.store.get(record.key_id) if w.kind == "recovers"]
    blob = kept.blob[:-1] + bytes([kept.blob[-1] ^ 1])
    world.store.put(record.key_id, attrs.evolve(kept, blob=blob))

    with pytest.raises(KeyMismatch):
        roll_epoch(world.sealer.holding, world.table)


def test_wraps_do_not_move(world):
    """A recovery wrap should open in the place of its own key only."""
    roll_epoch(world.sealer.holding, world.table)
    key, holding = open_recovery(world.file, WORDS), world.sealer.holding
    wraps = {
        row.key_id: [w for w in world.store.get(row.key_id) if w.kind == "recovery"]
        for row in own(world)
    }
    for row in own(world):
        for other, (wrapped,) in wraps.items():
            if other == row.key_id:
                continue
            store = MemoryKeyStore({row.key_id: (wrapped,)})
            with pytest.raises(KeyMismatch):
                key.open(attrs.evolve(holding, store=store), row)

    assert 3 == len(wraps)


def test_an_erasure_waits_for_recovery_wraps(world):
    """A custody key should count as gone only with its recovery wrap."""
    holding = world.sealer.holding
    made = erase(
        holding,
        world.table,
        ANN,
        approved_by=["dana", "rosa"],
        wraps_until=world.clock.now().replace(year=2030),
    )
    roll_epoch(holding, world.table)
    world.clock.advance(world.sealer.cache.ttl * 2)
    retire_epochs(holding, world.table)
    past = world.clock.now()
    gone = next(r for r in own(world) if (r.kind, r.epoch) == (KeyKind.CUSTODY, 1))

    assert standing(made, holding, world.table, roots_until=past).final
    world.store.put(gone.key_id, Wrap("recovery", "kept somewhere", b"?"))
    assert not standing(made, holding, world.table, roots_until=past).final


def test_a_second_keyring(world):
    """Either of two keyrings should open all alone, and the second open none today."""
    second = RootKeyring(name="second")
    sealer = Sealer(
        *(VAULT, "harbor"),
        keyring=world.keyring,
        second=second,
        store=world.store,
        clock=world.clock,
    )
    moved = rewrap_root(sealer.holding, world.table)
    roll_epoch(sealer.holding, world.table)
    ways = drill(sealer.holding, world.table, rings=[world.keyring, second])

    assert 2 == moved
    assert [("memory", True, 3), ("second", True, 3)] == [
        (one.way, one.passed, one.own) for one in ways
    ]
    world.keyring.close()
    with pytest.raises(KeyUnavailable):
        sealer.bind(world.table).open(place(), world.cell)
    after = world.open(keyring=second).bind(world.table)
    assert b"kept" == after.open(place(), world.cell).payload


def test_a_drill_changes_nothing(world):
    """A drill should write no wrap, and fail where a way does not open all."""
    before, rows = dict(world.store.wraps), dict(world.table.rows)
    key = open_recovery(world.file, WORDS)
    rings = [world.keyring, RootKeyring(name="never used")]
    first, none, last = drill(
        world.sealer.holding, world.table, rings=rings, recovery=key
    )

    assert (True, False, True) == (first.passed, none.passed, last.passed)
    assert {"key_missing"} == {one.code for one in none.failed}
    assert (before, rows) == (world.store.wraps, world.table.rows)


def test_a_drill_finds_what_is_altered(world):
    """A drill should name each key whose wrap in one way alone was altered."""
    record = world.table.active(KeyKind.CUSTODY, "", "")
    (kept,) = [w for w in world.store.get(record.key_id) if w.kind == "root"]
    bad = attrs.evolve(kept, blob=kept.blob[:-1] + bytes([kept.blob[-1] ^ 1]))
    world.store.put(record.key_id, bad)
    key = open_recovery(world.file, WORDS)
    first, second = drill(
        world.sealer.holding, world.table, rings=[world.keyring], recovery=key
    )

    assert not first.passed
    assert second.passed
    assert (record.key_id, "key_mismatch") == (
        first.failed[0].key_id,
        first.failed[0].code,
    )
    assert KeyKind.DATA is first.failed[1].kind
