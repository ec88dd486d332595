"""Key records in memory, found by person and in their order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from fjcore.crypto.keys import KeyKind, KeyRecord

_set = dict.__setitem__


class Rows(dict[bytes, KeyRecord]):
    """Rows by key id, found by person and in order too.

    What is put in or taken out by hand is looked through anew at the next question.
    """

    def __init__(self, rows: Mapping[bytes, KeyRecord] | None = None) -> None:
        super().__init__(rows or {})
        #: Key ids by person, empty until they are asked for.
        self.people: dict[str, list[bytes]] = {}
        self._order: dict[KeyKind, list[bytes]] | None = None
        #: What was added since the order was made.
        self._late: list[bytes] = []

    def by_person(self) -> dict[str, list[bytes]]:
        """Give key ids by person, looked through anew."""
        self.people = {}
        for key_id, row in self.items():
            self.people.setdefault(row.subject_id, []).append(key_id)
        return self.people

    def after(self, kind: KeyKind, key_id: bytes, limit: int) -> list[KeyRecord]:
        """Give the next rows of a kind in the order of their ids."""
        if self._order is None:
            self._order, self._late = {one: [] for one in KeyKind}, list(self)
        if self._late:
            for known in self._late:
                self._order[self[known].kind].append(known)
            for one in {self[known].kind for known in self._late}:
                self._order[one].sort()
            self._late = []
        ids = self._order[kind]
        at = bisect_right(ids, key_id)
        return list(map(self.__getitem__, ids[at : at + limit]))

    def add(self, row: KeyRecord) -> None:
        """Put a new row in."""
        key_id, subject_id, people = row.key_id, row.subject_id, self.people
        _set(self, key_id, row)
        if self._order is not None:
            self._late.append(key_id)
        if people:
            if subject_id in people:
                people[subject_id].append(key_id)
            else:
                people[subject_id] = [key_id]

    def __delitem__(self, key_id: bytes) -> None:
        row, people = self[key_id], self.people
        super().__delitem__(key_id)
        self._order = None
        if people:
            people[row.subject_id].remove(key_id)
            if not people[row.subject_id]:
                del people[row.subject_id]

    def change(self, row: KeyRecord) -> None:
        """Put a row in the place of another of the same key and place."""
        _set(self, row.key_id, row)


def _marking(name: str) -> Any:
    """Give a method of ``dict`` that forgets what was found out about the rows."""
    plain = getattr(dict, name)

    def changed(self: Rows, *args: Any, **kwargs: Any) -> Any:
        self.people, self._order = {}, None
        return plain(self, *args, **kwargs)

    return changed


for _name in (
    *("__setitem__", "__ior__", "clear", "pop", "popitem", "setdefault"),
    "update",
):
    setattr(Rows, _name, _marking(_name))
