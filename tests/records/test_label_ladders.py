"""Fields that declare by which steps they become coarser, and how they are cut."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fjcore.consent import View
from fjcore.errors import Unlabelled
from fjcore.records import FieldKind, labelled, record
from fjcore.records.schema import json_schema, schema_hash
from fjcore.redaction import cutter, shape_of


def made(inner, **said):
    """A record type of one field."""
    body = {
        "__annotations__": {"held": inner},
        "held": labelled("financial", identifying="quasi", required=True, **said),
    }
    return record("x_made.steps", 1)(type("Made", (), body))


def test_a_ladder_is_part_of_the_schema():
    """Every ladder, and every list of edges, should have a hash of its own."""
    ways = [{}, {"ladder": "age"}, {"ladder": (0,)}, {"ladder": (0, 500)}]
    rents = json_schema(made(Decimal, ladder=(0, Decimal("9.50"))))["properties"][
        "held"
    ]

    assert len(ways) == len({schema_hash(made(int, **said)) for said in ways})
    assert {"steps": "bucket", "edges": ["0", "9.50"]} == rents["x-fj-ladder"]


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (int, {"ladder": ()}),
        (int, {"ladder": (1, 1)}),
        (int, {"ladder": "bucket"}),
        (int, {"ladder": "moon"}),
        (int, {"ladder": "city"}),
        (str, {"ladder": "age"}),
        (str, {"ladder": (0, 5)}),
        (str, {"ladder": "account", "kind": FieldKind.GOV_ID}),
        (str, {"ladder": "city", "kind": FieldKind.NARRATIVE}),
    ],
)
def test_a_ladder_that_does_not_fit_is_refused(inner, said):
    """A ladder that the field's values cannot climb should be refused."""
    with pytest.raises(Unlabelled):
        made(inner, **said)


@pytest.mark.parametrize(
    ("inner", "ladder", "value", "told"),
    [
        (int, "age", 17, "15-17"),
        (Decimal, (0, 500), Decimal("499.99"), "[0,500)"),
        (str, "state", "MT", "west"),
        (str, "county", "30111", None),
        (str, "account", "12345678901234", "•••••••• 1234"),
    ],
)
def test_a_cut_follows_the_ladder(inner, ladder, value, told):
    """A cut should show the step that the field declares, and nothing of the rest."""
    cls = made(inner, ladder=ladder)
    shape = shape_of(cls, lambda leaf: View.COARSE_1)
    got = cutter(cls, shape)(cls(held=value))

    assert (told and {"held": told}) == got
    assert got == cutter(cls, shape, warm=0)(cls(held=value))
