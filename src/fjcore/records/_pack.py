"""Records to the bytes of their compartments, by code made once for each type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from attrs import define

from fjcore.errors import NotCanonical, TooBig
from fjcore.records._json import EngineName, engine_of
from fjcore.records._shape import info_of
from fjcore.records._writer import splitter
from fjcore.records.codec import by, inner
from fjcore.records.record import compartments
from fjcore.values import canonical

Sheets = dict[str, dict[str, Any]]


@define(eq=False, repr=False)
class Packer:
    """Splits records of one type by compartment, and writes what it split."""

    name: str
    _split: Callable[[object], Sheets]
    _write: Callable[[Any], bytes]
    _compile: Callable[[], Any]
    _pack: Callable[[object], dict[str, bytes]] | None = None

    def pack(self, record: object) -> dict[str, bytes]:
        """Give the bytes of each compartment that a record has something for.

        Raises: NotCanonical, naming the field, or the type; NaiveTime, naming the
        field.
        """
        pack = self._pack
        if pack is None:
            # Compiled at the first use: who only splits does not wait for it.
            pack = self._pack = self._compile()
        try:
            return pack(record)
        except Exception:
            split = self.split
        # Only now is it worth telling what was wrong with which field.
        return {place: self.write(said) for place, said in split(record).items()}

    def split(self, record: object) -> Sheets:
        """Give the fields of each compartment that a record has something for.

        Raises: as ``pack``.
        """
        return by(self._split, record)

    def write(self, plain: dict[str, Any]) -> bytes:
        """Write plain data made of what was split as JSON in its one form.

        Raises: NotCanonical, naming the record type; TooBig, above 1 MiB.
        """
        raw: bytes | None = None
        try:
            raw = self._write(plain)
        except (TypeError, ValueError):
            pass
        del plain
        if raw is None:
            raise NotCanonical(self.name)
        if len(raw) > canonical.MAX_BYTES:
            del raw
            raise TooBig(self.name)
        return raw


def packer(
    cls: type, *, where: Mapping[str, str] | None = None, engine: EngineName = ""
) -> Packer:
    """Give what packs records of a type, made once for each type and split.

    ``where`` names the compartment of each top-level field, as a holder who splits
    further does; left out, it is that of the field's category.
    Raises: Unlabelled, when the class is no record type.
    """
    if where is None:
        return _by_category(cls, engine)
    return _packer(cls, tuple(sorted(where.items())), engine)


@cache
def _by_category(cls: type, engine: EngineName) -> Packer:
    return _packer(cls, tuple(sorted(compartments(cls).items())), engine)


@cache
def _packer(cls: type, where: tuple[tuple[str, str], ...], name: EngineName) -> Packer:
    engine = engine_of(name)
    split: Any = splitter(cls, inner(engine.manner), dict(where), engine.manner)
    writes = engine.write, engine.write_sorted
    return Packer(
        info_of(cls).name,
        split,
        engine.write,
        lambda: splitter(cls, inner(engine.manner), dict(where), engine.manner, writes),
    )
