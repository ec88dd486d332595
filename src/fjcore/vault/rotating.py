"""Rotating the keys of an open vault, in steps that may be stopped anywhere."""

from __future__ import annotations

from collections.abc import Callable

from fjcore.crypto import (
    KeyKind,
    KeyRecord,
    Step,
    retire_epochs,
    rewrap,
    roll_epoch,
)
from fjcore.errors import KeyUnavailable
from fjcore.vault.core import Core, Tx
from fjcore.vault.results import Rotated

#: Is told how many keys are done.
Progress = Callable[[int], None]

#: How many keys are wrapped anew in one transaction.
BATCH = 500


def quiet(_: int) -> None:
    """Take no note of how many keys are done."""


def rotate(core: Core, *, actor: str, new_key: bool, progress: Progress) -> Rotated:
    """Put a new custody key in use, and wrap every data key by it; no cell is touched.

    Stopped anywhere, the vault opens all it did, and this may be called again. The key
    before is destroyed by a later call, ``new_key`` or not, once no open transaction
    can still rest on it.
    Raises: OptionRefused; KeyUnavailable, KeyMismatch; StoreUnavailable.
    """
    core.own(actor)
    holding = core.sealer.holding

    def begin(tx: Tx) -> int:
        made = roll_epoch(holding, tx.keys) if new_key else _in_use(tx)
        tx.note("key.rotate", actor=actor, detail={"epoch": made.epoch})
        return made.epoch

    epoch = core.run(begin)
    done, after = 0, b""
    while True:
        step = core.run(_step(core, after))
        done += step.done
        progress(done)
        after = step.after
        if not after:
            break
    retired = core.run(lambda tx: retire_epochs(holding, tx.keys))
    return Rotated(epoch=epoch, keys=done, retired=tuple(retired))


def _in_use(tx: Tx) -> KeyRecord:
    found = tx.keys.active(KeyKind.CUSTODY, "", "")
    if found is None:
        kind = KeyKind.CUSTODY
        raise KeyUnavailable(kind)
    return found


def _step(core: Core, after: bytes) -> Callable[[Tx], Step]:
    return lambda tx: rewrap(core.sealer.holding, tx.keys, after=after, limit=BATCH)
