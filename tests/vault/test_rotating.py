from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from support import vaults
from support.vaults import EVENING, STAFF

from fjcore.crypto import KeyKind, KeyState, Wrap, erase
from fjcore.crypto.keys import Moves
from fjcore.errors import KeyDestroyed, KeyUnavailable, OptionRefused
from fjcore.values import FixedClock
from fjcore.vault import Vault
from fjcore.vault.sqlkeys import SqlKeyTable
from fjcore.vault.sqlwraps import SqlKeyStore


def kept(folder: Path) -> tuple[Vault, str]:
    """Give a vault with one person on file, and her id."""
    vault = vaults.new_vault(folder)
    return vault, vaults.keep_demo(vault, "02-nunez").subject


def content(vault: Vault, subject: str) -> object:
    """Give what staff of the program can read of a person."""
    found = vault.read(
        subject, actor=STAFF, purpose="safety_planning", need_to_know="made up"
    )
    return found.content()["records"]


def test_everything_opens_after_a_rotation(tmp_path: Path) -> None:
    """After a rotation the same should open, cells untouched, and the log verify."""
    vault, subject = kept(tmp_path)
    before, told = content(vault, subject), []
    cells = rows(tmp_path, "SELECT * FROM fjc_cell")
    done = vault.rotate_keys(actor=STAFF, progress=told.append)
    vault.close()
    again = vaults.reopened(tmp_path)

    assert (2, ()) == (done.epoch, done.retired)
    assert done.keys == told[-1] > 0
    assert cells == rows(tmp_path, "SELECT * FROM fjc_cell")
    assert before == content(again, subject)
    assert 0 < again.verify().records
    again.close()
    later = vaults.reopened(tmp_path, clock=FixedClock(EVENING + timedelta(minutes=1)))
    done = later.rotate_keys(actor=STAFF, new_key=False)
    assert (2, 0, (1,)) == (done.epoch, done.keys, done.retired)
    assert before == content(later, subject)
    assert 3 == later.rotate_keys(actor=STAFF).epoch
    assert before == content(later, subject)
    later.close()


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "store/vault.db")) as database:
        return sorted(database.execute(query))


def test_who_may_rotate(tmp_path: Path) -> None:
    """Keys should be rotated by staff of the unit alone, and the log say so."""
    vault, _ = kept(tmp_path)
    with pytest.raises(OptionRefused):
        vault.rotate_keys(actor="nobody")
    before = rows(tmp_path, "SELECT count(*) FROM fjc_audit_entry")
    vault.rotate_keys(actor=STAFF)
    after = rows(tmp_path, "SELECT count(*) FROM fjc_audit_entry")
    events = rows(tmp_path, "SELECT leaf FROM fjc_audit_entry ORDER BY idx DESC")

    assert before[0][0] + 1 == after[0][0]
    assert any(b'"key.rotate"' in leaf for (leaf,) in events)
    vault.close()


def test_a_rotation_stopped_between_its_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rotation stopped after any step should leave everything readable."""
    from fjcore.vault import rotating

    monkeypatch.setattr(rotating, "BATCH", 1)
    vault, subject = kept(tmp_path)
    before = content(vault, subject)

    class Stopped(BaseException):
        pass

    def stop(count: int) -> None:
        if count == 2:
            raise Stopped

    with pytest.raises(Stopped):
        vault.rotate_keys(actor=STAFF, progress=stop)
    vault.close()
    again = vaults.reopened(tmp_path, clock=FixedClock(EVENING + timedelta(minutes=1)))

    assert before == content(again, subject)
    assert (1,) == again.rotate_keys(actor=STAFF).retired
    assert before == content(again, subject)
    again.close()


def test_erased_in_a_store(tmp_path: Path) -> None:
    """Keys erased in a database should be gone from its key store too."""
    vault, subject = kept(tmp_path)
    core = vault._core
    made = core.run(
        lambda tx: erase(
            core.sealer.holding,
            tx.keys,
            subject,
            approved_by=["dana", "rosa"],
            wraps_until=core.clock.now(),
        )
    )
    store = core.sealer.holding.store

    assert made.key_ids
    assert {()} == {store.get(key_id) for key_id in made.key_ids}
    with pytest.raises(KeyDestroyed):
        core.run(lambda tx: tx.held(subject))
    vault.close()


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> SqlKeyStore:
    vault, _ = kept(tmp_path)
    store = vault._core.sealer.holding.store
    assert isinstance(store, SqlKeyStore)
    return store


def test_store(store: SqlKeyStore) -> None:
    """A key store should keep one wrap of a kind and ref, and swap and delete them."""
    key, one, two = b"k" * 16, Wrap("custody", "a", b"1"), Wrap("custody", "b", b"2")
    store.put(key, one)
    store.put(key, Wrap("custody", "a", b"3"))
    first = store.get(key)
    store.swap([(key, (one,), two)])
    second, counts = store.get(key), [store.made_by("custody", r) for r in "ab"]
    store.delete([(key, two), (key, one)])

    assert (Wrap("custody", "a", b"3"),) == first
    assert ((two,), [0, 1]) == (second, counts)
    assert () == store.get(key)


def test_table(tmp_path: Path) -> None:
    """A key table should count, change and list keys as the one in memory does."""
    vault, subject = kept(tmp_path)

    def work(tx: object) -> None:
        table = tx.keys  # type: ignore[attr-defined]
        assert isinstance(table, SqlKeyTable)
        keys = table.of_subject(subject)
        ids = [one.key_id for one in keys]
        uses = {one.key_id: one.uses for one in keys}
        assert len(keys) > 2
        assert uses[ids[0]] + 7 <= table.used([ids[0]], 7)
        assert uses[ids[1]] + 2 <= table.used([ids[1], ids[2], ids[1]])
        with pytest.raises(KeyUnavailable):
            table.used([ids[0], bytes(16)])
        listed = table.after(KeyKind.DATA, b"", 1000)
        assert sorted(ids) == [
            one.key_id for one in listed if one.subject_id == subject
        ]
        assert listed[1:2] == table.after(KeyKind.DATA, listed[0].key_id, 1)
        held = table.get(ids[0])
        assert table.replace(held, held.becoming(KeyState.SUSPENDED))
        assert not table.replace(held, held.becoming(KeyState.DESTROYED))
        assert KeyState.SUSPENDED is table.get(ids[0]).state
        raise Undone

    class Undone(Exception):
        pass

    with pytest.raises(Undone):
        vault._core.run(work)
    vault.close()


def test_store_moves(store: SqlKeyStore) -> None:
    """Wraps should move where the older one still stands, and nowhere else."""
    keys, one = (
        [bytes([number]) * 16 for number in range(3)],
        Wrap("custody", "a", b"1"),
    )
    store.put_many((key, one) for key in keys[:2])
    store.put(keys[1], Wrap("custody", "b", b"2"))
    store.delete([(keys[1], one)])
    held = store.many(keys)
    store.move("custody", "b", Moves(keys, [(("custody", "a", b"1"),)] * 3, [b"3"] * 3))

    assert [(("custody", "a", b"1"),), (("custody", "b", b"2"),), ()] == held
    assert [(("custody", "b", b"3"),), (("custody", "b", b"2"),), ()] == store.many(
        keys
    )
