"""Made-up records come back from JSON and from sealed cells as they were."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from crypto.worlds import ANN, NOW, World
from testing.crowds import few

from fjcore.records import CORE_RECORDS, Catalog, dumps, loads
from fjcore.testing import synthetic
from fjcore.values import new_id
from fjcore.vault.cells import StoredRecord, open_record, seal_record

#: So many records go both ways, and so many into cells: all of them by night.
MANY, SOME = 10_000, 1_500

CATALOG = Catalog()


def made(count: int) -> Iterator[Any]:
    """Give so many records of made-up survivors."""
    everyone = (record for s in synthetic(2026, MANY) for record in s.records)
    return islice(everyone, count)


def unsealed(world: World, record: object) -> Any:
    """A record sealed by compartments, and opened out of its cells."""
    name = new_id()
    cells = seal_record(
        world.seals,
        record,
        subject_id=ANN,
        record_id=name,
        revision=1,
        recorded_at=NOW,
    )
    stored = StoredRecord(name, 1, cells)
    found = open_record(world.seals, stored, subject_id=ANN, catalog=CATALOG)
    assert found is not None
    return found.record


def test_json_should_give_back_every_record() -> None:
    """Ten thousand records should come back from JSON equal, of every type."""
    kinds = set()
    for record in made(MANY):
        kinds.add(type(record))

        assert record == loads(dumps(record), type(record))
    assert set(CORE_RECORDS) == kinds


@pytest.mark.parametrize("engine", ["standard", "orjson"])
def test_either_engine_should_give_back_every_record(engine: Any) -> None:
    """Records should come back equal by either writer of JSON, as the same bytes."""
    for record in made(700):
        raw = dumps(record, engine=engine)

        assert raw == dumps(record)
        assert record == loads(raw, type(record), engine=engine)


def test_seals_should_give_back_every_record() -> None:
    """Records of every type should come back from their sealed cells equal."""
    world, kinds = World(), set()
    for record in made(SOME):
        kinds.add(type(record))

        assert record == unsealed(world, record)
    assert set(CORE_RECORDS) == kinds


@pytest.mark.nightly
def test_seals_should_give_back_ten_thousand_records() -> None:
    """Ten thousand records should come back from their sealed cells equal."""
    world = World()
    for record in made(MANY):
        assert record == unsealed(world, record)


def test_a_record_that_changed_should_be_noticed() -> None:
    """A record that comes back as another should not be taken for the same."""
    one, other = few()[0].records[0], few()[1].records[0]
    assert type(one) is type(other)

    assert one != loads(dumps(other), type(other))
