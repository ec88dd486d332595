"""A plugin's importer behind a wall: all its drafts are in order, or none are given."""

from __future__ import annotations

import io
from collections.abc import Iterable

from attrs import frozen

from fjcore.errors import ImportRejected, PluginError
from fjcore.records import structure, unstructure
from fjcore.records.importing import Draft
from fjcore.records.importing.contract import MAX_DRAFTS, MAX_INPUT
from fjcore.sdk._blame import contained
from fjcore.sdk._lines import Line


@frozen(repr=False)
class HeldImporter:
    """An importer of a plugin, by its id."""

    id: str
    _line: Line

    def __repr__(self) -> str:
        return f"<importer {self.id}>"

    def drafts(self, raw: bytes, types: Iterable[type]) -> tuple[Draft, ...]:
        """Give every draft of an input, each of record types that are known.

        Raises: ImportRejected, naming the plugin, the importer and why: its own code
        for it, what it raised, ``TooLong``, or ``Garbled`` for what is no sound draft.
        """
        where, fault = self._line.named(self.id, "drafts"), ""
        if len(raw) > MAX_INPUT:
            raise ImportRejected(f"{where} (TooLong)")
        try:
            found = contained(
                lambda: self._read(raw, frozenset(types)), where, self._line.refusals
            )
        except PluginError as error:
            fault = error.where
        if fault:
            raise ImportRejected(fault)
        if isinstance(found, str):
            raise ImportRejected(f"{where} ({found})")
        return found

    def _read(self, raw: bytes, types: frozenset[type]) -> tuple[Draft, ...] | str:
        reader = self._line.factory.make(self._line.config)
        source = io.BufferedReader(io.BytesIO(raw))
        found: list[Draft] = []
        for one in reader.drafts(source):
            if len(found) == MAX_DRAFTS:
                return "TooLong"
            if type(one) is not Draft or not _sound(one, types):
                return "Garbled"
            found.append(one)
        return tuple(found)


def _sound(draft: Draft, types: frozenset[type]) -> bool:
    """Whether a draft is what its type says, and each record could be read again."""
    texts = (draft.file, draft.key, draft.person)
    rows = type(draft.rows) is tuple and bool(draft.rows)
    flags = type(draft.introduces) is bool and type(draft.synthetic) is bool
    if not rows or not flags or not all(type(one) is str for one in texts):
        return False
    held = (*draft.introducing, *draft.records)
    return all(
        type(one) in types and structure(unstructure(one), type(one)) == one
        for one in held
    )


def held_importer(name: str, line: Line) -> HeldImporter:
    """Give the importer of a line, under its id."""
    return HeldImporter(name, line)
