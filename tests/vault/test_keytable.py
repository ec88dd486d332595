"""Many key records looked up and added at once, in the vault's own transaction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from attrs import evolve
from records.importing.files import as_csv, importer, put, rows_of
from support import vaults

from fjcore.crypto import (
    BulkKeyTable,
    KeyKind,
    KeyRecord,
    KeyState,
    MemoryKeyTable,
)
from fjcore.errors import CryptoRefused
from fjcore.records.categories import COMPARTMENTS
from fjcore.values import new_id
from fjcore.vault.core import Tx

LAYOUT = "infonet"


class Undone(Exception):
    """Ends a transaction that is to leave nothing."""


def within(folder: Path, work: Callable[[Tx], None]) -> None:
    """Do something in a transaction of a vault, and undo it."""

    def whole(tx: Tx) -> None:
        work(tx)
        raise Undone

    with vaults.new_vault(folder) as vault, pytest.raises(Undone):
        vault._core.run(whole)


def records_of(tx: Tx, count: int) -> list[KeyRecord]:
    """Give records of so many people, made by the vault's own keys."""
    people = [new_id() for _ in range(count)]
    names = sorted(COMPARTMENTS)[:3]
    tx.seals.fresh_keys((who, name) for who in people for name in names)
    return [one for who in people for one in tx.keys.of_subject(who)]


def test_both_tables_should_know_the_same(tmp_path: Path) -> None:
    """The vault's table should know the places that one in memory knows."""

    def work(tx: Tx) -> None:
        made = records_of(tx, 1200)
        memory = MemoryKeyTable()
        memory.put_many(made)
        places = [(one.subject_id, one.compartment) for one in made]
        asked = [
            *places[::2],
            *((who, sorted(COMPARTMENTS)[5]) for who, _ in places),
            (new_id(), places[0][1]),
        ]
        assert isinstance(tx.keys, BulkKeyTable)
        assert 3600 == len(made)
        assert set(places[::2]) == tx.keys.known(asked) == memory.known(asked)
        assert set() == tx.keys.known([])

    within(tmp_path, work)


def test_the_living_should_come_a_page_at_a_time(tmp_path: Path) -> None:
    """Keys should come so many at a time, each once, and none that was destroyed."""

    def work(tx: Tx) -> None:
        made = records_of(tx, 5)
        gone = made[3]
        assert tx.keys.replace(gone, gone.becoming(KeyState.DESTROYED))
        every = tx.keys.after(KeyKind.DATA, b"", 1000)
        living = [one for one in every if one.key_id != gone.key_id]
        for size in (1, 4, 1000):
            pages = list(tx.keys.living(KeyKind.DATA, size))
            assert living == [one for page in pages for one in page]
            assert size >= max(map(len, pages))

    within(tmp_path, work)


def test_records_should_be_taken_all_or_none(tmp_path: Path) -> None:
    """A record that is there already, or comes twice, should keep all others out."""

    def work(tx: Tx) -> None:
        first, second, *_ = records_of(tx, 1)
        new = [
            evolve(first, key_id=bytes([n]) * 16, subject_id=new_id(), uses=n)
            for n in range(1, 4)
        ]
        for some, named in (([new[0], second], second), ([new[0], new[0]], new[0])):
            with pytest.raises(CryptoRefused) as caught:
                tx.keys.put_many(some)
            assert named.key_id.hex() == caught.value.where
            assert tx.keys.get(new[0].key_id) is None
        tx.keys.put_many([])
        tx.keys.put_many(new)
        assert new == [tx.keys.get(one.key_id) for one in new]

    within(tmp_path, work)


def test_an_import_should_add_its_people_s_keys_at_once(tmp_path: Path) -> None:
    """However many people a batch brings in, their key records should be one write."""
    path = put(tmp_path, as_csv(rows_of(LAYOUT, 40)))
    drafts = list(importer(LAYOUT, path).drafts())
    said: list[tuple[str, bool]] = []
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        # The first batch also makes keys of the vault's own.
        vault.import_records(drafts[:2], layout=LAYOUT, actor=vaults.STAFF)

        def noted(_: object, __: object, statement: str, *rest: object) -> None:
            said.append((statement, bool(rest[-1])))

        sa.event.listen(vault._core.engine, "before_cursor_execute", noted)
        vault.import_records(drafts[2:], layout=LAYOUT, actor=vaults.STAFF)
        sa.event.remove(vault._core.engine, "before_cursor_execute", noted)
        report = vault.verify()
    keys = [many for text, many in said if text.startswith("INSERT INTO fjc_key")]
    counted = [text for text, _ in said if text.startswith("UPDATE fjc_key")]

    assert 20 == report.subjects
    assert [True] == keys
    assert [] == counted
