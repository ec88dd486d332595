from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, NewType

import attrs
import pytest
from records.making import made, risk

from fjcore.errors import UnknownCategory, Unlabelled
from fjcore.records import (
    FieldKind,
    HumanName,
    Person,
    labelled,
    leaves,
    part,
    parts,
    record,
)
from fjcore.values import Missing, PartialDate, Secret


class Word(str):
    """A text that is not quite one."""


class Pick(enum.StrEnum):
    A = "a"


# --- every way to leave a label out ------------------------------------------------

UNLABELLED: dict[str, tuple[Any, Any]] = {
    "a plain default": (str, "x"),
    "a default of no value": (str | Missing, Missing.NOT_COLLECTED),
    "None": (str, None),
    "a bool in place of a label": (bool, True),
    "a plain attrs field": (str, attrs.field()),
    "a plain field with a default": (str, attrs.field(default="x")),
    "metadata of its own": (str, attrs.field(metadata={"fj": "contact"})),
    "metadata of its own, a label": (str, attrs.field(metadata={"fj": True})),
    "a factory": (list, attrs.field(factory=list)),
    "a validator": (str, attrs.field(validator=attrs.validators.instance_of(str))),
    "parts of no part": (tuple[str, ...], parts()),
    "parts of a record": (tuple[Person, ...], parts()),
    "parts that may be anything": (Any, parts()),
    "a part with a label of its own": (tuple[HumanName, ...], risk()),
    "one part that stands for none": (HumanName, parts()),
    "parts in a list": (list[HumanName], parts()),
    "parts in tuples of tuples": (tuple[tuple[HumanName, ...], ...], parts()),
    "parts or a text": (tuple[HumanName, ...] | str, parts()),
    "a privilege that is none": (str, risk(privilege=("advocat",))),
    "a privilege in letters": (str, risk(privilege="advocate")),
}

#: Types that could hold what no label can speak for, or that can be changed.
OPEN: dict[str, Any] = {
    "anything": Any,
    "an object": object,
    "nothing": None,
    "no type": type(None),
    "a reason only": Missing,
    "two types": str | int,
    "two types or a reason": str | int | Missing,
    "or None": str | None,
    "or None or a reason": str | Missing | None,
    "a list": list[str],
    "a bare list": list,
    "a list or a reason": list[str] | Missing,
    "a dict": dict[str, str],
    "a set": set[str],
    "a frozen set": frozenset[str],
    "bytes": bytes,
    "a float": float,
    "a time delta": type(datetime.now(UTC) - datetime.now(UTC)),
    "a bare tuple": tuple,
    "an empty tuple": tuple[()],
    "a pair": tuple[str, str],
    "a tuple of two types": tuple[str, int],
    "a tuple of tuples": tuple[tuple[str, ...], ...],
    "a tuple of reasons": tuple[str | Missing, ...],
    "a tuple of anything": tuple[Any, ...],
    "a tuple of lists": tuple[list[str], ...],
    "two tuples": tuple[str, ...] | tuple[int, ...],
    "a secret": Secret[str],
    "a text of a kind": Word,
    "an enum": Pick,
    "a literal": Literal["a"],
    "a new type": NewType("Name", str),
    "an annotated text": Annotated[str, []],
    "a function": Callable[[], str],
    "a record": Person,
}


@pytest.mark.parametrize(("annotation", "said"), UNLABELLED.values(), ids=UNLABELLED)
@pytest.mark.parametrize("make", [None, part("x_made_part")], ids=["record", "part"])
def test_a_field_without_a_label_is_refused(
    annotation: Any, said: Any, make: Any
) -> None:
    """A field without a label of its own should stop its class, and be named."""
    with pytest.raises(Unlabelled) as caught:
        made(annotation, said, make=make)

    assert caught.value.where in ("x_made.one.held", "x_made_part.held")
    assert caught.value.__context__ is None


@pytest.mark.parametrize("annotation", OPEN.values(), ids=OPEN)
@pytest.mark.parametrize(
    "said",
    [
        {},
        {"required": True},
        {"codes": "fj.weapon"},
        {"kind": FieldKind.TEXT},
        {"kind": FieldKind.CODE, "codes": "fj.weapon"},
    ],
    ids=repr,
)
def test_a_field_of_an_open_type_is_refused(annotation: Any, said: Any) -> None:
    """A label should not cover a type that may hold more than it speaks of."""
    with pytest.raises(Unlabelled) as caught:
        made(annotation, risk(**said))

    assert "x_made.one.held" == caught.value.where


def test_fields_that_are_not_annotated_are_refused() -> None:
    """A declaration without a type should stop its class, not be passed over."""
    with pytest.raises(Unlabelled):

        @record("x_made.bare", 1)
        class Bare:
            held: str = risk()
            other = risk()

    with pytest.raises(Unlabelled):

        @record("x_made.bare", 1)
        class Mixed:
            gov_id: str = "plain"
            other = risk()


def test_a_bare_annotation_is_refused() -> None:
    """An annotation without a declaration should stop its class."""
    with pytest.raises(Unlabelled) as caught:

        @record("x_made.bare", 1)
        class Bare:
            held: str

    assert "x_made.bare.held" == caught.value.where


def test_a_field_from_a_class_above_is_refused() -> None:
    """A field should not come in unlabelled by way of a plain class above."""

    @attrs.frozen(kw_only=True)
    class Above:
        ssn: str = ""

    with pytest.raises(Unlabelled) as caught:
        record("x_made.below", 1)(type("Below", (Above,), {}))

    assert "x_made.below.ssn" == caught.value.where


@pytest.mark.parametrize(
    "said", [{"about": "her"}, {"identifying": "some"}, {"about": 1}]
)
def test_a_label_of_unknown_words_is_refused(said: Any) -> None:
    """A label with a word that nobody knows should be refused where it is written."""
    with pytest.raises(Unlabelled) as caught:
        risk(**said)

    assert {caught.value.where} == set(said)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "category", ["", "identity", "identity.nickname", "Risk", "risk ", None, 7]
)
def test_an_unknown_category_is_refused(category: Any) -> None:
    """A category outside the tree, or one that is no leaf, should stop the class."""
    with pytest.raises(UnknownCategory) as caught:
        made(str | Missing, labelled(category))

    assert "x_made.one.held" == caught.value.where


# --- kinds and defaults -------------------------------------------------------------

HELD: dict[FieldKind, tuple[Any, ...]] = {
    FieldKind.BOOL: (bool,),
    FieldKind.NUMBER: (int,),
    FieldKind.DECIMAL: (Decimal,),
    FieldKind.DATE: (date, PartialDate),
    FieldKind.INSTANT: (datetime,),
}


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize(
    "annotation", [str, bool, int, Decimal, date, PartialDate, datetime]
)
def test_a_kind_stands_on_its_type(kind: FieldKind, annotation: Any) -> None:
    """A kind that a type cannot hold should be refused: its steps would fail."""
    refused = False
    try:
        made(annotation, risk(kind=kind, required=True))
    except Unlabelled:
        refused = True

    assert refused == (annotation not in HELD.get(kind, (str,)))


@pytest.mark.parametrize(
    "annotation", [bool, int, Decimal, date, PartialDate, datetime]
)
def test_codes_are_texts(annotation: Any) -> None:
    """A code list should be refused on a field that holds no text."""
    with pytest.raises(Unlabelled):
        made(annotation, risk(codes="fj.weapon", required=True))


@pytest.mark.parametrize(
    ("annotation", "default"),
    [
        (str, 5),
        (str, Word("x")),
        (str, None),
        (int, True),
        (bool, 0),
        (date, datetime(2026, 3, 2, tzinfo=UTC)),
        (tuple[str, ...], []),
        (tuple[str, ...], ["x"]),
        (tuple[str, ...], "x"),
        (tuple[int, ...], (True,)),
        (tuple[str, ...], attrs.Factory(tuple)),
        (str, attrs.Factory(str)),
    ],
    ids=repr,
)
def test_a_default_is_a_value_of_the_field(annotation: Any, default: Any) -> None:
    """A default that the field may not hold, or that can change, should be refused."""
    with pytest.raises(Unlabelled):
        made(annotation, risk(default=default))


@pytest.mark.parametrize(
    ("annotation", "default"),
    [(str, "x"), (int, 0), (bool, False), (tuple[str, ...], ("x",))],
)
def test_a_fitting_default_is_taken(annotation: Any, default: Any) -> None:
    """A default that the field may hold should be what it holds unless told."""
    assert default == made(annotation, risk(default=default))().held  # type: ignore[attr-defined]


def test_a_constant_of_the_class_is_no_field() -> None:
    """What belongs to the class and not to a survivor should need no label."""

    @record("x_made.constant", 1)
    class Constant:
        VERSIONS: ClassVar[int] = 1
        held: str | Missing = risk()

    assert ["x_made.constant.held"] == [leaf.path for leaf in leaves(Constant)]
