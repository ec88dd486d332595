"""Moving cells to a new data key, while they go on being read and written."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Protocol

from attrs import field, frozen

from fjcore.crypto.context import CellAddress
from fjcore.crypto.envelope import SUITE_COBBLESTONE, read_header
from fjcore.crypto.holding import Holding
from fjcore.crypto.keychain import Keychain
from fjcore.crypto.keys import KeyRecord, KeyState, KeyTable
from fjcore.crypto.rotate import shred
from fjcore.crypto.sealer import Seals
from fjcore.crypto.states import QUIET, KeyAct, KeyObserver, told
from fjcore.crypto.stream import seal_stream
from fjcore.errors import CryptoRefused

_BATCH = 500


@frozen
class StoredCell:
    """One cell where it is stored."""

    where: CellAddress
    blob: bytes = field(repr=False)


class Cells(Protocol):
    """The cells of a store, in the caller's open transaction."""

    def under(self, key_id: bytes, limit: int) -> Iterable[StoredCell]:
        """Give at most so many of the cells that a key sealed."""
        ...

    def swap(self, where: CellAddress, old: bytes, new: bytes) -> bool:
        """Put new bytes where the old ones still stand; say whether they did."""
        ...

    def count(self, key_id: bytes) -> int:
        """Count the cells that a key sealed."""
        ...


def flip(
    holding: Holding,
    table: KeyTable,
    record: KeyRecord,
    *,
    observer: KeyObserver = QUIET,
) -> KeyRecord:
    """Put a new data key in use in the place of one; give its record.

    A key that was in use opens on; a compromised one stays so, and opens for ``reseal``
    alone. Where the place has a new key already, that one is given.
    Raises: CryptoRefused, when the key is destroyed or suspended, or was changed
    meanwhile.
    """
    if record.state in (KeyState.DESTROYED, KeyState.SUSPENDED):
        raise CryptoRefused(record.key_id.hex())
    place = record.subject_id, record.compartment
    newest = max(table.of(*place), key=lambda one: one.generation)
    if newest.key_id != record.key_id and newest.state is KeyState.ACTIVE:
        return newest
    if record.state is KeyState.ACTIVE:
        if not table.replace(record, record.becoming(KeyState.DECRYPT_ONLY)):
            raise CryptoRefused(record.key_id.hex())
    made = Keychain(holding, table, resealing=True).make(*place)
    holding.cache.evict([record.key_id])
    told(holding, observer, KeyAct.MADE, made)
    return made


def reseal(
    holding: Holding,
    table: KeyTable,
    cells: Cells,
    record: KeyRecord,
    *,
    limit: int = _BATCH,
) -> int:
    """Move the next cells of a key to the one in use; give how many are left.

    Each keeps its place, codec and schema. One that was written anew meanwhile stays
    as it is. It may be stopped anywhere and begun again.
    Raises: SealBroken, FormatError, naming a record whose cell cannot be opened.
    """
    opening = Seals(holding, table, resealing=True)
    for cell in cells.under(record.key_id, limit):
        cells.swap(cell.where, cell.blob, _again(opening, cell))
    return cells.count(record.key_id)


def _again(seals: Seals, cell: StoredCell) -> bytes:
    held, where = seals.open(cell.where, cell.blob), cell.where
    codec, schema = held.codec, held.schema
    if read_header(cell.blob).suite != SUITE_COBBLESTONE:
        return seals.seal(where, held.payload, codec=codec, schema=schema)
    source, sink = BytesIO(held.payload), BytesIO()
    seal_stream(seals, where, source, sink, codec=codec, schema=schema)
    return sink.getvalue()


def finish(
    holding: Holding,
    table: KeyTable,
    cells: Cells,
    record: KeyRecord,
    *,
    observer: KeyObserver = QUIET,
) -> None:
    """Destroy a key that has no cell left.

    Another process may seal by it until its cache lets go: so this is refused until
    that time has passed since the next key was made, and a second pass is due then.
    Raises: CryptoRefused, when it is too early, a cell is left or the key is in use.
    """
    table_says = table.get(record.key_id)
    newer = [
        one
        for one in table.of(record.subject_id, record.compartment)
        if one.generation > record.generation
    ]
    waits = holding.clock.now() - holding.cache.ttl
    early = not newer or min(one.created_at for one in newer) > waits
    if table_says is None or table_says.state is KeyState.ACTIVE:
        raise CryptoRefused(record.key_id.hex())
    if early or cells.count(record.key_id):
        raise CryptoRefused(record.key_id.hex())
    shred(holding, table, table_says, observer=observer)
