from __future__ import annotations

import hashlib
from collections import Counter

import attrs
import pytest

from bench import policies, unit
from bench.kinds import Record
from fjcore.consent import View
from fjcore.records import COMPARTMENTS, structure, unstructure
from fjcore.records.categories import CATEGORIES
from fjcore.records.record import is_part, shape


def containers(cls):
    """Every field of a type and of its parts that holds parts."""
    for attribute in attrs.fields(cls):
        inner, _ = shape(attribute.type)
        if is_part(inner):
            yield inner
            yield from containers(inner)


def leaf_values(value):
    """Every leaf value of plain data; a list of texts is one."""
    if isinstance(value, dict):
        for item in value.values():
            yield from leaf_values(item)
    elif isinstance(value, list) and isinstance(value[0], dict):
        for item in value:
            yield from leaf_values(item)
    else:
        yield value


def test_bytes():
    """The unit should stay the very bytes that every figure was measured on."""
    raw = unit.as_bytes(unit.unit())

    assert len(raw) == 4650
    assert (
        hashlib.sha256(raw).hexdigest()
        == "67145a6b8b939ce9cd09e413b75fb54fa20d8a8dfe76e42103a554f4f12d9fd3"
    )


def test_counts():
    """The unit should have its 57 fields and its 119 values, seven of them none."""
    values = list(leaf_values(unit.unit()))

    assert len(unit.fields()) == 50
    assert len(list(containers(Record))) == 7
    assert len(values) == 119
    assert values.count(None) == 7
    assert len(unit.unit()["notes"][0]["text"]) == 2000


@pytest.mark.parametrize(
    ("letter", "fields", "values", "size"),
    [
        ("I", 6, 12, 153),
        ("R", 5, 13, 231),
        ("G", 5, 9, 113),
        ("C", 3, 10, 110),
        ("L", 5, 11, 120),
        ("A", 1, 1, 2002),
    ],
)
def test_sensitive(letter, fields, values, size):
    """Each compartment should hold the fields, values and bytes it is said to."""
    found = [
        (path.partition(".")[0], value)
        for place, path, value in unit.groups(unit.unit())
        if place == letter
    ]
    repeated = {"contacts", "addresses", "related", "incidents", "encounters"}
    counted = [len(value) if top in repeated else 1 for top, value in found]

    assert fields == len(found)
    assert values == sum(counted)
    assert size == sum(len(unit.as_bytes(value)) for _, value in found)


def test_sensitive_in_all():
    """All groups together should come to 25 fields and 2,729 bytes."""
    found = [value for _, _, value in unit.groups(unit.unit())]

    assert len(found) == 25
    assert sum(len(unit.as_bytes(value)) for value in found) == unit.SENSITIVE_BYTES
    assert unit.SENSITIVE_BYTES == 2729


@pytest.mark.parametrize(
    ("granted", "full", "silent"),
    [(unit.P1, 33, 13), (unit.P2, 25, 21), (unit.P0, 50, 0)],
)
def test_plans(granted, full, silent):
    """Each plan should withhold what it is said to, four fields of it in part."""
    views = Counter(view for _, view in unit.plan(granted))
    partly = {View.PLACEHOLDER: 2, View.COARSE_1: 1, View.COARSE_2: 1}
    expected = {View.FULL: full, View.SILENT: silent, **(partly if silent else {})}

    assert Counter(expected) == views


def test_types():
    """The unit should be read and written by the codec as any record is."""
    read = unit.payload(unit.unit())
    record = structure(read, Record)
    written = unstructure(record)

    assert structure(written, Record) == record
    assert read["incidents"] == written["incidents"]
    assert record.notes[0].text == unit.NOTE


def test_letters():
    """The fields sealed together should lie in categories sealed together or finer."""
    leaves = unit.fields()
    for letter, paths in unit.SEALED.items():
        kept = {CATEGORIES[leaves[path].label.category].compartment for path in paths}

        assert len(kept) == 1, letter
        assert kept <= set(COMPARTMENTS)


def test_policy():
    """The policy should hold the 12 releases and 40 limits, no two limits the same."""
    limits = policies.policy().limits

    assert len(policies.state().releases) == 12
    assert len(limits) == 40
    assert len({attrs.evolve(limit, id="") for limit in limits}) == 40
