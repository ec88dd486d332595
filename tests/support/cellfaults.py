"""What opening a cell ends with, one fault at a time, over whichever keyring.

A class derives from ``FaultSuite`` and says how its keyring is made, opened again, and
broken: each ``break_...`` puts it out of order and gives what to try then.
"""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from attrs import define

from fjcore.crypto import (
    CellAddress,
    KeyKind,
    Keyring,
    KeyState,
    MemoryKeyStore,
    MemoryKeyTable,
    Sealer,
    Wrap,
    erase,
    open_value,
    seal_value,
    set_state,
    to_text,
)
from fjcore.errors import (
    CryptoError,
    DowngradeRefused,
    FormatError,
    KeyDestroyed,
    KeyMismatch,
    KeyMissing,
    KeySuspended,
    PlaintextRefused,
    SealBroken,
    Truncated,
    UnknownSuite,
    UnknownVersion,
)
from fjcore.values import SystemClock

TEXT = "MARKER of what she said"
ANN = "0a" * 16
WHERE = CellAddress(ANN, "advocate", "note", "cc" * 16, 1, "text")


@define
class Cellar:
    """A vault of one cell over a keyring."""

    ring: Keyring
    store: MemoryKeyStore
    table: MemoryKeyTable
    blob: bytes

    @classmethod
    def over(cls, ring: Keyring) -> Cellar:
        """Make the keys and the cell."""
        made = cls(ring, MemoryKeyStore(), MemoryKeyTable(), b"")
        made.sealer().establish(made.table)
        made.blob = seal_value(made.sealer().bind(made.table), WHERE, TEXT)
        return made

    def sealer(self) -> Sealer:
        """Give what another process would have: nothing is open yet."""
        clock = SystemClock()
        return Sealer(
            "aa" * 16, "harbor", keyring=self.ring, store=self.store, clock=clock
        )

    def read(self, blob: bytes | None = None) -> Any:
        """Open the cell, or what is said to be it, in such a process."""
        seals = self.sealer().bind(self.table)
        return open_value(seals, WHERE, self.blob if blob is None else blob)

    def stored(self) -> Any:
        """Give all that is kept, to compare."""
        return self.blob, [(name, self.store.get(name)) for name in self.table.rows]

    def row(self, kind: KeyKind) -> Any:
        return next(row for row in self.table.rows.values() if row.kind is kind)

    def wraps(self, kind: KeyKind, change: Callable[[Wrap], Wrap] | None) -> None:
        """Change the wraps of a key, or lose them."""
        key_id = self.row(kind).key_id
        held = self.store.get(key_id)
        self.store.delete((key_id, one) for one in held)
        if change is not None:
            for one in held:
                self.store.put(key_id, change(one))


def patched(at: int, value: int) -> Callable[[Cellar], Any]:
    def act(cellar: Cellar) -> Any:
        bad = bytearray(cellar.blob)
        bad[at] = value
        return cellar.read(bytes(bad))

    return act


def _tampered(cellar: Cellar) -> Any:
    return cellar.read(cellar.blob[:-1] + bytes([cellar.blob[-1] ^ 1]))


def _elsewhere(cellar: Cellar) -> Any:
    other = CellAddress(ANN, "advocate", "note", "cd" * 16, 1, "text")
    return open_value(cellar.sealer().bind(cellar.table), other, cellar.blob)


def _shredded(cellar: Cellar) -> Any:
    people = {"approved_by": ["dana", "rosa"], "wraps_until": SystemClock().now()}
    erase(cellar.sealer().holding, cellar.table, ANN, **people)
    return cellar.read()


def _suspended(cellar: Cellar) -> Any:
    key = cellar.row(KeyKind.DATA)
    set_state(cellar.sealer().holding, cellar.table, key, KeyState.SUSPENDED)
    return cellar.read()


def _lost(kind: KeyKind) -> Callable[[Cellar], Any]:
    def act(cellar: Cellar) -> Any:
        cellar.wraps(kind, None)
        return cellar.read()

    return act


def _altered(kind: KeyKind) -> Callable[[Cellar], Any]:
    def act(cellar: Cellar) -> Any:
        def change(one: Wrap) -> Wrap:
            last = bytes([one.blob[-1] ^ 1])
            return Wrap(one.kind, one.ref, one.blob[:-1] + last)

        cellar.wraps(kind, change)
        return cellar.read()

    return act


def _not_for_it(cellar: Cellar) -> Any:
    row = cellar.row(KeyKind.DATA)
    names = [name for name in row.__slots__ if name != "__weakref__"]
    said = {name: getattr(row, name) for name in names} | {"suites": frozenset({2})}
    cellar.table.rows[row.key_id] = type(row)(**said)
    return cellar.read()


#: Each fault that needs no help of the keyring, and the one error that tells it.
FAULTS: dict[str, tuple[Callable[[Cellar], Any], type[CryptoError]]] = {
    "tampered": (_tampered, SealBroken),
    "elsewhere": (_elsewhere, SealBroken),
    "truncated": (lambda one: one.read(one.blob[:40]), Truncated),
    "empty": (lambda one: one.read(b""), PlaintextRefused),
    "plaintext": (lambda one: one.read(TEXT.encode()), PlaintextRefused),
    "unknown version": (patched(2, 9), UnknownVersion),
    "unknown suite": (patched(3, 9), UnknownSuite),
    "unknown codec": (patched(4, 9), FormatError),
    "shredded key": (_shredded, KeyDestroyed),
    "suspended key": (_suspended, KeySuspended),
    "missing key": (_lost(KeyKind.DATA), KeyMissing),
    "missing custody key": (_lost(KeyKind.CUSTODY), KeyMissing),
    "altered wrap": (_altered(KeyKind.DATA), KeyMismatch),
    "altered root wrap": (_altered(KeyKind.CUSTODY), KeyMismatch),
    "another suite's key": (_not_for_it, DowngradeRefused),
}


def told(error: BaseException) -> str:
    """Give all that an error shows by itself and where a program logs it."""
    out = io.StringIO()
    log = logging.Logger("vendor")
    log.addHandler(logging.StreamHandler(out))
    try:
        raise error
    except type(error):
        log.exception("could not read")
    shown = "".join(traceback.format_exception(error))
    return out.getvalue() + shown + str(error) + repr(error) + repr(error.args)


def ends(
    act: Callable[[], Any], kind: type[CryptoError], sealed: bytes, name: str
) -> None:
    """Check that an act ends with one kind of error, which tells and brings nothing."""
    found: list[Any] = []
    with pytest.raises(CryptoError) as caught:
        found.append(act())
    error = caught.value
    said = told(error)
    rest = sealed[36:]

    assert ([], name, kind) == (found, name, type(error))
    assert error.__context__ is error.__cause__ is None
    for form in (
        "MARKER",
        TEXT.encode().hex(),
        rest.hex(),
        repr(rest)[2:-1],
        to_text(sealed)[-40:],
    ):
        assert form not in said


class FaultSuite:
    """What holds over every keyring. ``folder`` is a new one for each test."""

    #: Each way in which this keyring fails, ``break_<name>``, and its one error.
    kinds: ClassVar[dict[str, type[CryptoError]]] = {}

    def make(self, folder: Path) -> Keyring:
        """Make a keyring with a new root, in order."""
        raise NotImplementedError

    @pytest.fixture(name="ring")
    def _ring(self, tmp_path: Path) -> Iterator[Keyring]:
        made = self.make(tmp_path)
        yield made
        made.close()

    def test_each_fault_has_its_own_error(self, ring: Keyring) -> None:
        """A fault should end in its one error, and tell neither text nor envelope."""
        for name, (act, kind) in FAULTS.items():
            cellar = Cellar.over(ring)

            assert TEXT == cellar.read()
            ends(lambda act=act, one=cellar: act(one), kind, cellar.blob, name)

    def test_each_failing_of_the_keyring(self, ring: Keyring, tmp_path: Path) -> None:
        """A keyring that fails should be told by its error: nothing stands in for it.

        What is stored stays as it was, so that it opens when the keyring is right.
        """
        cellar = Cellar.over(ring)

        assert self.kinds
        for name, kind in self.kinds.items():
            before = cellar.stored()
            act = getattr(self, f"break_{name}")(cellar, tmp_path)
            ends(act, kind, cellar.blob, name)

            assert before == cellar.stored()
