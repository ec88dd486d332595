"""A vault in memory with cells of some people, and who is told of its keys."""

from __future__ import annotations

from crypto.stores import MemoryCells
from crypto.worlds import World, place

PEOPLE = [f"{number:032x}" for number in range(1, 8)]
ANN = PEOPLE[0]


class Town(World):
    """A vault with a cell for each of some people, and the cells' store."""

    def __init__(self):
        super().__init__()
        self.cells = MemoryCells()
        for person in PEOPLE:
            where = place(subject_id=person)
            self.cells.keep(where, self.seals.seal(where, person.encode()))

    @property
    def holding(self):
        return self.sealer.holding

    def reads(self, sealer=None):
        """Give whose cells open, by a sealer that holds no key yet."""
        seals = (sealer or self.open()).bind(self.table)
        return [
            where.subject_id
            for where, blob in self.cells.held.items()
            if seals.open(where, blob).payload == where.subject_id.encode()
        ]

    def key(self, person):
        """Give the record of the newest data key of a person."""
        keys = self.table.of(person, "advocate")
        return max(keys, key=lambda one: one.generation)


class Watch:
    def __init__(self, fail=False):
        self.events, self.fail = [], fail

    def key_event(self, event):
        if self.fail:
            raise OSError("no log")
        self.events.append(event)
