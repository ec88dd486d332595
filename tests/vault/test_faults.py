"""Faults of disk, database, keys and carrier at each step of a delivery.

They are made outside the code under test: in the database's driver, in a system call,
by a lock, by a key that is no point of its curve. The step is then tried again.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from support.vaults import LEGAL, STAFF
from vault.test_delivery import begun, entries, out, sent, vault

from fjcore.errors import FjcoreError
from fjcore.vault import Vault, engine

__all__ = ["vault"]

Fault = Callable[[Vault], AbstractContextManager[object]]


def driver(*, code: int) -> sqlite3.OperationalError:
    """Give an error as the driver of SQLite raises it."""
    error = sqlite3.OperationalError("Maeve O'Connor cannot be written")
    error.sqlite_errorcode = code
    return error


@contextmanager
def listening(base: sa.Engine, event: str, heard: Callable[..., Any]) -> Iterator[None]:
    sa.event.listen(base, event, heard)
    try:
        yield
    finally:
        sa.event.remove(base, event, heard)


def refusing(
    words: str, *, times: int, after: int = 0, code: int = sqlite3.SQLITE_FULL
) -> Fault:
    """Have the database refuse a statement some times, after it took a few."""

    def fault(vault: Vault) -> AbstractContextManager[object]:
        seen = [0]

        def heard(_: object, __: object, statement: str, *___: object) -> None:
            seen[0] += words in statement
            if words in statement and after < seen[0] <= after + times:
                raise driver(code=code)

        return listening(vault._open.engine, "before_cursor_execute", heard)

    return fault


def uncommitted(*numbers: int) -> Fault:
    """Have the database fail to commit some of its transactions, counted from 1."""

    def fault(vault: Vault) -> AbstractContextManager[object]:
        seen = [0]

        def heard(_: object) -> None:
            seen[0] += 1
            if seen[0] in numbers:
                raise driver(code=sqlite3.SQLITE_IOERR)

        return listening(vault._open.engine, "commit", heard)

    return fault


@contextmanager
def locked(vault: Vault) -> Iterator[None]:
    """Have somebody else hold the database, and hardly anybody wait for it."""
    path = str(vault._open.engine.url.database)
    with (
        pytest.MonkeyPatch.context() as patch,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        patch.setitem(engine._PRAGMAS, "busy_timeout", 1)
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def keys_away(vault: Vault) -> Iterator[None]:
    """Have the store of keys gone, and no key left unlocked."""
    path = Path(str(vault._open.keys.engine.url.database))
    vault._open.sealer.cache.clear()
    path.rename(path.with_suffix(".away"))
    try:
        yield
    finally:
        path.with_suffix(".away").rename(path)


#: The fault, its code, and whether the reason can be logged in spite of it.
BEFORE: dict[str, tuple[Fault, str, bool]] = {
    "rows": (refusing("fjc_record", times=1), "store_unavailable", True),
    "use": (refusing("INSERT INTO fjc_event", times=1), "store_unavailable", True),
    "audit, once": (
        refusing("INSERT INTO fjc_audit", times=1),
        "store_unavailable",
        True,
    ),
    "audit, full": (
        refusing("INSERT INTO fjc_audit", times=9),
        "audit_unavailable",
        False,
    ),
    "broken": (
        refusing("fjc_record", times=1, code=sqlite3.SQLITE_CORRUPT),
        "store_broken",
        True,
    ),
    "locked": (locked, "audit_unavailable", False),
    "commit": (uncommitted(1), "store_unavailable", True),
    "commit, none": (uncommitted(1, 2), "audit_unavailable", False),
    "keys": (keys_away, "audit_unavailable", False),
}


def usually(steps: Iterable[str], rare: Iterable[str]) -> list[Any]:
    """Give the steps as cases; the rare ones, which others are much like, at night."""
    night = pytest.mark.nightly
    return [pytest.param(one, marks=[night] if one in rare else []) for one in steps]


RARE = {"use", "broken", "audit, once", "commit, none"}


@pytest.mark.parametrize("step", usually(BEFORE, RARE))
def test_a_fault_before_the_commit_lets_nothing_out(vault: Vault, step: str) -> None:
    """Nothing should leave, the reason be logged where it can, and the next go well."""
    fault, code, told = BEFORE[step]
    subject, before = begun(vault), out(vault)
    with fault(vault), pytest.raises(FjcoreError) as caught:
        sent(vault, subject)
    said = [(ev, said.get("error")) for ev, _, said in entries(vault, subject)]

    assert code == caught.value.code
    assert caught.value.__context__ is None
    assert before == out(vault)
    assert told == (("withhold", code) in said)
    assert () == vault.account_of_disclosures(subject, actor=STAFF)
    assert sent(vault, subject).receipt
    assert 1 == len(out(vault)) - len(before)


@contextmanager
def system(name: str) -> Iterator[None]:
    """Have a system call fail, as on a disk that is full."""
    with pytest.MonkeyPatch.context() as patch:
        sound = getattr(os, name)

        def failing(*_: object, **__: object) -> None:
            patch.setattr(os, name, sound)
            raise OSError(28, "Maeve O'Connor: no space left")

        patch.setattr(os, name, failing)
        yield


@contextmanager
def in_the_way(vault: Vault) -> Iterator[None]:
    """Have a file stand where the carrier's folder should be."""
    folder = Path(vault.site.folder) / "outbox"
    kept = folder.with_name("kept")
    if folder.exists():
        folder.rename(kept)
    folder.write_text("")
    try:
        yield
    finally:
        folder.unlink()
        if kept.exists():
            shutil.move(kept, folder)


#: The fault, and whether the bytes are at the recipient's all the same.
AFTER: dict[str, tuple[Fault, bool]] = {
    "no folder": (in_the_way, False),
    "first byte": (lambda _: system("fdopen"), False),
    "synced": (lambda _: system("fsync"), False),
    "whole, unnamed": (lambda _: system("link"), False),
    "named, not told": (lambda _: system("unlink"), True),
    "receipt, full": (refusing("INSERT INTO fjc_audit_entry", times=9, after=1), True),
    "receipt, commit": (uncommitted(2), True),
}


AT_NIGHT = {"first byte", "synced", "no folder", "receipt, full"}


@pytest.mark.parametrize("step", usually(AFTER, AT_NIGHT))
def test_a_fault_after_the_commit_is_told_and_mended(vault: Vault, step: str) -> None:
    """The account should say that it may have been sent; a retry should end it once."""
    fault, there = AFTER[step]
    subject, before = begun(vault), out(vault)
    with fault(vault), pytest.raises(FjcoreError) as caught:
        sent(vault, subject)
    (row,) = vault.account_of_disclosures(subject, actor=STAFF)
    name = f"disclosure-{row.disclosure}.json"
    whole = [path for path in out(vault) if path.name == name]
    first = vault.retry(subject, row.disclosure, actor=STAFF)
    again = vault.retry(subject, row.disclosure, actor=STAFF)
    (ended,) = vault.account_of_disclosures(subject, actor=STAFF)

    assert ("delivery_failed", row.disclosure) == (
        caught.value.code,
        caught.value.where,
    )
    assert caught.value.__context__ is None
    assert (False, True) == (row.delivered, ended.delivered)
    assert there == bool(whole)
    assert first == again
    assert [name] == [path.name for path in out(vault) if path not in before]
    assert LEGAL in str(out(vault)[-1])
